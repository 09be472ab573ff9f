using Aieh.Scoring.Evidence;

namespace Aieh.Api.Tests.Scoring.Evidence;

internal sealed class FreshnessPolicyTests
{
    private static readonly DateTimeOffset Observed = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Refresh after one half-life, stale after two: currencies of a half and a quarter, both still on the better side.
    [TestCase(1, Freshness.Current)]
    [TestCase(0.5, Freshness.Current)]
    [TestCase(0.49999999999999994, Freshness.Aging)]
    [TestCase(0.25, Freshness.Aging)]
    [TestCase(0.24999999999999997, Freshness.Stale)]
    [TestCase(0, Freshness.Stale)]
    public void Of_PolicyOfOneAndTwoHalfLives_IncludesItsLimits(double currency, Freshness word) =>
        Assert.That(new FreshnessPolicy(1, 2).Of(currency), Is.EqualTo(word));

    [Test]
    public void Of_StaleWhenTheRefreshIsDue_NeverAges()
    {
        var policy = new FreshnessPolicy(1, 1);

        Assert.That((policy.RefreshAfterHalfLives, policy.StaleAfterHalfLives), Is.EqualTo((1.0, 1.0)));
        Assert.That((policy.Of(0.5), policy.Of(0.49999999999999994)), Is.EqualTo((Freshness.Current, Freshness.Stale)));
    }

    [TestCase(0, 1, "refreshAfterHalfLives")]
    [TestCase(-1, 1, "refreshAfterHalfLives")]
    [TestCase(double.NaN, 1, "refreshAfterHalfLives")]
    [TestCase(1, 0.9999999999999999, "staleAfterHalfLives")]
    [TestCase(1, double.NaN, "staleAfterHalfLives")]
    [TestCase(1, double.PositiveInfinity, "staleAfterHalfLives")]
    public void FreshnessPolicy_OutsideTheDomain_NamesTheArgument(double refresh, double stale, string name) =>
        Assert.That(
            () => new FreshnessPolicy(refresh, stale),
            Refuses.OutOfRange(name));

    [TestCase(-double.Epsilon)]
    [TestCase(1.0000000000000002)]
    [TestCase(double.NaN)]
    public void Of_NotACurrency_Throws(double currency) =>
        Assert.That(
            () => FreshnessPolicy.Passport.Of(currency),
            Refuses.OutOfRange("currency"));

    [Test]
    public void RefreshDueAt_OneHalfLifeOfOneMonth_IsAMonthLater() =>
        Assert.That(new FreshnessPolicy(1, 2).RefreshDueAt(Observed, 1), Is.EqualTo(Observed.AddDays(30.4375)));

    // The calendar ends 31 days after this day begins, less a tick.
    [Test]
    public void RefreshDueAt_NearTheEndOfTheCalendar_IsItsEndOnlyBeyondIt()
    {
        var policy = new FreshnessPolicy(1, 2);
        var december = new DateTimeOffset(9999, 12, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.That(policy.RefreshDueAt(december, 1), Is.EqualTo(december.AddDays(30.4375)));
        Assert.That(policy.RefreshDueAt(december, 1.1), Is.EqualTo(DateTimeOffset.MaxValue));
        Assert.That(policy.RefreshDueAt(DateTimeOffset.MaxValue, 1), Is.EqualTo(DateTimeOffset.MaxValue));
    }

    // A half-life of 18 months is 547.875 days, of 1 month 30.4375.
    [TestCase(0, 18, 1)]
    [TestCase(547.875, 18, 0.5)]
    [TestCase(60.875, 1, 0.25)]
    [TestCase(30.4375, 2, 0.70710678118654757)]
    public void CurrencyOf_WorkedNumbers_HalvesWithEachHalfLife(double days, double months, double currency) =>
        Assert.That(HalfLife.CurrencyOf(days, months), Is.EqualTo(currency).Within(1e-16));

    [Test]
    public void CurrencyOf_TwoMoments_TakesTheDaysBetween() =>
        Assert.That(HalfLife.CurrencyOf(Observed, Observed.AddDays(60.875), 1), Is.EqualTo(0.25));

    [TestCase(-1e-9, 18, "ageDays")]
    [TestCase(double.NaN, 18, "ageDays")]
    [TestCase(1, 0, "halfLifeMonths")]
    [TestCase(1, -1, "halfLifeMonths")]
    [TestCase(1, double.NaN, "halfLifeMonths")]
    [TestCase(1, double.PositiveInfinity, "halfLifeMonths")]
    public void CurrencyOf_OutsideTheDomain_NamesTheArgument(double days, double months, string name) =>
        Assert.That(
            () => HalfLife.CurrencyOf(days, months),
            Refuses.OutOfRange(name));
}
