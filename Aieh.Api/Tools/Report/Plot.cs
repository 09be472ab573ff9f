using System.Globalization;
using System.Xml.Linq;

namespace Aieh.Api.Tools.Report;

/// <summary>
/// A plot as inline SVG. Drawn for the width of a phone, so that its letters stay readable there; wider screens enlarge it.
/// </summary>
internal sealed class Plot
{
    public const int Width = 380;

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
    public Plot(string title, string description, Axis x, Axis y, int height = 250, int width = Width, int top = 14)
    {
        _top = top;
        (_x, _y, _height) = (x, y, height);
        (_left, _bottom, _right) = (y.Label.Length == 0 ? 26 : 44, height - (x.Label.Length == 0 ? 20 : 38), width - 12);
        _svg = Frame(title, description, width, height);
        DrawAxes();
    }

    /// <summary>An empty picture with its title and description.</summary>
    public static XElement Frame(string title, string description, int width, int height) =>
        new("svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", title),
            new XElement("title", title),
            new XElement("desc", description));

    public Plot Line(IEnumerable<(double X, double Y)> points, string style)
    {
        var inside = points.Where(point => double.IsFinite(point.Y) && point.Y <= _y.To + (_y.To - _y.From) * 1e-9);
        _svg.Add(Shape("polyline", style, ("points", string.Join(' ', inside.Select(point => $"{N(X(point.X))},{N(Y(point.Y))}")))));
        return this;
    }

    public Plot Point(double x, double y, double radius, string style, string? tip = null)
    {
        var circle = Shape("circle", style, ("cx", N(X(x))), ("cy", N(Y(y))), ("r", N(radius)));
        if (tip is not null) circle.Add(new XElement("title", tip));
        _svg.Add(circle);
        return this;
    }

    public Plot Segment(double x1, double y1, double x2, double y2, string style)
    {
        _svg.Add(Shape("line", style, ("x1", N(X(x1))), ("y1", N(Y(y1))), ("x2", N(X(x2))), ("y2", N(Y(y2)))));
        return this;
    }

    public Plot Across(double y, string style) => Segment(_x.From, y, _x.To, y, style);

    public Plot Upright(double x, string style) => Segment(x, _y.From, x, _y.To, style);

    public Plot Bar(double x1, double x2, double y, string style, string tip)
    {
        var width = Math.Max(0.5, X(x2) - X(x1) - 1);
        var bar = Shape("rect", style, ("x", N(X(x1) + 0.5)), ("y", N(Y(y))), ("width", N(width)), ("height", N(Y(_y.From) - Y(y))));
        bar.Add(new XElement("title", tip));
        _svg.Add(bar);
        return this;
    }

    /// <summary>A word at a place of the plot, moved by pixels.</summary>
    public Plot Word(double x, double y, string text, string style, double dx = 0, double dy = 0)
    {
        _svg.Add(Text(X(x) + dx, Y(y) + dy, text, style));
        return this;
    }

    /// <summary>A number and a name above the plot.</summary>
    public void Name(string number, string name) =>
        _svg.Add(Text(_left, _top - 10, number, "small"), Text(_left + 16, _top - 10, name, "name"));

    public XElement ToSvg() => _svg;

    public static XElement Text(double x, double y, string text, string style) => Shape("text", style, ("x", N(x)), ("y", N(y))).With(text);

    public static XElement Shape(string name, string style, params (string Name, string Value)[] attributes) =>
        new(name, new XAttribute("class", style), attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value)));

    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private double X(double value) => _left + (_right - _left) * _x.Share(value);

    private double Y(double value) => _bottom - (_bottom - _top) * _y.Share(value);

    private void DrawAxes()
    {
        foreach (var tick in _y.Ticks)
        {
            Across(tick, "grid");
            _svg.Add(Text(_left - 6, Y(tick) + 4, _y.Mark(tick), "tick end"));
        }

        foreach (var tick in _x.Ticks)
        {
            _svg.Add(Shape("line", "axis", ("x1", N(X(tick))), ("x2", N(X(tick))), ("y1", N(_bottom)), ("y2", N(_bottom + 4))));
            _svg.Add(Text(X(tick), _bottom + 16, _x.Mark(tick), "tick middle"));
        }

        _svg.Add(Shape("line", "axis", ("x1", N(_left)), ("x2", N(_right)), ("y1", N(_bottom)), ("y2", N(_bottom))));
        if (_x.Label.Length > 0) _svg.Add(Text((_left + _right) / 2, _height - 5, _x.Label, "label middle"));
        if (_y.Label.Length == 0) return;
        var upright = Text(12, (_bottom + _top) / 2, _y.Label, "label middle");
        upright.Add(new XAttribute("transform", $"rotate(-90 12 {N((_bottom + _top) / 2)})"));
        _svg.Add(upright);
    }
}

internal static class XElementContent
{
    public static XElement With(this XElement element, params object[] content)
    {
        element.Add(content);
        return element;
    }
}
