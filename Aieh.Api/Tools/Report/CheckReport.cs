using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using Aieh.Scoring;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>The page behind the verb `check`.</summary>
internal static class CheckReport
{
    /// <summary>Below this an item's misfit is marked; one in a hundred fitting items is marked too.</summary>
    public const double FitAlpha = 0.01;

    public static void Write(TextWriter writer, CheckedTest test, Remarks remarks)
    {
        XElement?[] sections =
        [
            Look(remarks),
            TestFigures.Section(test.Form),
            People(test),
            ItemCurves.Section(test.Items.Items, test.Observed),
            ItemTables.Section(test),
            PersonFitSection.Of(test),
            DifSection.Of(test),
            ReliabilitySection.Of(test),
            BandSection.Of(test),
            SpeedSection.Of(test),
        ];
        XElement[] shown = [.. sections.OfType<XElement>()];
        Page.Write(writer, $"Test report: {test.Items.Title}", [Header(test, shown), new XElement("main", shown), Footer()]);
    }

    private static XElement? Look(Remarks remarks) => remarks.Lines.Count == 0
        ? null
        : Page.Section("look", "Worth a look", new XElement("ul", remarks.Lines.Select(line => new XElement("li", line))));

    private static XElement People(CheckedTest test)
    {
        double[] abilities = [.. test.Abilities.Select(ability => ability.Theta)];
        int[] frequencies = [.. test.Answered.Select(row => test.Responses.Frequencies[row])];
        return WrightMap.Section(test.Items.Items, abilities, frequencies);
    }

    private static XElement Header(CheckedTest test, IReadOnlyList<XElement> sections)
    {
        var lead = $"{Show.Count(test.People)} people, {test.Items.Items.Count} items ({Models(test)}). "
            + $"Responses: {Path.GetFileName(test.Responses.Path)}.";
        return new XElement("header",
            new XElement("h1", test.Items.Title),
            new XElement("p", new XAttribute("class", "lead"), lead),
            new XElement("dl", new XAttribute("class", "tiles"), Tiles(test)),
            new XElement("nav",
                new XAttribute("aria-label", "Sections"),
                new XElement("ul", sections.Select(section => new XElement("li", Link(section))))));
    }

    private static IEnumerable<XElement> Tiles(CheckedTest test)
    {
        var (fitted, misfits) = (test.ItemFit.Count(fit => fit.PValue is not null), test.ItemFit.Count(fit => fit.PValue < FitAlpha));
        var (judged, review) = (test.Count(i => test.Fit[i].ForReview is not null), test.Count(i => test.Fit[i].ForReview == true));
        var alpha = test.Classical.AlphaInterval is { } interval
            ? $"95 % interval {Show.Number(interval.Lower)} to {Show.Number(interval.Upper)}"
            : Words.Of(test.Classical.Status);
        yield return Page.Tile(Show.Number(test.Empirical.Reliability), "Reliability of EAP scores", "in these people");
        yield return Page.Tile(Show.Number(test.Classical.Alpha), "Coefficient α", alpha);
        yield return Page.Tile(Show.Percent(test.Bands.Accuracy), "Band accuracy", "reported band is the true one");
        yield return Page.Tile(
            fitted == 0 ? "–" : $"{misfits} of {fitted}",
            "Items that misfit",
            fitted == 0 ? "none could be judged" : $"S-X², p below {FitAlpha}");
        yield return Page.Tile(
            judged == 0 ? "–" : Show.Percent((double)review / judged),
            "People to review",
            judged == 0 ? "nobody could be judged" : "l*z below −1.645; 5 % expected");
        if (test.Dif is { } dif) yield return Tile(dif);
    }

    private static XElement Tile(DifResult dif)
    {
        var large = dif.Purified.Count(item => item.Class == DifClass.C);
        var moderate = dif.Purified.Count(item => item.Class == DifClass.B);
        var judged = dif.Purified.Count(item => item.Class is not null);
        return judged == 0
            ? Page.Tile("–", "Items with DIF", "none could be judged")
            : Page.Tile($"{large} and {moderate}", "Items with DIF", $"class C (large) and B (moderate), of {judged}");
    }

    private static XElement Link(XElement section) =>
        new("a", new XAttribute("href", $"#{section.Attribute("id")!.Value}"), section.Element("h2")!.Value);

    private static string Models(CheckedTest test)
    {
        var groups = test.Form.Items.GroupBy(item => item.Model).OrderBy(group => group.Key);
        return string.Join(", ", groups.Select(group => $"{ItemValues.Word(group.Key).ToUpperInvariant()} {group.Count()}"));
    }

    private static XElement Footer() =>
        new("footer", Page.Text($"Scoring version {ScoringVersion.Current}. "
            + "Abilities θ are in logits on a scale where the norm population has mean 0 and standard deviation 1; "
            + "points are 575 + (275/3)·θ. "
            + "Abilities shown are EAP estimates, person fit is judged at Warm's weighted likelihood estimates."));
}
