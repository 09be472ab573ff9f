using System.Globalization;
using System.Text.RegularExpressions;

namespace Aieh.Api.Tools.Files;

/// <summary>Item parameters as a table: a row for each item.</summary>
internal static partial class ItemCsv
{
    private static readonly Dictionary<string, string> _synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "item",
        ["pos"] = "item",
        ["id"] = "item",
        ["discrimination"] = "a",
        ["difficulty"] = "b",
        ["b1"] = "b",
        ["guessing"] = "c",
        ["asymptote"] = "c",
    };

    public static IReadOnlyList<NamedItem> Read(string path, string text, InputProblems problems)
    {
        using var csv = CsvInput.Open(path, new StringReader(text), problems);
        var columns = Meaning(csv, problems);
        problems.ThrowIfAny();
        var items = new List<NamedItem>();
        while (csv.Read())
        {
            // Without a column of names, items are named by their place, from 1.
            var name = columns.TryGetValue("item", out var named) ? csv[named] : (items.Count + 1).ToString(CultureInfo.InvariantCulture);
            var thresholds = columns.Where(column => column.Key == "b" || Threshold().IsMatch(column.Key))
                .OrderBy(column => column.Key.Length).ThenBy(column => column.Key, StringComparer.Ordinal)
                .Select(column => Number(csv, column.Value, problems)).ToList();
            while (thresholds is [.., null]) thresholds.RemoveAt(thresholds.Count - 1);
            if (thresholds.Contains(null)) problems.Add($"{path}, row {csv.Row}: a threshold is missing between others.");
            if (Optional("d-upper") is { } upper and not 1)
            {
                problems.Add($"{path}, row {csv.Row}, column d: an upper asymptote of {upper} is not supported; it must be 1.");
            }

            var model = columns.TryGetValue("model", out var stated) ? csv[stated] : null;
            var scaling = Optional("D-scaling") ?? 1;
            var values = new ItemValues(model, scaling, Optional("a"), [.. thresholds.Select(b => b ?? 0)], Optional("c"));
            if (ItemFile.Make($"{path}, row {csv.Row}", name, values, problems) is { } item) items.Add(item);
        }

        return items;

        double? Optional(string column) => columns.TryGetValue(column, out var at) ? Number(csv, at, problems) : null;
    }

    /// <summary>
    /// Where each parameter stands. D and d differ by case alone, so case decides those two; standard errors (se_…) are not read.
    /// </summary>
    private static Dictionary<string, int> Meaning(CsvInput csv, InputProblems problems)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < csv.Columns.Length; i++)
        {
            var name = csv.Columns[i];
            if (IsPassedOver(csv, name)) continue;
            var meaning = name switch
            {
                "" => "item", // the row names of R
                "D" => "D-scaling",
                "d" => "d-upper",
                _ => _synonyms.GetValueOrDefault(name, name.ToLowerInvariant()),
            };
            if (!IsParameter(meaning))
            {
                problems.Add($"{csv.Path}: the column {name} is unknown; item, model, D, a, b, b1..bm, c and d are read.");
            }
            else if (!columns.TryAdd(meaning, i))
            {
                problems.Add($"{csv.Path}: the columns {csv.Columns[columns[meaning]]} and {name} mean the same.");
            }
        }

        if (!columns.ContainsKey("b")) problems.Add($"{csv.Path}: there is no column of difficulties (b, b1 or difficulty).");
        return columns;
    }

    /// <summary>Standard errors, and a column without a name where another names the items.</summary>
    private static bool IsPassedOver(CsvInput csv, string column) =>
        column.StartsWith("se", StringComparison.OrdinalIgnoreCase)
        || (column.Length == 0 && csv.Columns.Any(other => other.Equals("item", StringComparison.OrdinalIgnoreCase)));

    private static bool IsParameter(string meaning) =>
        meaning is "item" or "model" or "D-scaling" or "d-upper" or "a" or "b" or "c" || Threshold().IsMatch(meaning);

    private static double? Number(CsvInput csv, int column, InputProblems problems)
    {
        var text = csv[column];
        if (Cell.IsMissing(text)) return null;
        if (Cell.Number(text) is { } number) return number;
        csv.Refuse(column, $"'{text}' is not a number.");
        return null;
    }

    [GeneratedRegex("^b[1-9][0-9]?$")]
    private static partial Regex Threshold();
}
