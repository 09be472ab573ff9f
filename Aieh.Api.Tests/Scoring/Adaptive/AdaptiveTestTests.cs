using Aieh.Api.Tests.Scoring.Irt;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Adaptive;

internal sealed class AdaptiveTestTests
{
    private static readonly AdaptiveSettings Fixed = new(20, 20, 0);

    [Test]
    public void Next_AnyBank_TakesTheMostInformativeItemAtThePosteriorMean() =>
        Gen.Select(IrtGen.Item.Array[1, 40], Gen.Double.Unit.Array[40], Gen.Int[0, 15]).Sample((items, draws, length) =>
        {
            var given = Answered(items, draws, length);

            var step = AdaptiveTest.Next(new AdaptiveBank(items), new AdaptiveSettings(40, 40, 0), 1, given);

            if (given.Length == items.Length) return step.Status == AdaptiveStatus.BankExhausted && step.Item is null;
            var left = Enumerable.Range(0, items.Length).Except(given.Select(g => g.Item)).ToList();
            var best = left.Max(i => ItemResponseFunction.Information(items[i], step.Theta));

            // The vectorised exponential differs from the scalar one by a few last bits.
            return left.Contains(step.Item!.Value)
                && ItemResponseFunction.Information(items[step.Item.Value], step.Theta) >= best * (1 - 1e-11)
                && Math.Abs(step.Information!.Value - best) <= 1e-11 * best;
        }, iter: 300);

    [Test]
    public void Next_AnyAnswers_EstimatesAsTheSumsOverTheGivenGridDo() =>
        Gen.Select(IrtGen.Item.Array[1, 30], Gen.Double.Unit.Array[30], Gen.Int[1, 30], Gen.Int[30, 140])
            .Sample((items, draws, length, nodes) =>
            {
                var given = Answered(items, draws, length);
                var grid = new AbilityGrid(-4.5, 5, nodes);
                double total = 0, mean = 0, square = 0;
                for (var n = 0; n < nodes; n++)
                {
                    var theta = -4.5 + 9.5 * n / (nodes - 1);
                    var logLikelihood = given.Sum(g => ItemResponseFunction.LogProbability(items[g.Item], theta, g.Category));
                    var weight = Math.Exp(-(theta - 0.3) * (theta - 0.3) / 2 / 1.44 + logLikelihood);
                    (total, mean, square) = (total + weight, mean + weight * theta, square + weight * theta * theta);
                }

                mean /= total;
                var sd = Math.Sqrt(Math.Max(square / total - mean * mean, Math.Pow(9.5 / (nodes - 1), 2) / 12));
                var step = AdaptiveTest.Next(new AdaptiveBank(items, prior: new NormalPrior(0.3, 1.2), grid: grid), Fixed, 1, given);

                // The sums above lose digits where the posterior is narrow or far from 0.
                return Math.Abs(step.Theta - mean) < 1e-9 && Math.Abs(step.StandardError - sd) < 1e-8;
            }, iter: 300);

    [Test]
    public void Next_NothingGiven_IsThePriorAndChoosesThere()
    {
        var bank = new AdaptiveBank(
            [ItemParameters.OneParameter(-1), ItemParameters.OneParameter(0.1), ItemParameters.OneParameter(0.6)],
            prior: new NormalPrior(0.5, 0.8));

        Assert.That(
            AdaptiveTest.Next(bank, Fixed, 1, []),
            Is.EqualTo(new AdaptiveStep(AdaptiveStatus.InProgress, 2, 0.5, 0.8, Information(0.1))).Using<AdaptiveStep>(Same));
        Assert.That(AdaptiveTest.Next(bank, new AdaptiveSettings(1, 3, 0) { StartingAbility = -2 }, 1, []).Item, Is.EqualTo(0));
    }

