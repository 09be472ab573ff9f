using Aieh.Scoring.Scale;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Scale;

internal sealed class ScoreScaleTests
{
    private static readonly ScoreScale Passport = ScoreScale.Passport;

    [TestCase(-3, 300)]
    [TestCase(0, 575)]
    [TestCase(0.6, 630)]
    [TestCase(3, 850)]
    [TestCase(3.3, 877.5)]
    public void ScoreOf_HandWorked_IsLinear(double theta, double score) =>
        Assert.That(Passport.ScoreOf(theta), Is.EqualTo(score).Within(1e-12));

    [Test]
    public void StandardErrorOf_ThreeTenthsOfALogit_Is27AndAHalfPoints() =>
        Assert.That(Passport.StandardErrorOf(0.3), Is.EqualTo(27.5).Within(1e-14));

    // Half away from zero, decided on the stored double; then clamped.
    [TestCase(499.5, 500)]
    [TestCase(500.5, 501)]
    [TestCase(649.4999999999999, 649)]
    [TestCase(649.5, 650)]
    [TestCase(299.2, 300)]
    [TestCase(-1e300, 300)]
    [TestCase(850.5, 850)]
    [TestCase(1e300, 850)]
    public void Report_AnyScore_RoundsThenClamps(double score, int reported) => Assert.That(Passport.Report(score), Is.EqualTo(reported));

    [TestCase(300, Band.BelowThreshold)]
    [TestCase(499, Band.BelowThreshold)]
    [TestCase(500, Band.Functional)]
    [TestCase(649, Band.Functional)]
    [TestCase(650, Band.Strong)]
    [TestCase(749, Band.Strong)]
    [TestCase(750, Band.Exceptional)]
    [TestCase(850, Band.Exceptional)]
    public void BandOf_EveryEdge_IsThePublishedBand(int reported, Band band) => Assert.That(Passport.BandOf(reported), Is.EqualTo(band));

    [Test]
    public void IntervalOf_NearTheTop_IsClamped()
    {
        Assert.That(Passport.IntervalOf(600, 10), Is.EqualTo(new ScoreInterval(580.4, 619.6)));
        Assert.That(Passport.IntervalOf(845, 10), Is.EqualTo(new ScoreInterval(825.4, 850)));
        Assert.That(Passport.IntervalOf(900, 10), Is.EqualTo(new ScoreInterval(850, 850)));
    }

    [Test]
    public void BandProbabilities_ScoreOnACut_SplitEvenlyBetweenNeighbours()
    {
        var probabilities = Passport.BandProbabilities(649.5, 10);

        // Half of the mass on either side, less the 1e-23 beyond the other cuts.
        Assert.That(probabilities.Select(p => p.Probability), Is.EqualTo([0, 0.5, 0.5, 0]).Within(1e-15));
    }

    [Test]
    public void BandProbabilities_AnyScore_SumToOne() =>
        Gen.Select(Gen.Double[-200, 1400], Gen.Double[0.01, 300]).Sample((score, error) =>
        {
            var probabilities = Passport.BandProbabilities(score, error).Select(p => p.Probability).ToList();
            return Math.Abs(probabilities.Sum() - 1) < 1e-14 && probabilities.TrueForAll(p => p is >= 0 and <= 1);
        });

    [Test]
    public void ThetaOf_ScoreOfAnyTheta_ReturnsIt() =>
        Gen.Double[-50, 50].Sample(theta =>
            Math.Abs(Passport.ThetaOf(Passport.ScoreOf(theta)) - theta) < 1e-13 * Math.Max(1, Math.Abs(theta) * 10));

    [Test]
    public void Report_HigherTheta_IsNeverLower() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0, 1]).Sample((theta, more) =>
            Passport.Report(Passport.ScoreOf(theta + more)) >= Passport.Report(Passport.ScoreOf(theta)));

    [Test]
    public void Constructor_DataOutsideTheDomain_Throws()
    {
        BandRange[] good = [new(Band.BelowThreshold, 0, 49), new(Band.Functional, 50, 100)];

        Assert.That(new ScoreScale(0, 100, -1, 1, good).ScoreOf(0.5), Is.EqualTo(75));
        Assert.That(() => new ScoreScale(100, 100, -1, 1, good), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ScoreScale(0, 100, 1, 1, good), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ScoreScale(0, 100, double.NaN, 1, good), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ScoreScale(0, 100, -1, double.PositiveInfinity, good), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ScoreScale(0, 101, -1, 1, good), Throws.ArgumentException);
        Assert.That(() => new ScoreScale(0, 100, -1, 1, []), Throws.ArgumentException);
        Assert.That(() => new ScoreScale(0, 100, -1, 1, [good[0], good[1] with { Lowest = 51 }]), Throws.ArgumentException);
        Assert.That(() => new ScoreScale(0, 100, -1, 1, [good[0], good[1] with { Band = Band.BelowThreshold }]), Throws.ArgumentException);
    }

    [Test]
    public void Arguments_OutsideTheirDomain_Throw()
    {
        Assert.That(() => Passport.ScoreOf(double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Passport.Report(double.PositiveInfinity), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Passport.StandardErrorOf(-0.1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Passport.BandProbabilities(600, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Passport.BandOf(299), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Passport.BandOf(851), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Slugs_EveryBand_RoundTrip()
    {
        foreach (var band in Enum.GetValues<Band>())
        {
            Assert.That(BandSlugs.TryParse(band.Slug(), out var parsed), Is.True);
            Assert.That(parsed, Is.EqualTo(band));
        }

        Assert.That(BandSlugs.TryParse("Strong", out _), Is.False);
        Assert.That(BandSlugs.TryParse(null, out _), Is.False);
        Assert.That(() => ((Band)9).Slug(), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
