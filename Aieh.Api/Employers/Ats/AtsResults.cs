using System.Globalization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Ats;

/// <summary>A line for recruiters.</summary>
/// <param name="Id">The same for the same fact, whatever else there is.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Value">What it says.</param>
internal readonly record struct ResultFact(string Id, string Label, string Value);

/// <summary>The score of one assessment.</summary>
internal sealed record ResultPart(string Assessment, string Title, double Score, string Text);

/// <summary>What an applicant tracking system is told of an invitation that has been completed.</summary>
internal sealed record ToldResult
{
    public required InvitationRow Invitation { get; init; }

    /// <summary>In the connection's format; null where there is nothing, or nothing any more, to be shown.</summary>
    public double? Score { get; init; }

    public required double Lowest { get; init; }
    public required double Highest { get; init; }

    /// <summary>Where the report is, absolute; null when the service cannot show any.</summary>
    public string? ReportUrl { get; init; }

    public required IReadOnlyList<ResultFact> Facts { get; init; }
    public IReadOnlyList<ResultPart> Parts { get; init; } = [];
}

/// <summary>
/// Results as recruiters read them in the tools they know: a few labelled lines, in the format that the tenant has chosen.
/// </summary>
internal sealed class AtsResults(
    Db db, InvitationResults results, ReportLinks reports, ServiceAddress address, AuditedReads reads, CatalogCache cache,
    TimeProvider time)
{
    /// <summary>So that 0.29 of one is 29 per cent.</summary>
    private const double Epsilon = 1e-9;

    private int Lowest => cache.Current.Methodology.Scale.Minimum.Value;
    private int Highest => cache.Current.Methodology.Scale.Maximum.Value;

    /// <summary>What is to be told; that it was read stands in the tenant's audit trail and in the owner's access log.</summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="format">How the system is told a score.</param>
    /// <param name="actor">Who reads it, as the audit trail names it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ToldResult> OfAsync(
        InvitationRow invitation, ScoreFormat format, string actor, CancellationToken cancellationToken)
    {
        // As of the completion: however often and late it is told, it is the same result. The report shows the present.
        var now = time.Now();
        var result = await db.ReadAsync(
            session => results.LoadAsync(session, invitation, invitation.EndedAt ?? now, now), cancellationToken);
        if (result.Readiness is not null)
        {
            var read = new AuditedRead("result.read", InvitationTrail.SubjectOf(invitation), invitation.PassportId!.Value);
            await reads.NoteAsync(invitation.TenantId, actor, [read], now, cancellationToken);
        }

        var isPercent = format == ScoreFormat.Percent;
        return new ToldResult
        {
            Invitation = invitation,
            Score = result.Readiness?.Readiness is { } score ? In(format, score) : null,
            Lowest = isPercent ? 0 : Lowest,
            Highest = isPercent ? 100 : Highest,
            // Also where there is no result any more: the page says why.
            ReportUrl = ReportUrlOf(invitation),
            Facts = [.. FactsOf(result, format)],
            Parts = [.. (result.Assessments ?? []).Select(each => PartOf(each, format))],
        };
    }

    /// <summary>Where the report is, absolute; null when the service cannot show any.</summary>
    public string? ReportUrlOf(InvitationRow invitation) =>
        reports.UrlOf(invitation, time.Now()) is { } url && address.Current is not null ? address.LinkTo(url) : null;

    /// <summary>Why an order has ended without a result, by the event that says so; null for any other.</summary>
    public static string? ReasonOf(string eventType) => eventType switch
    {
        EventTypes.InvitationDeclined => "The candidate has declined.",
        EventTypes.InvitationExpired => "The time for it was over.",
        EventTypes.InvitationCancelled => "It was taken back.",
        _ => null,
    };

    /// <summary>A score of the scale in the format, to the whole point or per cent.</summary>
    private double In(ScoreFormat format, int score) =>
        format == ScoreFormat.Scaled ? score : Math.Round((score - Lowest) * 100.0 / (Highest - Lowest));

    private IEnumerable<ResultFact> FactsOf(InvitationResult result, ScoreFormat format)
    {
        if (result.RoleTitle is { } role) yield return new ResultFact("role", "Role", role);
        if (result.Invitation.EndedAt is { } ended) yield return new ResultFact("completed", "Completed", Date(ended));
        if (result.Readiness is not { } readiness)
        {
            var erased = result.Lack == NoResultReason.Erased;
            yield return new ResultFact("result", "Result", erased ? "erased by the candidate" : "withdrawn by the candidate");
            yield break;
        }

        yield return new ResultFact("scale", "Scale", format == ScoreFormat.Scaled ? Range(Lowest, Highest) : "0 to 100 %");
        if (readiness.Interval is { } interval) yield return new ResultFact("interval", "95 % interval", Range(interval, format));
        if (BandOf(readiness.Band, readiness.BandProbabilities) is { } band) yield return new ResultFact("band", "Band", band);
        yield return new ResultFact("coverage", "Coverage", CoverageOf(readiness));
        if (readiness.Provisional)
        {
            yield return new ResultFact("provisional", "Provisional", "yes: it rests on an author's judgement, not yet on data");
        }

        if (result.Assessments is not { Count: > 0 } assessments) yield break;

        var oldest = assessments.MinBy(each => each.Currency)!;
        yield return new ResultFact("freshness", "Freshness", KebabCase.Of(oldest.Freshness));
        yield return new ResultFact("valid-until", "Valid until", Date(assessments.Min(each => each.RefreshDueAt)));
        foreach (var part in assessments.Select(each => PartOf(each, format)))
        {
            yield return new ResultFact($"assessment-{part.Assessment}", part.Title, part.Text);
        }
    }

    private ResultPart PartOf(AssessmentScoreResponse score, ScoreFormat format)
    {
        var band = BandOf(score.Band, score.BandProbabilities) is { } known ? $", {known}" : "";
        var text = $"{Number(In(format, score.Score))} ({Range(score.Interval, format)}){band}";
        return new ResultPart(score.Assessment, cache.Current.TitleOf(score.Assessment), In(format, score.Score), text);
    }

    private static string CoverageOf(ReadinessResponse readiness)
    {
        // Downwards: what does not reach the minimum must not read as if it did.
        var covered = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((readiness.Coverage * 100) + Epsilon)} %");
        var asked = Percent(readiness.MinimumCoverage);
        return readiness.Status == ReadinessStatus.Sufficient
            ? $"{covered} of what counts"
            : $"{covered} of what counts: not enough, {asked} are asked for";
    }

    /// <summary>While the score is provisional it has no band: then the likeliest, with its probability.</summary>
    private static string? BandOf(string? band, IReadOnlyList<BandProbability> probabilities)
    {
        if (band is not null) return InWords(band);
        if (probabilities.Count == 0) return null;

        var likeliest = probabilities.MaxBy(each => each.Probability)!;
        return $"{InWords(likeliest.Band)} with {Percent(likeliest.Probability)} probability";

        static string InWords(string slug) => slug.Replace('-', ' ');
    }

    private string Range(ScoreInterval interval, ScoreFormat format) => Range(In(format, interval.Lower), In(format, interval.Upper));

    private static string Range(double lower, double upper) => $"{Number(lower)} to {Number(upper)}";

    private static string Date(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %");

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
