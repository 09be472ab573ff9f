using System.Collections.Immutable;
using Aieh.Scoring.Irt;
using MathNet.Numerics;

namespace Aieh.Scoring.Calibration;

/// <summary>The fit of items by summed score, S-X².</summary>
public static class SummedScoreFit
{
    private const double SmallestExpected = 1;

    /// <summary>Judges items whose parameters are given.</summary>
    /// <param name="items">The items, in the order of the columns; at least one.</param>
    /// <param name="responses">
    /// Row-major people × items: the category 0..m, or <see cref="Response.NotAdministered"/>; only complete rows enter.
    /// </param>
    /// <param name="frequencies">How many people each row stands for, at least 0; empty for one each.</param>
    /// <param name="areEstimated">
    /// Whether the parameters were estimated from these very responses, which costs a degree of freedom for each parameter.
    /// </param>
    /// <returns>One entry per item.</returns>
    /// <exception cref="ArgumentException">
    /// There is no item, the responses are not whole rows, or there is not one frequency per row.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item, or a frequency is negative.</exception>
    /// <remarks>
    /// [OrlandoThissen2000], [KangChen2008]; the distribution of the summed score by the recursion of [LordWingersky1984],
    /// with and without the item, for abilities from N(0, 1).
    /// A population elsewhere shows as misfit of every item.
    /// </remarks>
    public static ImmutableArray<ItemFit> Of(
        IReadOnlyList<ItemParameters> items, ReadOnlySpan<int> responses, ReadOnlySpan<int> frequencies, bool areEstimated)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0) throw new ArgumentException("There is no item.", nameof(items));
        if (responses.Length % items.Count != 0)
            throw new ArgumentException($"The responses are not whole rows of {items.Count} items.", nameof(responses));
        var rows = responses.Length / items.Count;
        if (frequencies.Length != 0 && frequencies.Length != rows)
            throw new ArgumentException($"{rows} rows and {frequencies.Length} frequencies were given.", nameof(frequencies));

        var counts = new ScoreCounts([.. items.Select(item => item.Categories)]);
        for (var r = 0; r < rows; r++)
        {
            var frequency = frequencies.Length == 0 ? 1 : frequencies[r];
            if (frequency < 0) throw new ArgumentOutOfRangeException(nameof(frequencies), frequency, "A frequency is at least 0.");
            var row = responses.Slice(r * items.Count, items.Count);
            for (var i = 0; i < row.Length; i++)
                if (row[i] < Response.NotAdministered || row[i] >= items[i].Categories)
                    throw new ArgumentOutOfRangeException(
                        nameof(responses), row[i], $"Item {i} has categories 0..{items[i].Categories - 1}.");
            counts.Add(row, frequency);
        }

        int[] parameters = [.. items.Select(item => areEstimated ? item.OwnParameters : 0)];
        var grid = NormalQuadrature.Standard(NormalQuadrature.DefaultNodes);
        return [.. Judge([.. items], counts, parameters, grid, 1, CancellationToken.None)];
    }

    internal static ImmutableArray<ItemFit> Compute(
        CalibrationResult result, FittedItems items, ResponsePatterns patterns, int[] columns, CancellationToken cancellationToken)
    {
        int[] usable = [.. Enumerable.Range(0, items.Count).Where(i => result.Items[columns[i]].Parameters is not null)];
        var counts = new ScoreCounts([.. usable.Select(i => items.Curves[i].Categories)]);
        var categories = new int[usable.Length];
        for (var p = 0; p < patterns.Count; p++)
        {
            for (var i = 0; i < usable.Length; i++) categories[i] = patterns.Response(p, usable[i]);
            counts.Add(categories, patterns.Frequencies[p]);
        }

        int OwnParameters(int i) => items.Items[i].Model == ItemModel.OneParameterLogistic ? 1 : items.Curves[i].Parameters;
        int[] parameters = [.. usable.Select(OwnParameters)];
        ItemParameters[] estimated = [.. usable.Select(i => result.Items[columns[i]].Parameters!)];
        var grid = NormalQuadrature.Standard(result.Convergence.Nodes);
        var judged = Judge(estimated, counts, parameters, grid, result.Options.DegreeOfParallelism, cancellationToken);
        var fits = new ItemFit[result.Items.Length];
        Array.Fill(fits, new ItemFit(ItemFitStatus.NotEstimated, null, null, null));
        for (var i = 0; i < usable.Length; i++) fits[columns[usable[i]]] = judged[i];
        return [.. fits];
    }

    private static ItemFit[] Judge(
        ItemParameters[] items, ScoreCounts counts, int[] parameters, NormalQuadrature grid, int degreeOfParallelism,
        CancellationToken cancellationToken)
    {
        var fits = new ItemFit[items.Length];
        Array.Fill(fits, new ItemFit(ItemFitStatus.NoCompleteResponses, null, null, null));
        if (counts.People == 0) return fits;

        void Fit(int i)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The recursion starts from the other items, so that nothing has to be divided out again.
            fits[i] = Statistic(Rows(counts.Of(i), Joint(items, i, grid, counts.Top), counts.Top), parameters[i]);
        }

        ThreadedLoop.For(degreeOfParallelism, items.Length, Fit, cancellationToken);
        return fits;
    }

    // P(summed score, category of the item) in the population.
    private static double[,] Joint(ItemParameters[] items, int item, NormalQuadrature grid, int top)
    {
        var own = items[item];
        var joint = new double[top + 1, own.Categories];
        Span<double> p = stackalloc double[ItemParameters.MaximumCategories];
        double[] rest = new double[top + 1], next = new double[top + 1];
        for (var n = 0; n < grid.Nodes.Length; n++)
        {
            Array.Clear(rest);
            rest[0] = Math.Exp(grid.LogWeights[n]);
            var reached = 0;
            for (var i = 0; i < items.Length; i++)
            {
                if (i == item) continue;
                var other = items[i];
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

    private static (double[] Observed, double[] Expected) Sum(
        (double[] Observed, double[] Expected) a, (double[] Observed, double[] Expected) b) =>
        ([.. a.Observed.Zip(b.Observed, (x, y) => x + y)], [.. a.Expected.Zip(b.Expected, (x, y) => x + y)]);
}

/// <summary>Complete rows of responses, counted by summed score and category of each item.</summary>
internal sealed class ScoreCounts
{
    private readonly double[][,] _counts;

    public ScoreCounts(IReadOnlyList<int> categories)
    {
        Top = categories.Sum() - categories.Count;
        _counts = [.. categories.Select(count => new double[Top + 1, count])];
    }

    /// <summary>The highest summed score.</summary>
    public int Top { get; }

    public double People { get; private set; }

    public double[,] Of(int item) => _counts[item];

    public void Add(ReadOnlySpan<int> row, double people)
    {
        var score = 0;
        foreach (var category in row)
        {
            if (category < 0) return;
            score += category;
        }

        People += people;
        for (var i = 0; i < row.Length; i++) _counts[i][score, row[i]] += people;
    }
}
