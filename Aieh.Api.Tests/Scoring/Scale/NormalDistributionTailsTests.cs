using Aieh.Scoring.Scale;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Scale;

internal sealed class NormalDistributionTailsTests
{
    // Forty-digit values. None is a multiple of 1/16: their squares are rounded, and only splitting keeps the digits far out.
    [TestCase(-5.3, 5.790134039964594116153e-8)]
    [TestCase(-6.71, 9.731220704826809988288e-12)]
    [TestCase(-9.9, 2.081375219493206124658e-23)]
    [TestCase(-14.2, 4.580620551894789583337e-46)]
    [TestCase(-20.3, 6.429244467698346338571e-92)]
    [TestCase(-33.33, 7.099455577395206447213e-244)]
    [TestCase(-37.3, 8.205494844930773346926e-305)]
    public void Cumulative_FarOut_KeepsFullRelativeAccuracy(double x, double expected) =>
        Assert.That(NormalDistribution.Cumulative(x) / expected, Is.EqualTo(1).Within(2e-15));

    // A denormal number has fewer digits, and is not zero yet.
    [Test]
    public void Cumulative_BetweenTheSmallestNormalNumberAndZero_IsDenormal()
    {
        Assert.That(NormalDistribution.Cumulative(-38.2) / 1.408022866690352866704e-319, Is.EqualTo(1).Within(1e-3));
        Assert.That(NormalDistribution.Cumulative(-38.6), Is.Zero);
    }

    // The three approximations meet at |x| = 0.46875·√2 and 4·√2.
    [TestCase(0.66291260736238834)]
    [TestCase(5.6568542494923806)]
    public void Cumulative_WhereApproximationsMeet_IsContinuousAndSymmetric(double seam) =>
        Gen.Double[-1e-12, 1e-12].Sample(off =>
        {
            var (below, above) = (NormalDistribution.Cumulative(-(seam + off)), NormalDistribution.Cumulative(seam + off));
            return Math.Abs(below + above - 1) < 1e-15
                && Math.Abs(below / NormalDistribution.Cumulative(-(seam - 2e-12)) - 1) < 1e-10
                && NormalDistribution.Cumulative(-(seam + 0.01)) < below;
        });

    [Test]
    public void Between_LimitsThatCoincide_IsZero()
    {
        Assert.That(NormalDistribution.Between(1, 1), Is.Zero);
        Assert.That(NormalDistribution.Between(double.NegativeInfinity, double.PositiveInfinity), Is.EqualTo(1));
    }

    // Forty-digit values: 1 − 6e-16 has lost fifteen of the sixteen digits that a difference of upper tails keeps.
    [TestCase(8, 9, 6.219831985865830282868e-16)]
    [TestCase(-9, -8, 6.219831985865830282868e-16)]
    [TestCase(1, 2, 0.1359051219832778442145)]
    public void Between_LimitsOnOneSideOfTheMean_KeepsItsDigits(double from, double to, double expected) =>
        Assert.That(NormalDistribution.Between(from, to) / expected, Is.EqualTo(1).Within(4e-15));

    [Test]
    public void Between_AnyLimits_IsTheDifferenceOfTheirProbabilities() =>
        Gen.Select(Gen.Double[-6, 6], Gen.Double[0, 6]).Sample((from, width) =>
            Math.Abs(
                NormalDistribution.Between(from, from + width)
                    - (NormalDistribution.Cumulative(from + width) - NormalDistribution.Cumulative(from))) < 4e-16);

    [Test]
    public void Arguments_NotNumbersOrInTheWrongOrder_NameTheArgument()
    {
        Assert.That(() => NormalDistribution.Cumulative(double.NaN), Refuses.OutOfRange("x"));
        Assert.That(() => NormalDistribution.Between(0, double.NaN), Refuses.OutOfRange("to"));
        Assert.That(
            () => NormalDistribution.Between(0.5, 0.25),
            Refuses.OutOfRange("to"));
    }
}
