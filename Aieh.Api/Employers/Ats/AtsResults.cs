using System.Globalization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Ats;

/// <summary>A line for recruiters.</summary>
internal readonly record struct ResultFact(string Label, string Value);

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
    Db db, InvitationResults results, ReportLinks reports, ServiceAddress address, CatalogCache cache, TimeProvider time)
{
    private const int Lowest = 300;
    private const int Highest = 850;

    public async Task<ToldResult> OfAsync(InvitationRow invitation, ScoreFormat format, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var result = await db.ReadAsync(session => results.LoadAsync(session, invitation, now, now), cancellationToken);
        var isPercent = format == ScoreFormat.Percent;
        return new ToldResult
        {
            Invitation = invitation,
            Score = result.Readiness?.Readiness is { } score ? In(format, score) : null,
            Lowest = isPercent ? 0 : Lowest,
            Highest = isPercent ? 100 : Highest,
            // Also where there is no result any more: the page says why.
            ReportUrl = reports.UrlOf(invitation, now) is { } url && address.Current is { } own
                ? new Uri(own, url).AbsoluteUri
                : null,
            Facts = [.. FactsOf(result, format)],
            Parts = [.. (result.Assessments ?? []).Select(each => PartOf(each, format))],
        };
    }

    /// <summary>A score of the scale in the format, to the whole point or per cent.</summary>
    internal static double In(ScoreFormat format, int score) =>
        format == ScoreFormat.Scaled ? score : Math.Round((score - Lowest) * 100.0 / (Highest - Lowest));

    private IEnumerable<ResultFact> FactsOf(InvitationResult result, ScoreFormat format)
    {
        if (result.RoleTitle is { } role) yield return new ResultFact("Role", role);
        if (result.Invitation.EndedAt is { } ended) yield return new ResultFact("Completed", Date(ended));
        if (result.Readiness is not { } readiness)
        {
            yield return new ResultFact("Result", "withdrawn by the candidate");
            yield break;
        }

        yield return new ResultFact("Scale", format == ScoreFormat.Scaled ? "300 to 850" : "0 to 100 %");
        if (readiness.Interval is { } interval) yield return new ResultFact("95 % interval", Range(interval, format));
        if (BandOf(readiness.Band, readiness.BandProbabilities) is { } band) yield return new ResultFact("Band", band);
        yield return new ResultFact("Coverage", CoverageOf(readiness));
        if (readiness.Provisional) yield return new ResultFact("Provisional", "yes: it rests on an author's judgement, not yet on data");
        if (result.Assessments is not { Count: > 0 } assessments) yield break;

        var oldest = assessments.MinBy(each => each.Currency)!;
        yield return new ResultFact("Freshness", KebabCase.Of(oldest.Freshness));
        yield return new ResultFact("Valid until", Date(assessments.Min(each => each.RefreshDueAt)));
        foreach (var part in assessments.Select(each => PartOf(each, format))) yield return new ResultFact(part.Title, part.Text);
    }

    private ResultPart PartOf(AssessmentScoreResponse score, ScoreFormat format)
    {
        var band = BandOf(score.Band, score.BandProbabilities) is { } known ? $", {known}" : "";
        var text = $"{Number(In(format, score.Score))} ({Range(score.Interval, format)}){band}";
        return new ResultPart(score.Assessment, cache.Current.Assessments[score.Assessment].Title, In(format, score.Score), text);
    }

    private static string CoverageOf(ReadinessResponse readiness)
    {
        var (covered, asked) = (Percent(readiness.Coverage), Percent(readiness.MinimumCoverage));
        return readiness.Status == ReadinessStatus.Sufficient
            ? $"{covered} of what counts"
            : $"{covered} of what counts: not enough, {asked} are asked for";
    }

    /// <summary>While the score is provisional it has no band: then the likeliest, with its probability.</summary>
    private static string? BandOf(string? band, IReadOnlyList<BandProbability> probabilities)
    {
        if (band is not null || probabilities.Count == 0) return band;

        var likeliest = probabilities.MaxBy(each => each.Probability)!;
        return $"{likeliest.Band} with {Percent(likeliest.Probability)} probability";
    }

    private static string Range(ScoreInterval interval, ScoreFormat format) =>
        $"{Number(In(format, interval.Lower))} to {Number(In(format, interval.Upper))}";

    private static string Date(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %");

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
