using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;
using static Aieh.Api.Tools.Content.Qti.QtiXml;

namespace Aieh.Api.Tools.Content.Qti;

/// <summary>
/// Reads a QTI 3.0 assessment item with one single-choice interaction. What QTI does not say is filled so that it must be reviewed: a
/// draft.
/// </summary>
internal static partial class QtiItemReader
{
    public const string ImportedTopic = "imported";

    public const string NoRationale =
        "Imported without a rationale: say why the key is right and which misconception each other option comes from.";

    private const int UnknownSeconds = 60;
    private const int MaxOptions = 8;

    /// <param name="file">Name for messages.</param>
    /// <param name="root">The document's root.</param>
    /// <param name="isOwn">Whether every blank was written by the export; elsewhere blanks are layout.</param>
    /// <exception cref="InputException">The item is not one that the catalog can hold.</exception>
    public static Item Read(string file, XElement root, bool isOwn)
    {
        if (root.Name != Asi + "qti-assessment-item")
        {
            throw Fault(file, root, $"is not the root of a QTI 3.0 item, <qti-assessment-item> of {Asi}");
        }

        var body = Only(file, root, "qti-item-body");
        var interaction = Interaction(file, body);
        var declaration = Declaration(file, root, interaction);
        var choices = Choices(file, interaction);
        var given = choices.ConvertAll(choice => Attribute(file, choice, "identifier"));
        var ids = given.All(id => id is [>= 'a' and <= 'h']) ? given : [.. given.Select((_, i) => ((char)('a' + i)).ToString())];

        var scores = Scores(file, root, declaration, IdOf);
        var rationale = Rationale(root, isOwn);
        var code = Code(body, interaction);
        code?.Remove(); // it is no part of the stem; a second one is refused there
        var identifier = Attribute(file, root, "identifier");
        return new Item
        {
            Id = isOwn ? identifier : NotInSlugs().Replace(identifier.ToLowerInvariant(), "-").Trim('-'),
            Topic = ImportedTopic,
            CognitiveLevel = CognitiveLevel.Apply,
            Status = ItemStatus.Draft,
            Stem = Stem(file, body, interaction, Text),
            Code = code is null ? null : new ItemCode { Language = Language(code), Version = "unspecified", Text = code.Value },
            Options = [.. choices.Select((choice, i) => new ItemOption { Id = ids[i], Text = Text(choice) })],
            Key = scores is null ? Key(file, declaration, IdOf) : null,
            Scores = scores,
            Rationale = rationale is not null && Text(rationale) is { Length: > 0 } told ? told : NoRationale,
            EstimatedSeconds = UnknownSeconds,
        };

        string IdOf(XElement at, string choice) =>
            given.IndexOf(choice) is >= 0 and var index ? ids[index] : throw Fault(file, at, $"names '{choice}', which is not a choice");

        string Text(XElement element)
        {
            var text = CommonMark(file, element);
            return isOwn ? text : Blanks().Replace(text, " ").Trim();
        }
    }

    private static XElement Interaction(string file, XElement body)
    {
        var interactions = body.Descendants().Where(IsInteraction).ToList();
        if (interactions is not [var interaction])
        {
            throw Fault(file, body, $"has {interactions.Count} interactions; the catalog holds items with one");
        }

        if (interaction.Name != Asi + "qti-choice-interaction")
        {
            throw Fault(file, interaction, "cannot be imported: only <qti-choice-interaction> can");
        }

        if (interaction.Attribute("max-choices")?.Value is { } most and not "1")
        {
            throw Fault(file, interaction, $"allows {most} choices; the catalog holds items with one");
        }

        return interaction;

        static bool IsInteraction(XElement element) => element.Name.LocalName.EndsWith("-interaction", StringComparison.Ordinal);
    }

    /// <summary>Where the key of the interaction stands.</summary>
    private static XElement Declaration(string file, XElement root, XElement interaction)
    {
        var identifier = interaction.Attribute("response-identifier")?.Value;
        return root.Elements(Asi + "qti-response-declaration").FirstOrDefault(d => d.Attribute("identifier")?.Value == identifier)
            ?? throw Fault(file, interaction, "has no <qti-response-declaration> with its response-identifier");
    }

