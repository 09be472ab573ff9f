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
/// <param name="Alike">Pairs that nearly everybody answered alike, as if one item were there twice.</param>
public sealed record ItemPairsResult(
    long Pairs, long SparsePairs, (int First, int Second, long People)? Fewest, ImmutableArray<ImmutableArray<int>> Groups,
    ImmutableArray<AlikePair> Alike);

/// <summary>Two items whose answers agree as those to one item given twice.</summary>
/// <param name="First">Position of the first item, from 0.</param>
/// <param name="Second">Position of the second, above the first.</param>
/// <param name="People">People who answered both.</param>
/// <param name="Share">Share of them who answered both with the same category, in (0, 1].</param>
/// <param name="Kappa">Cohen's κ of the two, in [<see cref="ItemPairs.AlikeKappa"/>, 1].</param>
public sealed record AlikePair(int First, int Second, long People, double Share, double Kappa);

/// <summary>Which items of a design with missing answers were answered by the same people.</summary>
public static class ItemPairs
{
    /// <summary>People below which a pair counts as sparse: 30, ours.</summary>
    public const long FewPeople = 30;

    /// <summary>
    /// κ from which two items pass for one: 0.8, ours. Items that only measure the same do not reach it: two 2PL items of equal difficulty
    /// 0 have about 0.54 with a = 3 and 0.75 with a = 6 in a standard normal population.
    /// </summary>
    public const double AlikeKappa = 0.8;

    // People that must be expected to answer two unrelated items differently: below, rare answers may agree by chance.
    private const double FewDifferences = 10;

    /// <summary>Counts, for each pair of items, the people who answered both, and those who answered both alike.</summary>
    /// <param name="responses">Row-major, people × items, categories 0..63; −1 where there is no answer.</param>
    /// <param name="frequencies">How many people each row stands for, at least 0; empty for one each.</param>
    /// <param name="items">Number of items; at least 1.</param>
    /// <returns>The counts, the groups and the pairs that are answered alike.</returns>
    /// <exception cref="ArgumentException">The responses are not whole rows, or there is not one frequency per row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response, a frequency or the number of items is outside its domain.</exception>
    /// <remarks>
    /// κ = (p − e)/(1 − e), with the share p of equal categories and the share e that independent answers with the same margins would have
    /// [Cohen1960]. A pair is alike from <see cref="AlikeKappa"/>, where independent answers would differ for ten people at least.
    /// </remarks>
    public static ItemPairsResult Analyze(ReadOnlySpan<int> responses, ReadOnlySpan<int> frequencies, int items)
    {
        var matrix = new ResponseMatrix(responses, items);
        if (frequencies.Length != 0 && frequencies.Length != matrix.People)
            throw new ArgumentException($"{matrix.People} rows and {frequencies.Length} frequencies were given.", nameof(frequencies));
        var given = Given(matrix, frequencies);
        var answered = Array.ConvertAll(given, Answered);
        // Only frequencies above 1 make rows other than people.
        var weights = frequencies.ContainsAnyExcept(0, 1) ? frequencies : [];
        int[] some = [.. Enumerable.Range(0, items).Where(item => given[item].Length > 0)];
        var alike = ImmutableArray.CreateBuilder<AlikePair>();
        var group = Enumerable.Range(0, items).ToArray();
        long pairs = 0, sparse = 0;
        (int First, int Second, long People)? fewest = null;
        foreach (var i in some)
            foreach (var j in some)
            {
                if (j <= i) continue;
                var people = People(answered[i], answered[j], weights);
                pairs++;
                if (people < FewPeople) sparse++;
                if (fewest is not { } least || people < least.People) fewest = (i, j, people);
                if (people > 0) Join(group, i, j);
                if (Agreement(given[i], given[j], answered[i], answered[j], people, weights) is var (share, kappa))
                    alike.Add(new AlikePair(i, j, people, share, kappa));
            }

        return new ItemPairsResult(
            pairs, sparse, fewest, [.. some.GroupBy(item => Root(group, item)).Select(members => members.ToImmutableArray())],
            alike.ToImmutable());
    }

    // For each item and category a bit for each row that stands for somebody; no categories of an item that nobody answered.
    private static ulong[][][] Given(ResponseMatrix matrix, ReadOnlySpan<int> frequencies)
    {
        var bits = new ulong[matrix.Items][][];
        Array.Fill(bits, []);
        for (var row = 0; row < matrix.People; row++)
        {
            var weight = frequencies.Length == 0 ? 1 : frequencies[row];
            if (weight < 0) throw new ArgumentOutOfRangeException(nameof(frequencies), weight, "A frequency is at least 0.");
            var answers = matrix.Row(row);
            for (var i = 0; i < answers.Length && weight > 0; i++)
            {
                if (answers[i] == Response.NotAdministered) continue;
                while (bits[i].Length <= answers[i]) bits[i] = [.. bits[i], new ulong[matrix.People / 64 + 1]];
                bits[i][answers[i]][row / 64] |= 1UL << (row % 64);
            }
        }

        return bits;
    }

    private static ulong[] Answered(ulong[][] given)
    {
        if (given.Length == 0) return [];
        var any = (ulong[])given[0].Clone();
        foreach (var category in given.AsSpan(1))
            for (var word = 0; word < any.Length; word++)
                any[word] |= category[word];
        return any;
    }

    // Null where the pair is not alike. Most are not, which the share alone shows, as κ is never above it.
    private static (double Share, double Kappa)? Agreement(
        ulong[][] first, ulong[][] second, ulong[] firstAny, ulong[] secondAny, long people, ReadOnlySpan<int> weights)
    {
        var categories = Math.Min(first.Length, second.Length);
        long same = 0;
        for (var k = 0; k < categories; k++) same += People(first[k], second[k], weights);
        var share = (double)same / people;
        if (people == 0 || share < AlikeKappa) return null;

        double chance = 0;
        for (var k = 0; k < categories; k++)
            chance += (double)People(first[k], secondAny, weights) / people * People(firstAny, second[k], weights) / people;
        if ((1 - chance) * people < FewDifferences) return null;
        var kappa = (share - chance) / (1 - chance);
        return kappa < AlikeKappa ? null : (share, kappa);
    }

    // Rows by words of 64, or the people that they stand for.
    private static long People(ulong[] first, ulong[] second, ReadOnlySpan<int> weights)
    {
        long people = 0;
        for (var word = 0; word < first.Length; word++)
        {
            var both = first[word] & second[word];
            if (weights.Length == 0) people += BitOperations.PopCount(both);
            else
                for (; both != 0; both &= both - 1) people += weights[word * 64 + BitOperations.TrailingZeroCount(both)];
        }

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
