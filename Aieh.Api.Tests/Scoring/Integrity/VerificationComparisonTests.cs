using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Integrity;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tests.Scoring.Integrity.IntegrityItems;

namespace Aieh.Api.Tests.Scoring.Integrity;

internal sealed class VerificationComparisonTests
{
    private static readonly VerificationSettings Standard = VerificationSettings.Standard;

    /// <summary>
    /// Nothing but the prior is known before, one item after: p of a wrong answer is the probability of one. The wide prior gives less of
    /// it for an item that is hard, and more for an easy one.
    /// </summary>
    [TestCase(-1.0)]
    [TestCase(1.5)]
    public void Compare_OneItem_IsTheProbabilityOfAWrongAnswer(double difficulty)
    {
        var silent = new TestForm([ItemParameters.TwoParameter(1e-6, 0)]);
        var item = new TestForm([ItemParameters.TwoParameter(1.4, difficulty)]);

        var wrong = VerificationComparison.Compare(silent, [1], item, [0], Standard);
        var right = VerificationComparison.Compare(silent, [1], item, [1], Standard);

        var expected = Math.Max(WrongUnder(1), WrongUnder(3));
        Assert.That(wrong.PValue, Is.EqualTo(expected).Within(1e-6));
        Assert.That(right.PValue, Is.EqualTo(1).Within(1e-12));
        Assert.That(wrong.GainPValue, Is.EqualTo(1).Within(1e-12));
        Assert.That(wrong.StandardizedDifference, Is.Negative);
        Assert.That(right.StandardizedDifference, Is.Positive);

        double WrongUnder(double sd) => Integral(sd, theta => 1 / (1 + Math.Exp(1.4 * (theta - difficulty))));
    }

    /// <summary>Every vector of answers by hand: probabilities and posterior means by sums over the form's nodes.</summary>
    [Test]
    public void Compare_ThreeItems_IsTheSumOverAnswerVectors()
    {
        ItemParameters[] before = [ItemParameters.TwoParameter(1.2, 0.5), ItemParameters.TwoParameter(0.9, 1.1)];
        ItemParameters[] after =
            [ItemParameters.TwoParameter(1, -0.5), ItemParameters.Graded(1.1, -0.4, 0.8), ItemParameters.TwoParameter(1.6, 0)];
        int[] answers = [0, 1, 0];

        var result = VerificationComparison.Compare(new TestForm(before), [1, 1], new TestForm(after), answers, new(0.01, 0.05, 1.5, 0.1));

        var (p, gainP) = (0.0, 0.0);
        foreach (var sd in new[] { 1.0, 3.0 })
        {
            double Unsupervised(double theta) => Likelihood(before, [1, 1], theta);
            var total = Integral(sd, Unsupervised);
            double Mean(int[] vector) =>
                Integral(sd, theta => theta * Unsupervised(theta) * Likelihood(after, vector, theta))
                / Integral(sd, theta => Unsupervised(theta) * Likelihood(after, vector, theta));
            var vectors = Enumerable.Range(0, 12).Select(v => new[] { v % 2, v / 2 % 3, v / 6 }).ToList();
            var observed = Mean(answers);
            p = Math.Max(p, vectors.Where(vector => Mean(vector) <= observed + 1e-9).Sum(vector =>
                Integral(sd, theta => Unsupervised(theta) * Likelihood(after, vector, theta)) / total));
            gainP = Math.Max(gainP, vectors.Where(vector => Mean(vector) >= observed - 1e-9).Sum(vector =>
                Integral(sd, theta => Unsupervised(theta) * Likelihood(after, vector, theta - 1.5)) / total));
        }

        Assert.That(result.PValue, Is.EqualTo(p).Within(1e-6));

        // Ability that is lowered falls between nodes.
        Assert.That(result.GainPValue, Is.EqualTo(gainP).Within(2e-3));
    }

