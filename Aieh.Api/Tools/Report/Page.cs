using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Aieh.Api.Tools.Report;

/// <summary>The pieces of a page, as XML that every HTML reader takes: escaped, closed, and nothing fetched from elsewhere.</summary>
internal static class Page
{
    /// <summary>Writes the page. It is well-formed XML, so that programs can read numbers back out of it.</summary>
    public static void Write(TextWriter writer, string title, IEnumerable<XElement> body)
    {
        var html = new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                new XElement("title", title),
                new XElement("style", PageStyle.Css)),
            new XElement("body", body));
        writer.Write("<!DOCTYPE html>\n");
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Indent = false, Encoding = Encoding.UTF8, CloseOutput = false };
        using var xml = XmlWriter.Create(writer, settings);
        html.WriteTo(xml);
    }

    public static XElement Section(string id, string heading, params object?[] content) =>
        new("section",
            new XAttribute("id", id),
            new XAttribute("aria-labelledby", $"{id}-h"),
            new XElement("h2", new XAttribute("id", $"{id}-h"), heading),
            content);

    public static XElement Text(params object[] content) => new("p", content);

    public static XElement Note(string text) => new("p", new XAttribute("class", "note"), text);

    public static XElement Figure(XElement svg, string caption) => new("figure", svg, new XElement("figcaption", caption));

    public static XElement Figures(string style, IEnumerable<XElement> figures) => new("div", new XAttribute("class", style), figures);

    /// <summary>
    /// A table that scrolls inside its own box. The first column names the row; the others are numbers unless they say otherwise.
    /// </summary>
    public static XElement Table(string caption, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<object>> rows) =>
        new("div",
            new XAttribute("class", "scroll"),
            new XAttribute("tabindex", "0"),
            new XAttribute("role", "region"),
            new XAttribute("aria-label", caption),
            new XElement("table",
                new XElement("caption", new XElement("span", caption)),
                new XElement("thead", new XElement("tr", headers.Select(Header))),
                new XElement("tbody", rows.Select(row => new XElement("tr", row.Select(Cell))))));

    /// <summary>A word in a cell that asks for attention; the word says why, not the colour alone.</summary>
    public static XElement Flag(string word) => new("strong", new XAttribute("class", "flag"), word);

    public static XElement Tile(string value, string label, string detail) =>
        new("div",
            new XAttribute("class", "tile"),
            new XElement("dt", label),
            new XElement("dd", new XElement("b", value), new XElement("span", detail)));

    private static XElement Header(string column) => new("th", new XAttribute("scope", "col"), column);

    /// <summary>The first cell names its row.</summary>
    private static XElement Cell(object cell, int column)
    {
        if (column == 0) return new XElement("th", new XAttribute("scope", "row"), cell);
        return cell is string text ? new XElement("td", text) : new XElement("td", cell);
    }
}
