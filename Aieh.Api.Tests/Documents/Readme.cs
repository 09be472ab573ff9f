using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Documents;

/// <summary>What README.md shows for a command.</summary>
/// <param name="Command">The bash block; empty where the README describes the command in its text.</param>
/// <param name="Output">The indented lines after it.</param>
/// <param name="Line">The index of the first output line, or of the line after the command if it shows none.</param>
internal sealed record ReadmeExample(string Command, string[] Output, int Line);

/// <summary>The examples of README.md. UPDATE_GOLDEN=1 rewrites their outputs in place.</summary>
internal sealed class Readme
{
    private const string Indent = "    ";
    private const string Fence = "```";

    private readonly List<string> _lines = [.. File.ReadAllText(PathTo("README.md")).ReplaceLineEndings("\n").Split('\n')];

    public static bool IsRewritten => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>What the service prints when it has started.</summary>
    public ReadmeExample StartUp
    {
        get
        {
            var line = _lines.FindIndex(line => line.StartsWith(Indent + "Ready on ", StringComparison.Ordinal));
            Assert.That(line, Is.Not.Negative, "README.md does not show the start.");
            return new ReadmeExample("", OutputAt(line), line);
        }
    }

    /// <summary>The blocks of "First calls", in order.</summary>
    public IReadOnlyList<ReadmeExample> FirstCalls
    {
        get
        {
            var examples = new List<ReadmeExample>();
            var end = _lines.FindIndex(_lines.IndexOf("## First calls") + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
            for (var line = _lines.IndexOf("## First calls"); line < end; line++)
            {
                if (_lines[line] != Fence + "bash") continue;
                var close = _lines.IndexOf(Fence, line);
                var command = string.Join('\n', _lines[(line + 1)..close]);
                var output = OutputAt(close + 2);
                examples.Add(new ReadmeExample(command, output, output.Length > 0 ? close + 2 : close + 1));
                line = close;
            }

            return examples;
        }
    }

    /// <summary>Fails where a run printed something else than the README shows.</summary>
    public void Shows(IReadOnlyList<ReadmeExample> examples, IReadOnlyList<string> outputs)
    {
        Assert.That(outputs, Has.Count.EqualTo(examples.Count), "outputs of a run");
        var settled = examples
            .Zip(outputs, (example, output) => (Example: example, Output: ExampleValues.Settle(example.Output, Lines(output))))
            .ToList();
        if (IsRewritten) Rewrite(settled);
        else if (settled.Any(pair => !pair.Example.Output.SequenceEqual(pair.Output))) Assert.Fail(Difference(settled));
    }

    /// <summary>A file of the checkout.</summary>
    public static string PathTo(params string[] parts) => Path.Combine([Checkout.Root, .. parts]);

    public static string[] Lines(string output) => [.. output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    private string[] OutputAt(int line) =>
        [.. _lines.Skip(line).TakeWhile(text => text.StartsWith(Indent, StringComparison.Ordinal)).Select(text => text[Indent.Length..])];

    private void Rewrite(List<(ReadmeExample Example, string[] Output)> outputs)
    {
        // From the end, so that the lines before keep their places.
        foreach (var (example, output) in outputs.OrderByDescending(pair => pair.Example.Line))
        {
            _lines.RemoveRange(example.Line, example.Output.Length);
            string[] gap = example.Output.Length == 0 && output.Length > 0 ? [""] : [];
            _lines.InsertRange(example.Line, [.. gap, .. output.Select(line => Indent + line)]);
        }

        File.WriteAllText(PathTo("README.md"), string.Join('\n', _lines));
    }

    private static string Difference(IEnumerable<(ReadmeExample Example, string[] Output)> outputs)
    {
        var differences = outputs
            .Where(pair => !pair.Example.Output.SequenceEqual(pair.Output))
            .Select(pair => $"{pair.Example.Command}\n{Golden.Diff(pair.Example.Output, pair.Output)}");
        return "README.md shows something else than what happens (- README, + this run). If the change is meant, run "
            + $"UPDATE_GOLDEN=1 dotnet test --filter {nameof(ReadmeTests)}\n\n{string.Join("\n\n", differences)}";
    }
}
