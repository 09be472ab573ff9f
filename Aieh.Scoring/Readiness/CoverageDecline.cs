using Aieh.Scoring.Evidence;

namespace Aieh.Scoring.Readiness;

/// <summary>What an assessment adds to a coverage at a moment, and how fast that fades.</summary>
/// <param name="Weight">r c: relevance times currency at the moment, in [0, 1].</param>
/// <param name="HalfLifeMonths">Half-life h of its evidence, months; finite, above 0.</param>
public readonly record struct FadingWeight(double Weight, double HalfLifeMonths);

/// <summary>How long a coverage lasts when no evidence is added.</summary>
public static class CoverageDecline
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>The time after which the coverage no longer reaches the minimum.</summary>
    /// <param name="weights">The assessments with evidence, each with what it adds at the moment; in any order.</param>
    /// <param name="bundle">The bundle: its total relevance and its minimum coverage.</param>
    /// <param name="horizon">How far to look; above 0.</param>
    /// <returns>
    /// The shortest time, in whole milliseconds up to the horizon, after which readiness counts as insufficiently evidenced; 0 where it
    /// does now; null where it does not within the horizon.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A half-life or the horizon is outside its domain.</exception>
    /// <remarks>After Δ the coverage is Σ r c 2^(−Δ/h)/Σ r, which only falls: the place is found by bisection.</remarks>
    public static TimeSpan? Until(IReadOnlyList<FadingWeight> weights, RoleBundle bundle, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizon, TimeSpan.Zero);

        if (!SufficesAfter(0)) return TimeSpan.Zero;

        var (enough, tooLong) = (0L, (long)Math.Ceiling(horizon / Step));
        if (SufficesAfter(tooLong)) return null;

        while (tooLong - enough > 1)
        {
            var middle = enough + ((tooLong - enough) / 2);
            if (SufficesAfter(middle)) enough = middle;
            else tooLong = middle;
        }

        return tooLong * Step;

        bool SufficesAfter(long steps)
        {
            var age = (steps * Step).TotalDays;
            var left = 0.0;
            foreach (var (weight, halfLifeMonths) in weights) left += weight * HalfLife.CurrencyOf(age, halfLifeMonths);
            return RoleReadiness.Suffices(left, bundle);
        }
    }
}
