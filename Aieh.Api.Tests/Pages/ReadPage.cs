using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Aieh.Api.Tests.Pages;

/// <summary>
/// A page as a reader finds things on it. But for the elements that are never closed, and attributes that say all by being there, it is
/// well-formed XML.
/// </summary>
internal sealed partial record ReadPage(int Status, string Html, XElement Root)
{
    public static async Task<ReadPage> OpenAsync(HttpClient client, string url)
    {
        using var response = await client.GetAsync(new Uri(url, UriKind.RelativeOrAbsolute));
        return await OfAsync(response);
    }

    public static async Task<ReadPage> OfAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/html; charset=utf-8"), html);
        Assert.That(html, Does.StartWith("<!DOCTYPE html>"));
        return new ReadPage((int)response.StatusCode, html, XElement.Parse(XmlOf(html["<!DOCTYPE html>".Length..])));
    }

    public string Heading => TextOf(Root.Descendants("h1").Single());

    /// <summary>What is to be read, without what is only for programs.</summary>
    public string Text => TextOf(Root.Element("body")!);

    public IReadOnlyDictionary<string, string> Facts => Root.Descendants("dt")
        .ToDictionary(TextOf, term => TextOf(term.ElementsAfterSelf("dd").Single()));

    /// <summary>The cells of each row below a caption, the heads of columns and rows included.</summary>
    public IReadOnlyList<string[]> Table(string caption) =>
    [
        .. Root.Descendants("table").Single(table => TextOf(table.Element("caption")!) == caption).Descendants("tr")
            .Select(row => row.Elements().Select(TextOf).ToArray()),
    ];

    public static string TextOf(XElement element) => Space().Replace(element.Value, " ").Trim();

    private static string XmlOf(string html) => Tag().Replace(html, tag =>
    {
        var attributes = Attribute().Replace(
            tag.Groups["attributes"].Value, each => each.Groups["value"].Success ? each.Value : $" {each.Groups["name"]}=\"\"");
        var end = tag.Groups["end"].Success || Void().IsMatch(tag.Groups["name"].Value) ? "/>" : ">";
        return $"<{tag.Groups["name"]}{attributes}{end}";
    });

    [GeneratedRegex("""<(?<name>[a-zA-Z][\w:-]*)(?<attributes>(?:\s+[^\s=>/"]+(?:="[^"]*")?)*)\s*(?<end>/)?>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""\s+(?<name>[^\s=>/"]+)(?<value>="[^"]*")?""")]
    private static partial Regex Attribute();

    [GeneratedRegex("^(?:meta|link|input|br|hr|img|wbr|col|source)$")]
    private static partial Regex Void();

    [GeneratedRegex(@"[ \n\r\t]+")]
    private static partial Regex Space();
}