    // 1/(1 + e^x) and 1/(1 + e^−x) give equal information on either side of an ability, in theory; in floating point either may be larger.
    [Test]
    public void Next_ItemsEqualInTheory_TakesTheLowestIndex([Values(0.1, 0.3, 0.7, 1.3, 2.9)] double distance)
    {
        Assert.That(First(distance, -distance), Is.Zero);
        Assert.That(First(-distance, distance), Is.Zero);
        Assert.That(First(3, -distance, distance, distance), Is.EqualTo(distance < 3 ? 1 : 0));

        static int? First(params double[] difficulties)
        {
            var bank = new AdaptiveBank(difficulties.Select(b => ItemParameters.TwoParameter(1.7, b)));
            return AdaptiveTest.Next(bank, new AdaptiveSettings(1, 2, 0), 1, []).Item;
        }
    }

    [Test]
    public void Next_TargetReached_StopsOnlyFromTheMinimumLength()
    {
        var items = Enumerable.Repeat(ItemParameters.TwoParameter(3, 0), 10).ToArray();
        AdministeredItem[] given = [new(0, 1), new(1, 0), new(2, 1), new(3, 0)];
        var bank = new AdaptiveBank(items);

        Assert.That(AdaptiveTest.Next(bank, new AdaptiveSettings(4, 8, 0.5), 1, given).Status, Is.EqualTo(AdaptiveStatus.PrecisionReached));
        Assert.That(AdaptiveTest.Next(bank, new AdaptiveSettings(5, 8, 0.5), 1, given).Status, Is.EqualTo(AdaptiveStatus.InProgress));
        Assert.That(
            AdaptiveTest.Next(bank, new AdaptiveSettings(1, 4, 0.1), 1, given).Status,
            Is.EqualTo(AdaptiveStatus.MaximumLengthReached));
    }

    [Test]
    public void Next_Randomesque_DrawsEvenlyAmongTheBestOnly()
    {
        var bank = new AdaptiveBank(Enumerable.Range(0, 20).Select(i => ItemParameters.OneParameter(0.1 * i)));
        var settings = new AdaptiveSettings(1, 20, 0) { Randomesque = 5 };

        var counts = new int[20];
        for (var seed = 0; seed < 10_000; seed++) counts[AdaptiveTest.Next(bank, settings, (ulong)seed, []).Item!.Value]++;

        Assert.That(counts.Skip(5), Is.All.Zero);

        // Five binomial standard deviations of 10,000 draws at 1/5.
        Assert.That(counts.Take(5), Is.All.EqualTo(2_000).Within(200));
    }

    [Test]
    public void Next_ContentShares_NeverPutsAnAreaOneItemAheadAndEndsOnTheBlueprint()
    {
        double[] shares = [0.35, 0.25, 0.25, 0.15];
        var items = Bank(200, 7);
        var bank = new AdaptiveBank(items, Enumerable.Range(0, 200).Select(i => i % 5 == 4 ? 0 : i % 5));
        var given = new List<AdministeredItem>();
        var counts = new int[4];
        for (var n = 1; n <= 20; n++)
        {
            var settings = new AdaptiveSettings(20, 20, 0) { ContentShares = [.. shares], Randomesque = 3 };
            var item = AdaptiveTest.Next(bank, settings, 9, [.. given]).Item!.Value;
            given.Add(new AdministeredItem(item, n % 2));
            counts[bank.Areas[item]]++;

            // An item goes to an area that is not above its share, so no area is ever a whole item ahead.
            for (var area = 0; area < 4; area++)
                Assert.That(counts[area] - shares[area] * n, Is.LessThan(1 + 1e-9), $"area {area} after {n} items");
        }

        Assert.That(counts, Is.EqualTo(new[] { 7, 5, 5, 3 }));
    }

    [Test]
    public void Next_AreaUsedUp_GoesOnWithTheOthersAndTakesShareZeroLast()
    {
        var bank = new AdaptiveBank(Enumerable.Repeat(ItemParameters.OneParameter(0), 4), [2, 0, 1, 1]);
        var settings = new AdaptiveSettings(4, 4, 0) { ContentShares = [0.5, 0.5, 0] };
        var given = new List<AdministeredItem>();
        while (AdaptiveTest.Next(bank, settings, 3, [.. given]).Item is { } item) given.Add(new AdministeredItem(item, 1));

        Assert.That(given.Select(g => g.Item), Is.EqualTo(new[] { 1, 2, 3, 0 }));
    }

