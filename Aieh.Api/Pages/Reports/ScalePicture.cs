using System.Globalization;
using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Report;

namespace Aieh.Api.Pages.Reports;

/// <summary>A score on the picture, with its interval.</summary>
internal readonly record struct ScaleMark(string Name, int Score, int Lower, int Upper)
{
    public string Figures => string.Create(CultureInfo.InvariantCulture, $"{Score} ({ReportText.Range(Lower, Upper)})");
}

/// <summary>
/// Scores with their intervals below each other on the scale with its bands: drawn as the psychometric report is, for the width of a phone.
/// The tables of the page say the same in numbers.
/// </summary>
internal static class ScalePicture
{
    private const int Width = Plot.Width;
    private const int Left = 12;
    private const int Right = Width - 12;
    private const int Top = 20;
    private const int RowHeight = 34;

    /// <summary>A name longer than this would run into the figures.</summary>
    private const int MaxNameLength = 36;

    /// <param name="marks">The first is what the others amount to.</param>
    /// <param name="methodology">Whose scale and bands they are on.</param>
    public static string Of(IReadOnlyList<ScaleMark> marks, MethodologyDocument methodology)
    {
        var (least, most) = (methodology.Scale.Minimum.Value, methodology.Scale.Maximum.Value);
        var bottom = Top + marks.Count * RowHeight;
        var description = string.Join("; ", marks.Select(mark => $"{mark.Name} {mark.Figures}"));
        var svg = Plot.Frame("Scores on the scale with their 95 % intervals", description, Width, bottom + 22);
        foreach (var (place, band) in methodology.Bands.Index())
        {
            var (from, to) = (X(band.From.Value), X(Math.Min(band.To.Value + 1, most)));
            svg.Add(Box($"band band-{place}", from, Top, to - from, bottom - Top));
            svg.Add(Plot.Text((from + to) / 2, Top - 7, band.Name, "small middle"));
            svg.Add(Plot.Text(from, bottom + 15, Text(band.From.Value), place == 0 ? "tick" : "tick middle"));
        }

        svg.Add(Plot.Text(X(most), bottom + 15, Text(most), "tick end"));
        foreach (var (row, mark) in marks.Index()) Draw(svg, mark, Top + row * RowHeight, row == 0, X);
        return svg.ToString(SaveOptions.DisableFormatting);

        double X(int score) => Left + (double)(Right - Left) * (score - least) / (most - least);
    }

    private static void Draw(XElement svg, ScaleMark mark, int top, bool isWhole, Func<int, double> x)
    {
        var name = mark.Name.Length > MaxNameLength ? mark.Name[..(MaxNameLength - 1)] + "…" : mark.Name;
        var (line, style) = (top + 24, isWhole ? "whole" : "part");
        svg.Add(Plot.Text(Left + 4, top + 14, name, $"name {style}"));
        svg.Add(Plot.Text(Right - 4, top + 14, mark.Figures, $"figures end {style}"));
        svg.Add(Line(x(mark.Lower), line, x(mark.Upper), line, style));
        foreach (var end in (int[])[mark.Lower, mark.Upper]) svg.Add(Line(x(end), line - 4, x(end), line + 4, style));
        svg.Add(Plot.Shape("circle", style, ("cx", Plot.N(x(mark.Score))), ("cy", Plot.N(line)), ("r", isWhole ? "5" : "4")));
    }

    private static XElement Line(double x1, double y1, double x2, double y2, string style) =>
        Plot.Shape("line", style, ("x1", Plot.N(x1)), ("y1", Plot.N(y1)), ("x2", Plot.N(x2)), ("y2", Plot.N(y2)));

    private static XElement Box(string style, double x, double y, double width, double height) =>
        Plot.Shape("rect", style, ("x", Plot.N(x)), ("y", Plot.N(y)), ("width", Plot.N(width)), ("height", Plot.N(height)));

    private static string Text(int score) => score.ToString(CultureInfo.InvariantCulture);
}
