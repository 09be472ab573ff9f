using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>Responses to calibrate from.</summary>
/// <param name="Source">What messages and the calibration call it.</param>
/// <param name="Categories">
/// Categories of each item where somebody declared them; null where not, so that the responses must have all of them.
/// </param>
/// <param name="Priors">What the catalog says of each item; null without a catalog.</param>
internal sealed record CalibrationInput(
    string Source,
    IReadOnlyList<string> Items,
    int[] Responses,
    int[] Frequencies,
    IReadOnlyList<int?> Categories,
    IReadOnlyList<ItemPriors>? Priors = null)
{
    /// <summary>The codes of each item's categories, null where codes are categories; null as a whole where no file has any.</summary>
    public IReadOnlyList<IReadOnlyList<int>?>? Codes { get; init; }

    public static CalibrationInput Of(ResponseTable table)
    {
        var categories = table.Codes.Select(codes => codes?.Count);
        return new(table.Path, table.Items, table.Responses, table.Frequencies, [.. categories]) { Codes = table.Codes };
    }

    /// <summary>How many people gave each category of an item, up to the highest declared or given.</summary>
    public long[] CountsOf(int item)
    {
        var counts = new long[Math.Max(2, Categories[item] ?? 0)];
        for (var row = 0; row < Frequencies.Length; row++)
        {
            var category = Responses[row * Items.Count + item];
            if (category < 0 || Frequencies[row] == 0) continue;
            if (category >= counts.Length) Array.Resize(ref counts, category + 1);
            counts[category] += Frequencies[row];
        }

        return counts;
    }

    /// <summary>How the responses write a category.</summary>
    public int CodeOf(int item, int category) => Codes?[item]?[category] ?? category;
}
