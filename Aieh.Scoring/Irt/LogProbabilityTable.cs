using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Aieh.Scoring.Irt;

/// <summary>
/// log P(item, category) at fixed nodes, one row per item and category; of an uncertain item that of its expected response function.
/// The log-likelihood of a response vector at every node is then a sum of rows.
/// Each node's sum runs over the items in form order whatever the vector width,
/// so the same responses give the same bits on the same runtime and class of processor.
/// </summary>
internal sealed class LogProbabilityTable
{
    /// <summary>How many entries after the nodes say how large a category's log-probability can be beyond them.</summary>
    public const int Tails = 2;

    // Rows are padded to whole blocks of eight vectors; what follows the tails is 0 and never read.
    private const int ItemsAtOnce = 512;

    private readonly double[] _values;
    private readonly int[] _firstRows;

    public LogProbabilityTable(ImmutableArray<ItemParameters> items, ImmutableArray<double> nodes)
        : this([.. items.Select(UncertainItem.Known)], nodes)
    {
    }

    public LogProbabilityTable(ImmutableArray<UncertainItem> items, ImmutableArray<double> nodes)
    {
        Nodes = nodes;
        Stride = RowSums.Padded(nodes.Length + Tails);
        _firstRows = new int[items.Length + 1];
        for (var i = 0; i < items.Length; i++) _firstRows[i + 1] = _firstRows[i] + items[i].Centre.Categories;

        _values = new double[_firstRows[^1] * Stride];
        for (var i = 0; i < items.Length; i++)
            for (var k = 0; k < items[i].Centre.Categories; k++)
            {
                var row = _values.AsSpan((_firstRows[i] + k) * Stride, nodes.Length);
                for (var n = 0; n < row.Length; n++) row[n] = items[i].LogProbability(nodes[n], k);
                _values[(_firstRows[i] + k) * Stride + Below] = LargestBelow(items[i], nodes[0], k);
                _values[(_firstRows[i] + k) * Stride + Below + 1] = LargestAbove(items[i], nodes[^1], k);
            }
    }

    public ImmutableArray<double> Nodes { get; }

    /// <summary>Where a row says how large it can be anywhere below the first node; the next entry says it of above the last.</summary>
    public int Below => Nodes.Length;

    /// <summary>Length of the buffers that <see cref="Accumulate"/> works on: the number of nodes, padded.</summary>
    public int Stride { get; }

    /// <summary>Adds the log-likelihood at every node to <paramref name="sums"/> and returns the number of administered items.</summary>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A response is neither a category of its item nor <see cref="Response.NotAdministered"/>.
    /// </exception>
    public int Accumulate(ReadOnlySpan<int> responses, Span<double> sums)
    {
        var items = _firstRows.Length - 1;
        if (responses.Length != items)
            throw new ArgumentException($"The form has {items} items, the response vector {responses.Length} entries.", nameof(responses));

        Span<int> starts = stackalloc int[Math.Min(items, ItemsAtOnce)];
        var administered = 0;
        for (var from = 0; from < items; from += ItemsAtOnce)
        {
            var count = 0;
            var to = Math.Min(items, from + ItemsAtOnce);
            for (var i = from; i < to; i++)
            {
                var category = responses[i];
                if (category == Response.NotAdministered) continue;
                if ((uint)category >= (uint)(_firstRows[i + 1] - _firstRows[i])) ThrowCategory(responses, i);
                starts[count++] = (_firstRows[i] + category) * Stride;
            }

            RowSums.Add(_values, starts[..count], sums[..Stride]);
            administered += count;
        }

        return administered;
    }

    /// <summary>
    /// Adds the log-probability of one answer at every node to <paramref name="sums"/>; the category is the caller's to check.
    /// </summary>
    public void Add(int item, int category, Span<double> sums) =>
        RowSums.Add(_values, [(_firstRows[item] + category) * Stride], sums[..Stride]);

    // The mean of what each draw can be at most is at least as large as their mean can be.
    private static double LargestBelow(UncertainItem item, double first, int category)
    {
        Span<double> logs = stackalloc double[item.Draws.Length];
        for (var d = 0; d < logs.Length; d++) logs[d] = LargestBelow(item.Draws[d], first, category);
        return UncertainItem.LogMean(logs);
    }

    private static double LargestAbove(UncertainItem item, double last, int category)
    {
        Span<double> logs = stackalloc double[item.Draws.Length];
        for (var d = 0; d < logs.Length; d++) logs[d] = LargestAbove(item.Draws[d], last, category);
        return UncertainItem.LogMean(logs);
    }

    // log P of every category is monotone or has one mode, so that its slope at the end says on which side the largest value lies.
    private static double LargestBelow(ItemParameters item, double first, int category) =>
        Slope(item, first, category) >= 0 ? ItemKernel.LogProbability(item, first, category)
        : category == 0 ? ItemKernel.LogProbabilityAtMinusInfinity(item, category)
        : 0;

    private static double LargestAbove(ItemParameters item, double last, int category) =>
        Slope(item, last, category) <= 0 ? ItemKernel.LogProbability(item, last, category) : 0;

    // Never inlined, so that its stack buffers are released item by item.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Slope(ItemParameters item, double theta, int category)
    {
        Span<double> p = stackalloc double[item.Categories], g = stackalloc double[item.Categories], h = stackalloc double[item.Categories];
        ItemKernel.Evaluate(item, theta, p, g, h);
        return g[category];
    }

    private void ThrowCategory(ReadOnlySpan<int> responses, int item) => throw new ArgumentOutOfRangeException(
        nameof(responses), responses[item],
        $"Item {item} has categories 0..{_firstRows[item + 1] - _firstRows[item] - 1}; {Response.NotAdministered} means not administered.");
}
