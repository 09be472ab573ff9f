using System.Xml.Linq;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>What an assessment adds to readiness.</summary>
/// <param name="Points">Its share of the weight times its score; null where it was not measured.</param>
internal readonly record struct Contribution(string Name, double? Points);

/// <summary>
/// What each assessment adds to readiness: each bar begins where the one above it ends, so that the last end is readiness. What is missing
/// is an empty outline; it adds nothing and takes nothing away.
/// </summary>
internal static class Contributions
{
    private const int RowHeight = 36;
    private const int BarTop = 20;
    private const int Thickness = 12;
    private const int EmptyWidth = 28;
    private const int MaxNameLength = 40;

    /// <param name="readiness">What they sum to, as it is told; null without evidence.</param>
    public static Picture Of(IReadOnlyList<Contribution> parts, int? readiness, IStringLocalizer<PictureWords> words)
    {
        var sum = parts.Sum(part => part.Points ?? 0);
        var height = (parts.Count + 1) * RowHeight + 8;
        var description = string.Join("; ", parts.Select(part => $"{part.Name} {FigureOf(part, words)}"));
        var svg = Picture.Frame(words["Contributions"], $"{description}; {words["Readiness"]} {WholeOf(readiness, words)}", height, words);
        var begin = 0.0;
        foreach (var (row, part) in parts.Index())
        {
            var end = begin + (part.Points ?? 0);
            svg.Add(BarOf(part, X(begin), X(end), row * RowHeight + BarTop));
            svg.Add(Svg.Line(X(end), row * RowHeight + BarTop, X(end), (row + 1) * RowHeight + BarTop, "joint"));
            begin = end;
        }

        svg.Add(Svg.Box(Picture.Left, parts.Count * RowHeight + BarTop, X(sum) - Picture.Left, Thickness, "filled whole"));
        // Last, above the lines that cross them.
        foreach (var (row, part) in parts.Index()) svg.Add(Words(row, part.Name, FigureOf(part, words), "part"));
        svg.Add(Words(parts.Count, words["Readiness"], WholeOf(readiness, words), "whole"));
        return new Picture(svg, TableOf(parts, readiness, words));

        double X(double points) => sum > 0 ? Picture.Left + (Picture.Right - Picture.Left) * points / sum : Picture.Left;
    }

    private static XElement BarOf(Contribution part, double from, double to, double y) => part.Points is null
        ? Svg.Box(Math.Min(from, Picture.Right - EmptyWidth), y, EmptyWidth, Thickness, "empty")
        : Svg.Box(from, y, Math.Max(0.5, to - from), Thickness, "filled");

    private static XElement[] Words(int row, string name, string figure, string style) =>
    [
        Svg.Text(Picture.Left, row * RowHeight + 15, name, $"name halo {style}", MaxNameLength),
        Svg.Text(Picture.Right, row * RowHeight + 15, figure, $"figures halo end {style}"),
    ];

    private static PictureTable TableOf(IReadOnlyList<Contribution> parts, int? readiness, IStringLocalizer<PictureWords> words) => new(
        words["Contributions"],
        [words["Assessment"], words["Points"]],
        [
            .. parts.Select(IReadOnlyList<string> (part) => [part.Name, FigureOf(part, words)]),
            [words["Readiness"], WholeOf(readiness, words)],
        ]);

    private static string FigureOf(Contribution part, IStringLocalizer<PictureWords> words) =>
        part.Points is { } points ? DrawnNumber.Of(points, "0.0") : words["Missing"];

    private static string WholeOf(int? readiness, IStringLocalizer<PictureWords> words) =>
        readiness is { } whole ? DrawnNumber.Of(whole) : words["NoReadiness"];
}
