using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Adaptive;

internal sealed class AdaptiveSimulationTests
{
    private static readonly ItemParameters[] Items = AdaptiveTestTests.Bank(100, 5);
    private static readonly double[] Abilities = AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, 2_000, 1);

    [Test]
    public void Run_NormalPopulation_ErrsAsMuchAsThePosteriorSays()
    {
        var result = AdaptiveSimulation.Run(new AdaptiveBank(Items), new AdaptiveSettings(5, 20, 0.35), Abilities, 2);

        // Under its own prior an EAP is unbiased over the population, and its mean square error is its mean posterior variance:
        // five standard errors of each.
        var variances = result.Tests.Average(test => test.StandardError * test.StandardError);
        Assert.That(result.Bias, Is.Zero.Within(5 * Math.Sqrt(variances / 2_000)));
        Assert.That(
            result.RootMeanSquareError * result.RootMeanSquareError,
            Is.EqualTo(variances).Within(5 * variances * Math.Sqrt(2.0 / 2_000)));
    }

    [Test]
    public void Run_Counts_AddUp()
    {
        var result = AdaptiveSimulation.Run(new AdaptiveBank(Items), new AdaptiveSettings(5, 20, 0.35), Abilities, 2);

        // 100 sums of 2,000 exact counts.
        Assert.That(result.ExposureRates.Sum(), Is.EqualTo(result.MeanLength).Within(1e-10));
        Assert.That(result.Tests.Select(test => test.Length), Is.All.InRange(5, 20));
        Assert.That(result.MaximumExposure, Is.EqualTo(result.ExposureRates.Max()));
        Assert.That(result.ShareAtTarget, Is.EqualTo(result.Tests.Count(test => test.StandardError <= 0.35) / 2_000.0));
        Assert.That(result.Overlap, Is.EqualTo(result.ExposureRates.Sum(r => r * r) / result.MeanLength).Within(1e-12));
        Assert.That(
            result.Tests.Where(test => test.Length < 20).Select(test => test.Status),
            Is.All.EqualTo(AdaptiveStatus.PrecisionReached));
    }

    [Test]
    public void Run_SameSeed_GivesTheSameBits()
    {
        var settings = new AdaptiveSettings(10, 10, 0) { Randomesque = 3 };
        var first = AdaptiveSimulation.Run(new AdaptiveBank(Items), settings, Abilities, 2);

        Assert.That(AdaptiveSimulation.Run(new AdaptiveBank(Items), settings, Abilities, 2).Tests, Is.EqualTo(first.Tests));
        Assert.That(AdaptiveSimulation.Run(new AdaptiveBank(Items), settings, Abilities, 3).Tests, Is.Not.EqualTo(first.Tests));
    }

    // When a bank is used up all its items were asked, whatever the order: what was estimated is then what the estimator of fixed forms
    // makes of one of their answer patterns.
    [Test]
    public void Run_WholeBank_EstimatesAsAFixedFormOfItsItems()
    {
        var result = AdaptiveSimulation.Run(new AdaptiveBank(Items[..7]), new AdaptiveSettings(20, 20, 0), Abilities, 2);

        var form = new TestForm(Items[..7]);
        var patterns = Enumerable.Range(0, 128).Select(pattern =>
            EapEstimator.Estimate(form, [.. Enumerable.Range(0, 7).Select(i => pattern >> i & 1)])).ToList();

        // 121 nodes there, 61 here: for seven items both are right but for what lies beyond ±6, 1e-6 of a standard deviation.
        Assert.Multiple(() =>
        {
            foreach (var test in result.Tests)
                Assert.That(
                    patterns.Min(estimate => Math.Max(
                        Math.Abs(estimate.Theta - test.Theta), Math.Abs(estimate.StandardError - test.StandardError))),
                    Is.LessThan(1e-6));
        });
    }

    [Test]
    public void Run_WholeBank_EndsWhenItIsUsedUp()
    {
        var result = AdaptiveSimulation.Run(new AdaptiveBank(Items[..7]), new AdaptiveSettings(20, 20, 0), Abilities, 2);

        Assert.That(result.Tests.Select(test => (test.Length, test.Status)), Is.All.EqualTo((7, AdaptiveStatus.BankExhausted)));
        Assert.That(result.Overlap, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Run_PolytomousItems_AnswerAsOftenAsTheModelSays()
    {
        var item = ItemParameters.Graded(1.5, -0.5, 0.2, 1.1);
        var bank = new AdaptiveBank([item]);
        var simulated = AdaptiveSimulation.Run(bank, new AdaptiveSettings(1, 1, 0), Enumerable.Repeat(0.4, 20_000).ToArray(), 2);
        var settings = new AdaptiveSettings(1, 1, 0);
        var estimates = Enumerable.Range(0, 4).Select(k => AdaptiveTest.Next(bank, settings, 0, [new(0, k)]).Theta).ToList();
        var probabilities = new double[4];
        ItemResponseFunction.Probabilities(item, 0.4, probabilities);

        // Five binomial standard deviations.
        for (var k = 0; k < 4; k++)
            Assert.That(
                simulated.Tests.Count(test => test.Theta == estimates[k]),
                Is.EqualTo(20_000 * probabilities[k]).Within(5 * Math.Sqrt(20_000 * probabilities[k] * (1 - probabilities[k]))));
    }

    [Test]
    public void Run_NoAbility_Throws() =>
        Assert.That(() => AdaptiveSimulation.Run(new AdaptiveBank(Items), new AdaptiveSettings(1, 2, 0), [], 2), Throws.ArgumentException);
}
