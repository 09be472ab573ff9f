using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>All that is stored of how an attempt was taken.</summary>
internal sealed record AttemptRecord(
    AttemptRow Attempt, AttemptIntegrityRow? Integrity, IReadOnlyList<SimilarityRow> Similarity, IReadOnlyList<ToldReviewRow> Reviews)
{
    public static async Task<AttemptRecord> LoadAsync(DbSession session, AttemptRow attempt) => attempt.HasIntegrity
        ? new AttemptRecord(
            attempt,
            await IntegrityStore.FindAsync(session, attempt.Id),
            await ReviewStore.ListSimilarityAsync(session, attempt.Id),
            await ReviewStore.ListToldAsync(session, attempt.Id))
        : new AttemptRecord(attempt, null, [], []);
}

/// <summary>How attempts were taken, as their owners and whoever is shown them see it.</summary>
internal static class IntegrityViews
{
    public static AttemptIntegrityResponse Of(AttemptRecord record)
    {
        var (attempt, row) = (record.Attempt, record.Integrity);
        var judged = Judgement.OfAll(TakenFigures.Read(row?.Figures), record.Similarity);
        return new AttemptIntegrityResponse
        {
            Attempt = attempt.Id,
            Assessment = attempt.Assessment,
            Status = judged.Status,
            Reasons = judged.Reasons,
            Method = row?.Method,
            JudgedAt = row?.JudgedAt,
            Signals = ClientSignals.Read(row?.Signals, attempt.StartedAt),
            Items = [.. TimesOf(attempt)],
            Statement = StatementOf(row?.Statement, row?.StatedAt),
            Reviews = [.. record.Reviews.Select(ReviewOf)],
        };
    }

    /// <param name="row">An attempt that is evidence in a passport.</param>
    /// <param name="similarity">How it was compared, by all employers.</param>
    public static PassportAttemptIntegrity Of(PassportIntegrityRow row, IEnumerable<SimilarityRow> similarity) => new()
    {
        Attempt = row.AttemptId,
        Assessment = row.Assessment,
        ObservedAt = row.ObservedAt,
        Status = Judgement.OfAll(TakenFigures.Read(row.Figures), similarity).Status,
        Stated = row.StatedAt is not null,
        Reviews = row.Reviews,
    };

    public static Judgement JudgementOf(ShownIntegrityRow row) =>
        Judgement.Of(TakenFigures.Read(row.Figures), Comparison.Of(row.SmallestP, row.Compared));

    /// <summary>The last text of consent that did not say that an employer is shown how attempts were taken.</summary>
    public const string ConsentWithout = "2026-11";

    /// <summary>Whether a candidate who has agreed to this version of the text has agreed to that.</summary>
    public static bool IsAgreedIn(string? consentVersion) => consentVersion is not (null or ConsentWithout);

    /// <summary>The attempts behind what a loop counts: those that are not counted are nobody's concern there.</summary>
    /// <param name="taken">The attempts that are evidence.</param>
    /// <param name="weighed">Slugs of the assessments that the loop weighs.</param>
    /// <param name="onlySupervised">Whether it counts supervised scores alone.</param>
    public static IEnumerable<ShownIntegrityRow> CountedIn(
        IEnumerable<ShownIntegrityRow> taken, IReadOnlySet<string> weighed, bool onlySupervised) =>
        taken.Where(row => weighed.Contains(row.Assessment) && (!onlySupervised || row.SupervisedBy is not null));

    /// <summary>Of the attempts that are shown, the one that there is most to be asked about.</summary>
    public static IntegritySummary SummaryOf(IEnumerable<ShownIntegrityRow> shown)
    {
        var judged = shown.Select(row => (Row: row, JudgementOf(row).Status))
            .Where(each => each.Status is not null)
            .ToList();
        if (judged.Count == 0) return new IntegritySummary();

        // Of several, one that nobody has reviewed.
        var (most, status) = judged.OrderByDescending(each => each.Status).ThenBy(each => each.Row.Outcome is not null).First();
        return new IntegritySummary { Status = status, Review = OutcomeOf(most.Outcome) };
    }

    public static StatementResponse? StatementOf(string? text, DateTimeOffset? at) =>
        text is null ? null : new StatementResponse { Text = text, StatedAt = at!.Value };

    public static ReviewOutcome? OutcomeOf(string? outcome) =>
        outcome is null ? null
        : KebabCase.TryParse<ReviewOutcome>(outcome, out var read) ? read
        : throw new InvalidOperationException($"A review has the unknown outcome '{outcome}'.");

    private static ToldReview ReviewOf(ToldReviewRow row) => new()
    {
        Employer = row.Employer,
        Outcome = OutcomeOf(row.Outcome)!.Value,
        Note = row.Note,
        ReviewedAt = row.ReviewedAt,
    };

    private static IEnumerable<ItemTime> TimesOf(AttemptRow attempt)
    {
        var (times, order) = (ItemTimes.Of(attempt), ItemResponses.ReadOrder(attempt.ItemOrder));
        for (var place = 0; place < order.Length; place++)
        {
            if (ItemResponses.OptionAt(attempt.Responses, place) is null) continue;

            yield return new ItemTime
            {
                Item = order[place],
                Seconds = times.ServedSecondsOf(place),
                ActiveSeconds = times.ActiveSecondsOf(place),
            };
        }
    }
}
