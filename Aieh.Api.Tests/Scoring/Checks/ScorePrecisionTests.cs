using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class ScorePrecisionTests
{
    private static readonly ScoreScale Scale = ScoreScale.Passport;

    // By hand: four items at 0 with a = 2 have I(0) = 4; a point of the scale is 3/275 logits.
    [Test]
    public void At_ItemsAtTheMiddle_IsTheHandWorkedPoint()
    {
        var point = ScorePrecision.At(new TestForm(Enumerable.Repeat(ItemParameters.TwoParameter(2, 0), 4)), Scale, 575);

        Assert.That(point.Theta, Is.Zero);
        Assert.That(point.StandardError, Is.EqualTo(275.0 / 3 / 2).Within(1e-12));
        Assert.That(point.PosteriorStandardError, Is.EqualTo(275.0 / 3 / Math.Sqrt(5)).Within(1e-12));
        Assert.That(point.Reliability, Is.EqualTo(0.8).Within(1e-15));
    }

    [Test]
    public void At_WhereTheInformationUnderflows_HasNoStandardErrorButThePrior()
    {
        var point = ScorePrecision.At(new TestForm([ItemParameters.TwoParameter(1000, -3)]), Scale, 850);

        Assert.That(
            (point.StandardError, point.PosteriorStandardError, point.Reliability),
            Is.EqualTo(((double?)null, Scale.PointsPerLogit, 0.0)));
    }

    [Test]
    public void Curve_StepThatMissesTheEnd_StartsAndEndsAtTheLimits()
    {
        var form = new TestForm([ItemParameters.OneParameter(0)]);

        Assert.That(
            ScorePrecision.Curve(form, Scale, 100).Select(point => point.Score),
            Is.EqualTo(new[] { 300, 400, 500, 600, 700, 800, 850 }));
        Assert.That(ScorePrecision.Curve(form, Scale, 275).Select(point => point.Score), Is.EqualTo(new[] { 300, 575, 850 }));
        Assert.That(ScorePrecision.Curve(form, Scale, int.MaxValue).Select(point => point.Score), Is.EqualTo(new[] { 300, 850 }));
        Assert.That(
            () => ScorePrecision.Curve(form, Scale, 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("step"));
    }

    // By hand: means −1, 0, 1 vary by 1; mean squared standard error (0.25 + 0.25 + 1)/3 = 0.5.
    [Test]
    public void EmpiricalReliability_ThreePeople_IsTheHandWorkedRatio()
    {
        var result = EmpiricalReliability.Of([new EapEstimate(-1, 0.5, 0), new EapEstimate(0, 0.5, 0), new EapEstimate(1, 1, 0)]);

        Assert.That(result, Is.EqualTo(new EmpiricalReliabilityResult(EmpiricalReliabilityStatus.Estimated, 3, 1 / 1.5, 1, 0.5)));
    }

    [Test]
    public void EmpiricalReliability_FewerThanTwoPeople_SaysSo()
    {
        Assert.That(
            EmpiricalReliability.Of([]),
            Is.EqualTo(new EmpiricalReliabilityResult(EmpiricalReliabilityStatus.TooFewPeople, 0, null, null, null)));
        Assert.That(EmpiricalReliability.Of([new EapEstimate(1, 0.5, 0)]).Status, Is.EqualTo(EmpiricalReliabilityStatus.TooFewPeople));
        Assert.That(() => EmpiricalReliability.Of([default]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    // In the population of the prior both say the same; 5,000 people leave an error of about 0.004.
    [Test]
    public void EmpiricalReliability_PeopleOfThePrior_ComesToTheMarginalReliability()
    {
        var random = new Random(11);
        var form = new TestForm(Enumerable.Range(0, 40).Select(i => ItemParameters.TwoParameter(1.3, -2 + 0.1 * i)));
        var people = Enumerable.Range(0, 5000).Select(_ => SimulatedResponses.Of(form, random, SimulatedResponses.Normal(random)));
        EapEstimate[] estimates = [.. people.Select(responses => EapEstimator.Estimate(form, responses))];

        Assert.That(EmpiricalReliability.Of(estimates).Reliability, Is.EqualTo(TestCurves.Reliability(form).OfPosterior).Within(0.015));
    }
}
