using Aieh.Scoring.Checks;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class AdverseImpactTests
{
    // By hand, from binomial coefficients. The tea tasting table 3, 1, 1, 3: (1 + 16 + 16 + 1)/70. The table 0, 5, 5, 0: 2/252. The table
    // 1, 9, 11, 3: 3398/1352078 · (C(10,k) C(14,12 − k) for k = 0, 1 and 9, 10: 91 + 3640 + 3640 + 91 = 7462 of 2704156).
    [TestCase(3, 1, 1, 3, 34.0 / 70)]
    [TestCase(0, 5, 5, 0, 2.0 / 252)]
    [TestCase(1, 9, 11, 3, 7462.0 / 2704156)]
    [TestCase(2, 2, 2, 2, 1)]
    [TestCase(0, 0, 4, 5, 1)]
    [TestCase(4, 0, 5, 0, 1)]
    [TestCase(0, 0, 0, 0, 1)]
    public void FisherExactTest_SmallTable_IsTheHandWorkedSum(int a, int b, int c, int d, double p) =>
        Assert.That(FisherExactTest.TwoSided(a, b, c, d), Is.EqualTo(p).Within(1e-14));

    [Test]
    public void FisherExactTest_RowsOrColumnsSwapped_IsTheSame() =>
        Gen.Int[0, 60].Array[4].Sample(t =>
        {
            var p = FisherExactTest.TwoSided(t[0], t[1], t[2], t[3]);
            Assert.That(p, Is.InRange(0.0, 1.0));
            Assert.That(FisherExactTest.TwoSided(t[2], t[3], t[0], t[1]), Is.EqualTo(p).Within(1e-12));
            Assert.That(FisherExactTest.TwoSided(t[1], t[0], t[3], t[2]), Is.EqualTo(p).Within(1e-12));
            Assert.That(FisherExactTest.TwoSided(t[0], t[2], t[1], t[3]), Is.EqualTo(p).Within(1e-12));
        });

    [Test]
    public void FisherExactTest_HugeTables_StaysANumber()
    {
        Assert.That(FisherExactTest.TwoSided(1_000_000, 0, 0, 1_000_000), Is.Zero);
        Assert.That(FisherExactTest.TwoSided(500_000, 500_000, 500_000, 500_000), Is.EqualTo(1).Within(1e-9));
        Assert.That(() => FisherExactTest.TwoSided(1, -1, 1, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    // By hand: 48 of 80 and 12 of 40 (the example of the guidelines' questions and answers): rates .6 and .3, ratio .5, pooled rate .5, 
    // z = −.3/√(.25·(1/80 + 1/40)).
    [Test]
    public void Analyze_TwoGroups_IsTheHandWorkedComparison()
    {
        var result = AdverseImpact.Analyze([new("x", 80, 48), new("y", 40, 12)]);
        var y = result.Groups[1];

        Assert.That((result.SmallestCell, result.ComparisonGroup), Is.EqualTo((5, "x")));
        Assert.That(
            (result.Groups[0].Status, result.Groups[0].Rate, result.Groups[0].ImpactRatio),
            Is.EqualTo((ImpactStatus.Comparison, (double?)0.6, (double?)null)));
        Assert.That(
            (y.Status, y.Rate, y.ImpactRatio, y.BelowFourFifths, y.BeyondTwoStandardDeviations),
            Is.EqualTo((ImpactStatus.Compared, (double?)0.3, (double?)0.5, (bool?)true, (bool?)true)));
        Assert.That(y.Z, Is.EqualTo(-0.3 / Math.Sqrt(0.25 * (1.0 / 80 + 1.0 / 40))).Within(1e-14));
        Assert.That(y.FisherPValue, Is.EqualTo(FisherExactTest.TwoSided(12, 28, 48, 32)));
    }

    // The counts of the guidelines' own example (44 FR 11996, 1979, question 12: ratio one half) and of Connecticut v. Teal, 457 U.S. 440
    // (1982), note 4 (54.17 % and 79.54 %, 68 % of the rate); the numbers are those of Scoring/Impact/impact.py, which does not know this
    // library.
    [TestCase(40, 12, 80, 48, 0.5, 0.003409221767849182, -3.098386676965933, 8.0)]
    [TestCase(48, 26, 259, 206, 0.6810275080906149, 0.00040415880857684383, -3.7573854722682936, 10.273615635179153)]
    [TestCase(41, 12, 150, 90, 0.4878048780487805, 0.0006779393505006347, -3.495794065009423, 9.895287958115183)]
    public void Analyze_PublishedCounts_AreTheIndependentNumbers(
        int n, int x, int most, int top, double ratio, double p, double z, double shortfall)
    {
        var group = AdverseImpact.Analyze([new("group", n, x), new("highest", most, top)]).Groups[0];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.ImpactRatio, Is.EqualTo(ratio).Within(1e-9));
            Assert.That(group.FisherPValue, Is.EqualTo(p).Within(1e-12));
            Assert.That(group.Z, Is.EqualTo(z).Within(1e-9));
            Assert.That(group.Shortfall, Is.EqualTo(shortfall).Within(1e-9));
            Assert.That((group.BelowFourFifths, group.BeyondTwoStandardDeviations), Is.EqualTo(((bool?)true, (bool?)true)));
        }
    }

    // 4/5 exactly is not below four fifths, though 0.4/0.5 and its like round either way.
    [TestCase(100, 50, 100, 40, false)]
    [TestCase(100, 50, 1000, 399, true)]
    [TestCase(70, 49, 100, 56, false)]
    public void Analyze_RatioAtFourFifths_IsDecidedExactly(int n, int x, int m, int y, bool isBelow) =>
        Assert.That(AdverseImpact.Analyze([new("x", n, x), new("y", m, y)]).Groups[1].BelowFourFifths, Is.EqualTo(isBelow));

    [Test]
    public void Analyze_SmallGroup_IsHiddenAndNobodysComparison()
    {
        var result = AdverseImpact.Analyze([new("x", 50, 20), new("y", 50, 15), new("z", 4, 4)]);

        Assert.That(result.ComparisonGroup, Is.EqualTo("x"));
        Assert.That(
            result.Groups[2],
            Is.EqualTo(new GroupImpact("z", ImpactStatus.Suppressed, null, null, null, null, null, null, null, null, null)));
        Assert.That(AdverseImpact.Analyze([new("x", 50, 20), new("y", 50, 15), new("z", 4, 4)], 3).ComparisonGroup, Is.EqualTo("z"));
    }

    [Test]
    public void Analyze_NothingToCompare_SaysSo()
    {
        Assert.That(
            AdverseImpact.Analyze([new("x", 50, 0), new("y", 50, 0)]).Groups.Select(group => (group.Status, group.ImpactRatio)),
            Is.All.EqualTo((ImpactStatus.NotCompared, (double?)null)));
        Assert.That(
            AdverseImpact.Analyze([new("x", 50, 20), new("y", 0, 0)]).Groups.Select(group => group.Status),
            Is.EqualTo(new[] { ImpactStatus.NotCompared, ImpactStatus.Suppressed }));
        Assert.That(AdverseImpact.Analyze([]).Groups, Is.Empty);
    }

    [Test]
    public void Analyze_EverybodySelected_HasARatioAndNoZ()
    {
        var group = AdverseImpact.Analyze([new("x", 50, 50), new("y", 20, 20)]).Groups[1];

        Assert.That(
            (group.ImpactRatio, group.FisherPValue, group.Z, group.BeyondTwoStandardDeviations),
            Is.EqualTo(((double?)1, (double?)1, (double?)null, (bool?)null)));
    }

    [Test]
    public void Analyze_ArgumentsOutsideTheirDomain_AreNamed()
    {
        Assert.That(
            () => AdverseImpact.Analyze([new("x", 5, 6)]),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("groups"));
        Assert.That(
            () => AdverseImpact.Analyze([new("x", 5, 1), new("x", 5, 1)]),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(
            () => AdverseImpact.Analyze([], 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("smallestCell"));
    }
}
