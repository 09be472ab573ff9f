using System.Globalization;
using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using static Aieh.Api.Tools.Qti.QtiXml;

namespace Aieh.Api.Tools.Qti;

/// <summary>
/// How the texts of an item are spelled, options by their identifiers. CommonMark can spell a text in several ways, of which the item's
/// body keeps none.
/// </summary>
internal sealed record QtiSpelling(string? Stem, IReadOnlyDictionary<string, string> Options, string? Rationale)
{
    public static QtiSpelling Unknown { get; } = new(null, new Dictionary<string, string>(), null);
}

/// <summary>The catalog's own part of a package: banks and items, as far as QTI has no place for them. It stands in the manifest.</summary>
internal static class QtiMetadata
{
    public static XElement Of(ItemBankDocument bank) => new(
        Metadata + "bank",
        new XAttribute("version", bank.Version),
        new XAttribute("locale", bank.Locale),
        bank.Topics.Select(Of),
        bank.Enemies?.Select(Of));

    private static XElement Of(ItemTopic topic) => new(
        Metadata + "topic",
        new XAttribute("slug", topic.Slug),
        new XElement(Metadata + "name", topic.Name),
        new XElement(Metadata + "description", topic.Description));

    private static XElement Of(EnemyItems enemies) => new(
        Metadata + "enemies",
        enemies.Items.Select(item => new XElement(Metadata + "enemy", new XAttribute("item", item))),
        new XElement(Metadata + "reason", enemies.Reason));

    public static XElement Of(Item item) => new(
        Metadata + "item",
        new XAttribute("topic", item.Topic),
        new XAttribute("cognitive-level", KebabCase.Of(item.CognitiveLevel)),
        new XAttribute("status", KebabCase.Of(item.Status)),
        new XAttribute("estimated-seconds", item.EstimatedSeconds),
        Optional("stem", item.Stem),
        PerOption("option-text", item.Options.Select(option => KeyValuePair.Create(option.Id, option.Text))),
        Optional("rationale", item.Rationale),
        item.Code is { } code ? Of(code) : null,
        Optional("spoken", item.Spoken),
        item.Check is { } check ? Of(check) : null);

    private static XElement Of(ItemCode code) =>
        new(Metadata + "code", new XAttribute("language", code.Language), new XAttribute("version", code.Version));

    private static XElement Of(ItemCheck check) => new(
        Metadata + "check",
        check.Language is { } language ? new XAttribute("language", KebabCase.Of(language)) : null,
        Optional("setup", check.Setup),
        Optional("program", check.Code),
        PerOption("option-program", check.Options),
        PerOption("prediction", check.Predictions),
        Optional("stdout", check.ExpectStdout),
        Optional("raises", check.ExpectRaises));

    public static IReadOnlyList<ItemTopic> Topics(string file, XElement bank) =>
    [
        .. bank.Elements(Metadata + "topic").Select(topic => new ItemTopic
        {
            Slug = Attribute(file, topic, "slug"),
            Name = Told(file, topic, "name"),
            Description = Told(file, topic, "description"),
        }),
    ];

    /// <summary>The sets of enemies, as far as their items were imported; null when nothing is left of them.</summary>
    public static IReadOnlyList<EnemyItems>? Enemies(string file, XElement bank, IReadOnlyCollection<Item> imported)
    {
        var known = imported.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        List<EnemyItems> enemies =
        [
            .. bank.Elements(Metadata + "enemies").Select(set => new EnemyItems
            {
                Items = [.. set.Elements(Metadata + "enemy").Select(enemy => Attribute(file, enemy, "item")).Where(known.Contains)],
                Reason = Told(file, set, "reason"),
            }),
        ];
        enemies.RemoveAll(set => set.Items.Count < 2);
        return enemies.Count == 0 ? null : enemies;
    }

    private static string Told(string file, XElement topic, string name) => topic.Element(Metadata + name)?.Value switch
    {
        null => throw Fault(file, topic, $"lacks <{name}>"),
        { Length: > QtiDocument.MaxText } => throw Fault(file, topic, $"has a {name} of more than {QtiDocument.MaxText} characters"),
        var told => told,
    };

    /// <summary>Completes an item that was read from its QTI file.</summary>
    public static Item Complete(string file, Item item, XElement metadata) => item with
    {
        Topic = Attribute(file, metadata, "topic"),
        CognitiveLevel = Value<CognitiveLevel>(file, metadata, "cognitive-level"),
        Status = Value<ItemStatus>(file, metadata, "status"),
        EstimatedSeconds = Number(file, metadata, "estimated-seconds"),
        Code = item.Code is { } code && metadata.Element(Metadata + "code") is { } told
            ? code with { Language = Attribute(file, told, "language"), Version = Attribute(file, told, "version") }
            : item.Code,
        Spoken = item.Code is null ? null : metadata.Element(Metadata + "spoken")?.Value,
        Check = metadata.Element(Metadata + "check") is not { } check ? null : new ItemCheck
        {
            Language = check.Attribute("language") is null ? null : Value<CheckLanguage>(file, check, "language"),
            Setup = check.Element(Metadata + "setup")?.Value,
            Code = check.Element(Metadata + "program")?.Value,
            Options = PerOption(file, check, "option-program"),
            Predictions = PerOption(file, check, "prediction"),
            ExpectStdout = check.Element(Metadata + "stdout")?.Value,
            ExpectRaises = check.Element(Metadata + "raises")?.Value,
        },
    };

    public static QtiSpelling Spelling(string file, XElement metadata)
    {
        return new QtiSpelling(Required("stem"), PerOption(file, metadata, "option-text") ?? [], Required("rationale"));

        string Required(string name) => metadata.Element(Metadata + name)?.Value
            ?? throw Fault(file, metadata, $"lacks <{name}>: earlier builds did not write it; export the package again");
    }

    public static int Number(string file, XElement element, string name) =>
        int.TryParse(Attribute(file, element, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault(file, element, $"has '{Attribute(file, element, name)}' as {name}, which is not a whole number");

    private static T Value<T>(string file, XElement element, string name)
        where T : struct, Enum
    {
        var given = Attribute(file, element, name);
        var known = Enum.GetValues<T>().Where(value => KebabCase.Of(value) == given).ToList();
        return known is [var value] ? value : throw Fault(file, element, $"has the unknown {name} '{given}'");
    }

    private static XElement? Optional(string name, string? text) => text is null ? null : new XElement(Metadata + name, new XText(text));

    private static IEnumerable<XElement>? PerOption(string name, IEnumerable<KeyValuePair<string, string>>? texts) =>
        texts?.Select(text => new XElement(Metadata + name, new XAttribute("option", text.Key), new XText(text.Value)));

    private static Dictionary<string, string>? PerOption(string file, XElement check, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in check.Elements(Metadata + name))
        {
            var option = Attribute(file, element, "option");
            if (!texts.TryAdd(option, element.Value)) throw Fault(file, element, $"repeats the option '{option}'");
        }

        return texts.Count == 0 ? null : texts;
    }
}
