using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>
/// The option most like the others: wrong options made by changing the key in one way each leave it in their midst, and it can be found
/// without the stem.
/// </summary>
internal static class CentreCue
{
    /// <summary>
    /// Share of the items of a bank, and of a topic with enough of them, in which the best option is the centre; ties count in parts.
    /// </summary>
    public const double BankShare = 0.45;
    public const double TopicShare = 0.5;
    public const int EnoughOfATopic = 8;

    // Sums of the same distances in another order differ in their last bits.
    private const double Tie = 1e-9;

    public static CueStrategy Strategy { get; } = new("most like the others", Centre);

    /// <summary>
    /// The options with the smallest sum of distances to the others, a distance being 1 − 2k/(m + n) for texts of m and n characters with
    /// k in common by Ratcliff and Obershelp (Ratcliff and Metzener 1988).
    /// </summary>
    public static IReadOnlyList<ItemOption> Centre(Item item)
    {
        var texts = item.Options.Select(option => option.Text).ToList();
        var distances = new double[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            for (var j = i + 1; j < texts.Count; j++)
            {
                var distance = 1 - 2.0 * CommonLength(texts[i], texts[j]) / (texts[i].Length + texts[j].Length);
                distances[i] += distance;
                distances[j] += distance;
            }
        }

        var smallest = distances.Min();
        return [.. item.Options.Where((_, i) => distances[i] <= smallest + Tie)];
    }

    /// <summary>The longest run that two texts share, and what they share before it and behind it.</summary>
    private static int CommonLength(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var (longest, endOfOne, endOfOther) = (0, 0, 0);
        var runs = new int[other.Length + 1]; // the shared run that ends at the current character of one and each of the other
        for (var i = 0; i < one.Length; i++)
        {
            for (var j = other.Length - 1; j >= 0; j--)
            {
                runs[j + 1] = one[i] == other[j] ? runs[j] + 1 : 0;
                // Of equal runs the first in one text and then in the other; j goes down.
                if (runs[j + 1] > longest || (runs[j + 1] == longest && endOfOne == i + 1))
                {
                    (longest, endOfOne, endOfOther) = (runs[j + 1], i + 1, j + 1);
                }
            }
        }

        if (longest == 0) return 0;
        return longest
            + CommonLength(one[..(endOfOne - longest)], other[..(endOfOther - longest)])
            + CommonLength(one[endOfOne..], other[endOfOther..]);
    }
}
