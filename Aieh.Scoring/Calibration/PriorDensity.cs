using Aieh.Scoring.Irt;
using MathNet.Numerics;

namespace Aieh.Scoring.Calibration;

/// <summary>Log-densities of the priors with their derivatives in slope, intercepts and logit c.</summary>
internal static class PriorDensity
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>
    /// Adds the gradient and the negative second derivatives of the log-priors of one item and returns their sum.
    /// With <paramref name="expected"/> only the part of the second derivatives is added that cannot be negative.
    /// </summary>
    public static double Accumulate(
        ItemPriors priors, ReadOnlySpan<double> x, bool expected, Span<double> gradient, Span<double> information)
    {
        var n = x.Length;
        var a = x[0];
        var log = 0.0;
        if (priors.Discrimination is { } discrimination)
            log += Discrimination(discrimination, a, expected, ref gradient[0], ref information[0]);

        if (priors.Difficulty is { } difficulty)
        {
            var thresholds = priors.Guessing is null ? n - 1 : 1;
            var precision = difficulty.Precision;
            for (var k = 1; k <= thresholds; k++)
            {
                // b = −d/a: ∂b/∂a = −b/a, ∂b/∂d = −1/a.
                var b = -x[k] / a;
                var deviation = (b - difficulty.Mean) * precision;
                log += -0.5 * (b - difficulty.Mean) * deviation - Math.Log(difficulty.StandardDeviation) - HalfLogTwoPi;
                gradient[0] += deviation * b / a;
                gradient[k] += deviation / a;
                var bend = expected ? 0 : deviation;
                var cross = (precision * b + bend) / (a * a);
                information[0] += (precision * b * b + 2 * bend * b) / (a * a);
                information[k] += cross;
                information[k * n] += cross;
                information[k * n + k] += precision / (a * a);
            }
        }

        if (priors.Guessing is { } guessing) log += Guessing(guessing, x[n - 1], ref gradient[n - 1], ref information[n * n - 1]);
        return log;
    }

    /// <summary>The same for a discrimination alone.</summary>
    public static double Discrimination(LogNormalPrior prior, double a, bool expected, ref double gradient, ref double information)
    {
        var deviation = Math.Log(a) - prior.Log.Mean;
        var precision = prior.Log.Precision;
        gradient -= (1 + deviation * precision) / a;
        information += (expected ? precision : precision * (1 - deviation) - 1) / (a * a);
        return -Math.Log(a) - 0.5 * deviation * deviation * precision - Math.Log(prior.Log.StandardDeviation) - HalfLogTwoPi;
    }

    private static double Guessing(GuessingPrior prior, double logit, ref double gradient, ref double information)
    {
        if (prior.Logit is { } normal)
        {
            var deviation = logit - normal.Mean;
            gradient -= deviation * normal.Precision;
            information += normal.Precision;
            return -0.5 * deviation * deviation * normal.Precision - Math.Log(normal.StandardDeviation) - HalfLogTwoPi;
        }

        var (alpha, beta) = prior.Shape!.Value;
        var (c, known) = Logistic.Pair(logit);
        gradient += (alpha - 1) * known - (beta - 1) * c;
        information += (alpha + beta - 2) * c * known;
        return (alpha - 1) * Math.Log(c) + (beta - 1) * Math.Log(known) - SpecialFunctions.BetaLn(alpha, beta);
    }
}
