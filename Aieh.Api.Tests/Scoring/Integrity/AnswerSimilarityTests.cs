using Aieh.Scoring.Integrity;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tests.Scoring.Integrity.IntegrityItems;

namespace Aieh.Api.Tests.Scoring.Integrity;

internal sealed class AnswerSimilarityTests
{
    private static readonly int[] OneKey = [1, 0, 0, 0];

    /// <summary>
    /// Four known items and all 256 ways in which they match or do not: the tail of the sum of log-likelihood ratios, by the definition.
    /// </summary>
    [Test]
    public void Compare_FourItems_IsTheSumOverAllWaysToMatch()
    {
        ItemParameters[] items = [.. Enumerable.Range(0, 4).Select(i => ItemParameters.ThreeParameter(1, -1 + 0.7 * i, 0.2))];
        var bank = new SimilarityBank(items.Select(item => new SimilarityItem(UncertainItem.Known(item), OneKey, [9, 4, 2, 0])));
        var (one, other) = (new AnswerSheet(0.5, [1, 0, 3, 2]), new AnswerSheet(-0.25, [1, 0, 3, 1]));

        var result = AnswerSimilarity.Compare(bank, one, other);

        // Of those who are wrong, by counts with one added: 5/9, 3/9, 1/9.
        double[] shares = [1, 5 / 9.0, 3 / 9.0, 1 / 9.0], both = [1, 30 / 90.0, 12 / 90.0, 2 / 90.0];
        var terms = items.Select(Terms).ToList();
        var observed = terms[0][1].Weight + terms[1][0].Weight + terms[2][3].Weight;
        var expected = 0.0;
        for (var v = 0; v < 625; v++)
        {
            int[] way = [v % 5, v / 5 % 5, v / 25 % 5, v / 125];
            var chosen = way.Select((option, i) => terms[i][option]).ToList();
            if (chosen.Sum(term => term.Weight) >= observed) expected += chosen.Aggregate(1.0, (all, term) => all * term.Probability);
        }

        Assert.That((result.Shared, result.Matches, result.WrongMatches), Is.EqualTo((4, 3, 2)));
        Assert.That(result.ExpectedMatches, Is.EqualTo(terms.Sum(item => item.Take(4).Sum(term => term.Probability))).Within(1e-12));
        Assert.That(result.PValue, Is.EqualTo(expected).Within(1e-12));

        // A match on each option, and none.
        List<(double Probability, int Weight)> Terms(ItemParameters item)
        {
            var (p, q) = (Right(item, 0.5), Right(item, -0.25));
            var matches = Enumerable.Range(0, 4).Select(a =>
            {
                var probability = both[a] * (a == 0 ? p * q : (1 - p) * (1 - q));
                var mean = shares[a] * (a == 0 ? (p + q) / 2 : 1 - (p + q) / 2);
                return (probability, (int)Math.Round(Math.Log(1 + 0.3 / 0.7 * mean / probability) / 0.05));
            }).ToList();
            return [.. matches, (1 - matches.Sum(match => match.probability), 0)];
        }

        static double Right(ItemParameters item, double theta) => Math.Exp(ItemResponseFunction.LogProbability(item, theta, 1));
    }

    /// <summary>What is expected of two people is the mean over draws of the item that both meet.</summary>
    [Test]
    public void Compare_UncertainItem_ExpectsMatchesOfPeopleWhoMeetTheSameItem()
    {
        var item = UncertainItem.Of(ItemParameters.ThreeParameter(1, 0, 0.2), new ParameterSpread(0.5, 1, 0.5));
        var bank = new SimilarityBank([new SimilarityItem(item, [1, 0])]);
        var random = new Random(8);
        const int Draws = 100_000;
        var (expected, apart) = (0.0, 0.0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var (own, others) = (Right(1), Right(1));
            expected += (own * own + (1 - own) * (1 - own)) / Draws;
            apart += (own * others + (1 - own) * (1 - others)) / Draws;

            double Right(double theta)
            {
                var places = Enumerable.Range(0, 3).Select(_ => Math.Clamp(random.NextDouble(), 1e-9, 1 - 1e-9)).ToArray();
                return Math.Exp(ItemResponseFunction.LogProbability(item.At(places), theta, 1));
            }
        }

        var result = AnswerSimilarity.Compare(bank, new AnswerSheet(1, [0]), new AnswerSheet(1, [0]));

        // The lattice's error, and five standard errors of the draws.
        Assert.That(result.ExpectedMatches, Is.EqualTo(expected).Within(0.01));
        Assert.That(expected, Is.GreaterThan(apart + 0.02));
    }

