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
    private readonly int[] _shown;

    private ResponseTable(string path, ResponseColumns columns, string[] idNames)
    {
        Path = path;
        Items = columns.ItemNames;
        IdNames = idNames;
        HasFrequencies = columns.Frequency is not null;
        HasColumn = [.. columns.Items.Select(at => at >= 0)];
        _shown = ColumnRoles.Shown(idNames);
    }

    public string Path { get; }

    public IReadOnlyList<string> Items { get; }

    /// <summary>Names of the identifying columns, in the order of the file.</summary>
    public IReadOnlyList<string> IdNames { get; }

    public bool HasFrequencies { get; }

    /// <summary>
    /// Row-major, rows × items: the category of each answer by its item's codes, −1 where there is none, whatever that means.
    /// </summary>
    public int[] Answers { get; private set; } = [];

    /// <summary>The same, an item without an answer being category 0 if that is what it means: what raw scores are sums of.</summary>
    public int[] Scored { get; private set; } = [];

    /// <summary>The same in the categories of the parameters, which may stand for several of the answers: what models are about.</summary>
    public int[] Responses { get; private set; } = [];

    /// <summary>The codes of each item, where they are not categories 0..m; null otherwise.</summary>
    public IReadOnlyList<IReadOnlyList<int>?> Codes { get; private set; } = [];

    /// <summary>Whether the file has a column of each item; one without was administered to nobody.</summary>
    public IReadOnlyList<bool> HasColumn { get; }

    /// <summary>How many people each row stands for; 1 without a column of frequencies.</summary>
    public int[] Frequencies { get; private set; } = [];

    public IReadOnlyList<string[]> Ids { get; private set; } = [];

    public int Rows => Frequencies.Length;

    public long People => Frequencies.Sum(frequency => (long)frequency);

    /// <summary>What identifies a row to a reader: the identifying columns shown but group and true ability, or its number.</summary>
    public string NameOf(int row)
    {
        string[] names = [.. _shown.Where(i => !ColumnRoles.Describes(IdNames[i])).Select(i => Ids[row][i])];
        return names.Length > 0 ? string.Join(", ", names) : (row + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The columns of a result that say whose row it is: the identifying columns, or the row's number.</summary>
    public IEnumerable<string> PersonHeader =>
        _shown.Length > 0 ? _shown.Select(i => IdNames[i].Length == 0 ? "person" : IdNames[i]) : ["person"];

    /// <summary>What stands below <see cref="PersonHeader"/>.</summary>
    public IEnumerable<string> PersonCells(int row) =>
        _shown.Length > 0 ? _shown.Select(i => Ids[row][i]) : [OutputFile.Number(row + 1)];

    public ReadOnlySpan<int> Row(int row) => Responses.AsSpan(row * Items.Count, Items.Count);

    public ReadOnlySpan<int> ScoredRow(int row) => Scored.AsSpan(row * Items.Count, Items.Count);

    /// <summary>Responses to the items of a form, in its order.</summary>
    /// <exception cref="InputException">Anything is wrong with the file.</exception>
    public static ResponseTable Read(string path, ItemList form, ColumnRoles roles, MissingResponses missing, Remarks remarks)
    {
        var problems = new InputProblems();
        using var csv = CsvInput.Open(path, problems);
        string[] left = [.. form.NotEstimated.Where(HasColumnOf)];
        remarks.Add(left, "could not be calibrated, and the answers are passed over");
        ColumnRoles others = roles with { Ignored = [.. roles.Ignored, .. left, .. form.PassedOver.Where(HasColumnOf)] };
        var columns = ResponseColumns.Of(csv, form, others, problems, remarks);
        CheckDeclared(roles.Codes, columns, path, problems);
        var table = new ResponseTable(path, columns, [.. columns.Ids.Select(id => csv.Columns[id])])
        {
            Codes = [.. form.Items.Select(item => CodesOf(item, roles.Codes, problems))],
        };
        problems.ThrowIfAny();
        table.Fill(csv, columns, [.. form.Items.Select(item => item.Categories)], problems);
        if (missing == MissingResponses.Incorrect) table.Scored = table.WithoutMissing();
        table.Responses = table.Fitted(form);
        remarks.AddShifted(form, table);
        return table;

        bool HasColumnOf(string name) => csv.Columns.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Responses to whatever items the file has; codes that nobody declared are categories.</summary>
    /// <exception cref="InputException">Anything is wrong with the file.</exception>
    public static ResponseTable Read(string path, ColumnRoles roles, int categories)
    {
        var problems = new InputProblems();
        using var csv = CsvInput.Open(path, problems);
        var columns = ResponseColumns.Of(csv, roles, problems);
        CheckDeclared(roles.Codes, columns, path, problems);
        var idNames = columns.Ids.Select(id => csv.Columns[id]);
        var table = new ResponseTable(path, columns, [.. idNames]) { Codes = [.. columns.ItemNames.Select(roles.Codes.Of)] };
        table.Fill(csv, columns, [.. columns.Items.Select(_ => categories)], problems);
        return table;
    }

    private static void CheckDeclared(ItemCodes declared, ResponseColumns columns, string path, InputProblems problems)
    {
        foreach (var name in declared.Items.Except(columns.ItemNames, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add($"{path}: --codes names {name}, which is no item.");
        }
    }

    /// <summary>What is declared goes before what the calibration says.</summary>
    private static IReadOnlyList<int>? CodesOf(NamedItem item, ItemCodes declared, InputProblems problems)
    {
        if (declared.Of(item.Name) is not { } codes) return item.Codes;
        if (codes.Count == item.Categories) return codes;
        problems.Add($"{item.Name} has {item.Categories} categories, and --codes gives it {codes.Count}: {ItemCodes.Written(codes)}.");
        return null;
    }

    private void Fill(CsvInput csv, ResponseColumns columns, int[] categories, InputProblems problems)
    {
        var answers = new List<int>();
        var frequencies = new List<int>();
        var ids = new List<string[]>();
        var people = new RepeatedPeople(Path, IdNames);
        while (csv.Read())
        {
            for (var i = 0; i < columns.Items.Length; i++)
            {
                var at = columns.Items[i];
                answers.Add(at < 0 ? Response.NotAdministered : ResponseCell.Category(csv, at, categories[i], Codes[i]));
            }

            frequencies.Add(columns.Frequency is { } place ? ResponseCell.Frequency(csv, place) : 1);
            ids.Add([.. columns.Ids.Select(id => csv[id])]);
            people.Add(ids[^1], csv.Row, problems);
        }

        if (frequencies.Count == 0) problems.Add($"{csv.Path} has no rows below its header.");
        problems.ThrowIfAny();
        Answers = Scored = Responses = [.. answers];
        (Frequencies, Ids) = ([.. frequencies], ids);
    }

    /// <summary>An item without a column was not administered, whatever an empty cell means.</summary>
    private int[] WithoutMissing()
    {
        int[] scored = [.. Answers];
        for (var at = 0; at < scored.Length; at++)
        {
            if (scored[at] < 0 && HasColumn[at % Items.Count]) scored[at] = 0;
        }

        return scored;
    }

    private int[] Fitted(ItemList form)
    {
        if (form.Items.All(item => item.CategoryMap is null)) return Scored;
        int[] fitted = [.. Scored];
        for (var at = 0; at < fitted.Length; at++)
        {
            if (fitted[at] >= 0 && form.Items[at % Items.Count].CategoryMap is { } map) fitted[at] = map[fitted[at]];
        }

        return fitted;
    }
}
