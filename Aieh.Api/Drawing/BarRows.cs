using System.Xml.Linq;

namespace Aieh.Api.Drawing;

/// <summary>Bars below each other, each with its name and its figure above it, on a track that ends at 1.</summary>
internal static class BarRows
{
    private const int RowHeight = 36;
    private const int Thickness = 10;
    private const int MaxNameLength = 38;

    public static double X(double share) => Picture.Left + (Picture.Right - Picture.Left) * Math.Clamp(share, 0, 1);

    public static double HeightOf(int rows) => rows * RowHeight + 4;

    /// <param name="isEmpty">Drawn as an outline alone: there is nothing to fill it yet.</param>
    public static void Draw(XElement svg, int row, string name, double share, string figure, bool isEmpty = false)
    {
        var y = row * RowHeight;
        svg.Add(Svg.Text(Picture.Left, y + 15, name, "name", MaxNameLength), Svg.Text(Picture.Right, y + 15, figure, "figures end"));
        svg.Add(Svg.Box(Picture.Left, y + 21, Picture.Right - Picture.Left, Thickness, "track"));
        svg.Add(Svg.Box(Picture.Left, y + 21, X(share) - Picture.Left, Thickness, isEmpty ? "empty" : "filled"));
    }
}
