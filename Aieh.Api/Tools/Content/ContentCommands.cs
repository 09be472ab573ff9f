using System.CommandLine;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Content.Lint;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Qti;

namespace Aieh.Api.Tools.Content;

/// <summary>The verbs of authors: they read and write files, and no database.</summary>
internal static class ContentCommands
{
    private const int Failed = 1;

    /// <summary>Of an import that left items out, as it was told to.</summary>
    private const int Incomplete = 2;

    /// <param name="configuredFolder">The folder of the catalog by these settings.</param>
    public static Command Create(Func<string[], string> configuredFolder)
    {
        var folder = new Option<string?>("--catalog")
        {
            Description = "Folder of the catalog; without it, the one that the settings name or that ships with this build.",
        };
        var one = new Option<string?>("--assessment") { Description = "Slug of the only assessment to report." };
        var assessment = new Option<string>("--assessment") { Description = "Slug of the assessment.", Required = true };
        var skip = new Option<bool>("--skip-executables") { Description = "Do not run the programs of checks; the report counts them." };
        var format = new Option<string>("--format") { Description = "Format of the items.", Required = true };
        format.AcceptOnlyFromAmong("qti3");
        var to = new Option<string>("--out") { Description = "Folder to write to; it must be new or empty.", Required = true };
        var from = new Option<string>("--from")
        {
            Description = "Folder with the items, and imsmanifest.xml if there is one.",
            Required = true,
        };
        var file = new Option<string>("--out") { Description = "File to write the item bank to; it must not exist.", Required = true };
        var skipRefused = new Option<bool>("--skip-refused")
        {
            Description = "Leave out the items that cannot be imported, name them, and end with exit code 2.",
        };

        var catalog = new Command("catalog", "Review the item banks, and exchange items with other systems.");
        catalog.Add(Verb(
            "lint",
            "Review forms and items, and run the programs that prove the keys; exit code 1 when there are errors.",
            [folder, one, skip],
            (result, ct) => LintAsync(FolderOf(result), result.GetValue(one), execute: !result.GetValue(skip), ct)));
        catalog.Add(Verb(
            "export",
            "Write an item bank as QTI 3.0 items with a manifest. The files hold the keys.",
            [folder, assessment, format, to],
            (result, ct) => ExportAsync(FolderOf(result), result.GetValue(assessment)!, result.GetValue(to)!, ct)));
        catalog.Add(Verb(
            "import",
            "Read QTI 3.0 items into a new item bank file.",
            [assessment, format, from, file, skipRefused],
            (result, ct) => ImportAsync(
                result.GetValue(assessment)!,
                result.GetValue(from)!,
                result.GetValue(file)!,
                result.GetValue(skipRefused),
                ct)));
        return catalog;

        string FolderOf(ParseResult result) => result.GetValue(folder) ?? configuredFolder([.. result.UnmatchedTokens]);
    }

    private static async Task<int> LintAsync(string folder, string? assessment, bool execute, CancellationToken cancellationToken)
    {
        var catalog = CatalogFiles.Load(folder);
        if (assessment is not null) _ = BankOf(catalog, assessment);

        var report = await CatalogLint.RunAsync(catalog, assessment, execute, Console.Error.WriteLine, cancellationToken);
        foreach (var line in report.Tables) Console.WriteLine(line);
        Console.WriteLine("== programs");
        foreach (var line in report.Programs) Console.WriteLine($"   {line}");
        Console.WriteLine("== findings");
        foreach (var finding in report.Findings) Console.WriteLine($"   {finding}");
        Console.WriteLine($"{report.Errors} errors, {report.Warnings} warnings");
        return report.Errors == 0 ? 0 : Failed;
    }

    private static async Task<int> ExportAsync(string folder, string assessment, string to, CancellationToken cancellationToken)
    {
        var bank = BankOf(CatalogFiles.Load(folder), assessment);
        await QtiPackage.WriteAsync(bank, to, cancellationToken);
        Console.WriteLine($"{bank.Items.Count} items are in {Path.GetFullPath(to)}, with their keys: keep them as secret as the bank.");
        return 0;
    }

    private static async Task<int> ImportAsync(
        string assessment, string from, string file, bool skipRefused, CancellationToken cancellationToken)
    {
        var (bank, notes, refused) = QtiImport.Read(from, assessment);
        if (refused.Count > 0 && !skipRefused)
        {
            var faults = new InputProblems();
            faults.Add(
                $"{refused.Count} items cannot be imported, and nothing was written; "
                + $"--skip-refused leaves them out and imports the other {bank.Items.Count}.");
            foreach (var fault in refused) faults.Add(fault);
            faults.ThrowIfAny();
        }

        foreach (var fault in refused) await Console.Error.WriteLineAsync($"Left out: {fault}");
        if (bank.Items.Count == 0) throw new InputException($"{from} has no QTI 3.0 item that can be imported.");
        await ItemBankFile.WriteNewAsync(bank, file, cancellationToken);
        foreach (var note in notes) Console.WriteLine(note);
        Console.WriteLine($"{bank.Items.Count} items are in {Path.GetFullPath(file)}; {refused.Count} were left out.");
        return refused.Count == 0 ? 0 : Incomplete;
    }

    private static ItemBankDocument BankOf(CatalogSnapshot catalog, string assessment) =>
        catalog.ItemBanks.GetValueOrDefault(assessment)
        ?? throw new InputException($"The catalog has no item bank '{assessment}'; it has {string.Join(", ", catalog.ItemBanks.Keys)}.");

    private static Command Verb(string name, string description, Option[] options, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        foreach (var option in options) command.Add(option);
        command.SetAction(run);
        return command;
    }
}
