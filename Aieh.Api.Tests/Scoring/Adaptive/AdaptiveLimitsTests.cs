using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Adaptive;

/// <summary>Rules of adaptive tests met exactly and just missed, and what banks and settings refuse.</summary>
internal sealed class AdaptiveLimitsTests
{
    private static readonly ItemParameters[] Items = [.. Enumerable.Range(0, 4).Select(i => ItemParameters.OneParameter(i))];
    private static readonly AdaptiveBank Bank = new(Items);

    [Test]
    public void AbilityGrid_AtItsBounds_IsTaken()
    {
        var standard = AbilityGrid.Standard;

        Assert.That((standard.Minimum, standard.Maximum, standard.Nodes), Is.EqualTo((-6.0, 6.0, 121)));
        Assert.That(new AbilityGrid(-1, 1, 2).Nodes, Is.EqualTo(2));
        Assert.That(new AbilityGrid(-1, 1, 961).Nodes, Is.EqualTo(961));
    }

    [TestCase(double.NaN, 1, 11, "minimum")]
    [TestCase(double.NegativeInfinity, 1, 11, "minimum")]
    [TestCase(-1, -1, 11, "maximum")]
    [TestCase(-1, -2, 11, "maximum")]
    [TestCase(-1, double.NaN, 11, "maximum")]
    [TestCase(-1, double.PositiveInfinity, 11, "maximum")]
    [TestCase(-1, 1, 1, "nodes")]
    [TestCase(-1, 1, 962, "nodes")]
    public void AbilityGrid_OutsideItsDomain_NamesTheArgument(double minimum, double maximum, int nodes, string name) =>
        Assert.That(() => new AbilityGrid(minimum, maximum, nodes), Refuses.OutOfRange(name));

    [Test]
    public void Settings_AtTheirBounds_AreTaken()
    {
        var settings = new AdaptiveSettings(1, 1, 0)
        {
            StartingAbility = -1e9,
            Randomesque = 1,
            ContentShares = [0, 1 - 5e-7],
            ExposureParameters = [1, double.Epsilon],
        };

        Assert.That((settings.MinimumLength, settings.MaximumLength, settings.TargetStandardError), Is.EqualTo((1, 1, 0.0)));
        Assert.That((settings.StartingAbility, settings.Randomesque), Is.EqualTo(((double?)-1e9, 1)));
        Assert.That(settings.ContentShares, Is.EqualTo([0, 1 - 5e-7]));
        Assert.That(settings.ExposureParameters, Is.EqualTo([1, double.Epsilon]));
        Assert.That(new AdaptiveSettings(1, 1, 0) { StartingAbility = 1e9 }.StartingAbility, Is.EqualTo(1e9));
    }

