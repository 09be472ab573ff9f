using Aieh.Scoring.Irt;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// The maximization step: for each item the expected complete-data log-likelihood plus its log-priors is raised by Newton's method,
/// Fisher scoring where it is not concave (with guessing or priors), each step halved until it does not lose,
/// within the bounds of <see cref="CalibrationOptions"/>.
/// </summary>
internal sealed class MaximizationStep(FittedItems items, NormalQuadrature grid, CalibrationOptions options)
{
    private const int MostSteps = 25;
    private const int MostHalvings = 40;

    // Newton's method squares its error, so that after a step this small nothing is left that matters;
    // the next cycle starts from there anyway.
    private const double LastStep = 1e-4;

    /// <summary>Raises every item from <paramref name="x"/>, in place.</summary>
    public void Run(double[] x, double[] counts)
    {
        ThreadedLoop.For(options.DegreeOfParallelism, items.Count, i =>
        {
            if (items.Items[i].Model != ItemModel.OneParameterLogistic) Raise(i, items.Of(x, i), counts);
        });
        if (items.Sharing.Length > 0) RaiseShared(x, counts);
    }

    /// <summary>The expected complete-data log-likelihood of an item plus its log-priors, with gradient and information.</summary>
    public double Evaluate(
        int item, ReadOnlySpan<double> x, double[] counts, bool expected, Span<double> gradient, Span<double> information)
    {
        var curve = items.Curves[item];
        var first = items.FirstRows[item] * grid.Stride;
        gradient.Clear();
        information.Clear();
        Span<double> answers = stackalloc double[curve.Categories];
        var value = 0.0;
        for (var n = 0; n < grid.Nodes.Length; n++)
        {
            for (var k = 0; k < answers.Length; k++) answers[k] = counts[first + k * grid.Stride + n];
            value += curve.Accumulate(x, grid.Nodes[n], answers, expected, gradient, information);
        }

        return value + PriorDensity.Accumulate(items.Items[item].Priors, x, expected, gradient, information);
    }

    /// <summary>The sum of all log-priors.</summary>
    public double LogPrior(double[] x)
    {
        Span<double> gradient = stackalloc double[ItemParameters.MaximumCategories + 1];
        var information = new double[gradient.Length * gradient.Length];
        var log = 0.0;
        for (var i = 0; i < items.Count; i++)
            log += PriorDensity.Accumulate(items.Items[i].Priors, items.Of(x, i), true, gradient, information);
        if (items.Sharing.Length > 0 && options.CommonDiscriminationPrior is { } prior)
            log += PriorDensity.Discrimination(prior, x[items.First[items.Sharing[0]]], true, ref gradient[0], ref information[0]);
        return log;
    }

    private void Raise(int item, Span<double> x, double[] counts)
    {
        var n = x.Length;
        var curve = items.Curves[item];
        double[] gradient = new double[n], information = new double[n * n];
        double[] next = new double[n], nextGradient = new double[n], nextInformation = new double[n * n];
        var value = Evaluate(item, x, counts, true, gradient, information);
        for (var step = 0; step < MostSteps; step++)
        {
            var direction = Solve(item, x, gradient, information);
            var scale = 1.0;
            var largest = 0.0;
            foreach (var d in direction) largest = Math.Max(largest, Math.Abs(d));
            if (largest > 2) scale = 2 / largest;
            var gained = false;
            for (var halving = 0; halving < MostHalvings && !gained; halving++, scale /= 2)
            {
                for (var j = 0; j < n; j++)
                {
                    var (low, high) = items.Bounds(item, j);
                    next[j] = Math.Clamp(x[j] + scale * direction[j], low, high);
                }

                if (!curve.IsFeasible(next)) continue;
                if (halving == 0 && largest <= LastStep)
                {
                    next.CopyTo(x);
                    return;
                }

                var nextValue = Evaluate(item, next, counts, true, nextGradient, nextInformation);
                if (!(nextValue >= value)) continue;
                gained = true;
                value = nextValue;
                next.CopyTo(x);
                (gradient, nextGradient) = (nextGradient, gradient);
                (information, nextInformation) = (nextInformation, information);
            }

            if (!gained) return;
        }
    }

