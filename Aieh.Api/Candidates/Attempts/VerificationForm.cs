using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// The form of a verification: a short adaptive test of items that the verified attempt has not shown. It is made when it is started, of
/// what the bank holds then.
/// </summary>
internal static class VerificationForm
{
    private const int MinimumLength = 10;
    private const int MaximumLength = 12;
    private const int SecondsPerItem = 90;
    private const int Randomesque = 5;

    /// <summary>Fewer to choose from would ask everybody the same.</summary>
    public const int MinimumBankSize = 2 * MaximumLength;

    /// <summary>Null where the bank has too few items besides.</summary>
    public static AssessmentForm? Of(CatalogSnapshot catalog, AttemptRow verified)
    {
        if (BaseOf(catalog, verified.Assessment) is not { } model) return null;
        if (!catalog.ItemBanks.TryGetValue(verified.Assessment, out var bank)) return null;
        if (!catalog.Calibrations.TryGetValue(verified.Assessment, out var calibration)) return null;

        // What a sample shows everybody has seen.
        var shown = ShownIn(verified)
            .Concat(catalog.Assessments[verified.Assessment].Forms
                .Where(form => form.Kind == FormKind.Sample)
                .SelectMany(form => form.Items ?? []))
            .ToHashSet(StringComparer.Ordinal);
        var calibrated = calibration.Items.Select(item => item.Item).ToHashSet(StringComparer.Ordinal);
        string[] items = [.. bank.Items.Select(item => item.Id).Where(id => calibrated.Contains(id) && !shown.Contains(id))];
        return items.Length < MinimumBankSize ? null : Made(model, items, SharesOf(bank, items));
    }

    /// <summary>What an employer waits for, or what has been started of it and is open still, which the starts tell.</summary>
    public static async Task<(VerificationRow?, AssessmentForm?)> FindAskedAsync(
        DbSession session, CatalogSnapshot catalog, Guid passport, string assessment, DateTimeOffset now)
    {
        var asked = (await VerificationStore.ListByPassportAsync(session, passport))
            .Where(row => row.Assessment == assessment)
            .LastOrDefault(row => row.IsAskedAt(now) || (row.AttemptId is not null && row.ObservedAt is null));
        if (asked is null || await AttemptStore.FindAsync(session, asked.VerifiedAttemptId) is not { } verified) return (null, null);

        return (asked, Of(catalog, verified));
    }

    /// <summary>The form whose time, words and honour statement hold for a verification; null where none counts.</summary>
    public static AssessmentForm? BaseOf(CatalogSnapshot catalog, string assessment) =>
        catalog.Assessments.GetValueOrDefault(assessment)?.Forms
            .FirstOrDefault(form => form is { Kind: FormKind.Full, Availability: FormAvailability.Available });

    /// <summary>Of an adaptive attempt those that were asked, of another all.</summary>
    private static IEnumerable<string> ShownIn(AttemptRow verified)
    {
        var order = ItemResponses.ReadOrder(verified.ItemOrder);
        return verified.Adaptive is null ? order : order.Take(ItemResponses.AnsweredCount(verified.Responses) + 1);
    }

    private static AssessmentForm Made(AssessmentForm model, string[] items, IReadOnlyDictionary<string, double> shares) => model with
    {
        Kind = FormKind.Verification,
        ItemCount = Own(MaximumLength),
        ExpectedSeconds = null,
        TimeLimitSeconds = Own(MaximumLength * SecondsPerItem),
        RetakeWindows = Own<IReadOnlyList<RetakeWindow>>([]),
        Blueprint = null,
        Items = items,
        Adaptive = new AdaptiveRules
        {
            MinimumBankSize = Own(MinimumBankSize),
            MinimumLength = Own(MinimumLength),
            // Reached by nobody: the longer, the more it can tell.
            TargetStandardError = Own(0.0),
            Randomesque = Own(Randomesque),
            ContentShares = Own(shares),
            MaximumExposure = Own(1.0),
        },
    };

    /// <summary>Each topic as large as it is among the items.</summary>
    private static Dictionary<string, double> SharesOf(ItemBankDocument bank, string[] items)
    {
        var chosen = items.ToHashSet(StringComparer.Ordinal);
        return bank.Items.Where(item => chosen.Contains(item.Id))
            .GroupBy(item => item.Topic, StringComparer.Ordinal)
            .ToDictionary(topic => topic.Key, topic => topic.Count() / (double)items.Length, StringComparer.Ordinal);
    }

    private static Sourced<T> Own<T>(T value) =>
        new() { Value = value, Provenance = Provenance.Default, Rationale = "A verification's, whatever the assessment." };
}

/// <summary>Compares a verification with the attempt that it verifies, and writes down what came of it.</summary>
internal sealed class AttemptVerification(AssembledForms forms, IPassportObserver observer)
{
    /// <summary>The rates that outcomes are stated with.</summary>
    public static VerificationSettings Settings => VerificationSettings.Standard;

    /// <summary>What came of it: no outcome where nobody watched.</summary>
    public async ValueTask<VerificationRow> ConcludeAsync(
        AttemptRow verified, AttemptRow scored, AssembledForm form, int[] answers, double? parameterShare,
        CancellationToken cancellationToken)
    {
        var concluded = new VerificationRow { AttemptId = scored.Id, ObservedAt = scored.SubmittedAt };
        if (scored.SupervisedBy is null) return concluded;

        var order = ItemResponses.ReadOrder(verified.ItemOrder);
        var former = await forms.OfAsync(verified, order, cancellationToken);
        var (responses, _) = AttemptEvidence.OutcomeOf(verified, former, order, verified.Responses);
        var result = VerificationComparison.Compare(former.Test, responses, form.Test, answers, Settings);
        return concluded with
        {
            Outcome = KebabCase.Of(result.Outcome),
            PValue = result.PValue,
            GainPValue = result.GainPValue,
            Power = result.Power,
            Theta = scored.Theta,
            SeTheta = scored.SeTheta,
            ParameterShare = parameterShare,
            CalibrationId = form.Calibration.Id,
            CalibrationVersion = form.Calibration.Version,
            SupervisedBy = scored.SupervisedBy,
        };
    }

    public async Task WriteAsync(DbSession session, AttemptRow scored, VerificationRow concluded, DateTimeOffset now)
    {
        await VerificationStore.ConcludeAsync(session, concluded);
        await observer.VerificationTakenAsync(session, scored.PassportId!.Value, scored.Id, now);
    }
}
