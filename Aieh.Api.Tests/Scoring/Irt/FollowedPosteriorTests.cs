using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

/// <summary>Posteriors that lie beyond or between the nodes of a form, against integration by recursive halving.</summary>
internal sealed class FollowedPosteriorTests
{
    // What the documentation of EapEstimator.Estimate promises: quadrature, and 1e-7 of the posterior that may lie beyond the nodes.
    private const double StepError = 1e-3;
    private const double EndsInMean = 1e-6;
    private const double EndsInDeviation = 1e-5;

    // Where the posterior is followed: settled to 1e-9.
    private const double Followed = 1e-8;

    private static IEnumerable<TestCaseData> Extremes()
    {
        var hard = Enumerable.Range(0, 40).Select(i => ItemParameters.TwoParameter(1.5, 6.5 + i / 20.0)).ToArray();
        var easy = hard.Select(item => ItemParameters.TwoParameter(1.5, -item.Thresholds[0])).ToArray();
        var guessed = hard.Select(item => ItemParameters.ThreeParameter(2.5, item.Thresholds[0], 0.2)).ToArray();
        var steep = Enumerable.Range(0, 60).Select(i => ItemParameters.TwoParameter(5, -8 + 16 * i / 59.0)).ToArray();
        var graded = Enumerable.Range(0, 30).Select(_ => ItemParameters.Graded(1.3, -9, -8, 8, 9)).ToArray();
        var ordinary = Enumerable.Range(0, 30).Select(i => ItemParameters.TwoParameter(1.2, i / 10.0 - 1.5)).ToArray();
        var dense = Enumerable.Range(0, 200).Select(i => ItemParameters.TwoParameter(18, 0.4 + i / 1_000.0)).ToArray();
        yield return Case("bank at +8, all right", hard, 1, 0, 1);
        yield return Case("bank at −8, all wrong", easy, 0, 0, 1);
        yield return Case("three-parameter bank at +8, all right", guessed, 1, 0, 1);
        yield return Case("a = 5 over ±8, all right", steep, 1, 0, 1);
        yield return Case("graded with thresholds at ±9, highest", graded, 4, 0, 1);
        yield return Case("ordinary items, prior N(9, 0.5²), all wrong", ordinary, 0, 9, 0.5);
        yield return Case("ordinary items, prior N(−4, 2²), all right", ordinary, 1, -4, 2);
        yield return Case("posterior narrower than the finest grid", dense, -1, 0.5, 3);

        static TestCaseData Case(string name, ItemParameters[] items, int category, double mean, double sd) =>
            new TestCaseData(items, category, new NormalPrior(mean, sd)).SetArgDisplayNames(name);
    }

    // A category of −1 answers right below the middle and wrong above.
    [TestCaseSource(nameof(Extremes))]
    public void Estimate_PosteriorBeyondTheNodes_IsFollowed(ItemParameters[] items, int category, NormalPrior prior)
    {
        var form = new TestForm(items, prior);
        int[] responses = [.. items.Select((_, i) => category >= 0 ? category : i < items.Length / 2 ? 1 : 0)];

        var estimate = EapEstimator.Estimate(form, responses);

        var (mean, sd, log) = Halving.Moments(form, responses);
        Assert.Multiple(() =>
        {
            Assert.That(estimate.Theta, Is.EqualTo(mean).Within(Followed * sd));
            Assert.That(estimate.StandardError, Is.EqualTo(sd).Within(Followed * sd));

            Assert.That(estimate.LogMarginal, Is.EqualTo(log).Within(Followed));
        });
    }

    [Test]
    public void Estimate_AnyBankAndPrior_IsWithinTheDocumentedError() =>
        Gen.Select(
            Gen.Select(Gen.Double[0.2, 8], Gen.Double[-9, 9], Gen.Double[0, 0.3], ItemParameters.ThreeParameter).Array[1, 40],
            Gen.Bool.Array[40],
            Gen.Double[-5, 5],
            Gen.Double[0.3, 4]).Sample((items, answers, mean, sd) =>
            {
                var form = new TestForm(items, new NormalPrior(mean, sd));
                int[] responses = [.. items.Select((_, i) => answers[i] ? 1 : 0)];
                var estimate = EapEstimator.Estimate(form, responses);
                var (expected, deviation, log) = Halving.Moments(form, responses);

                return Math.Abs(estimate.Theta - expected) <= StepError * deviation + EndsInMean * sd
                    && Math.Abs(estimate.StandardError - deviation) <= StepError * deviation + EndsInDeviation * sd
                    && Math.Abs(estimate.LogMarginal - log) <= StepError;
            }, iter: 100);

    // A posterior well inside keeps the sums over the form's own nodes, to the last bit.
    [Test]
    public void Estimate_PosteriorInside_IsTheSumOverTheNodes()
    {
        var form = new TestForm(Enumerable.Range(0, 20).Select(i => ItemParameters.TwoParameter(1.1, i / 5.0 - 2)));
        int[] responses = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
        var nodes = form.QuadratureNodes;
        Assert.That(nodes, Has.Length.EqualTo(61));
        double total = 0, mean = 0;
        foreach (var node in nodes)
        {
            var weight = Math.Exp(ResponseLikelihood.At(form, responses, node).LogLikelihood - node * node / 2);
            (total, mean) = (total + weight, mean + weight * node);
        }

        // Only the order of the sums differs; the integral itself is 1e-12 away.
        Assert.That(EapEstimator.Estimate(form, responses).Theta, Is.EqualTo(mean / total).Within(1e-15));
    }

