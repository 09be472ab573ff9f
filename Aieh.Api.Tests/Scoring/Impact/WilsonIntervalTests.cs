using Aieh.Scoring.Impact;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Impact;

internal sealed class WilsonIntervalTests
{
    // By impact.py.
    [TestCase(12, 40, 0.1807484522974653, 0.45430018818144935)]
    [TestCase(48, 80, 0.49045465005160405, 0.7003817240412907)]
    [TestCase(206, 259, 0.7420870408856959, 0.8400129089718109)]
    public void Of_Counts_IsTheIndependentInterval(int count, int people, double lower, double upper)
    {
        var interval = WilsonInterval.Of(count, people);

        Assert.That(interval.Lower, Is.EqualTo(lower).Within(1e-9));
        Assert.That(interval.Upper, Is.EqualTo(upper).Within(1e-9));
    }

    [Test]
    public void Of_AnyCounts_HoldsTheRateAndMirrorsItself() =>
        Gen.Select(Gen.Int[1, 500], Gen.Double[0, 1]).Sample((people, share) =>
        {
            var count = (int)Math.Round(share * people);
            var (lower, upper) = WilsonInterval.Of(count, people);
            var (mirroredLower, mirroredUpper) = WilsonInterval.Of(people - count, people);
            Assert.That((double)count / people, Is.InRange(lower, upper));
            Assert.That(lower, Is.InRange(0.0, 1.0).And.EqualTo(1 - mirroredUpper).Within(1e-12));
            Assert.That(upper, Is.InRange(0.0, 1.0).And.EqualTo(1 - mirroredLower).Within(1e-12));
        });

    [TestCase(0, 10, 0, true)]
    [TestCase(10, 10, 1, false)]
    public void Of_NobodyOrEverybody_EndsThereAndIsNotEmpty(int count, int people, double end, bool isLower)
    {
        var (lower, upper) = WilsonInterval.Of(count, people);

        Assert.That(isLower ? lower : upper, Is.EqualTo(end));
        Assert.That(upper - lower, Is.GreaterThan(0.2));
    }

    [TestCase(1, 0, 0.95)]
    [TestCase(-1, 5, 0.95)]
    [TestCase(6, 5, 0.95)]
    [TestCase(1, 5, 1)]
    [TestCase(1, 5, double.NaN)]
    public void Of_ArgumentsOutsideTheirDomain_AreRefused(int count, int people, double confidence) =>
        Assert.That(() => WilsonInterval.Of(count, people, confidence), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
