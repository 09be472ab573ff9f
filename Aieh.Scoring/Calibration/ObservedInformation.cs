using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Aieh.Scoring.Irt;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// The observed information [Louis1982]: −E(∇² log complete-data likelihood) − Σ Var(complete-data score),
/// expectations over each pattern's posterior. A pattern's score at every node is a matrix of parameters × nodes;
/// centred at its posterior mean and weighted by the roots of the posterior,
/// its product with its transpose is the variance.
/// </summary>
internal static class ObservedInformation
{
    private const int Lanes = RowSums.Lanes;

    // Nodes before the first and after the last one with more than this share of a pattern's posterior are left out:
    // far below rounding in the sums.
    private const double NegligibleShare = 1e-16;

    // Patterns are shared out in this many runs, each with a matrix of its own, added in order: the same bits for any number of threads.
    private const int Runs = 8;

    public static CalibrationErrors Compute(
        CalibrationResult result, FittedItems items, ResponsePatterns patterns, double[] x, int[] columns,
        CancellationToken cancellationToken)
    {
        var errors = new ItemErrors?[result.Items.Length];
        var grid = NormalQuadrature.Standard(result.Convergence.Nodes);
        var expectation = new ExpectationStep(items, patterns, grid, result.Options.DegreeOfParallelism);
        expectation.Run(x, cancellationToken);

        // At a slope of 0 there is no b whose error could be stated.
        bool HasErrors(int item) =>
            result.Items[columns[item]].Status != ItemStatus.NotIdentified
            && Math.Abs(x[items.First[item]]) >= ItemParameters.SmallestDiscrimination;
        var index = FreeParameters(items, x, HasErrors, out var free);
        var (information, _) = At(items, patterns, grid, expectation, x, index, free, result.Options, cancellationToken);
        var isPositiveDefinite = TrySolve(information, DenseMatrix.CreateIdentity(free), out var covariance);
        if (!isPositiveDefinite) return new CalibrationErrors(ErrorMethod.ObservedInformation, false, [.. errors]);

        int[] Places(int i) => [.. index.AsSpan(items.First[i], items.Curves[i].Parameters)];
        int[] known = [.. Enumerable.Range(0, items.Count).Where(i => !Places(i).Contains(-1)).OrderBy(i => columns[i])];
        var all = Delta(
            [.. known.Select(Places)], [.. known.Select(i => Jacobian(items.Curves[i], items.Of(x, i)))], covariance);
        var first = 0;
        foreach (var i in known)
        {
            var n = items.Curves[i].Parameters;
            errors[columns[i]] = ErrorsOf(items.Curves[i], all.SubMatrix(first, n, first, n));
            first += n;
        }

        return new CalibrationErrors(ErrorMethod.ObservedInformation, true, [.. errors]) { Covariance = [.. all.ToRowMajorArray()] };
    }

    /// <summary>
    /// Newton's step for the log-posterior from <paramref name="x"/>, where the expectation step was last run;
    /// null if the information is not positive definite there.
    /// </summary>
    public static double[]? NewtonStep(
        FittedItems items, ResponsePatterns patterns, NormalQuadrature grid, ExpectationStep expectation, double[] x,
        CalibrationOptions options, CancellationToken cancellationToken)
    {
        var index = FreeParameters(items, x, _ => true, out var free);
        var (information, gradient) = At(items, patterns, grid, expectation, x, index, free, options, cancellationToken);
        if (!TrySolve(information, gradient, out var step)) return null;
        return [.. x.Zip(index, (value, position) => position < 0 ? value : value + step[position, 0])];
    }

    /// <summary>
    /// The observed information and the gradient of the log-posterior where the expectation step was last run; the gradient is that of the
    /// expected complete-data log-posterior.
    /// </summary>
    public static (DenseMatrix Information, DenseMatrix Gradient) At(
        FittedItems items, ResponsePatterns patterns, NormalQuadrature grid, ExpectationStep expectation, double[] x, int[] index, int free,
        CalibrationOptions options, CancellationToken cancellationToken)
    {
        if (free == 0) return (DenseMatrix.CreateIdentity(1), new DenseMatrix(1, 1));
        var gradient = new DenseMatrix(free, 1);
        var information = Missing(items, patterns, grid, expectation, x, index, free, options.DegreeOfParallelism, cancellationToken);
        AddComplete(items, new MaximizationStep(items, grid, options), expectation.Counts, x, index, options, information, gradient);
        return (information, gradient);
    }

    /// <summary>Position of each parameter in the information matrix; −1 for one at a bound and for those of an item left out.</summary>
    public static int[] FreeParameters(FittedItems items, double[] x, Func<int, bool> isIn, out int free)
    {
        var index = new int[x.Length];
        var shared = -1;
        free = 0;
        for (var i = 0; i < items.Count; i++)
            for (var j = 0; j < items.Curves[i].Parameters; j++)
            {
                var position = items.First[i] + j;
                var (low, high) = items.Bounds(i, j);
                var isShared = j == 0 && items.Items[i].Model == ItemModel.OneParameterLogistic;
                if (!isIn(i) || x[position] <= low || x[position] >= high) index[position] = -1;
                else if (isShared && shared >= 0) index[position] = shared;
                else
                {
                    index[position] = free++;
                    if (isShared) shared = index[position];
                }
            }

        return index;
    }

