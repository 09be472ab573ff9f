using Aieh.Scoring.Adaptive;

namespace Aieh.Api.Tests.Scoring.Adaptive;

internal sealed class SplitMix64Tests
{
    [Test]
    public void Next_FromTheSeedOfThePublishedVectors_GivesThem()
    {
        var state = 1234567UL;

        Assert.That(
            new[] { SplitMix64.Next(ref state), SplitMix64.Next(ref state), SplitMix64.Next(ref state) },
            Is.EqualTo(new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL }));
    }

    [TestCase(0UL, 0)]
    [TestCase(ulong.MaxValue, 1 - 1.0 / (1UL << 53))]
    public void Uniform_ExtremeBits_LiesInTheUnitInterval(ulong bits, double expected) =>
        Assert.That(SplitMix64.Uniform(bits), Is.EqualTo(expected));
}
