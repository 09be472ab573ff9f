using Aieh.Api.Tests.Scoring.Irt;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class PersonFitTests
{
    private static readonly PersonFitEstimator[] Estimators = Enum.GetValues<PersonFitEstimator>();
    private static readonly Gen<PersonFitEstimator> AnyEstimator = Gen.Int[0, 2].Select(i => Estimators[i]);
    private static readonly Gen<ItemParameters> Dichotomous =
        Gen.Select(Gen.Double[0.3, 3], Gen.Double[-3, 3], Gen.Double[0, 0.3], ItemParameters.ThreeParameter);

    // 2,000 people on 60 items: the error of a mean is 0.022, of a variance 0.032; l*_z keeps a left skew at any finite length.
    [TestCase(PersonFitEstimator.WeightedLikelihood, false)]
    [TestCase(PersonFitEstimator.MaximumAPosteriori, false)]
    [TestCase(PersonFitEstimator.WeightedLikelihood, true)]
    public void Evaluate_PeopleWhoFit_IsAboutStandardNormal(PersonFitEstimator estimator, bool isPolytomous)
    {
        var random = new Random(7);
        var form = new TestForm(Enumerable.Range(0, 60).Select(i =>
        {
            var (a, b) = (0.8 + 0.02 * i, -2 + i % 20 * 0.2);
            if (!isPolytomous) return ItemParameters.TwoParameter(a, b);
            return i % 2 == 0 ? ItemParameters.Graded(a, b - 1, b, b + 1) : ItemParameters.PartialCredit(a, b - 0.5, b + 0.5);
        }));
        var people = Enumerable.Range(0, 2000).Select(_ => SimulatedResponses.Of(form, random, SimulatedResponses.Normal(random)));
        var fits = people.Select(responses => PersonFit.Evaluate(form, responses, estimator)).ToList();
        var values = fits.Select(fit => fit.LzStar!.Value).ToList();
        var mean = values.Average();

        Assert.That(mean, Is.Zero.Within(0.1));
        Assert.That(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1), Is.EqualTo(1).Within(0.15));
        Assert.That(fits.Count(fit => fit.ForReview == true) / 2000.0, Is.EqualTo(0.05).Within(0.025));
    }

    // By Snijders' formulas, written out for dichotomous items.
    [Test]
    public void Evaluate_DichotomousItems_EqualsTheFormulasWrittenOut() =>
        Gen.Select(IrtGen.Attempt(Dichotomous, 5, 30), AnyEstimator).Sample((attempt, estimator) =>
        {
            var (form, responses) = attempt;
            var fit = PersonFit.Evaluate(form, responses, estimator);
            if (fit.Status != PersonFitStatus.Computed) return;

            var theta = fit.Theta!.Value;
            double w0 = 0, numerator = 0, information = 0, j = 0;
            var items = form.Items.Select((item, i) =>
            {
                double[] p = new double[2], first = new double[2], second = new double[2];
                ItemResponseFunction.Derivatives(item, theta, p, first, second);
                var (w, r) = (Math.Log(p[1] / p[0]), first[1] / (p[1] * p[0]));
                w0 += (responses[i] - p[1]) * w;
                numerator += first[1] * w;
                information += first[1] * r;
                j += r * second[1];
                return (W: w, R: r, Variance: p[1] * p[0]);
            }).ToList();
            var c = numerator / information;
            var r0 = estimator switch
            {
                PersonFitEstimator.MaximumLikelihood => 0,
                PersonFitEstimator.WeightedLikelihood => j / (2 * information),
                _ => -theta,
            };
            var variance = items.Sum(item => Math.Pow(item.W - c * item.R, 2) * item.Variance);

            // Compared where the projected variance is not mostly cancellation,
            // and probabilities are not so extreme that 1 − P loses its digits.
            if (Math.Abs(theta) > 6 || variance < 1e-3) return;
            Assert.That(fit.Lz, Is.EqualTo(w0 / Math.Sqrt(items.Sum(item => item.W * item.W * item.Variance))).Within(1e-6));
            Assert.That(fit.LzStar, Is.EqualTo((w0 + c * r0) / Math.Sqrt(variance)).Within(1e-6));
        });

    [Test]
    public void Evaluate_AnyAttempt_HasNoNaN() =>
        Gen.Select(IrtGen.Attempt(IrtGen.Item, 1, 20, Response.NotAdministered), AnyEstimator).Sample((attempt, estimator) =>
        {
            var fit = PersonFit.Evaluate(attempt.Form, attempt.Responses, estimator);
            var isFinite = fit.Lz is { } lz && double.IsFinite(lz) && double.IsFinite(fit.LzStar!.Value);
            return isFinite == (fit.Status == PersonFitStatus.Computed);
        });

    [Test]
    public void Evaluate_HardItemsRightAndEasyOnesWrong_IsForReview()
    {
        var form = new TestForm(Enumerable.Range(0, 30).Select(i => ItemParameters.TwoParameter(1.5, -2.2 + 0.15 * i)));
        int[] reversed = [.. Enumerable.Range(0, 30).Select(i => i >= 15 ? 1 : 0)];

        foreach (var estimator in Estimators) Assert.That(PersonFit.Evaluate(form, reversed, estimator).ForReview, Is.True);
        foreach (var estimator in Estimators)
            Assert.That(PersonFit.Evaluate(form, [.. reversed.Select(x => 1 - x)], estimator).ForReview, Is.False);
    }

    [Test]
    public void Evaluate_NothingToJudge_SaysWhy()
    {
        var equal = new TestForm(Enumerable.Repeat(ItemParameters.OneParameter(0.3), 8));

        Assert.That(
            PersonFit.Evaluate(equal, [1, 1, 1, 1, 1, 1, 1, 1], PersonFitEstimator.MaximumLikelihood).Status,
            Is.EqualTo(PersonFitStatus.NoEstimate));
        Assert.That(
            PersonFit.Evaluate(equal, [-1, -1, -1, -1, -1, -1, -1, -1], PersonFitEstimator.MaximumAPosteriori).Status,
            Is.EqualTo(PersonFitStatus.NoResponses));
        Assert.That(
            PersonFit.Evaluate(equal, [1, 1, 1, 0, 0, 0, 0, 1], PersonFitEstimator.WeightedLikelihood),
            Has.Property(nameof(PersonFitResult.Status)).EqualTo(PersonFitStatus.NoVariance).And.Property(nameof(PersonFitResult.Lz)).Null);
    }
}
