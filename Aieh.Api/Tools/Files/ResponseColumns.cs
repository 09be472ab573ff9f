using System.Globalization;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>Which columns of a table of responses are what, where the names alone do not say it.</summary>
/// <param name="Ids">Columns that identify the row; copied to results.</param>
/// <param name="Frequency">The column that counts the people a row stands for; null for freq or frequency, if there.</param>
/// <param name="Ignored">Columns that are not read.</param>
internal sealed record ColumnRoles(IReadOnlyList<string> Ids, string? Frequency, IReadOnlyList<string> Ignored)
{
    /// <summary>Columns that are not items unless a form names them so. The empty name is that of R's row names.</summary>
    private static readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "pattern", "examinee", "person", "id", "candidate", "attempt", "group", "theta", "true_theta",
    };

    private static readonly string[] _descriptions = ["group", "theta", "true_theta"];

    private static readonly string[] _frequencies = ["freq", "frequency"];

    public static ColumnRoles None { get; } = new([], null, []);

    /// <summary>Whether a reserved column says something about the person rather than who it is.</summary>
    public static bool Describes(string column) => _descriptions.Contains(column, StringComparer.OrdinalIgnoreCase);

    public bool IsFrequency(string column) =>
        Frequency is null ? _frequencies.Contains(column, StringComparer.OrdinalIgnoreCase) : column == Frequency;

    public bool IsId(string column) => Ids.Contains(column) || _reserved.Contains(column);
}

/// <summary>Where the items, the identifying columns and the frequency stand in one file.</summary>
/// <param name="Items">The column of each item; −1 where the file has none for it.</param>
internal sealed record ResponseColumns(int[] Items, string[] ItemNames, int[] Ids, int? Frequency)
{
    /// <summary>Finds the columns of a form's items: by name, or by place when no name matches and the number is the same.</summary>
    public static ResponseColumns Of(
        CsvInput csv, IReadOnlyList<NamedItem> form, ColumnRoles roles, InputProblems problems, TextWriter notes)
    {
        CheckNamed(csv, roles, problems);
        var names = form.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        int[] other =
        [
            .. Enumerable.Range(0, csv.Columns.Length).Where(i => !names.Contains(csv.Columns[i]) || IsSetAside(roles, csv.Columns[i])),
        ];
        var unnamed = other.Where(i => !IsKnown(roles, csv.Columns[i])).ToArray();
        int[] items = [.. form.Select(item => Array.FindIndex(csv.Columns, column => column == item.Name && !IsSetAside(roles, column)))];
        if (items.All(at => at < 0) && unnamed.Length == form.Count)
        {
            notes.WriteLine(
                $"Note: {csv.Path}: no column has the name of an item, so its {unnamed.Length} columns "
                + $"{csv.Columns[unnamed[0]]} to {csv.Columns[unnamed[^1]]} are the {form.Count} items in their order.");
            items = unnamed;
        }
        else if (items.All(at => at < 0))
        {
            problems.Add(
                $"{csv.Path}: none of the form's {form.Count} items ({form[0].Name}, …) has a column, "
                + $"and the {unnamed.Length} columns that are not reserved are not as many as the items.");
        }
        else
        {
            foreach (var i in unnamed)
            {
                problems.Add(
                    $"{csv.Path}: the column {csv.Columns[i]} is neither an item of the form nor a reserved name; "
                    + "name it with --ignore or --id, or correct it.");
            }

            TellMissing(csv, form, [.. form.Where((_, i) => items[i] < 0).Select(item => item.Name)], notes);
        }

        problems.ThrowIfAny();
        int[] ids = [.. other.Where(i => !items.Contains(i) && roles.IsId(csv.Columns[i]))];
        return new ResponseColumns(items, [.. form.Select(item => item.Name)], ids, FrequencyOf(csv, roles, other));
    }

    /// <summary>Without a form, every column is an item but those that are reserved or set aside.</summary>
    public static ResponseColumns Of(CsvInput csv, ColumnRoles roles, InputProblems problems)
    {
        CheckNamed(csv, roles, problems);
        var all = Enumerable.Range(0, csv.Columns.Length).ToArray();
        int[] items = [.. all.Where(i => !IsKnown(roles, csv.Columns[i]))];
        if (items.Length == 0) problems.Add($"{csv.Path}: no column is left to be an item.");
        problems.ThrowIfAny();
        int[] ids = [.. all.Where(i => roles.IsId(csv.Columns[i]))];
        return new ResponseColumns(items, [.. items.Select(i => csv.Columns[i])], ids, FrequencyOf(csv, roles, all));
    }

    private static void TellMissing(CsvInput csv, IReadOnlyList<NamedItem> form, string[] missing, TextWriter notes)
    {
        const int shown = 10;
        if (missing.Length == 0) return;
        var some = string.Join(", ", missing.Take(shown)) + (missing.Length > shown ? ", …" : "");
        notes.WriteLine(
            $"Note: {csv.Path}: no column for {some} ({missing.Length} of {form.Count} items); they count as not administered.");
    }

    private static bool IsSetAside(ColumnRoles roles, string column) =>
        roles.Ids.Contains(column) || roles.Ignored.Contains(column) || column == roles.Frequency;

    private static bool IsKnown(ColumnRoles roles, string column) =>
        roles.IsId(column) || roles.IsFrequency(column) || roles.Ignored.Contains(column);

    private static void CheckNamed(CsvInput csv, ColumnRoles roles, InputProblems problems)
    {
        var named = roles.Ids.Concat(roles.Ignored).Append(roles.Frequency).OfType<string>();
        foreach (var name in named.Where(name => !csv.Columns.Contains(name)))
        {
            problems.Add($"{csv.Path}: there is no column {name}.");
        }
    }

    private static int? FrequencyOf(CsvInput csv, ColumnRoles roles, int[] among) =>
        among.Where(i => roles.IsFrequency(csv.Columns[i])).Select(i => (int?)i).FirstOrDefault();
}

/// <summary>One cell of a table of responses.</summary>
internal static class ResponseCell
{
    public const int Bad = -2;

    /// <summary>The category; −1 for an empty cell, NA, a dot or −1; <see cref="Bad"/> for anything else.</summary>
    public static int Parse(string cell) => cell switch
    {
        [>= '0' and <= '9'] => cell[0] - '0',
        "" or "NA" or "." or "-1" => Response.NotAdministered,
        _ => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var category) ? category : Bad,
    };
}
