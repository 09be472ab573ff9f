using Aieh.Scoring.Scale;
using CsCheck;
using NUnit.Framework.Constraints;

namespace Aieh.Api.Tests.Scoring.Scale;

/// <summary>A scale whose midpoints are neither 0 nor whole, and every limit of what a scale takes.</summary>
internal sealed class ScoreScaleLimitsTests
{
    private static readonly BandRange[] Bands =
        [new(Band.BelowThreshold, 100, 149), new(Band.Strong, 150, 150), new(Band.Exceptional, 151, 201)];

    // Midpoints θ = 1 and S = 150.5; slope 101/4 = 25.25.
    private static readonly ScoreScale OffCentre = new(100, 201, -1, 3, Bands);

    [TestCase(-1, 100)]
    [TestCase(1, 150.5)]
    [TestCase(3, 201)]
    [TestCase(0, 125.25)]
    [TestCase(2, 175.75)]
    public void ScoreOf_MidpointsOffZero_RunsFromAnchorToAnchorAndBack(double theta, double score)
    {
        Assert.That(OffCentre.ScoreOf(theta), Is.EqualTo(score));
        Assert.That(OffCentre.ThetaOf(score), Is.EqualTo(theta));
    }

    [Test]
    public void ScoreScale_AnyAnchors_MapsThemToItsLimits() =>
        Gen.Select(Gen.Int[0, 900], Gen.Int[1, 900], Gen.Double[-5, 5], Gen.Double[0.5, 10]).Sample((minimum, width, low, span) =>
        {
            var maximum = minimum + width;
            var scale = new ScoreScale(minimum, maximum, low, low + span, [new BandRange(Band.Strong, minimum, maximum)]);
            return Math.Abs(scale.ScoreOf(low) - minimum) < 1e-10
                && Math.Abs(scale.ScoreOf(low + span) - maximum) < 1e-10
                && Math.Abs(scale.StandardErrorOf(span) - width) < 1e-10;
        });

    [Test]
    public void ScoreScale_InItsDomain_KeepsWhatItWasGiven()
    {
        Assert.That((OffCentre.Minimum, OffCentre.Maximum, OffCentre.PointsPerLogit), Is.EqualTo((100, 201, 25.25)));
        Assert.That(OffCentre.Bands, Is.EqualTo(Bands));
    }

    // The published scale and bands.
    [Test]
    public void Passport_IsThePublishedScale()
    {
        var scale = ScoreScale.Passport;

        Assert.That((scale.Minimum, scale.Maximum), Is.EqualTo((300, 850)));
        Assert.That(scale.PointsPerLogit, Is.EqualTo(275 / 3.0).Within(1e-13));
        Assert.That(scale.Bands, Is.EqualTo(new BandRange[]
        {
            new(Band.BelowThreshold, 300, 499), new(Band.Functional, 500, 649), new(Band.Strong, 650, 749), new(Band.Exceptional, 750, 850),
        }));
    }

    [TestCase(149, Band.BelowThreshold)]
    [TestCase(150, Band.Strong)]
    [TestCase(151, Band.Exceptional)]
    public void BandOf_BandOfOneScore_HoldsThatScoreAlone(int reported, Band band) =>
        Assert.That(OffCentre.BandOf(reported), Is.EqualTo(band));

    [TestCase(99)]
    [TestCase(202)]
    public void BandOf_OutsideTheLimits_NamesTheArgument(int reported) =>
        Assert.That(
            () => OffCentre.BandOf(reported),
            Refuses.OutOfRange("reportedScore"));

    [TestCase(305, 10, 300, 324.6)]
    [TestCase(600, 0, 600, 600)]
    [TestCase(320, 100, 300, 516)]
    [TestCase(250, 10, 300, 300)]
    public void IntervalOf_NearTheBottomOrWithoutError_IsClampedOrAPoint(double score, double error, double lower, double upper)
    {
        var interval = ScoreScale.Passport.IntervalOf(score, error);

        Assert.That((double[])[interval.Lower, interval.Upper], Is.EqualTo([lower, upper]).Within(1e-12));
    }

    // S = 700 and the cuts 499.5, 649.5 and 749.5. SE 50: Φ at −4.01, −1.01 and 0.99; SE 25: at −8.02, −2.02 and 1.98.
    [TestCase(50, 0.000030359373926618, 0.156217285647327980, 0.682665295467914491, 0.161087059510830911)]
    [TestCase(25, 0.000000000000000529, 0.021691693767646300, 0.954456541890845, 0.023851764341508500)]
    public void BandProbabilities_WorkedNumbers_DependOnTheStandardError(double error, params double[] expected) =>
        Assert.That(
            ScoreScale.Passport.BandProbabilities(700, error).Select(p => p.Probability), Is.EqualTo(expected).Within(1e-14));

    // Bands are named in order, and the outer ones are open: what lies beyond the limits is reported as the limit.
    [TestCase(-500, Band.BelowThreshold)]
    [TestCase(1500, Band.Exceptional)]
    public void BandProbabilities_FarBeyondTheLimits_IsAllInTheOuterBand(double score, Band band)
    {
        var probabilities = ScoreScale.Passport.BandProbabilities(score, 20);

        Assert.That(probabilities.Select(p => p.Band), Is.EqualTo(Enum.GetValues<Band>()));
        Assert.That(probabilities.Single(p => p.Band == band).Probability, Is.EqualTo(1).Within(1e-15));
    }

