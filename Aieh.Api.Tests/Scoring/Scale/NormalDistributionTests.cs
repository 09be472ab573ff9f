using Aieh.Scoring.Scale;

namespace Aieh.Api.Tests.Scoring.Scale;

internal sealed class NormalDistributionTests
{
    // Thirty-digit values; 2e-15 is nine units in the last place: two exponentials, a ratio of polynomials and their product.
    [TestCase(-37.5, 4.6053530095819548438e-308)]
    [TestCase(-30, 4.9067139271481870595e-198)]
    [TestCase(-12.5, 3.7325642988777133772e-36)]
    [TestCase(-8, 6.2209605742717841235e-16)]
    [TestCase(-5.75, 4.4621724539016118731e-9)]
    [TestCase(-5.5, 1.8989562465887719384e-8)]
    [TestCase(-3, 0.0013498980316300945267)]
    [TestCase(-1.96, 0.024997895148220436213)]
    [TestCase(-1, 0.15865525393145705141)]
    [TestCase(-0.67, 0.25142889509531010155)]
    [TestCase(-0.6, 0.27425311775007358769)]
    [TestCase(-0.1, 0.46017216272297101633)]
    [TestCase(0, 0.5)]
    [TestCase(0.25, 0.59870632568292372424)]
    [TestCase(0.7, 0.75803634777692697138)]
    [TestCase(1.6448536269514722, 0.94999999999999994607)]
    [TestCase(2, 0.9772498680518207928)]
    [TestCase(6, 0.99999999901341235496)]
    public void Cumulative_KnownPoints_HasFullRelativeAccuracy(double x, double expected) =>
        Assert.That(NormalDistribution.Cumulative(x) / expected, Is.EqualTo(1).Within(2e-15));

    [Test]
    public void Cumulative_BeyondTheRangeOfADouble_IsZeroOrOne()
    {
        Assert.That(NormalDistribution.Cumulative(double.NegativeInfinity), Is.Zero);
        Assert.That(NormalDistribution.Cumulative(-40), Is.Zero);
        Assert.That(NormalDistribution.Cumulative(9), Is.EqualTo(1));
        Assert.That(NormalDistribution.Cumulative(double.PositiveInfinity), Is.EqualTo(1));
    }

    [Test]
    public void Between_FarAboveTheMean_KeepsItsDigits() =>
        Assert.That(NormalDistribution.Between(8, 9) / NormalDistribution.Between(-9, -8), Is.EqualTo(1).Within(1e-15));

    [Test]
    public void Arguments_OutsideTheirDomain_Throw()
    {
        Assert.That(() => NormalDistribution.Cumulative(double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => NormalDistribution.Between(1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => NormalDistribution.Between(double.NaN, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