    [Test]
    public void Compare_PeopleOrItemsInAnotherOrder_IsTheSame()
    {
        var (items, order) = (Bank(30), Order(30, 4));
        var (one, other) = (Sheet(items, 1, 0.8), Sheet(items, 2, -0.3));
        var (bank, turnedBank) = (BankOf(items), BankOf(Shuffled(items, order)));

        var result = AnswerSimilarity.Compare(bank, one, other);
        var swapped = AnswerSimilarity.Compare(bank, other, one);
        var turned = AnswerSimilarity.Compare(turnedBank, Turned(one), Turned(other));

        Assert.That((swapped.Matches, swapped.PValue), Is.EqualTo((result.Matches, result.PValue)));
        Assert.That(turned.PValue, Is.EqualTo(result.PValue).Within(1e-12 * result.PValue));
        Assert.That(turned.Matches, Is.EqualTo(result.Matches));

        AnswerSheet Turned(AnswerSheet sheet) => sheet with { Options = [.. Shuffled(sheet.Options.ToArray(), order)] };
    }

    [Test]
    public void Compare_WhatOneDidNotAnswer_DoesNotCount()
    {
        var items = Bank(20);
        var (one, other) = (Sheet(items, 1, 0), Sheet(items, 2, 0));
        var half = one with { Options = [.. one.Options.Select((option, i) => i < 10 ? option : AnswerSheet.NoAnswer)] };

        var result = AnswerSimilarity.Compare(BankOf(items), half, other);
        var ofHalf = AnswerSimilarity.Compare(
            BankOf(items[..10]), half with { Options = half.Options[..10] }, other with { Options = other.Options[..10] });
        var nothing = AnswerSimilarity.Compare(BankOf(items), one with { Options = [.. Enumerable.Repeat(-1, 20)] }, other);

        Assert.That((result.Shared, result.Matches, result.PValue), Is.EqualTo((ofHalf.Shared, ofHalf.Matches, ofHalf.PValue)));
        Assert.That((nothing.Shared, nothing.PValue), Is.EqualTo((0, 1.0)));
    }

    [Test]
    public void Compare_RareOption_SpeaksLouderThanACommonOne()
    {
        var items = Bank(15);
        var bank = new SimilarityBank(items.Select(item => new SimilarityItem(item, OneKey, [100, 80, 15, 5])));
        AnswerSheet All(int option) => new(0, [.. Enumerable.Repeat(option, 15)]);

        double[] p = [.. Enumerable.Range(0, 4).Select(option => AnswerSimilarity.Compare(bank, All(option), All(option)).PValue)];

        Assert.That(p[3], Is.LessThan(p[2] / 10));
        Assert.That(p[2], Is.LessThan(p[1] / 10));
        Assert.That(p[1], Is.LessThan(p[0]));
    }

    /// <summary>Copies of seven in ten answers among forty people who know of nobody, on forms that share only some items.</summary>
    [Test]
    public void Screen_Copies_AreFoundAndNobodyElse()
    {
        var (items, random) = (Bank(60), new Random(3));
        var sheets = Enumerable.Range(0, 40).Select(person => Assembled(Sheet(items, 100 + person, Ability(random)))).ToList();
        var source = sheets[5];
        sheets.Add(source with { Options = [.. sheets[17].Options.Select((own, i) => i % 10 < 7 ? source.Options[i] : own)] });

        var screen = AnswerSimilarity.Screen(BankOf(items), sheets, 0.05);

        Assert.That(screen.Pairs.Select(pair => (pair.First, pair.Second)), Is.EqualTo(new[] { (5, 40) }));
        Assert.That(screen.Pairs[0].AdjustedPValue, Is.EqualTo(screen.Pairs[0].PValue * screen.Compared).Within(1e-15));
        Assert.That(screen.PValues[5], Is.EqualTo(screen.Pairs[0].PValue * 40).Within(1e-15));
        Assert.That(screen.PValues.Where((_, person) => person is not (5 or 40 or 17)), Is.All.GreaterThan(0.01));
        Assert.That(screen.Compared, Is.EqualTo(41 * 40 / 2));

        // Four of five items, other ones for each.
        AnswerSheet Assembled(AnswerSheet sheet) =>
            sheet with { Options = [.. sheet.Options.Select(option => random.Next(5) == 0 ? AnswerSheet.NoAnswer : option)] };
    }

    [Test]
    public void Screen_OfThoseWhoCameLast_LeavesOutPairsOfTheOthers()
    {
        var items = Bank(40);
        var sheets = Enumerable.Range(0, 12).Select(person => Sheet(items, person, 0)).ToList();
        sheets[1] = sheets[0];
        sheets[11] = sheets[0];

        var all = AnswerSimilarity.Screen(BankOf(items), sheets, 0.05);
        var last = AnswerSimilarity.Screen(BankOf(items), sheets, 0.05, first: 11);

        Assert.That(all.Pairs.Select(pair => (pair.First, pair.Second)), Is.EquivalentTo(new[] { (0, 1), (0, 11), (1, 11) }));
        Assert.That(last.Pairs.Select(pair => (pair.First, pair.Second)), Is.EquivalentTo(new[] { (0, 11), (1, 11) }));
        Assert.That((all.Compared, last.Compared), Is.EqualTo((66L, 11L)));
    }

