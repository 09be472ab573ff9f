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
    /// The options with the smallest sum of distances to the others, a distance being 1 − 2·LCS/(m + n): LCS is the length of the
    /// longest common subsequence of two texts of m and n characters.
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

    /// <summary>The length of the longest common subsequence, row by row.</summary>
    private static int CommonLength(string one, string other)
    {
        var lengths = new int[other.Length + 1];
        foreach (var character in one)
        {
            var diagonal = 0;
            for (var j = 0; j < other.Length; j++)
            {
                var above = lengths[j + 1];
                lengths[j + 1] = character == other[j] ? diagonal + 1 : Math.Max(above, lengths[j]);
                diagonal = above;
            }
        }

        return lengths[^1];
    }
}
