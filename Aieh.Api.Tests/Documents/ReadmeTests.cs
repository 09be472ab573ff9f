using System.Text.RegularExpressions;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Documents;

/// <summary>README.md is what happens: its commands are run beside the binary, and its outputs are what they print.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed partial class ReadmeTests
{
    private const string DocumentedAddress = "http://localhost:8080";
    private const string EndOfBlock = "-- end of a block --";
    private const string KeptByHand = "docs/first-calls.ps1 is kept by hand: make it do what README.md does";

    private static readonly string[] _bashPrograms = ["bash", "curl", "grep", "sed"];
    private static readonly string[] _powerShells = ["pwsh", "powershell.exe"];

    /// <summary>`dotnet run` builds, and works in the checkout: here it is the binary under test, in the folder of the service.</summary>
    private static readonly string _bashPreamble = $$"""
        exec 2>&1
        dotnet() {
          [ "$1 $2 $3 $4" = "run --project Aieh.Api --" ] || { echo "The test does not know: dotnet $*"; return 1; }
          shift 4
          command dotnet '{{ServiceProcess.Binary}}' "$@"
        }
        """;

    /// <summary>The same. PowerShell takes the `--` away before a function sees it.</summary>
    private static readonly string _powerShellPreamble = $$"""
        function dotnet {
            $verb = [array]::IndexOf($args, 'keys')
            & (Get-Command dotnet -CommandType Application)[0] '{{ServiceProcess.Binary}}' $args[$verb..($args.Count - 1)]
        }
        """;

    [Test]
    public async Task Serve_Started_PrintsWhatTheReadmeShows()
    {
        await using var service = await ServiceProcess.StartAsync();

        var log = await service.StopAsync();

        var readme = new Readme();
        readme.Shows([readme.StartUp], [StartUp(log, service)]);
    }

    [Test]
    public async Task FirstCalls_PastedIntoBash_PrintWhatTheReadmeShows()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("README.md's blocks are for bash; on Windows docs/first-calls.ps1 is run.");
        var missing = _bashPrograms.Where(program => !IsOnPath(program)).ToArray();
        if (missing.Length > 0) Assert.Ignore($"README.md's blocks were not run: {string.Join(", ", missing)} not on the PATH.");
        await using var service = await ServiceProcess.StartAsync();

        await AssertShownAsync(service);
        await AssertShownAsync(service); // whoever begins again sees the same

        static async Task AssertShownAsync(ServiceProcess service)
        {
            var readme = new Readme();
            var printed = await service.RunAsync("bash", "-c", BashScript(readme, service));
            var values = new ExampleValues();
            readme.Shows(readme.FirstCalls, [.. printed.Split(EndOfBlock + '\n')[..^1].Select(values.In)]);
        }
    }

    [Test]
    public async Task FirstCalls_InPowerShell_PrintWhatTheReadmeShows()
    {
        if (Readme.IsRewritten) Assert.Ignore("docs/first-calls.ps1 was not run, because README.md was rewritten.");
        var shell = _powerShells.FirstOrDefault(IsOnPath);
        if (shell is null) Assert.Ignore("docs/first-calls.ps1 was compared with README.md, but not run: no PowerShell on the PATH.");
        await using var service = await ServiceProcess.StartAsync();

        string[] options = ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"];
        var printed = await service.RunAsync(shell!, [.. options, "-Command", PowerShellScript(service)]);

        string[] shown = [.. new Readme().FirstCalls.SelectMany(example => example.Output)];
        var lines = Readme.Lines(new ExampleValues().In(printed)).Where(line => !line.StartsWith("# ", StringComparison.Ordinal));
        AssertSame(shown, ExampleValues.Settle(shown, [.. lines]));
    }

    [Test]
    public void PowerShellScript_MakesTheCallsOfTheReadme()
    {
        var readme = new Readme().FirstCalls.SelectMany(example => DocumentedCall.OfBash(example.Command));
        var script = DocumentedCall.OfPowerShell(File.ReadAllText(Readme.PathTo("docs", "first-calls.ps1")));

        AssertSame([.. readme.Select(call => call.ToString())], [.. script.Select(call => call.ToString())]);
    }

    private static void AssertSame(string[] readme, string[] script)
    {
        Assert.That(readme, Is.Not.Empty);
        if (!script.SequenceEqual(readme)) Assert.Fail($"{KeptByHand} (- README, + script).\n{Golden.Diff(readme, script)}");
    }

    private static string BashScript(Readme readme, ServiceProcess service)
    {
        const string Address = $"AIEH={DocumentedAddress}\n";
        var blocks = string.Concat(readme.FirstCalls.Select(example => $"{example.Command}\nprintf '\\n%s\\n' '{EndOfBlock}'\n"));
        Assert.That(blocks, Does.Contain(Address), "the line that this test replaces");
        return $"{_bashPreamble}\n{blocks.Replace(Address, $"AIEH={service.Address}\n", StringComparison.Ordinal)}";
    }

    /// <summary>Windows PowerShell would break what it prints into lines as long as a console's.</summary>
    private static string PowerShellScript(ServiceProcess service) => $$"""
        {{_powerShellPreamble}}
        & '{{Readme.PathTo("docs", "first-calls.ps1")}}' -Aieh {{service.Address}} | ForEach-Object { [Console]::Out.WriteLine($_) }
        """;

    /// <summary>The message in the log, at the README's address, the database's folder without what it stands in.</summary>
    private static string StartUp(string log, ServiceProcess service)
    {
        var message = ReadyMessage().Match(log.ReplaceLineEndings("\n")).Value;
        Assert.That(message, Is.Not.Empty, log);
        var unindented = message.Replace("\n      ", "\n", StringComparison.Ordinal);
        var atDocumentedAddress = unindented.Replace(service.Address, DocumentedAddress, StringComparison.Ordinal);
        return DatabasePath().Replace(atDocumentedAddress, "…/aieh-data/aieh.db");
    }

    private static bool IsOnPath(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
    }

    /// <summary>The console indents each line of a message by six spaces, and this message those after its first by two more.</summary>
    [GeneratedRegex("Ready on .*(\n        .*)*")]
    private static partial Regex ReadyMessage();

    [GeneratedRegex(@"(?<=database +)\S.*[/\\]aieh-data[/\\]aieh\.db")]
    private static partial Regex DatabasePath();
}
