using System.Globalization;

namespace Aieh.Api.Tools.Files;

/// <summary>What a cell of a table says, in the ways in which R and pandas write it.</summary>
internal static class Cell
{
    private static readonly HashSet<string> _missing = new(StringComparer.OrdinalIgnoreCase)
    {
        "", ".", "NA", "N/A", "NaN", "<NA>", "NULL",
    };

    /// <summary>Whether it says that nothing is known.</summary>
    public static bool IsMissing(string cell) => _missing.Contains(cell);

    /// <summary>
    /// A whole number, also one that went through a column of decimals (1.0); null for anything else, missing cells included.
    /// </summary>
    public static int? WholeNumber(string cell)
    {
        if (cell is [>= '0' and <= '9']) return cell[0] - '0';
        return Number(cell) is { } number && Math.Abs(number) <= int.MaxValue && number == Math.Truncate(number) ? (int)number : null;
    }

    /// <summary>A finite number with a point as decimal mark; null for anything else.</summary>
    public static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
