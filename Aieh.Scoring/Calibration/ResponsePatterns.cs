using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// The distinct response patterns with their frequencies. Items are taken in blocks whose joint responses number at most
/// <see cref="BlockRows"/>; a pattern is one code per block, so that it costs one table row per block
/// (eight dichotomous items) instead of one per item. Patterns are sorted: the result does not depend on the order of people.
/// </summary>
internal sealed class ResponsePatterns
{
    // 256 rows of 64 nodes are 128 KiB, which a second-level cache holds with room to spare.
    private const int BlockRows = 256;

    private readonly (int Block, int Place, int Radix, int Categories)[] _items;

    // Per item to fit: its column with the map from original to fitted categories, the number of those,
    // and whether anybody left it unanswered.
    public ResponsePatterns(
        ReadOnlySpan<int> responses, ReadOnlySpan<int> frequencies, int width,
        IReadOnlyList<(int Column, int[] Map)> columns, IReadOnlyList<int> categories, IReadOnlyList<bool> missing)
    {
        _items = new (int, int, int, int)[columns.Count];
        List<ItemBlock> blocks = [];
        for (var i = 0; i < columns.Count; i++)
        {
            var radix = categories[i] + (missing[i] ? 1 : 0);
            if (blocks.Count == 0 || blocks[^1].Rows * radix > BlockRows) blocks.Add(new ItemBlock(i, 0, 1));
            _items[i] = (blocks.Count - 1, blocks[^1].Rows, radix, categories[i]);
            blocks[^1] = blocks[^1] with { Count = blocks[^1].Count + 1, Rows = blocks[^1].Rows * radix };
        }

        Blocks = [.. blocks];
        var people = width == 0 ? 0 : responses.Length / width;
        var codes = new ushort[people * Blocks.Length];
        var rows = new int[people];
        var used = 0;
        for (var p = 0; p < people; p++)
        {
            if (!frequencies.IsEmpty && frequencies[p] == 0) continue;
            if (Encode(responses.Slice(p * width, width), columns, codes.AsSpan(p * Blocks.Length, Blocks.Length))) rows[used++] = p;
        }

        Collapse(codes, rows.AsSpan(0, used), frequencies);
    }

    public ItemBlock[] Blocks { get; }

    /// <summary>Block codes, one pattern after another.</summary>
    public ushort[] Codes { get; private set; } = [];

    public double[] Frequencies { get; private set; } = [];

    public int Count => Frequencies.Length;

    /// <summary>
    /// The row of a block's table that has a given symbol in place of an item: (code / place) mod radix;
    /// the last symbol of an item with missing answers means not administered.
    /// </summary>
    public (int Block, int Place, int Radix, int Categories) Item(int item) => _items[item];

    /// <summary>The fitted category of an item in a pattern, or <see cref="Response.NotAdministered"/>.</summary>
    public int Response(int pattern, int item)
    {
        var (block, place, radix, categories) = _items[item];
        var symbol = Codes[pattern * Blocks.Length + block] / place % radix;
        return symbol < categories ? symbol : Irt.Response.NotAdministered;
    }

    private bool Encode(ReadOnlySpan<int> responses, IReadOnlyList<(int Column, int[] Map)> columns, Span<ushort> code)
    {
        var answered = false;
        code.Clear();
        for (var i = 0; i < _items.Length; i++)
        {
            var (block, place, _, categories) = _items[i];
            var response = responses[columns[i].Column];
            answered |= response >= 0;
            code[block] += (ushort)(place * (response < 0 ? categories : columns[i].Map[response]));
        }

        return answered;
    }

    private void Collapse(ushort[] codes, Span<int> rows, ReadOnlySpan<int> frequencies)
    {
        var width = Blocks.Length;
        rows.Sort((p, q) => codes.AsSpan(p * width, width).SequenceCompareTo(codes.AsSpan(q * width, width)));
        List<double> counts = [];
        var distinct = 0;
        for (var r = 0; r < rows.Length; r++)
        {
            var code = codes.AsSpan(rows[r] * width, width);
            var frequency = frequencies.IsEmpty ? 1 : frequencies[rows[r]];
            if (distinct > 0 && code.SequenceEqual(codes.AsSpan(rows[distinct - 1] * width, width)))
            {
                counts[^1] += frequency;
                continue;
            }

            counts.Add(frequency);
            rows[distinct++] = rows[r];
        }

        Frequencies = [.. counts];
        Codes = new ushort[distinct * width];
        for (var p = 0; p < distinct; p++) codes.AsSpan(rows[p] * width, width).CopyTo(Codes.AsSpan(p * width));
    }
}

/// <summary>Consecutive items and the number of their joint responses.</summary>
internal readonly record struct ItemBlock(int First, int Count, int Rows);
