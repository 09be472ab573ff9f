namespace Aieh.Api.Tools.Files;

/// <summary>
/// Who belongs to the focal group, row by row; the others are the reference group, and rows without a group are left out.
/// </summary>
internal sealed record FocalGroup(string Focal, string Reference, IReadOnlyList<bool?> IsFocal)
{
    private const string Column = "group";

    /// <summary>
    /// From a file with a column `group`, matched by an identifying column that both files have, or row by row when they have none in
    /// common; without a file from the column `group` of the responses, if there is one.
    /// </summary>
    /// <exception cref="InputException">The groups cannot be read or matched.</exception>
    public static FocalGroup? Of(ResponseTable table, string? path, string? focal, Remarks remarks)
    {
        var groups = path is null ? OwnColumn(table) : FromFile(path, table);
        if (groups is null)
        {
            if (focal is null) return null;
            throw new InputException($"{table.Path} has no column {Column}, which --focal needs; name a file with --group.");
        }

        var place = path ?? table.Path;
        var present = groups.Where((_, row) => table.Frequencies[row] > 0).OfType<string>();
        string[] names = [.. present.Distinct().Order(StringComparer.Ordinal)];
        if (names.Length < 2) throw new InputException($"{place}: the column {Column} names {names.Length} group; two are compared.");

        var isNamed = focal is not null;
        focal ??= FocalOf(names, groups, table, place);
        if (!names.Contains(focal))
        {
            throw new InputException($"{place} has no group {focal}; it has {string.Join(", ", names.Take(10))}.");
        }

        var reference = string.Join(", ", names.Where(name => name != focal));
        if (!isNamed) remarks.Note($"{place}: {focal} is the focal group, compared with {reference}; --focal names another.");
        return new FocalGroup(focal, reference, [.. groups.Select(group => group is null ? (bool?)null : group == focal)]);
    }

    /// <summary>The group that is compared where nobody says which: 1 of 0 and 1, or the smaller of two.</summary>
    private static string FocalOf(string[] names, string?[] groups, ResponseTable table, string place)
    {
        // As numbers, since pandas writes 0.0 and 1.0.
        var one = Array.Find(names, name => Cell.WholeNumber(name) == 1);
        if (one is not null && names.Length == 2 && names.Any(name => Cell.WholeNumber(name) == 0)) return one;
        if (names.Length == 2) return Smaller(table, groups, names);
        throw new InputException(
            $"{place} has the groups {string.Join(", ", names.Take(10))}; say with --focal which one is compared with the others.");
    }

    private static string Smaller(ResponseTable table, string?[] groups, string[] names) =>
        names.MinBy(name => groups.Select((group, row) => group == name ? (long)table.Frequencies[row] : 0).Sum())!;

    private static string?[]? OwnColumn(ResponseTable table)
    {
        var at = table.IdNames.ToList().FindIndex(name => name.Equals(Column, StringComparison.OrdinalIgnoreCase));
        return at < 0 ? null : [.. table.Ids.Select(ids => Known(ids[at]))];
    }

    private static string?[] FromFile(string path, ResponseTable table)
    {
        var problems = new InputProblems();
        using var csv = CsvInput.Open(path, problems);
        var group = Array.FindIndex(csv.Columns, column => column.Equals(Column, StringComparison.OrdinalIgnoreCase));
        if (group < 0) throw new InputException($"{path} has no column {Column}.");
        var shared = SharedColumn(csv, table);
        var rows = new List<(string Key, string? Group)>();
        while (csv.Read()) rows.Add((shared.Theirs < 0 ? "" : csv[shared.Theirs], Known(csv[group])));
        problems.ThrowIfAny();
        if (shared.Theirs < 0)
        {
            if (rows.Count == table.Rows) return [.. rows.Select(row => row.Group)];
            throw new InputException(
                $"{path} has {rows.Count} rows and shares no identifying column with {table.Path}, which has {table.Rows}.");
        }

        foreach (var repeated in rows.GroupBy(row => row.Key, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            problems.Add($"{path}: {csv.Columns[shared.Theirs]} {repeated.Key} is given {repeated.Count()} times.");
        }

        problems.ThrowIfAny();
        var byKey = rows.ToDictionary(row => row.Key, row => row.Group, StringComparer.Ordinal);
        if (!table.Ids.Any(ids => byKey.ContainsKey(ids[shared.Ours])))
        {
            throw new InputException(
                $"No {csv.Columns[shared.Theirs]} of {path} is in {table.Path}: are they the same people, written alike?");
        }

        return [.. table.Ids.Select(ids => byKey.GetValueOrDefault(ids[shared.Ours]))];
    }

    /// <summary>
    /// Where a column stands that identifies rows in both files; −1 when they share none. Numbers of rows are asked last: two files may
    /// number them differently.
    /// </summary>
    private static (int Ours, int Theirs) SharedColumn(CsvInput csv, ResponseTable table)
    {
        var ours = Enumerable.Range(0, table.IdNames.Count).Where(i => !ColumnRoles.Describes(table.IdNames[i]));
        var places = ours.OrderBy(i => ColumnRoles.NumbersRows(table.IdNames[i]))
            .Select(i => (Ours: i, Theirs: csv.Find(table.IdNames[i], _ => true)));
        return places.FirstOrDefault(place => place.Theirs >= 0, (Ours: -1, Theirs: -1));
    }

    private static string? Known(string cell) => Cell.IsMissing(cell) ? null : cell;
}