    [Test]
    public void Next_Enemies_NeverMeetAndEndTheTestWhenNothingElseIsLeft()
    {
        var items = Enumerable.Repeat(ItemParameters.OneParameter(0), 6).ToArray();
        var bank = new AdaptiveBank(items, [0, 0, 0, 0, 1, 1]) { Enemies = [[0, 1], [1, 2], [3, 4]] };

        var given = new List<AdministeredItem>();
        while (AdaptiveTest.Next(bank, Fixed, 1, [.. given]).Item is { } item) given.Add(new AdministeredItem(item, 1));

        // Of equal items the lowest index: 0 keeps out 1, then 2 is free, and 3 keeps out 4.
        Assert.That(given.Select(g => g.Item), Is.EqualTo(new[] { 0, 2, 3, 5 }));
        Assert.That(AdaptiveTest.Next(bank, Fixed, 1, [.. given]).Status, Is.EqualTo(AdaptiveStatus.BankExhausted));
        Assert.That(AdaptiveTest.Next(bank, Fixed, 1, [new(1, 1)]).Item, Is.EqualTo(3), "1 keeps out 0 and 2");
        Assert.That(AdaptiveTest.Next(bank, Fixed, 1, [new(0, 1), new(1, 1)]).Item, Is.EqualTo(3), "what was given is taken as it is");
    }

    [Test]
    public void Next_EnemiesOfAnAreaUsedUp_GoesOnWithTheOtherAreas()
    {
        var bank = new AdaptiveBank(Enumerable.Repeat(ItemParameters.OneParameter(0), 3), [0, 0, 1]) { Enemies = [[0, 1]] };
        var settings = new AdaptiveSettings(3, 3, 0) { ContentShares = [0.9, 0.1] };

        Assert.That(AdaptiveTest.Next(bank, settings, 1, [new(0, 1)]).Item, Is.EqualTo(2));
    }

    [Test]
    public void Next_ExposureParameters_BlockAnItemForAWholeTestUnlessNothingElseIsLeft()
    {
        var bank = new AdaptiveBank([ItemParameters.OneParameter(0), ItemParameters.OneParameter(1)]);
        var settings = new AdaptiveSettings(2, 2, 0) { ExposureParameters = [0.3, 1] };

        var open = 0;
        for (var seed = 0UL; seed < 10_000; seed++)
        {
            if (AdaptiveTest.Next(bank, settings, seed, []).Item == 0) open++;
            else Assert.That(AdaptiveTest.Next(bank, settings, seed, [new(1, 1)]).Item, Is.Zero);
        }

        // Five binomial standard deviations of 10,000 draws at 0.3.
        Assert.That(open, Is.EqualTo(3_000).Within(230));
    }

