using System.Diagnostics;
using System.Text.Json.Nodes;
using Aieh.Api.Tests.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Content.Checks;

namespace Aieh.Api.Tests.Tools.Content;

/// <summary>The verbs of authors as they run them.</summary>
public sealed class CatalogVerbTests
{
    private const string Items = "assessments/python-fundamentals/items.json";

    private static IEnumerable<TestCaseData> Checks() =>
    [
        new TestCaseData(
            "python",
            """{ "code": "print('a')\n","""
            + """ "predictions": { "a": "b\n", "b": "c\n", "c": "a\n", "d": "raises: KeyError" } }"""),
        new TestCaseData(
            "javascript",
            """{ "language": "javascript", "expectStdout": "1\n","""
            + """ "options": { "a": "console.log(2)", "b": "console.log(3)", "c": "console.log(1)", "d": "null.x" } }"""),
        new TestCaseData(
            "sqlite",
            """{ "language": "sqlite", "setup": "CREATE TABLE t (x); INSERT INTO t VALUES (1), (NULL);", "expectStdout": "2\n","""
            + """ "options": { "a": "SELECT COUNT(x) FROM t", "b": "SELECT 3","""
            + """ "c": "SELECT COUNT(*) FROM t", "d": "SELECT y FROM t" } }"""),
    ];

    [TestCaseSource(nameof(Checks))]
    public async Task Lint_KeyChangedByHand_Fails(string language, string check)
    {
        using var copy = new CatalogCopy();
        await RequireAsync("python");
        await RequireAsync(language);
        KeepOnlyTheCheckOfTheFirstItem(copy, check);
        var proved = await VerbProcess.RunAsync("catalog", "lint", "--catalog", copy.Folder, "--assessment", "python-fundamentals");
        copy.Edit(Items, i => i["items"]![0]!["key"] = "a");

        var refuted = await VerbProcess.RunAsync("catalog", "lint", "--catalog", copy.Folder, "--assessment", "python-fundamentals");

        Assert.That(proved.ExitCode, Is.Zero, proved.Output + proved.Error);
        Assert.That(proved.Output, Does.Match("1 of [0-9]+ keys bound by a check; [14] programs executed").And.Contain("0 errors"));
        Assert.That(refuted.ExitCode, Is.EqualTo(1), refuted.Output);
        Assert.That(refuted.Output, Does.Match("error +check +python-fundamentals/py-ds-001: "));
    }