    [TestCase(double.NaN)]
    [TestCase(double.NegativeInfinity)]
    public void Numbers_NotFinite_NameTheArgument(double value)
    {
        Assert.That(() => OffCentre.ScoreOf(value), Refuses.OutOfRange("theta"));
        Assert.That(() => OffCentre.ThetaOf(value), Refuses.OutOfRange("score"));
        Assert.That(() => OffCentre.Report(value), Refuses.OutOfRange("score"));
        Assert.That(() => OffCentre.StandardErrorOf(value), Refuses.OutOfRange("thetaStandardError"));
        Assert.That(() => OffCentre.IntervalOf(value, 1), Refuses.OutOfRange("score"));
        Assert.That(() => OffCentre.IntervalOf(150, value), Refuses.OutOfRange("standardError"));
        Assert.That(() => OffCentre.BandProbabilities(value, 1), Refuses.OutOfRange("score"));
        Assert.That(() => OffCentre.BandProbabilities(150, value), Refuses.OutOfRange("standardError"));
    }

    [Test]
    public void StandardErrors_AtTheirBounds_AreTakenOrNamed()
    {
        Assert.That(OffCentre.StandardErrorOf(0), Is.Zero);
        Assert.That(() => OffCentre.StandardErrorOf(-double.Epsilon), Refuses.OutOfRange("thetaStandardError"));
        Assert.That(() => OffCentre.StandardErrorOf(double.PositiveInfinity), Refuses.OutOfRange("thetaStandardError"));
        Assert.That(() => OffCentre.BandProbabilities(150, 0), Refuses.OutOfRange("standardError"));
        Assert.That(() => OffCentre.BandProbabilities(150, -1), Refuses.OutOfRange("standardError"));
        Assert.That(() => OffCentre.IntervalOf(150, double.PositiveInfinity), Refuses.OutOfRange("standardError"));
    }

    [TestCase(201, 201, -1, 3, "minimum")]
    [TestCase(202, 201, -1, 3, "minimum")]
    [TestCase(100, 201, double.NegativeInfinity, 3, "thetaAtMinimum")]
    [TestCase(100, 201, double.NaN, 3, "thetaAtMinimum")]
    [TestCase(100, 201, -1, -1, "thetaAtMaximum")]
    [TestCase(100, 201, -1, -2, "thetaAtMaximum")]
    [TestCase(100, 201, -1, double.NaN, "thetaAtMaximum")]
    [TestCase(100, 201, -1, double.PositiveInfinity, "thetaAtMaximum")]
    public void ScoreScale_LimitsOrAnchorsOutsideTheDomain_NamesTheArgument(
        int minimum, int maximum, double low, double high, string name) =>
        Assert.That(() => new ScoreScale(minimum, maximum, low, high, Bands), Refuses.OutOfRange(name));

    [Test]
    public void ScoreScale_BandsThatDoNotCoverIt_SaysWhichAndWhere()
    {
        Assert.That(() => Scale(), WrongBands("bands end at 99, the scale at 201"));
        Assert.That(() => Scale(Bands[0], Bands[1]), WrongBands("bands end at 150, the scale at 201"));
        Assert.That(() => Scale(Bands[1], Bands[2]), WrongBands("Strong covers 150..150; expected a band that starts at 100"));
        Assert.That(() => Scale(Bands[0], Bands[2]), WrongBands("Exceptional covers 151..201; expected a band that starts at 150"));
        Assert.That(
            () => Scale(Bands[0], Bands[1], Bands[2] with { Highest = 202 }), WrongBands("bands end at 202, the scale at 201"));
        Assert.That(
            () => Scale(Bands[0], new(Band.Functional, 150, 149), Bands[1], Bands[2]), WrongBands("Functional covers 150..149"));
        Assert.That(() => new ScoreScale(100, 201, -1, 3, null!), Refuses.Null("bands"));
    }

    [TestCase(Band.Strong, Band.Strong)]
    [TestCase(Band.Strong, Band.Functional)]
    [TestCase(Band.Strong, (Band)4)]
    public void ScoreScale_BandsOutOfOrderRepeatedOrUnknown_NamesTheBand(Band first, Band second) =>
        Assert.That(
            () => Scale(new BandRange(first, 100, 149), new BandRange(second, 150, 201)),
            WrongBands($"{second} is out of order, repeated or unknown"));

    [TestCase(Band.BelowThreshold, "below-threshold")]
    [TestCase(Band.Functional, "functional")]
    [TestCase(Band.Strong, "strong")]
    [TestCase(Band.Exceptional, "exceptional")]
    public void Slug_OfEveryBand_IsThePublishedName(Band band, string slug)
    {
        Assert.That(band.Slug(), Is.EqualTo(slug));
        Assert.That((BandSlugs.TryParse(slug, out var parsed), parsed), Is.EqualTo((true, band)));
    }

    [TestCase(4)]
    [TestCase(-1)]
    public void Slug_NotABand_Throws(int band) => Assert.That(() => ((Band)band).Slug(), Refuses.OutOfRange("band"));

    [Test]
    public void TryParse_UnknownSlug_IsFalseAndTheDefault() =>
        Assert.That((BandSlugs.TryParse("strongest", out var band), band), Is.EqualTo((false, default(Band))));

    private static ScoreScale Scale(params BandRange[] bands) => new(100, 201, -1, 3, bands);

    private static Constraint WrongBands(string message) =>
        Refuses.Argument("bands", message);
}
