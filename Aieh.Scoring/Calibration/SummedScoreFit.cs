using System.Collections.Immutable;
using Aieh.Scoring.Irt;
using MathNet.Numerics;

namespace Aieh.Scoring.Calibration;

/// <summary>S-X²: the distribution of the summed score at each node by the recursion of [LordWingersky1984], with and without the item.</summary>
internal static class SummedScoreFit
{
    private const double SmallestExpected = 1;

    public static ImmutableArray<ItemFit> Compute(CalibrationResult result, FittedItems items, ResponsePatterns patterns, int[] columns, CancellationToken cancellationToken)
    {
        var fits = new ItemFit[result.Items.Length];
        Array.Fill(fits, new ItemFit(ItemFitStatus.NotEstimated, null, null, null));
        var top = items.Curves.Sum(curve => curve.Categories - 1);
        var observed = Observed(items, patterns, top, out var people);
        var grid = new LatentGrid(result.Convergence.Nodes);
        if (people == 0)
        {
            foreach (var column in columns) fits[column] = new ItemFit(ItemFitStatus.NoCompleteResponses, null, null, null);
            return [.. fits];
        }

        void Fit(int i)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The recursion starts from the other items, so that nothing has to be divided out again.
            var joint = Joint(result, columns, i, grid, top);
            var parameters = items.Items[i].Model == ItemModel.OneParameterLogistic ? 1 : items.Curves[i].Parameters;
            fits[columns[i]] = Statistic(Rows(observed[i], joint, top), parameters);
        }

        ThreadedLoop.For(result.Options.DegreeOfParallelism, items.Count, Fit, cancellationToken);
        return [.. fits];
    }

    // Per item: people by summed score and category.
    private static double[][,] Observed(FittedItems items, ResponsePatterns patterns, int top, out double people)
    {
        var counts = items.Curves.Select(curve => new double[top + 1, curve.Categories]).ToArray();
        var categories = new int[items.Count];
        people = 0;
        for (var p = 0; p < patterns.Count; p++)
        {
            var (score, complete) = (0, true);
            for (var i = 0; i < items.Count; i++)
            {
                categories[i] = patterns.Response(p, i);
                complete &= categories[i] >= 0;
                score += categories[i];
            }

            if (!complete) continue;
            people += patterns.Frequencies[p];
            for (var i = 0; i < items.Count; i++) counts[i][score, categories[i]] += patterns.Frequencies[p];
        }

        return counts;
    }

    // P(summed score, category of the item) in the population.
    private static double[,] Joint(CalibrationResult result, int[] columns, int item, LatentGrid grid, int top)
    {
        var own = result.Items[columns[item]].Parameters!;
        var joint = new double[top + 1, own.Categories];
        Span<double> p = stackalloc double[ItemParameters.MaximumCategories];
        double[] rest = new double[top + 1], next = new double[top + 1];
        for (var n = 0; n < grid.Nodes.Length; n++)
        {
            Array.Clear(rest);
            rest[0] = Math.Exp(grid.LogWeights[n]);
            var reached = 0;
            for (var i = 0; i < columns.Length; i++)
            {
                if (i == item) continue;
                var other = result.Items[columns[i]].Parameters!;
                ItemResponseFunction.Probabilities(other, grid.Nodes[n], p[..other.Categories]);
                Array.Clear(next);
                for (var score = 0; score <= reached; score++)
                    for (var k = 0; k < other.Categories; k++) next[score + k] += rest[score] * p[k];
                reached += other.Categories - 1;
                (rest, next) = (next, rest);
            }

            ItemResponseFunction.Probabilities(own, grid.Nodes[n], p[..own.Categories]);
            for (var score = 0; score <= reached; score++)
                for (var k = 0; k < own.Categories; k++) joint[score + k, k] += rest[score] * p[k];
        }

        return joint;
    }

    private static List<(double[] Observed, double[] Expected)> Rows(double[,] observed, double[,] joint, int top)
    {
        var categories = observed.GetLength(1);
        List<(double[] Observed, double[] Expected)> rows = [];
        for (var score = categories - 1; score <= top - (categories - 1); score++)
        {
            double people = 0, probability = 0;
            for (var k = 0; k < categories; k++)
            {
                people += observed[score, k];
                probability += joint[score, k];
            }

            if (people == 0) continue;
            double[] o = new double[categories], e = new double[categories];
            for (var k = 0; k < categories; k++) (o[k], e[k]) = (observed[score, k], people * joint[score, k] / probability);
            rows.Add((o, e));
        }

        return rows;
    }

    private static ItemFit Statistic(List<(double[] Observed, double[] Expected)> rows, int parameters)
    {
        var (chiSquare, cells, kept) = (0.0, 0, 0);
        for (var r = 0; r < rows.Count; r++)
        {
            var joined = Join(rows[r]);
            if (joined.Count < 2)
            {
                // The last row has no next: it goes back to the one before it, whose own contribution must then be made anew.
                if (r == rows.Count - 1)
                {
                    if (r == 0) break;
                    var merged = rows[..(r - 1)];
                    merged.Add(Sum(rows[r - 1], rows[r]));
                    return Statistic(merged, parameters);
                }

                rows[r + 1] = Sum(rows[r], rows[r + 1]);
                rows.RemoveAt(r--);
                continue;
            }

            foreach (var (o, e) in joined) chiSquare += (o - e) * (o - e) / e;
            cells += joined.Count;
            kept++;
        }

        var freedom = cells - kept - parameters;
        return freedom < 1
            ? new ItemFit(ItemFitStatus.NoDegreesOfFreedom, null, null, null)
            : new ItemFit(ItemFitStatus.Computed, chiSquare, freedom, SpecialFunctions.GammaUpperRegularized(freedom / 2.0, chiSquare / 2));
    }

    // From the lowest category up; what is left below the minimum at the end joins the last cell.
    private static List<(double Observed, double Expected)> Join((double[] Observed, double[] Expected) row)
    {
        List<(double Observed, double Expected)> cells = [];
        var (o, e) = (0.0, 0.0);
        for (var k = 0; k < row.Observed.Length; k++)
        {
            (o, e) = (o + row.Observed[k], e + row.Expected[k]);
            if (e < SmallestExpected) continue;
            cells.Add((o, e));
            (o, e) = (0, 0);
        }

        if (e > 0 || o > 0)
        {
            if (cells.Count == 0) cells.Add((o, e));
            else cells[^1] = (cells[^1].Observed + o, cells[^1].Expected + e);
        }

        return cells;
    }

    private static (double[] Observed, double[] Expected) Sum((double[] Observed, double[] Expected) a, (double[] Observed, double[] Expected) b) =>
        ([.. a.Observed.Zip(b.Observed, (x, y) => x + y)], [.. a.Expected.Zip(b.Expected, (x, y) => x + y)]);
}
