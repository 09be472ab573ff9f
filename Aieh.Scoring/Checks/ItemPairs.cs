using System.Collections.Immutable;
using System.Numerics;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Checks;

/// <summary>How many people answered both of two items, over all pairs of items that somebody answered.</summary>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="SparsePairs">Pairs that fewer than <see cref="ItemPairs.FewPeople"/> people answered both of.</param>
/// <param name="Fewest">The sparsest pair, the first of several, and the people who answered both; null without a pair.</param>
/// <param name="Groups">
/// The items in groups such that people who answered in one answered in no other, each ascending, by their first items.
/// More than one: nothing in the answers puts the parameters of different groups on one scale.
/// </param>
public sealed record ItemPairsResult(
    long Pairs, long SparsePairs, (int First, int Second, long People)? Fewest, ImmutableArray<ImmutableArray<int>> Groups);

/// <summary>Which items of a design with missing answers were answered by the same people.</summary>
public static class ItemPairs
{
    /// <summary>People below which a pair counts as sparse: 30, ours.</summary>
    public const long FewPeople = 30;

    /// <summary>Counts, for each pair of items, the people who answered both.</summary>
    /// <param name="responses">Row-major, people × items, categories 0..63; −1 where there is no answer.</param>
    /// <param name="frequencies">How many people each row stands for, at least 0; empty for one each.</param>
    /// <param name="items">Number of items; at least 1.</param>
    /// <returns>The counts and the groups.</returns>
    /// <exception cref="ArgumentException">The responses are not whole rows, or there is not one frequency per row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response, a frequency or the number of items is outside its domain.</exception>
    public static ItemPairsResult Analyze(ReadOnlySpan<int> responses, ReadOnlySpan<int> frequencies, int items)
    {
        var matrix = new ResponseMatrix(responses, items);
        if (frequencies.Length != 0 && frequencies.Length != matrix.People)
            throw new ArgumentException($"{matrix.People} rows and {frequencies.Length} frequencies were given.", nameof(frequencies));
        var answered = Answered(matrix, frequencies);
        int[] some = [.. Enumerable.Range(0, items).Where(item => answered[item].AsSpan().ContainsAnyExcept(0UL))];
        var group = Enumerable.Range(0, items).ToArray();
        long pairs = 0, sparse = 0;
        (int First, int Second, long People)? fewest = null;
        foreach (var i in some)
            foreach (var j in some)
            {
                if (j <= i) continue;
                var people = People(answered[i], answered[j], frequencies);
                pairs++;
                if (people < FewPeople) sparse++;
                if (fewest is not { } least || people < least.People) fewest = (i, j, people);
                if (people > 0) Join(group, i, j);
            }

        return new ItemPairsResult(
            pairs, sparse, fewest, [.. some.GroupBy(item => Root(group, item)).Select(members => members.ToImmutableArray())]);
    }

    // A bit for each row that stands for somebody.
    private static ulong[][] Answered(ResponseMatrix matrix, ReadOnlySpan<int> frequencies)
    {
        var bits = new ulong[matrix.Items][];
        for (var i = 0; i < bits.Length; i++) bits[i] = new ulong[matrix.People / 64 + 1];
        for (var row = 0; row < matrix.People; row++)
        {
            var weight = frequencies.Length == 0 ? 1 : frequencies[row];
            if (weight < 0) throw new ArgumentOutOfRangeException(nameof(frequencies), weight, "A frequency is at least 0.");
            var answers = matrix.Row(row);
            for (var i = 0; i < answers.Length && weight > 0; i++)
                if (answers[i] != Response.NotAdministered)
                    bits[i][row / 64] |= 1UL << (row % 64);
        }

        return bits;
    }

    // Rows are counted by words of 64; people only where there are few rows, which is where it matters.
    private static long People(ulong[] first, ulong[] second, ReadOnlySpan<int> frequencies)
    {
        long rows = 0;
        for (var word = 0; word < first.Length; word++) rows += BitOperations.PopCount(first[word] & second[word]);
        if (rows >= FewPeople || frequencies.Length == 0) return rows;

        long people = 0;
        for (var word = 0; word < first.Length; word++)
            for (var both = first[word] & second[word]; both != 0; both &= both - 1)
                people += frequencies[word * 64 + BitOperations.TrailingZeroCount(both)];
        return people;
    }

    private static int Root(int[] group, int item)
    {
        while (group[item] != item) item = group[item] = group[group[item]];
        return item;
    }

    // The lower root wins, so that groups come by their first items.
    private static void Join(int[] group, int first, int second)
    {
        var (a, b) = (Root(group, first), Root(group, second));
        group[Math.Max(a, b)] = Math.Min(a, b);
    }
}
