using System.Globalization;
using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>Whether items favour one of two groups among people with the same score.</summary>
internal static class DifSection
{
    public static XElement? Of(CheckedTest test)
    {
        if (test.Dif is not { } dif) return null;
        var group = test.Group!;
        return Page.Section("dif", "Differential item functioning",
            Page.Text($"Focal group {group.Focal} ({Show.Count(dif.FocalPeople)} people) against {group.Reference} ({Show.Count(dif.ReferencePeople)}), matched on the score. "
                + "Below zero an item is harder for the focal group than for others with the same score. Class A is negligible, B moderate, C large (ETS). DIF is a reason to read the item: it is bias only if what makes the difference is not what the test is about."),
            dif.IsSmallSample ? Page.Note($"A small sample: fewer than {DifferentialItemFunctioning.SmallestFocalGroup} in the focal group or {DifferentialItemFunctioning.SmallestSample} in all. Classes change from sample to sample.") : null,
            dif.Dropped > 0 ? Page.Note($"{Show.Count(dif.Dropped)} people who did not get every item are left out: their scores cannot be matched.") : null,
            Page.Figures("one", Figures(test, dif)),
            Page.Table($"Matched on the score without the flagged items (purified: {Words.Of(dif.Purification)} after {dif.Passes} passes)", ["item", "no.", "class", "class before purification", "χ²", "p", "MH D-DIF", "SE", "mean difference", "effect size"], test.Items.Items.Select((item, i) => Row(item, i, dif))));
    }

    private static IEnumerable<XElement> Figures(CheckedTest test, DifResult dif)
    {
        var two = dif.Purified.Where(item => item.MhDelta is not null).ToArray();
        var several = dif.Purified.Where(item => item.IsPolytomous && item.EffectSize is not null).ToArray();
        if (two.Length > 0) yield return Page.Figure(Draw(test, "MH D-DIF by item", "MH D-DIF", [.. two.Select(item => (item, item.MhDelta!.Value, 1.96 * (item.MhDeltaStandardError ?? 0)))], 1, 1.5), "Mantel–Haenszel D-DIF with 95 % intervals by item number; dotted: ±1, dashed: ±1.5. Red: class B or C.");
        if (several.Length > 0) yield return Page.Figure(Draw(test, "Standardized effect by item", "effect size", [.. several.Select(item => (item, item.EffectSize!.Value, 0.0))], 0.17, 0.25), "Standardized mean difference over the item's standard deviation, for items with several categories; dotted: ±0.17, dashed: ±0.25. Red: class B or C.");
    }

    private static XElement Draw(CheckedTest test, string title, string label, IReadOnlyList<(ItemDif Item, double Value, double Half)> points, double moderate, double large)
    {
        // Long whiskers are cut: they belong to items that say nothing.
        var reach = Math.Clamp(points.Max(point => Math.Abs(point.Value) + point.Half), large * 1.4, Math.Max(large * 3, points.Max(point => Math.Abs(point.Value)) * 1.1));
        var plot = new Plot(title, $"One dot per item; {points.Count(point => point.Item.Class > DifClass.A)} of {points.Count} are of class B or C.", Axis.Over("item number", 0, test.Items.Items.Count + 1, 8) is var x ? x with { Ticks = [.. x.Ticks.Where(tick => tick >= 1 && tick == Math.Floor(tick))] } : x, Axis.Over(label, -reach, reach), 270);
        plot.Across(0, "axis");
        foreach (var sign in new[] { -1, 1 }) plot.Across(sign * moderate, "cut").Across(sign * large, "limit");
        foreach (var (item, value, half) in points)
        {
            var (at, flagged) = (item.Item + 1, item.Class > DifClass.A);
            if (half > 0) plot.Segment(at, Math.Max(-reach, value - half), at, Math.Min(reach, value + half), "whisker");
            plot.Point(at, value, 3.2, flagged ? "hot" : "dot", $"{test.Items.Items[item.Item].Name}: {Show.Number(value)}, class {item.Class}");
            if (flagged) plot.Word(at, value, at.ToString(CultureInfo.InvariantCulture), "small", dx: 5, dy: 3);
        }

        return plot.ToSvg();
    }

    private static IReadOnlyList<object> Row(NamedItem item, int i, DifResult dif)
    {
        var (after, before) = (dif.Purified[i], dif.Unpurified[i]);
        return
        [
            item.Name, $"{i + 1}", Class(after), before.Class?.ToString() ?? "–", Show.Number(after.ChiSquare), Show.Probability(after.PValue), Show.Number(after.MhDelta), Show.Number(after.MhDeltaStandardError),
            Show.Number(after.MeanDifference, "0.000"), Show.Number(after.EffectSize),
        ];
    }

    private static object Class(ItemDif item) => item.Class switch
    {
        null => Words.Of(item.Status),
        DifClass.A => "A",
        var other => Page.Flag($"{other}, {(item.MhDelta ?? item.MeanDifference) switch { < 0 => "against focal", _ => "for focal" }}"),
    };
}
