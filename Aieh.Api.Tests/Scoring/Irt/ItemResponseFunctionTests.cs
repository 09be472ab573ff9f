using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

internal sealed class ItemResponseFunctionTests
{
    // By hand: with a(θ − b) = ln 3 the logistic function is 3/4.
    [Test]
    public void Probabilities_LogisticModels_AreTheHandWorkedQuarters()
    {
        var theta = Math.Log(3);

        Assert.That(Probabilities(ItemParameters.OneParameter(0), theta), Is.EqualTo([0.25, 0.75]).Within(1e-15));
        Assert.That(Probabilities(ItemParameters.TwoParameter(2, theta / 2), theta), Is.EqualTo([0.25, 0.75]).Within(1e-15));
        Assert.That(Probabilities(ItemParameters.ThreeParameter(1, 0, 0.2), theta), Is.EqualTo([0.2, 0.8]).Within(1e-15));
    }

    // By hand: P* = 3/4 and 1/4 at thresholds ln 3 below and above θ = 0.
    [Test]
    public void Probabilities_Graded_AreDifferencesOfBoundaries() =>
        Assert.That(Probabilities(ItemParameters.Graded(1, -Math.Log(3), Math.Log(3)), 0), Is.EqualTo([0.25, 0.5, 0.25]).Within(1e-15));

    // By hand: terms 1, 2, 4/3 for steps −ln 2 and ln 1.5 at θ = 0, so 3/13, 6/13, 4/13.
    [Test]
    public void Probabilities_PartialCredit_AreProportionalToTheProductsOfSteps() =>
        Assert.That(
            Probabilities(ItemParameters.PartialCredit(1, -Math.Log(2), Math.Log(1.5)), 0),
            Is.EqualTo([3 / 13.0, 6 / 13.0, 4 / 13.0]).Within(1e-15));

    [Test]
    public void Information_LogisticModels_IsTheClosedForm()
    {
        // a²PQ, and for three parameters a²(Q/P)((P − c)/(1 − c))² [Lord1980].
        Assert.That(ItemResponseFunction.Information(ItemParameters.TwoParameter(1.2, 0.3), 0.3), Is.EqualTo(1.44 / 4).Within(1e-15));
        Assert.That(
            ItemResponseFunction.Information(ItemParameters.ThreeParameter(1, 0, 0.2), Math.Log(3)),
            Is.EqualTo(0.25 * 0.75 * 0.75).Within(1e-15));
    }

    [Test]
    public void Probabilities_AnyItem_SumToOne() => Gen.Select(IrtGen.Item, Gen.Double[-40, 40]).Sample((item, theta) =>
    {
        var p = Probabilities(item, theta);
        return Math.Abs(p.Sum() - 1) < 1e-14 && p.All(x => x is >= 0 and <= 1);
    });

    [Test]
    public void LogProbability_AnyItem_IsTheLogarithmOfTheProbability() =>
        Gen.Select(IrtGen.Item, Gen.Double[-8, 8]).Sample((item, theta) =>
        {
            var p = Probabilities(item, theta);
            return Enumerable.Range(0, p.Length)
                .All(k => Math.Abs(Math.Exp(ItemResponseFunction.LogProbability(item, theta, k)) - p[k]) < 1e-14);
        });

    [Test]
    public void Derivatives_AnyItem_MatchCentralDifferences() => Gen.Select(IrtGen.Item, Gen.Double[-6, 6]).Sample((item, theta) =>
    {
        const double h = 1e-4;
        var (p, first, second) = Derivatives(item, theta);
        var (above, firstAbove, _) = Derivatives(item, theta + h);
        var (below, firstBelow, _) = Derivatives(item, theta - h);

        // Truncation h²/6·|P'''| with |P'''| below 5⁴·3³ for a ≤ 3 and at most 6 categories, in practice 20; rounding 1e-16/h.
        return Enumerable.Range(0, p.Length).All(k =>
            Math.Abs((above[k] - below[k]) / (2 * h) - first[k]) < 2e-6
            && Math.Abs((firstAbove[k] - firstBelow[k]) / (2 * h) - second[k]) < 2e-5);
    });

    [Test]
    public void Information_AnyItem_IsTheSumOfSquaredSlopesOverProbabilities() =>
        Gen.Select(IrtGen.Item, Gen.Double[-6, 6]).Sample((item, theta) =>
        {
            var (p, first, _) = Derivatives(item, theta);
            var information = ItemResponseFunction.Information(item, theta);
            var sum = p.Zip(first, (pk, dk) => pk > 0 ? dk * dk / pk : 0).Sum();
            return information >= 0 && Math.Abs(sum - information) < 1e-12 * Math.Max(1, information);
        });

