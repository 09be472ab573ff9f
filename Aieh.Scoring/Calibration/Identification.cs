using Aieh.Scoring.Irt;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// Which items the answers and the priors determine. A direction in which the parameters can move while the probability of every
/// pattern stays the same is one that no data decide: the parameters are locally identified just where the gradients of the patterns'
/// log-probabilities span them all [Rothenberg1971].
/// </summary>
internal static class Identification
{
    // Of what is known of a parameter this share must be left when the others are taken out. Of a parameter that is not identified
    // rounding leaves some 1e-13; of two graded items, whose slopes are all but undetermined, 1e-4 is left.
    private const double SmallestShare = 1e-7;

    // Entries of a direction below this, relative to its largest one, are rounding.
    private const double SmallestEntry = 0.01;

    /// <summary>The fitted items whose parameters are not determined; none as a rule.</summary>
    public static HashSet<int> Undetermined(
        FittedItems items, ResponsePatterns patterns, double[] x, int nodes, CalibrationOptions options,
        CancellationToken cancellationToken)
    {
        // Whatever occurred, and wherever the search ended: more parameters than the table has free cells are too many.
        if (items.FreeParameters - Priors(items, options) > Cells(items, items.FreeParameters + 1) - 1)
            return [.. Enumerable.Range(0, items.Count)];

        // An item at the least discrimination counts as one that tells nothing of the others.
        double[] at = [.. x];
        for (var i = 0; i < items.Count; i++)
            if (at[items.First[i]] == CalibrationOptions.SmallestDiscrimination)
                at[items.First[i]] = 0;

        var grid = NormalQuadrature.Standard(nodes);
        var expectation = new ExpectationStep(items, patterns, grid, options.DegreeOfParallelism);
        var index = ObservedInformation.FreeParameters(items, x, _ => true, out var free);
        if (free == 0) return [];

        // The model has patterns enough, and too few occurred to span its parameters whatever they are; there the curvature decides.
        if (patterns.Count <= free && free < Cells(items, free + 1))
        {
            expectation.Run(x, cancellationToken);
            var curvature = ObservedInformation.At(items, patterns, grid, expectation, x, index, free, options, cancellationToken);
            return Deficient(items, curvature.Information, index);
        }

        var scores = ObservedInformation.Scores(items, grid, at);
        expectation.Compile(at);

        // A part that spans all parameters is enough; only where it does not do all patterns count.
        var part = Math.Min(patterns.Count, 2 * free + 64);
        var deficient = Deficient(items, Products(part), index);
        return deficient.Count == 0 || part == patterns.Count ? deficient : Deficient(items, Products(patterns.Count), index);

        DenseMatrix Products(int count)
        {
            var sum = PriorInformation(items, x, index, free, options);
            double[] weights = new double[grid.Stride], gradient = new double[free];
            for (var p = 0; p < count; p++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var pattern = (int)((long)p * patterns.Count / count);
                expectation.Posterior(pattern, weights);
                Gradient(items, patterns, pattern, scores, index, weights, gradient);
                Add(sum, gradient, 1 / patterns.Frequencies[pattern]);
            }

            return sum;
        }
    }

    // How many parameters have a prior.
    private static int Priors(FittedItems items, CalibrationOptions options)
    {
        var count = items.Sharing.Length > 0 && options.CommonDiscriminationPrior is not null ? 1 : 0;
        for (var i = 0; i < items.Count; i++)
        {
            var priors = items.Items[i].Priors;
            if (priors.Discrimination is not null) count++;
            if (priors.Difficulty is not null) count += items.Curves[i].Categories - 1;
            if (priors.Guessing is not null) count++;
        }

        return count;
    }

    // How many patterns of answers the items have, if that is no more than the limit.
    private static double Cells(FittedItems items, int limit)
    {
        var cells = 1.0;
        foreach (var curve in items.Curves) cells = Math.Min(limit, cells * curve.Categories);
        return cells;
    }

