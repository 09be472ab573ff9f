using Aieh.Scoring.Linking;
using Aieh.Scoring.Scale;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Linking;

internal sealed class ConcordanceTests
{
    private static readonly ConcordancePoint[] Points = [new(10, 400, 80), new(20, 500, 60), new(40, 700, 70)];

    [Test]
    public void Linear_InItsDomain_IsSlopeTimesRawScorePlusIntercept()
    {
        var concordance = new LinearConcordance(10, 60, 5, 300, 55);

        Assert.That(concordance.TryMap(10, out var lowest), Is.True);
        Assert.That(concordance.TryMap(60, out var highest), Is.True);
        Assert.That((lowest, highest), Is.EqualTo((new ConcordantScore(350, 55), new ConcordantScore(600, 55))));
    }

    // Φ(1) and Φ(−2), as percentiles.
    [TestCase(50, 575)]
    [TestCase(84.13447460685429, 575 + 275.0 / 3)]
    [TestCase(2.275013194817921, 575 - 2 * 275.0 / 3)]
    public void Percentile_InItsDomain_IsTheNormalQuantileOfTheNorm(double percentile, double score)
    {
        Assert.That(new PercentileConcordance(1, 99, 575, 275.0 / 3, 90).TryMap(percentile, out var mapped), Is.True);

        // The quantile's own error, 1e-15 relative, times 92 points; the percentile is given to 16 digits.
        Assert.That(mapped.Score, Is.EqualTo(score).Within(1e-9));
        Assert.That(mapped.StandardError, Is.EqualTo(90));
    }

    [Test]
    public void Percentile_MappedAndReadBack_IsTheRank() => Gen.Double[0.01, 99.99].Sample(percentile =>
        new PercentileConcordance(0.01, 99.99, 575, 275.0 / 3, 90).TryMap(percentile, out var mapped)
        && Math.Abs(100 * NormalDistribution.Cumulative((mapped.Score - 575) / (275.0 / 3)) - percentile) < 1e-9);

    [TestCase(10, 400, 80)]
    [TestCase(15, 450, 70)]
    [TestCase(20, 500, 60)]
    [TestCase(35, 650, 67.5)]
    [TestCase(40, 700, 70)]
    public void Table_WithInterpolation_IsLinearBetweenItsPoints(double rawScore, double score, double standardError)
    {
        Assert.That(new TableConcordance([.. Points], TableInterpolation.Linear).TryMap(rawScore, out var mapped), Is.True);
        Assert.That(mapped, Is.EqualTo(new ConcordantScore(score, standardError)));
    }

    [Test]
    public void Table_WithoutInterpolation_MapsItsPointsOnly()
    {
        var concordance = new TableConcordance([.. Points], TableInterpolation.None);

        Assert.That(concordance.TryMap(20, out var mapped), Is.True);
        Assert.That(mapped, Is.EqualTo(new ConcordantScore(500, 60)));
        Assert.That(concordance.TryMap(21, out _), Is.False);
    }

    [Test]
    public void Table_FallingScores_AreMappedToo()
    {
        Assert.That(new TableConcordance([new(1, 700, 50), new(3, 500, 50)], TableInterpolation.Linear).TryMap(2, out var mapped), Is.True);
        Assert.That(mapped.Score, Is.EqualTo(600));
    }

    [TestCase(9.999999)]
    [TestCase(40.000001)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void TryMap_OutsideTheDomain_IsRefusedAndNotExtrapolated(double rawScore)
    {
        Concordance[] concordances =
        [
            new TableConcordance([.. Points], TableInterpolation.Linear),
            new LinearConcordance(10, 40, 5, 300, 55),
            new PercentileConcordance(10, 40, 575, 90, 90),
        ];
        foreach (var concordance in concordances)
        {
            Assert.That(concordance.TryMap(rawScore, out var mapped), Is.False);
            Assert.That(mapped, Is.EqualTo(default(ConcordantScore)));
        }
    }

    [Test]
    public void Concordances_OutsideTheirDomain_Throw()
    {
        Assert.That(
            () => new LinearConcordance(10, 10, 5, 300, 55),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("highest"));
        Assert.That(
            () => new LinearConcordance(double.NaN, 10, 5, 300, 55),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("lowest"));
        Assert.That(
            () => new LinearConcordance(0, 10, 0, 300, 55),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("slope"));
        Assert.That(
            () => new LinearConcordance(0, 10, 5, 300, 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("standardError"));
        Assert.That(
            () => new PercentileConcordance(0, 99, 575, 90, 90),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("lowest"));
        Assert.That(
            () => new PercentileConcordance(1, 100, 575, 90, 90),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("highest"));
        Assert.That(
            () => new PercentileConcordance(1, 99, 575, 0, 90),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("normStandardDeviation"));
        Assert.That(() => new TableConcordance([Points[0]], TableInterpolation.None), Throws.ArgumentException);
        Assert.That(
            () => new TableConcordance([Points[1], Points[0]], TableInterpolation.None),
            Throws.ArgumentException.With.Message.Contains("Point 2"));
        Assert.That(
            () => new TableConcordance([.. Points, new(50, 650, 70)], TableInterpolation.None),
            Throws.ArgumentException.With.Message.Contains("rise and fall"));
        Assert.That(() => new TableConcordance([.. Points], (TableInterpolation)7), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new TableConcordance([Points[0], new(20, 500, -1)], TableInterpolation.None),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
