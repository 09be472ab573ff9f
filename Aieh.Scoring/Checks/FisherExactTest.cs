namespace Aieh.Scoring.Checks;

/// <summary>Fisher's exact test of two proportions.</summary>
public static class FisherExactTest
{
    // Tables as likely as the observed one count, ties decided to this relative precision, as is usual.
    private const double Ties = 1e-7;

    /// <summary>The two-sided p-value of a 2 × 2 table.</summary>
    /// <param name="a">First row, first column; at least 0.</param>
    /// <param name="b">First row, second column; at least 0.</param>
    /// <param name="c">Second row, first column; at least 0.</param>
    /// <param name="d">Second row, second column; at least 0.</param>
    /// <returns>
    /// The probability, in [0, 1], of all tables with these margins that are no more likely than this one:
    /// 1 for a margin of 0, 0 below 1e-308.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <remarks>
    /// [Fisher1935] with the hypergeometric distribution; two-sided by probability.
    /// The probabilities are built outwards from the observed table by the ratio of neighbours,
    /// (r − x)(k − x)/((x + 1)(n − r − k + x + 1)): factorials would lose digits in large tables.
    /// </remarks>
    public static double TwoSided(int a, int b, int c, int d)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(a);
        ArgumentOutOfRangeException.ThrowIfNegative(b);
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        ArgumentOutOfRangeException.ThrowIfNegative(d);

        // In units of the observed table's probability. Relative to it those of a tail may overflow:
        // then everything that counts is 0 beside them.
        double total = 1, counted = 1;
        void Walk(double x, double y, double u, double v)
        {
            var weight = 1.0;
            while (x > 0 && y > 0 && weight > 0 && double.IsFinite(total))
            {
                weight *= x * y / ((u + 1) * (v + 1));
                (x, y, u, v) = (x - 1, y - 1, u + 1, v + 1);
                total += weight;
                if (weight <= 1 + Ties) counted += weight;
            }
        }

        Walk(b, c, a, d);
        Walk(a, d, b, c);
        return counted / total;
    }
}
