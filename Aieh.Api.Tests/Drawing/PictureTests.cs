using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Tests.Architecture;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Irt;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Tests.Drawing;

/// <summary>What holds for every picture, whatever it is given.</summary>
public sealed partial class PictureTests
{
    private const string Hostile = "<script>alert(1)</script> \"x\" & ]]> \u0001 \uD800 --> '";
    private static readonly string Long = string.Concat(Enumerable.Repeat("Maximilian Wolkenstein ", 20));
    private static readonly string Wide = new('漢', 120);

    private static readonly string[] Attributes =
    [
        "viewBox", "role", "aria-label", "class", "transform",
        "x", "y", "width", "height", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points",
    ];

    /// <summary>Words that pictures are given here.</summary>
    private static string[] NamesOfTheTest =>
        [.. Drawn.Scale.Bands.Select(band => band.Name), "Tier 1", "planned", "Maximilian", "Wolkenstein"];

    private static IEnumerable<TestCaseData> Pictures()
    {
        string[] names = ["Python Fundamentals", Hostile, Long, Wide, ""];
        foreach (var count in (int[])[0, 1, 5, 200])
        {
            foreach (var (kind, picture) in Of([.. Enumerable.Range(0, count).Select(i => names[i % names.Length])], Drawn.English))
            {
                yield return new TestCaseData(picture).SetArgDisplayNames(kind, $"{count}");
            }
        }
    }

    private static IEnumerable<(string Kind, Picture Picture)> Of(string[] names, IStringLocalizer<PictureWords> words)
    {
        var (scale, end) = (Drawn.Scale, names.Length - 1);
        var shares = names.Select((name, i) => (Name: name, Share: end <= 0 ? 1 : (double)i / end)).ToArray();
        int Score(double share) => (int)(300 + 550 * share);
        ScaleMark[] marks = [.. shares.Select(each => new ScaleMark(each.Name, Score(each.Share), 300, 850))];
        yield return ("scale", ScalePicture.Of(marks, scale, words));
        yield return ("bands", BandProbabilities.Of([.. shares.Select(each => new BandShare(each.Name, each.Share))], words));
        yield return ("half-lives", HalfLifeCurve.Of(
            [.. shares.Select(each => new HalfLifeLine(each.Name, 0.5 + 120 * each.Share, 200 * each.Share))],
            FreshnessPolicy.Passport,
            words));
        yield return ("unmarked half-lives", HalfLifeCurve.Of([.. shares.Select(each => new HalfLifeLine(each.Name, 1e4))], null, words));
        Contribution[] parts = [.. shares.Select(each => new Contribution(each.Name, 850 * each.Share))];
        yield return ("contributions", Contributions.Of(parts, 850, words));
        yield return ("nothing measured", Contributions.Of([.. names.Select(name => new Contribution(name, null))], null, words));
        yield return ("bundle", BundleBars.Of(
            [.. shares.Select((each, i) => new BundleBar(each.Name, each.Share, i % 2 == 0 ? null : "planned"))], words));
        RankingRow[] rows = [.. shares.Select(each => new RankingRow(each.Name, Score(each.Share), 300, 850))];
        yield return ("ranking", RankingPicture.Of([new RankingTier("Tier 1", rows), new RankingTier(Long, rows)], rows, scale, words));
        yield return ("all insufficient", RankingPicture.Of([], [.. names.Select(name => new RankingRow(name))], scale, words));
        DrawnRate[] rates = [.. shares.Select(each => new DrawnRate(each.Name, each.Share, 0, 1, false, true))];
        RateGroup[] groups = [new("Tier 1", rates), new("Tier 1", [new DrawnRate("Maximilian", 1, 0.9, 1, true, false)])];
        yield return ("rates", RatesPicture.Of(groups, words));
        if (names.Length == 0) yield break;

        var form = new TestForm(shares.Select(each => ItemParameters.TwoParameter(0.2 + 3 * each.Share, -8 + 16 * each.Share)));
        yield return ("precision", InformationCurve.Of(Drawn.ErrorsOf(form), scale, words));
        yield return ("map", PersonItemMap.Of(form, scale, words));
    }

