using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

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

/// <summary>What an author writes for one assessment.</summary>
internal sealed record Family(AssessmentDocument Assessment, ItemBankDocument Bank, CalibrationDocument? Calibration)
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

    public static IEnumerable<Family> Of(CatalogSnapshot catalog) => catalog.ItemBanks.Values.Select(bank => new Family(
        catalog.Assessments[bank.Assessment], bank, catalog.Calibrations.GetValueOrDefault(bank.Assessment)));
}
