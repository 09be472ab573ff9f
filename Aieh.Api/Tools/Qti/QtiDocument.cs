using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using static Aieh.Api.Tools.Qti.QtiXml;

namespace Aieh.Api.Tools.Qti;

/// <summary>
/// An item's document, of which the reader takes each part that it understands. What nobody took could change what the item says, its key
/// or its score, so it is refused: elements, attributes and text alike.
/// </summary>
internal sealed class QtiDocument(string file, XElement root)
{
    /// <summary>Characters of one text.</summary>
    public const int MaxText = 10_000;

    // They place the choices, and say nothing.
    private static readonly string[] _layoutClasses =
        ["qti-layout-", "qti-choices-stacking-", "qti-orientation-", "qti-labels-", "qti-align-", "language-"];

    private readonly HashSet<XObject> _taken = [root];

    public string File => file;

    public XElement Root => root;

    public InputException Fault(XElement at, string what) => QtiXml.Fault(file, at, what);

    public void Take(XObject part) => _taken.Add(part);

    public string? Attribute(XElement at, string name)
    {
        if (at.Attribute(name) is not { } attribute) return null;
        Take(attribute);
        return attribute.Value;
    }

    public string Required(XElement at, string name) => Attribute(at, name) ?? throw Fault(at, $"lacks the attribute '{name}'");

    /// <summary>Takes an attribute that, where it is given, must say one of these.</summary>
    public void Expect(XElement at, string name, params ReadOnlySpan<string> values)
    {
        if (Attribute(at, name) is { } given && !values.Contains(given))
        {
            throw Fault(at, $"has the {name} '{given}', which cannot be imported: only '{string.Join("' or '", values!)}' can");
        }
    }

    public IReadOnlyList<XElement> Children(XElement at, string name)
    {
        var children = at.Elements(Asi + name).ToList();
        children.ForEach(Take);
        return children;
    }

    /// <summary>Null where there is none.</summary>
    public XElement? Child(XElement at, string name) => Children(at, name) switch
    {
        [] => null,
        [var only] => only,
        [_, var second, ..] => throw Fault(second, "is given more than once"),
    };

    /// <summary>A value that is all the text of an element.</summary>
    public string Value(XElement at)
    {
        foreach (var text in at.Nodes().OfType<XText>()) Take(text);
        return string.Concat(at.Nodes().OfType<XText>().Select(text => text.Value)).Trim();
    }

    /// <summary>Text with emphasis and code; what else is in it is not taken.</summary>
    public InlineText Text(IEnumerable<XNode> nodes)
    {
        var runs = new List<TextRun>();
        foreach (var node in nodes) Add(node, TextStyle.Plain);
        return new InlineText(runs);

        void Add(XNode node, TextStyle style)
        {
            if (node is XText text)
            {
                Take(text);
                runs.Add(new TextRun(text.Value, style));
            }

            if (node is not XElement element || element.Name.Namespace != Asi) return;
            switch (element.Name.LocalName)
            {
                case "code": Within(element, "", style | TextStyle.Code); break;
                case "em" or "i": Within(element, "", style | TextStyle.Emphasis); break;
                case "strong" or "b": Within(element, "", style | TextStyle.Strong); break;
                case "span": Within(element, "", style); break;
                case "q": Within(element, "\"", style); break;
                case "p" or "div" or "br" or "qti-content-body" or "qti-prompt": Within(element, " ", style); break;
            }
        }

        void Within(XElement element, string edge, TextStyle style)
        {
            Take(element);
            runs.Add(new TextRun(edge, style));
            foreach (var node in element.Nodes()) Add(node, style);
            runs.Add(new TextRun(edge, style));
        }
    }

    /// <summary>The text as CommonMark that is read as the same text; null where there is none.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="text">What it says.</param>
    /// <param name="spelling">How its author spelled it; used as long as it says the same, and nothing acts in it.</param>
    public string? Written(XElement at, InlineText text, string? spelling)
    {
        if (spelling is { Length: <= MaxText } && Says(spelling)) return spelling;

        var written = text.ToCommonMark();
        if (written.Length > MaxText) throw Fault(at, $"has a text of more than {MaxText} characters");
        if (!Says(written)) throw Fault(at, $"is marked up in a way that CommonMark cannot say: {written}");
        return text.IsEmpty ? null : written;

        // Links, pictures and HTML have the same characters as the text that spells them.
        bool Says(string commonMark) => CommonMark.Read(commonMark, out var hasOther).SaysTheSameAs(text) && !hasOther;
    }

    /// <exception cref="InputException">There is something that nobody took; it names the first of it.</exception>
    public void RefuseRest()
    {
        var rest = root.DescendantsAndSelf().Where(IsKnown).SelectMany(Rest).ToList();
        if (rest.Count == 0) return;
        var (at, what) = rest[0];
        throw Fault(at, rest.Count == 1 ? what : $"{what} (and {rest.Count - 1} more that cannot be)");
    }

    private IEnumerable<(XElement At, string What)> Rest(XElement element)
    {
        foreach (var attribute in element.Attributes().Where(attribute => !IsKnown(attribute) && !IsLayout(attribute)))
        {
            yield return (element, $"has the attribute {attribute}, which cannot be imported");
        }

        foreach (var node in element.Nodes().Where(node => !IsKnown(node)))
        {
            if (node is XElement child) yield return (child, "cannot be imported");
            if (node is XText text && !string.IsNullOrWhiteSpace(text.Value)) yield return (element, "holds text that cannot be imported");
            if (node is XProcessingInstruction instruction) yield return (element, $"holds {instruction}, which cannot be imported");
        }
    }

    private bool IsKnown(XObject part) => _taken.Contains(part);

    private bool IsLayout(XAttribute attribute) =>
        attribute.IsNamespaceDeclaration
        || attribute.Name == SchemaInstance + "schemaLocation"
        || attribute.Name == "id"
        || (attribute.Name == XNamespace.Xml + "lang" && attribute.Value == root.Attribute(attribute.Name)?.Value)
        || (attribute.Name == XNamespace.Xml + "space" && attribute.Value == "preserve")
        || (attribute.Name == "class" && attribute.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).All(IsLayoutClass));

    private static bool IsLayoutClass(string name) => _layoutClasses.Any(known => name.StartsWith(known, StringComparison.Ordinal));
}
