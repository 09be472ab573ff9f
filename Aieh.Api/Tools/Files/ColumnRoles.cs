namespace Aieh.Api.Tools.Files;

/// <summary>Which columns of a table of responses are what, where the names alone do not say it.</summary>
/// <param name="Ids">Columns that identify the row; copied to results.</param>
/// <param name="Frequency">The column that counts the people a row stands for; null for freq or frequency, if there.</param>
/// <param name="Ignored">Columns that are not read.</param>
internal sealed record ColumnRoles(IReadOnlyList<string> Ids, string? Frequency, IReadOnlyList<string> Ignored)
{
    /// <summary>Columns that are not items unless a form names them so.</summary>
    private static readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "Unnamed: 0", "pattern", "examinee", "person", "id", "candidate", "attempt", "group", "theta", "true_theta",
    };

    private static readonly string[] _descriptions = ["group", "theta", "true_theta"];

    private static readonly string[] _frequencies = ["freq", "frequency"];

    public static ColumnRoles None { get; } = new([], null, []);

    /// <summary>Whether the columns that have no other role are the items of the form in their order, whatever they are called.</summary>
    public bool ByPosition { get; init; }

    public ItemCodes Codes { get; init; } = ItemCodes.None;

    /// <summary>Whether a column numbers rows: so R names that of its row names, and pandas what it read of one.</summary>
    public static bool NumbersRows(string column) => column is "" or "Unnamed: 0";

    /// <summary>Which identifying columns a result shows: numbers of rows only where no other says who it is.</summary>
    public static int[] Shown(IReadOnlyList<string> columns)
    {
        var hasNames = columns.Any(column => !NumbersRows(column) && !Describes(column));
        return [.. Enumerable.Range(0, columns.Count).Where(i => !hasNames || !NumbersRows(columns[i]))];
    }

    /// <summary>Whether a reserved column says something about the person rather than who it is.</summary>
    public static bool Describes(string column) => _descriptions.Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>Which columns of a file have the roles that somebody named; a name that no column has is a problem.</summary>
    public PlacedRoles In(CsvInput csv, InputProblems problems)
    {
        return new PlacedRoles(csv, [.. Ids.Select(Place)], Frequency is null ? null : Place(Frequency), [.. Ignored.Select(Place)]);

        int Place(string name)
        {
            var at = csv.Find(name, _ => true);
            if (at < 0) problems.Add($"{csv.Path}: there is no column {name}.");
            return at;
        }
    }

    /// <summary>The roles of columns by their place in one file.</summary>
    internal sealed class PlacedRoles(CsvInput csv, HashSet<int> ids, int? frequency, HashSet<int> ignored)
    {
        /// <summary>Whether somebody gave the column a role, so that it is no item even if a form has one of its name.</summary>
        public bool IsNamed(int column) => ids.Contains(column) || ignored.Contains(column) || column == frequency;

        public bool IsId(int column) => !ignored.Contains(column) && (ids.Contains(column) || _reserved.Contains(csv.Columns[column]));

        public bool IsFrequency(int column) =>
            !ignored.Contains(column)
            && (frequency is { } named ? column == named : _frequencies.Contains(csv.Columns[column], StringComparer.OrdinalIgnoreCase));

        /// <summary>Whether the column is no item unless a form says so.</summary>
        public bool IsKnown(int column) => IsNamed(column) || IsId(column) || IsFrequency(column);
    }
}