    /// <summary>The screen works out every pair that matters: those that it passes over have larger p values, one by one.</summary>
    [Test]
    public void Screen_PairsPassedOver_DoNotMatter()
    {
        var (items, random) = (Bank(30), new Random(6));
        var bank = BankOf(items);
        var sheets = Enumerable.Range(0, 80).Select(person => Sheet(items, person, Ability(random))).ToList();
        sheets.AddRange(Enumerable.Range(0, 40).Select(person => Copy(sheets[person], sheets[person + 40], person % 20)));
        var smallest = Enumerable.Repeat(1.0, sheets.Count).ToArray();
        for (var j = 1; j < sheets.Count; j++)
        {
            for (var i = 0; i < j; i++)
            {
                var p = 119 * AnswerSimilarity.Compare(bank, sheets[i], sheets[j]).PValue;
                (smallest[i], smallest[j]) = (Math.Min(smallest[i], p), Math.Min(smallest[j], p));
            }
        }

        var screen = AnswerSimilarity.Screen(bank, sheets, 0.05);

        var remarkable = smallest.Select((p, person) => (p, person)).Where(each => each.p <= 0.05).ToList();
        Assert.That(remarkable, Has.Count.InRange(10, 110));
        foreach (var (p, person) in remarkable) Assert.That(screen.PValues[person], Is.EqualTo(p).Within(1e-12));

        static AnswerSheet Copy(AnswerSheet source, AnswerSheet own, int count) =>
            own with { Options = [.. own.Options.Select((option, i) => i < count ? source.Options[i] : option)] };
    }

    [Test]
    public void Screen_FewPeopleOrFewItems_ComparesNobody()
    {
        var (bank, items) = (BankOf(Bank(9)), Bank(9));
        var sheets = new[] { Sheet(items, 1, 0), Sheet(items, 1, 0) };

        Assert.That(AnswerSimilarity.Screen(bank, [], 0.05).Compared, Is.Zero);
        Assert.That(AnswerSimilarity.Screen(bank, sheets[..1], 0.05).PValues, Is.EqualTo(new[] { 1.0 }));
        Assert.That(AnswerSimilarity.Screen(bank, sheets, 0.05).Compared, Is.Zero);
    }

    [Test]
    public void Compare_WhatIsNoSheet_IsRefused()
    {
        var bank = BankOf(Bank(3));
        var good = new AnswerSheet(0, [0, 1, 2]);

        Assert.That(() => AnswerSimilarity.Compare(bank, new AnswerSheet(0, [0, 1]), good), Refuses.Argument("one"));
        Assert.That(() => AnswerSimilarity.Compare(bank, good, new AnswerSheet(0, [0, 1, 4])), Refuses.OutOfRange("other"));
        Assert.That(() => AnswerSimilarity.Compare(bank, good, new AnswerSheet(0, [0, 1, -2])), Refuses.OutOfRange("other"));
        Assert.That(() => AnswerSimilarity.Compare(bank, good with { Theta = double.NaN }, good), Refuses.OutOfRange("theta"));
        Assert.That(() => AnswerSimilarity.Screen(bank, [good], 0), Refuses.OutOfRange("familyWiseRate"));
        Assert.That(() => AnswerSimilarity.Screen(bank, [good], 0.05, -1), Refuses.OutOfRange("first"));
        Assert.That(() => new SimilarityBank([]), Refuses.Argument("items"));
        Assert.That(() => new SimilarityItem(Bank(2)[0], [1]), Refuses.Argument("categories"));
        Assert.That(() => new SimilarityItem(Bank(2)[0], [2, 0]), Refuses.OutOfRange("categories"));
        Assert.That(() => new SimilarityItem(Bank(2)[0], [1, 0], [1]), Refuses.Argument("counts"));
        Assert.That(() => new SimilarityItem(Bank(2)[0], [1, 0], [1, -1]), Refuses.OutOfRange("counts"));
    }

    private static SimilarityBank BankOf(IEnumerable<UncertainItem> items) => new(items.Select(item => new SimilarityItem(item, OneKey)));

    private static AnswerSheet Sheet(UncertainItem[] items, int seed, double theta)
    {
        var random = new Random(seed);
        int[] answers = [.. items.Select(item => ItemResponseFunction.CategoryAt(item.Centre, theta, random.NextDouble()))];
        return new AnswerSheet(
            EapEstimator.Estimate(Form(items), answers).Theta, [.. answers.Select(category => category == 1 ? 0 : random.Next(1, 4))]);
    }
}