    private static void AddComplete(
        FittedItems items, MaximizationStep maximization, double[] counts, double[] x, int[] index, CalibrationOptions options,
        DenseMatrix information, DenseMatrix gradients)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var n = items.Curves[i].Parameters;
            double[] gradient = new double[n], complete = new double[n * n];
            maximization.Evaluate(i, items.Of(x, i), counts, expected: false, gradient, complete);
            for (var j = 0; j < n; j++)
            {
                if (index[items.First[i] + j] is not (>= 0 and var row)) continue;
                gradients[row, 0] += gradient[j];
                for (var k = 0; k < n; k++)
                    if (index[items.First[i] + k] is >= 0 and var column)
                        information[row, column] += complete[j * n + k];
            }
        }

        if (items.Sharing.Length == 0 || options.CommonDiscriminationPrior is not { } prior) return;
        var slope = items.First[items.Sharing[0]];
        if (index[slope] < 0) return;
        double pull = 0, bend = 0;
        PriorDensity.Discrimination(prior, x[slope], expected: false, ref pull, ref bend);
        information[index[slope], index[slope]] += bend;
        gradients[index[slope], 0] += pull;
    }

    private static DenseMatrix Missing(
        FittedItems items, ResponsePatterns patterns, NormalQuadrature grid, ExpectationStep expectation, double[] x, int[] index, int free,
        int threads, CancellationToken cancellationToken)
    {
        var scores = Scores(items, grid, x);
        var runs = new double[Runs][];
        void Run(int run)
        {
            var sum = runs[run] = new double[free * free];
            double[] matrix = new double[(free + 3) / 4 * 4 * grid.Stride], weights = new double[grid.Stride];
            for (var p = (int)((long)patterns.Count * run / Runs); p < (int)((long)patterns.Count * (run + 1) / Runs); p++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                expectation.Posterior(p, weights);
                var least = NegligibleShare * patterns.Frequencies[p];
                var from = Array.FindIndex(weights, weight => weight > least) / Lanes * Lanes;
                var to = Array.FindLastIndex(weights, weight => weight > least) / Lanes * Lanes + Lanes;
                Centre(items, patterns, p, scores, index, grid.Stride, weights, matrix, free, from, to);
                AddProduct(matrix, grid.Stride, free, sum, from, to);
            }
        }

        ThreadedLoop.For(threads, Runs, Run, cancellationToken);
        var missing = new DenseMatrix(free, free);
        foreach (var run in runs)
            for (var j = 0; j < free; j++)
                for (var k = 0; k <= j; k++) missing[j, k] -= run[j * free + k];
        for (var j = 0; j < free; j++)
            for (var k = j + 1; k < free; k++) missing[j, k] = missing[k, j];
        return missing;
    }

    /// <summary>The complete-data scores: per item and category one row of nodes for each parameter.</summary>
    public static double[][] Scores(FittedItems items, NormalQuadrature grid, double[] x)
    {
        var result = new double[items.Count][];
        for (var i = 0; i < items.Count; i++)
        {
            var curve = items.Curves[i];
            result[i] = new double[curve.Categories * curve.Parameters * grid.Stride];
            var scores = new double[curve.Categories * curve.Parameters];
            for (var n = 0; n < grid.Nodes.Length; n++)
            {
                curve.Scores(items.Of(x, i), grid.Nodes[n], scores);
                for (var s = 0; s < scores.Length; s++) result[i][s * grid.Stride + n] = scores[s];
            }
        }

        return result;
    }

    private static void Centre(
        FittedItems items, ResponsePatterns patterns, int pattern, double[][] scores, int[] index, int stride, double[] weights,
        double[] matrix, int free, int from, int to)
    {
        Array.Clear(matrix);
        for (var i = 0; i < items.Count; i++)
        {
            var category = patterns.Response(pattern, i);
            if (category < 0) continue;
            var parameters = items.Curves[i].Parameters;
            for (var j = 0; j < parameters; j++)
                if (index[items.First[i] + j] is >= 0 and var row)
                {
                    var source = scores[i].AsSpan((category * parameters + j) * stride, stride);
                    var target = matrix.AsSpan(row * stride, stride);
                    for (var n = from; n < to; n += Lanes)
                        (Vector256.Create<double>(target[n..]) + Vector256.Create<double>(source[n..])).CopyTo(target[n..]);
                }
        }

        var frequency = patterns.Frequencies[pattern];
        Span<double> roots = stackalloc double[stride];
        for (var n = from; n < to; n++) roots[n] = Math.Sqrt(weights[n]);
        for (var row = 0; row < free; row++)
        {
            var values = matrix.AsSpan(row * stride, stride);
            var sums = Vector256<double>.Zero;
            for (var n = from; n < to; n += Lanes)
                sums += Vector256.Create<double>(values[n..]) * Vector256.Create<double>(weights.AsSpan(n));
            var mean = Vector256.Create(Sum(sums) / frequency);
            for (var n = from; n < to; n += Lanes)
                ((Vector256.Create<double>(values[n..]) - mean) * Vector256.Create<double>(roots[n..])).CopyTo(values[n..]);
        }
    }

    // sum += M Mᵀ, lower triangle, two rows against four at a time so that their products stay in registers.
    private static void AddProduct(double[] matrix, int stride, int free, double[] sum, int from, int to)
    {
        ref var m = ref MemoryMarshal.GetArrayDataReference(matrix);
        Span<double> tile = stackalloc double[8];
        for (var j = 0; j < free; j += 2)
            for (var k = 0; k <= j + 1; k += 4)
            {
                Vector256<double> s00 = default, s01 = default, s02 = default, s03 = default;
                Vector256<double> s10 = default, s11 = default, s12 = default, s13 = default;
                nuint left = (nuint)(j * stride), right = (nuint)(k * stride), step = (nuint)stride;
                for (var n = (nuint)from; n < (nuint)to; n += Lanes)
                {
                    var (l0, l1) = (Vector256.LoadUnsafe(ref m, left + n), Vector256.LoadUnsafe(ref m, left + step + n));
                    var r = Vector256.LoadUnsafe(ref m, right + n);
                    s00 = Vector256.FusedMultiplyAdd(l0, r, s00);
                    s10 = Vector256.FusedMultiplyAdd(l1, r, s10);
                    r = Vector256.LoadUnsafe(ref m, right + step + n);
                    s01 = Vector256.FusedMultiplyAdd(l0, r, s01);
                    s11 = Vector256.FusedMultiplyAdd(l1, r, s11);
                    r = Vector256.LoadUnsafe(ref m, right + 2 * step + n);
                    s02 = Vector256.FusedMultiplyAdd(l0, r, s02);
                    s12 = Vector256.FusedMultiplyAdd(l1, r, s12);
                    r = Vector256.LoadUnsafe(ref m, right + 3 * step + n);
                    s03 = Vector256.FusedMultiplyAdd(l0, r, s03);
                    s13 = Vector256.FusedMultiplyAdd(l1, r, s13);
                }

                (tile[0], tile[1], tile[2], tile[3]) = (Sum(s00), Sum(s01), Sum(s02), Sum(s03));
                (tile[4], tile[5], tile[6], tile[7]) = (Sum(s10), Sum(s11), Sum(s12), Sum(s13));
                for (var row = j; row < Math.Min(j + 2, free); row++)
                    for (var column = k; column < Math.Min(k + 4, row + 1); column++)
                        sum[row * free + column] += tile[(row - j) * 4 + column - k];
            }
    }

    private static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);

    private static bool TrySolve(DenseMatrix information, DenseMatrix right, out DenseMatrix solution)
    {
        solution = right;
        try
        {
            solution = DenseMatrix.OfMatrix(information.Cholesky().Solve(right));
            return true;
        }
        catch (ArgumentException)
        {
            // How the library says that the matrix is not positive definite; the caller reports it.
            return false;
        }
    }

    // The covariance of the parameters that files and people use, item by item and between items.
    private static DenseMatrix Delta(int[][] places, DenseMatrix[] jacobians, DenseMatrix covariance)
    {
        var result = new DenseMatrix(places.Sum(own => own.Length));
        for (int i = 0, row = 0; i < places.Length; row += places[i++].Length)
            for (int j = 0, column = 0; j < places.Length; column += places[j++].Length)
            {
                var (left, right) = (places[i], places[j]);
                var block = DenseMatrix.Create(left.Length, right.Length, (u, v) => covariance[left[u], right[v]]);
                result.SetSubMatrix(row, column, jacobians[i] * block * jacobians[j].Transpose());
            }

        return result;
    }

    // b = −d/a: ∂b/∂a = −b/a, ∂b/∂d = −1/a; dc/d logit c = c(1 − c).
    private static DenseMatrix Jacobian(ItemCurve curve, ReadOnlySpan<double> x)
    {
        var jacobian = new DenseMatrix(x.Length);
        jacobian[0, 0] = 1;
        for (var j = 1; j < x.Length; j++)
        {
            if (j < curve.Categories) (jacobian[j, 0], jacobian[j, j]) = (x[j] / (x[0] * x[0]), -1 / x[0]);
            else
            {
                var (c, known) = Logistic.Pair(x[j]);
                jacobian[j, j] = c * known;
            }
        }

        return jacobian;
    }

    private static ItemErrors ErrorsOf(ItemCurve curve, MathNet.Numerics.LinearAlgebra.Matrix<double> own)
    {
        double Error(int j) => Math.Sqrt(own[j, j]);
        return new ItemErrors(
            Error(0),
            [.. Enumerable.Range(1, curve.Categories - 1).Select(Error)],
            own.RowCount > curve.Categories ? Error(own.RowCount - 1) : null,
            [.. own.ToRowMajorArray()]);
    }
}
