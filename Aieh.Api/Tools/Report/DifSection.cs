using System.Globalization;
using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>Whether items favour one of two groups among people with the same score.</summary>
internal static class DifSection
{
    private const string DeltaCaption =
        "Mantel–Haenszel D-DIF with 95 % intervals by item number; dotted: ±1, dashed: ±1.5. Red: class B or C.";

    private const string EffectCaption =
        "Standardized mean difference over the item's standard deviation, for items with several categories; "
        + "dotted: ±0.17, dashed: ±0.25. Red: class B or C.";

    private static readonly string[] _columns =
        ["item", "no.", "class", "class before purification", "χ²", "p", "MH D-DIF", "SE", "mean difference", "effect size"];

    public static XElement? Of(CheckedTest test)
    {
        if (test.Dif is not { } dif) return null;
        var group = test.Group!;
        if (dif.FocalPeople == 0 || dif.ReferencePeople == 0)
        {
            return Page.Section("dif", "Differential item functioning",
                Page.Text("No item can be compared: of the people with every item "
                    + $"{Show.Count(dif.FocalPeople)} are of the focal group {group.Focal} "
                    + $"and {Show.Count(dif.ReferencePeople)} of {group.Reference}."),
                Dropped(dif));
        }

        return Page.Section("dif", "Differential item functioning",
            Page.Text($"Focal group {group.Focal} ({Show.Count(dif.FocalPeople)} people) "
                + $"against {group.Reference} ({Show.Count(dif.ReferencePeople)}), matched on the score. "
                + "Below zero an item is harder for the focal group than for others with the same score. "
                + "Class A is negligible, B moderate, C large (ETS). "
                + "DIF is a reason to read the item: it is bias only if what makes the difference is not what the test is about."),
            SmallSample(dif),
            Dropped(dif),
            NotEvaluated(test, dif),
            Infinite(test, dif),
            Page.Figures("one", Figures(test, dif)),
            Page.Table(
                $"Matched on the score without the flagged items (purified: {Words.Of(dif.Purification)} after {dif.Passes} passes)",
                _columns,
                test.Items.Items.Select((item, i) => Row(item, i, dif))));
    }

    private static XElement? SmallSample(DifResult dif)
    {
        if (!dif.IsSmallSample) return null;
        return Page.Note(
            $"A small sample: fewer than {DifferentialItemFunctioning.SmallestFocalGroup} in the focal group "
            + $"or {DifferentialItemFunctioning.SmallestSample} in all. Classes change from sample to sample.");
    }

    private static XElement? Dropped(DifResult dif)
    {
        if (dif.Dropped == 0) return null;
        return Page.Note($"{Show.Count(dif.Dropped)} people who did not get every item are left out: their scores cannot be matched.");
    }

    private static XElement? NotEvaluated(CheckedTest test, DifResult dif)
    {
        var reasons = dif.Purified.Where(item => item.Class is null).GroupBy(item => item.Status, item => NameOf(test, item)).ToArray();
        if (reasons.Length == 0) return null;
        var told = reasons.Select(alike => $"{string.Join(", ", alike)}: {Reason(alike.Key)}");
        return Page.Note($"Not evaluated, which says nothing for or against them. {string.Join(". ", told)}.");
    }

    private static XElement? Infinite(CheckedTest test, DifResult dif)
    {
        string[] items = [.. dif.Purified.Where(item => item.Status == DifStatus.NoFiniteOddsRatio).Select(item => NameOf(test, item))];
        if (items.Length == 0) return null;
        return Page.Note($"{string.Join(", ", items)}: at every score one group's answers are all right or all wrong. "
            + "The odds ratio is 0 or infinite, so the item is classified by exact tests and is not in the figure.");
    }

    private static string NameOf(CheckedTest test, ItemDif item) => test.Items.Items[item.Item].Name;

    /// <summary>Why an item has no class.</summary>
    public static string Reason(DifStatus status) => status switch
    {
        DifStatus.EmptyGroup => "nobody of one of the groups has every item",
        DifStatus.NoVariance => "everybody answered alike",
        DifStatus.NoUsableStratum => "at no score are there people of both groups whose answers differ",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Such an item has a class."),
    };

