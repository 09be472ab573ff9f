using Aieh.Scoring.Integrity;
using MathNet.Numerics.Distributions;
using static Aieh.Api.Tests.Scoring.Integrity.IntegrityItems;

namespace Aieh.Api.Tests.Scoring.Integrity;

internal sealed class ResponseTimeEffortTests
{
    [TestCase(25, 2.5)]
    [TestCase(100, 10)]
    [TestCase(101, 10)]
    [TestCase(600, 10)]
    public void ThresholdOf_MeanTime_IsATenthOfItAndAtMostTenSeconds(double mean, double expected) =>
        Assert.That(ResponseTimeEffort.ThresholdOf(mean), Is.EqualTo(expected).Within(1e-12));

    /// <summary>By hand: thresholds 3, 3, 6, 10 and 2 seconds; a time at the threshold is no guess.</summary>
    [Test]
    public void Evaluate_FiveAnswers_CountsTheRapidOnes()
    {
        TimedAnswer[] answers = [new(2.9, 30), new(3, 30), new(1, 60), new(40, 200), new(0, 20)];

        var result = ResponseTimeEffort.Evaluate(answers, ResponseTimeModel.Judged);

        Assert.That((result.Timed, result.Rapid), Is.EqualTo((5, 3)));
        Assert.That(result.Effort, Is.EqualTo(0.4).Within(1e-12));
        Assert.That(result.PValue, Is.LessThan(1e-3));
        Assert.That(result.ForReview);
    }

    /// <summary>Everybody as fast as the others, times exactly known: a binomial tail.</summary>
    [Test]
    public void Evaluate_OneSpeed_IsTheBinomialTail()
    {
        var model = new ResponseTimeModel(0, 1.2, 0);
        var answers = Enumerable.Range(0, 20).Select(i => new TimedAnswer(i < 4 ? 1 : 30, 40)).ToArray();
        var rapid = Normal.CDF(0, 1, (Math.Log(4) - Math.Log(40) + 1.2 * 1.2 / 2) / 1.2);

        var result = ResponseTimeEffort.Evaluate(answers, model);

        Assert.That(result.PValue, Is.EqualTo(1 - Binomial.CDF(rapid, 20, 3)).Within(1e-9));
    }

    /// <summary>Speeds differ: over a fine sum of them, the binomial tail at each.</summary>
    [Test]
    public void Evaluate_SpeedsThatDiffer_IsTheMeanOfTails()
    {
        var model = new ResponseTimeModel(0.5, 0.8, 0.3);
        var answers = Enumerable.Range(0, 12).Select(i => new TimedAnswer(i < 2 ? 1 : 30, 50)).ToArray();
        double expected = 0, weights = 0;
        for (var z = -8.0; z <= 8; z += 0.01)
        {
            var rapid = Normal.CDF(0, 1, (Math.Log(5) - (Math.Log(50) - (0.25 + 0.64) / 2) + 0.5 * z) / Math.Sqrt(0.64 + 0.09));
            expected += Normal.PDF(0, 1, z) * (1 - Binomial.CDF(rapid, 12, 1));
            weights += Normal.PDF(0, 1, z);
        }

        // Speeds beyond four standard deviations are left out: 6e-5 of all.
        Assert.That(ResponseTimeEffort.Evaluate(answers, model).PValue, Is.EqualTo(expected / weights).Within(1e-4));
    }

    [Test]
    public void Evaluate_NoTimesOrNoneRapid_IsNoSign()
    {
        var nothing = ResponseTimeEffort.Evaluate([], ResponseTimeModel.Judged);
        var one = ResponseTimeEffort.Evaluate([new TimedAnswer(20, 30)], ResponseTimeModel.Judged);

        Assert.That((nothing.Timed, nothing.Effort, nothing.PValue, nothing.ForReview), Is.EqualTo((0, (double?)null, 1.0, false)));
        Assert.That((one.Effort, one.PValue, one.ForReview), Is.EqualTo(((double?)1, 1.0, false)));
    }

    [Test]
    public void Evaluate_AnotherOrder_IsTheSameToTheLastBit()
    {
        var random = new Random(4);
        TimedAnswer[] answers = [.. Enumerable.Range(0, 40).Select(_ => new TimedAnswer(8 * random.NextDouble(), random.Next(20, 80)))];

        var turned = ResponseTimeEffort.Evaluate(Shuffled(answers, Order(40, 3)), ResponseTimeModel.Judged);

        Assert.That(turned, Is.EqualTo(ResponseTimeEffort.Evaluate(answers, ResponseTimeModel.Judged)));
        Assert.That(turned.Rapid, Is.GreaterThan(5));
    }

    [Test]
    public void Evaluate_WhatIsNoTime_IsRefused()
    {
        Assert.That(() => ResponseTimeEffort.Evaluate([new(-1, 30)], ResponseTimeModel.Judged), Refuses.OutOfRange("answers"));
        Assert.That(() => ResponseTimeEffort.Evaluate([new(double.NaN, 30)], ResponseTimeModel.Judged), Refuses.OutOfRange("answers"));
        Assert.That(() => ResponseTimeEffort.Evaluate([new(1, 0)], ResponseTimeModel.Judged), Refuses.OutOfRange("meanSeconds"));
        Assert.That(() => new ResponseTimeModel(-0.1, 0.5, 0), Refuses.OutOfRange("speedDeviation"));
        Assert.That(() => new ResponseTimeModel(0.1, 0, 0), Refuses.OutOfRange("residualDeviation"));
        Assert.That(() => new ResponseTimeModel(0.1, 0.5, 4), Refuses.OutOfRange("meanError"));
    }
}
