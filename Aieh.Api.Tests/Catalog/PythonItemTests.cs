using Aieh.Api.Catalog;

namespace Aieh.Api.Tests.Catalog;

/// <summary>Craft rules for the shipped items, those that a machine can check.</summary>
public sealed class PythonItemTests
{
    private static readonly CatalogueSnapshot _catalogue = CatalogueFiles.Load(ShippedCatalogueTests.Folder);

    private static readonly IReadOnlyList<Item> _items = _catalogue.ItemBanks["python-fundamentals"].Items;

    [Test]
    public void FullForm_Keys_AreBalancedOverPositions()
    {
        var keys = Form(FormKind.Full).CountBy(i => i.Key!).ToDictionary();

        Assert.That(keys.Keys, Is.EquivalentTo((string[])["a", "b", "c", "d"]));
        Assert.That(keys.Values, Is.All.InRange(10, 15), "20 to 30 % of 50");
    }

    [Test]
    public void SampleForm_Keys_UseEveryPosition()
    {
        Assert.That(Form(FormKind.Sample).Select(i => i.Key).Distinct().Count(), Is.EqualTo(4));
    }

    [Test]
    public void Forms_NoThreeNeighbours_ShareAKeyPosition()
    {
        var keys = Form(FormKind.Full).Select(i => i.Key!).ToList();

        Assert.That(keys.Where((_, i) => i >= 2 && keys[i] == keys[i - 1] && keys[i] == keys[i - 2]), Is.Empty);
    }

    [Test]
    public void Items_TheKey_IsNotGivenAwayByItsLength()
    {
        var longest = _items.Count(i => Length(i, i.Key!) > i.Options.Where(o => o.Id != i.Key).Max(o => o.Text.Length));

        // By chance the key would be the longest of four in a quarter of the items.
        Assert.That(longest, Is.LessThanOrEqualTo(_items.Count / 4));
    }

    [Test]
    public void Items_StemAndCode_AreUnique()
    {
        Assert.That(_items.Select(i => (i.Stem, i.Code?.Text)), Is.Unique);
    }

    [Test]
    public void Items_Each_HasFourOptionsAndAKey()
    {
        Assert.That(_items, Is.All.Matches<Item>(i => i!.Options.Count == 4 && i.Key is not null && i.Scores is null));
    }

    [Test]
    public void FullForm_Topics_AreAllRepresented()
    {
        var counts = Form(FormKind.Full).CountBy(i => i.Topic).ToDictionary();

        Assert.That(counts.Keys, Is.EquivalentTo(_catalogue.ItemBanks["python-fundamentals"].Topics.Select(t => t.Slug)));
        Assert.That(counts.Values, Is.All.InRange(6, 8));
    }

    [Test]
    public void FullForm_Difficulties_SpreadOverTheScale()
    {
        var parameters = _catalogue.Calibrations["python-fundamentals"].Items.ToDictionary(i => i.Item);
        var difficulties = Form(FormKind.Full).Select(i => parameters[i.Id].B!.Value).ToList();

        Assert.That(difficulties, Is.Ordered, "easy items first, so that running out of time costs the hardest");
        Assert.That((difficulties[0], difficulties[^1]), Is.EqualTo((-2.0, 2.2)));
        Assert.That(difficulties.Average(), Is.InRange(-0.5, 0.5));
        Assert.That(parameters.Values, Is.All.Matches<ItemParameters>(p => p!.Provisional));
    }

    [Test]
    public void CategoryOf_KeyedItem_IsOneForTheKeyOnly()
    {
        var item = _items[0];

        Assert.That(item.Options.Sum(o => item.CategoryOf(o.Id)), Is.EqualTo(1));
        Assert.That((item.CategoryOf(item.Key), item.CategoryOf(null), item.CategoryOf("z"), item.HighestCategory), Is.EqualTo((1, 0, 0, 1)));
    }

    private static int Length(Item item, string option) => item.Options.Single(o => o.Id == option).Text.Length;

    private static IEnumerable<Item> Form(FormKind kind) => _catalogue.Assessments["python-fundamentals"].Forms
        .Single(f => f.Kind == kind).Items!.Select(id => _items.Single(i => i.Id == id));
}
