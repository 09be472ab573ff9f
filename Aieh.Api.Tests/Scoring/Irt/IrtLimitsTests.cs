using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

/// <summary>Domains of items, priors, forms and abilities, met exactly and just missed.</summary>
internal sealed class IrtLimitsTests
{
    private static readonly ItemParameters Item = ItemParameters.TwoParameter(1, 0);
    private static readonly TestForm Form = new([Item, ItemParameters.Graded(1, -1, 1)]);

    [TestCase(1e-6)]
    [TestCase(1e6)]
    public void Discrimination_AtItsBounds_IsTaken(double a)
    {
        Assert.That(ItemParameters.TwoParameter(a, 0).Discrimination, Is.EqualTo(a));
        Assert.That(ItemParameters.ThreeParameter(a, 0, 0).Discrimination, Is.EqualTo(a));
        var outside = a < 1 ? double.BitDecrement(a) : double.BitIncrement(a);
        Assert.That(() => ItemParameters.TwoParameter(outside, 0), Refuses.OutOfRange("discrimination"));
        Assert.That(() => ItemParameters.ThreeParameter(outside, 0, 0), Refuses.OutOfRange("discrimination"));
    }

    [TestCase(1e6)]
    [TestCase(-1e6)]
    public void Thresholds_AtTheirBounds_AreTaken(double b)
    {
        Assert.That(ItemParameters.OneParameter(b).Thresholds, Is.EqualTo([b]));
        Assert.That(ItemParameters.PartialCredit(1, 0, b).Thresholds, Is.EqualTo([0, b]));
        var outside = b + Math.Sign(b) * 1e-9;
        Assert.That(() => ItemParameters.TwoParameter(1, outside), Refuses.OutOfRange("difficulty"));
        Assert.That(() => ItemParameters.ThreeParameter(1, outside, 0.2), Refuses.OutOfRange("difficulty"));
        Assert.That(() => ItemParameters.PartialCredit(1, 0, outside), Refuses.OutOfRange("steps"));
    }

    [Test]
    public void Guessing_AtItsBounds_IsTaken()
    {
        Assert.That(ItemParameters.ThreeParameter(1, 0, 0).Guessing, Is.Zero);
        Assert.That(ItemParameters.ThreeParameter(1, 0, double.BitDecrement(1)).Guessing, Is.LessThan(1));
        Assert.That(() => ItemParameters.ThreeParameter(1, 0, -double.Epsilon), Refuses.OutOfRange("guessing"));
    }

    [Test]
    public void Categories_SixtyFour_AreTheMost()
    {
        double[] most = [.. Enumerable.Range(0, 63).Select(k => k / 10.0)];

        Assert.That(ItemParameters.Graded(1, most).Categories, Is.EqualTo(ItemParameters.MaximumCategories));
        Assert.That(ItemParameters.PartialCredit(1, most).Categories, Is.EqualTo(64));
        Assert.That(() => ItemParameters.Graded(1, [.. most, 7]), Refuses.OutOfRange("thresholds"));
        Assert.That(() => ItemParameters.PartialCredit(1, [.. most, 7]), Refuses.OutOfRange("steps"));
        Assert.That(() => ItemParameters.PartialCredit(1), Refuses.OutOfRange("steps"));
        Assert.That(() => ItemParameters.Graded(1, 0, 0.5, 0.5), Refuses.OutOfRange("thresholds", "Threshold 3"));
    }

    [TestCase(ItemModel.OneParameterLogistic, 1, ItemModel.OneParameterLogistic)]
    [TestCase(ItemModel.OneParameterLogistic, 1.5, ItemModel.TwoParameterLogistic)]
    [TestCase(ItemModel.TwoParameterLogistic, 1, ItemModel.TwoParameterLogistic)]
    [TestCase(ItemModel.ThreeParameterLogistic, 1.5, ItemModel.ThreeParameterLogistic)]
    [TestCase(ItemModel.GradedResponse, 1.5, ItemModel.GradedResponse)]
    [TestCase(ItemModel.GeneralizedPartialCredit, 1.5, ItemModel.GeneralizedPartialCredit)]
    public void Of_EveryModel_MakesThatItem(ItemModel model, double a, ItemModel made)
    {
        var item = ItemParameters.Of(model, a, [0.25], 0.125);

        Assert.That((item.Model, item.Discrimination), Is.EqualTo((made, a)));
        Assert.That(item.Thresholds, Is.EqualTo([0.25]));
        Assert.That(item.Guessing, Is.EqualTo(model == ItemModel.ThreeParameterLogistic ? 0.125 : 0));
    }

