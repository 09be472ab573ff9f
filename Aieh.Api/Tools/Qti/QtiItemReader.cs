using System.Text.RegularExpressions;
using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;
using static Aieh.Api.Tools.Qti.QtiXml;

namespace Aieh.Api.Tools.Qti;

/// <summary>
/// Reads a QTI 3.0 assessment item with one single-choice interaction, all of it or nothing. What QTI does not say is filled so that it
/// must be reviewed: a draft.
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
    /// <param name="spelled">How the author of an exported item spelled its texts.</param>
    /// <exception cref="InputException">The item is not one that the catalog can hold.</exception>
    public static Item Read(string file, XElement root, QtiSpelling spelled)
    {
        var document = new QtiDocument(file, root);
        if (root.Name != Asi + "qti-assessment-item")
        {
            throw document.Fault(root, $"is not the root of a QTI 3.0 item, <qti-assessment-item> of {Asi}");
        }

        ReadRoot(document);
        var identifier = document.Required(root, "identifier");
        var body = document.Child(root, "qti-item-body") ?? throw document.Fault(root, "must have one <qti-item-body>");
        var interaction = Interaction(document, body);
        var choices = Choices(document, interaction);
        var scoring = QtiScoring.Read(document, interaction, [.. choices.Keys]);
        var rationale = Rationale(document, body);
        var before = Before(document, body, interaction);
        var code = Code(document, before);
        var stem = Stem(document, interaction, before);
        document.RefuseRest();

        var ids = Ids([.. choices.Keys]);
        return new Item
        {
            Id = Slug(identifier),
            Topic = ImportedTopic,
            CognitiveLevel = CognitiveLevel.Apply,
            Status = ItemStatus.Draft,
            Stem = document.Written(body, stem, spelled.Stem) ?? throw document.Fault(body, "has no text in front of the choices"),
            Code = code,
            Options = [.. choices.Select(Option)],
            Key = scoring.Key is { } key ? ids[key] : null,
            Scores = scoring.Scores?.ToDictionary(score => ids[score.Key], score => score.Value),
            Rationale = document.Written(body, rationale, spelled.Rationale) ?? NoRationale,
            EstimatedSeconds = UnknownSeconds,
        };

        ItemOption Option(KeyValuePair<string, (XElement At, InlineText Text)> choice) => new()
        {
            Id = ids[choice.Key],
            Text = document.Written(choice.Value.At, choice.Value.Text, spelled.Options.GetValueOrDefault(choice.Key))
                ?? throw document.Fault(choice.Value.At, "has no text"),
        };
    }

    private static void ReadRoot(QtiDocument document)
    {
        // A title is for lists of items, and candidates do not see it.
        foreach (var told in new[] { "title", "label", "tool-name", "tool-version" }) document.Attribute(document.Root, told);
        document.Expect(document.Root, "adaptive", "false");
        document.Expect(document.Root, "time-dependent", "false");
        foreach (var instruction in document.Root.Document?.Nodes().OfType<XProcessingInstruction>() ?? [])
        {
            // It names a schema; a stylesheet can hide or add text.
            if (instruction.Target == "xml-model") continue;
            throw document.Fault(document.Root, $"stands under {instruction}, which cannot be imported");
        }
    }

    /// <summary>As they are if they could be the catalog's own, else <c>a</c>, <c>b</c>, … in their order.</summary>
    private static Dictionary<string, string> Ids(IReadOnlyList<string> choices) => choices.All(id => id is [>= 'a' and <= 'h'])
        ? choices.ToDictionary(id => id)
        : choices.Index().ToDictionary(choice => choice.Item, choice => ((char)('a' + choice.Index)).ToString());

    private static string Slug(string identifier)
    {
        var slug = NotInSlugs().Replace(identifier.ToLowerInvariant(), "-").Trim('-');
        return IsSlug().IsMatch(identifier) ? identifier : slug;
    }

    private static XElement Interaction(QtiDocument document, XElement body)
    {
        var interactions = body.Descendants().Where(IsInteraction).ToList();
        if (interactions is not [var interaction])
        {
            throw document.Fault(body, $"has {interactions.Count} interactions; the catalog holds items with one");
        }

        if (interaction.Name != Asi + "qti-choice-interaction")
        {
            throw document.Fault(interaction, "cannot be imported: only <qti-choice-interaction> can");
        }

        document.Take(interaction);
        document.Expect(interaction, "max-choices", "1");
        document.Expect(interaction, "min-choices", "0", "1");
        // The catalog shows the choices as they are written, which every order of shuffling allows.
        document.Expect(interaction, "shuffle", "true", "false");
        document.Expect(interaction, "orientation", "horizontal", "vertical");
        return interaction;

        static bool IsInteraction(XElement element) => element.Name.LocalName.EndsWith("-interaction", StringComparison.Ordinal);
    }

    /// <summary>By identifier, in order.</summary>
    private static OrderedDictionary<string, (XElement At, InlineText Text)> Choices(QtiDocument document, XElement interaction)
    {
        var elements = document.Children(interaction, "qti-simple-choice");
        if (elements.Count is < 2 or > MaxOptions)
        {
            throw document.Fault(interaction, $"has {elements.Count} choices; the catalog holds 2 to {MaxOptions}");
        }

        var choices = new OrderedDictionary<string, (XElement, InlineText)>(StringComparer.Ordinal);
        foreach (var choice in elements)
        {
            document.Expect(choice, "fixed", "true", "false");
            var identifier = document.Required(choice, "identifier");
            if (choices.TryAdd(identifier, (choice, document.Text(choice.Nodes())))) continue;
            throw document.Fault(choice, $"repeats the identifier '{identifier}'");
        }

        return choices;
    }

    /// <summary>What scorers are told, and candidates are not.</summary>
    private static InlineText Rationale(QtiDocument document, XElement body)
    {
        var told = new List<XNode>();
        foreach (var rubric in body.Elements(Asi + "qti-rubric-block"))
        {
            var views = (rubric.Attribute("view")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (!views.Contains("scorer") || views.Contains("candidate")) continue;
            document.Take(rubric);
            document.Attribute(rubric, "view");
            document.Attribute(rubric, "use");
            told.AddRange([.. rubric.Nodes(), new XText(" ")]);
        }

        return document.Text(told);
    }

    /// <summary>What stands in front of the choices, in order.</summary>
    private static List<XNode> Before(QtiDocument document, XElement body, XElement interaction)
    {
        var around = interaction.Ancestors().TakeWhile(element => element != body).ToList();
        foreach (var block in around.Where(block => block.Name == Asi + "div")) document.Take(block);
        var before = around.Prepend(interaction).Reverse().SelectMany(element => element.NodesBeforeSelf());
        return [.. before.Where(node => node is not XElement { Name.LocalName: "qti-rubric-block" })];
    }

    /// <summary>The first code in front of the choices, every character of it; a second one is not taken.</summary>
    private static ItemCode? Code(QtiDocument document, IEnumerable<XNode> before)
    {
        if (before.OfType<XElement>().SelectMany(element => element.DescendantsAndSelf(Asi + "pre")).FirstOrDefault() is not { } pre)
        {
            return null;
        }

        document.Take(pre);
        foreach (var text in pre.DescendantNodes().Where(IsText)) document.Take(text);
        var language = pre.DescendantsAndSelf()
            .Select(element => LanguageClass().Match(element.Attribute("class")?.Value ?? ""))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value;
        return new ItemCode { Language = language ?? "text", Version = "unspecified", Text = pre.Value };

        static bool IsText(XNode node) =>
            node is XText || (node is XElement element && (element.Name == Asi + "code" || element.Name == Asi + "span"));
    }

    /// <summary>The text in front of the choices; the prompt belongs to it.</summary>
    private static InlineText Stem(QtiDocument document, XElement interaction, IEnumerable<XNode> before) =>
        document.Text(document.Child(interaction, "qti-prompt") is { } prompt ? before.Append(prompt) : before);

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlugs();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IsSlug();

    [GeneratedRegex(@"(?:^|\s)language-([a-z0-9]+(?:-[a-z0-9]+)*)")]
    private static partial Regex LanguageClass();
}
