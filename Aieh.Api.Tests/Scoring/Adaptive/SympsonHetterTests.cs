using System.Collections.Immutable;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Adaptive;

internal sealed class SympsonHetterTests
{
    private static readonly AdaptiveBank Bank = new(AdaptiveTestTests.Bank(150, 5), Enumerable.Range(0, 150).Select(i => i % 3));
    private static readonly double[] Abilities = AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, 2_000, 1);

    [Test]
    public void Fit_LargeEnoughBank_HoldsTheRateForNewSimulees([Values(1, 3)] int randomesque, [Values] bool content)
    {
        var settings = new AdaptiveSettings(15, 15, 0) { Randomesque = randomesque, ContentShares = content ? [0.4, 0.3, 0.3] : [] };
        var free = AdaptiveSimulation.Run(Bank, settings, Abilities, 9);

        var fit = SympsonHetter.Fit(Bank, settings, 0.25, Abilities, 7);
        var held = AdaptiveSimulation.Run(
            Bank,
            new AdaptiveSettings(15, 15, 0)
            {
                Randomesque = settings.Randomesque,
                ContentShares = settings.ContentShares,
                ExposureParameters = fit.Parameters,
            },
            AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, 2_000, 77),
            9);

        Assert.That(free.MaximumExposure, Is.GreaterThan(0.4));
        Assert.That(fit.Converged, Is.True);

        // Four simulation errors as documented; for other simulees as many again.
        var error = Math.Sqrt(0.25 * 0.75 / 2_000);
        Assert.That(fit.MaximumExposure, Is.LessThanOrEqualTo(0.25 + 4 * error));
        Assert.That(held.MaximumExposure, Is.LessThanOrEqualTo(0.25 + 8 * error));
        Assert.That(held.Overlap, Is.LessThan(free.Overlap));
    }

    // Neighbours in difficulty compete for the same people, and meet in their tests unless they are enemies.
    [Test]
    public void Fit_WithEnemies_HoldsTheRateAndKeepsThemApart()
    {
        var items = Enumerable.Range(0, 60).Select(i => ItemParameters.TwoParameter(1.2, (i - 30) / 20.0)).ToArray();
        var enemies = Enumerable.Range(0, 20).Select(set => ImmutableArray.Create(3 * set, 3 * set + 1));
        var bank = new AdaptiveBank(items) { Enemies = [.. enemies] };
        var settings = new AdaptiveSettings(10, 10, 0);

        var fit = SympsonHetter.Fit(bank, settings, 0.4, Abilities, 7);
        var held = AdaptiveSimulation.Run(
            bank, new AdaptiveSettings(10, 10, 0) { ExposureParameters = fit.Parameters }, Abilities, 9);
        var free = AdaptiveSimulation.Run(new AdaptiveBank(items), settings, Abilities, 9);

        Assert.That(fit.Converged, Is.True);
        Assert.That(SetsOverWhole(held), Is.Zero);
        Assert.That(SetsOverWhole(free), Is.GreaterThan(0), "rates of two that meet may sum to more than 1");

        int SetsOverWhole(AdaptiveSimulationResult result) => Enumerable.Range(0, 20)
            .Count(set => result.ExposureRates[3 * set] + result.ExposureRates[3 * set + 1] > 1 + 1e-12);
    }

    [Test]
    public void Fit_NothingToHold_LeavesEveryItemOpen()
    {
        var fit = SympsonHetter.Fit(Bank, new AdaptiveSettings(5, 5, 0), 1, Abilities, 7);

        Assert.That((fit.Converged, fit.Cycles), Is.EqualTo((true, 1)));
        Assert.That(fit.Parameters, Is.All.EqualTo(1));
    }

    // Ten items and ten to give: every item is in every test, whatever the parameters, and the fit says that it failed.
    [Test]
    public void Fit_BankTooSmallForTheMaximumLength_SaysThatItDidNotConverge()
    {
        var bank = new AdaptiveBank(AdaptiveTestTests.Bank(10, 5));

        var fit = SympsonHetter.Fit(bank, new AdaptiveSettings(2, 10, 0), 0.5, Abilities.AsSpan(0, 200), 7);

        Assert.That((fit.Converged, fit.MaximumExposure), Is.EqualTo((false, 1.0)));
    }

    [Test]
    public void Fit_OutsideItsDomain_Throws() => Assert.Multiple(() =>
    {
        Assert.That(
            () => SympsonHetter.Fit(Bank, new AdaptiveSettings(15, 15, 0), 0.09, Abilities, 7),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => SympsonHetter.Fit(Bank, new AdaptiveSettings(15, 15, 0), 1.1, Abilities, 7),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => SympsonHetter.Fit(Bank, new AdaptiveSettings(15, 15, 0), 0.2, [], 7), Throws.ArgumentException);
    });
}
