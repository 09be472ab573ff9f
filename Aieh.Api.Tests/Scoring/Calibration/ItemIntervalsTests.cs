using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

internal sealed class ItemIntervalsTests
{
    private const int Replications = 120;
    private const double Z = 1.959963984540054;

    // The case "small n": 250 people, two-parameter items up to three logits from the middle.
    [Test]
    public void Of_TwoHundredAndFiftyPeople_HoldTheTruthAsOftenAsTheySay()
    {
        var (a, ratio, plain) = (new List<double>(), new List<double>(), new List<double>());
        for (var replication = 0; replication < Replications; replication++)
        {
            var random = new Random(replication);
            var truth = Enumerable.Range(0, 20)
                .Select(_ => ItemParameters.TwoParameter(0.4 + 1.6 * random.NextDouble(), 6 * random.NextDouble() - 3));
            var sample = new CalibrationSample([.. truth], 250, 7 * replication + 1);
            var result = sample.Fit();
            var errors = result.StandardErrors();
            var held = Enumerable.Range(0, 20).Where(i => errors.Items[i] is not null).Select(i =>
            {
                var (item, error, own) = (result.Items[i].Parameters!, errors.Items[i]!, sample.Truth[i]);
                var (intervals, b) = (ItemIntervals.Of(item, error), own.Thresholds[0]);
                return (
                    A: intervals.Discrimination.Contains(own.Discrimination),
                    Ratio: intervals.Thresholds[0].Contains(b),
                    Plain: Math.Abs(item.Thresholds[0] - b) <= Z * error.Thresholds[0],
                    IsFar: Math.Abs(b) > 1.5);
            }).ToList();
            a.Add(held.Average(item => item.A ? 1 : 0));
            ratio.Add(held.Where(item => item.IsFar).Average(item => item.Ratio ? 1 : 0));
            plain.Add(held.Where(item => item.IsFar).Average(item => item.Plain ? 1 : 0));
        }

        // Items of a replication share their people, so the error of a mean is that over replications. Far out the truth is held too often
        // by up to three percent, never too seldom; b ± 1.96 SE holds it too seldom there, by more than its error can explain.
        Assert.Multiple(() =>
        {
            Assert.That(a.Average(), Is.EqualTo(0.95).Within(3 * ErrorOf(a)));
            Assert.That(ratio.Average(), Is.InRange(0.95 - 3 * ErrorOf(ratio), 0.99));
            Assert.That(plain.Average(), Is.LessThan(0.95 - 2 * ErrorOf(plain)));
        });
    }

    // By hand: a = 1, Var(a) = 0.04, b = 2, Var(b) = 0.09, no covariance: g = 0.1537, half = 1.96 √((1 − g)·0.09).
    [Test]
    public void Of_KnownErrors_AreTheRootsOfTheQuadratic()
    {
        var errors = new ItemErrors(0.2, [0.3], null, [0.04, 0, 0, 0.09]);

        var interval = ItemIntervals.Of(ItemParameters.TwoParameter(1, 2), errors).Thresholds[0];

        var g = Z * Z * 0.04;
        var half = Z * Math.Sqrt((1 - g) * 0.09) / (1 - g);
        Assert.That(interval.Low, Is.EqualTo(2 - half).Within(1e-12));
        Assert.That(interval.High, Is.EqualTo(2 + half).Within(1e-12));
    }

    // The ends are where a·b₀ + d is z of its own errors from 0; with a covariance as estimates have it far from the middle.
    [Test]
    public void Of_CorrelatedErrors_EndWhereTheLineIsZErrorsFromZero()
    {
        const double a = 0.8, b = 1.7, va = 0.03, vb = 0.2, vab = -0.06;
        var errors = new ItemErrors(Math.Sqrt(va), [Math.Sqrt(vb)], null, [va, vab, vab, vb]);

        var interval = ItemIntervals.Of(ItemParameters.TwoParameter(a, b), errors).Thresholds[0];

        foreach (var end in new[] { interval.Low!.Value, interval.High!.Value })
        {
            var t = end - b;
            Assert.That(Math.Abs(a * t) / Math.Sqrt(t * t * va - 2 * a * t * vab + a * a * vb), Is.EqualTo(Z).Within(1e-9));
        }

        Assert.That(interval.High - b, Is.GreaterThan(b - interval.Low), "far to the right the long side is the right one");
    }

