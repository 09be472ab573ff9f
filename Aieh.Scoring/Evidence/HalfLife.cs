namespace Aieh.Scoring.Evidence;

/// <summary>The currency of evidence: the weight it keeps as it ages, halving with every half-life.</summary>
/// <remarks>Currency acts on weight and uncertainty, never on the score: a score stays a statement about the day it was measured.</remarks>
public static class HalfLife
{
    /// <summary>Days in a month: 30.4375, a twelfth of 365.25.</summary>
    public const double DaysPerMonth = 30.4375;

    /// <summary>The currency of evidence of a given age.</summary>
    /// <param name="ageDays">Age Δ, days; at least 0.</param>
    /// <param name="halfLifeMonths">Half-life h, months; finite, above 0.</param>
    /// <returns>c = 2^(−Δ/h), in (0, 1]; underflows to 0 beyond a thousand half-lives.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public static double CurrencyOf(double ageDays, double halfLifeMonths)
    {
        if (!(ageDays >= 0))
            throw new ArgumentOutOfRangeException(
                nameof(ageDays), ageDays, "An age is at least 0 days; evidence observed later does not exist yet.");
        return Math.Pow(2, -ageDays / Days(halfLifeMonths));
    }

    /// <summary>The currency at one moment of evidence observed at another.</summary>
    /// <param name="observedAt">When the evidence was observed.</param>
    /// <param name="asOf">The moment of the question; not before <paramref name="observedAt"/>.</param>
    /// <param name="halfLifeMonths">Half-life h, months; finite, above 0.</param>
    /// <returns>c = 2^(−Δ/h), in (0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public static double CurrencyOf(DateTimeOffset observedAt, DateTimeOffset asOf, double halfLifeMonths) =>
        CurrencyOf((asOf - observedAt).TotalDays, halfLifeMonths);

    /// <summary>
    /// The currency of evidence relative to fresher evidence, from the difference in age, which stays exact when both are tiny.
    /// </summary>
    internal static double Relative(DateTimeOffset observedAt, DateTimeOffset freshest, double halfLifeDays) =>
        Math.Pow(2, -(freshest - observedAt).TotalDays / halfLifeDays);

    internal static double Days(double halfLifeMonths) =>
        halfLifeMonths > 0 && double.IsFinite(halfLifeMonths)
            ? halfLifeMonths * DaysPerMonth
            : throw new ArgumentOutOfRangeException(
                nameof(halfLifeMonths), halfLifeMonths, "A half-life must be finite and above 0 months.");
}
