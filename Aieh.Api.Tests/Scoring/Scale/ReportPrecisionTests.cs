using Aieh.Scoring.Scale;

namespace Aieh.Api.Tests.Scoring.Scale;

internal sealed class ReportPrecisionTests
{
    // √(41² + 25²/12) = 41.63, √(43² + 52.08) = 43.60, √(7² + 52.08) = 10.05.
    [TestCase(662.4, 41, 650, 40)]
    [TestCase(662.5, 43, 675, 45)]
    [TestCase(637.5, 43, 650, 45)]
    [TestCase(-12.5, 43, -25, 45)]
    [TestCase(600, 7, 600, 10)]
    [TestCase(0, 0.001, 0, 5)]
    public void Of_StepsOf25And5_IsTheNearestWithTheErrorOfRounding(double score, double error, double told, double toldError) =>
        Assert.That(new ReportPrecision(25, 5).Of(score, error), Is.EqualTo((told, toldError)));

    // √(3.2² + 1/12) = 3.21.
    [Test]
    public void Of_WholePoints_AddsNextToNothing() => Assert.That(new ReportPrecision(1, 1).Of(599.6, 3.2), Is.EqualTo((600.0, 3.0)));

    [Test]
    public void Precision_OutsideItsDomain_Throws()
    {
        Assert.That(() => new ReportPrecision(0, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ReportPrecision(25, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ReportPrecision(25, 5).Of(double.NaN, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ReportPrecision(25, 5).Of(600, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