    [Test]
    public void Of_WhatNoModelHas_Throws()
    {
        Assert.That(() => ItemParameters.Of(ItemModel.ThreeParameterLogistic, 1, [0, 1]), Refuses.Argument("thresholds"));
        Assert.That(() => ItemParameters.Of(ItemModel.TwoParameterLogistic, 1, []), Refuses.Argument("thresholds"));
        Assert.That(() => ItemParameters.Of((ItemModel)5, 1, [0]), Refuses.OutOfRange("model"));
        Assert.That(ItemParameters.Of(ItemModel.GradedResponse, 1, [0, 1]).Categories, Is.EqualTo(3));
    }

    [TestCase(double.NaN, 1, "mean")]
    [TestCase(double.PositiveInfinity, 1, "mean")]
    [TestCase(0, 0, "standardDeviation")]
    [TestCase(0, -1, "standardDeviation")]
    [TestCase(0, double.NaN, "standardDeviation")]
    [TestCase(0, double.PositiveInfinity, "standardDeviation")]
    public void NormalPrior_OutsideItsDomain_NamesTheArgument(double mean, double deviation, string name) =>
        Assert.That(() => new NormalPrior(mean, deviation), Refuses.OutOfRange(name));

    [Test]
    public void TestForm_WithoutItemsOrPrior_NamesTheArgument()
    {
        Assert.That(() => new TestForm(null!), Refuses.Null("items"));
        Assert.That(() => new TestForm([]), Refuses.Argument("items"));
        Assert.That(() => new TestForm([Item], default), Refuses.OutOfRange("prior"));
    }

    [Test]
    public void TestForm_Made_KnowsItsItemsPriorAndHighestScore()
    {
        var form = new TestForm([Item, ItemParameters.Graded(1, -1, 1), ItemParameters.PartialCredit(1, 0, 1, 2)], new NormalPrior(1, 0.5));

        Assert.That((form.Items.Length, form.MaximumScore, form.Prior), Is.EqualTo((3, 6, new NormalPrior(1, 0.5))));

        // 61 nodes over ±6 standard deviations about the mean.
        Assert.That(form.QuadratureNodes, Has.Length.EqualTo(61));
        Assert.That((form.QuadratureNodes[0], form.QuadratureNodes[30], form.QuadratureNodes[60]), Is.EqualTo((-2.0, 1.0, 4.0)));
    }

    [TestCase(1e9)]
    [TestCase(-1e9)]
    public void Theta_AtItsBounds_IsTakenAndNotBeyond(double theta)
    {
        var beyond = theta * (1 + 1e-15);

        Assert.That(ItemResponseFunction.ExpectedScore(Item, theta), Is.EqualTo(theta > 0 ? 1 : 0));
        Assert.That(TestCurves.At(Form, theta).ExpectedScore, Is.EqualTo(theta > 0 ? 3 : 0));
        Assert.That(() => ItemResponseFunction.ExpectedScore(Item, beyond), Refuses.OutOfRange("theta"));
        Assert.That(() => ItemResponseFunction.LogProbability(Item, beyond, 0), Refuses.OutOfRange("theta"));
        Assert.That(() => ItemResponseFunction.Probabilities(Item, beyond, new double[2]), Refuses.OutOfRange("theta"));
        Assert.That(() => TestCurves.At(Form, beyond), Refuses.OutOfRange("theta"));
        Assert.That(() => ResponseLikelihood.At(Form, [0, 0], beyond), Refuses.OutOfRange("theta"));
    }

