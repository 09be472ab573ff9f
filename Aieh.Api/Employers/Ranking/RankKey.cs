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
        return ((int)figures.Status * Group) + readiness;
    }
}
