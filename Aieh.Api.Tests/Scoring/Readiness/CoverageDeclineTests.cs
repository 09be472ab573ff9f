using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Readiness;

internal sealed class CoverageDeclineTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365.25);

    // Half of the relevance, as fresh as can be, with a half-life of a month: it falls from 1/2 to 1/4 in one.
    private static readonly RoleBundle Quarter = new([new("a", 0.5), new("b", 0.5)], 0.25);

    [Test]
    public void Until_OneAssessment_IsTheHalfLifeThatItTakes()
    {
        var until = CoverageDecline.Until([new FadingWeight(0.5, 1)], Quarter, Year);

        Assert.That(until!.Value.TotalDays, Is.EqualTo(HalfLife.DaysPerMonth).Within(1e-7).And.GreaterThan(HalfLife.DaysPerMonth));
    }

    [Test]
    public void Until_NotWithinTheHorizon_IsNull() =>
        Assert.That(CoverageDecline.Until([new FadingWeight(0.5, 1)], Quarter, TimeSpan.FromDays(30)), Is.Null);

    [Test]
    public void Until_NoMinimum_IsNull() =>
        Assert.That(CoverageDecline.Until([new FadingWeight(0.1, 1)], new RoleBundle([new("a", 1)], 0), Year), Is.Null);

    [TestCase(0.24)]
    [TestCase(0)]
    public void Until_BelowTheMinimumAlready_IsNow(double weight) =>
        Assert.That(CoverageDecline.Until([new FadingWeight(weight, 12)], Quarter, Year), Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void Until_AnyWeights_IsTheFirstMillisecondThatDoesNotSuffice() =>
        Gen.Select(Gen.Double[0.01, 1], Gen.Double[0.5, 60]).Array[1, 5].Sample(parts =>
        {
            FadingWeight[] weights = [.. parts.Select(part => new FadingWeight(part.Item1, part.Item2))];
            var bundle = new RoleBundle(parts.Select((_, place) => new BundleEntry($"{place}", 1)), 0.2);
            if (CoverageDecline.Until(weights, bundle, Year) is not { } until)
            {
                Assert.That(CoverageAfter(weights, Year), Is.GreaterThanOrEqualTo(0.2 - 1e-9));
                return;
            }

            if (until == TimeSpan.Zero)
            {
                Assert.That(CoverageAfter(weights, TimeSpan.Zero), Is.LessThan(0.2));
                return;
            }

            Assert.That(CoverageAfter(weights, until), Is.EqualTo(0.2).Within(1e-9));
            Assert.That(until, Is.LessThanOrEqualTo(Year).And.GreaterThan(TimeSpan.Zero));
        });

    [Test]
    public void Until_ArgumentsOutsideTheirDomain_AreRefused()
    {
        Assert.That(() => CoverageDecline.Until(null!, Quarter, Year), Refuses.Null("weights"));
        Assert.That(() => CoverageDecline.Until([], null!, Year), Refuses.Null("bundle"));
        Assert.That(() => CoverageDecline.Until([], Quarter, TimeSpan.Zero), Refuses.OutOfRange("horizon"));
        Assert.That(() => CoverageDecline.Until([new FadingWeight(1, 0)], Quarter, Year), Refuses.OutOfRange("halfLifeMonths"));
    }

    private static double CoverageAfter(FadingWeight[] weights, TimeSpan time) =>
        weights.Sum(each => each.Weight * HalfLife.CurrencyOf(time.TotalDays, each.HalfLifeMonths)) / weights.Length;
}