    [Test]
    public void Settings_LeftAlone_AreMaximumInformationWithoutLimits()
    {
        var settings = new AdaptiveSettings(2, 5, 0.3);

        Assert.That((settings.StartingAbility, settings.Randomesque), Is.EqualTo(((double?)null, 1)));
        Assert.That((settings.ContentShares.Length, settings.ExposureParameters.Length), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Settings_JustOutside_NameWhatIsWrong()
    {
        Assert.That(() => new AdaptiveSettings(0, 1, 0), Refuses.OutOfRange("minimumLength"));
        Assert.That(() => new AdaptiveSettings(2, 1, 0), Refuses.OutOfRange("maximumLength"));
        Assert.That(() => new AdaptiveSettings(1, 1, -double.Epsilon), Refuses.OutOfRange("targetStandardError"));
        Assert.That(() => new AdaptiveSettings(1, 1, double.PositiveInfinity), Refuses.OutOfRange("targetStandardError"));
        Assert.That(() => new AdaptiveSettings(1, 1, 0) { StartingAbility = 1.1e9 }, Refuses.OutOfRange("value", "ability"));
        Assert.That(() => new AdaptiveSettings(1, 1, 0) { ContentShares = [0.5, 0.5 + 2e-6] }, Refuses.OutOfRange("value", "shares"));
        Assert.That(() => new AdaptiveSettings(1, 1, 0) { ContentShares = [double.NaN, 1] }, Refuses.OutOfRange("value", "shares"));
        Assert.That(() => new AdaptiveSettings(1, 1, 0) { ContentShares = [-0.5, 1.5] }, Refuses.OutOfRange("value", "shares"));
        Assert.That(() => new AdaptiveSettings(1, 1, 0) { ExposureParameters = [1, 0] }, Refuses.OutOfRange("value", "Exposure"));
        Assert.That(() => new AdaptiveSettings(1, 1, 0) { ExposureParameters = [1.0000000000000002] }, Refuses.OutOfRange("value"));
        Assert.That(() => new AdaptiveSettings(1, 1, 0) { ExposureParameters = [double.NaN] }, Refuses.OutOfRange("value"));
    }

    [Test]
    public void Bank_OutsideItsDomain_NamesTheArgument()
    {
        Assert.That(() => new AdaptiveBank((IEnumerable<ItemParameters>)null!), Refuses.Null("items"));
        Assert.That(() => new AdaptiveBank(Array.Empty<ItemParameters>()), Refuses.Argument("items"));
        Assert.That(() => new AdaptiveBank(Items, [0, 1, 2]), Refuses.Argument("areas", "4 items and 3"));
        Assert.That(() => new AdaptiveBank(Items, [0, 1, 2, -1]), Refuses.OutOfRange("areas"));
        Assert.That(() => new AdaptiveBank(Items, prior: default(NormalPrior)), Refuses.OutOfRange("prior"));
        Assert.That(() => new AdaptiveBank(Items, grid: new AbilityGrid(0, 1, 11)), Refuses.OutOfRange("grid"));
        Assert.That(() => new AdaptiveBank(Items, grid: new AbilityGrid(-1, 0, 11)), Refuses.OutOfRange("grid"));
        Assert.That(new AdaptiveBank(Items, grid: new AbilityGrid(-1, 0.1, 11)).Grid.Maximum, Is.EqualTo(0.1));
    }

    [Test]
    public void Bank_Made_KeepsWhatItWasGiven()
    {
        var bank = new AdaptiveBank(Items, [0, 1, 2, 0], new NormalPrior(0.5, 2), new AbilityGrid(-5, 5, 51));

        Assert.That((bank.Items.Length, bank.Prior, bank.Grid), Is.EqualTo((4, new NormalPrior(0.5, 2), new AbilityGrid(-5, 5, 51))));
        Assert.That(bank.Areas, Is.EqualTo([0, 1, 2, 0]));
        Assert.That((Bank.Areas.Length, Bank.Prior, Bank.Grid), Is.EqualTo((0, NormalPrior.Standard, AbilityGrid.Standard)));
    }

    // The error after two answers is the target exactly, and the target is reached; a hair less is not.
    [Test]
    public void Next_ErrorOfExactlyTheTarget_Stops()
    {
        AdministeredItem[] given = [new(0, 1), new(1, 0)];
        var error = AdaptiveTest.Next(Bank, new AdaptiveSettings(4, 4, 0), 1, given).StandardError;
        AdaptiveStatus Status(int minimum, int maximum, double target) =>
            AdaptiveTest.Next(Bank, new AdaptiveSettings(minimum, maximum, target), 1, given).Status;

        Assert.That(Status(2, 4, error), Is.EqualTo(AdaptiveStatus.PrecisionReached));
        Assert.That(Status(2, 4, double.BitDecrement(error)), Is.EqualTo(AdaptiveStatus.InProgress));
        Assert.That(Status(3, 4, error), Is.EqualTo(AdaptiveStatus.InProgress));
        Assert.That(Status(1, 2, 0), Is.EqualTo(AdaptiveStatus.MaximumLengthReached));
    }

    // Of several reasons to stop the precision is told first, then the length, then that the bank is used up.
    [Test]
    public void Next_SeveralReasonsToStop_TellsTheFirst()
    {
        AdministeredItem[] all = [new(0, 1), new(1, 0), new(2, 1), new(3, 0)];

        Assert.That(AdaptiveTest.Next(Bank, new AdaptiveSettings(1, 4, 1), 1, all).Status, Is.EqualTo(AdaptiveStatus.PrecisionReached));
        Assert.That(AdaptiveTest.Next(Bank, new AdaptiveSettings(1, 4, 0), 1, all).Status, Is.EqualTo(AdaptiveStatus.MaximumLengthReached));
        Assert.That(AdaptiveTest.Next(Bank, new AdaptiveSettings(1, 5, 0), 1, all).Status, Is.EqualTo(AdaptiveStatus.BankExhausted));
    }

    [Test]
    public void Next_StartingAbility_ChoosesTheFirstItemOnly()
    {
        var settings = new AdaptiveSettings(4, 4, 0) { StartingAbility = 3 };
        var first = AdaptiveTest.Next(Bank, settings, 1, []);

        // The estimate is the prior's all the same; after the first answer it decides, here −0.4: the easiest item.
        Assert.That((first.Item, first.Theta, first.Information), Is.EqualTo(((int?)3, 0.0, (double?)0.25)));
        Assert.That(AdaptiveTest.Next(Bank, settings, 1, [new(1, 0)]).Item, Is.Zero);
    }

    [Test]
    public void Next_Stopped_NamesNoItem()
    {
        var step = AdaptiveTest.Next(Bank, new AdaptiveSettings(1, 1, 0), 1, [new(0, 1)]);

        Assert.That((step.Item, step.Information), Is.EqualTo(((int?)null, (double?)null)));
    }

    // A randomesque rule wider than what is left draws among what is left.
    [Test]
    public void Next_MoreRandomesqueThanItems_DrawsAmongThoseLeft()
    {
        var settings = new AdaptiveSettings(4, 4, 0) { Randomesque = 10 };
        var drawn = Enumerable.Range(0, 200).Select(seed => AdaptiveTest.Next(Bank, settings, (ulong)seed, [new(1, 1)]).Item!.Value);

        Assert.That(drawn.Distinct().Order(), Is.EqualTo([0, 2, 3]));
    }

    [Test]
    public void Next_ArgumentsThatDoNotFit_AreNamed()
    {
        var settings = new AdaptiveSettings(1, 2, 0);
        var twoAreas = new AdaptiveBank(Items, [0, 1, 0, 1]);

        Assert.That(() => AdaptiveTest.Next(null!, settings, 1, []), Refuses.Null("bank"));
        Assert.That(() => AdaptiveTest.Next(Bank, null!, 1, []), Refuses.Null("settings"));
        Assert.That(() => AdaptiveTest.Next(Bank, settings, 1, [new(4, 0)]), Refuses.OutOfRange("administered", "0..3"));
        Assert.That(() => AdaptiveTest.Next(Bank, settings, 1, [new(-1, 0)]), Refuses.OutOfRange("administered"));
        Assert.That(() => AdaptiveTest.Next(Bank, settings, 1, [new(0, 2)]), Refuses.OutOfRange("administered", "Item 0"));
        Assert.That(() => AdaptiveTest.Next(Bank, settings, 1, [new(0, 1), new(0, 1)]), Refuses.Argument("administered", "twice"));
        Assert.That(
            () => AdaptiveTest.Next(Bank, new AdaptiveSettings(1, 2, 0) { ContentShares = [0.5, 0.5] }, 1, []),
            Refuses.Argument("settings"));
        Assert.That(
            () => AdaptiveTest.Next(twoAreas, new AdaptiveSettings(1, 2, 0) { ContentShares = [1] }, 1, []), Refuses.Argument("settings"));
        Assert.That(
            () => AdaptiveTest.Next(Bank, new AdaptiveSettings(1, 2, 0) { ExposureParameters = [1, 1, 1] }, 1, []),
            Refuses.Argument("settings"));
    }

    // By hand from the tests themselves: bias, root mean square error, mean length, overlap Σ r²/L.
    [Test]
    public void Run_FewPeople_SummarizesTheirTests()
    {
        double[] abilities = [-1.5, 0, 0.5, 2];
        var settings = new AdaptiveSettings(1, 3, 0.85);
        var result = AdaptiveSimulation.Run(Bank, settings, abilities, 7);
        var tests = result.Tests;

        Assert.That(tests.Select(test => test.Ability), Is.EqualTo(abilities));
        Assert.That(result.Bias, Is.EqualTo(tests.Average(test => test.Theta - test.Ability)).Within(1e-14));
        Assert.That(
            result.RootMeanSquareError, Is.EqualTo(Math.Sqrt(tests.Average(test => Math.Pow(test.Theta - test.Ability, 2)))).Within(1e-14));
        Assert.That(result.MeanStandardError, Is.EqualTo(tests.Average(test => test.StandardError)).Within(1e-14));
        Assert.That(result.MeanLength, Is.EqualTo(tests.Average(test => test.Length)).Within(1e-14));
        Assert.That(result.ExposureRates.Sum(), Is.EqualTo(result.MeanLength).Within(1e-14));
        Assert.That(result.ShareAtTarget, Is.EqualTo(tests.Count(test => test.StandardError <= 0.85) / 4.0));
        Assert.That(result.MaximumExposure, Is.EqualTo(result.ExposureRates.Max()));
        Assert.That(result.Overlap, Is.EqualTo(result.ExposureRates.Sum(rate => rate * rate) / result.MeanLength).Within(1e-14));
    }

    [Test]
    public void Simulation_ArgumentsThatDoNotFit_AreNamed()
    {
        var settings = new AdaptiveSettings(1, 2, 0);

        Assert.That(() => AdaptiveSimulation.Run(null!, settings, [0], 1), Refuses.Null("bank"));
        Assert.That(() => AdaptiveSimulation.Run(Bank, null!, [0], 1), Refuses.Null("settings"));
        Assert.That(() => AdaptiveSimulation.Run(Bank, settings, [], 1), Refuses.Argument("abilities"));
        Assert.That(() => AdaptiveSimulation.Run(Bank, settings, [2e9], 1), Refuses.OutOfRange("theta"));
        Assert.That(() => AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, -1, 1), Refuses.OutOfRange("count"));
        Assert.That(AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, 0, 1), Is.Empty);
        Assert.That(() => SympsonHetter.Fit(null!, settings, 0.5, [0], 1), Refuses.Null("bank"));
        Assert.That(() => SympsonHetter.Fit(Bank, null!, 0.5, [0], 1), Refuses.Null("settings"));
    }