    /// <summary>Many answers make likelihoods normal: the difference of both estimates in units of its error.</summary>
    [Test]
    public void Compare_ManyItems_IsTheStandardizedDifferenceOfNormalTheory()
    {
        var items = Enumerable.Range(0, 120).Select(i => ItemParameters.TwoParameter(1, -1.5 + i % 13 * 0.25)).ToArray();
        int[] better = [.. items.Select((_, i) => i % 4 == 0 ? 0 : 1)], worse = [.. items.Select((_, i) => i % 2)];
        var form = new TestForm(items);

        var result = VerificationComparison.Compare(form, better, form, worse, Standard);

        var (x, y) = (result.Unsupervised, result.Verification);
        var precision = 1 / (y.StandardError * y.StandardError) - 1;
        var alone = y.Theta / (y.StandardError * y.StandardError) / precision;
        var expected = (alone - x.Theta) / Math.Sqrt(x.StandardError * x.StandardError + 1 / precision);
        Assert.That(result.StandardizedDifference, Is.EqualTo(expected).Within(0.15));
        Assert.That(expected, Is.LessThan(-3));
        Assert.That(result.Outcome, Is.EqualTo(VerificationOutcome.Inconsistent));
    }

    [Test]
    public void Compare_ItemsInAnotherOrder_IsTheSame([Values(9, 40)] int asked)
    {
        var random = new Random(5);
        var (before, after) = (Bank(20), Bank(asked));
        var responses = before.Select(item => Answer(item, 1.5, random)).ToArray();
        var answers = after.Select(item => Answer(item, 0, random)).ToArray();
        var (one, other) = (Order(20, 1), Order(asked, 2));

        var result = VerificationComparison.Compare(Form(before), responses, Form(after), answers, Standard);
        var turned = VerificationComparison.Compare(
            Form(Shuffled(before, one)), Shuffled(responses, one), Form(Shuffled(after, other)), Shuffled(answers, other), Standard);

        // The sums of the estimates run in form order.
        Assert.That(turned.PValue, Is.EqualTo(result.PValue).Within(1e-12));
        Assert.That(turned.GainPValue, Is.EqualTo(result.GainPValue).Within(1e-12));
        Assert.That(turned.Power, Is.EqualTo(result.Power).Within(1e-12));
        Assert.That(turned.StandardizedDifference, Is.EqualTo(result.StandardizedDifference).Within(1e-12));
        Assert.That(turned.Outcome, Is.EqualTo(result.Outcome));
    }

    [Test]
    public void Compare_ItemsOfABank_IsThatOfTheItemsAsked()
    {
        var bank = Bank(12);
        var before = Form(Bank(30));
        int[] responses = [.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(0, 10)];

        int[] answers = [-1, 1, -1, 0, 0, -1, 1, -1, 0, -1, -1, -1];
        var asked = Form([bank[1], bank[3], bank[4], bank[6], bank[8]]);

        var ofBank = VerificationComparison.Compare(before, responses, Form(bank), answers, Standard);
        var ofItems = VerificationComparison.Compare(before, responses, asked, [1, 0, 0, 1, 0], Standard);

        Assert.That(ofBank, Is.EqualTo(ofItems));
    }

    /// <summary>Fourteen items are drawn from, thirteen enumerated; with one that says nothing both are one question.</summary>
    [Test]
    public void Compare_VectorsDrawn_AreWhatEnumerationSays()
    {
        var items = Bank(13);
        var silent = UncertainItem.Known(ItemParameters.TwoParameter(1e-6, 0));
        var before = Form(Bank(30));
        int[] responses = [.. Enumerable.Repeat(1, 22), .. Enumerable.Repeat(0, 8)], answers = [1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0];

        var enumerated = VerificationComparison.Compare(before, responses, Form(items), answers, Standard);
        var drawn = VerificationComparison.Compare(before, responses, Form([.. items, silent]), [.. answers, 0], Standard);

        // Weights of up to four: at most twice the standard error of a share of 8,192; three of them.
        Assert.That(drawn.PValue, Is.EqualTo(enumerated.PValue).Within(6 * Math.Sqrt(enumerated.PValue / AnswerVectorsDrawn)));
        Assert.That(drawn.GainPValue, Is.EqualTo(enumerated.GainPValue).Within(6 * Math.Sqrt(0.25 / AnswerVectorsDrawn)));
        Assert.That(drawn.Power, Is.EqualTo(enumerated.Power).Within(6 * Math.Sqrt(0.25 / AnswerVectorsDrawn)));
        Assert.That(drawn.StandardizedDifference, Is.EqualTo(enumerated.StandardizedDifference).Within(0.1));
    }

