using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using Aieh.Scoring;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Report;

/// <summary>The page behind the verb `check`.</summary>
internal static class CheckReport
{
    /// <summary>Below this an item's misfit is marked; one in a hundred fitting items is marked too.</summary>
    public const double FitAlpha = 0.01;

    public static void Write(TextWriter writer, CheckedTest test)
    {
        XElement?[] sections =
        [
            TestFigures.Section(test.Form), WrightMap.Section(test.Items.Items, [.. test.Abilities.Select(ability => ability.Theta)], [.. test.Answered.Select(row => test.Responses.Frequencies[row])]),
            ItemCurves.Section(test.Items.Items, test.Observed), ItemTables.Section(test), PersonFitSection.Of(test), DifSection.Of(test), ReliabilitySection.Of(test), BandSection.Of(test),
        ];
        XElement[] shown = [.. sections.OfType<XElement>()];
        Page.Write(writer, $"Test report: {test.Items.Title}", [Header(test, shown), new XElement("main", shown), Footer()]);
    }

    private static XElement Header(CheckedTest test, IReadOnlyList<XElement> sections)
    {
        var misfits = test.ItemFit.Count(fit => fit.PValue < FitAlpha);
        var review = test.Count(i => test.Fit[i].ForReview);
        return new XElement("header",
            new XElement("h1", test.Items.Title),
            new XElement("p", new XAttribute("class", "lead"), $"{Show.Count(test.People)} people, {test.Items.Items.Count} items ({Models(test)}). Responses: {Path.GetFileName(test.Responses.Path)}."),
            new XElement("dl", new XAttribute("class", "tiles"),
                Page.Tile(Show.Number(test.Empirical.Reliability), "Reliability of EAP scores", "in these people"),
                Page.Tile(Show.Number(test.Classical.Alpha), "Coefficient α", test.Classical.AlphaInterval is { } interval ? $"95 % interval {Show.Number(interval.Lower)} to {Show.Number(interval.Upper)}" : Words.Of(test.Classical.Status)),
                Page.Tile(Show.Percent(test.Bands.Accuracy), "Band accuracy", "reported band is the true one"),
                Page.Tile($"{misfits} of {test.ItemFit.Length}", "Items that misfit", $"S-X², p below {FitAlpha}"),
                Page.Tile(Show.Percent((double)review / test.People), "People to review", "l*z below −1.645; 5 % expected"),
                test.Dif is null ? null : Page.Tile($"{test.Dif.Purified.Count(item => item.Class == DifClass.C)} and {test.Dif.Purified.Count(item => item.Class == DifClass.B)}", "Items with DIF", "class C (large) and B (moderate)")),
            new XElement("nav", new XAttribute("aria-label", "Sections"),
                new XElement("ul", sections.Select(section => new XElement("li", new XElement("a", new XAttribute("href", $"#{section.Attribute("id")!.Value}"), section.Element("h2")!.Value))))));
    }

    private static string Models(CheckedTest test) =>
        string.Join(", ", test.Form.Items.GroupBy(item => item.Model).OrderBy(group => group.Key).Select(group => $"{ItemValues.Word(group.Key).ToUpperInvariant()} {group.Count()}"));

    private static XElement Footer() =>
        new("footer", Page.Text($"Scoring version {ScoringVersion.Current}. Abilities θ are in logits on a scale where the norm population has mean 0 and standard deviation 1; points are 575 + (275/3)·θ. Abilities shown are EAP estimates, person fit is judged at Warm's weighted likelihood estimates."));
}

/// <summary>Parameters, classical statistics and fit, item by item.</summary>
internal static class ItemTables
{
    public static XElement Section(CheckedTest test) => Page.Section("items", "Item parameters and fit",
        Page.Text("S-X² compares, at each summed score, how many people were expected in each category with how many were. A small p says that the curve is wrong for this item; with many people even harmless misfit is significant, so look at the curve too."),
        Page.Note($"Marked: p below {CheckReport.FitAlpha}; corrected item–total correlation below 0.15. Degrees of freedom are {(test.IsOwnSample ? "reduced by the item's parameters, as when these people were calibrated on; say --other-sample when they were not" : "not reduced by parameters: the calibration was made from other people")}. Item fit and correlations use people who answered every item; fit also supposes abilities from N(0, 1)."),
        Page.Table("Parameters (standard errors where the calibration has them)", ["item", "no.", "model", "a", "b", "c", "SE a", "SE b", "SE c"], test.Items.Items.Select(Parameters)),
        Page.Table("Classical statistics and fit", ["item", "no.", "answers", "mean score", "item–rest r", "S-X²", "df", "p", ""], test.Items.Items.Select((item, i) => Fit(test, item, i))));

    private static IReadOnlyList<object> Parameters(NamedItem item, int i)
    {
        var (values, errors) = (item.Parameters, item.StandardErrors);
        return
        [
            item.Name, $"{i + 1}", ItemValues.Word(values.Model).ToUpperInvariant(), Show.Number(values.Discrimination, "0.000"), string.Join(" / ", values.Thresholds.Select(b => Show.Number(b, "0.000"))),
            values.Model == ItemModel.ThreeParameterLogistic ? Show.Number(values.Guessing, "0.000") : "–", Show.Number(errors?.A, "0.000"),
            errors?.Thresholds is { } all ? string.Join(" / ", all.Select(error => Show.Number(error, "0.000"))) : Show.Number(errors?.B, "0.000"), Show.Number(errors?.C, "0.000"),
        ];
    }

    private static IReadOnlyList<object> Fit(CheckedTest test, NamedItem item, int i)
    {
        var (fit, classical) = (test.ItemFit[i], test.Classical.Items[i]);
        var groups = test.Observed[i];
        var answers = groups.Sum(group => group.People);
        double? mean = answers > 0 ? groups.Sum(group => group.People * group.MeanScore) / answers : null;
        string[] words = [.. new[] { fit.PValue < CheckReport.FitAlpha ? "misfit" : null, classical.CorrectedItemTotalCorrelation < 0.15 ? "low correlation" : null }.OfType<string>()];
        return
        [
            item.Name, $"{i + 1}", Show.Count((long)answers), Show.Number(mean), Show.Number(classical.CorrectedItemTotalCorrelation), Show.Number(fit.ChiSquare, "0.0"),
            fit.DegreesOfFreedom is { } df ? $"{df}" : "–", fit.Status == ItemFitStatus.Computed ? Show.Probability(fit.PValue) : Words.Of(fit.Status), words.Length == 0 ? "" : Page.Flag(string.Join(", ", words)),
        ];
    }
}
