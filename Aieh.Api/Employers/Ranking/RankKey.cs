using Aieh.Api.Candidates.Readiness;

namespace Aieh.Api.Employers.Ranking;

/// <summary>
/// The order of a ranking as one number, ascending: who has enough evidence before who has too little, who has none last; in each group the
/// readiest first.
/// </summary>
internal static class RankKey
{
    /// <summary>Wider than the scale, so that groups do not meet.</summary>
    private const double Group = 10_000;

    private const double AboveScale = 1_000;

    public static double Of(ReadinessFigures figures)
    {
        var readiness = figures.Result.Readiness is { } score ? AboveScale - score.Score : 0;
        return (PlaceOf(figures.Status) * Group) + readiness;
    }

    /// <summary>Stored with each standing: it stays as it is, wherever the wire's enum grows.</summary>
    private static int PlaceOf(ReadinessStatus status) => status switch
    {
        ReadinessStatus.Sufficient => 0,
        ReadinessStatus.InsufficientEvidence => 1,
        ReadinessStatus.NoEvidence => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
