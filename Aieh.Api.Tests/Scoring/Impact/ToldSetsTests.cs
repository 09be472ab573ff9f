using Aieh.Scoring.Impact;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Impact;

internal sealed class ToldSetsTests
{
    [Test]
    public void Thresholds_TooNearToEachOther_GiveWayToWhatIsWantedFirst()
    {
        int[] scores = [.. Enumerable.Range(0, 30).Select(i => 600 + i)];

        Assert.That(ToldSets.Thresholds(scores, [610, 615, 620]), Is.EqualTo(new[] { 610, 620 }));
        Assert.That(ToldSets.Thresholds(scores, [615, 610, 620]), Is.EqualTo(new[] { 615 }));
        Assert.That(ToldSets.Thresholds(scores, [609, 621]), Is.Empty, "nine on one side");
        Assert.That(ToldSets.Thresholds(scores, [610, 610, 500, 900]), Is.EqualTo(new[] { 500, 610, 900 }), "nobody between tells nothing");
    }

    [Test]
    public void Thresholds_OfAnySample_DivideItIntoNobodyOrEnough() =>
        Gen.Select(Gen.Int[300, 850].Array[0, 60], Gen.Int[300, 850].Array[0, 6]).Sample((scores, wanted) =>
        {
            int[] told = [.. ToldSets.Thresholds(scores, wanted)];
            var places = scores.CountBy(score => ToldSets.PlaceOf(score, told)).ToDictionary();
            Assert.That(told, Is.Ordered.And.Unique.And.SubsetOf(wanted));
            if (told.Length > 0) Assert.That(places.Values, Is.All.GreaterThanOrEqualTo(10));
        });

    [TestCase(0, true)]
    [TestCase(1, false)]
    [TestCase(9, false)]
    [TestCase(10, true)]
    public void AreApart_PeopleWhoHaveCome_AreNobodyOrEnough(int come, bool areApart) =>
        Assert.That(ToldSets.AreApart(new[,] { { 0, 0, come }, { 0, 20, 0 }, { 0, 0, 20 } }), Is.EqualTo(areApart));

    /// <summary>One has gone where one has come: the counts are as before, and the sets differ by two.</summary>
    [Test]
    public void AreApart_OneForAnother_IsADifferenceOfTwo() =>
        Assert.That(ToldSets.AreApart(new[,] { { 0, 0, 1 }, { 0, 20, 0 }, { 1, 0, 19 } }), Is.False);

    /// <summary>Ten have come below, and hide nothing of the one who has moved above.</summary>
    [Test]
    public void AreApart_ManyElsewhere_DoNotHideOneWhoHasMoved() =>
        Assert.That(ToldSets.AreApart(new[,] { { 0, 10, 0 }, { 0, 19, 1 }, { 0, 0, 20 } }), Is.False);

    /// <summary>Ten have come above where one has gone below: the set above differs by eleven, and that below by the one.</summary>
    [Test]
    public void AreApart_OneWhoHasGoneBelowAmongManyWhoCameAbove_IsNotHidden() =>
        Assert.That(ToldSets.AreApart(new[,] { { 0, 0, 10 }, { 0, 20, 0 }, { 0, 1, 19 } }), Is.False);

    /// <summary>By brute force: the sets themselves.</summary>
    [Test]
    public void AreApart_AnyTwoSamples_IsAsTheSetsAre() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).Array[0, 14].Sample(people =>
        {
            const int smallest = 4;
            var cross = new int[3, 4];
            foreach (var (then, now) in people) cross[then, now]++;
            var differences =
                from a in Enumerable.Range(1, 2)
                from aEnd in Enumerable.Range(a + 1, 3 - a)
                from b in Enumerable.Range(1, 3)
                from bEnd in Enumerable.Range(b + 1, 4 - b)
                select people.Count(person =>
                    (person.Item1 >= a && person.Item1 < aEnd) != (person.Item2 >= b && person.Item2 < bEnd));
            Assert.That(ToldSets.AreApart(cross, smallest), Is.EqualTo(differences.All(count => count is 0 or >= smallest)));
        });

    [Test]
    public void Arguments_OutsideTheirDomain_AreRefused()
    {
        Assert.That(() => ToldSets.Thresholds([1], [1], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ToldSets.AreApart(new int[2, 2], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
