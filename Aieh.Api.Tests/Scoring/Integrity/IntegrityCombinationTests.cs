using Aieh.Scoring.Integrity;

namespace Aieh.Api.Tests.Scoring.Integrity;

internal sealed class IntegrityCombinationTests
{
    private static readonly IntegrityRules Rules = IntegrityRules.Standard;

    [TestCase(0.0501, IntegrityStatus.None)]
    [TestCase(0.05, IntegrityStatus.Low)]
    [TestCase(0.01, IntegrityStatus.Medium)]
    [TestCase(0.001, IntegrityStatus.High)]
    [TestCase(0.0, IntegrityStatus.High)]
    public void Combine_OneSignal_HasTheRatesToItself(double p, IntegrityStatus expected)
    {
        var judgement = IntegrityCombination.Combine([new(IntegritySignal.PersonFit, p)], [], Rules);

        Assert.That(judgement.Status, Is.EqualTo(expected));
        Assert.That(judgement.Reasons.Select(reason => (reason.Signal, reason.Status, reason.PValue, reason.AdjustedPValue)), Is.EqualTo(
            expected == IntegrityStatus.None
                ? Array.Empty<(IntegritySignal, IntegrityStatus, double?, double?)>()
                : new (IntegritySignal, IntegrityStatus, double?, double?)[] { (IntegritySignal.PersonFit, expected, p, p) }));
    }

    /// <summary>By hand: weights 1, 1, 1 and 3; 6/3 of 0.004, then 3 of 0.01, and 2 of 0.012 would be less than that.</summary>
    [Test]
    public void Combine_FourSignals_AdjustsByWeightedHolm()
    {
        TestedSignal[] tested =
        [
            new(IntegritySignal.PersonFit, 0.01), new(IntegritySignal.Verification, 0.004), new(IntegritySignal.RapidGuessing, 0.012),
            new(IntegritySignal.AnswerSimilarity, 0.8),
        ];

        var judgement = IntegrityCombination.Combine(tested, [], Rules);

        Assert.That(judgement.Status, Is.EqualTo(IntegrityStatus.Medium));
        Assert.That(
            judgement.Reasons.Select(reason => (reason.Signal, reason.Status)),
            Is.EqualTo(new[]
            {
                (IntegritySignal.Verification, IntegrityStatus.Medium), (IntegritySignal.RapidGuessing, IntegrityStatus.Low),
                (IntegritySignal.PersonFit, IntegrityStatus.Low),
            }));
        Assert.That(judgement.Reasons.Select(reason => reason.AdjustedPValue), Is.EqualTo(new[] { 0.008, 0.03, 0.03 }).Within(1e-12));
    }

    [Test]
    public void Combine_CountedSignals_NeverAmountToMoreThanLow()
    {
        CountedSignal[] many =
            [new(IntegritySignal.TabHidden, 500), new(IntegritySignal.CopyOrPaste, 90), new(IntegritySignal.Reconnect, 70)];

        var counted = IntegrityCombination.Combine([], many, Rules);
        var unremarkable = IntegrityCombination.Combine([], [new(IntegritySignal.TabHidden, 2), new(IntegritySignal.Reconnect, 4)], Rules);
        var withOne = IntegrityCombination.Combine([new(IntegritySignal.PersonFit, 0.009)], many, Rules);

        Assert.That((counted.Status, counted.Reasons.Length), Is.EqualTo((IntegrityStatus.Low, 3)));
        Assert.That(counted.Reasons.Select(reason => reason.Count), Is.EqualTo(new int?[] { 500, 90, 70 }));
        Assert.That(counted.Reasons.Select(reason => reason.PValue), Is.All.Null);
        Assert.That(unremarkable.Status, Is.EqualTo(IntegrityStatus.None));
        Assert.That((withOne.Status, withOne.Reasons[0].Signal), Is.EqualTo((IntegrityStatus.Medium, IntegritySignal.PersonFit)));
    }

