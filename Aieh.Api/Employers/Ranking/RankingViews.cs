using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Readiness;
using ReadinessStatus = Aieh.Api.Candidates.Readiness.ReadinessStatus;

namespace Aieh.Api.Employers.Ranking;

/// <summary>Rankings as the response shows them.</summary>
internal static class RankingViews
{
    public static RankingResponse Of(Guid loop, RankingPage page, RankingQuery query, CatalogSnapshot catalog)
    {
        var rules = ScoringRules.Of(catalog);
        var tier = query.After?.Tier;
        var items = new List<RankedCandidate>(page.Rows.Count);
        foreach (var row in page.Rows)
        {
            var isSufficient = row.Figures.Status == ReadinessStatus.Sufficient;
            if (isSufficient) tier = ScoreTier.Next(tier, row.Figures.Result.Readiness!.Value);
            items.Add(CandidateOf(row, isSufficient ? tier : null, page, rules, query.AsOf));
        }

        return new RankingResponse
        {
            HiringLoop = loop,
            HiringLoopVersion = page.Version,
            AsOf = query.AsOf,
            MinimumCoverage = page.Bundle.MinimumCoverage,
            Items = items,
            Next = page.Next is { } next ? (next with { Tier = tier }).ToText(loop) : null,
        };
    }

    private static RankedCandidate CandidateOf(
        RankedRow row, ScoreTier? tier, RankingPage page, ScoringRules rules, DateTimeOffset asOf)
    {
        var (candidate, figures) = (row.Candidate, row.Figures);
        var score = figures.Result.Readiness;
        return new RankedCandidate
        {
            Invitation = candidate.InvitationId,
            Reference = candidate.Reference,
            Candidate = candidate.CandidateName is null && candidate.CandidateEmail is null
                ? null
                : new InvitedCandidate { Name = candidate.CandidateName, Email = candidate.CandidateEmail },
            State = StateOf(candidate, asOf),
            Tier = tier?.Number,
            Status = figures.Status,
            Readiness = score is { } reported ? rules.Scale.Report(reported.Score) : null,
            StandardError = score?.StandardError,
            Interval = score is { } sure ? ScoreViews.Interval(rules, sure.Score, sure.StandardError) : null,
            Provisional = figures.IsProvisional,
            Band = score is { } banded ? ScoreViews.Band(rules, banded.Score, figures.IsProvisional) : null,
            Coverage = figures.Result.Coverage,
            Contributions = ReadinessViews.ContributionsOf(rules, figures),
            Missing = ReadinessViews.MissingOf(page.Bundle, figures),
            Uncounted = ReadinessViews.UncountedOf(rules, figures),
            Integrity = row.Integrity,
        };
    }

    /// <summary>
    /// How far the invitation had come: that its time is over is true before it is written. When an attempt of it was started is not told
    /// of any moment: with the end it would tell how long somebody took.
    /// </summary>
    private static CandidateState StateOf(CandidateRow row, DateTimeOffset asOf)
    {
        if (row.EndedAt <= asOf && row.State == KebabCase.Of(CandidateState.Completed)) return CandidateState.Completed;

        return IsOver(row, asOf) ? CandidateState.Expired : CandidateState.Accepted;
    }

    /// <summary>Whether nothing more comes of the invitation.</summary>
    public static bool IsOver(CandidateRow row, DateTimeOffset asOf) => row.EndedAt <= asOf || row.ExpiresAt <= asOf;
}
