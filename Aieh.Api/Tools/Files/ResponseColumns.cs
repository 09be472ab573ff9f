using static Aieh.Api.Tools.Files.ColumnRoles;

namespace Aieh.Api.Tools.Files;

/// <summary>Where the items, the identifying columns and the frequency stand in one file.</summary>
/// <param name="Items">The column of each item; −1 where the file has none for it.</param>
internal sealed record ResponseColumns(int[] Items, string[] ItemNames, int[] Ids, int? Frequency)
{
    /// <summary>
    /// Finds the columns of a form's items by name: the very name, or else the one column whose name differs by case alone. By their
    /// place only where somebody says so.
    /// </summary>
    public static ResponseColumns Of(
        CsvInput csv, ItemList form, ColumnRoles roles, InputProblems problems, Remarks remarks)
    {
        var placed = roles.In(csv, problems);
        problems.ThrowIfAny();
        var items = roles.ByPosition ? ByPosition(csv, form, placed, remarks) : ByName(csv, form.Items, placed, problems, remarks);
        problems.ThrowIfAny();
        int[] other = [.. Enumerable.Range(0, csv.Columns.Length).Except(items)];
        var names = form.Items.Select(item => item.Name);
        return new ResponseColumns(items, [.. names], [.. other.Where(placed.IsId)], FrequencyOf(other, placed));
    }

    /// <summary>Without a form, every column is an item but those that are reserved or set aside.</summary>
    public static ResponseColumns Of(CsvInput csv, ColumnRoles roles, InputProblems problems)
    {
        var placed = roles.In(csv, problems);
        var all = Enumerable.Range(0, csv.Columns.Length).ToArray();
        int[] items = [.. all.Where(i => !placed.IsKnown(i))];
        if (items.Length == 0) problems.Add($"{csv.Path}: no column is left to be an item.");
        problems.ThrowIfAny();
        return new ResponseColumns(items, [.. items.Select(i => csv.Columns[i])], [.. all.Where(placed.IsId)], FrequencyOf(all, placed));
    }

    private static int[] ByName(
        CsvInput csv, IReadOnlyList<NamedItem> form, PlacedRoles placed, InputProblems problems, Remarks remarks)
    {
        // A form may have items that differ by case alone: a column with the very name of one is not another's.
        var names = form.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        int[] items = [.. form.Select(item => csv.Find(item.Name, column => IsCandidate(column, item.Name)))];
        problems.ThrowIfAny();
        var twice = Enumerable.Range(0, items.Length).Where(i => items[i] >= 0).GroupBy(i => items[i]).Where(same => same.Count() > 1);
        foreach (var same in twice)
        {
            problems.Add(
                $"{csv.Path}, row 1, column {csv.Columns[same.Key]}: may be any of the items "
                + $"{string.Join(", ", same.Select(i => form[i].Name))}; write it as the form does.");
        }

        var unnamed = Unnamed(csv, items, placed);
        if (items.All(at => at < 0))
        {
            problems.Add(
                $"{csv.Path}: none of the form's {form.Count} items ({form[0].Name}, …) has a column. Name the columns as the form does"
                + (unnamed.Length == form.Count
                    ? $", or say --by-position if {csv.Columns[unnamed[0]]} to {csv.Columns[unnamed[^1]]} are its items in their order."
                    : "."));
            return items;
        }

        foreach (var i in unnamed)
        {
            problems.Add(
                $"{csv.Path}, row 1: the column {csv.Columns[i]} is neither an item of the form nor a reserved name; "
                + "name it with --ignore or --id, or correct it.");
        }

        TellMissing(csv, form, [.. form.Where((_, i) => items[i] < 0).Select(item => item.Name)], remarks);
        return items;

        bool IsCandidate(int column, string item) =>
            !placed.IsNamed(column) && (csv.Columns[column] == item || !names.Contains(csv.Columns[column]));
    }

    /// <exception cref="InputException">There are not as many columns as items.</exception>
    private static int[] ByPosition(CsvInput csv, ItemList form, PlacedRoles placed, Remarks remarks)
    {
        var items = Unnamed(csv, [], placed);
        if (items.Length != form.Items.Count)
        {
            var without = form.PassedOver.Count == 0 ? "" : $" with an estimate ({Remarks.Listed(form.PassedOver)} have none)";
            throw new InputException(
                $"{csv.Path}: --by-position needs a column for each of the form's {form.Items.Count} items{without}; {items.Length} are "
                + "neither reserved nor named with --id or --ignore.");
        }

        remarks.Note(
            $"{csv.Path}: the {items.Length} columns {csv.Columns[items[0]]} to {csv.Columns[items[^1]]} "
            + "are taken for the form's items in their order.");
        return items;
    }

    private static int[] Unnamed(CsvInput csv, int[] items, PlacedRoles placed) =>
        [.. Enumerable.Range(0, csv.Columns.Length).Where(i => !items.Contains(i) && !placed.IsKnown(i))];

    private static void TellMissing(CsvInput csv, IReadOnlyList<NamedItem> form, string[] missing, Remarks remarks)
    {
        if (missing.Length == 0) return;
        remarks.Add(
            $"{csv.Path}: no column for {Remarks.Listed(missing)} ({missing.Length} of {form.Count} items); "
            + "they count as not administered.");
    }

    private static int? FrequencyOf(int[] among, PlacedRoles placed) =>
        among.Where(placed.IsFrequency).Select(i => (int?)i).FirstOrDefault();
}
