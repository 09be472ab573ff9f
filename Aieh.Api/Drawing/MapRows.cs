using System.Xml.Linq;

namespace Aieh.Api.Drawing;

/// <summary>
/// The person–item map: people and items on one scale that stands upright, people as bars to the left of it, items to its right
/// [Wright and Stone 1979].
/// </summary>
internal sealed class MapRows
{
    public const int Middle = 150;
    public const int RowHeight = 12;

    private const int Top = 26;
    private const int Items = Middle + 36;
    private const int MarkWidth = 28;
    private const int Marks = (Plot.Width - Items + 2) / MarkWidth;

    private readonly int _rows;
    private readonly XElement _svg;

    public MapRows(string title, string description, int rows, string people, string items)
    {
        _rows = rows;
        _svg = Svg.Frame(title, description, Plot.Width, Top + rows * RowHeight + 12);
        _svg.Add(Svg.Text(Middle - 8, 15, people, "label end"), Svg.Text(Middle + 38, 15, items, "label"));
    }

    /// <summary>The upper edge of a row; the lowest is row 0.</summary>
    public double Y(int row) => Top + (_rows - 1 - row) * RowHeight;

    /// <summary>A line below a row, and what it stands at.</summary>
    public void Rule(int row, string label)
    {
        var y = Y(row) + RowHeight;
        _svg.Add(Svg.Text(Middle + 16, y + 3.5, label, "tick middle"));
        var below = Svg.N(y);
        _svg.Add(Svg.Shape("line", "grid", ("x1", "0"), ("x2", Svg.N(Middle)), ("y1", below), ("y2", below)));
        _svg.Add(Svg.Shape("line", "grid", ("x1", Svg.N(Middle + 32)), ("x2", Svg.N(Plot.Width)), ("y1", below), ("y2", below)));
    }

    /// <param name="share">Of the room there is.</param>
    public void People(int row, double share, string tip)
    {
        var width = Math.Max(1, share * (Middle - 6));
        _svg.Add(Svg.Box(Middle - width, Y(row) + 1, width, RowHeight - 2, "bar").Tip(tip));
    }

    /// <summary>Items by their marks; those that have no room are counted.</summary>
    public void Named(int row, IReadOnlyList<string> marks)
    {
        for (var i = 0; i < Math.Min(marks.Count, Marks); i++)
        {
            var isCount = i == Marks - 1 && marks.Count > Marks;
            var word = isCount ? $"+{marks.Count - i}" : marks[i];
            _svg.Add(Svg.Text(Items + i * MarkWidth, Y(row) + RowHeight - 2, word, "small").Tip(string.Join(", ", marks)));
        }
    }

    public void Add(params object[] content) => _svg.Add(content);

    public XElement ToSvg() => _svg;
}
