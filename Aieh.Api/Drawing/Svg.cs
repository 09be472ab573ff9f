using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Aieh.Api.Drawing;

/// <summary>The strokes that pictures are made of: SVG elements whose look is a class of the style sheet.</summary>
internal static class Svg
{
    /// <summary>An empty picture with its title and description.</summary>
    /// <param name="title">Read out for the picture, and its tooltip.</param>
    /// <param name="description">What the picture shows, for those who cannot see it.</param>
    public static XElement Frame(string title, string description, int width, int height) =>
        new("svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", Clean(title)),
            new XElement("title", Clean(title)),
            new XElement("desc", Clean(description)));

    public static XElement Text(double x, double y, string text, string style) =>
        Shape("text", style, ("x", N(x)), ("y", N(y))).With(Clean(text));

    /// <summary>A text of at most so many letters' width; a longer one is cut, and whole as its tooltip.</summary>
    public static XElement Text(double x, double y, string text, string style, int most)
    {
        var shown = Shorten(text, most);
        var element = Text(x, y, shown, style);
        return shown == text ? element : element.Tip(text);
    }

    public static XElement Line(double x1, double y1, double x2, double y2, string style) =>
        Shape("line", style, ("x1", N(x1)), ("y1", N(y1)), ("x2", N(x2)), ("y2", N(y2)));

    public static XElement Box(double x, double y, double width, double height, string style) =>
        Shape("rect", style, ("x", N(x)), ("y", N(y)), ("width", N(width)), ("height", N(height)));

    public static XElement Circle(double x, double y, double radius, string style) =>
        Shape("circle", style, ("cx", N(x)), ("cy", N(y)), ("r", N(radius)));

    public static XElement Shape(string name, string style, params (string Name, string Value)[] attributes) =>
        new(name, new XAttribute("class", style), attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value)));

    /// <summary>A coordinate: a tenth of a pixel is finer than anybody sees.</summary>
    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static XElement With(this XElement element, params object[] content)
    {
        element.Add(content);
        return element;
    }

    /// <summary>What is told when the pointer rests on it.</summary>
    public static XElement Tip(this XElement element, string tip) => element.With(new XElement("title", Clean(tip)));

    /// <summary>Cut between letters as people see them. How wide each is, is a guess: the reader's font is not known here.</summary>
    private static string Shorten(string text, int most)
    {
        var (width, fitting) = (0.0, 0);
        foreach (var start in StringInfo.ParseCombiningCharacters(text))
        {
            if (width <= most - 1) fitting = start;
            width += WidthOf(text[start]);
        }

        return width <= most ? text : text[..fitting].TrimEnd() + "…";
    }

    private static double WidthOf(char letter) => letter switch
    {
        >= '\u1100' => 2,
        'W' or 'M' or 'w' or 'm' or '@' => 1.6,
        >= 'A' and <= 'Z' => 1.25,
        _ => 1,
    };

    /// <summary>Names come from anybody, and XML has no way to write some characters.</summary>
    private static string Clean(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) continue;
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) i++;
            else letters[i] = '\uFFFD';
        }

        return new string(letters);
    }
}
