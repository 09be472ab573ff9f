using System.Collections.Concurrent;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>
/// What became of the programs of one item bank. Each problem names its item; the checks of unbound items pass, and would with another
/// key too. Unconfined is what the programs could do on this system, and could not on others.
/// </summary>
internal sealed record CheckReport(
    IReadOnlyDictionary<CheckLanguage, int> Executed,
    IReadOnlyList<(string Item, string What)> Problems,
    IReadOnlyList<string> Unbound,
    IReadOnlyList<string> Unconfined);

/// <summary>Executes the checks of an item bank.</summary>
internal static class CheckRunner
{
    // Some programs measure time: more of them than there are processors would disturb each other.
    private static readonly int AtOnce = Environment.ProcessorCount;

    /// <exception cref="InterpreterException">An interpreter that the programs need is missing or too old.</exception>
    public static async Task<CheckReport> RunAsync(IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var programs = items.SelectMany(CheckProgram.Of).ToList();
        var interpreters = new Dictionary<CheckLanguage, Interpreter>();
        var languages = programs.Select(program => program.Language).Distinct();
        foreach (var language in languages.Where(language => language != CheckLanguage.Sqlite))
        {
            interpreters.Add(language, await Interpreter.FindAsync(language, cancellationToken));
        }

        var outcomes = new ConcurrentDictionary<CheckProgram, CheckOutcome>(ReferenceEqualityComparer.Instance);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(programs, options, async (program, token) =>
            outcomes[program] = program.Language == CheckLanguage.Sqlite
                ? SqliteProgram.Run(program, CheckLimit.Proof)
                : await interpreters[program.Language].RunAsync(program.Code, CheckLimit.Proof, token));

        var byItem = programs.ToLookup(program => program.Item, program => (program, outcomes[program]), StringComparer.Ordinal);
        var checkedItems = items.Where(item => item.Check is not null).ToList();
        return new CheckReport(
            programs.CountBy(program => program.Language).ToDictionary(),
            [.. checkedItems.SelectMany(item => CheckVerdict.Of(item, [.. byItem[item.Id]]).Select(what => (item.Id, what)))],
            [.. checkedItems.Where(item => !CheckVerdict.BindsKey(item, [.. byItem[item.Id]])).Select(item => item.Id)],
            [.. interpreters.Values.SelectMany(interpreter => interpreter.Confinement.Missing).Distinct()]);
    }
}