    private static IEnumerable<XElement> Figures(CheckedTest test, DifResult dif)
    {
        var two = dif.Purified.Where(item => item.MhDelta is not null).ToArray();
        var several = dif.Purified.Where(item => item.IsPolytomous && item.EffectSize is not null).ToArray();
        if (two.Length > 0) yield return Page.Figure(Deltas(test, two), DeltaCaption);
        if (several.Length > 0) yield return Page.Figure(Effects(test, several), EffectCaption);
    }

    private static XElement Deltas(CheckedTest test, IEnumerable<ItemDif> items)
    {
        var points = items.Select(item => (item, item.MhDelta!.Value, 1.96 * (item.MhDeltaStandardError ?? 0)));
        return Draw(test, "MH D-DIF by item", "MH D-DIF", [.. points], 1, 1.5);
    }

    private static XElement Effects(CheckedTest test, IEnumerable<ItemDif> items)
    {
        var points = items.Select(item => (item, item.EffectSize!.Value, 0.0));
        return Draw(test, "Standardized effect by item", "effect size", [.. points], 0.17, 0.25);
    }

    private static XElement Draw(
        CheckedTest test,
        string title,
        string label,
        IReadOnlyList<(ItemDif Item, double Value, double Half)> points,
        double moderate,
        double large)
    {
        // Long whiskers are cut: they belong to items that say nothing.
        var furthest = points.Max(point => Math.Abs(point.Value) + point.Half);
        var most = Math.Max(large * 3, points.Max(point => Math.Abs(point.Value)) * 1.1);
        var reach = Math.Clamp(furthest, large * 1.4, most);
        var flaggedItems = points.Count(point => point.Item.Class > DifClass.A);
        var numbers = Axis.Over("item number", 0, test.Items.Items.Count + 1, 8);
        var plot = new Plot(
            title,
            $"One dot per item; {flaggedItems} of {points.Count} are of class B or C.",
            numbers with { Ticks = [.. numbers.Ticks.Where(tick => tick >= 1 && tick == Math.Floor(tick))] },
            Axis.Over(label, -reach, reach),
            270);
        plot.Across(0, "axis");
        foreach (var sign in new[] { -1, 1 }) plot.Across(sign * moderate, "cut").Across(sign * large, "limit");
        foreach (var (item, value, half) in points)
        {
            var (at, flagged) = (item.Item + 1, item.Class > DifClass.A);
            if (half > 0) plot.Segment(at, Math.Max(-reach, value - half), at, Math.Min(reach, value + half), "whisker");
            var name = test.Items.Items[item.Item].Name;
            plot.Point(at, value, 3.2, flagged ? "hot" : "dot", $"{name}: {Show.Number(value)}, class {item.Class}");
            if (flagged) plot.Word(at, value, at.ToString(CultureInfo.InvariantCulture), "small", dx: 5, dy: 3);
        }

        return plot.ToSvg();
    }

    private static IReadOnlyList<object> Row(NamedItem item, int i, DifResult dif)
    {
        var (after, before) = (dif.Purified[i], dif.Unpurified[i]);
        return
        [
            item.Name,
            $"{i + 1}",
            Class(after),
            before.Class?.ToString() ?? "not evaluated",
            Show.Number(after.ChiSquare),
            Show.Probability(after.PValue),
            Show.Number(after.Status == DifStatus.NoFiniteOddsRatio ? Infinity(after) : after.MhDelta),
            Show.Number(after.MhDeltaStandardError),
            Show.Number(after.MeanDifference, "0.000"),
            Show.Number(after.EffectSize),
        ];
    }

    private static object Class(ItemDif item) => item.Class switch
    {
        null => "not evaluated",
        DifClass.A => "A",
        var other => Page.Flag($"{other}, {(item.MhDelta ?? item.MeanDifference) switch { < 0 => "against focal", _ => "for focal" }}"),
    };

    private static double Infinity(ItemDif item) => item.MeanDifference < 0 ? double.NegativeInfinity : double.PositiveInfinity;
}
