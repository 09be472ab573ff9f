using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;

namespace Aieh.Api.Tests.Employers.Invitations;

/// <summary>
/// Readiness and tiers from what was reported alone, by the published formulas and none of the service's code. Reported scores are whole
/// points and standard errors tenths, so that what follows from them is as exact as that.
/// </summary>
internal sealed record LoopFigures(ReadinessStatus Status, double Score, double StandardError, double Coverage)
{
    /// <summary>Of a score, and of what is worked out with scores.</summary>
    public const double HalfPoint = 0.5;

    /// <summary>Of a standard error, and of the points of a contribution.</summary>
    public const double HalfTenth = 0.05;

    /// <summary>Of a currency, a relevance or a share, or of two.</summary>
    public const double SixthDecimal = 2e-6;

    private const double Confidence = 1.96;

    public static LoopFigures Of(PassportResponse passport, HiringLoopResponse loop)
    {
        double weights = 0, points = 0, squares = 0;
        foreach (var entry in loop.Bundle)
        {
            if (passport.Assessments.SingleOrDefault(each => each.Assessment == entry.Assessment) is not { } score) continue;

            var weight = entry.Relevance * score.Currency;
            weights += weight;
            points += weight * score.Score;
            squares += Math.Pow(weight * score.StandardError, 2);
        }

        var coverage = weights / loop.Bundle.Sum(entry => entry.Relevance);
        var status = weights == 0 ? ReadinessStatus.NoEvidence
            : coverage >= loop.MinimumCoverage ? ReadinessStatus.Sufficient
            : ReadinessStatus.InsufficientEvidence;
        return new LoopFigures(status, points / weights, Math.Sqrt(squares) / weights, coverage);
    }

    /// <summary>Unrounded readiness, as exact as its contributions are told.</summary>
    public static double PointsOf(RankedCandidate row) => row.Contributions.Sum(part => part.Points);

    /// <summary>How far that can be from the truth.</summary>
    public static double DoubtOf(RankedCandidate row) => HalfTenth * row.Contributions.Count;

    /// <summary>
    /// The tiers that candidates have who are in their order: each is held against the best of the tier before. Where a difference is as
    /// large as its limit, as far as can be told, the tier stated is the answer.
    /// </summary>
    public static IReadOnlyList<int?> TiersOf(IReadOnlyList<RankedCandidate> ranked)
    {
        var tiers = new List<int?>();
        RankedCandidate? best = null;
        var number = 0;
        foreach (var row in ranked)
        {
            if (row.Status != ReadinessStatus.Sufficient)
            {
                tiers.Add(null);
                continue;
            }

            if (best is null || IsBehind(best, row, isStated: row.Tier > number)) (best, number) = (row, number + 1);
            tiers.Add(number);
        }

        return tiers;
    }

    private static bool IsBehind(RankedCandidate best, RankedCandidate row, bool isStated)
    {
        var error = Math.Sqrt(Math.Pow(best.StandardError!.Value, 2) + Math.Pow(row.StandardError!.Value, 2));
        var beyond = PointsOf(best) - PointsOf(row) - (Confidence * error);
        var doubt = DoubtOf(best) + DoubtOf(row) + (Confidence * 2 * HalfTenth);
        return Math.Abs(beyond) > doubt ? beyond > 0 : isStated;
    }
}
