using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Content.Checks;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>What the lint found in a catalog, and what it ran.</summary>
internal sealed record LintReport(IReadOnlyList<string> Tables, IReadOnlyList<string> Programs, IReadOnlyList<LintFinding> Findings)
{
    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);

    public int Warnings => Findings.Count - Errors;
}

/// <summary>Reviews the content of a loaded catalog: what the loader accepts can still be a bad test.</summary>
internal static class CatalogLint
{
    private const string Unbound =
        "has a check that would pass with another key: give it predictions, or a program for each option";

    /// <param name="catalog">The catalog; duplicates are looked for in all of it.</param>
    /// <param name="assessment">Reports this one only; null for all.</param>
    /// <param name="execute">Whether to run the programs of checks.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Stops the running programs.</param>
    /// <exception cref="InterpreterException">An interpreter is missing.</exception>
    public static async Task<LintReport> RunAsync(
        CatalogSnapshot catalog, string? assessment, bool execute, Action<string> progress, CancellationToken cancellationToken)
    {
        var all = Family.Of(catalog).ToList();
        var families = all.Where(family => assessment is null || family.Slug == assessment).ToList();
        var sections = families.SelectMany(Sections).ToList();
        var findings = families.SelectMany(Rules).Concat(sections.SelectMany(section => section.Findings)).ToList();
        findings.AddRange(BankRules.Duplicates(all, families));
        var (programs, unconfined) = (new List<string>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var family in families)
        {
            var count = family.Bank.Items.Sum(item => CheckProgram.Of(item).Count());
            if (count == 0) continue;
            if (!execute)
            {
                programs.Add($"{family.Slug}: {count} programs skipped");
                continue;
            }

            progress($"{family.Slug}: running {count} programs");
            var report = await CheckRunner.RunAsync(family.Bank.Items, cancellationToken);
            findings.AddRange(report.Problems.Select(problem => Found(Severity.Error, "check", problem.Item, problem.What)));
            findings.AddRange(report.Unbound.Select(item => Found(Severity.Warning, "unbound-check", item, Unbound)));
            unconfined.UnionWith(report.Unconfined);
            var withCheck = family.Bank.Items.Count(item => item.Check is not null);
            var executed = report.Executed.OrderBy(entry => entry.Key).Select(entry => $"{KebabCase.Of(entry.Key)} {entry.Value}");
            programs.Add(
                $"{family.Slug}: {withCheck - report.Unbound.Count} of {family.Bank.Items.Count} keys bound by a check; "
                + $"{count} programs executed ({string.Join(", ", executed)})");

            LintFinding Found(Severity severity, string rule, string item, string what) =>
                new(severity, rule, $"{family.Slug}/{item}", what);
        }

        if (unconfined.Count > 0) programs.Add($"not confined on this system: {string.Join(", ", unconfined)}");
        return new LintReport(
            [.. sections.SelectMany(section => section.Lines)],
            programs,
            [
                .. findings
                    .OrderBy(finding => finding.Severity)
                    .ThenBy(finding => finding.Rule, StringComparer.Ordinal)
                    .ThenBy(finding => finding.Where, StringComparer.Ordinal),
            ]);
    }

    private static IEnumerable<LintSection> Sections(Family family)
    {
        foreach (var (form, items) in family.Forms)
        {
            yield return new LintSection([.. FormTable.Of(family, form, items)], []);
            if (family.Assemble(items) is { } assembled) yield return ChanceScore.Of(family, form, assembled);
        }

        yield return BankCues.Of(family);
    }

    private static IEnumerable<LintFinding> Rules(Family family) =>
    [
        .. family.Forms.SelectMany(form => FormRules.Check(family, form.Form, form.Items)),
        .. family.Bank.Items.SelectMany(item => ItemRules.Check(family, item)),
    ];
}
