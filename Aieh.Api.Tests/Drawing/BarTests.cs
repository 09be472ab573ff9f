using Aieh.Api.Drawing;

namespace Aieh.Api.Tests.Drawing;

public sealed class BarTests
{
    private const double Whole = 356;

    [Test]
    public void BandProbabilities_AreAsLongAsTheyAreProbable_TheHighestBandFirst()
    {
        var picture = BandProbabilities.Of(
            [new BandShare("Low", 0.002), new BandShare("Middle", 0.25), new BandShare("High", 0.748)], Drawn.English);
        var drawn = Drawn.Of(picture);
        var bars = drawn.All("rect", "filled");

        Assert.That(drawn.Texts("name"), Is.EqualTo(new[] { "High", "Middle", "Low" }));
        Assert.That(drawn.Texts("figures"), Is.EqualTo(new[] { "75\u00A0%", "25\u00A0%", "< 1\u00A0%" }));
        foreach (var (bar, share) in bars.Zip((double[])[0.748, 0.25, 0.002]))
        {
            Assert.That(Drawn.Number(bar, "x"), Is.EqualTo(12));
            Assert.That(Drawn.Number(bar, "width"), Is.EqualTo(Whole * share).Within(Drawn.Rounding));
        }

        Assert.That(bars.Select(bar => Drawn.Number(bar, "y")), Is.Ordered.And.Unique);
        Assert.That(picture.Table.Rows[0], Is.EqualTo(new[] { "High", "75\u00A0%" }));
    }

    [TestCase(0, "0\u00A0%")]
    [TestCase(0.0049, "< 1\u00A0%")]
    [TestCase(0.005, "1\u00A0%")]
    [TestCase(0.994, "99\u00A0%")]
    [TestCase(0.9951, "> 99\u00A0%")]
    [TestCase(1, "100\u00A0%")]
    public void Percent_NearNothingOrAll_DoesNotReadAsIfItWere(double share, string told) =>
        Assert.That(DrawnNumber.Percent(share), Is.EqualTo(told));

    [Test]
    public void BundleBars_AreAsLongAsTheyAreRelevant_AndAnOutlineWhereMissing()
    {
        var drawn = Drawn.Of(BundleBars.Of([new BundleBar("Python", 0.9), new BundleBar("JavaScript", 0.5, "planned")], Drawn.English));

        Assert.That(Drawn.Number(drawn.All("rect", "filled").Single(), "width"), Is.EqualTo(Whole * 0.9).Within(Drawn.Rounding));
        Assert.That(Drawn.Number(drawn.All("rect", "empty").Single(), "width"), Is.EqualTo(Whole * 0.5).Within(Drawn.Rounding));
        Assert.That(drawn.Texts("figures"), Is.EqualTo(new[] { "0.90", "planned, 0.50" }));
        Assert.That(drawn.Description, Is.EqualTo("Python 0.90; JavaScript planned, 0.50"));
    }

    /// <summary>The published example of readiness, with two assessments not measured.</summary>
    [Test]
    public void Contributions_BeginWhereTheLastEnds_AndEndAtReadiness()
    {
        double[] points = [0.90 * 720 / 2.35, 0.85 * 680 / 2.35, 0.60 * 700 / 2.35];
        var sum = points.Sum();
        var drawn = Drawn.Of(Contributions.Of(
            [
                new("Python", points[0]),
                new("SQL", points[1]),
                new("Communication", null),
                new("Cognitive", points[2]),
                new("JavaScript", null),
            ],
            (int)Math.Round(sum), Drawn.English));
        var (bars, empty) = (drawn.All("rect", "filled"), drawn.All("rect", "empty"));

        var begin = 0.0;
        foreach (var (bar, each) in bars.Zip(points))
        {
            Assert.That(Drawn.Number(bar, "x"), Is.EqualTo(12 + Whole * begin / sum).Within(Drawn.Rounding));
            Assert.That(Drawn.Number(bar, "width"), Is.EqualTo(Whole * each / sum).Within(Drawn.Rounding));
            begin += each;
        }

        Assert.That(begin, Is.EqualTo(sum));
        Assert.That((Drawn.Number(bars[3], "x"), Drawn.Number(bars[3], "width")), Is.EqualTo((12.0, Whole)));
        Assert.That(Drawn.Number(empty[0], "x"), Is.EqualTo(12 + Whole * (points[0] + points[1]) / sum).Within(Drawn.Rounding));
        Assert.That(Drawn.Number(empty[1], "x") + Drawn.Number(empty[1], "width"), Is.EqualTo(12 + Whole), "it stays inside");
        Assert.That(drawn.Texts("figures"), Is.EqualTo(new[] { "275.7", "246.0", "missing", "178.7", "missing", "700" }));
    }

    [Test]
    public void Contributions_OfNothingMeasured_AreOutlinesWithoutReadiness()
    {
        var drawn = Drawn.Of(Contributions.Of([new Contribution("Python", null)], null, Drawn.English));

        Assert.That(Drawn.Number(drawn.All("rect", "filled").Single(), "width"), Is.Zero);
        Assert.That(drawn.Texts("figures"), Is.EqualTo(new[] { "missing", "no evidence" }));
    }
}
