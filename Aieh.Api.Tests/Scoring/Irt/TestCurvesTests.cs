using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

internal sealed class TestCurvesTests
{
    // By hand: two items at 0 with a = 2 and θ = 0: I = 2·4/4, expected score 1, J = 0 by symmetry.
    [Test]
    public void At_TwoEqualItemsAtTheirDifficulty_IsTheHandWorkedPoint()
    {
        var point = TestCurves.At(new TestForm(Enumerable.Repeat(ItemParameters.TwoParameter(2, 0), 2)), 0);

        Assert.That(point, Is.EqualTo(new CurvePoint(0, 2, 1, 0)));
        Assert.That(point.ConditionalStandardError, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-15));
        Assert.That(point.MaximumLikelihoodBias, Is.Zero);
    }

    [Test]
    public void At_AnyForm_IsTheSumOverItemsAndMatchesTheLikelihood() =>
        Gen.Select(IrtGen.Attempt(IrtGen.Item, 1, 20), Gen.Double[-40, 40]).Sample((attempt, theta) =>
        {
            var point = TestCurves.At(attempt.Form, theta);
            var sum = attempt.Form.Items.Sum(item => ItemResponseFunction.Information(item, theta));
            return point.Information >= 0
                && point.Information == ResponseLikelihood.At(attempt.Form, attempt.Responses, theta).ExpectedInformation
                && Math.Abs(point.Information - sum) <= 1e-13 * sum
                && point.ExpectedScore >= 0 && point.ExpectedScore <= attempt.Form.MaximumScore * (1 + 1e-14);
        });

    [Test]
    public void At_WhereTheInformationUnderflows_HasNoBiasAndAnInfiniteError()
    {
        var point = TestCurves.At(new TestForm([ItemParameters.TwoParameter(1000, 0)]), 40);

        Assert.That(
            (point.Information, point.ConditionalStandardError, point.MaximumLikelihoodBias),
            Is.EqualTo((0.0, double.PositiveInfinity, (double?)null)));
    }

    [Test]
    public void Reliability_LongerForm_IsHigher()
    {
        var one = TestCurves.Reliability(new TestForm(Enumerable.Repeat(ItemParameters.OneParameter(0), 10)));
        var two = TestCurves.Reliability(new TestForm(Enumerable.Repeat(ItemParameters.OneParameter(0), 20)));

        Assert.That(two.OfPosterior, Is.GreaterThan(one.OfPosterior).And.LessThan(1));

        // Doubling the items halves the mean of 1/I.
        Assert.That(1 - two.OfMaximumLikelihood, Is.EqualTo((1 - one.OfMaximumLikelihood) / 2).Within(1e-12));
    }
}
