using Aieh.Scoring.Evidence;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>A kind of evidence, by how fast its weight halves.</summary>
/// <param name="HalfLife">Months, above 0.</param>
/// <param name="Today">Its age today, months; null where no piece of evidence is meant.</param>
internal readonly record struct HalfLifeLine(string Name, double HalfLife, double? Today = null);

/// <summary>How much weight evidence has left at each age, and where it is aging and stale.</summary>
internal static class HalfLifeCurve
{
    private const int Steps = 120;
    private const int Styles = 6;

    /// <param name="freshness">From which weight evidence is aging and stale; null to mark nothing.</param>
    public static Picture Of(IReadOnlyList<HalfLifeLine> lines, FreshnessPolicy? freshness, IStringLocalizer<PictureWords> words)
    {
        var months = MonthsFor(lines, words);
        var plot = new Plot(
            words["HalfLives"],
            Picture.Or(string.Join("; ", lines.Select(line => Describe(line, freshness, words))), words),
            months,
            new Axis(words["Currency"], 0, 100, [0, 25, 50, 75, 100]),
            below: lines.Count * Plot.LegendHeight + 6,
            right: freshness is null ? 14 : 50);
        if (freshness is not null) MarkFreshness(plot, freshness, months.To, words);
        foreach (var (row, line) in lines.Index()) Draw(plot, row, line, months.To, freshness, words);
        return new Picture(Picture.Styled(plot.ToSvg()), TableOf(lines, freshness, words));
    }

    /// <summary>Beyond the longest half-life and the oldest evidence, marked at halves or wholes of years.</summary>
    private static Axis MonthsFor(IReadOnlyList<HalfLifeLine> lines, IStringLocalizer<PictureWords> words)
    {
        var oldest = lines.Select(line => Math.Max(1.25 * line.HalfLife, 1.05 * line.Today ?? 0)).Append(12).Max();
        var step = oldest <= 36 ? 6 : Math.Ceiling(oldest / 96) * 12;
        var steps = (int)Math.Ceiling(oldest / step);
        return new Axis(words["Age"], 0, steps * step, [.. Enumerable.Range(0, steps + 1).Select(i => i * step)]);
    }

    /// <summary>The words stand beside the plot, where no line runs through them.</summary>
    private static void MarkFreshness(Plot plot, FreshnessPolicy freshness, double last, IStringLocalizer<PictureWords> words)
    {
        var aging = 100 * Math.Pow(2, -freshness.RefreshAfterHalfLives);
        var stale = 100 * Math.Pow(2, -freshness.StaleAfterHalfLives);
        Zone(aging, 100, words["Current"], 2);
        Zone(stale, aging, words["Aging"], 1);
        Zone(0, stale, words["Stale"], 0);
        plot.Across(aging, "limit").Across(stale, "limit");

        void Zone(double from, double to, string word, int shade) =>
            plot.Behind(0, last, from, to, DrawnScale.Shade(shade)).Word(last, (from + to) / 2, word, "label", dx: 6, dy: 4);
    }

    private static void Draw(
        Plot plot, int row, HalfLifeLine line, double last, FreshnessPolicy? freshness, IStringLocalizer<PictureWords> words)
    {
        var style = $"c{row % Styles}";
        plot.Line(Enumerable.Range(0, Steps + 1).Select(i => i * last / Steps).Select(age => (age, Left(age, line))), style);
        plot.Legend(row, words["LegendOfHalfLife", line.Name, Months(line.HalfLife)], style);
        foreach (var age in Turns(line, freshness).Where(age => age <= last))
        {
            plot.Point(age, Left(age, line), 3.5, "ring", words["MonthsOf", Months(age)]);
        }

        if (line.Today is not { } today) return;

        // The line falls: above it to the right, or below it to the left, nothing of it is in the way.
        var (anchor, dx, dy) = today < 0.85 * last ? ("start", 7, -6) : ("end", -7, 14);
        plot.Point(today, Left(today, line), 5, "now", $"{words["Today"]}: {DrawnNumber.Percent(Left(today, line) / 100)}");
        plot.Word(today, Left(today, line), words["Today"], $"name halo {anchor}", dx, dy);
    }

    /// <summary>The ages at which it turns aging and stale, months.</summary>
    private static double[] Turns(HalfLifeLine line, FreshnessPolicy? freshness) => freshness is null
        ? []
        : [freshness.RefreshAfterHalfLives * line.HalfLife, freshness.StaleAfterHalfLives * line.HalfLife];

    private static double Left(double months, HalfLifeLine line) =>
        100 * HalfLife.CurrencyOf(months * HalfLife.DaysPerMonth, line.HalfLife);

    private static string Describe(HalfLifeLine line, FreshnessPolicy? freshness, IStringLocalizer<PictureWords> words)
    {
        string text = words["HalfLeft", line.Name, Months(line.HalfLife)];
        if (Turns(line, freshness) is [var aging, var stale]) text += $", {words["TurnsAfter", Months(aging), Months(stale)]}";
        return line.Today is { } today
            ? $"{text}; {words["TodayAt", Months(today), DrawnNumber.Percent(Left(today, line) / 100)]}"
            : text;
    }

    private static PictureTable TableOf(
        IReadOnlyList<HalfLifeLine> lines, FreshnessPolicy? freshness, IStringLocalizer<PictureWords> words)
    {
        return new PictureTable(
            words["HalfLives"],
            [words["Evidence"], words["HalfLife"], words["AgesAfter"], words["StaleAfter"], words["Today"]],
            [.. lines.Select(Row)]);

        IReadOnlyList<string> Row(HalfLifeLine line)
        {
            var turns = Turns(line, freshness).Select(Months).DefaultIfEmpty(words["None"].Value).ToArray();
            var today = line.Today is { } age ? DrawnNumber.Percent(Left(age, line) / 100) : words["None"];
            return [line.Name, Months(line.HalfLife), turns[0], turns[^1], today];
        }
    }

    private static string Months(double months) => DrawnNumber.Of(months, "0.#");
}
