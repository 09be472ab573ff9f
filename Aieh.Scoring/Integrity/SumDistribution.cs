namespace Aieh.Scoring.Integrity;

/// <summary>
/// The exact distribution of a sum of independent terms, each 0 or one of some whole numbers: with terms 0 and 1 the generalized binomial.
/// </summary>
/// <remarks>
/// Term by term, as [LordWingersky1984] do for summed scores. All numbers that are added are positive, so that small tails keep their
/// digits.
/// </remarks>
internal sealed class SumDistribution
{
    private double[] _masses = [1];
    private int _largest;

    /// <summary>Adds a term.</summary>
    /// <param name="values">The values other than 0 that it may have, each above 0.</param>
    /// <param name="probabilities">The probability of each; the rest is that of 0.</param>
    public void Add(ReadOnlySpan<int> values, ReadOnlySpan<double> probabilities)
    {
        var (most, none) = (0, 1.0);
        for (var k = 0; k < values.Length; k++)
        {
            most = Math.Max(most, values[k]);
            none -= probabilities[k];
        }

        if (_largest + most >= _masses.Length) Array.Resize(ref _masses, 2 * (_largest + most + 1));
        none = Math.Max(none, 0);
        for (var sum = _largest + most; sum >= 0; sum--)
        {
            var mass = none * _masses[sum];
            for (var k = 0; k < values.Length; k++)
                if (sum >= values[k])
                    mass += probabilities[k] * _masses[sum - values[k]];
            _masses[sum] = mass;
        }

        _largest += most;
    }

    /// <summary>The probability of at least this sum.</summary>
    public double AtLeast(int sum)
    {
        var p = 0.0;
        for (var s = _largest; s >= Math.Max(sum, 0); s--) p += _masses[s];
        return Math.Min(p, 1);
    }
}
