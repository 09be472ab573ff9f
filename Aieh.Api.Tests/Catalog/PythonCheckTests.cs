using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aieh.Api.Catalog;

namespace Aieh.Api.Tests.Catalog;

/// <summary>Runs every program that proves a key, all in one Python process.</summary>
public sealed partial class PythonCheckTests
{
    // Each program gets a namespace of its own; what it prints or raises comes back as data.
    private const string Driver = """
        import contextlib, io, json, sys, warnings
        warnings.simplefilter("ignore")
        outcomes = []
        for program in json.load(sys.stdin):
            printed, raised = io.StringIO(), None
            try:
                with contextlib.redirect_stdout(printed):
                    exec(compile(program, "<item>", "exec"), {"__name__": "__main__"})
            except BaseException as error:
                raised = type(error).__name__
            outcomes.append({"stdout": printed.getvalue(), "raised": raised})
        json.dump(outcomes, sys.stdout)
        """;

    private static readonly JsonSerializerOptions _web = new(JsonSerializerDefaults.Web);

    [Test]
    public async Task Checks_RunWithPython_ProveEveryKey()
    {
        var version = await RunAsync("import sys; print('%d.%d' % sys.version_info[:2])", "");
        if (version is null || Version.Parse(version.Trim()) < new Version(3, 11))
        {
            Assert.Ignore($"The programs that prove the keys were not run: they need python3 3.11 or later on the PATH, found {version?.Trim() ?? "none"}.");
        }

        var items = CatalogueFiles.Load(ShippedCatalogueTests.Folder).ItemBanks.Values.SelectMany(b => b.Items).Where(i => i.Check is not null).ToList();
        var programs = items.Select(i => i.Check!.Code ?? i.Code!.Text);
        var output = await RunAsync(Driver, JsonSerializer.Serialize(programs));
        var outcomes = JsonSerializer.Deserialize<List<Outcome>>(output!, _web)!;

        Assert.That(outcomes, Has.Count.EqualTo(items.Count));
        Assert.Multiple(() =>
        {
            foreach (var (item, outcome) in items.Zip(outcomes))
            {
                Assert.That(outcome.Raised, Is.EqualTo(item.Check!.ExpectRaises), item.Id);
                if (item.Check.ExpectStdout is { } expected) Assert.That(outcome.Stdout, Is.EqualTo(expected), item.Id);
            }
        });
        await TestContext.Out.WriteLineAsync($"{items.Count} programs run with Python {version!.Trim()}.");
    }

    [Test]
    public void Checks_OfPrograms_PredictTheKeyAndNoOtherOption()
    {
        var items = CatalogueFiles.Load(ShippedCatalogueTests.Folder).ItemBanks.Values.SelectMany(b => b.Items)
            .Where(i => i.Check is { Code: null, ExpectStdout: not null }).ToList();

        Assert.That(items, Has.Count.GreaterThan(20));
        foreach (var item in items)
        {
            var predicting = item.Options.Where(o => Quoted(o.Text) == item.Check!.ExpectStdout).Select(o => o.Id);
            Assert.That(predicting, Is.EqualTo((string[])[item.Key!]), item.Id);
        }
    }

    // "`a`, `b`" stands for the printed lines a and b.
    private static string Quoted(string option) => string.Concat(CodeSpan().Matches(option).Select(m => m.Groups[1].Value + "\n"));

    private static async Task<string?> RunAsync(string program, string input)
    {
        using var python = new Process { StartInfo = new("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true } };
        foreach (var argument in (string[])["-I", "-c", program]) python.StartInfo.ArgumentList.Add(argument);
        try
        {
            python.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await python.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
            python.StandardInput.Close();
            var errors = python.StandardError.ReadToEndAsync(timeout.Token);
            var output = await python.StandardOutput.ReadToEndAsync(timeout.Token);
            await python.WaitForExitAsync(timeout.Token);
            Assert.That(python.ExitCode, Is.Zero, await errors);
            return output;
        }
        catch (OperationCanceledException)
        {
            python.Kill(entireProcessTree: true);
            throw;
        }
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex CodeSpan();

    private sealed record Outcome(string Stdout, string? Raised);
}
