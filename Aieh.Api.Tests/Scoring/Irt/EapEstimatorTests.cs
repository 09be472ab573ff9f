using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

internal sealed class EapEstimatorTests
{
    [Test]
    public void Estimate_SymmetricForm_IsZeroForOneRightOneWrongAtTheSameDifficulty()
    {
        var form = new TestForm([ItemParameters.OneParameter(0), ItemParameters.OneParameter(0)]);

        // By symmetry; only rounding is left.
        Assert.That(EapEstimator.Estimate(form, [1, 0]).Theta, Is.EqualTo(0).Within(1e-15));
        Assert.That(EapEstimator.Estimate(form, [1, 1]).Theta, Is.EqualTo(-EapEstimator.Estimate(form, [0, 0]).Theta).Within(1e-14));
    }

    // By symmetry a single item at the prior mean is right half of the time.
    [Test]
    public void Estimate_OneItemAtThePriorMean_HasMarginalOneHalf() =>
        Assert.That(
            EapEstimator.Estimate(new TestForm([ItemParameters.TwoParameter(1.7, 0)]), [1]).LogMarginal,
            Is.EqualTo(Math.Log(0.5)).Within(1e-14));

    [Test]
    public void Estimate_NothingAdministered_IsExactlyThePriorAndSaysSo()
    {
        var form = new TestForm([ItemParameters.OneParameter(0)], new NormalPrior(0.4, 0.8));

        Assert.That(
            EapEstimator.Estimate(form, [Response.NotAdministered]),
            Is.EqualTo(new EapEstimate(0.4, 0.8, 0, EstimateStatus.NoResponses)));
    }

    [Test]
    public void Estimate_MixedForms_MatchBruteForce() =>
        IrtGen.Attempt(IrtGen.Item, 1, 60, lowest: Response.NotAdministered).Sample(attempt =>
        {
            var (mean, sd, log) = BruteForce(attempt.Form, attempt.Responses);
            var estimate = EapEstimator.Estimate(attempt.Form, attempt.Responses);

            // Where the nodes end costs at most 1e-6 in the mean and 1e-5 in the error. A step of 1.3 posterior standard deviations:
            // 1e-4 of one for the mean, 3e-4 for the error and the logarithm.
            return Math.Abs(estimate.Theta - mean) < 1e-6 + 1e-4 * sd
                && Math.Abs(estimate.StandardError - sd) < 1e-5 + 3e-4 * sd
                && Math.Abs(estimate.LogMarginal - log) < 3e-4;
        }, iter: 100);

    [Test]
    public void Estimate_FiveHundredItems_MatchesBruteForce()
    {
        var random = new Random(500);
        var form = new TestForm(Enumerable.Range(0, 500).Select(_ => DrawItem(random)));
        Assert.That(form.QuadratureNodes, Has.Length.GreaterThan(61));

        foreach (var ability in new[] { -2.5, -0.3, 0.05, 1.2, 2.7 })
        {
            var responses = Draw(form, ability, random);
            var (mean, sd, log) = BruteForce(form, responses);
            var estimate = EapEstimator.Estimate(form, responses);

            // The posterior standard deviation is about 0.08; a step of one standard deviation is off by 5e-9 of it,
            // and rounding of 500 logarithms adds 1e-12.
            Assert.That(estimate.Theta, Is.EqualTo(mean).Within(1e-8));
            Assert.That(estimate.StandardError, Is.EqualTo(sd).Within(1e-7));
            Assert.That(estimate.LogMarginal, Is.EqualTo(log).Within(1e-7));
        }
    }

    // The change of grid must not show: on either side of it the quadrature is right to 1e-4 of a posterior standard deviation,
    // as documented.
    [Test]
    public void Estimate_FormsAroundTheChangeOfGrid_AreWithinTheDocumentedError([Values(40, 80, 100, 110, 120, 130, 150, 300)] int length)
    {
        var random = new Random(length);
        var form = new TestForm(Enumerable.Range(0, length).Select(_ => DrawItem(random)));
        foreach (var ability in new[] { -1.5, -0.4, 0.1, 0.9 })
        {
            var responses = Draw(form, ability, random);
            var (mean, sd, _) = BruteForce(form, responses);
            var estimate = EapEstimator.Estimate(form, responses);

            Assert.That(estimate.Theta, Is.EqualTo(mean).Within(1e-4 * sd));
            Assert.That(estimate.StandardError, Is.EqualTo(sd).Within(3e-4 * sd));
        }
    }