    // f times the gradient of a pattern's log-probability: the posterior mean of the complete-data score [Louis1982].
    private static void Gradient(
        FittedItems items, ResponsePatterns patterns, int pattern, double[][] scores, int[] index, double[] weights, double[] gradient)
    {
        Array.Clear(gradient);
        for (var i = 0; i < items.Count; i++)
        {
            var category = patterns.Response(pattern, i);
            if (category < 0) continue;
            for (var j = 0; j < items.Curves[i].Parameters; j++)
            {
                if (index[items.First[i] + j] is not (>= 0 and var position)) continue;
                var score = scores[i].AsSpan((category * items.Curves[i].Parameters + j) * weights.Length, weights.Length);
                for (var n = 0; n < score.Length; n++) gradient[position] += weights[n] * score[n];
            }
        }
    }

    private static void Add(DenseMatrix sum, double[] gradient, double factor)
    {
        var values = sum.Values;
        for (var k = 0; k < gradient.Length; k++)
        {
            var scaled = factor * gradient[k];
            var column = values.AsSpan(k * gradient.Length, gradient.Length);
            for (var j = 0; j < gradient.Length; j++) column[j] += scaled * gradient[j];
        }
    }

    // What the priors tell of each parameter.
    private static DenseMatrix PriorInformation(FittedItems items, double[] x, int[] index, int free, CalibrationOptions options)
    {
        var information = new DenseMatrix(free, free);
        for (var i = 0; i < items.Count; i++)
        {
            var n = items.Curves[i].Parameters;
            double[] gradient = new double[n], own = new double[n * n];
            PriorDensity.Accumulate(items.Items[i].Priors, items.Of(x, i), expected: true, gradient, own);
            for (var j = 0; j < n; j++)
                for (var k = 0; k < n; k++)
                    if (index[items.First[i] + j] is >= 0 and var row && index[items.First[i] + k] is >= 0 and var column)
                        information[row, column] += own[j * n + k];
        }

        if (items.Sharing.Length == 0 || options.CommonDiscriminationPrior is not { } prior) return information;
        var slope = items.First[items.Sharing[0]];
        if (index[slope] < 0) return information;
        double pull = 0, bend = 0;
        PriorDensity.Discrimination(prior, x[slope], expected: true, ref pull, ref bend);
        information[index[slope], index[slope]] += bend;
        return information;
    }

    // The items that take part in a direction of which the matrix knows nothing.
    private static HashSet<int> Deficient(FittedItems items, DenseMatrix information, int[] index)
    {
        var n = information.RowCount;
        var roots = new double[n];
        for (var j = 0; j < n; j++) roots[j] = information[j, j] > 0 ? Math.Sqrt(information[j, j]) : 1;
        var scaled = DenseMatrix.Create(n, n, (j, k) => information[j, k] / (roots[j] * roots[k]));
        if (HasFullRank(scaled)) return [];

        var spectrum = scaled.Evd(Symmetricity.Symmetric);
        var undetermined = new bool[n];
        for (var v = 0; v < n; v++)
        {
            if (spectrum.EigenValues[v].Real > SmallestShare) continue;
            var direction = spectrum.EigenVectors.Column(v).PointwiseAbs();
            for (var j = 0; j < n; j++) undetermined[j] |= direction[j] > SmallestEntry * direction.Maximum();
        }

        bool TakesPart(int item) =>
            index[items.First[item]..items.First[item + 1]].Any(position => position >= 0 && undetermined[position]);
        return [.. Enumerable.Range(0, items.Count).Where(TakesPart)];
    }

    // The pivots of a Cholesky factor are what is left of each parameter when those before it are taken out; cheaper than eigenvalues.
    private static bool HasFullRank(DenseMatrix scaled)
    {
        try
        {
            var factor = scaled.Cholesky().Factor;
            return Enumerable.Range(0, scaled.RowCount).All(j => factor[j, j] * factor[j, j] > scaled.RowCount * SmallestShare);
        }
        catch (ArgumentException)
        {
            // How the library says that the matrix is not positive definite.
            return false;
        }
    }
}
