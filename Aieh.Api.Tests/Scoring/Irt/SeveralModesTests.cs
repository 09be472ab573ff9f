using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

/// <summary>With guessing a likelihood may have several modes, or a mode below its limit; which one counts is decided by height.</summary>
internal sealed class SeveralModesTests
{
    // Six flat items half right make a mode near −1, three steep ones guessable and right another near b; they are equally high
    // at b = 1.2544585790639868, by bisection on the likelihood.
    [TestCase(1.2524, 1.4996)]
    [TestCase(1.2564, -0.99995)]
    public void Mle_TwoModesAllButEquallyHigh_IsTheHigher(double difficulty, double mode)
    {
        var flat = Enumerable.Repeat(ItemParameters.TwoParameter(0.9, -1), 6);
        var steep = Enumerable.Repeat(ItemParameters.ThreeParameter(6, difficulty, 0.3), 3);
        var form = new TestForm([.. flat, .. steep]);

        Assert.That(MleEstimator.Estimate(form, [1, 0, 1, 0, 1, 0, 1, 1, 1]).Theta, Is.EqualTo(mode).Within(1e-3));
    }

    // At −∞ the likelihood of right and wrong is 0.25·0.8; the mode near 0.69 is as high at b = 0.46209811, by bisection.
    [TestCase(0.4601, EstimateStatus.Finite)]
    [TestCase(0.4641, EstimateStatus.MinusInfinity)]
    public void Mle_ModeAllButAsHighAsTheLimit_ExistsOnlyAboveIt(double difficulty, EstimateStatus status)
    {
        var form = new TestForm([ItemParameters.ThreeParameter(3, difficulty, 0.25), ItemParameters.ThreeParameter(1, 0, 0.2)]);

        Assert.That(MleEstimator.Estimate(form, [1, 0]).Status, Is.EqualTo(status));
    }

    // Warm's weighted likelihood is L·exp ∫ J/(2I): by the trapezoid rule over the same points that are compared.
    [Test]
    public void Wle_GuessableItems_IsTheHighestPointOfWarmsWeightedLikelihood() =>
        IrtGen.Attempt(
            Gen.Select(Gen.Double[1, 4], Gen.Double[-2, 2], Gen.Double[0.1, 0.35], ItemParameters.ThreeParameter), 2, 5)
            .Sample(attempt =>
            {
                const double step = 0.02;
                var theta = WleEstimator.Estimate(attempt.Form, attempt.Responses).Theta!.Value;
                if (Math.Abs(theta) > 6) return true;
                double height = 0, highest = double.NegativeInfinity, nearest = double.NegativeInfinity, previous = 0;
                for (var n = 0; n <= 600; n++)
                {
                    var at = ResponseLikelihood.At(attempt.Form, attempt.Responses, -6 + n * step);
                    if (n > 0) height += (previous + at.WarmCorrection) / 2 * step;
                    previous = at.WarmCorrection;
                    highest = Math.Max(highest, height + at.LogLikelihood);
                    if (Math.Abs(-6 + n * step - theta) <= step) nearest = Math.Max(nearest, height + at.LogLikelihood);
                }

                // Half a step off the mode costs step²/8·I with I below 20; the rule errs by step²/12 times a second derivative.
                return nearest >= highest - 5e-3;
            }, iter: 300);

    // Two thresholds so near that 1 − exp(−a(b₂ − b₁)) is a·(b₂ − b₁) = 1e-18 to the last digit: P = ¼·1e-18 at the middle.
    [Test]
    public void LogProbability_ThresholdsAllButEqual_IsFinite() =>
        Assert.That(
            ItemResponseFunction.LogProbability(ItemParameters.Graded(1e-6, -5e-13, 5e-13), 0, 1),
            Is.EqualTo(Math.Log(0.25e-18)).Within(1e-12));
}
