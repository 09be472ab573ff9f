using Aieh.Api.Drawing;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Drawing;

public sealed class CurveTests
{
    [Test]
    public void HalfLife_OfOneLine_FallsByHalvesAndTurnsWhereThePolicySays()
    {
        var drawn = Drawn.Of(HalfLifeCurve.Of([new HalfLifeLine("Domain", 18, 15)], FreshnessPolicy.Passport, Drawn.English));
        var rings = drawn.All("circle", "ring");
        var now = drawn.All("circle", "now").Single();

        // 24 months between 44 and 330 pixels, all of the weight between 212 and 14.
        double X(double months) => 44 + 286 * months / 24;
        double Y(double months) => 212 - 198 * Math.Pow(2, -months / 18);
        foreach (var (x, y) in drawn.Line("c0")) Assert.That(y, Is.EqualTo(Y((x - 44) * 24 / 286)).Within(3 * Drawn.Rounding));
        Assert.That(rings.Select(ring => Drawn.Number(ring, "cx")), Is.EqualTo(new[] { X(12), X(18) }).Within(Drawn.Rounding));
        Assert.That(rings.Select(ring => Drawn.Number(ring, "cy")), Is.EqualTo(new[] { Y(12), Y(18) }).Within(Drawn.Rounding));
        Assert.That(
            drawn.All("line", "limit").Select(line => Drawn.Number(line, "y1")), Is.EqualTo(new[] { Y(12), Y(18) }).Within(Drawn.Rounding));
        Assert.That(Drawn.Number(now, "cx"), Is.EqualTo(X(15)).Within(Drawn.Rounding));
        Assert.That(Drawn.Number(now, "cy"), Is.EqualTo(Y(15)).Within(Drawn.Rounding));
        Assert.That(drawn.Texts("label"), Does.Contain("current").And.Contain("aging").And.Contain("stale"));
    }

    [Test]
    public void HalfLife_OfThePillars_TellsEachInTheTable()
    {
        var picture = HalfLifeCurve.Of(
            [new("Domain", 18, 8), new("Cognitive", 60), new("AI fluency", 12)], FreshnessPolicy.Passport, Drawn.English);

        Assert.That(picture.Table.Rows[0], Is.EqualTo(new[] { "Domain", "18", "12", "18", "73\u00A0%" }));
        Assert.That(picture.Table.Rows[1], Is.EqualTo(new[] { "Cognitive", "60", "40", "60", "–" }));
        Assert.That(Drawn.Of(picture).Texts("name"), Does.Contain("AI fluency: 12 months"));
        Assert.That(Drawn.Of(picture).Root.Elements("polyline").Select(line => (string)line.Attribute("class")!), Is.Unique);
    }

    [Test]
    public void HalfLife_WithoutAPolicy_MarksNothing()
    {
        var drawn = Drawn.Of(HalfLifeCurve.Of([new HalfLifeLine("Domain", 18)], null, Drawn.English));

        Assert.That(drawn.Root.Elements("circle"), Is.Empty);
        Assert.That(drawn.All("line", "limit"), Is.Empty);
    }

    /// <summary>The standard error of a score under N(0, 1) is 1/√(I + 1) logits of 275/3 points.</summary>
    [Test]
    public void InformationCurve_OfAForm_IsTheStandardErrorOfItsScores()
    {
        var line = Drawn.Of(InformationCurve.Of(Drawn.ErrorsOf(Drawn.Form), Drawn.Scale, Drawn.English)).Line("c0");
        var errors = Enumerable.Range(0, 111).Select(i => 300 + 5 * i)
            .Select(score => 275 / 3.0 / Math.Sqrt(TestCurves.At(Drawn.Form, (score - 575) * 3 / 275.0).Information + 1)).ToArray();
        var top = Math.Ceiling(errors.Max() / 20) * 20;

        var places = Enumerable.Range(0, 111).Select(i => 44 + 322 * i / 110.0);
        Assert.That(line.Select(point => point.X), Is.EqualTo(places).Within(Drawn.Rounding));
        Assert.That(line.Select(point => point.Y), Is.EqualTo(errors.Select(error => 192 - 168 * error / top)).Within(Drawn.Rounding));
    }

    [Test]
    public void InformationCurve_OfAForm_NamesTheBandsAtTheirCuts()
    {
        var drawn = Drawn.Of(InformationCurve.Of(Drawn.ErrorsOf(Drawn.Form), Drawn.Scale, Drawn.English));
        var cuts = drawn.All("rect", "band").Select(band => Drawn.Number(band, "x")).Order();

        Assert.That(cuts, Is.EqualTo(new[] { 0, 200, 350, 450 }.Select(points => 44 + 322 * points / 550.0)).Within(Drawn.Rounding));
        Assert.That(drawn.Texts("small"), Is.EqualTo(Drawn.Scale.Bands.Select(band => band.Name)));
    }

    [Test]
    public void Map_OfItems_PutsEachInTheRowOfItsScore()
    {
        // At 575, 25 points above it less a little, and far beyond both ends.
        var form = new TestForm(((double[])[0, 0, 0.27, -9, 9]).Select(ItemParameters.OneParameter));
        var picture = PersonItemMap.Of(form, Drawn.Scale, Drawn.English);
        var rows = Drawn.Of(picture).All("circle", "dot").Select(dot => (int)((290 - Drawn.Number(dot, "cy")) / 12)).Order();

        // 22 rows of 25 points and 12 pixels; the lowest ends at 290, and a dot stands in the middle.
        Assert.That(rows, Is.EqualTo(new[] { 0, 11, 11, 11, 21 }));
        Assert.That(picture.Table.Rows[11], Is.EqualTo(new[] { "575–599", "11\u00A0%", "3" }));
        Assert.That(picture.Table.Rows[^1][0], Is.EqualTo("825–850"));
        Assert.That(picture.Table.Rows.Sum(row => int.Parse(row[2], null)), Is.EqualTo(5));
    }

    [Test]
    public void Map_OfAGradedItem_CountsEachThreshold()
    {
        var picture = PersonItemMap.Of(new TestForm([ItemParameters.Graded(1.2, -1, 0, 1)]), Drawn.Scale, Drawn.English);

        Assert.That(Drawn.Of(picture).All("circle", "dot"), Has.Count.EqualTo(3));
        Assert.That(Drawn.Of(picture).Description, Does.Contain("Below threshold 1, Functional 1, Strong 1"));
    }

    [Test]
    public void Map_OfMoreItemsThanARowHolds_CountsTheRest()
    {
        var form = new TestForm(Enumerable.Repeat(ItemParameters.OneParameter(0), 100));
        var drawn = Drawn.Of(PersonItemMap.Of(form, Drawn.Scale, Drawn.English));
        var rest = int.Parse(drawn.Texts("end").Single(text => text[0] == '+')[1..], null);

        Assert.That(drawn.All("circle", "dot").Count + rest, Is.EqualTo(100));
    }
}
