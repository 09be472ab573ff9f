using System.Collections.Immutable;
using Aieh.Scoring.Irt;
using Normal = MathNet.Numerics.Distributions.Normal;

namespace Aieh.Scoring.Calibration;

/// <summary>Confidence limits of a parameter.</summary>
/// <param name="Low">Lower limit; null where the answers set none.</param>
/// <param name="High">Upper limit; null where the answers set none.</param>
public readonly record struct ParameterInterval(double? Low, double? High)
{
    /// <summary>Whether a value lies within the limits.</summary>
    /// <param name="value">The value, in the unit of the parameter.</param>
    /// <returns>True if it is between them, or they are absent.</returns>
    public bool Contains(double value) => !(value < Low || value > High);
}

/// <summary>Confidence intervals of the parameters of one calibrated item.</summary>
/// <param name="Discrimination">Of a, per logit.</param>
/// <param name="Thresholds">Of each b, logits.</param>
/// <param name="Guessing">Of c; null outside the three-parameter model.</param>
public sealed record ItemIntervals(
    ParameterInterval Discrimination, ImmutableArray<ParameterInterval> Thresholds, ParameterInterval? Guessing)
{
    /// <summary>The intervals that standard errors and covariances of an item give.</summary>
    /// <param name="item">The estimates.</param>
    /// <param name="errors">Their errors, of the same item.</param>
    /// <param name="level">Coverage aimed at, above 0 and below 1; 0.95 by default.</param>
    /// <returns>The intervals.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside its domain.</exception>
    /// <exception cref="ArgumentException">The errors are those of an item with other parameters.</exception>
    /// <remarks>
    /// Of a: estimate ± z·SE. A difficulty is a ratio, b = −d/a, whose estimate is skewed, so that b ± z·SE misses one side too often
    /// for items far from the middle. Its interval holds every b₀ at which the line a·b₀ + d is within z of its errors of 0 [Fieller1954];
    /// where a itself is within z of its errors of 0 it has no ends. Of c: estimate ± z·SE in logit c.
    /// The errors are asymptotic; bench/RESULTS.md has the coverage of these intervals at 250, 500 and 1,000 people.
    /// </remarks>
    public static ItemIntervals Of(ItemParameters item, ItemErrors errors, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(errors);
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        if (errors.Thresholds.Length != item.Thresholds.Length)
            throw new ArgumentException($"The item has {item.Thresholds.Length} thresholds.", nameof(errors));

        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        var a = item.Discrimination;
        return new ItemIntervals(
            new ParameterInterval(a - z * errors.Discrimination, a + z * errors.Discrimination),
            [.. item.Thresholds.Select((b, k) => Ratio(a, b, errors, k, z))],
            errors.Guessing is { } error ? OfGuessing(item.Guessing, error, z) : null);
    }

    // Var(a·b₀ + d) = t²·Var(a) − 2·a·t·Cov(a, b) + a²·Var(b) with t = b₀ − b, from which (a·t)² ≤ z²·Var is a quadratic in t.
    private static ParameterInterval Ratio(double a, double b, ItemErrors errors, int threshold, double z)
    {
        var row = errors.Covariance.AsSpan(0, threshold + 2);
        var (varianceOfA, covariance, varianceOfB) = (row[0], row[^1], Math.Pow(errors.Thresholds[threshold], 2));
        var g = z * z * varianceOfA / (a * a);
        if (g >= 1) return new ParameterInterval(null, null);
        var centre = -z * z * covariance / a;
        var half = z * Math.Sqrt(covariance * covariance * z * z / (a * a) + (1 - g) * varianceOfB);
        return new ParameterInterval(b + (centre - half) / (1 - g), b + (centre + half) / (1 - g));
    }

    private static ParameterInterval OfGuessing(double c, double error, double z)
    {
        var logit = Math.Log(c / (1 - c));
        var half = z * error / (c * (1 - c));
        return new ParameterInterval(Logistic.Pair(logit - half).Upper, Logistic.Pair(logit + half).Upper);
    }
}
