using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Files;

/// <summary>Who was selected, by group.</summary>
/// <param name="Groups">By name.</param>
/// <param name="WithoutGroup">People whose group is unknown, left out.</param>
/// <param name="WithoutDecision">People whose decision or score is unknown, left out.</param>
internal sealed record SelectionTable(IReadOnlyList<SelectionCounts> Groups, long WithoutGroup, long WithoutDecision)
{
    /// <summary>
    /// From a row for each person, with a column `selected` of 0 and 1, or a score and its cut; or, where there is a column `applicants`,
    /// from a row of counts for each group.
    /// </summary>
    /// <param name="path">A CSV file with a column `group`.</param>
    /// <param name="score">The column of the score.</param>
    /// <param name="cut">The score from which people are selected; null to read `selected`.</param>
    /// <exception cref="InputException">Anything is wrong with the file.</exception>
    public static SelectionTable Read(string path, string score, double? cut)
    {
        var problems = new InputProblems();
        using var csv = CsvInput.Open(path, problems);
        var columns = new Columns(Find("group"), Find(cut is null ? "selected" : score), Find("applicants"), Find("freq", "frequency"));
        Require(columns.Group, "group");
        Require(columns.Decision, cut is null ? "selected, which is 1 for the selected; or say --cut, the lowest score selected" : score);
        problems.ThrowIfAny();

        var table = columns.Applicants >= 0 && cut is null ? Counted(csv, columns) : Decided(csv, columns, cut);
        problems.ThrowIfAny();
        return table.Groups.Count > 0 ? table : throw new InputException($"{path}: nobody has both a group and a decision.");

        int Find(params string[] names) => names.Select(name => csv.Find(name, _ => true)).FirstOrDefault(at => at >= 0, -1);

        void Require(int at, string what)
        {
            if (at < 0) problems.Add($"{path} has no column {what}.");
        }
    }

    private static SelectionTable Decided(CsvInput csv, Columns columns, double? cut)
    {
        var groups = new SortedDictionary<string, (long Applicants, long Selected)>(StringComparer.Ordinal);
        long withoutGroup = 0, withoutDecision = 0;
        while (csv.Read())
        {
            var (group, cell) = (csv[columns.Group], csv[columns.Decision]);
            var people = columns.Frequency < 0 ? 1 : ResponseCell.Frequency(csv, columns.Frequency);
            if (Cell.IsMissing(group)) withoutGroup += people;
            else if (Cell.IsMissing(cell)) withoutDecision += people;
            else
            {
                var isSelected = cut is { } lowest ? IsAtLeast(lowest, cell) : DecisionOf(cell);
                if (isSelected is null) csv.Refuse(columns.Decision, $"'{cell}' is {(cut is null ? "neither 0 nor 1" : "not a number")}.");
                var (applicants, selected) = groups.GetValueOrDefault(group);
                groups[group] = (applicants + people, selected + (isSelected == true ? people : 0));
            }
        }

        return new SelectionTable([.. groups.Select(pair => Of(csv, pair.Key, pair.Value))], withoutGroup, withoutDecision);
    }

    private static SelectionTable Counted(CsvInput csv, Columns columns)
    {
        var groups = new SortedDictionary<string, SelectionCounts>(StringComparer.Ordinal);
        while (csv.Read())
        {
            var name = csv[columns.Group];
            var (applicants, selected) = (ResponseCell.Frequency(csv, columns.Applicants), ResponseCell.Frequency(csv, columns.Decision));
            if (Cell.IsMissing(name)) csv.Refuse(columns.Group, "a group needs a name.");
            else if (selected > applicants) csv.Refuse(columns.Decision, $"{selected} are more than the {applicants} applicants.");
            else if (!groups.TryAdd(name, new SelectionCounts(name, applicants, selected)))
            {
                csv.Refuse(columns.Group, $"{name} has a row already; one row of counts for each group.");
            }
        }

        return new SelectionTable([.. groups.Values], 0, 0);
    }

    private static SelectionCounts Of(CsvInput csv, string group, (long Applicants, long Selected) counts)
    {
        if (counts.Applicants <= int.MaxValue) return new SelectionCounts(group, (int)counts.Applicants, (int)counts.Selected);
        throw new InputException($"{csv.Path}: {group} has {counts.Applicants} applicants, more than can be counted.");
    }

    private static bool? IsAtLeast(double lowest, string cell) => Cell.Number(cell) is { } score ? score >= lowest : null;

    private static bool? DecisionOf(string cell)
    {
        if (bool.TryParse(cell, out var told)) return told;
        return Cell.WholeNumber(cell) switch { 0 => false, 1 => true, _ => null };
    }

    private readonly record struct Columns(int Group, int Decision, int Applicants, int Frequency);
}