    // Four items and at least two in a test: a rate of ½ is the least that can be held.
    [TestCase(0.499999)]
    [TestCase(0)]
    [TestCase(-0.5)]
    [TestCase(1.0000000000000002)]
    [TestCase(double.NaN)]
    public void SympsonHetter_RateThatCannotBeHeld_IsNamed(double rate) =>
        Assert.That(() => SympsonHetter.Fit(Bank, new AdaptiveSettings(2, 2, 0), rate, [0, 1], 1), Refuses.OutOfRange("maximumRate"));

    [Test]
    public void SympsonHetter_RatesAtTheirBounds_AreTaken()
    {
        var settings = new AdaptiveSettings(2, 2, 0);
        var abilities = AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, 50, 1);
        var unlimited = SympsonHetter.Fit(Bank, settings, 1, abilities, 1);

        Assert.That((unlimited.Converged, unlimited.Cycles), Is.EqualTo((true, 1)));
        Assert.That(unlimited.Parameters, Is.EqualTo([1.0, 1, 1, 1]));
        Assert.That(SympsonHetter.Fit(Bank, settings, 0.5, abilities, 1).Parameters, Has.All.InRange(0.1, 1));

        // A test longer than the bank gives every item to everybody.
        Assert.That(SympsonHetter.Fit(Bank, new AdaptiveSettings(9, 9, 0), 1, abilities, 1).MaximumExposure, Is.EqualTo(1));
    }

    [Test]
    public void Uniform_FirstAndLastBits_LieInTheHalfOpenUnit()
    {
        Assert.That(SplitMix64.Uniform(0), Is.Zero);
        Assert.That(SplitMix64.Uniform(ulong.MaxValue), Is.EqualTo(1 - Math.Pow(2, -53)));
        Assert.That(SplitMix64.Uniform(1UL << 63), Is.EqualTo(0.5));
    }
}
