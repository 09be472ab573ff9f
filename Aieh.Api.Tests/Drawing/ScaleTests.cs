using Aieh.Api.Drawing;

namespace Aieh.Api.Tests.Drawing;

public sealed class ScaleTests
{
    [Test]
    public void ScalePicture_OfScores_StandsByTheArithmeticOfTheScale()
    {
        ScaleMark[] marks = [new("Readiness", 675, 650, 700), new("Python", 300, 300, 345), new("SQL", 850, 812, 850)];
        var drawn = Drawn.Of(ScalePicture.Of(marks, Drawn.Scale, Drawn.English));
        var bands = drawn.All("rect", "band");
        var intervals = drawn.Root.Elements("line").Select(line => (double[])[Drawn.Number(line, "x1"), Drawn.Number(line, "x2")])
            .Where(line => line[0] < line[1]);

        Assert.That(
            drawn.Root.Elements("circle").Select(circle => Drawn.Number(circle, "cx")),
            Is.EqualTo(new[] { 675, 300, 850 }.Select(score => Drawn.X(score))).Within(Drawn.Rounding));
        Assert.That(
            intervals.SelectMany(ends => ends),
            Is.EqualTo(new[] { 650, 700, 300, 345, 812, 850 }.Select(score => Drawn.X(score))).Within(Drawn.Rounding));
        Assert.That(
            bands.Select(band => Drawn.Number(band, "x")),
            Is.EqualTo(new[] { 300, 500, 650, 750 }.Select(score => Drawn.X(score))).Within(Drawn.Rounding));
        Assert.That(bands.Sum(band => Drawn.Number(band, "width")), Is.EqualTo(356).Within(4 * Drawn.Rounding));
        Assert.That(drawn.Texts("tick"), Is.EqualTo(new[] { "300", "500", "650", "750", "850" }));
        Assert.That(drawn.Description, Does.StartWith("Readiness 675 (650–700); "));
    }

    [Test]
    public void ScalePicture_OfAnotherScale_HasItsEndsAndAllItsBands()
    {
        var bands = Enumerable.Range(0, 6).Select(i => new DrawnBand($"Band {i}", i * 20, i == 5 ? 120 : i * 20 + 19));
        var drawn = Drawn.Of(ScalePicture.Of([new ScaleMark("Half", 60, 30, 90)], new DrawnScale(0, 120, [.. bands]), Drawn.English));

        Assert.That(Drawn.Number(drawn.Root.Elements("circle").Single(), "cx"), Is.EqualTo(190));
        Assert.That(drawn.All("rect", "band"), Has.Count.EqualTo(6));
        Assert.That(drawn.All("rect", "band-3"), Has.Count.EqualTo(3), "there are four shades");
    }

    [Test]
    public void Ranking_OfTiers_KeepsThemApartAndTheInsufficientLast()
    {
        var drawn = Drawn.Of(RankingPicture.Of(
            [
                new RankingTier("Tier 1", [new("Robin", 742, 717, 767), new("Kim", 730, 700, 760)]),
                new RankingTier("Tier 2", [new("Lou", 655, 633, 677)]),
            ],
            [new("Sam", 800, 700, 850), new("Alex")],
            Drawn.Scale, Drawn.English));
        string[] order = ["Tier 1", "Robin", "Kim", "Tier 2", "Lou", "Insufficient evidence", "Sam", "Alex"];

        Assert.That(order.Select(drawn.YOf), Is.Ordered.And.Unique);
        Assert.That(drawn.All("line", "axis"), Has.Count.EqualTo(3), "one above each group");
        Assert.That(
            drawn.All("circle", "part").Concat(drawn.All("circle", "unsure")).Select(circle => Drawn.Number(circle, "cx")),
            Is.EqualTo(new[] { 742, 730, 655, 800 }.Select(score => Drawn.X(score))).Within(Drawn.Rounding));
        Assert.That(drawn.All("line", "unsure"), Has.Count.EqualTo(3), "an interval and its ends");
        Assert.That(drawn.Texts("figures")[^1], Is.EqualTo("no score"));
        Assert.That(drawn.Description, Is.EqualTo("Tier 1: 2 candidates; Tier 2: 1 candidate; Insufficient evidence: 2 candidates"));
    }

    [Test]
    public void Ranking_OfTwoHundred_GivesEachARowOfItsOwn()
    {
        var rows = Enumerable.Range(0, 200).Select(i => new RankingRow($"Candidate {i}", 800 - 2 * i, 790 - 2 * i, 810 - 2 * i)).ToArray();
        var picture = RankingPicture.Of([new RankingTier("Tier 1", rows)], [], Drawn.Scale, Drawn.English);
        var heights = Drawn.Of(picture).Root.Elements("circle").Select(circle => Drawn.Number(circle, "cy")).ToArray();

        Assert.That(heights.Zip(heights.Skip(1), (upper, lower) => lower - upper), Is.All.EqualTo(34));
        Assert.That(picture.Table.Rows, Has.Count.EqualTo(200));
        Assert.That(picture.Table.Rows[199], Is.EqualTo(new[] { "Candidate 199", "Tier 1", "402", "392–412" }));
    }
}
