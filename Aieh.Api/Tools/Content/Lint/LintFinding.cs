using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>An error is wrong; a warning is for an author to judge.</summary>
internal enum Severity
{
    Error,
    Warning,
}

/// <summary>One thing that a rule objects to: "key-run  python-fundamentals/full  …".</summary>
internal sealed record LintFinding(Severity Severity, string Rule, string Where, string What)
{
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant(),-7}  {Rule,-18}  {Where}: {What}";
}

/// <summary>A part of the report: figures, a line each, and what is wrong with them.</summary>
internal sealed record LintSection(IReadOnlyList<string> Lines, IReadOnlyList<LintFinding> Findings)
{
    public static LintSection Empty { get; } = new([], []);
}

/// <summary>What an author writes for one assessment, and the scale that it is reported on.</summary>
internal sealed record Family(AssessmentDocument Assessment, ItemBankDocument Bank, CalibrationDocument? Calibration, ScoreScale Scale)
{
    public string Slug => Assessment.Slug;

    /// <summary>The forms that list items, with them.</summary>
    public IEnumerable<(AssessmentForm Form, IReadOnlyList<Item> Items)> Forms =>
        from form in Assessment.Forms
        where form.Items is not null
        select (form, (IReadOnlyList<Item>)[.. form.Items!.Select(id => Bank.Items.First(item => item.Id == id))]);

    public string Name(AssessmentForm form) => $"{Slug}/{KebabCase.Of(form.Kind)}";

    /// <summary>
    /// The location of an item on the ability scale, in logits: b, or the mean of its thresholds. Null without parameters.
    /// </summary>
    public double? Difficulty(Item item)
    {
        var row = Calibration?.Items.FirstOrDefault(entry => entry.Item == item.Id);
        return row is null ? null : row.B ?? row.Thresholds?.Average();
    }

    /// <summary>Items ready to be scored; null where one has no parameters.</summary>
    public AssembledForm? Assemble(IReadOnlyList<Item> items) => Calibration is null || items.Any(item => Difficulty(item) is null)
        ? null
        : new AssembledForm([.. items.Select(item => item.Id)], Bank, Calibration);

    public static IEnumerable<Family> Of(CatalogSnapshot catalog) => catalog.ItemBanks.Values.Select(bank => new Family(
        catalog.Assessments[bank.Assessment],
        bank,
        catalog.Calibrations.GetValueOrDefault(bank.Assessment),
        ScoringRules.Of(catalog).Scale));
}