    [Test]
    public void Compare_TooLittle_IsInconclusive()
    {
        var (before, after) = (Form(Bank(50)), Form(Bank(12)));
        int[] good = [.. Enumerable.Repeat(1, 42), .. Enumerable.Repeat(0, 8)], none = [.. Enumerable.Repeat(-1, 12)];

        var nothing = VerificationComparison.Compare(before, good, after, none, Standard);
        var oneRight = VerificationComparison.Compare(before, good, after, [-1, -1, -1, -1, 1, -1, -1, -1, -1, -1, -1, -1], Standard);
        var noClaim = VerificationComparison.Compare(
            before, [.. Enumerable.Repeat(-1, 50)], after, [.. Enumerable.Repeat(0, 12)], Standard);

        Assert.That((nothing.PValue, nothing.GainPValue, nothing.StandardizedDifference), Is.EqualTo((1.0, 1.0, 0.0)).Within(1e-12));
        Assert.That(nothing.Verification.Status, Is.EqualTo(EstimateStatus.NoResponses));
        Assert.That(
            new[] { nothing, oneRight, noClaim }.Select(result => result.Outcome), Is.All.EqualTo(VerificationOutcome.Inconclusive));
    }

    [Test]
    public void Compare_AllRightThenAllWrong_IsInconsistentAndTheOtherWayRoundIsNot()
    {
        var (before, after) = (Form(Bank(50)), Form(Bank(12)));
        int[] right = [.. Enumerable.Repeat(1, 50)], wrong = [.. Enumerable.Repeat(0, 50)];

        var fallen = VerificationComparison.Compare(before, right, after, [.. Enumerable.Repeat(0, 12)], Standard);
        var risen = VerificationComparison.Compare(before, wrong, after, [.. Enumerable.Repeat(1, 12)], Standard);
        var kept = VerificationComparison.Compare(before, right, after, [.. Enumerable.Repeat(1, 12)], Standard);

        Assert.That(fallen.Outcome, Is.EqualTo(VerificationOutcome.Inconsistent));
        Assert.That(fallen.PValue, Is.LessThan(1e-4));
        Assert.That(risen.Outcome, Is.EqualTo(VerificationOutcome.Consistent));

        // Twelve right of twelve as easy as these are no surprise two logits lower either.
        Assert.That(kept.Outcome, Is.EqualTo(VerificationOutcome.Inconclusive));
        Assert.That(new[] { risen.PValue, kept.PValue }, Is.All.EqualTo(1).Within(1e-12));
    }

    /// <summary>
    /// Adaptive verification, parameters drawn from their priors: among all, the weakest and those who were chosen for a high result.
    /// </summary>
    [Test]
    public void Compare_HonestPeople_KeepsItsFalseAlarmRate()
    {
        const int People = 3_000;
        var random = new Random(15);
        var items = Bank(90);
        var (form, pool) = (Form(items.Where((_, i) => i % 2 == 0)), items.Where((_, i) => i % 2 == 1).ToArray());
        var (verification, bank) = (Form(pool), new AdaptiveBank(pool));

        var results = Enumerable.Range(0, People).Select(_ =>
        {
            var theta = Ability(random);
            var responses = form.UncertainItems.Select(item => Answer(item, theta, random)).ToArray();
            var answers = AdaptiveAnswers(bank, 12, theta, random);
            return (Theta: theta, Result: VerificationComparison.Compare(form, responses, verification, answers, Standard));
        }).ToList();

        var weak = results.Where(each => each.Theta < -0.7).ToList();
        var chosen = results.OrderByDescending(each => each.Result.Unsupervised.Theta).Take(People / 5).ToList();
        foreach (var group in new[] { results, weak, chosen })
            foreach (var rate in new[] { 0.05, 0.01 })
                Assert.That(
                    group.Count(each => each.Result.PValue <= rate) / (double)group.Count, Is.LessThanOrEqualTo(AtMost(rate, group.Count)));

        // It is no use if nobody is ever found consistent.
        Assert.That(results.Count(each => each.Result.Outcome == VerificationOutcome.Consistent), Is.GreaterThan(0.6 * People));
    }

