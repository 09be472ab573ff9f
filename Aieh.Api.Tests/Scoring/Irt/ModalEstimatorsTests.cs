using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

internal sealed class ModalEstimatorsTests
{
    // By hand: three of four right at one difficulty, P = 3/4, so θ = b + ln 3/a and I = 4 a² · 3/16.
    [Test]
    public void Mle_ThreeOfFourRightAtOneDifficulty_IsTheLogit()
    {
        var form = new TestForm(Enumerable.Repeat(ItemParameters.TwoParameter(2, 0.5), 4));

        var estimate = MleEstimator.Estimate(form, [1, 1, 0, 1]);

        Assert.That(estimate.Status, Is.EqualTo(EstimateStatus.Finite));
        Assert.That(estimate.Theta, Is.EqualTo(0.5 + Math.Log(3) / 2).Within(1e-12));
        Assert.That(estimate.StandardError, Is.EqualTo(1 / Math.Sqrt(3)).Within(1e-12));
    }

    // By hand: for n equal Rasch items Warm's equation is r − nP + (1 − 2P)/2 = 0, so P = (r + 1/2)/(n + 1):
    // the estimate adds half an item right and half wrong.
    [TestCase(0, 4)]
    [TestCase(3, 4)]
    [TestCase(4, 4)]
    [TestCase(1, 1)]
    public void Wle_EqualRaschItems_AddsHalfAnAnswerEachWay(int right, int items)
    {
        var form = new TestForm(Enumerable.Repeat(ItemParameters.OneParameter(0.3), items));

        var estimate = WleEstimator.Estimate(form, [.. Enumerable.Range(0, items).Select(i => i < right ? 1 : 0)]);

        Assert.That(estimate.Theta, Is.EqualTo(0.3 + Math.Log((right + 0.5) / (items - right + 0.5))).Within(1e-12));
    }

    [Test]
    public void Map_OneItemAtThePriorMean_SolvesTheModeEquation()
    {
        var form = new TestForm([ItemParameters.OneParameter(0)]);

        var estimate = MapEstimator.Estimate(form, [1]);

        // 1 − P(θ) = θ; the standard error is 1/√(PQ + 1).
        var p = 1 / (1 + Math.Exp(-estimate.Theta!.Value));
        Assert.That(1 - p, Is.EqualTo(estimate.Theta).Within(1e-12));
        Assert.That(estimate.StandardError, Is.EqualTo(1 / Math.Sqrt(p * (1 - p) + 1)).Within(1e-14));
    }

    [Test]
    public void Estimators_NothingAdministered_SayThatThereIsNothing()
    {
        var form = new TestForm([ItemParameters.OneParameter(0), ItemParameters.ThreeParameter(1, 0, 0.2)], new NormalPrior(0.5, 0.7));
        int[] none = [Response.NotAdministered, Response.NotAdministered];

        Assert.That(MapEstimator.Estimate(form, none), Is.EqualTo(new MapEstimate(EstimateStatus.NoResponses, null, null)));
        Assert.That(MleEstimator.Estimate(form, none), Is.EqualTo(new LikelihoodEstimate(EstimateStatus.NoResponses, null, null)));
        Assert.That(WleEstimator.Estimate(form, none), Is.EqualTo(new LikelihoodEstimate(EstimateStatus.NoResponses, null, null)));
    }

    [Test]
    public void Mle_LowestOrHighestCategoriesOnly_DoesNotExist()
    {
        var form = new TestForm(
            [ItemParameters.TwoParameter(1, 0), ItemParameters.Graded(1.2, -1, 1), ItemParameters.PartialCredit(0.7, 0.5, -0.5)]);

        Assert.That(MleEstimator.Estimate(form, [0, 0, 0]).Status, Is.EqualTo(EstimateStatus.MinusInfinity));
        Assert.That(MleEstimator.Estimate(form, [1, 2, 2]).Status, Is.EqualTo(EstimateStatus.PlusInfinity));
        Assert.That(MleEstimator.Estimate(form, [1, 2, 1]).Status, Is.EqualTo(EstimateStatus.Finite));
    }

    // Easy item wrong, hard item right: more likely by guessing at −∞, 0.75·0.25, than at any finite ability.
    [Test]
    public void Mle_ThreeParameterMixedPattern_MayNotExist()
    {
        var form = new TestForm([ItemParameters.ThreeParameter(2, -1, 0.25), ItemParameters.ThreeParameter(2, 1, 0.25)]);

        Assert.That(MleEstimator.Estimate(form, [0, 1]).Status, Is.EqualTo(EstimateStatus.MinusInfinity));
        Assert.That(MleEstimator.Estimate(form, [1, 0]).Status, Is.EqualTo(EstimateStatus.Finite));
    }

