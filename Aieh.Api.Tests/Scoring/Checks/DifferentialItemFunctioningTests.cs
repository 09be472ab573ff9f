using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class DifferentialItemFunctioningTests
{
    private static readonly Gen<(int[] Responses, int Items, bool[] Focal)> Groups =
        Gen.Select(Gen.Int[2, 6], Gen.Int[4, 60], Gen.Int[1, 3]).SelectMany((items, people, highest) =>
            Gen.Select(Gen.Int[0, highest].Array[items * people], Gen.Bool.Array[people])
                .Select((responses, focal) => (responses, items, focal)));

    // By hand, one stratum of total 1 on two items: item 0 right for 3 of 4 reference and 1 of 3 focal people, so A..D = 3, 1, 1, 2 and
    // N = 7: α = 6, A − E(A) = 3 − 16/7 = 5/7, V = 4·3·4·3/(49·6) = 24/49, χ² = (5/7 − 1/2)²/(24/49) = 3/32,
    // Var ln α = 1/3 + 1 + 1 + 1/2 in one table.
    [Test]
    public void Analyze_OneTable_IsTheHandWorkedOne()
    {
        int[] responses = [1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1];
        bool[] focal = [false, false, false, false, true, true, true];
        var item = DifferentialItemFunctioning.Analyze(responses, 2, focal).Unpurified[0];

        Assert.That(
            (item.Status, item.IsPolytomous, item.Strata, item.Class),
            Is.EqualTo((DifStatus.Estimated, false, 1, (DifClass?)DifClass.A)));
        Assert.That(item.OddsRatio, Is.EqualTo(6).Within(1e-14));
        Assert.That(item.ChiSquare, Is.EqualTo(3.0 / 32).Within(1e-14));
        Assert.That(item.MhDelta, Is.EqualTo(-2.35 * Math.Log(6)).Within(1e-14));
        Assert.That(item.MhDeltaStandardError, Is.EqualTo(2.35 * Math.Sqrt(1.0 / 3 + 1 + 1 + 0.5)).Within(1e-14));
        Assert.That(item.MeanDifference, Is.EqualTo(1.0 / 3 - 3.0 / 4).Within(1e-14));
    }

    // By hand, one stratum of total 2 on two items of three categories: reference 2, 2, 1, focal 0, 1:
    // sum of the reference 5 against 3·6/5, V = 3·2(5·10 − 36)/(25·4) = 0.84, χ² = 1.4²/0.84, mean difference 1/2 − 5/3.
    [Test]
    public void Analyze_OnePolytomousTable_IsTheHandWorkedOne()
    {
        var item = DifferentialItemFunctioning.Analyze([2, 0, 2, 0, 1, 1, 0, 2, 1, 1], 2, [false, false, false, true, true]).Unpurified[0];

        Assert.That((item.IsPolytomous, item.OddsRatio, item.MhDelta), Is.EqualTo((true, (double?)null, (double?)null)));
        Assert.That(item.ChiSquare, Is.EqualTo(1.96 / 0.84).Within(1e-13));
        Assert.That(item.MeanDifference, Is.EqualTo(0.5 - 5.0 / 3).Within(1e-14));
        Assert.That(item.EffectSize, Is.EqualTo((0.5 - 5.0 / 3) / Math.Sqrt(0.7)).Within(1e-14));
    }

    [Test]
    public void Analyze_GroupsSwapped_OnlyTurnsTheSignOfD() => Groups.Sample((responses, items, focal) =>
    {
        var one = DifferentialItemFunctioning.Analyze(responses, items, focal).Unpurified;
        var other = DifferentialItemFunctioning.Analyze(responses, items, [.. focal.Select(flag => !flag)]).Unpurified;

        for (var i = 0; i < items; i++)
        {
            Assert.That(
                (other[i].Status, other[i].Strata, other[i].Class is null),
                Is.EqualTo((one[i].Status, one[i].Strata, one[i].Class is null)));
            if (one[i].ChiSquare is { } chiSquare) Assert.That(other[i].ChiSquare, Is.EqualTo(chiSquare).Within(1e-9));
            if (one[i].MhDelta is not { } delta) continue;
            Assert.That(other[i].MhDelta, Is.EqualTo(-delta).Within(1e-9));
            Assert.That(other[i].MhDeltaStandardError, Is.EqualTo(one[i].MhDeltaStandardError!.Value).Within(1e-9));
            Assert.That(other[i].Class, Is.EqualTo(one[i].Class));
        }
    });

    [Test]
    public void Analyze_AnyResponses_HasNoNaN() => Groups.Sample((responses, items, focal) =>
    {
        var result = DifferentialItemFunctioning.Analyze(responses, items, focal);

        foreach (var item in result.Unpurified.Concat(result.Purified))
        {
            double?[] numbers =
            [
                item.ChiSquare, item.PValue, item.OddsRatio, item.MhDelta, item.MhDeltaStandardError, item.MeanDifference, item.EffectSize,
            ];
            Assert.That(numbers, Has.None.Matches<double?>(number => number is { } value && !double.IsFinite(value)));
            Assert.That(item.Class is not null, Is.EqualTo(item.Status is DifStatus.Estimated or DifStatus.NoFiniteOddsRatio));
        }
    });

    [Test]
    public void Analyze_OneGroupEmpty_HasNothingToCompare()
    {
        var result = DifferentialItemFunctioning.Analyze([1, 0, 0, 1, 1, 1], 2, [false, false, false]);

        Assert.That((result.ReferencePeople, result.FocalPeople, result.IsSmallSample), Is.EqualTo((3, 0, true)));
        Assert.That(
            result.Unpurified.Select(item => (item.Status, item.ChiSquare, item.MeanDifference)),
            Is.All.EqualTo((DifStatus.EmptyGroup, (double?)null, (double?)null)));
        Assert.That(result.Purification, Is.EqualTo(PurificationStatus.NothingEvaluated));
    }

    // Two of each group, one stratum: χ² is far from significant.
    [Test]
    public void Analyze_AllOfOneGroupRightAndFewPeople_HasATestNoOddsRatioAndClassA()
    {
        var item = DifferentialItemFunctioning.Analyze([1, 0, 1, 0, 1, 0, 0, 1], 2, [false, false, true, true]).Unpurified[0];

        Assert.That(
            (item.Status, item.OddsRatio, item.MhDelta, item.Class),
            Is.EqualTo((DifStatus.NoFiniteOddsRatio, (double?)null, (double?)null, (DifClass?)DifClass.A)));
        Assert.That(item.PValue, Is.InRange(0.05, 1.0));
    }

    // One stratum: all n of the reference and nobody of n focal people right. So extreme a table has, with the odds ratio e^(1/2.35) of
    // |D| = 1, the probability αⁿ/Σ C(n,x)² αˣ: by hand .0909 at n = 3, where χ² = 20/9 has p .136 (class A), and .0318 at 4, where
    // χ² = 3.94 has p .047 (C).
    [TestCase(3, DifClass.A)]
    [TestCase(4, DifClass.C)]
    public void Analyze_NobodyOfOneGroupRight_IsClassifiedExactly(int each, DifClass expected)
    {
        var rows = Enumerable.Repeat(new[] { 1, 0 }, each).Concat(Enumerable.Repeat(new[] { 0, 1 }, each));
        int[] responses = [.. rows.SelectMany(row => row)];
        bool[] focal = [.. Enumerable.Range(0, 2 * each).Select(person => person >= each)];

        var result = DifferentialItemFunctioning.Analyze(responses, 2, focal);

        Assert.That(
            result.Unpurified.Select(item => (item.Status, item.Class)),
            Is.All.EqualTo((DifStatus.NoFiniteOddsRatio, (DifClass?)expected)),
            "and the same for either side");
    }

    [Test]
    public void Analyze_ItemThatEverybodyGotRight_IsNotEvaluatedAndSaysWhy()
    {
        int[] responses = [1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 0];
        var result = DifferentialItemFunctioning.Analyze(responses, 3, [false, true, false, true]);

        Assert.That(
            (result.Unpurified[0].Status, result.Unpurified[0].Class, result.Unpurified[0].PValue, result.Unpurified[0].EffectSize),
            Is.EqualTo((DifStatus.NoVariance, (DifClass?)null, (double?)null, (double?)null)));
    }

    // 20 items, 3 of them a logit harder for the focal group, 1,500 people each:
    // purification must find the three and only clear what they did to the others.
    [Test]
    public void Analyze_PlantedDifferences_AreFoundAndPurified()
    {
        var random = new Random(20240607);
        ItemParameters[] items = [.. Enumerable.Range(0, 20).Select(i => ItemParameters.TwoParameter(1.2, -1.5 + 0.15 * i))];
        var reference = new TestForm(items);
        var focal = new TestForm(items.Select((item, i) => i is 3 or 9 or 15 ? Harder(item) : item));
        var responses = new List<int>();
        var flags = new bool[3000];
        for (var person = 0; person < flags.Length; person++)
        {
            flags[person] = person % 2 == 1;
            responses.AddRange(SimulatedResponses.Of(flags[person] ? focal : reference, random, SimulatedResponses.Normal(random)));
        }

        var result = DifferentialItemFunctioning.Analyze([.. responses], 20, flags);

        Assert.That(result.Purification, Is.EqualTo(PurificationStatus.Converged));
        Assert.That(result.Flagged, Is.EqualTo(new[] { 3, 9, 15 }));
        Assert.That(result.IsSmallSample, Is.False);
        Assert.That(result.Purified.Where(item => item.Class == DifClass.C).Select(item => item.Item), Is.EqualTo(new[] { 3, 9, 15 }));

        // One logit at a = 1.2 is a log odds ratio of 1.2, D = −2.82; the error is about 0.25.
        Assert.That(result.Purified[9].MhDelta, Is.EqualTo(-2.82).Within(0.75));

        // Unpurified, the clean items look easier for the focal group than they are.
        double Clean(IEnumerable<ItemDif> all) => all.Where(item => item.Item is not (3 or 9 or 15)).Average(item => item.MhDelta!.Value);
        static ItemParameters Harder(ItemParameters item) => ItemParameters.TwoParameter(1.2, item.Thresholds[0] + 1);
        Assert.That(Math.Abs(Clean(result.Purified)), Is.LessThan(Math.Abs(Clean(result.Unpurified)) / 2));
    }

    [Test]
    public void Analyze_IncompleteRows_AreDroppedAndCounted()
    {
        var result = DifferentialItemFunctioning.Analyze([1, 0, -1, 1, 0, 1, 1, -1], 2, [false, false, true, true]);

        Assert.That((result.ReferencePeople, result.FocalPeople, result.Dropped), Is.EqualTo((1, 1, 2)));
    }

    [Test]
    public void Analyze_FlagsNotOnePerPerson_AreNamed() =>
        Assert.That(
            () => DifferentialItemFunctioning.Analyze([1, 0], 2, [true, false]),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("focal"));
}
