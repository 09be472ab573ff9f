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

    [Test]
    public void Analyze_NobodyAnswered_HasNoPair()
    {
        var result = ItemPairs.Analyze([-1, -1, 1, 1], [1, 0], 2);

        Assert.That((result.Pairs, result.Fewest, result.Groups.Length), Is.EqualTo((0L, ((int, int, long)?)null, 0)));
    }
}
