using System.CommandLine;

namespace Aieh.Api.Tools.Files;

/// <summary>
/// What a careful colleague would point out about a result: told on standard error once it is written. A remark changes nothing in the
/// result and leaves the exit code 0, unless --strict asks for another.
/// </summary>
internal sealed class Remarks
{
    /// <summary>The result is written, and --strict was asked for where there is something to look at.</summary>
    public const int ExitCode = 3;

    private const int MostNames = 10;

    private readonly List<string> _lines = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<string> Lines => _lines;

    public static Option<bool> Strict() => new("--strict")
    {
        Description = $"Exit with {ExitCode} when there is something to look at; the result is written all the same.",
    };

    public void Add(string remark) => _lines.Add(remark);

    /// <summary>How something was understood that nobody needs to look at: told before the remarks, and no reason for --strict.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>One remark about several items, or whatever has names; none about none.</summary>
    public void Add(IReadOnlyCollection<string> names, string remark)
    {
        if (names.Count > 0) _lines.Add($"{Listed(names)}: {remark}");
    }

    /// <summary>The first ten names and how many more there are.</summary>
    public static string Listed(IReadOnlyCollection<string> names)
    {
        var more = names.Count - MostNames;
        return string.Join(", ", names.Take(MostNames)) + (more > 0 ? $" and {more} more" : "");
    }

    /// <summary>Says all of it, or nothing where there is nothing to say.</summary>
    /// <returns>The exit code of the verb.</returns>
    public int Tell(TextWriter notes, bool isStrict)
    {
        foreach (var note in _notes) notes.WriteLine($"Note: {note}");
        if (_lines.Count == 0) return 0;
        notes.WriteLine("Worth a look:");
        foreach (var line in _lines) notes.WriteLine($"- {line}");
        return isStrict ? ExitCode : 0;
    }
}