    private static List<XElement> Choices(string file, XElement interaction)
    {
        var choices = interaction.Elements(Asi + "qti-simple-choice").ToList();
        if (choices.Count is >= 2 and <= MaxOptions) return choices;
        throw Fault(file, interaction, $"has {choices.Count} choices; the catalog holds 2 to {MaxOptions}");
    }

    private static XElement? Rationale(XElement root, bool isOwn)
    {
        var rubrics = root.Descendants(Asi + "qti-rubric-block");
        var rubric = rubrics.FirstOrDefault(block => (block.Attribute("view")?.Value ?? "").Split(' ').Contains("scorer"));
        return isOwn ? rubric?.Descendants(Asi + "p").FirstOrDefault() : rubric;
    }

    /// <summary>The code in front of the choices.</summary>
    private static XElement? Code(XElement body, XElement interaction)
    {
        return body.Descendants(Asi + "pre").FirstOrDefault(IsShown);

        bool IsShown(XElement pre) => pre.IsBefore(interaction) && !pre.Ancestors(Asi + "qti-rubric-block").Any();
    }

    /// <summary>The text in front of the choices, without code; the prompt belongs to it.</summary>
    private static string Stem(string file, XElement body, XElement interaction, Func<XElement, string> text)
    {
        var before = interaction.AncestorsAndSelf()
            .TakeWhile(element => element != body)
            .Reverse()
            .SelectMany(element => element.ElementsBeforeSelf());
        var parts = before
            .Where(element => element.Name != Asi + "qti-rubric-block")
            .Concat(interaction.Elements(Asi + "qti-prompt"))
            .Select(text)
            .Where(part => part.Length > 0)
            .ToList();
        return parts.Count > 0 ? string.Join(' ', parts) : throw Fault(file, body, "has no text in front of the choices");
    }

    private static string Key(string file, XElement declaration, Func<XElement, string, string> idOf)
    {
        var correct = declaration.Element(Asi + "qti-correct-response")
            ?? throw Fault(file, declaration, "has no key: neither <qti-correct-response> nor a mapping that is used");
        var values = correct.Elements(Asi + "qti-value").ToList();
        if (values is [var value]) return idOf(value, value.Value.Trim());
        throw Fault(file, correct, $"has {values.Count} values; the catalog holds items with one key");
    }

    /// <summary>Scores where the response is scored by the mapping; null where it is matched with the key.</summary>
    private static Dictionary<string, int>? Scores(string file, XElement root, XElement declaration, Func<XElement, string, string> idOf)
    {
        var mapping = declaration.Element(Asi + "qti-mapping");
        var template = root.Element(Asi + "qti-response-processing")?.Attribute("template")?.Value ?? "";
        var isMapped = template.Contains("map_response", StringComparison.Ordinal)
            || declaration.Element(Asi + "qti-correct-response") is null;
        if (mapping is null || !isMapped) return null;

        var scores = root.Descendants(Asi + "qti-simple-choice")
            .ToDictionary(choice => idOf(choice, Attribute(file, choice, "identifier")), _ => 0, StringComparer.Ordinal);
        foreach (var entry in mapping.Elements(Asi + "qti-map-entry"))
        {
            var told = Attribute(file, entry, "mapped-value");
            var isNumber = double.TryParse(told, NumberStyles.Float, CultureInfo.InvariantCulture, out var score);
            if (!isNumber || score is not (>= 0 and <= 9) || score != Math.Floor(score))
            {
                throw Fault(file, entry, $"scores '{told}'; the catalog holds whole numbers from 0 to 9");
            }

            scores[idOf(entry, Attribute(file, entry, "map-key"))] = (int)score;
        }

        return scores;
    }

    private static string Language(XElement pre)
    {
        var classes = pre.DescendantsAndSelf().Select(element => LanguageClass().Match(element.Attribute("class")?.Value ?? ""));
        return classes.FirstOrDefault(match => match.Success)?.Groups[1].Value ?? "text";
    }

    private static XElement Only(string file, XElement parent, string name) =>
        parent.Elements(Asi + name).ToList() is [var only] ? only : throw Fault(file, parent, $"must have one <{name}>");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlugs();

    [GeneratedRegex(@"(?:^|\s)language-([a-z0-9]+(?:-[a-z0-9]+)*)")]
    private static partial Regex LanguageClass();
}
