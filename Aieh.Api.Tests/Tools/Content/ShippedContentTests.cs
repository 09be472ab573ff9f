using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Documents;
using Aieh.Api.Tools.Content.Lint;

namespace Aieh.Api.Tests.Tools.Content;

/// <summary>The shipped item banks: every key proved, and no rule broken.</summary>
public sealed class ShippedContentTests
{
    private static readonly CatalogSnapshot _catalog = CatalogFiles.Load(ShippedCatalogTests.Folder);

    private static IEnumerable<string> Banks() => _catalog.ItemBanks.Keys;

    [TestCaseSource(nameof(Banks))]
    public async Task Checks_Run_ProveEveryKey(string bank)
    {
        var items = _catalog.ItemBanks[bank].Items;

        var report = await ContentFixture.RunAsync(items);

        Assert.That(report.Problems, Is.Empty);
        var executed = report.Executed.Select(entry => $"{entry.Value} programs in {entry.Key}");
        await TestContext.Out.WriteLineAsync($"{bank}: {string.Join(", ", executed)}.");
    }

    [Test]
    public async Task Lint_OfAllBanks_FindsNoErrorAndNothingAmissInAnyForm()
    {
        var report = await CatalogLint.RunAsync(_catalog, null, execute: false, _ => { }, CancellationToken.None);

        string[] ofForms = ["order", "key-balance", "time-limit", "no-parameters", "sweeping-option"];
        Assert.That(report.Findings.Where(finding => finding.Severity == Severity.Error || ofForms.Contains(finding.Rule)), Is.Empty);
        Assert.That(report.Tables, Is.Not.Empty);
    }

    [TestCaseSource(nameof(Banks))]
    public void FullForm_KeyedItems_AreOfMiddlingDifficultyOnAverage(string bank)
    {
        var family = Family.Of(_catalog).Single(family => family.Slug == bank);
        var full = family.Forms.Single(form => form.Form.Kind == FormKind.Full);
        var difficulties = full.Items
            .Where(item => item.Key is not null)
            .Select(item => family.Difficulty(item)!.Value)
            .ToList();

        if (difficulties.Count > 0) Assert.That(difficulties.Average(), Is.InRange(-0.5, 0.5));
    }

    [TestCaseSource(nameof(Banks))]
    public void CategoryOf_KeyedItem_IsOneForTheKeyOnly(string bank)
    {
        foreach (var item in _catalog.ItemBanks[bank].Items.Where(item => item.Key is not null))
        {
            Assert.That(item.Options.Sum(o => item.CategoryOf(o.Id)), Is.EqualTo(1));
            Assert.That(
                (item.CategoryOf(item.Key), item.CategoryOf(null), item.CategoryOf("z"), item.HighestCategory),
                Is.EqualTo((1, 0, 0, 1)));
        }
    }
}
