using System.Xml.Linq;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>The rate of a group with its interval.</summary>
/// <param name="IsHighest">Whether the others are compared with it.</param>
/// <param name="IsBelow">Whether it is below four fifths of the highest.</param>
internal readonly record struct DrawnRate(string Name, double Rate, double Lower, double Upper, bool IsHighest, bool IsBelow)
{
    public string Figures =>
        $"{DrawnNumber.Percent(Rate)} ({DrawnNumber.Percent(Lower)}–{DrawnNumber.Percent(Upper)})";
}

/// <summary>Groups of one classification.</summary>
internal sealed record RateGroup(string Label, IReadOnlyList<DrawnRate> Rates);

/// <summary>
/// Rates of groups with their intervals side by side, and in each classification the line at four fifths of its highest rate. Those below
/// it are hollow, and say so in words.
/// </summary>
internal static class RatesPicture
{
    private const int Top = 8;
    private const int HeadHeight = 30;
    private const int RowHeight = 36;
    private const int Gap = 10;
    private const int MaxNameLength = 33;
    private const double FourFifths = 0.8;

    private static readonly double[] Marks = [0, 0.25, 0.5, 0.75, 1];

    public static Picture Of(IReadOnlyList<RateGroup> groups, IStringLocalizer<PictureWords> words)
    {
        var height = Top + groups.Sum(group => HeadHeight + (group.Rates.Count * RowHeight) + Gap);
        var svg = Picture.Frame(words["Rates"], string.Join("; ", groups.Select(group => Describe(group, words))), height + 22, words);
        var top = Top;
        foreach (var group in groups)
        {
            svg.Add(Svg.Text(Picture.Left, top + 17, group.Label, "name whole", MaxNameLength));
            top += HeadHeight;
            var bottom = top + (group.Rates.Count * RowHeight);
            foreach (var mark in Marks) svg.Add(Svg.Line(X(mark), top, X(mark), bottom, "grid"));
            if (LimitOf(group) is { } limit)
            {
                svg.Add(Svg.Line(X(limit), top - 8, X(limit), bottom, "limit"));
                svg.Add(Svg.Text(Picture.Right, top - 13, words["FourFifths", DrawnNumber.Percent(limit)], "small end"));
            }

            foreach (var rate in group.Rates)
            {
                Draw(svg, rate, top);
                top += RowHeight;
            }

            top += Gap;
        }

        foreach (var mark in Marks)
        {
            var place = mark switch { 0 => "tick", 1 => "tick end", _ => "tick middle" };
            svg.Add(Svg.Text(X(mark), height + 12, DrawnNumber.Percent(mark), place));
        }

        return new Picture(svg, TableOf(groups, words));
    }

    private static void Draw(XElement svg, DrawnRate rate, int top)
    {
        svg.Add(Svg.Text(Picture.Left + 4, top + 14, rate.Name, "name halo", MaxNameLength));
        svg.Add(Svg.Text(Picture.Right - 4, top + 14, rate.Figures, "figures end halo"));
        var (y, style) = (top + 25, rate.IsBelow ? "unsure" : rate.IsHighest ? "whole" : "part");
        svg.Add(Svg.Line(X(rate.Lower), y, X(rate.Upper), y, style));
        foreach (var end in (double[])[rate.Lower, rate.Upper]) svg.Add(Svg.Line(X(end), y - 4, X(end), y + 4, style));
        svg.Add(Svg.Circle(X(rate.Rate), y, 4.5, style));
    }

    private static double X(double share) => Picture.Left + ((Picture.Right - Picture.Left) * Math.Clamp(share, 0, 1));

    /// <summary>Null where nothing is compared.</summary>
    private static double? LimitOf(RateGroup group) =>
        group.Rates.Any(rate => rate.IsHighest) ? FourFifths * group.Rates.First(rate => rate.IsHighest).Rate : null;

    private static string Describe(RateGroup group, IStringLocalizer<PictureWords> words)
    {
        var rates = group.Rates.Select(rate => rate.IsBelow
            ? $"{rate.Name} {rate.Figures}, {words["BelowFourFifths"]}"
            : $"{rate.Name} {rate.Figures}");
        return $"{group.Label}: {string.Join("; ", rates)}";
    }

    private static PictureTable TableOf(IReadOnlyList<RateGroup> groups, IStringLocalizer<PictureWords> words)
    {
        var rows = from @group in groups from rate in @group.Rates select Row(rate);
        return new PictureTable(
            words["Rates"], [words["Name"], words["Rate"], words["Interval"], words["State"]], [.. rows]);

        IReadOnlyList<string> Row(DrawnRate rate) =>
        [
            rate.Name, DrawnNumber.Percent(rate.Rate), $"{DrawnNumber.Percent(rate.Lower)}–{DrawnNumber.Percent(rate.Upper)}",
            rate.IsHighest ? words["HighestRate"] : rate.IsBelow ? words["BelowFourFifths"] : words["None"],
        ];
    }
}
