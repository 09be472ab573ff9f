using System.Text;
using System.Xml;
using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tools.Qti;

/// <summary>Names of QTI 3.0 and of its packages, and XML read and written with care: the files come from strangers.</summary>
internal static class QtiXml
{
    public const string ItemResource = "imsqti_item_xmlv3p0";

    public const string MatchCorrect = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct";

    public const string MapResponse = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response";

    private const int MaxDepth = 100;

    public static readonly XNamespace Asi = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";

    public static readonly XNamespace SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

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

    /// <exception cref="InputException">The file is not well-formed, has a document type, or is too large or too deep.</exception>
    public static XElement Load(string path, string file, int mostBytes)
    {
        try
        {
            var bytes = BoundedFile.Read(path, mostBytes);
            using (var reader = Reader(bytes))
            {
                while (reader.Read())
                {
                    if (reader.Depth <= MaxDepth) continue;
                    var line = ((IXmlLineInfo)reader).LineNumber;
                    throw new InputException($"{file}, line {line}: is nested deeper than {MaxDepth} elements.");
                }
            }

            using var whole = Reader(bytes);
            return XDocument.Load(whole, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException exception)
        {
            throw new InputException($"{file}: {exception.Message}");
        }
        catch (IOException exception)
        {
            throw new InputException($"{file} {exception.Message}");
        }

        // A document type could name other files, or grow without end.
        static XmlReader Reader(byte[] bytes) => XmlReader.Create(
            new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
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

    /// <summary>Line breaks between elements that hold elements only; text keeps every character.</summary>
    private static void Indent(XElement element, int depth)
    {
        var isText = element.Nodes().OfType<XText>().Any()
            || element.Name.LocalName is "p" or "pre" or "em" or "strong" or "qti-simple-choice";
        if (!element.HasElements || isText) return;

        foreach (var child in element.Elements().ToList())
        {
            Indent(child, depth + 1);
            child.AddBeforeSelf(new XText("\n" + new string(' ', 2 * (depth + 1))));
        }

        element.Add(new XText("\n" + new string(' ', 2 * depth)));
    }

    private sealed class Utf8Writer : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
