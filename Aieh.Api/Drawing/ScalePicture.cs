using System.Xml.Linq;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>A score on the picture, with its interval.</summary>
internal readonly record struct ScaleMark(string Name, int Score, int Lower, int Upper)
{
    public string Figures => $"{DrawnNumber.Of(Score)} ({DrawnNumber.Range(Lower, Upper)})";
}

/// <summary>
/// Scores with their intervals below each other on the scale with its bands, for the width of a phone.
/// </summary>
internal static class ScalePicture
{
    private const int Top = 20;
    private const int RowHeight = 34;

    /// <summary>A name longer than this would run into the figures.</summary>
    private const int MaxNameLength = 37;

    /// <param name="marks">The first is what the others amount to.</param>
    public static Picture Of(IReadOnlyList<ScaleMark> marks, DrawnScale scale, IStringLocalizer<PictureWords> words)
    {
        var bottom = Top + marks.Count * RowHeight;
        var description = string.Join("; ", marks.Select(mark => $"{mark.Name} {mark.Figures}"));
        var svg = Picture.Frame(words["Scores"], description, bottom + 22, words);
        svg.Add(scale.Behind(Top, bottom), scale.Names(Top - 7), scale.Ticks(bottom + 15));
        foreach (var (row, mark) in marks.Index()) Draw(svg, mark, Top + row * RowHeight, row == 0 ? "whole" : "part", scale);
        return new Picture(svg, TableOf(marks, words));
    }

    private static void Draw(XElement svg, ScaleMark mark, int top, string style, DrawnScale scale)
    {
        svg.Add(Svg.Text(Picture.Left + 4, top + 14, mark.Name, $"name {style}", MaxNameLength));
        svg.Add(Svg.Text(Picture.Right - 4, top + 14, mark.Figures, $"figures end {style}"));
        svg.Add(Interval(mark.Score, mark.Lower, mark.Upper, top + 24, style, scale, style == "whole" ? 5 : 4));
    }

    /// <summary>A line from end to end of the interval, and the score on it.</summary>
    public static IEnumerable<XElement> Interval(int score, int lower, int upper, double y, string style, DrawnScale scale, double radius)
    {
        yield return Svg.Line(scale.X(lower), y, scale.X(upper), y, style);
        foreach (var end in (int[])[lower, upper]) yield return Svg.Line(scale.X(end), y - 4, scale.X(end), y + 4, style);
        yield return Svg.Circle(scale.X(score), y, radius, style);
    }

    private static PictureTable TableOf(IReadOnlyList<ScaleMark> marks, IStringLocalizer<PictureWords> words) => new(
        words["Scores"],
        [words["Name"], words["Score"], words["Interval"]],
        [.. marks.Select(Row)]);

    private static IReadOnlyList<string> Row(ScaleMark mark) =>
        [mark.Name, DrawnNumber.Of(mark.Score), DrawnNumber.Range(mark.Lower, mark.Upper)];
}
