using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// The expectation step: marginal log-likelihood, and the expected number of answers in each category of each item at each node.
/// Both go through the blocks of <see cref="ResponsePatterns"/>: first the log-likelihood of every joint response of a block,
/// then per pattern a sum of rows;
/// the expected counts come back the same way.
/// </summary>
/// <remarks>Every sum has one owner and one order, whatever the number of threads, so that the bits are always the same.</remarks>
internal sealed class ExpectationStep
{
    private const int Lanes = RowSums.Lanes;
    private const int Chunk = 1_024;
    private const int Share = 64;
    private const int FewBlocks = 512;

    private readonly FittedItems _items;
    private readonly ResponsePatterns _patterns;
    private readonly NormalQuadrature _grid;
    private readonly int _threads;
    private readonly int[] _firstRows;
    private readonly double[] _table;
    private readonly double[] _blockCounts;
    private readonly double[] _posteriors;
    private readonly double[] _logs = new double[Chunk];

    public ExpectationStep(FittedItems items, ResponsePatterns patterns, NormalQuadrature grid, int threads)
    {
        (_items, _patterns, _grid, _threads) = (items, patterns, grid, threads);
        _firstRows = new int[patterns.Blocks.Length + 1];
        for (var b = 0; b < patterns.Blocks.Length; b++) _firstRows[b + 1] = _firstRows[b] + patterns.Blocks[b].Rows;
        _table = new double[_firstRows[^1] * grid.Stride];
        _blockCounts = new double[_table.Length];
        _posteriors = new double[Math.Min(Chunk, patterns.Count) * grid.Stride];
        Counts = new double[items.Rows * grid.Stride];
    }

    /// <summary>Expected counts, one row of nodes per fitted item and category.</summary>
    public double[] Counts { get; }

    /// <summary>Fills <see cref="Counts"/> and returns the marginal log-likelihood.</summary>
    public double Run(double[] x, CancellationToken cancellationToken)
    {
        Compile(x);
        Array.Clear(_blockCounts);
        var segments = _grid.Stride / RowSums.Block;
        var log = 0.0;
        for (var from = 0; from < _patterns.Count; from += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = from;
            var count = Math.Min(Chunk, _patterns.Count - from);
            ThreadedLoop.For(_threads, (count + Share - 1) / Share, share =>
            {
                for (var p = share * Share; p < Math.Min(count, (share + 1) * Share); p++)
                    _logs[p] = Posterior(first + p, _posteriors.AsSpan(p * _grid.Stride, _grid.Stride));
            }, cancellationToken);
            ThreadedLoop.For(
                _threads, _patterns.Blocks.Length * segments,
                task => AddCounts(task / segments, task % segments * RowSums.Block, first, count), cancellationToken);
            for (var p = 0; p < count; p++) log += _patterns.Frequencies[from + p] * _logs[p];
        }

        ThreadedLoop.For(_threads, _items.Count, Expand, cancellationToken);
        return log;
    }

    /// <summary>Fills the block tables for the parameters that <see cref="Posterior"/> is to use.</summary>
    public void Compile(double[] x) => ThreadedLoop.For(_threads, _patterns.Blocks.Length, block => Compile(block, x));