    [Test]
    public void Estimate_ShortForm_UsesSixtyOneNodesFromMinusSixToSix()
    {
        var nodes = new TestForm([ItemParameters.OneParameter(0)]).QuadratureNodes;

        Assert.That((nodes.Length, nodes[0], nodes[30], nodes[60]), Is.EqualTo((61, -6.0, 0.0, 6.0)));
    }

    [Test]
    public void Estimate_AnswerImproves_NeverFalls() =>
        Gen.Select(IrtGen.Attempt(IrtGen.Item, 2, 40), Gen.Int[0, 1000]).Where(x => HasWrong(x.Item1)).Sample((attempt, pick) =>
        {
            int[] improvable = [.. Enumerable.Range(0, attempt.Responses.Length).Where(i => attempt.Responses[i] == 0)];
            var better = (int[])attempt.Responses.Clone();
            better[improvable[pick % improvable.Length]]++;

            return EapEstimator.Estimate(attempt.Form, better).Theta > EapEstimator.Estimate(attempt.Form, attempt.Responses).Theta;
        });

    [Test]
    public void Estimate_ItemsReordered_StaysTheSame() =>
        IrtGen.Attempt(IrtGen.Item, 2, 40, lowest: Response.NotAdministered).Sample(attempt =>
        {
            var reversed = new TestForm(attempt.Form.Items.Reverse());
            int[] responses = [.. attempt.Responses.Reverse()];
            var (one, other) = (EapEstimator.Estimate(attempt.Form, attempt.Responses), EapEstimator.Estimate(reversed, responses));

            // Only the rounding of sums of some forty logarithms of size ten.
            return Math.Abs(one.Theta - other.Theta) < 1e-12 && Math.Abs(one.StandardError - other.StandardError) < 1e-12;
        });

    [Test]
    public void Estimate_LogConcaveLikelihood_IsNeverLessCertainThanThePrior() =>
        IrtGen.Attempt(IrtGen.TwoParameter, 1, 40)
            .Sample(attempt => EapEstimator.Estimate(attempt.Form, attempt.Responses).StandardError < 1);

    [Test]
    public void Estimate_EveryPatternWeighedByItsProbability_AveragesToThePrior()
    {
        var form = new TestForm(
            [ItemParameters.TwoParameter(1.3, -0.5), ItemParameters.ThreeParameter(1.1, 0.4, 0.2), ItemParameters.Graded(1.5, -1, 0.2, 1)]);
        double total = 0, mean = 0, variance = 0;
        for (var pattern = 0; pattern < 16; pattern++)
        {
            var estimate = EapEstimator.Estimate(form, [pattern & 1, (pattern >> 1) & 1, pattern >> 2]);
            var probability = Math.Exp(estimate.LogMarginal);
            total += probability;
            mean += probability * estimate.Theta;
            variance += probability * (estimate.Theta * estimate.Theta + estimate.StandardError * estimate.StandardError);
        }

        // Total probability, and the laws of total expectation and variance; the variance lacks the 8e-8 of N(0, 1) beyond ±6.
        Assert.That(total, Is.EqualTo(1).Within(1e-14));
        Assert.That(mean, Is.EqualTo(0).Within(1e-14));
        Assert.That(variance, Is.EqualTo(1).Within(1e-7));
    }

    [Test]
    public void Estimate_ShiftedPriorAndItems_ShiftsAndScalesTheEstimate()
    {
        var standard = new TestForm([ItemParameters.TwoParameter(1.2, -0.4), ItemParameters.TwoParameter(0.8, 0.9)]);
        var moved = new TestForm([ItemParameters.TwoParameter(0.6, 1.2), ItemParameters.TwoParameter(0.4, 3.8)], new NormalPrior(2, 2));

        // θ → 2θ + 2 maps one problem onto the other.
        Assert.That(
            EapEstimator.Estimate(moved, [1, 0]).Theta,
            Is.EqualTo(2 * EapEstimator.Estimate(standard, [1, 0]).Theta + 2).Within(1e-13));
        Assert.That(
            EapEstimator.Estimate(moved, [1, 0]).StandardError,
            Is.EqualTo(2 * EapEstimator.Estimate(standard, [1, 0]).StandardError).Within(1e-13));
    }

