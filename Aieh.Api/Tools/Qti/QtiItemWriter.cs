using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using static Aieh.Api.Tools.Qti.QtiXml;

namespace Aieh.Api.Tools.Qti;

/// <summary>An item as a QTI 3.0 assessment item with one choice interaction.</summary>
internal static class QtiItemWriter
{
    public static XElement Write(Item item, string locale) => new(
        Asi + "qti-assessment-item",
        new XAttribute("identifier", item.Id),
        new XAttribute("title", item.Id),
        new XAttribute(XNamespace.Xml + "lang", locale),
        new XAttribute("adaptive", "false"),
        new XAttribute("time-dependent", "false"),
        new XElement(
            Asi + "qti-response-declaration",
            new XAttribute("identifier", "RESPONSE"),
            new XAttribute("cardinality", "single"),
            new XAttribute("base-type", "identifier"),
            item.Key is { } key ? new XElement(Asi + "qti-correct-response", new XElement(Asi + "qti-value", key)) : Mapping(item.Scores!)),
        new XElement(
            Asi + "qti-outcome-declaration",
            new XAttribute("identifier", "SCORE"),
            new XAttribute("cardinality", "single"),
            new XAttribute("base-type", "float"),
            new XAttribute("normal-maximum", item.HighestCategory)),
        new XElement(
            Asi + "qti-item-body",
            new XElement(Asi + "p", Text(item.Stem)),
            item.Code is { } code ? Code(code) : null,
            new XElement(
                Asi + "qti-choice-interaction",
                new XAttribute("response-identifier", "RESPONSE"),
                new XAttribute("shuffle", "false"),
                new XAttribute("max-choices", "1"),
                item.Options.Select(Choice)),
            new XElement(
                Asi + "qti-rubric-block",
                new XAttribute("view", "scorer"),
                new XAttribute("use", "scoring"),
                new XElement(Asi + "qti-content-body", new XElement(Asi + "p", Text(item.Rationale))))),
        new XElement(Asi + "qti-response-processing", new XAttribute("template", item.Key is null ? MapResponse : MatchCorrect)));

    private static XElement Code(ItemCode code) => new(
        Asi + "pre",
        new XElement(Asi + "code", new XAttribute("class", $"language-{code.Language}"), new XText(code.Text)));

    private static XElement Choice(ItemOption option) =>
        new(Asi + "qti-simple-choice", new XAttribute("identifier", option.Id), Text(option.Text));

    private static XElement Mapping(IReadOnlyDictionary<string, int> scores)
    {
        return new XElement(Asi + "qti-mapping", new XAttribute("default-value", "0"), scores.Select(Entry));

        static XElement Entry(KeyValuePair<string, int> score) => new(
            Asi + "qti-map-entry",
            new XAttribute("map-key", score.Key),
            new XAttribute("mapped-value", score.Value));
    }

    private static IEnumerable<XNode> Text(string commonMark) => CommonMark.Read(commonMark, out _).ToXhtml();
}
