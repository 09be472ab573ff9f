using System.Xml.Linq;

namespace Aieh.Api.Drawing;

/// <summary>
/// A plot as inline SVG. Drawn for the width of a phone, so that its letters stay readable there; wider screens enlarge it.
/// </summary>
internal sealed class Plot
{
    public const int Width = 380;
    public const int LegendHeight = 20;

    private readonly Axis _x;
    private readonly Axis _y;
    private readonly int _height;
    private readonly double _left;
    private readonly double _bottom;
    private readonly double _right;
    private readonly double _top;
    private readonly XElement _svg;

    /// <param name="title">Read out for the picture, and its tooltip.</param>
    /// <param name="description">What the picture shows, for those who cannot see it.</param>
    /// <param name="top">Pixels above the plot, for a name.</param>
    /// <param name="below">Pixels below the plot, for a legend.</param>
    /// <param name="right">Pixels to the right of the plot, for words.</param>
    public Plot(
        string title,
        string description,
        Axis x,
        Axis y,
        int height = 250,
        int width = Width,
        int top = 14,
        int below = 0,
        int right = 12)
    {
        _top = top;
        (_x, _y, _height) = (x, y, height);
        (_left, _bottom, _right) = (y.Label.Length == 0 ? 26 : 44, height - (x.Label.Length == 0 ? 20 : 38), width - right);
        _svg = Svg.Frame(title, description, width, height + below);
        DrawAxes();
    }

    public Plot Line(IEnumerable<(double X, double Y)> points, string style)
    {
        var inside = points.Where(point => double.IsFinite(point.Y) && point.Y <= _y.To + (_y.To - _y.From) * 1e-9);
        var places = string.Join(' ', inside.Select(point => $"{Svg.N(X(point.X))},{Svg.N(Y(point.Y))}"));
        _svg.Add(Svg.Shape("polyline", style, ("points", places)));
        return this;
    }

    public Plot Point(double x, double y, double radius, string style, string? tip = null)
    {
        var circle = Svg.Circle(X(x), Y(y), radius, style);
        if (tip is not null) circle.Tip(tip);
        _svg.Add(circle);
        return this;
    }

    public Plot Segment(double x1, double y1, double x2, double y2, string style)
    {
        _svg.Add(Svg.Line(X(x1), Y(y1), X(x2), Y(y2), style));
        return this;
    }

    public Plot Across(double y, string style) => Segment(_x.From, y, _x.To, y, style);

    public Plot Upright(double x, string style) => Segment(x, _y.From, x, _y.To, style);

    public Plot Bar(double x1, double x2, double y, string style, string tip)
    {
        var width = Math.Max(0.5, X(x2) - X(x1) - 1);
        var bar = Svg.Box(X(x1) + 0.5, Y(y), width, Y(_y.From) - Y(y), style).Tip(tip);
        _svg.Add(bar);
        return this;
    }

    /// <summary>A word at a place of the plot, moved by pixels.</summary>
    public Plot Word(double x, double y, string text, string style, double dx = 0, double dy = 0)
    {
        _svg.Add(Svg.Text(X(x) + dx, Y(y) + dy, text, style));
        return this;
    }

    /// <summary>A shade behind everything, from one place of each axis to another.</summary>
    public Plot Behind(double fromX, double toX, double fromY, double toY, string style)
    {
        _svg.Element("desc")!.AddAfterSelf(Svg.Box(X(fromX), Y(toY), X(toX) - X(fromX), Y(fromY) - Y(toY), style));
        return this;
    }

    /// <summary>What a line is, below the plot.</summary>
    public Plot Legend(int row, string text, string style)
    {
        var y = _height + 14 + row * LegendHeight;
        _svg.Add(Svg.Line(_left, y - 4, _left + 34, y - 4, style), Svg.Text(_left + 42, y, text, "name", 40));
        return this;
    }

    /// <summary>A number and a name above the plot.</summary>
    public void Name(string number, string name) =>
        _svg.Add(Svg.Text(_left, _top - 10, number, "small"), Svg.Text(_left + 16, _top - 10, name, "name"));

    public XElement ToSvg() => _svg;

    private double X(double value) => _left + (_right - _left) * _x.Share(value);

    private double Y(double value) => _bottom - (_bottom - _top) * _y.Share(value);

    private void DrawAxes()
    {
        foreach (var tick in _y.Ticks)
        {
            Across(tick, "grid");
            _svg.Add(Svg.Text(_left - 6, Y(tick) + 4, _y.Mark(tick), "tick end"));
        }

        foreach (var tick in _x.Ticks)
        {
            var x = Svg.N(X(tick));
            _svg.Add(Svg.Shape("line", "axis", ("x1", x), ("x2", x), ("y1", Svg.N(_bottom)), ("y2", Svg.N(_bottom + 4))));
            _svg.Add(Svg.Text(X(tick), _bottom + 16, _x.Mark(tick), "tick middle"));
        }

        _svg.Add(Svg.Shape("line", "axis", ("x1", Svg.N(_left)), ("x2", Svg.N(_right)), ("y1", Svg.N(_bottom)), ("y2", Svg.N(_bottom))));
        if (_x.Label.Length > 0) _svg.Add(Svg.Text((_left + _right) / 2, _height - 5, _x.Label, "label middle"));
        if (_y.Label.Length == 0) return;
        var upright = Svg.Text(12, (_bottom + _top) / 2, _y.Label, "label middle");
        upright.Add(new XAttribute("transform", $"rotate(-90 12 {Svg.N((_bottom + _top) / 2)})"));
        _svg.Add(upright);
    }
}
