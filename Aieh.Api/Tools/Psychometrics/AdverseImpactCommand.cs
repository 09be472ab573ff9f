using System.CommandLine;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `adverse-impact`: selection rates of groups beside the highest of them.</summary>
internal static class AdverseImpactCommand
{
    private const string Caution =
        "A ratio below four fifths of the highest rate is generally regarded as evidence of adverse impact.\n"
        + "Smaller differences may be evidence too, and larger ones need not be where numbers are small: hence the test and z.\n"
        + "Nothing here is a legal finding.";

    public static Command Create()
    {
        var decisions = VerbOptions.File(
            "--decisions",
            "A column group, and for each person selected (0 or 1) or a score; or applicants and selected of each group. CSV.");
        var cut = new Option<double?>("--cut") { Description = "The lowest score selected; people are selected by `selected` without it." };
        var score = new Option<string>("--score")
        {
            Description = "The column of the score, with --cut.",
            DefaultValueFactory = _ => "reported",
            HelpName = "column",
        };
        var cell = new Option<int>("--smallest-cell")
        {
            Description = "Groups with fewer applicants are not shown.",
            DefaultValueFactory = _ => AdverseImpact.DefaultSmallestCell,
        };
        cell.Refuse(people => people < 1, "--smallest-cell must be at least 1.");
        cut.Refuse(lowest => lowest is { } given && !double.IsFinite(given), "--cut must be a number.");
        var output = VerbOptions.Output("The table, text; standard output without it.");
        var numbers = new Option<string?>("--json") { Description = "Where to write the numbers, JSON.", HelpName = "file" };
        var command = new Command(
            "adverse-impact",
            "Selection rates by group: ratio to the highest rate (four-fifths rule), Fisher's exact test, z.")
        {
            decisions, cut, score, cell, output, numbers,
        };
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(decisions)!];
            var (text, json) = (result.GetValue(output), result.GetValue(numbers));
            RefuseInputs(text, inputs);
            RefuseInputs(json, text is null ? inputs : [.. inputs, text]);
            var table = SelectionTable.Read(inputs[0], result.GetValue(score)!, result.GetValue(cut));
            var impact = AdverseImpact.Analyze([.. table.Groups], result.GetValue(cell));
            Write(text, inputs, Console.Out, writer => WriteText(writer, impact));
            if (json is not null) Write(json, inputs, Console.Out, writer => WriteJson(writer, Shown(impact, table)));
            if (table.WithoutGroup > 0) Console.Error.WriteLine($"{table.WithoutGroup} people without a group are left out.");
            if (table.WithoutDecision > 0) Console.Error.WriteLine($"{table.WithoutDecision} people without a decision are left out.");
            return 0;
        }
    }

    private static object Shown(AdverseImpactResult impact, SelectionTable table) => new
    {
        impact.SmallestCell,
        impact.ComparisonGroup,
        PeopleWithoutGroup = table.WithoutGroup,
        PeopleWithoutDecision = table.WithoutDecision,
        impact.Groups,
    };

    private static void WriteText(TextWriter writer, AdverseImpactResult impact)
    {
        string[] header = ["group", "applicants", "selected", "rate", "ratio", "below 4/5", "Fisher p", "z", "shortfall", ""];
        string[][] rows = [header, .. impact.Groups.Select(group => Row(group, impact.SmallestCell))];
        int[] widths = [.. header.Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column is 0 or 9 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            writer.Write(string.Join("  ", cells).TrimEnd() + "\n");
        }

        writer.Write('\n');
        writer.Write(impact.ComparisonGroup is { } group
            ? $"Compared with {group}, the group of the highest rate.\n{Caution}\n"
            : "Nothing is compared: fewer than two groups are shown, or nobody was selected.\n");
    }

    private static string[] Row(GroupImpact group, int smallest) =>
    [
        group.Group,
        group.Applicants is { } applicants ? Number(applicants) : "",
        group.Selected is { } selected ? Number(selected) : "",
        group.Rate is { } rate ? Show.Percent(rate) : "",
        group.ImpactRatio is { } ratio ? Show.Number(ratio) : "",
        group.BelowFourFifths switch { true => "yes", false => "no", null => "" },
        group.FisherPValue is { } p ? Show.Probability(p) : "",
        group.Z is { } z ? Show.Number(z) : "",
        group.Shortfall is { } people ? Show.Number(people, "0.0") : "",
        group.Status switch
        {
            ImpactStatus.Comparison => "highest rate",
            ImpactStatus.Suppressed => $"not shown: fewer than {smallest} applicants",
            ImpactStatus.NotCompared => "not compared",
            _ => group.BeyondTwoStandardDeviations == true ? "beyond two standard deviations" : "",
        },
    ];
}
