namespace Aieh.Api.Tools.Files;

/// <summary>Refuses the rows of people who have one already.</summary>
/// <param name="path">The file.</param>
/// <param name="idNames">Its identifying columns.</param>
internal sealed class RepeatedPeople(string path, IReadOnlyList<string> idNames)
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);

    // R's row names say nothing of people where another column does.
    private readonly int[] _names =
        [.. Enumerable.Range(0, idNames.Count).Where(i => idNames[i].Length > 0 && !ColumnRoles.Describes(idNames[i]))];

    /// <param name="ids">The identifying cells of a row; a person without a name is somebody else each time.</param>
    public void Add(string[] ids, int row, InputProblems problems)
    {
        if (_names.Length == 0 || _names.Any(i => Cell.IsMissing(ids[i]))) return;
        var name = string.Join(", ", _names.Select(i => ids[i]));
        if (_rows.TryAdd(name, row)) return;
        problems.Add(
            $"{path}, row {row}, column {string.Join(", ", _names.Select(i => idNames[i]))}: {name} is in row {_rows[name]} already. "
            + "Keep one row, or name with --id a column that tells the two apart, or the column with --ignore.");
    }
}