    // Which items a seed yields is part of what the library promises: an attempt that was started is gone on with
    // on another machine and another day.
    [Test]
    public void Next_SameSeedAndAnswers_GivesTheSameItemsForEver()
    {
        var items = Bank(60, 3);
        var bank = new AdaptiveBank(items, Enumerable.Range(0, 60).Select(i => i % 3));
        var settings = new AdaptiveSettings(12, 12, 0)
        {
            Randomesque = 4,
            ContentShares = [0.5, 0.25, 0.25],
            ExposureParameters = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 0.5 : 1)],
        };
        var given = new List<AdministeredItem>();
        while (AdaptiveTest.Next(bank, settings, 20260701, [.. given]).Item is { } item) given.Add(new AdministeredItem(item, item % 2));

        Assert.That(string.Join(' ', given.Select(g => g.Item)), Is.EqualTo("9 13 20 21 19 27 5 39 58 30 35 45"));
    }

    [Test]
    public void Next_ArgumentsOutsideTheirDomain_ThrowNamingThem()
    {
        var bank = new AdaptiveBank([ItemParameters.OneParameter(0), ItemParameters.Graded(1, 0, 1)], [0, 1]);

        Assert.Multiple(() =>
        {
            Assert.That(
                () => AdaptiveTest.Next(bank, Fixed, 1, [new(2, 0)]),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("0..1"));
            Assert.That(
                () => AdaptiveTest.Next(bank, Fixed, 1, [new(1, 3)]),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Item 1"));
            Assert.That(
                () => AdaptiveTest.Next(bank, Fixed, 1, [new(0, Response.NotAdministered)]),
                Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => AdaptiveTest.Next(bank, Fixed, 1, [new(0, 1), new(0, 1)]),
                Throws.ArgumentException.With.Message.Contains("twice"));
            Assert.That(
                () => AdaptiveTest.Next(bank, new AdaptiveSettings(1, 2, 0) { ContentShares = [1] }, 1, []),
                Throws.ArgumentException.With.Message.Contains("content shares"));
            Assert.That(
                () => AdaptiveTest.Next(bank, new AdaptiveSettings(1, 2, 0) { ExposureParameters = [1] }, 1, []),
                Throws.ArgumentException.With.Message.Contains("exposure"));
        });
    }

    [Test]
    public void Settings_OutsideTheirDomain_Throw() => Assert.Multiple(() =>
    {
        Assert.That(() => new AdaptiveSettings(0, 5, 0.3), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveSettings(6, 5, 0.3), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveSettings(1, 5, double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveSettings(1, 5, 0.3) { Randomesque = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveSettings(1, 5, 0.3) { StartingAbility = double.NaN }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveSettings(1, 5, 0.3) { ContentShares = [0.5, 0.4] }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveSettings(1, 5, 0.3) { ContentShares = [1.5, -0.5] }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveSettings(1, 5, 0.3) { ExposureParameters = [0] }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AbilityGrid(1, 1, 5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AbilityGrid(-1, 1, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AdaptiveBank(Array.Empty<ItemParameters>()), Throws.ArgumentException);
        Assert.That(
            () => new AdaptiveBank([ItemParameters.OneParameter(0)]) { Enemies = [[0, 1]] },
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("0..0"));
        Assert.That(() => new AdaptiveBank([ItemParameters.OneParameter(0)], [0, 1]), Throws.ArgumentException);
        Assert.That(() => new AdaptiveBank([ItemParameters.OneParameter(0)], [-1]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new AdaptiveBank([ItemParameters.OneParameter(0)], grid: default(AbilityGrid)),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new AdaptiveBank([ItemParameters.OneParameter(0)], prior: default(NormalPrior)),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    });

    // A steep item far below the ability: nothing overflows, and information that underflows is still an item.
    [Test]
    public void Next_ExtremeItems_NeverYieldsNaN()
    {
        var bank = new AdaptiveBank(
        [
            ItemParameters.TwoParameter(1e6, -5),
            ItemParameters.TwoParameter(1e6, 1e6),
            ItemParameters.ThreeParameter(1e6, 5, 0.3),
            ItemParameters.TwoParameter(1e-6, 0),
        ]);
        var given = new List<AdministeredItem>();
        while (AdaptiveTest.Next(bank, Fixed, 1, [.. given]) is { Item: { } item } step)
        {
            Assert.That(
                (double.IsFinite(step.Theta), double.IsFinite(step.StandardError), double.IsFinite(step.Information!.Value)),
                Is.EqualTo((true, true, true)));
            given.Add(new AdministeredItem(item, 1));
        }

        Assert.That(given, Has.Count.EqualTo(4));
    }

    internal static ItemParameters[] Bank(int items, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, items).Select(_ => DrawItem())];

        ItemParameters DrawItem() =>
            ItemParameters.ThreeParameter(0.7 + 1.3 * random.NextDouble(), 5 * random.NextDouble() - 2.5, 0.2);
    }

    private static AdministeredItem[] Answered(ItemParameters[] items, double[] draws, int length) =>
        [.. items.Take(length).Select((item, i) => new AdministeredItem(i, (int)(draws[i] * item.Categories)))];

    private static double Information(double distance) => 1 / ((1 + Math.Exp(distance)) * (1 + Math.Exp(-distance)));

    // The vectorised exponential differs from the scalar one by a few last bits.
    private static bool Same(AdaptiveStep a, AdaptiveStep b) =>
        a with { Information = 0 } == b with { Information = 0 } && Math.Abs(a.Information!.Value - b.Information!.Value) < 1e-14;
}
