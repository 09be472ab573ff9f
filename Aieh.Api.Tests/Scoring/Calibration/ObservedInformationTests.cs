using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;
using MathNet.Numerics.LinearAlgebra;

namespace Aieh.Api.Tests.Scoring.Calibration;

internal sealed class ObservedInformationTests
{
    // Central differences of second order with a step of 1e-3: relative truncation and rounding of the Hessian both stay near 1e-5.
    private const double Step = 1e-3;
    private const double Relative = 1e-3;

    [TestCase(0.0)]
    [TestCase(0.3)]
    public void StandardErrors_MixedForm_MatchTheNumericalHessianInAAndB(double missing)
    {
        var sample = new CalibrationSample([.. CalibrationSample.Mixed, ItemParameters.TwoParameter(1.5, 0.1)], 800, 7, missing);
        var result = sample.Fit(CalibrationOptions.Default with { ParameterTolerance = 1e-8 });
        double[] x = [.. result.Items.SelectMany(item => Values(item.Parameters!))];
        var rows = sample.Rows.ToList();

        double Target(double[] at)
        {
            var items = Items(sample.Items, at).ToList();
            var guessing = items[2].Guessing;
            var deviation = (Math.Log(guessing / (1 - guessing)) + Math.Log(4)) / 0.5;
            return CalibrationSample.LogLikelihood(items, rows) - deviation * deviation / 2;
        }

        var covariance = (-Hessian(Target, x)).Inverse();
        var errors = result.StandardErrors();

        Assert.That(errors.IsPositiveDefinite, Is.True);
        Assert.Multiple(() =>
        {
            var first = 0;
            foreach (var item in errors.Items)
            {
                var n = 1 + item!.Thresholds.Length + (item.Guessing is null ? 0 : 1);
                double[] own = [item.Discrimination, .. item.Thresholds, .. item.Guessing is { } c ? new[] { c } : []];
                for (var j = 0; j < n; j++)
                {
                    Assert.That(own[j], Is.EqualTo(Math.Sqrt(covariance[first + j, first + j])).Within(100 * Relative).Percent);
                    for (var k = 0; k < n; k++)
                        Assert.That(
                            item.Covariance[j * n + k],
                            Is.EqualTo(covariance[first + j, first + k]).Within(2 * Relative * own[j] * own[k]));
                }

                first += n;
            }

            Assert.That(errors.Covariance, Has.Length.EqualTo(x.Length * x.Length));
            for (var j = 0; j < x.Length; j++)
                for (var k = 0; k < x.Length; k++)
                    Assert.That(
                        errors.Covariance[j * x.Length + k],
                        Is.EqualTo(covariance[j, k]).Within(2 * Relative * Math.Sqrt(covariance[j, j] * covariance[k, k])));
        });
    }

    [Test]
    public void StandardErrors_PriorsOfEveryKind_MatchTheNumericalHessian()
    {
        var sample = new CalibrationSample([.. CalibrationSample.Mixed[..3], ItemParameters.TwoParameter(1.5, 0.1)], 400, 8);
        var priors = new ItemPriors { Discrimination = new LogNormalPrior(0.1, 0.4), Difficulty = new NormalPrior(0.3, 0.8) };
        var withGuessing = priors with { Guessing = GuessingPrior.Beta(5, 17) };
        CalibrationItem[] items = [.. sample.Items.Select(item => new CalibrationItem(
            item.Model, 2, item.Model == ItemModel.ThreeParameterLogistic ? withGuessing : priors))];
        var strict = CalibrationOptions.Default with { ParameterTolerance = 1e-8 };
        var result = MarginalMaximumLikelihood.Fit(items, sample.Responses, options: strict);
        double[] x = [.. result.Items.SelectMany(item => Values(item.Parameters!))];
        var rows = sample.Rows.ToList();

        // The normalised densities, written out.
        double LogPrior(ItemParameters item)
        {
            var (a, b, c) = (item.Discrimination, item.Thresholds[0], item.Guessing);
            var log = -Math.Log(a * 0.4 * Math.Sqrt(2 * Math.PI)) - Math.Pow((Math.Log(a) - 0.1) / 0.4, 2) / 2
                - Math.Log(0.8 * Math.Sqrt(2 * Math.PI)) - Math.Pow((b - 0.3) / 0.8, 2) / 2;
            return item.Model == ItemModel.ThreeParameterLogistic ? log + MathNet.Numerics.Distributions.Beta.PDFLn(5, 17, c) : log;
        }

        double Target(double[] at)
        {
            var moved = Items(items, at).ToList();
            return CalibrationSample.LogLikelihood(moved, rows) + moved.Sum(LogPrior);
        }

        Assert.That(result.Convergence.LogPosterior, Is.EqualTo(Target(x)).Within(1e-7));
        var covariance = (-Hessian(Target, x)).Inverse();
        double[] errors = [.. result.StandardErrors().Items.SelectMany(item => ErrorsOf(item!))];
        for (var j = 0; j < x.Length; j++) Assert.That(errors[j], Is.EqualTo(Math.Sqrt(covariance[j, j])).Within(100 * Relative).Percent);
    }

    private static Matrix<double> Hessian(Func<double[], double> target, double[] x)
    {
        var hessian = Matrix<double>.Build.Dense(x.Length, x.Length);
        double At(int j, double s, int k, double t)
        {
            var moved = (double[])x.Clone();
            moved[j] += s * Step;
            moved[k] += t * Step;
            return target(moved);
        }

        for (var j = 0; j < x.Length; j++)
            for (var k = 0; k <= j; k++)
                hessian[j, k] = hessian[k, j] = (At(j, 1, k, 1) - At(j, 1, k, -1) - At(j, -1, k, 1) + At(j, -1, k, -1)) / (4 * Step * Step);
        return hessian;
    }

    private static IEnumerable<double> Values(ItemParameters item) =>
        item.Model == ItemModel.ThreeParameterLogistic
            ? [item.Discrimination, item.Thresholds[0], item.Guessing]
            : [item.Discrimination, .. item.Thresholds];

    private static double[] ErrorsOf(ItemErrors item) =>
        [item.Discrimination, item.Thresholds[0], .. item.Guessing is { } c ? new[] { c } : []];

    private static IEnumerable<ItemParameters> Items(CalibrationItem[] items, double[] x)
    {
        var first = 0;
        foreach (var item in items)
        {
            var (a, b) = (x[first], x.AsSpan(first + 1, item.Categories - 1).ToArray());
            yield return item.Model switch
            {
                ItemModel.GradedResponse => ItemParameters.Graded(a, b),
                ItemModel.GeneralizedPartialCredit => ItemParameters.PartialCredit(a, b),
                ItemModel.ThreeParameterLogistic => ItemParameters.ThreeParameter(a, b[0], x[first + 2]),
                _ => ItemParameters.TwoParameter(a, b[0]),
            };
            first += item.Categories + (item.Model == ItemModel.ThreeParameterLogistic ? 1 : 0);
        }
    }
}
