using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>The nodes on which modes are bracketed.</summary>
internal sealed class SearchGrid
{
    // Beyond 40 logits of a·(θ − b) an item's likelihood is flat, or a straight line, to the last digit.
    private const double FlatBeyond = 40;

    public SearchGrid(ImmutableArray<ItemParameters> items)
    {
        Table = new LogProbabilityTable(items, NodesOf(items));
        Steepest = Math.Max(1, items.Max(item => item.Discrimination * (item.Categories - 1)));
        LogWarmWeights = new double[Table.Nodes.Length];
        var all = new int[items.Length];
        WarmWeight.Logarithms(items, all, Table.Nodes, LogWarmWeights);
    }

    public LogProbabilityTable Table { get; }

    /// <summary>The largest discrimination of any item, times its number of steps; at least 1.</summary>
    public double Steepest { get; }

    /// <summary>Warm's log-weight at every node when all items are administered, up to a constant.</summary>
    public double[] LogWarmWeights { get; }

    /// <summary>
    /// Nodes that bracket the modes of any likelihood of the form: over all θ at which some item's likelihood still changes,
    /// dense (half the width of the steepest item) about the thresholds and geometrically wider outside, where only flat items change.
    /// With items steeper than about 15 the number of nodes is bounded first, and a mode much narrower than the step could be missed.
    /// </summary>
    private static ImmutableArray<double> NodesOf(ImmutableArray<ItemParameters> items)
    {
        double low = double.MaxValue, high = double.MinValue, first = double.MaxValue, last = double.MinValue, steepest = 0;
        foreach (var item in items)
        {
            steepest = Math.Max(steepest, item.Discrimination);
            foreach (var threshold in item.Thresholds)
            {
                first = Math.Min(first, threshold);
                last = Math.Max(last, threshold);
                low = Math.Min(low, threshold - FlatBeyond / item.Discrimination);
                high = Math.Max(high, threshold + FlatBeyond / item.Discrimination);
            }
        }

        var centre = (first + last) / 2;
        var scale = (last - first) / 2 + 2;
        var from = Math.Asinh((low - centre) / scale);
        var to = Math.Asinh((high - centre) / scale);
        var nodes = (int)Math.Clamp(
            Math.Ceiling((to - from) * scale * 2 * steepest), NormalQuadrature.DefaultNodes, NormalQuadrature.MostNodes);
        return [.. NormalQuadrature.Spaced(from, to, nodes).Select(stretched => centre + scale * Math.Sinh(stretched))];
    }
}
