using MathNet.Numerics.Distributions;

namespace Aieh.Scoring.Impact;

/// <summary>The score interval of a rate.</summary>
public static class WilsonInterval
{
    /// <summary>The bounds between which a rate lies with the given confidence.</summary>
    /// <param name="count">How many of the people are counted; in 0..people.</param>
    /// <param name="people">How many people; at least 1.</param>
    /// <param name="confidence">In (0, 1); 0.95 unless the caller says otherwise.</param>
    /// <returns>Both bounds, in [0, 1]; the rate lies between them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    /// <remarks>
    /// (p + z²/2n ± z√(p(1 − p)/n + z²/4n²))/(1 + z²/n) [Wilson1927], which stays within [0, 1] and is not empty where nobody or everybody
    /// is counted, as the interval by the normal distribution is.
    /// </remarks>
    public static (double Lower, double Upper) Of(int count, int people, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, people);
        if (!(confidence is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Between 0 and 1.");

        double n = people, p = count / n, z = Normal.InvCDF(0, 1, (1 + confidence) / 2), square = z * z;
        var middle = (p + square / (2 * n)) / (1 + square / n);
        var half = z * Math.Sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n);
        return (count == 0 ? 0 : middle - half, count == people ? 1 : middle + half);
    }
}
