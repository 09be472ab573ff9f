using Aieh.Scoring.Checks;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class ItemPairsTests
{
    [Test]
    public void Analyze_TwoFormsWithoutACommonItem_AreTwoGroups()
    {
        int[] rows = [1, 0, -1, -1, -1, 0, 1, -1, -1, -1, -1, -1, 1, 0, -1];

        var result = ItemPairs.Analyze(rows, [40, 50, 60], 5);

        Assert.That(result.Groups.Select(group => group.ToArray()), Is.EqualTo(new[] { new[] { 0, 1 }, [2, 3] }));
        Assert.That((result.Pairs, result.SparsePairs, result.Fewest), Is.EqualTo((6L, 4L, ((int, int, long)?)(0, 2, 0L))));
    }

    [Test]
    public void Analyze_FormsWithACommonItem_AreOneGroup()
    {
        var (one, other) = (Enumerable.Repeat(new[] { 1, 0, -1 }, 70), Enumerable.Repeat(new[] { -1, 0, 1 }, 29));
        int[] rows = [.. one.Concat(other).SelectMany(row => row)];

        var result = ItemPairs.Analyze(rows, [], 3);

        Assert.That(result.Groups.Single(), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That((result.Pairs, result.SparsePairs, result.Fewest), Is.EqualTo((3L, 2L, ((int, int, long)?)(0, 2, 0L))));
    }

    [TestCase(29, 1L)]
    [TestCase(30, 0L)]
    public void Analyze_Frequencies_CountPeople(int people, long sparse) =>
        Assert.That(ItemPairs.Analyze([1, 0], [people], 2).SparsePairs, Is.EqualTo(sparse));

    // More than 30 rows of 3 people each, which were once counted as rows.
    [Test]
    public void Analyze_ManyRowsWithFrequencies_CountsPeople()
    {
        var rows = Enumerable.Range(0, 40).SelectMany(row => new[] { row % 2, row / 2 % 2 }).ToArray();

        var (weighted, single) = (ItemPairs.Analyze(rows, [.. Enumerable.Repeat(3, 40)], 2), ItemPairs.Analyze(rows, [], 2));

        Assert.That((weighted.Fewest!.Value.People, single.Fewest!.Value.People), Is.EqualTo((120L, 40L)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Analyze_OneItemTwice_IsAlikeByShareAndKappa(bool isByFrequency)
    {
        // Both 0: 50, both 1: 46, first alone 1, second alone 3; e = (0.53 · 0.51 + 0.47 · 0.49) = 0.5006.
        (int First, int Second, int People)[] cells = [(0, 0, 50), (1, 1, 46), (1, 0, 1), (0, 1, 3)];
        var counted = isByFrequency ? cells : [.. cells.SelectMany(cell => Enumerable.Repeat(cell with { People = 1 }, cell.People))];
        // The third item goes with neither.
        int[] rows = [.. counted.SelectMany((cell, i) => new[] { cell.First, cell.Second, (cell.First + i) % 2 })];

        var pair = ItemPairs.Analyze(rows, [.. counted.Select(cell => cell.People)], 3).Alike.First(alike => alike.Second == 1);

        Assert.That((pair.First, pair.Second, pair.People, pair.Share), Is.EqualTo((0, 1, 100L, 0.96)));
        Assert.That(pair.Kappa, Is.EqualTo((0.96 - 0.5006) / (1 - 0.5006)).Within(1e-12));
    }

    // Two hundred people with two right answers each, the same two: so it is by chance once in a few thousand pairs.
    [Test]
    public void Analyze_RareAnswersThatAgree_AreNotAlike()
    {
        int[] rows = [.. Enumerable.Range(0, 200).SelectMany(row => new[] { row < 2 ? 1 : 0, row < 2 ? 1 : 0 })];

        Assert.That(ItemPairs.Analyze(rows, [], 2).Alike, Is.Empty);
    }

    [Test]
    public void Analyze_NobodyAnswered_HasNoPair()
    {
        var result = ItemPairs.Analyze([-1, -1, 1, 1], [1, 0], 2);

        Assert.That((result.Pairs, result.Fewest, result.Groups.Length), Is.EqualTo((0L, ((int, int, long)?)null, 0)));
    }

    // Each row a number of people of its own, so that a row taken for another shows.
    [Test]
    public void Analyze_ManyRowsOfUnequalFrequencies_CountsThePeopleOfEachPair()
    {
        int[] frequencies = [.. Enumerable.Range(1, 150)];
        int[] rows = [.. frequencies.SelectMany(f => new[] { f % 2, f > 70 ? f % 3 : -1, f > 140 ? 1 : -1 })];

        var two = ItemPairs.Analyze([.. rows.Chunk(3).SelectMany(row => row[..2])], frequencies, 2);
        var three = ItemPairs.Analyze(rows, frequencies, 3);

        Assert.That(two.Fewest, Is.EqualTo(((int, int, long)?)(0, 1, (150L * 151 - 70 * 71) / 2)));
        Assert.That(three.Fewest, Is.EqualTo(((int, int, long)?)(0, 2, (150L * 151 - 140 * 141) / 2)));
        Assert.That((three.Pairs, three.SparsePairs), Is.EqualTo((3L, 0L)));
    }
}