    /// <summary>Three logits too high: found by more than a third, cleared by at most the miss rate.</summary>
    [Test]
    public void Compare_ResultTooHigh_IsFoundAndHardlyEverConsistent()
    {
        const int People = 400;
        var random = new Random(16);
        var items = Bank(90);
        var (form, pool) = (Form(items.Where((_, i) => i % 2 == 0)), items.Where((_, i) => i % 2 == 1).ToArray());
        var (verification, bank) = (Form(pool), new AdaptiveBank(pool));

        var outcomes = Enumerable.Range(0, People).Select(_ =>
        {
            var theta = Ability(random);
            var responses = form.UncertainItems.Select(item => Answer(item, theta + 3, random)).ToArray();
            var answers = AdaptiveAnswers(bank, 12, theta, random);
            return VerificationComparison.Compare(form, responses, verification, answers, Standard).Outcome;
        }).ToList();

        Assert.That(outcomes.Count(outcome => outcome == VerificationOutcome.Inconsistent), Is.GreaterThan(People / 3));
        Assert.That(
            outcomes.Count(outcome => outcome == VerificationOutcome.Consistent) / (double)People, Is.LessThan(AtMost(0.1, People)));
    }

    [Test]
    public void Compare_WhatIsNoComparison_IsRefused()
    {
        var (form, other) = (Form(Bank(3)), new TestForm(Bank(3), new NormalPrior(0.5, 1)));

        Assert.That(() => VerificationComparison.Compare(form, [1, 1, 1], other, [0, 0, 0], Standard), Refuses.Argument("verification"));
        Assert.That(() => VerificationComparison.Compare(form, [1, 1], form, [0, 0, 0], Standard), Refuses.Argument("responses"));
        Assert.That(() => VerificationComparison.Compare(form, [1, 1, 1], form, [0, 0, 2], Standard), Refuses.OutOfRange("responses"));
        Assert.That(() => VerificationComparison.Compare(null!, [], form, [], Standard), Refuses.Null("unsupervised"));
    }

    [TestCase(0, 0.05, 2, 0.1, "falseAlarmRate")]
    [TestCase(0.06, 0.05, 2, 0.1, "falseAlarmRate")]
    [TestCase(0.01, 0.5, 2, 0.1, "doubtRate")]
    [TestCase(0.01, 0.05, 0, 0.1, "gain")]
    [TestCase(0.01, 0.05, 7, 0.1, "gain")]
    [TestCase(0.01, 0.05, 2, double.NaN, "missRate")]
    public void Settings_OutsideTheirDomains_AreRefused(double alarm, double doubt, double gain, double miss, string argument) =>
        Assert.That(() => new VerificationSettings(alarm, doubt, gain, miss), Refuses.OutOfRange(argument));

    private const double AnswerVectorsDrawn = 8192;

    private static double Likelihood(ItemParameters[] items, int[] answers, double theta) =>
        Math.Exp(items.Select((item, i) => ItemResponseFunction.LogProbability(item, theta, answers[i])).Sum());

    // On the form's nodes, with which the wide prior ends.
    private static double Integral(double sd, Func<double, double> value)
    {
        double sum = 0, weights = 0;
        for (var n = -30; n <= 30; n++)
        {
            var theta = n * 0.2;
            var weight = Math.Exp(-theta * theta / (2 * sd * sd));
            sum += weight * value(theta);
            weights += weight;
        }

        return sum / weights;
    }
}