    [Test]
    public void Estimate_ExtremeItems_StaysANumber()
    {
        var form = new TestForm(
        [
            ItemParameters.TwoParameter(1e6, 0.3),
            ItemParameters.TwoParameter(1e-6, 1e6),
            ItemParameters.TwoParameter(30, 40),
            ItemParameters.PartialCredit(1e6, 1e6, -1e6),
        ]);

        var estimate = EapEstimator.Estimate(form, [1, 1, 1, 2]);

        Assert.That(
            (double.IsFinite(estimate.Theta), estimate.StandardError > 0, double.IsFinite(estimate.LogMarginal)),
            Is.EqualTo((true, true, true)));
    }

    [Test]
    public void Estimate_OneAttempt_AllocatesNothing()
    {
        var form = new TestForm(Enumerable.Range(0, 50).Select(i => ItemParameters.TwoParameter(1, i / 10.0 - 2.5)));
        int[] responses = [.. Enumerable.Range(0, 50).Select(i => i % 2)];
        EapEstimator.Estimate(form, responses);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) EapEstimator.Estimate(form, responses);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void EstimateAll_ManyVectors_EqualsOneByOneBitForBit()
    {
        var form = new TestForm([ItemParameters.TwoParameter(1, 0), ItemParameters.TwoParameter(1.4, 0.5)]);
        var estimates = new EapEstimate[4];

        EapEstimator.EstimateAll(form, [0, 0, 0, 1, 1, 0, Response.NotAdministered, 1], estimates);

        Assert.That(estimates, Is.EqualTo([
            EapEstimator.Estimate(form, [0, 0]),
            EapEstimator.Estimate(form, [0, 1]),
            EapEstimator.Estimate(form, [1, 0]),
            EapEstimator.Estimate(form, [-1, 1]),
        ]));
        Assert.That(() => EapEstimator.EstimateAll(form, [0, 0, 0], estimates), Throws.ArgumentException);
    }

    [TestCase(2)]
    [TestCase(-2)]
    public void Estimate_CategoryOutOfRange_NamesTheItem(int category)
    {
        var form = new TestForm([ItemParameters.Graded(1, 0, 1), ItemParameters.TwoParameter(1, 0)]);

        Assert.That(
            () => EapEstimator.Estimate(form, [2, category]),
            Throws.TypeOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName").EqualTo("responses")
                .And.Message.Contains("Item 1 has categories 0..1"));
    }

    [Test]
    public void Estimate_WrongNumberOfResponses_Throws() =>
        Assert.That(() => EapEstimator.Estimate(new TestForm([ItemParameters.OneParameter(0)]), [0, 1]), Throws.ArgumentException);

    [Test]
    public void TestForm_NoItemsOrNoPrior_Throws()
    {
        Assert.That(() => new TestForm([]), Throws.ArgumentException);
        Assert.That(() => new TestForm([ItemParameters.OneParameter(0)], default), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new NormalPrior(double.NaN, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new NormalPrior(0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static bool HasWrong((TestForm Form, int[] Responses) attempt) => attempt.Responses.Contains(0);

    private static ItemParameters DrawItem(Random random) =>
        ItemParameters.TwoParameter(0.6 + 1.4 * random.NextDouble(), 4 * random.NextDouble() - 2);

    private static int[] Draw(TestForm form, double ability, Random random) =>
        [.. form.Items.Select(item => random.NextDouble() < ItemResponseFunction.ExpectedScore(item, ability) ? 1 : 0)];

    /// <summary>The posterior by a sum over 2,001 nodes on ±10, from the item functions alone.</summary>
    private static (double Mean, double Sd, double Log) BruteForce(TestForm form, int[] responses)
    {
        const int n = 2001;
        var (thetas, logs) = (new double[n], new double[n]);
        for (var q = 0; q < n; q++)
        {
            thetas[q] = -10 + 20.0 * q / (n - 1);
            logs[q] = -thetas[q] * thetas[q] / 2 - Math.Log(2 * Math.PI) / 2 + Math.Log(20.0 / (n - 1));
            for (var i = 0; i < responses.Length; i++)
                if (responses[i] >= 0)
                    logs[q] += ItemResponseFunction.LogProbability(form.Items[i], thetas[q], responses[i]);
        }

        var largest = logs.Max();
        double[] weights = [.. logs.Select(log => Math.Exp(log - largest))];
        var total = weights.Sum();
        var mean = weights.Zip(thetas, (w, t) => w * t).Sum() / total;
        return (mean, Math.Sqrt(weights.Zip(thetas, (w, t) => w * (t - mean) * (t - mean)).Sum() / total), largest + Math.Log(total));
    }
}
