using Aieh.Scoring.Evidence;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Evidence;

internal sealed class HalfLifeTests
{
    private static readonly DateTimeOffset Observed = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void CurrencyOf_EighteenMonthsOfAHalfLifeOfEighteen_IsOneHalf() =>
        Assert.That(HalfLife.CurrencyOf(547.875, 18), Is.EqualTo(0.5));

    [Test]
    public void CurrencyOf_OneMoreHalfLife_Halves() => Gen.Select(Gen.Double[0, 5000], Gen.Double[1, 120]).Sample((age, halfLife) =>
    {
        var (now, later) = (HalfLife.CurrencyOf(age, halfLife), HalfLife.CurrencyOf(age + halfLife * HalfLife.DaysPerMonth, halfLife));

        // The exponent, up to 170, carries its own rounding into the power.
        return Math.Abs(later * 2 / now - 1) < 1e-12;
    });

    [Test]
    public void CurrencyOf_OutsideTheDomain_Throws()
    {
        Assert.That(() => HalfLife.CurrencyOf(-1, 18), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => HalfLife.CurrencyOf(double.NaN, 18), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => HalfLife.CurrencyOf(1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => HalfLife.CurrencyOf(Observed, Observed.AddSeconds(-1), 18), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(1, Freshness.Current)]
    [TestCase(0.6299605249474366, Freshness.Current)]
    [TestCase(0.6299605249474365, Freshness.Aging)]
    [TestCase(0.5, Freshness.Aging)]
    [TestCase(0.49999999999999994, Freshness.Stale)]
    [TestCase(0, Freshness.Stale)]
    public void Freshness_AtItsLimits_IncludesThem(double currency, Freshness word) =>
        Assert.That(FreshnessPolicy.Passport.Of(currency), Is.EqualTo(word));

    [Test]
    public void RefreshDueAt_DomainHalfLife_IsTwelveMonths()
    {
        var due = FreshnessPolicy.Passport.RefreshDueAt(Observed, 18);

        Assert.That(due, Is.EqualTo(Observed.AddDays(365.25)).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(FreshnessPolicy.Passport.Of(HalfLife.CurrencyOf(Observed, due.AddSeconds(-1), 18)), Is.EqualTo(Freshness.Current));
        Assert.That(FreshnessPolicy.Passport.Of(HalfLife.CurrencyOf(Observed, due.AddSeconds(1), 18)), Is.EqualTo(Freshness.Aging));
    }

    [Test]
    public void RefreshDueAt_BeyondTheCalendar_IsItsEnd() =>
        Assert.That(FreshnessPolicy.Passport.RefreshDueAt(Observed, 1e9), Is.EqualTo(DateTimeOffset.MaxValue));

    [Test]
    public void FreshnessPolicy_OutsideTheDomain_Throws()
    {
        Assert.That(() => new FreshnessPolicy(0, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new FreshnessPolicy(1, 0.5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => FreshnessPolicy.Passport.Of(1.1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