    [Test]
    public void Mle_TwoModes_IsTheHigher()
    {
        // Three steep items with guessing at 2 answered right, flat items in favour of −1: a local maximum near each.
        ItemParameters[] flat = [.. Enumerable.Repeat(ItemParameters.TwoParameter(0.9, -1), 6)];
        var form = new TestForm([.. flat, .. Enumerable.Repeat(ItemParameters.ThreeParameter(6, 1.5, 0.3), 3)]);
        int[] responses = [1, 0, 1, 0, 1, 0, 1, 1, 1];

        var theta = MleEstimator.Estimate(form, responses).Theta!.Value;

        var (best, modes) = Scan(form, responses);
        Assert.That(modes, Is.EqualTo(2), "the case is meant to have two modes");
        Assert.That(theta, Is.EqualTo(best).Within(1e-3), "the scan has steps of 0.001");
    }

    [Test]
    public void Mle_AnyForm_IsNoLowerThanAnyPointOfAScan() => IrtGen.Attempt(IrtGen.Item, 1, 12).Sample(attempt =>
    {
        var estimate = MleEstimator.Estimate(attempt.Form, attempt.Responses);
        if (estimate.Status is EstimateStatus.BelowRange or EstimateStatus.AboveRange or EstimateStatus.NoInformation) return true;
        var scan = Enumerable.Range(-400, 801).Max(i => LogLikelihood(attempt, i / 20.0));
        var height = estimate.Theta is { } theta ? LogLikelihood(attempt, theta)
            : LogLikelihood(attempt, estimate.Status == EstimateStatus.PlusInfinity ? 1e4 : -1e4);

        // 1e-9 is the excess that a finite maximum must have over the limits.
        return height >= scan - 1.1e-9;
    }, iter: 200);

    [Test]
    public void Estimators_AnyForm_SolveTheirEquations() =>
        IrtGen.Attempt(IrtGen.Item, 1, 30, lowest: Response.NotAdministered).Sample(attempt =>
        {
            var (form, responses) = attempt;
            if (responses.All(r => r == Response.NotAdministered)) return true;
            var (map, mle, wle) = (
                MapEstimator.Estimate(form, responses), MleEstimator.Estimate(form, responses), WleEstimator.Estimate(form, responses));

            // θ is good to 1e-12 and the slopes change by at most the information, below 1e3 here, per logit.
            LikelihoodPoint At(double theta) => ResponseLikelihood.At(form, responses, theta);
            return Math.Abs(At(map.Theta!.Value).Gradient - map.Theta.Value) < 1e-8
                && (wle.Theta is not { } weighted || Math.Abs(At(weighted).Gradient + At(weighted).WarmCorrection) < 1e-8)
                && (mle.Theta is not { } likeliest || Math.Abs(At(likeliest).Gradient) < 1e-8);
        }, iter: 200);

    // Without guessing Warm's estimate is the mode under Jeffreys' prior: J = I'.
    [Test]
    public void WarmCorrection_WithoutGuessing_IsHalfTheLogarithmicSlopeOfTheInformation() =>
        Gen.Select(IrtGen.Attempt(IrtGen.Item.Where(item => item.Guessing == 0), 1, 10), Gen.Double[-4, 4]).Sample((attempt, theta) =>
        {
            const double h = 1e-5;
            double LogInformation(double at) => Math.Log(ResponseLikelihood.At(attempt.Form, attempt.Responses, at).ExpectedInformation);
            var slope = (LogInformation(theta + h) - LogInformation(theta - h)) / (2 * h);

            // Truncation h²/6 times a third derivative below 1e3; rounding 1e-16/h.
            return Math.Abs(ResponseLikelihood.At(attempt.Form, attempt.Responses, theta).WarmCorrection - slope / 2) < 1e-6;
        });

    [Test]
    public void Gradient_AnyForm_IsTheSlopeOfTheLogLikelihood() =>
        Gen.Select(IrtGen.Attempt(IrtGen.Item, 1, 10), Gen.Double[-4, 4]).Sample((attempt, theta) =>
        {
            const double h = 1e-5;
            var at = ResponseLikelihood.At(attempt.Form, attempt.Responses, theta);
            var above = ResponseLikelihood.At(attempt.Form, attempt.Responses, theta + h);
            var below = ResponseLikelihood.At(attempt.Form, attempt.Responses, theta - h);

            // Truncation h²/6 times third and fourth derivatives below 1e4; rounding 1e-14/h.
            return Math.Abs((above.LogLikelihood - below.LogLikelihood) / (2 * h) - at.Gradient) < 1e-6
                && Math.Abs((above.Gradient - below.Gradient) / (2 * h) + at.ObservedInformation) < 1e-5;
        });

