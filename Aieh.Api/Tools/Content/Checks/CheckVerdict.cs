using System.Text.RegularExpressions;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>Whether the outcomes of an item's programs prove its key. Each sentence says what does not fit; none means proved.</summary>
internal static partial class CheckVerdict
{
    public static IEnumerable<string> Of(Item item, IReadOnlyList<(CheckProgram Program, CheckOutcome Outcome)> runs)
    {
        var failed = runs
            .Where(run => run.Outcome.Failure is not null)
            .Select(run => $"{Name(run.Program)} {run.Outcome.Failure}")
            .ToList();
        if (failed.Count > 0) return failed;

        return item.Check!.Options is not null ? OfOptions(item, runs) : OfProgram(item, item.Check, runs.Single().Outcome);
    }

    /// <summary>
    /// Whether the outcomes hold for this key only. A program that prints an expected text says nothing about the options: were another one
    /// made the key, nobody would notice. So each other option is tried as the key, with the same outcomes.
    /// </summary>
    public static bool BindsKey(Item item, IReadOnlyList<(CheckProgram Program, CheckOutcome Outcome)> runs) =>
        item.Key is null
        || item.Options.Where(option => option.Id != item.Key).All(option => Of(item with { Key = option.Id }, runs).Any());

    private static IEnumerable<string> OfOptions(Item item, IReadOnlyList<(CheckProgram Program, CheckOutcome Outcome)> runs)
    {
        var expected = item.Check!.ExpectStdout!;
        foreach (var (program, outcome) in runs)
        {
            var isKey = program.Option == item.Key;
            var prints = outcome.Raised is null && outcome.Stdout == expected;
            if (isKey && !prints) yield return $"{Name(program)}, the key, must print {Show(expected)}: {Told(outcome)}";
            if (!isKey && prints) yield return $"{Name(program)} prints what only the key may print, {Show(expected)}";
            // A query without rows is an answer; a program that prints nothing may never have come to the point.
            var printsNothing = outcome is { Raised: null, Stdout: "" };
            if (printsNothing && program.Language != CheckLanguage.Sqlite) yield return $"{Name(program)} prints nothing";
            if (!isKey && outcome.Raised == "SyntaxError")
            {
                yield return $"{Name(program)} is not a program, and so proves nothing: {Told(outcome)}";
            }
        }

        if (expected.Length == 0) yield return "the key's program is expected to print nothing, which proves nothing";
    }

    private static IEnumerable<string> OfProgram(Item item, ItemCheck check, CheckOutcome outcome)
    {
        if (outcome.Raised is null && outcome.Stdout.Length == 0) yield return "the program prints nothing";
        if (check.ExpectStdout is { } stdout && (outcome.Raised is not null || outcome.Stdout != stdout))
        {
            yield return $"the program must print {Show(stdout)}: {Told(outcome)}";
        }

        if (check.ExpectRaises is { } raises && outcome.Raised != raises) yield return $"the program must raise {raises}: {Told(outcome)}";
        var predicting = Predicting(item, check, outcome);
        if (predicting is not null && !predicting.SequenceEqual([item.Key!]))
        {
            var foreseers = predicting.Count == 0 ? "no option" : string.Join(", ", predicting);
            yield return $"the key is {item.Key}, but what the program does is predicted by {foreseers}: {Told(outcome)}";
        }
    }

    /// <summary>
    /// The options that foresee the outcome: as the check says, as the check's own program names them or, for the item's own code, as their
    /// code spans quote it. Null if none tells.
    /// </summary>
    private static List<string>? Predicting(Item item, ItemCheck check, CheckOutcome outcome)
    {
        if (check.Predictions is { } predictions)
        {
            return [.. predictions.Where(p => p.Value == outcome.Text).Select(p => p.Key).Order(StringComparer.Ordinal)];
        }

        if (item.Key is null || check.ExpectStdout is null) return null;

        if (check.Code is not null) return Named(item, outcome.Stdout);

        return [.. item.Options.Where(o => Quoted(o.Text) == outcome.Stdout).Select(o => o.Id)];
    }

    // A program written for the check may work the answer out and print the id of the option, or the ids of all that hold.
    private static List<string>? Named(Item item, string stdout)
    {
        var words = stdout.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && words.All(id => item.Options.Any(o => o.Id == id)) ? [.. words] : null;
    }

    // "`a`, `b`" stands for the printed lines a and b.
    private static string Quoted(string option) => string.Concat(CodeSpan().Matches(option).Select(m => m.Groups[1].Value + "\n"));

    private static string Name(CheckProgram program) => program.Option is null ? "the program" : $"the program of option {program.Option}";

    private static string Told(CheckOutcome outcome) =>
        outcome.Raised is null
            ? $"it printed {Show(outcome.Stdout)}"
            : $"it raised {outcome.Raised}{(outcome.Detail is null ? "" : $" ({outcome.Detail})")}";

    private static string Show(string text)
    {
        const int Enough = 120;
        var line = text.Replace("\n", "\\n", StringComparison.Ordinal);
        return $"\"{(line.Length > Enough ? line[..Enough] + "…" : line)}\"";
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex CodeSpan();
}
