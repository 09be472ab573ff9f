using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>
/// The moments of a posterior that no grid made beforehand holds: nodes are laid where it is, as dense as it needs.
/// Nothing is allocated.
/// </summary>
internal readonly ref struct FollowedPosterior(ImmutableArray<UncertainItem> items, ReadOnlySpan<int> responses, NormalPrior prior)
{
    private const int Intervals = 64;
    private const int MostIntervals = 16_384;

    // Logarithms of the share of the posterior that is forgotten beyond the ends: e^−40 is 4e-18.
    private const double Forgotten = 40;

    // An interval that shrinks by less is where the posterior is.
    private const double Shrinks = 0.75;
    private const int MostShrinks = 64;

    private const double Tolerance = 1e-9;

    private readonly ReadOnlySpan<int> _responses = responses;

    /// <summary>The moments, given a lower bound of the log-marginal, such as what a grid holds of it.</summary>
    public static EapEstimate Estimate(
        ImmutableArray<UncertainItem> items, ReadOnlySpan<int> responses, NormalPrior prior, double logMarginal) =>
        new FollowedPosterior(items, responses, prior).Follow(logMarginal);

    private EapEstimate Follow(double logMarginal)
    {
        // A likelihood is at most 1 and the prior beyond z standard deviations at most exp(−z²/2).
        var reach = prior.StandardDeviation * Math.Sqrt(2 * (Forgotten - Math.Min(logMarginal, 0)));
        var (low, high, peak) = (prior.Mean - reach, prior.Mean + reach, prior.Mean);
        var top = 0.0;
        for (var shrink = 0; shrink < MostShrinks; shrink++)
        {
            var (from, to) = Find(low, high, out peak, out top);
            var isFound = to - from > Shrinks * (high - low);
            (low, high) = (from, to);
            if (isFound) break;
        }

        return Integrate(low, high, peak, top);
    }

    // The nodes that enclose what is within e^−40 of the highest.
    private (double From, double To) Find(double low, double high, out double peak, out double top)
    {
        Span<double> logs = stackalloc double[Intervals + 1];
        var step = (high - low) / Intervals;
        var highest = 0;
        for (var n = 0; n < logs.Length; n++)
        {
            logs[n] = LogPosterior(low + n * step);
            if (logs[n] > logs[highest]) highest = n;
        }

        (peak, top) = (low + highest * step, logs[highest]);
        int first = highest, last = highest;
        for (var n = 0; n < logs.Length; n++)
        {
            if (logs[n] < top - Forgotten) continue;
            first = Math.Min(first, n);
            last = Math.Max(last, n);
        }

        return (low + Math.Max(first - 1, 0) * step, low + Math.Min(last + 1, Intervals) * step);
    }

    // Rectangle sums, the step halved until nothing changes: the error falls exponentially with the step for a smooth posterior
    // [TrefethenWeideman2014], and with the step where an item is a jump. Moments about the peak, so that they keep their digits.
    private EapEstimate Integrate(double low, double high, double peak, double top)
    {
        double zeroth = 0, first = 0, second = 0;
        double mean = 0, sd = 0, log = 0;
        for (var count = Intervals; ; count *= 2)
        {
            var step = (high - low) / count;

            // After the first round every other node is already in the sums.
            var (offset, stride) = count == Intervals ? (0, 1) : (1, 2);
            for (var n = offset; n <= count; n += stride)
            {
                var theta = low + n * step;
                var weight = Math.Exp(LogPosterior(theta) - top);
                var deviation = theta - peak;
                zeroth += weight;
                first += weight * deviation;
                second += weight * deviation * deviation;
            }

            var (before, sdBefore, logBefore) = (mean, sd, log);
            mean = first / zeroth;
            sd = Math.Sqrt(Math.Max(second / zeroth - mean * mean, 0));
            log = Math.Log(zeroth * step);
            var isSettled = Math.Abs(mean - before) <= Tolerance * sd
                && Math.Abs(sd - sdBefore) <= Tolerance * sd
                && Math.Abs(log - logBefore) <= Tolerance;
            if ((count > Intervals && sd > 0 && isSettled) || count >= MostIntervals) break;
        }

        var logMarginal = top + log - Math.Log(prior.StandardDeviation * Math.Sqrt(2 * Math.PI));
        return new EapEstimate(peak + mean, sd, Math.Min(logMarginal, 0));
    }

    private double LogPosterior(double theta)
    {
        var log = 0.0;
        for (var i = 0; i < _responses.Length; i++)
            if (_responses[i] != Response.NotAdministered)
                log += items[i].LogProbability(theta, _responses[i]);
        var z = (theta - prior.Mean) / prior.StandardDeviation;
        return log - z * z / 2;
    }
}
