using System.Xml.Linq;

namespace Aieh.Api.Drawing;

/// <summary>A band of the scale, its lowest and its highest score.</summary>
internal readonly record struct DrawnBand(string Name, int From, int To);

/// <summary>The scale of scores across the width of a picture, with its bands from the lowest up.</summary>
internal sealed record DrawnScale(int Least, int Most, IReadOnlyList<DrawnBand> Bands)
{
    /// <summary>So many shades there are; further bands have the last.</summary>
    private const int Shades = 4;

    /// <summary>Where a score stands; what lies beyond the ends stands at them.</summary>
    public double X(double score) =>
        Picture.Left + (Picture.Right - Picture.Left) * (Math.Clamp(score, Least, Most) - Least) / (Most - Least);

    public static string Shade(int place) => $"band band-{Math.Min(place, Shades - 1)}";

    /// <summary>The score at which the next band begins; the last band ends with the scale.</summary>
    public int EndOf(DrawnBand band) => Math.Min(band.To + 1, Most);

    /// <summary>The bands behind rows from one height to another.</summary>
    public IEnumerable<XElement> Behind(double top, double bottom) => Bands.Select((band, place) =>
        Svg.Box(X(band.From), top, X(EndOf(band)) - X(band.From), bottom - top, Shade(place)));

    public IEnumerable<XElement> Names(double y) => Bands.Select(band =>
        Svg.Text((X(band.From) + X(EndOf(band))) / 2, y, band.Name, "small middle", (int)((X(EndOf(band)) - X(band.From)) / 5)));

    /// <summary>The score at each end of a band.</summary>
    public IEnumerable<XElement> Ticks(double y) =>
    [
        .. Bands.Select((band, place) => Svg.Text(X(band.From), y, DrawnNumber.Of(band.From), place == 0 ? "tick" : "tick middle")),
        Svg.Text(X(Most), y, DrawnNumber.Of(Most), "tick end"),
    ];
}
