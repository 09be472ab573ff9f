namespace Aieh.Scoring.Scale;

/// <summary>The standard normal distribution function, accurate in both tails.</summary>
public static class NormalDistribution
{
    private const double InverseSqrtTwo = 0.70710678118654752440;
    private const double InverseSqrtPi = 0.56418958354775628695;

    // Cody 1969: erf on [0, 0.46875], erfc on [0.46875, 4] and beyond 4; highest power first.
    private static ReadOnlySpan<double> SmallNumerator =>
    [
        1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2,
        3.20937758913846947e3,
    ];

    private static ReadOnlySpan<double> SmallDenominator =>
    [
        1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    private static ReadOnlySpan<double> LargeNumerator =>
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4,
    ];

    private static ReadOnlySpan<double> LargeDenominator =>
    [
        1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
        2.33520497626869185e-3,
    ];

    /// <summary>The probability that a standard normal variable lies at or below <paramref name="x"/>.</summary>
    /// <param name="x">Standard deviations from the mean; any number, infinities included.</param>
    /// <returns>Φ(x), in [0, 1]; relative error below 2e-15 while the result is a normal number (x ≥ −37.5), zero below −38.6.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="x"/> is not a number.</exception>
    /// <remarks>Φ(x) = erfc(−x/√2)/2, with erfc by the rational Chebyshev approximations of [Cody1969].</remarks>
    public static double Cumulative(double x)
    {
        if (double.IsNaN(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "A normal deviate must be a number.");
        var y = Math.Abs(x) * InverseSqrtTwo;
        if (y <= 0.46875) return 0.5 + 0.5 * (x * InverseSqrtTwo) * Ratio(SmallNumerator, SmallDenominator, y * y);

        // Beyond, erfc(y) = exp(−x²/2) times a smooth factor; from x itself, since rounding y would cost x² units in the last place.
        // exp(−745.2) is the smallest double.
        var tail = 0.0;
        if (y <= 4) tail = ExpMinusHalfSquare(Math.Abs(x)) * Ratio(MiddleNumerator, MiddleDenominator, y);
        else if (y < 27.3)
        {
            var z = 1 / (y * y);
            tail = ExpMinusHalfSquare(Math.Abs(x)) * (InverseSqrtPi - z * Ratio(LargeNumerator, LargeDenominator, z)) / y;
        }

        return x < 0 ? 0.5 * tail : 1 - 0.5 * tail;
    }

    /// <summary>The probability that a standard normal variable lies between two limits, without cancellation in either tail.</summary>
    /// <param name="from">Lower limit, standard deviations from the mean; −∞ allowed.</param>
    /// <param name="to">Upper limit, standard deviations from the mean, at least <paramref name="from"/>; +∞ allowed.</param>
    /// <returns>Φ(to) − Φ(from), in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A limit is not a number, or <paramref name="to"/> lies below <paramref name="from"/>.
    /// </exception>
    /// <remarks>
    /// Above the mean the two upper tails are subtracted, Φ(−from) − Φ(−to), so that small probabilities keep their digits.
    /// </remarks>
    public static double Between(double from, double to)
    {
        if (!(to >= from))
            throw new ArgumentOutOfRangeException(nameof(to), to, $"The upper limit must be a number not below the lower limit {from}.");
        return from > 0 ? Cumulative(-from) - Cumulative(-to) : Cumulative(to) - Cumulative(from);
    }

    // x² is rounded by up to 1e-13 when x is large; splitting off a multiple of 1/16, whose square is exact, keeps full accuracy.
    private static double ExpMinusHalfSquare(double x)
    {
        var coarse = Math.Truncate(x * 16) / 16;
        return Math.Exp(-coarse * coarse / 2) * Math.Exp(-(x - coarse) * (x + coarse) / 2);
    }

    private static double Ratio(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, double x)
    {
        double top = 0, bottom = 0;
        for (var i = 0; i < numerator.Length; i++)
        {
            top = top * x + numerator[i];
            bottom = bottom * x + denominator[i];
        }

        return top / bottom;
    }
}