    [Test]
    public void Functions_WithoutItemOrForm_NameIt()
    {
        Assert.That(() => ItemResponseFunction.Probabilities(null!, 0, new double[2]), Refuses.Null("item"));
        Assert.That(() => ItemResponseFunction.CategoryAt(null!, 0, 0.5), Refuses.Null("item"));
        Assert.That(() => ItemResponseFunction.LogProbability(null!, 0, 0), Refuses.Null("item"));
        Assert.That(() => ItemResponseFunction.Derivatives(null!, 0, new double[2], new double[2], new double[2]), Refuses.Null("item"));
        Assert.That(() => ItemResponseFunction.ExpectedScore(null!, 0), Refuses.Null("item"));
        Assert.That(() => ItemResponseFunction.Information(null!, 0), Refuses.Null("item"));
        Assert.That(() => TestCurves.At(null!, 0), Refuses.Null("form"));
        Assert.That(() => TestCurves.Reliability(null!), Refuses.Null("form"));
        Assert.That(() => ResponseLikelihood.At(null!, [0], 0), Refuses.Null("form"));
        Assert.That(() => EapEstimator.Estimate(null!, [0]), Refuses.Null("form"));
        Assert.That(() => EapEstimator.EstimateAll(null!, [0], new EapEstimate[1]), Refuses.Null("form"));
        Assert.That(() => MapEstimator.Estimate(null!, [0]), Refuses.Null("form"));
        Assert.That(() => MleEstimator.Estimate(null!, [0]), Refuses.Null("form"));
        Assert.That(() => WleEstimator.Estimate(null!, [0]), Refuses.Null("form"));
    }

    [TestCase(3, 2, 2)]
    [TestCase(2, 3, 2)]
    [TestCase(2, 2, 1)]
    public void Derivatives_SpanOfAnotherLength_IsRefused(int probabilities, int first, int second) =>
        Assert.That(
            () => ItemResponseFunction.Derivatives(Item, 0, new double[probabilities], new double[first], new double[second]),
            Throws.ArgumentException);

    [Test]
    public void Responses_OfAnotherLength_AreRefusedByEveryEstimator()
    {
        foreach (int[] responses in (int[][])[[0], [0, 0, 0]])
        {
            Assert.That(() => EapEstimator.Estimate(Form, responses), Refuses.Argument("responses"));
            Assert.That(() => MapEstimator.Estimate(Form, responses), Refuses.Argument("responses"));
            Assert.That(() => MleEstimator.Estimate(Form, responses), Refuses.Argument("responses"));
            Assert.That(() => WleEstimator.Estimate(Form, responses), Refuses.Argument("responses"));
            Assert.That(() => ResponseLikelihood.At(Form, responses, 0), Refuses.Argument("responses"));
        }

        Assert.That(() => EapEstimator.EstimateAll(Form, [0, 0, 0], new EapEstimate[2]), Refuses.Argument("responses", "2 vectors of 2"));
    }

    [TestCase(2, 0, 0)]
    [TestCase(-2, 0, 0)]
    [TestCase(0, 3, 1)]
    public void Responses_NotACategory_AreRefusedAndTheItemIsNamed(int first, int second, int item)
    {
        int[] responses = [first, second];

        Assert.That(() => EapEstimator.Estimate(Form, responses), Refuses.OutOfRange("responses", $"Item {item}"));
        Assert.That(() => MapEstimator.Estimate(Form, responses), Refuses.OutOfRange("responses", $"Item {item}"));
        Assert.That(() => ResponseLikelihood.At(Form, responses, 0), Refuses.OutOfRange("responses", $"Item {item}"));
    }

    // At θ = b a logistic item is right with probability ½, exactly.
    [TestCase(0, 1)]
    [TestCase(0.49999999999999994, 1)]
    [TestCase(0.5, 0)]
    [TestCase(0.9999999999999999, 0)]
    public void CategoryAt_NumberOnTheBorder_FallsBelowIt(double uniform, int category) =>
        Assert.That(ItemResponseFunction.CategoryAt(Item, 0, uniform), Is.EqualTo(category));

    // By hand at θ − b = ln 3, a = 1. Two parameters: P = ¾, I = 3/16, J = I(1 − 2P) = −3/32, so J/(2I) = −¼.
    // Three with c = 0.2: P = 0.8, k = 0.6/0.8 = ¾, I = 3/16·¾ = 9/64, J = −I/2, gradient ¼·¾ = 3/16, curvature 3/16·(−½ − 3/16).
    [TestCase(0, 1, 0.75, 0.25, 0.1875, 0.1875, -0.25)]
    [TestCase(0, 0, 0.25, -0.75, 0.1875, 0.1875, -0.25)]
    [TestCase(0.2, 1, 0.8, 0.1875, 0.12890625, 0.140625, -0.25)]
    [TestCase(0.2, 0, 0.2, -0.75, 0.1875, 0.140625, -0.25)]
    public void LikelihoodAt_OneItem_IsTheHandWorkedPoint(
        double guessing, int response, double probability, double gradient, double observed, double expected, double warm)
    {
        var at = ResponseLikelihood.At(new TestForm([ItemParameters.ThreeParameter(1, 0, guessing)]), [response], Math.Log(3));

        Assert.That(
            (double[])[at.LogLikelihood, at.Gradient, at.ObservedInformation, at.ExpectedInformation, at.WarmCorrection],
            Is.EqualTo([Math.Log(probability), gradient, observed, expected, warm]).Within(1e-15));
    }

