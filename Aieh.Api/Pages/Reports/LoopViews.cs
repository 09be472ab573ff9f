using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Integrity;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Reports;

/// <summary>Rankings as the page shows them: the API's numbers, in the API's rounding.</summary>
internal sealed class LoopViews(
    CatalogCache cache, ReportText text, IStringLocalizer<ReportWords> words, IStringLocalizer<PictureWords> pictures)
{
    /// <param name="ranking">What the API says.</param>
    /// <param name="loop">The version of the loop that weighs.</param>
    /// <param name="employer">Whose it is.</param>
    /// <param name="link">What opens it.</param>
    /// <param name="path">Address of its first page.</param>
    /// <param name="after">Where the page before has ended; null on the first one.</param>
    public LoopView Of(
        RankingResponse ranking, LoopDefinition loop, string employer, RankingLink link, string path, RankingPlace? after)
    {
        var catalog = cache.Current;
        var scale = catalog.Methodology.Scale;
        var tooLittle = With(ReadinessStatus.InsufficientEvidence);
        (string Label, List<RankedCandidate> Candidates)[] tiers =
        [
            .. With(ReadinessStatus.Sufficient).GroupBy(candidate => candidate.Tier!.Value)
                .Select(tier => (words[tier.Key == after?.Tier?.Number ? "TierGoesOn" : "Tier", tier.Key].Value, tier.ToList())),
        ];
        return new LoopView
        {
            Name = loop.Name,
            Loop = words["LoopVersion", loop.Name, ranking.HiringLoopVersion],
            Employer = employer,
            Role = loop.RoleTitleIn(catalog),
            AsOf = Figures.Minute(ranking.AsOf),
            ConfidenceLevel = Written.Percent(ScoringRules.Of(catalog).ConfidenceLevel),
            Tiers = [.. tiers.Select(tier => new LoopTier(tier.Label, [.. tier.Candidates.Select(each => Of(each, catalog))]))],
            TooLittle = [.. tooLittle.Select(each => Of(each, catalog))],
            None = [.. With(ReadinessStatus.NoEvidence).Select(each => Of(each, catalog))],
            MinimumCoverage = Written.Percent(ranking.MinimumCoverage),
            Picture = PictureOf(tiers, tooLittle, catalog.Methodology),
            IsProvisional = ranking.Items.Any(candidate => candidate.Provisional),
            HasTaken = ranking.Items.Any(candidate => StandsOut(candidate.Integrity)),
            HasBands = ranking.Items.Any(candidate => candidate.Band is not null),
            Scale = Written.Range(scale.Minimum.Value, scale.Maximum.Value),
            First = after is null ? null : path,
            Next = ranking.Next is { } next ? $"{path}?cursor={Uri.EscapeDataString(next)}" : null,
            LinkEndsAt = Written.Day(link.ExpiresAt).Text,
        };

        List<RankedCandidate> With(ReadinessStatus status) => [.. ranking.Items.Where(candidate => candidate.Status == status)];
    }

    private FigureView? PictureOf(
        (string Label, List<RankedCandidate> Candidates)[] tiers, List<RankedCandidate> tooLittle,
        MethodologyDocument methodology)
    {
        if (tiers.Length == 0 && tooLittle.Count == 0) return null;

        return FigureView.Of(RankingPicture.Of(
            [.. tiers.Select(tier => new RankingTier(tier.Label, [.. tier.Candidates.Select(RowOf)]))],
            [.. tooLittle.Select(RowOf)],
            FigureView.ScaleOf(methodology), pictures));

        RankingRow RowOf(RankedCandidate candidate) =>
            new(NameOf(candidate), candidate.Readiness, candidate.Interval?.Lower, candidate.Interval?.Upper);
    }

    private LoopCandidate Of(RankedCandidate candidate, CatalogSnapshot catalog)
    {
        var name = NameOf(candidate);
        return new LoopCandidate
        {
            Name = name,
            Reference = candidate.Reference == name ? null : candidate.Reference,
            Score = candidate.Readiness is { } score ? Written.Number(score, "0") : "",
            Interval = candidate.Interval is { } interval ? Written.Range(interval.Lower, interval.Upper) : "",
            Band = candidate.Band is { } band ? catalog.BandNameOf(band)
                : candidate.Readiness is null ? "" : words["ProvisionalScore"].Value,
            Covered = Written.Percent(candidate.Coverage),
            Watched = WatchedOf(candidate),
            State = words[candidate.State switch
            {
                CandidateState.Completed => "StateCompleted",
                CandidateState.Expired => "StateExpired",
                _ => "StateAccepted",
            }],
            Taken = StandsOut(candidate.Integrity) ? TakenOf(candidate.Integrity!) : null,
        };
    }

    /// <summary>Of all that counts, and then of what does not.</summary>
    private string WatchedOf(RankedCandidate candidate)
    {
        PooledSupervision[] scores = [.. candidate.Contributions.Select(part => part.Supervision).Distinct()];
        var counted = scores.Length == 0 ? "" : words[$"Watched{(scores is [var all] ? all : PooledSupervision.Partly)}"].Value;
        if (candidate.Uncounted.Count == 0) return counted;

        var uncounted = words[candidate.Uncounted.Count == 1 ? "NotCountedOne" : "NotCountedMany", candidate.Uncounted.Count].Value;
        return counted.Length == 0 ? uncounted : $"{counted}; {uncounted}";
    }

    private static bool StandsOut(IntegritySummary? integrity) => integrity?.Status > IntegrityStatus.None;

    private string TakenOf(IntegritySummary integrity)
    {
        var status = text.TakenOf(integrity.Status);
        return integrity.Review is { } review ? $"{status} {text.ReviewOf(review)}" : status;
    }

    /// <summary>As the employer calls the candidate, which an address for mail does not; or the end of the invitation's id.</summary>
    private string NameOf(RankedCandidate candidate) =>
        candidate.Candidate?.Name
        ?? candidate.Reference
        ?? words["Unnamed", candidate.Invitation.ToString().Split('-')[^1]].Value;
}