    [Test]
    public void Combine_Nothing_IsNone() =>
        Assert.That(IntegrityCombination.Combine([], [], Rules).Status, Is.EqualTo(IntegrityStatus.None));

    [Test]
    public void Combine_AnotherOrder_IsTheSame()
    {
        TestedSignal[] tested =
            [new(IntegritySignal.RapidGuessing, 0.01), new(IntegritySignal.PersonFit, 0.01), new(IntegritySignal.Verification, 0.03)];
        CountedSignal[] counted = [new(IntegritySignal.CopyOrPaste, 2), new(IntegritySignal.TabHidden, 9)];

        var (one, other) = (
            IntegrityCombination.Combine(tested, counted, Rules),
            IntegrityCombination.Combine([.. tested.Reverse()], [.. counted.Reverse()], Rules));

        Assert.That(other.Status, Is.EqualTo(one.Status));
        Assert.That(other.Reasons, Is.EqualTo(one.Reasons));
    }

    /// <summary>Four signals of honest people that all depend on one another: one and the same uniform number.</summary>
    [Test]
    public void Combine_SignalsThatAreOne_KeepTheRates()
    {
        var random = new Random(1);
        var statuses = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var p = random.NextDouble();
            return IntegrityCombination.Combine(
                [.. Enum.GetValues<IntegritySignal>().Take(4).Select(signal => new TestedSignal(signal, p))], [], Rules).Status;
        }).ToList();

        Assert.That(Share(IntegrityStatus.Low), Is.LessThan(0.05));
        Assert.That(Share(IntegrityStatus.Medium), Is.LessThan(0.01));
        Assert.That(Share(IntegrityStatus.High), Is.LessThan(0.001));

        double Share(IntegrityStatus least) => statuses.Count(status => status >= least) / 20_000.0;
    }

    [Test]
    public void Combine_WhatIsNoSignal_IsRefused()
    {
        Assert.That(() => Combine(new TestedSignal(IntegritySignal.CopyOrPaste, 0.1)), Refuses.Argument("tested"));
        Assert.That(() => Combine(new TestedSignal(IntegritySignal.PersonFit, 1.1)), Refuses.OutOfRange("tested"));
        Assert.That(() => Combine(new TestedSignal(IntegritySignal.PersonFit, double.NaN)), Refuses.OutOfRange("tested"));
        Assert.That(() => Combine(new(IntegritySignal.PersonFit, 0.1), new(IntegritySignal.PersonFit, 0.2)), Refuses.Argument("tested"));
        Assert.That(() => Count(new CountedSignal(IntegritySignal.PersonFit, 1)), Refuses.Argument("counted"));
        Assert.That(() => Count(new CountedSignal(IntegritySignal.CopyOrPaste, -1)), Refuses.OutOfRange("counted"));
        Assert.That(() => Count(new(IntegritySignal.CopyOrPaste, 1), new(IntegritySignal.CopyOrPaste, 2)), Refuses.Argument("counted"));

        static IntegrityJudgement Combine(params TestedSignal[] tested) => IntegrityCombination.Combine(tested, [], Rules);
        static IntegrityJudgement Count(params CountedSignal[] counted) => IntegrityCombination.Combine([], counted, Rules);
    }

    [TestCase(1, 0.01, 0.001, "lowRate")]
    [TestCase(0.05, 0.06, 0.001, "mediumRate")]
    [TestCase(0.05, 0.01, 0, "highRate")]
    public void Rules_OutsideTheirDomains_AreRefused(double low, double medium, double high, string argument) =>
        Assert.That(() => new IntegrityRules(low, medium, high, []), Refuses.OutOfRange(argument));

    [Test]
    public void Rules_CountsThatAreNone_AreRefused()
    {
        Assert.That(() => new IntegrityRules(0.05, 0.01, 0.001, [new(IntegritySignal.PersonFit, 1)]), Refuses.Argument("fromCounts"));
        Assert.That(() => new IntegrityRules(0.05, 0.01, 0.001, [new(IntegritySignal.CopyOrPaste, 0)]), Refuses.OutOfRange("fromCounts"));
    }
}