    /// <summary>A shim, as version managers put on the PATH, looks for the interpreter at each call; here it counts its calls.</summary>
    [Test]
    public async Task Lint_InterpreterBehindAShim_AsksTheShimOnce()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("The shim is a shell script.");
            return;
        }

        await RequireAsync("python");
        using var copy = new CatalogCopy();
        KeepOnlyTheCheckOfTheFirstItem(copy, (string)Checks().First().Arguments[1]!);
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var python = path.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "python3")).First(File.Exists);
        var (shim, calls) = (Path.Combine(copy.Folder, "python3"), Path.Combine(copy.Folder, "calls"));
        await File.WriteAllTextAsync(shim, $"#!/bin/sh\necho called >> '{calls}'\nexec '{python}' \"$@\"\n");
        File.SetUnixFileMode(shim, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var lint = await VerbProcess.RunAsync(
            $"{copy.Folder}{Path.PathSeparator}{path}",
            ["catalog", "lint", "--catalog", copy.Folder, "--assessment", "python-fundamentals"]);

        Assert.That(lint.Output, Does.Contain("; 1 programs executed"), lint.Error);
        Assert.That(await File.ReadAllLinesAsync(calls), Has.Length.EqualTo(1));
    }

    /// <summary>To the lint alone; a shell would send SIGINT to all that it started.</summary>
    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("KILL")]
    public async Task Lint_StoppedBySignal_LeavesNoProgramBehind(string signal)
    {
        await RequireAsync("python", signal == "KILL" ? "programs that outlive a lint that is killed" : "network connections");
        using var copy = new CatalogCopy();
        var marker = $"left-behind-{Path.GetRandomFileName()}";
        var code = $"import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(86400)', '{marker}'])";
        KeepOnlyTheCheckOfTheFirstItem(copy, new JsonObject { ["code"] = code, ["expectStdout"] = "c\n" }.ToJsonString());
        // What a shell starts in the background ignores SIGINT, and so would all that the tests start; env takes the process's place.
        string[] verb = ["catalog", "lint", "--catalog", copy.Folder, "--assessment", "python-fundamentals"];
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", typeof(Server).Assembly.Location, .. verb])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var lint = Process.Start(start)!;
        var (output, error) = (lint.StandardOutput.ReadToEndAsync(), lint.StandardError.ReadToEndAsync());
        using var hanging = new CancellationTokenSource(HangGuard.Limit);
        while (!OtherProcesses.IsRunning(marker) && !lint.HasExited) await Task.Delay(20, hanging.Token);
        Assert.That(lint.HasExited, Is.False, "it ended before its program ran");
        var folder = File.ResolveLinkTarget($"/proc/{OtherProcesses.Find(marker)}/cwd", returnFinalTarget: false)!.FullName;

        Process.Start("kill", [$"-{signal}", $"{lint.Id}"]).WaitForExit();
        await lint.WaitForExitAsync(hanging.Token);
        while (OtherProcesses.IsRunning(marker)) await Task.Delay(20, hanging.Token);
        await Task.WhenAll(output, error); // nobody holds them

        Assert.That(lint.ExitCode, Is.EqualTo(signal == "KILL" ? 137 : 130), await error);
        if (signal == "KILL") Directory.Delete(folder, recursive: true);
        else Assert.That((folder, Directory.Exists(folder)), Is.EqualTo((folder, false)));
    }

    /// <summary>A PATH without what makes namespaces: the programs run, and the report says what they could do.</summary>
    [Test]
    public async Task Lint_WithoutNamespaces_SaysWhatIsNotConfined()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("There is no shell whose limits could be left.");
            return;
        }

        await RequireAsync("python");
        using var copy = new CatalogCopy();
        KeepOnlyTheCheckOfTheFirstItem(copy, (string)Checks().First().Arguments[1]!);
        var about = new ProcessStartInfo("python3", ["-c", "import sys; print(sys.executable)"]) { RedirectStandardOutput = true };
        using var asked = Process.Start(about)!;
        var python = (await asked.StandardOutput.ReadToEndAsync()).Trim();
        var path = Path.Combine(copy.Folder, "path");
        Directory.CreateDirectory(path);
        File.CreateSymbolicLink(Path.Combine(path, "python3"), python);
        File.CreateSymbolicLink(Path.Combine(path, "env"), "/usr/bin/env");

        var lint = await VerbProcess.RunAsync(
            path, ["catalog", "lint", "--catalog", copy.Folder, "--assessment", "python-fundamentals"]);

        Assert.That(lint.ExitCode, Is.Zero, lint.Output + lint.Error);
        Assert.That(
            lint.Output,
            Does.Contain("; 1 programs executed").And.Contain(
                "not confined on this system: network connections, processes that leave the program's tree, "
                + "programs that outlive a lint that is killed, the number of processes"));
    }

    [Test]
    public async Task Lint_WithoutPrograms_ReportsFormsAndSaysHowManyWereSkipped()
    {
        var lint = await VerbProcess.RunAsync("catalog", "lint", "--skip-executables");

        Assert.That(lint.ExitCode, Is.Zero, lint.Output + lint.Error);
        Assert.That(
            lint.Output,
            Does.Match("python-fundamentals: [0-9]+ programs skipped")
                .And.Contain("== python-fundamentals/full")
                .And.Contain("reliability"));
    }

    [Test]
    public async Task Lint_InterpreterMissing_FailsAndSaysWhatToInstall()
    {
        var lint = await VerbProcess.RunAsync(path: Path.GetTempPath(), ["catalog", "lint", "--assessment", "python-fundamentals"]);

        Assert.That(lint.ExitCode, Is.EqualTo(1), lint.Output);
        Assert.That(lint.Error, Does.Contain("Python 3.11 or later is needed").And.Contain("--skip-executables").And.Not.Contain("   at "));
    }

    [TestCase("lint", "--assessment", "cooking")]
    [TestCase("lint", "--catalog", "nowhere")]
    [TestCase("export", "--assessment", "cooking", "--format", "qti3", "--out", "nowhere")]
    [TestCase("import", "--assessment", "python-fundamentals", "--format", "qti3", "--from", "nowhere", "--out", "nothing.json")]
    [TestCase("export", "--assessment", "python-fundamentals", "--format", "qti2", "--out", "nowhere")]
    public async Task Catalog_WhatIsNotThere_FailsInWords(params string[] args)
    {
        var refused = await VerbProcess.RunAsync(["catalog", .. args]);

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Is.Not.Empty.And.Not.Contain("   at "));
    }

    [Test]
    public async Task ExportThenImport_ByTheVerbs_GivesTheBankBack()
    {
        using var copy = new CatalogCopy();
        var (package, file) = (Path.Combine(copy.Folder, "package"), Path.Combine(copy.Folder, "imported.json"));

        var exported = await VerbProcess.RunAsync(
            "catalog", "export", "--assessment", "python-fundamentals", "--format", "qti3", "--out", package);
        var imported = await VerbProcess.RunAsync(
            "catalog", "import", "--assessment", "python-fundamentals", "--format", "qti3", "--from", package, "--out", file);

        Assert.That((exported.ExitCode, imported.ExitCode), Is.EqualTo((0, 0)), exported.Error + imported.Error);
        var back = JsonNode.Parse(await File.ReadAllTextAsync(file));
        var shipped = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(copy.Folder, Items)));
        Assert.That(JsonNode.DeepEquals(back, shipped));
    }

    [Test]
    public async Task Import_ItemThatCannotBe_IsLeftOutOnlyWhenTold()
    {
        using var copy = new CatalogCopy();
        var (package, file) = (Path.Combine(copy.Folder, "package"), Path.Combine(copy.Folder, "imported.json"));
        await VerbProcess.RunAsync("catalog", "export", "--assessment", "python-fundamentals", "--format", "qti3", "--out", package);
        var broken = Path.Combine(package, "items", "py-ds-001.xml");
        await File.WriteAllTextAsync(
            broken,
            (await File.ReadAllTextAsync(broken)).Replace("shuffle=", "data-x=\"1\" shuffle=", StringComparison.Ordinal));
        string[] import =
            ["catalog", "import", "--assessment", "python-fundamentals", "--format", "qti3", "--from", package, "--out", file];

        var refused = await VerbProcess.RunAsync(import);
        var isWritten = File.Exists(file);
        var skipped = await VerbProcess.RunAsync([.. import, "--skip-refused"]);

        Assert.That((refused.ExitCode, isWritten), Is.EqualTo((1, false)), refused.Output);
        Assert.That(
            refused.Error,
            Does.Contain("nothing was written").And.Contain("<qti-choice-interaction>: has the attribute data-x=\"1\""));
        Assert.That(skipped.ExitCode, Is.EqualTo(2), skipped.Error);
        Assert.That(skipped.Error, Does.StartWith("Left out: items/py-ds-001.xml, line "));
        Assert.That(skipped.Output, Does.Contain("1 were left out"));
        var ids = JsonNode.Parse(await File.ReadAllTextAsync(file))!["items"]!.AsArray().Select(item => (string)item!["id"]!);
        Assert.That(ids, Is.Not.Empty.And.Not.Contain("py-ds-001"));
    }

    [Test]
    public async Task Migrate_OperatorsOwnFolder_ServesItsItems()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => i["version"] = 42);
        await using var database = new SqliteDatabase();
        await database.StartAsync();

        var migrated = await VerbProcess.RunAsync(database, "migrate", $"--Catalog:Folder={copy.Folder}");
        var lint = await VerbProcess.RunAsync(
            "catalog", "lint", "--skip-executables", $"--Catalog:Folder={Path.Combine(copy.Folder, "roles")}");

        Assert.That(migrated.ExitCode, Is.Zero, migrated.Error);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(database.ConnectionString);
        const string Current = "SELECT Document FROM CatalogDocument "
            + "WHERE Kind = 'items' AND Slug = 'python-fundamentals' AND IsCurrent = 1";
        var stored = await Dapper.SqlMapper.QueryAsync<string>(connection, Current);
        Assert.That((int)JsonNode.Parse(stored.Single())!["version"]!, Is.EqualTo(42));
        Assert.That(lint.ExitCode, Is.EqualTo(1), "the lint reads the folder of the settings, here one that is no catalog");
    }

    /// <summary>
    /// The key of the first item is c. The other items lose their programs: that those prove their keys is another test.
    /// </summary>
    private static void KeepOnlyTheCheckOfTheFirstItem(CatalogCopy copy, string check) => copy.Edit(Items, bank =>
    {
        foreach (var item in bank["items"]!.AsArray().Cast<JsonObject>())
        {
            item.Remove("check");
            item.Remove("code");
        }

        bank["items"]![0]!["check"] = JsonNode.Parse(check);
    });

    private static async Task RequireAsync(string language, string? prevented = null)
    {
        if (language == "sqlite") return;
        try
        {
            var wanted = Enum.Parse<Api.Catalog.Documents.CheckLanguage>(language, ignoreCase: true);
            var interpreter = await Interpreter.FindAsync(wanted, CancellationToken.None);
            if (interpreter.Confinement.Missing.Contains(prevented)) Assert.Ignore($"This system does not prevent {prevented}.");
        }
        catch (InterpreterException missing)
        {
            Assert.Ignore($"Programs that prove keys were not run. {missing.Message}");
        }
    }
}