    // −J/(2I²) = (3/32)/(2·9/256) = 4/3 and 1/√I = 4/√3, by the numbers above.
    [Test]
    public void CurveAt_OneItem_IsTheHandWorkedPoint()
    {
        var point = TestCurves.At(new TestForm([Item]), Math.Log(3));

        Assert.That(
            (double[])[point.Theta, point.Information, point.ExpectedScore, point.J, point.ConditionalStandardError],
            Is.EqualTo([Math.Log(3), 0.1875, 0.75, -0.09375, 4 / Math.Sqrt(3)]).Within(1e-14));
        Assert.That(point.MaximumLikelihoodBias, Is.EqualTo(4 / 3.0).Within(1e-14));
    }

    // Where θ is measured in other units, θ' = μ + σθ, everything follows: b' = μ + σb, a' = a/σ.
    [Test]
    public void Estimates_OnAnotherScale_AreTheSamePerson() =>
        Gen.Select(IrtGen.Attempt(IrtGen.TwoParameter, 1, 20, lowest: Response.NotAdministered), Gen.Double[-2, 2], Gen.Double[0.5, 2])
            .Sample((attempt, mean, deviation) =>
            {
                var (form, responses) = attempt;
                var other = new TestForm(
                    form.Items.Select(i => ItemParameters.TwoParameter(i.Discrimination / deviation, mean + deviation * i.Thresholds[0])),
                    new NormalPrior(mean, deviation));
                var (eap, map) = (EapEstimator.Estimate(form, responses), MapEstimator.Estimate(form, responses));
                var (eapThere, mapThere) = (EapEstimator.Estimate(other, responses), MapEstimator.Estimate(other, responses));
                var (here, there) = (TestCurves.Reliability(form), TestCurves.Reliability(other));

                return Near(eapThere.Theta, mean + deviation * eap.Theta) && Near(eapThere.StandardError, deviation * eap.StandardError)
                    && Near(mapThere.Theta, mean + deviation * map.Theta) && Near(mapThere.StandardError, deviation * map.StandardError)
                    && Near(eapThere.LogMarginal, eap.LogMarginal) && Near(there.OfPosterior, here.OfPosterior)
                    && Math.Abs(there.OfMaximumLikelihood / here.OfMaximumLikelihood - 1) < 1e-9;

                // The search for a mode ends at 1e-12.
                static bool Near(double? a, double? b) => a == b || Math.Abs(a!.Value - b!.Value) < 1e-10;
            }, iter: 100);

    // More items than are summed at once: ninety per cent right at one difficulty, θ by the mode equation n(0.9 − P) = θ.
    [Test]
    public void Estimates_ThousandItems_SumOverAllOfThem()
    {
        var form = new TestForm(Enumerable.Repeat(ItemParameters.OneParameter(0), 1100));
        int[] responses = [.. Enumerable.Range(0, 1100).Select(i => i % 11 == 10 ? Response.NotAdministered : i % 10 == 0 ? 0 : 1)];
        var (right, administered) = (responses.Count(r => r == 1), responses.Count(r => r >= 0));

        var map = MapEstimator.Estimate(form, responses).Theta!.Value;
        var eap = EapEstimator.Estimate(form, responses);

        Assert.That(right - administered / (1 + Math.Exp(-map)), Is.EqualTo(map).Within(1e-8));

        // The posterior of a thousand answers is all but normal: mean and mode differ by half of I'/(I + 1)² = −0.72·90/91².
        Assert.That(eap.Theta, Is.EqualTo(map).Within(0.01));
        Assert.That(eap.StandardError, Is.EqualTo(MapEstimator.Estimate(form, responses).StandardError).Within(0.002));
    }
}
