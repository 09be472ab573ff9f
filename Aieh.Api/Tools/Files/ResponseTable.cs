using System.Globalization;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>What an unanswered cell means.</summary>
internal enum MissingResponses
{
    NotAdministered,

    /// <summary>Category 0, as in a timed fixed form.</summary>
    Incorrect,
}

/// <summary>Responses of people (or of patterns that several people share) to items.</summary>
internal sealed class ResponseTable
{
    private ResponseTable(string path, ResponseColumns columns, string[] idNames)
    {
        Path = path;
        Items = columns.ItemNames;
        IdNames = idNames;
        HasFrequencies = columns.Frequency is not null;
    }

    public string Path { get; }

    public IReadOnlyList<string> Items { get; }

    /// <summary>Names of the identifying columns, in the order of the file.</summary>
    public IReadOnlyList<string> IdNames { get; }

    public bool HasFrequencies { get; }

    /// <summary>Row-major, rows × items: categories 0..m, −1 not administered.</summary>
    public int[] Responses { get; private set; } = [];

    /// <summary>How many people each row stands for; 1 without a column of frequencies.</summary>
    public int[] Frequencies { get; private set; } = [];

    public IReadOnlyList<string[]> Ids { get; private set; } = [];

    public int Rows => Frequencies.Length;

    public long People => Frequencies.Sum(frequency => (long)frequency);

    /// <summary>What identifies a row to a reader: its identifying columns without group and true ability, or its number from 1.</summary>
    public string NameOf(int row)
    {
        var names = Ids[row].Where((_, i) => !ColumnRoles.Describes(IdNames[i])).ToArray();
        return names.Length > 0 ? string.Join(", ", names) : (row + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The columns of a result that say whose row it is: the identifying columns, or the row's number.</summary>
    public IEnumerable<string> PersonHeader => IdNames.Count > 0 ? IdNames.Select(name => name.Length == 0 ? "person" : name) : ["person"];

    /// <summary>What stands below <see cref="PersonHeader"/>.</summary>
    public IEnumerable<string> PersonCells(int row) => IdNames.Count > 0 ? Ids[row] : [OutputFile.Number(row + 1)];

    public ReadOnlySpan<int> Row(int row) => Responses.AsSpan(row * Items.Count, Items.Count);

    /// <summary>Responses to the items of a form, in its order.</summary>
    /// <exception cref="InputException">Anything is wrong with the file.</exception>
    public static ResponseTable Read(string path, ItemList form, ColumnRoles roles, MissingResponses missing, TextWriter notes)
    {
        var problems = new InputProblems();
        using var csv = CsvInput.Open(path, problems);
        var left = form.NotEstimated.Where(csv.Columns.Contains).ToArray();
        if (left.Length > 0)
        {
            var verb = left.Length == 1 ? "is" : "are";
            notes.WriteLine($"Note: {path}: {string.Join(", ", left)} could not be calibrated and {verb} passed over.");
        }

        var columns = ResponseColumns.Of(csv, form.Items, roles with { Ignored = [.. roles.Ignored, .. left] }, problems, notes);
        var table = Read(csv, columns, [.. form.Items.Select(item => item.Categories)], missing, problems);
        for (var i = 0; i < form.Items.Count; i++)
        {
            if (form.Items[i].CategoryMap is not { } map) continue;
            for (var at = i; at < table.Responses.Length; at += form.Items.Count)
            {
                if (table.Responses[at] >= 0) table.Responses[at] = map[table.Responses[at]];
            }
        }

        return table;
    }

    /// <summary>Responses to whatever items the file has.</summary>
    /// <exception cref="InputException">Anything is wrong with the file.</exception>
    public static ResponseTable Read(string path, ColumnRoles roles, int categories)
    {
        var problems = new InputProblems();
        using var csv = CsvInput.Open(path, problems);
        var columns = ResponseColumns.Of(csv, roles, problems);
        return Read(csv, columns, [.. columns.Items.Select(_ => categories)], MissingResponses.NotAdministered, problems);
    }

    private static ResponseTable Read(
        CsvInput csv, ResponseColumns columns, int[] categories, MissingResponses missing, InputProblems problems)
    {
        var responses = new List<int>();
        var frequencies = new List<int>();
        var ids = new List<string[]>();
        while (csv.Read())
        {
            for (var i = 0; i < columns.Items.Length; i++)
            {
                // An item without a column was not administered, whatever an empty cell means.
                var category = columns.Items[i] < 0 ? Response.NotAdministered : Category(csv, columns.Items[i], categories[i], missing);
                responses.Add(category);
            }

            frequencies.Add(columns.Frequency is { } at ? Frequency(csv, at) : 1);
            ids.Add([.. columns.Ids.Select(id => csv[id])]);
        }

        if (frequencies.Count == 0) problems.Add($"{csv.Path} has no rows below its header.");
        problems.ThrowIfAny();
        return new ResponseTable(csv.Path, columns, [.. columns.Ids.Select(id => csv.Columns[id])])
        {
            Responses = [.. responses],
            Frequencies = [.. frequencies],
            Ids = ids,
        };
    }

    private static int Category(CsvInput csv, int column, int categories, MissingResponses missing)
    {
        var cell = csv[column];
        var category = ResponseCell.Parse(cell);
        if (category == Response.NotAdministered) return missing == MissingResponses.Incorrect ? 0 : category;
        if (category >= 0 && category < categories) return category;
        csv.Refuse(column, $"'{cell}' is not a category 0..{categories - 1}.");
        return 0;
    }

    private static int Frequency(CsvInput csv, int column)
    {
        if (int.TryParse(csv[column], NumberStyles.None, CultureInfo.InvariantCulture, out var frequency)) return frequency;
        csv.Refuse(column, $"'{csv[column]}' is not a number of people.");
        return 0;
    }
}
