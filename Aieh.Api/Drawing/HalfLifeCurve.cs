using Aieh.Scoring.Evidence;

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
    public static Picture Of(IReadOnlyList<HalfLifeLine> lines, FreshnessPolicy? freshness = null)
    {
        var oldest = Math.Max(12, lines.Max(line => Math.Max(1.25 * line.HalfLife, line.Today ?? 0)));
        var years = oldest <= 96 ? 12.0 : Math.Ceiling(oldest / 96) * 12;
        var last = Math.Ceiling(oldest / years) * years;
        var plot = new Plot(
            PictureText.HalfLives,
            string.Join("; ", lines.Select(line => Describe(line, freshness))),
            new Axis(PictureText.Age, 0, last, [.. Enumerable.Range(0, (int)(last / years) + 1).Select(i => i * years)]),
            new Axis(PictureText.Currency, 0, 100, [0, 25, 50, 75, 100]),
            below: lines.Count * Plot.LegendHeight + 6);
        if (freshness is not null)
        {
            Limit(freshness.RefreshAfterHalfLives, PictureText.Aging);
            Limit(freshness.StaleAfterHalfLives, PictureText.Stale);
        }

        foreach (var (row, line) in lines.Index()) Draw(plot, row, line, last, freshness);
        return new Picture(Picture.Styled(plot.ToSvg()), TableOf(lines, freshness));

        void Limit(double halfLives, string word)
        {
            var left = 100 * Math.Pow(2, -halfLives);
            plot.Across(left, "limit").Word(last, left, word, "small end halo", dy: 11);
        }
    }

    private static void Draw(Plot plot, int row, HalfLifeLine line, double last, FreshnessPolicy? freshness)
    {
        var style = $"c{row % Styles}";
        plot.Line(Enumerable.Range(0, Steps + 1).Select(i => i * last / Steps).Select(age => (age, Left(age, line))), style);
        plot.Legend(row, $"{line.Name}: {DrawnNumber.Of(line.HalfLife, "0.#")} months", style);
        if (freshness is not null)
        {
            foreach (var age in (double[])[freshness.RefreshAfterHalfLives * line.HalfLife, freshness.StaleAfterHalfLives * line.HalfLife])
            {
                if (age <= last) plot.Point(age, Left(age, line), 3.5, "ring", $"{DrawnNumber.Of(age, "0.#")} months");
            }
        }

        if (line.Today is not { } today) return;

        plot.Point(today, Left(today, line), 5, "now", $"{PictureText.Today}: {DrawnNumber.Percent(Left(today, line) / 100)}");
        plot.Word(today, Left(today, line), PictureText.Today, "small halo middle", dy: -9);
    }

    private static double Left(double months, HalfLifeLine line) => 100 * HalfLife.CurrencyOf(months * HalfLife.DaysPerMonth, line.HalfLife);

    private static string Describe(HalfLifeLine line, FreshnessPolicy? freshness)
    {
        var text = $"{line.Name}: half of the weight is left after {DrawnNumber.Of(line.HalfLife, "0.#")} months";
        if (freshness is not null)
            text += $", aging after {DrawnNumber.Of(freshness.RefreshAfterHalfLives * line.HalfLife, "0.#")}, "
                + $"stale after {DrawnNumber.Of(freshness.StaleAfterHalfLives * line.HalfLife, "0.#")}";
        return line.Today is { } today ? $"{text}; today, at {DrawnNumber.Of(today, "0.#")}, {DrawnNumber.Percent(Left(today, line) / 100)}" : text;
    }

    private static PictureTable TableOf(IReadOnlyList<HalfLifeLine> lines, FreshnessPolicy? freshness)
    {
        return new PictureTable(
            PictureText.HalfLives,
            [PictureText.Evidence, PictureText.HalfLife, PictureText.AgesAfter, PictureText.StaleAfter, PictureText.Today],
            [.. lines.Select(Row)]);

        IReadOnlyList<string> Row(HalfLifeLine line) =>
        [
            line.Name,
            DrawnNumber.Of(line.HalfLife, "0.#"),
            freshness is null ? PictureText.None : DrawnNumber.Of(freshness.RefreshAfterHalfLives * line.HalfLife, "0.#"),
            freshness is null ? PictureText.None : DrawnNumber.Of(freshness.StaleAfterHalfLives * line.HalfLife, "0.#"),
            line.Today is { } today ? DrawnNumber.Percent(Left(today, line) / 100) : PictureText.None,
        ];
    }
}