    // Newton's direction; a parameter at a bound that the gradient presses against stays there.
    private double[] Solve(int item, ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, ReadOnlySpan<double> information)
    {
        var n = x.Length;
        var matrix = new DenseMatrix(n, n, information.ToArray());
        var vector = new DenseVector(gradient.ToArray());
        for (var j = 0; j < n; j++)
        {
            var (low, high) = items.Bounds(item, j);
            if ((x[j] <= low && gradient[j] < 0) || (x[j] >= high && gradient[j] > 0))
            {
                for (var i = 0; i < n; i++) matrix[i, j] = matrix[j, i] = 0;
                matrix[j, j] = 1;
                vector[j] = 0;
            }

            // Positive definite also where the answers leave a parameter undetermined.
            matrix[j, j] += 1e-9 * matrix[j, j] + 1e-12;
        }

        return matrix.Cholesky().Solve(vector).AsArray();
    }

    // One slope and one intercept per item: the information is an arrow, eliminated item by item.
    private void RaiseShared(double[] x, double[] counts)
    {
        var sharing = items.Sharing;
        var slope = x[items.First[sharing[0]]];
        var next = new double[sharing.Length + 1];
        var now = new double[sharing.Length + 1];
        now[0] = slope;
        for (var s = 0; s < sharing.Length; s++) now[s + 1] = x[items.First[sharing[s]] + 1];
        var direction = new double[now.Length];
        var value = EvaluateShared(now, counts, direction);
        var nextDirection = new double[now.Length];
        for (var step = 0; step < MostSteps; step++)
        {
            var largest = 0.0;
            foreach (var d in direction) largest = Math.Max(largest, Math.Abs(d));
            var scale = largest > 2 ? 2 / largest : 1;
            var gained = false;
            for (var halving = 0; halving < MostHalvings && !gained; halving++, scale /= 2)
            {
                next[0] = Math.Clamp(
                    now[0] + scale * direction[0], CalibrationOptions.SmallestDiscrimination, CalibrationOptions.LargestDiscrimination);
                for (var s = 1; s < next.Length; s++)
                    next[s] = Math.Clamp(
                        now[s] + scale * direction[s], -CalibrationOptions.LargestIntercept, CalibrationOptions.LargestIntercept);
                var nextValue = EvaluateShared(next, counts, nextDirection);
                if (!(nextValue >= value) && scale * largest > LastStep) continue;
                gained = true;
                value = nextValue;
                (now, next) = (next, now);
                (direction, nextDirection) = (nextDirection, direction);
            }

            if (!gained || 2 * scale * largest <= LastStep) break;
        }

        for (var s = 0; s < sharing.Length; s++) (x[items.First[sharing[s]]], x[items.First[sharing[s]] + 1]) = (now[0], now[s + 1]);
    }

    private double EvaluateShared(ReadOnlySpan<double> point, double[] counts, Span<double> direction)
    {
        Span<double> gradient = stackalloc double[2], information = stackalloc double[4];
        var sharing = items.Sharing;
        var cross = new double[sharing.Length];
        double value = 0, slopeGradient = 0, slopeInformation = 0;
        for (var s = 0; s < sharing.Length; s++)
        {
            value += Evaluate(sharing[s], [point[0], point[s + 1]], counts, true, gradient, information);
            slopeGradient += gradient[0] - information[1] * gradient[1] / information[3];
            slopeInformation += information[0] - information[1] * information[1] / information[3];
            direction[s + 1] = gradient[1] / information[3];
            cross[s] = information[1] / information[3];
        }

        if (options.CommonDiscriminationPrior is { } prior)
            value += PriorDensity.Discrimination(prior, point[0], true, ref slopeGradient, ref slopeInformation);
        direction[0] = slopeInformation > 0 ? slopeGradient / slopeInformation : 0;
        for (var s = 0; s < sharing.Length; s++) direction[s + 1] -= cross[s] * direction[0];
        return value;
    }
}