    /// <summary>Fills the posterior weights of one pattern, times its frequency, and returns its marginal log-likelihood.</summary>
    public double Posterior(int pattern, Span<double> weights)
    {
        var stride = _grid.Stride;
        var codes = _patterns.Codes.AsSpan(pattern * _patterns.Blocks.Length, _patterns.Blocks.Length);
        Span<int> starts = codes.Length <= FewBlocks ? stackalloc int[codes.Length] : new int[codes.Length];
        for (var b = 0; b < codes.Length; b++) starts[b] = (_firstRows[b] + codes[b]) * stride;
        weights = weights[..stride];
        _grid.LogWeights.CopyTo(weights);
        RowSums.Add(_table, starts, weights);

        ref var target = ref MemoryMarshal.GetReference(weights);
        var largest = Vector256.LoadUnsafe(ref target);
        for (nuint n = Lanes; n < (nuint)stride; n += Lanes) largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref target, n));

        var top = Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
        var sums = Vector256<double>.Zero;
        for (nuint n = 0; n < (nuint)stride; n += Lanes)
        {
            var weight = Vector256.Exp(Vector256.LoadUnsafe(ref target, n) - Vector256.Create(top));
            weight.StoreUnsafe(ref target, n);
            sums += weight;
        }

        var total = sums[0] + sums[1] + (sums[2] + sums[3]);
        var scale = Vector256.Create(_patterns.Frequencies[pattern] / total);
        for (nuint n = 0; n < (nuint)stride; n += Lanes) (Vector256.LoadUnsafe(ref target, n) * scale).StoreUnsafe(ref target, n);
        return top + Math.Log(total);
    }

    // The rows of a block are all sums of one row per item of it; the row of an item that was not administered is 0.
    private void Compile(int block, double[] x)
    {
        var (first, count, _) = _patterns.Blocks[block];
        var stride = _grid.Stride;
        var table = _table.AsSpan(_firstRows[block] * stride, (_firstRows[block + 1] - _firstRows[block]) * stride);
        table[..stride].Clear();
        Span<double> logs = stackalloc double[ItemParameters.MaximumCategories];
        for (var i = first; i < first + count; i++)
        {
            var (_, place, radix, categories) = _patterns.Item(i);
            var rows = new double[categories * stride];
            for (var n = 0; n < _grid.Nodes.Length; n++)
            {
                _items.Curves[i].LogProbabilities(_items.Of(x, i), _grid.Nodes[n], logs);
                for (var k = 0; k < categories; k++) rows[k * stride + n] = logs[k];
            }

            // From the last symbol down, because the first one overwrites the rows that all of them start from.
            for (var symbol = radix - 1; symbol >= 0; symbol--)
                for (var row = 0; row < place; row++)
                {
                    var source = table.Slice(row * stride, stride);
                    var target = table.Slice((symbol * place + row) * stride, stride);
                    if (symbol < categories) Add(source, rows.AsSpan(symbol * stride, stride), target);
                    else source.CopyTo(target);
                }
        }
    }

    private void AddCounts(int block, int segment, int first, int count)
    {
        var stride = _grid.Stride;
        var blocks = _patterns.Blocks.Length;
        ref var counts = ref _blockCounts[_firstRows[block] * stride + segment];
        ref var posterior = ref _posteriors[segment];
        for (var p = 0; p < count; p++)
        {
            var target = (nuint)(_patterns.Codes[(first + p) * blocks + block] * stride);
            var source = (nuint)(p * stride);
            for (nuint n = 0; n < RowSums.Block; n += Lanes)
                (Vector256.LoadUnsafe(ref counts, target + n) + Vector256.LoadUnsafe(ref posterior, source + n))
                    .StoreUnsafe(ref counts, target + n);
        }
    }

    private void Expand(int item)
    {
        var stride = _grid.Stride;
        var (block, place, radix, categories) = _patterns.Item(item);
        var counts = Counts.AsSpan(_items.FirstRows[item] * stride, categories * stride);
        counts.Clear();
        for (var row = 0; row < _patterns.Blocks[block].Rows; row++)
        {
            var symbol = row / place % radix;
            if (symbol >= categories) continue;
            var target = counts.Slice(symbol * stride, stride);
            Add(target, _blockCounts.AsSpan((_firstRows[block] + row) * stride, stride), target);
        }
    }

    private static void Add(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> sums)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (nuint n = 0; n < (nuint)sums.Length; n += Lanes)
            (Vector256.LoadUnsafe(ref a, n) + Vector256.LoadUnsafe(ref b, n)).StoreUnsafe(ref sum, n);
    }
}