    // The second threshold has its own covariance with the discrimination, the third entry of the first row.
    [Test]
    public void Of_SecondThreshold_EndsWhereItsLineIsZErrorsFromZero()
    {
        const double a = 1.1, b = 1.4, va = 0.02, vb = 0.09, vab = -0.03;
        var errors = new ItemErrors(Math.Sqrt(va), [0.2, Math.Sqrt(vb)], null, [va, 0.01, vab, 0.01, 0.04, 0, vab, 0, vb]);

        var interval = ItemIntervals.Of(ItemParameters.Graded(a, -0.5, b), errors).Thresholds[1];

        foreach (var t in new[] { interval.Low!.Value - b, interval.High!.Value - b })
            Assert.That(Math.Abs(a * t) / Math.Sqrt(t * t * va - 2 * a * t * vab + a * a * vb), Is.EqualTo(Z).Within(1e-9));
    }

    // By hand, z = 1.6448536 at a level of .9: a = 1 ± z·0.1; logit 0.2 = −ln 4, its error 0.04/(0.2·0.8) = 0.25.
    [Test]
    public void Of_ThreeParameterItem_IsTheHandWorkedOneAtTheLevelAsked()
    {
        const double z = 1.6448536269514722;
        var errors = new ItemErrors(0.1, [0.3], 0.04, [0.01, 0, 0, 0, 0.09, 0, 0, 0, 0.0016]);

        var intervals = ItemIntervals.Of(ItemParameters.ThreeParameter(1, 0, 0.2), errors, 0.9);

        var (a, c) = (intervals.Discrimination, intervals.Guessing!.Value);
        Assert.That(new[] { a.Low, a.High }, Is.EqualTo(new double?[] { 1 - 0.1 * z, 1 + 0.1 * z }).Within(1e-12));
        Assert.That(
            new[] { c.Low, c.High },
            Is.EqualTo(new double?[] { 1 / (1 + 4 * Math.Exp(0.25 * z)), 1 / (1 + 4 * Math.Exp(-0.25 * z)) }).Within(1e-12));
    }

    [TestCase(0.99, false)]
    [TestCase(1, true)]
    [TestCase(2, true)]
    [TestCase(2.01, false)]
    public void Contains_ValueAtAnEnd_IsHeld(double value, bool holds) =>
        Assert.That(new ParameterInterval(1, 2).Contains(value), Is.EqualTo(holds));

    [Test]
    public void Of_DiscriminationWithinItsErrorOfZero_HasNoEnds()
    {
        var errors = new ItemErrors(0.6, [0.3], null, [0.36, 0, 0, 0.09]);

        var interval = ItemIntervals.Of(ItemParameters.TwoParameter(1, 2), errors).Thresholds[0];

        Assert.That(interval, Is.EqualTo(new ParameterInterval(null, null)));
        Assert.That(interval.Contains(1e6), Is.True);
    }

    [Test]
    public void Of_ThreeParameterItem_KeepsTheAsymptoteBetweenZeroAndOne()
    {
        var errors = new ItemErrors(0.2, [0.3], 0.1, [0.04, 0, 0, 0, 0.09, 0, 0, 0, 0.01]);

        var guessing = ItemIntervals.Of(ItemParameters.ThreeParameter(1, 0, 0.05), errors).Guessing!.Value;

        Assert.That((guessing.Low > 0, guessing.High < 1, guessing.Contains(0.05)), Is.EqualTo((true, true, true)));
    }

    [Test]
    public void Of_UnusableArguments_AreNamed()
    {
        var (item, errors) = (ItemParameters.TwoParameter(1, 0), new ItemErrors(0.2, [0.3], null, [0.04, 0, 0, 0.09]));

        Assert.That(() => ItemIntervals.Of(item, errors, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemIntervals.Of(ItemParameters.Graded(1, 0, 1), errors), Throws.ArgumentException);
    }

    private static double ErrorOf(List<double> shares)
    {
        var mean = shares.Average();
        return Math.Sqrt(shares.Sum(share => (share - mean) * (share - mean)) / (shares.Count * (shares.Count - 1.0)));
    }
}
