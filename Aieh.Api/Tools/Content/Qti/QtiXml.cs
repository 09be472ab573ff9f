using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tools.Content.Qti;

/// <summary>Names of QTI 3.0 and of its packages, and XML read and written with care: the files come from strangers.</summary>
internal static partial class QtiXml
{
    public const string ItemResource = "imsqti_item_xmlv3p0";

    public const string MatchCorrect = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct";

    public const string MapResponse = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response";

    private const int MaxCharacters = 2_000_000;

    public static readonly XNamespace Asi = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";

    public static readonly XNamespace Package = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";

    /// <summary>What the catalog knows of an item and QTI has no place for.</summary>
    public static readonly XNamespace Metadata = "urn:aieh:catalog:1";

    private static readonly XNamespace FormerMetadata = "urn:aieh:catalogue:1";

    /// <exception cref="InputException">
    /// The package was exported when the namespace of the metadata was spelled otherwise: read, its items would all be drafts.
    /// </exception>
    public static void RefuseFormerMetadata(XElement manifest, string file)
    {
        if (!manifest.Descendants().Any(element => element.Name.Namespace == FormerMetadata)) return;
        throw new InputException(
            $"{file}: its metadata is in the former namespace '{FormerMetadata}'. "
            + $"Put '{Metadata}' in its place, or export the package again.");
    }

    /// <exception cref="InputException">The file is not well-formed, has a document type, or is too large.</exception>
    public static XElement Load(string path, string file)
    {
        // A document type could name other files, or grow without end.
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxCharacters,
        };
        try
        {
            using var reader = XmlReader.Create(path, settings);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException exception)
        {
            throw new InputException($"{file}: {exception.Message}");
        }
    }

    /// <exception cref="InputException">A text has a character that XML cannot hold.</exception>
    public static string Text(XElement root, string file)
    {
        Indent(root, 0);
        var text = new Utf8Writer();
        try
        {
            using var writer = XmlWriter.Create(text, new XmlWriterSettings { NewLineHandling = NewLineHandling.Entitize });
            root.Save(writer);
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"{file}: XML cannot hold a text of the item: {exception.Message}");
        }

        return text + "\n";
    }

    /// <summary>"items/x.xml, line 7, &lt;qti-prompt&gt;: …", for the one who mends the file.</summary>
    public static InputException Fault(string file, XElement at, string what) =>
        new($"{file}, line {((IXmlLineInfo)at).LineNumber}, <{at.Name.LocalName}>: {what}");

    public static string Attribute(string file, XElement element, string name) =>
        element.Attribute(name)?.Value ?? throw Fault(file, element, $"lacks the attribute '{name}'");

    /// <summary>Inline CommonMark as XHTML: code spans become elements, everything else stays text.</summary>
    public static IEnumerable<XNode> Inline(string commonMark)
    {
        var end = 0;
        foreach (Match span in CodeSpan().Matches(commonMark))
        {
            if (span.Index > end) yield return new XText(commonMark[end..span.Index]);
            yield return new XElement(Asi + "code", new XText(span.Groups[1].Value));
            end = span.Index + span.Length;
        }

        if (end < commonMark.Length) yield return new XText(commonMark[end..]);
    }

    /// <summary>The inverse of <see cref="Inline"/>; of other markup, emphasis is kept.</summary>
    /// <exception cref="InputException">There is something that text cannot say, such as a picture.</exception>
    public static string CommonMark(string file, XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement inner => inner.Name.LocalName switch
        {
            "code" or "tt" => $"`{inner.Value}`",
            "em" or "i" => $"*{CommonMark(file, inner)}*",
            "strong" or "b" => $"**{CommonMark(file, inner)}**",
            "br" => " ",
            "span" or "q" => CommonMark(file, inner),
            "p" or "div" or "qti-content-body" => CommonMark(file, inner) + " ",
            _ => throw Fault(file, inner, "cannot be imported: stems and options are text"),
        },
        _ => "",
    }));

    /// <summary>Line breaks between elements that hold elements only; text keeps every character.</summary>
    private static void Indent(XElement element, int depth)
    {
        var isText = element.Nodes().OfType<XText>().Any() || element.Name.LocalName is "p" or "pre" or "qti-simple-choice";
        if (!element.HasElements || isText) return;

        foreach (var child in element.Elements().ToList())
        {
            Indent(child, depth + 1);
            child.AddBeforeSelf(new XText("\n" + new string(' ', 2 * (depth + 1))));
        }

        element.Add(new XText("\n" + new string(' ', 2 * depth)));
    }

    // A single pair of backticks; spans fenced by more of them stay as they are written.
    [GeneratedRegex("(?<!`)`([^`]+)`(?!`)")]
    private static partial Regex CodeSpan();

    private sealed class Utf8Writer : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
