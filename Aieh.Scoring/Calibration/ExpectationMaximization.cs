using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// EM cycles [BockAitkin1981] accelerated by SQUAREM [VaradhanRoland2008, scheme S3]:
/// from two plain cycles x₀ → x₁ → x₂ with r = x₁ − x₀ and v = (x₂ − x₁) − r the search jumps to x₀ − 2αr + α²v, α = −‖r‖/‖v‖.
/// A search that lasts, as with hardly identified items,
/// tries a step of Newton's method on the observed information instead every so often.
/// Either jump is kept only if the log-posterior there is at least that at x₁; else the search goes on from x₂.
/// </summary>
internal sealed class ExpectationMaximization(
    FittedItems items, ResponsePatterns patterns, NormalQuadrature grid, CalibrationOptions options,
    IProgress<CalibrationCycle>? progress, CancellationToken cancellationToken)
{
    // One step costs as much as some dozens of cycles; most searches are over before the first.
    private const int NewtonEvery = 60;

    private readonly ExpectationStep _expectation = new(items, patterns, grid, options.DegreeOfParallelism);
    private readonly MaximizationStep _maximization = new(items, grid, options);

    private int _nextNewton = NewtonEvery;

    public int Cycles { get; private set; }

    public double LogLikelihood { get; private set; }

    public double LogPosterior { get; private set; } = double.NegativeInfinity;

    public double LargestChange { get; private set; }

    public bool Converged { get; private set; }

    /// <summary>
    /// Moves <paramref name="start"/> to the maximum, for at most the given number of cycles;
    /// the parameters returned are those of the log-likelihood reported.
    /// </summary>
    public double[] Run(double[] start, int mostCycles)
    {
        var x0 = start;
        var x1 = Cycle(x0);
        while (Cycles < mostCycles && !Converged)
        {
            var (log0, change0) = (LogPosterior, Distance(x0, x1));
            var x2 = Cycle(x1);

            // Near the maximum each plain cycle shrinks the distance to it by the same factor, and the gains by its square;
            // what is left to gain follows.
            var change1 = Distance(x1, x2);
            var rate = Math.Min(change1 / change0, 1 - 1e-6);
            var left = (LogPosterior - log0) * rate * rate / (1 - rate * rate);
            Converged = LargestChange <= options.ParameterTolerance && (change1 == 0 || left <= options.LogPosteriorTolerance);
            if (Converged || Cycles >= mostCycles) return x1;

            if ((Newton(x1, x2) ?? Jump(x0, x1, x2)) is { } jumped && TryCycle(jumped, out var next)) (x0, x1) = (jumped, next);
            else if (Cycles >= mostCycles) return x1;
            else (x0, x1) = (x2, Cycle(x2));
        }

        return x0;
    }

    private double[] Cycle(double[] x)
    {
        var logLikelihood = _expectation.Run(x, cancellationToken);
        return Complete(x, logLikelihood, logLikelihood + _maximization.LogPrior(x));
    }

    private bool TryCycle(double[] x, out double[] next)
    {
        var logLikelihood = _expectation.Run(x, cancellationToken);
        var logPosterior = logLikelihood + _maximization.LogPrior(x);
        if (!(logPosterior >= LogPosterior))
        {
            Cycles++;
            next = x;
            return false;
        }

        next = Complete(x, logLikelihood, logPosterior);
        return true;
    }

    private double[] Complete(double[] x, double logLikelihood, double logPosterior)
    {
        (LogLikelihood, LogPosterior) = (logLikelihood, logPosterior);
        var next = (double[])x.Clone();
        _maximization.Run(next, _expectation.Counts);
        LargestChange = 0;
        for (var j = 0; j < x.Length; j++) LargestChange = Math.Max(LargestChange, Math.Abs(next[j] - x[j]));
        Cycles++;
        progress?.Report(new CalibrationCycle(Cycles, logLikelihood, logPosterior, LargestChange));
        return next;
    }

    private double[]? Newton(double[] x1, double[] x2)
    {
        if (Cycles < _nextNewton) return null;
        _nextNewton = Cycles + NewtonEvery;
        var step = ObservedInformation.NewtonStep(items, patterns, grid, _expectation, x1, options, cancellationToken);
        return step is null ? null : Admit(step, x2);
    }

    private double[]? Jump(double[] x0, double[] x1, double[] x2)
    {
        double rr = 0, vv = 0;
        for (var j = 0; j < x0.Length; j++)
        {
            var r = x1[j] - x0[j];
            var v = x2[j] - x1[j] - r;
            rr += r * r;
            vv += v * v;
        }

        if (vv == 0) return null;
        var alpha = Math.Min(-1, -Math.Sqrt(rr / vv));
        var jump = new double[x0.Length];
        for (var j = 0; j < x0.Length; j++)
        {
            var r = x1[j] - x0[j];
            jump[j] = x0[j] - 2 * alpha * r + alpha * alpha * (x2[j] - x1[j] - r);
        }

        return Admit(jump, x2);
    }

    // An item whose parameters would leave its model keeps those of the last plain cycle.
    private double[] Admit(double[] jump, double[] plain)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var x = items.Of(jump, i);
            for (var j = 0; j < x.Length; j++)
            {
                var (low, high) = items.Bounds(i, j);
                x[j] = Math.Clamp(x[j], low, high);
            }

            if (!items.Curves[i].IsFeasible(x)) items.Of(plain, i).CopyTo(x);
        }

        return jump;
    }

    private static double Distance(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++) sum += (x[j] - y[j]) * (x[j] - y[j]);
        return Math.Sqrt(sum);
    }
}