    [Test]
    public void ExpectedScore_AnyItem_RisesWithAbility() =>
        Gen.Select(IrtGen.Item, Gen.Double[-8, 8], Gen.Double[0.01, 2]).Sample((item, theta, more) =>
            ItemResponseFunction.ExpectedScore(item, theta + more) > ItemResponseFunction.ExpectedScore(item, theta) - 1e-15);

    private static readonly ItemParameters[] Extremes =
    [
        ItemParameters.TwoParameter(1e-6, 1e6), ItemParameters.TwoParameter(1e6, -1e6), ItemParameters.ThreeParameter(25, 0, 1e-300),
        ItemParameters.ThreeParameter(1, 900, 0.25), ItemParameters.Graded(1e-6, -1e-6, 0, 1e-6),
        ItemParameters.Graded(50, -20, -19.999, 20),
        ItemParameters.PartialCredit(1e6, 1e6, -1e6, 0), ItemParameters.PartialCredit(1e-6, 0, 0, 0),
    ];

    [TestCaseSource(nameof(Extremes))]
    public void EveryFunction_ExtremeItemAndAbility_StaysANumber(ItemParameters item)
    {
        foreach (var theta in new[] { -1e9, -800, -40, -1, 0, 1e-300, 1, 40, 800, 1e9 })
        {
            var (p, first, second) = Derivatives(item, theta);
            var (information, score) = (ItemResponseFunction.Information(item, theta), ItemResponseFunction.ExpectedScore(item, theta));
            double[] all = [.. p, .. first, .. second, information, score];

            Assert.That(all, Has.All.Matches<double>(double.IsFinite), $"theta {theta}");
            Assert.That(p.Sum(), Is.EqualTo(1).Within(1e-14));
            for (var k = 0; k < p.Length; k++) Assert.That(ItemResponseFunction.LogProbability(item, theta, k), Is.LessThanOrEqualTo(0));
        }
    }

    [Test]
    public void LogProbability_WhereTheProbabilityUnderflows_IsStillExact()
    {
        Assert.That(ItemResponseFunction.LogProbability(ItemParameters.TwoParameter(2, 0), -400, 1), Is.EqualTo(-800));
        Assert.That(
            ItemResponseFunction.LogProbability(ItemParameters.TwoParameter(1, 0), 40, 1) / -Math.Exp(-40),
            Is.EqualTo(1).Within(1e-15));
        Assert.That(ItemResponseFunction.LogProbability(ItemParameters.PartialCredit(1, 0, 0), -400, 2), Is.EqualTo(-800));
    }

    [Test]
    public void Arguments_OutsideTheirDomain_Throw()
    {
        var item = ItemParameters.TwoParameter(1, 0);

        Assert.That(() => ItemResponseFunction.Information(item, double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemResponseFunction.LogProbability(item, 0, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemResponseFunction.LogProbability(item, 0, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemResponseFunction.Probabilities(item, 0, new double[3]), Throws.ArgumentException);
    }

    /// <summary>P = 0.25, 0.5, 0.25 from the lowest category up; the shares are laid from the highest down.</summary>
    [TestCase(0, 2)]
    [TestCase(0.24, 2)]
    [TestCase(0.26, 1)]
    [TestCase(0.74, 1)]
    [TestCase(0.76, 0)]
    [TestCase(0.9999999, 0)]
    public void CategoryAt_GradedItem_IsTheShareInWhichTheNumberFalls(double uniform, int expected)
    {
        var item = ItemParameters.Graded(1, -Math.Log(3), Math.Log(3));

        Assert.That(ItemResponseFunction.CategoryAt(item, 0, uniform), Is.EqualTo(expected));
    }

    [Test]
    public void CategoryAt_ThetaOutsideItsDomain_IsRefused() =>
        Assert.That(
            () => ItemResponseFunction.CategoryAt(ItemParameters.OneParameter(0), 2e9, 0.5),
            Throws.TypeOf<ArgumentOutOfRangeException>());

    private static double[] Probabilities(ItemParameters item, double theta)
    {
        var p = new double[item.Categories];
        ItemResponseFunction.Probabilities(item, theta, p);
        return p;
    }

    private static (double[] P, double[] First, double[] Second) Derivatives(ItemParameters item, double theta)
    {
        var (p, first, second) = (new double[item.Categories], new double[item.Categories], new double[item.Categories]);
        ItemResponseFunction.Derivatives(item, theta, p, first, second);
        return (p, first, second);
    }
}