    [Test]
    public void Mle_FlatItems_IsFoundFarOut()
    {
        // One of a hundred wrong at discrimination 0.05: ln 99/0.05 = 92 logits out. On a scale where people differ by 20 logits
        // that is an ordinary estimate; where they differ by one it is none to report.
        ItemParameters[] items = [.. Enumerable.Repeat(ItemParameters.TwoParameter(0.05, 0), 100)];
        int[] responses = [.. Enumerable.Range(0, 100).Select(i => i == 0 ? 0 : 1)];

        Assert.That(
            MleEstimator.Estimate(new TestForm(items, new NormalPrior(0, 20)), responses).Theta,
            Is.EqualTo(Math.Log(99) / 0.05).Within(1e-9));
        Assert.That(
            MleEstimator.Estimate(new TestForm(items), responses),
            Is.EqualTo(new LikelihoodEstimate(EstimateStatus.AboveRange, null, null)));
    }

    [Test]
    public void Estimators_ExtremeItems_StayNumbers()
    {
        var form = new TestForm(
        [
            ItemParameters.TwoParameter(1e6, 0.3),
            ItemParameters.TwoParameter(1e-6, 1e6),
            ItemParameters.ThreeParameter(30, 40, 0.2),
            ItemParameters.PartialCredit(1e6, 1e6, -1e6),
        ]);
        for (var pattern = 0; pattern < 24; pattern++)
        {
            int[] responses = [pattern & 1, (pattern >> 1) & 1, (pattern >> 2) & 1, pattern >> 3];
            var map = MapEstimator.Estimate(form, responses);
            var mle = MleEstimator.Estimate(form, responses);
            var wle = WleEstimator.Estimate(form, responses);

            // An error beyond the range of ±10 would say that the number beside it is none.
            Assert.That((double.IsFinite(map.Theta!.Value), map.StandardError > 0), Is.EqualTo((true, true)));
            Assert.That(mle.Status == EstimateStatus.Finite ? mle.StandardError : 1, Is.InRange(0, 20));
            Assert.That(wle.Status == EstimateStatus.Finite ? wle.StandardError : 1, Is.InRange(0, 20));
            Assert.That(mle.Theta is null, Is.EqualTo(mle.Status != EstimateStatus.Finite));
            Assert.That(wle.Theta is null, Is.EqualTo(wle.Status != EstimateStatus.Finite));
        }
    }

    // Three-parameter items answered at random by a weak person: the likelihood is flat to the left and yet has a highest point there,
    // of no meaning.
    [Test]
    public void Mle_ModeFarBelowTheItems_IsAStatus()
    {
        var flat = Enumerable.Repeat(ItemParameters.ThreeParameter(0.4, 2, 0.25), 6);
        var form = new TestForm([ItemParameters.ThreeParameter(0.5, 0, 0.25), ItemParameters.ThreeParameter(0.45, 1, 0.25), .. flat]);
        var far = Enumerable.Range(0, 256)
            .Select(pattern => Enumerable.Range(0, 8).Select(i => pattern >> i & 1).ToArray())
            .Select(responses => (Responses: responses, Estimate: MleEstimator.Estimate(form, responses)))
            .Where(x => x.Estimate.Status == EstimateStatus.BelowRange)
            .ToList();

        Assert.That(far, Is.Not.Empty);
        Assert.That(far.Select(x => (x.Estimate.Theta, x.Estimate.StandardError)), Is.All.EqualTo(((double?)null, (double?)null)));
    }

    // Right below a step and wrong above the next: every ability between them is as likely as any other.
    [Test]
    public void Mle_BetweenTwoSteps_IsNotAPoint()
    {
        var form = new TestForm([ItemParameters.TwoParameter(1e4, -1), ItemParameters.TwoParameter(1e4, 1)]);

        Assert.That(MleEstimator.Estimate(form, [1, 0]), Is.EqualTo(new LikelihoodEstimate(EstimateStatus.NoInformation, null, null)));
    }

    [Test]
    public void Map_PriorFarFromTheItems_IsFoundBeyondThem()
    {
        // Items within 0.01 logits of 0 say nothing where the prior has its mass.
        var form = new TestForm([ItemParameters.TwoParameter(1e5, 0), ItemParameters.TwoParameter(1e5, 0.001)], new NormalPrior(3, 0.5));

        Assert.That(MapEstimator.Estimate(form, [1, 1]).Theta, Is.EqualTo(3).Within(1e-12));
    }

    private static double LogLikelihood((TestForm Form, int[] Responses) attempt, double theta) =>
        ResponseLikelihood.At(attempt.Form, attempt.Responses, theta).LogLikelihood;

    private static (double Best, int Modes) Scan(TestForm form, int[] responses)
    {
        double[] heights = [.. Enumerable.Range(-8000, 16001).Select(i => LogLikelihood((form, responses), i / 1000.0))];
        var modes = Enumerable.Range(1, heights.Length - 2).Count(i => heights[i] > heights[i - 1] && heights[i] > heights[i + 1]);
        return ((Array.IndexOf(heights, heights.Max()) - 8000) / 1000.0, modes);
    }
}