    [TestCaseSource(nameof(Pictures))]
    public void Picture_OfAnything_IsWellFormedDescribedAndAsksForNothing(object drawn)
    {
        var picture = (Picture)drawn;
        var root = Drawn.Of(picture).Root;
        var attributes = root.DescendantsAndSelf().Attributes().Select(attribute => attribute.Name.LocalName).Distinct();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((root.Name.LocalName, (string?)root.Attribute("role")), Is.EqualTo(("svg", "img")));
            Assert.That((string?)root.Attribute("class"), Is.EqualTo("picture"));
            Assert.That(root.Element("title")!.Value, Is.Not.Empty.And.EqualTo((string?)root.Attribute("aria-label")));
            Assert.That(root.Element("desc")!.Value, Is.Not.Empty);
            Assert.That(attributes.Except(Attributes), Is.Empty, "no style, no handler, no address");
            Assert.That(
                root.Descendants().Select(element => element.Name.LocalName).Distinct(),
                Is.SubsetOf(new[] { "title", "desc", "text", "line", "rect", "circle", "polyline" }));
            Assert.That(picture.Markup, Does.Not.Contain("NaN").And.Not.Contain("∞").And.Not.Contain("<script"));
        }
    }

    [TestCaseSource(nameof(Pictures))]
    public void Picture_OfAnything_DrawsInsideItsFrame(object drawn)
    {
        var picture = Drawn.Of((Picture)drawn);
        var places = picture.Root.Elements().SelectMany(PlacesOf).ToList();

        Assert.That(places.Select(place => place.X), Is.All.InRange(0.0, 380.0));
        Assert.That(places.Select(place => place.Y), Is.All.InRange(0.0, picture.Height));
    }

    [TestCaseSource(nameof(Pictures))]
    public void Table_OfAnyPicture_IsWhole(object drawn)
    {
        var table = ((Picture)drawn).Table;

        Assert.That(table.Caption, Is.EqualTo(((Picture)drawn).Title));
        Assert.That(table.Head, Has.Count.GreaterThan(1).And.Unique);
        Assert.That(table.Rows.Select(row => row.Count), Is.All.EqualTo(table.Head.Count));
        Assert.That(table.Rows.SelectMany(row => row.Skip(1)), Is.All.Not.Empty);
    }

    /// <summary>A second language needs a file of words and nothing else: seen in one that nobody speaks.</summary>
    [Test]
    public void Words_InAnotherLanguage_AreOfThatLanguage()
    {
        var bare = new List<string>();
        foreach (var (kind, picture) in Of(["⟦Python⟧", "⟦SQL⟧"], Drawn.Pseudo).Concat(Of([], Drawn.Pseudo)))
        {
            var drawn = Drawn.Of(picture).Root.DescendantsAndSelf().SelectMany(element => element.Nodes().OfType<XText>()
                .Select(text => text.Value).Append((string?)element.Attribute("aria-label") ?? ""));
            var told = picture.Table.Rows.SelectMany(row => row).Concat(picture.Table.Head).Append(picture.Table.Caption);
            bare.AddRange(drawn.Concat(told).Where(IsBare).Select(text => $"{kind}: {text}"));
        }

        Assert.That(bare, Is.Empty);

        static bool IsBare(string text)
        {
            foreach (var name in NamesOfTheTest) text = text.Replace(name, "", StringComparison.Ordinal);
            text = CutName().Replace(text, "");
            for (var before = ""; before != text;) (before, text) = (text, Bracketed().Replace(text, ""));
            return text.Any(char.IsLetter);
        }
    }

    /// <summary>What is written as its reader writes numbers.</summary>
    [Test]
    public void Numbers_InAnotherCountry_AreWrittenAsThere()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var picture = Contributions.Of([new Contribution("Python", 412.5)], 413, Drawn.English);

            Assert.That(picture.Table.Rows[0][1], Is.EqualTo("412,5"));
            Assert.That(Drawn.Of(picture).Texts("figures"), Has.Some.EqualTo("412,5"));
            Assert.That(picture.Markup, Does.Not.Match("(x|y|width|height)=\"[0-9]+,"), "places are no numbers for people");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Name_ThatIsTooLong_IsCutAndWholeInItsTooltip()
    {
        var picture = Drawn.Of(BandProbabilities.Of([new BandShare(Long, 0.3), new BandShare(Wide, 0.7)], Drawn.English));
        var names = picture.All("text", "name");

        Assert.That(names.Select(Drawn.Words), Is.All.EndsWith("…"));
        Assert.That(names.Select(name => name.Element("title")!.Value), Is.EqualTo(new[] { Wide, Long }));
        Assert.That(Drawn.Words(names[0]), Has.Length.LessThan(22), "wide letters take the room of two");
    }

    [Test]
    public void Name_CutBetweenLetters_LeavesNoHalfOfOne()
    {
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 60));
        var name = Drawn.Of(BandProbabilities.Of([new BandShare(family, 1)], Drawn.English)).Texts("name").Single();

        Assert.That(name.TrimEnd('…'), Has.Length.GreaterThan(8));
        Assert.That(name.TrimEnd('…').Length % "👩‍👩‍👧".Length, Is.Zero);
    }

    /// <summary>Halves of a letter are no test cases: an attribute cannot hold them.</summary>
    [Test]
    public void Name_WithWhatXmlCannotWrite_IsReplacedAndTheRestEscaped()
    {
        string[] names = ["\u0001a", "a\uD83D", "\uDC69a", "👩 <b> & \""];
        var drawn = Drawn.Of(BundleBars.Of([.. names.Select(name => new BundleBar(name, 1))], Drawn.English));

        Assert.That(drawn.Texts("name"), Is.EqualTo(new[] { "\uFFFDa", "a\uFFFD", "\uFFFDa", "👩 <b> & \"" }));
    }

    [Test]
    public void Drawing_KnowsTheLibraryAndNothingElseOfTheHouse()
    {
        var known = CompiledArrows.Of(typeof(Picture).Assembly.Location)
            .Where(arrow => arrow.From.Namespace == "Aieh.Api.Drawing").Select(arrow => arrow.To.Namespace).Distinct().ToList();

        Assert.That(known, Does.Contain("Aieh.Scoring.Irt"));
        Assert.That(
            known, Is.All.Match("^(Aieh\\.Api\\.Drawing|Aieh\\.Scoring\\.|System|Microsoft\\.(CodeAnalysis|Extensions\\.Localization)|$)"));
    }

    [GeneratedRegex("Max[a-z]*…")]
    private static partial Regex CutName();

    [GeneratedRegex("⟦[^⟦⟧]*⟧")]
    private static partial Regex Bracketed();

    private static IEnumerable<(double X, double Y)> PlacesOf(XElement element)
    {
        double At(string name) => Drawn.Number(element, name);
        return element.Name.LocalName switch
        {
            "text" => [(At("x"), At("y"))],
            "circle" => [(At("cx") - At("r"), At("cy") - At("r")), (At("cx") + At("r"), At("cy") + At("r"))],
            "line" => [(At("x1"), At("y1")), (At("x2"), At("y2"))],
            "rect" => [(At("x"), At("y")), (At("x") + At("width"), At("y") + At("height"))],
            "polyline" => Drawn.PointsOf(element),
            _ => [],
        };
    }
}