    [Test]
    public void Estimate_Followed_AllocatesNothing()
    {
        var form = new TestForm(Enumerable.Repeat(ItemParameters.TwoParameter(1.5, 8), 40));
        int[] responses = [.. Enumerable.Repeat(1, 40)];
        EapEstimator.Estimate(form, responses);

        var before = GC.GetAllocatedBytesForCurrentThread();
        EapEstimator.Estimate(form, responses);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    // An adaptive test whose bank or prior lies elsewhere; the estimator of fixed forms knows nothing of its grid.
    [TestCase(0, 1, 7.5)]
    [TestCase(8, 1, 8)]
    [TestCase(-3, 4, -12)]
    public void Next_BankOrPriorFarOut_FollowsThePosterior(double mean, double sd, double difficulty)
    {
        ItemParameters[] items = [.. Enumerable.Range(0, 30).Select(i => ItemParameters.TwoParameter(1.4, difficulty + i / 30.0))];
        var prior = new NormalPrior(mean, sd);
        AdministeredItem[] given = [.. Enumerable.Range(0, 20).Select(i => new AdministeredItem(i, mean < 0 ? 0 : 1))];
        int[] responses = [.. Enumerable.Range(0, 30).Select(i => i < 20 ? given[i].Category : Response.NotAdministered)];

        var step = AdaptiveTest.Next(new AdaptiveBank(items, prior: prior), new AdaptiveSettings(20, 25, 0), 1, given);

        var (expected, deviation, _) = Halving.Moments(new TestForm(items, prior), responses);
        Assert.That(step.Theta, Is.EqualTo(expected).Within(StepError * deviation + EndsInMean * sd));
        Assert.That(step.StandardError, Is.EqualTo(deviation).Within(StepError * deviation + EndsInDeviation * sd));
    }

    /// <summary>
    /// Simpson's rule by recursive halving, from the item functions alone: each part of the range between neighbouring thresholds
    /// is halved until both halves add up to the whole.
    /// </summary>
    private static class Halving
    {
        private const int Deepest = 40;

        // Of the peak, which is 1; the logarithms behind it are rounded to 1e-14.
        private const double Tolerance = 1e-11;

        public static (double Mean, double Sd, double Log) Moments(TestForm form, int[] responses)
        {
            var (mean, sd) = (form.Prior.Mean, form.Prior.StandardDeviation);
            double Log(double theta) =>
                ResponseLikelihood.At(form, responses, theta).LogLikelihood - Math.Pow((theta - mean) / sd, 2) / 2;

            // Ends and corners, and the highest point found by thirds between them, so that no peak hides.
            var thresholds = form.Items.SelectMany(item => item.Thresholds).Where(b => Math.Abs(b - mean) < 40 * sd);
            double[] corners = [.. thresholds.Append(mean - 40 * sd).Append(mean).Append(mean + 40 * sd).Distinct().Order()];
            var peaks = corners.Zip(corners.Skip(1), (low, high) => Highest(Log, low, high)).ToList();
            var peak = peaks.MaxBy(Log);
            var top = Log(peak);
            double[] cuts = [.. corners.Concat(peaks).Distinct().Order()];

            double Integral(Func<double, double> moment)
            {
                double F(double theta) => moment(theta - peak) * Math.Exp(Log(theta) - top);
                return cuts.Zip(cuts.Skip(1), (low, high) => Simpson(F, low, high, 0)).Sum();
            }

            var total = Integral(_ => 1);
            // About a deviation, added to each moment: one that is 0 at the peak is 0 wherever the halving looks first, and it would stop.
            var width = total / Math.Sqrt(2 * Math.PI);
            var first = Integral(x => x + width) / total - width;
            var variance = Integral(x => (x - first) * (x - first) + width * width) / total - width * width;
            return (peak + first, Math.Sqrt(variance), top + Math.Log(total / (sd * Math.Sqrt(2 * Math.PI))));
        }

        private static double Highest(Func<double, double> f, double low, double high)
        {
            for (var i = 0; i < 60; i++)
            {
                var (left, right) = (low + (high - low) / 3, high - (high - low) / 3);
                if (f(left) < f(right)) low = left;
                else high = right;
            }

            return (low + high) / 2;
        }

        private static double Simpson(Func<double, double> f, double low, double high, int depth)
        {
            var (middle, width) = ((low + high) / 2, high - low);
            var (first, last, centre, left, right) = (f(low), f(high), f(middle), f((low + middle) / 2), f((middle + high) / 2));
            var whole = width / 6 * (first + 4 * centre + last);
            var halves = width / 12 * (first + 4 * left + 2 * centre + 4 * right + last);
            var isDone = depth >= 3 && Math.Abs(halves - whole) <= Tolerance * width;
            if (isDone || depth == Deepest) return halves + (halves - whole) / 15;
            return Simpson(f, low, middle, depth + 1) + Simpson(f, middle, high, depth + 1);
        }
    }
}
