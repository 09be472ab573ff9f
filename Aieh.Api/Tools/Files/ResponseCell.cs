using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>What the cells of a table of responses say; a cell that says nothing it may is refused by its place.</summary>
internal static class ResponseCell
{
    /// <summary>The category of an answer; −1 where there is none, as in a missing cell or the code −1.</summary>
    /// <param name="codes">The codes of the categories; null when codes are categories.</param>
    public static int Category(CsvInput csv, int column, int categories, IReadOnlyList<int>? codes)
    {
        var cell = csv[column];
        if (Cell.IsMissing(cell)) return Response.NotAdministered;
        if ((Cell.WholeNumber(cell) ?? TruthValue(cell)) is { } code)
        {
            if (code == Response.NotAdministered) return code;
            var category = codes is null ? code : IndexOf(codes, code);
            if (category >= 0 && category < categories) return category;
        }

        csv.Refuse(column, codes is null
            ? $"'{cell}' is not a category 0..{categories - 1}{Advice(cell, categories)}."
            : $"'{cell}' is not one of the item's codes {ItemCodes.Written(codes)}.");
        return 0;
    }

    /// <summary>A number may be another code, or no answer at all where every column is taken for an item.</summary>
    private static string Advice(string cell, int categories)
    {
        if (Cell.WholeNumber(cell) is not >= 0) return "";
        return categories < ItemParameters.MaximumCategories
            ? "; other codes are declared with --codes"
            : "; --ignore leaves a column out that is no item";
    }

    /// <summary>R writes TRUE and FALSE, pandas True and False, for what is 1 and 0.</summary>
    private static int? TruthValue(string cell) => bool.TryParse(cell, out var isTrue) ? (isTrue ? 1 : 0) : null;

    private static int IndexOf(IReadOnlyList<int> codes, int code)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i] == code) return i;
        }

        return -1;
    }

    public static int Frequency(CsvInput csv, int column)
    {
        if (Cell.WholeNumber(csv[column]) is >= 0 and { } frequency) return frequency;
        csv.Refuse(column, $"'{csv[column]}' is not a number of people.");
        return 0;
    }
}
