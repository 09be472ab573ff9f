using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;
using static Aieh.Api.Tools.Content.Qti.QtiXml;

namespace Aieh.Api.Tools.Content.Qti;

/// <summary>An item bank as a folder of QTI 3.0 items with a manifest.</summary>
internal static class QtiPackage
{
    private const string Manifest = "imsmanifest.xml";
    private const int MaxItems = 5000;

    private static readonly ItemTopic _imported = new()
    {
        Slug = QtiItemReader.ImportedTopic,
        Name = "Imported",
        Description = "Items that have not been given a topic yet.",
    };

    /// <exception cref="InputException">The folder is not empty, or a text cannot be written.</exception>
    public static async Task WriteAsync(ItemBankDocument bank, string folder, CancellationToken cancellationToken)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new InputException($"{folder} is not empty, and is not overwritten: name another folder.");
        }

        var files = bank.Items.ToDictionary(
            item => $"items/{item.Id}.xml", item => QtiItemWriter.Write(item, bank.Locale), StringComparer.Ordinal);
        files.Add(Manifest, ManifestOf(bank));
        var texts = files.ToDictionary(file => file.Key, file => Text(file.Value, file.Key), StringComparer.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder, "items"));
        foreach (var (file, text) in texts) await File.WriteAllTextAsync(Path.Combine(folder, file), text, cancellationToken);
    }

    /// <summary>
    /// Reads the items that the manifest lists or, without one, that the folder holds; an item that lacks the catalog's own metadata
    /// becomes a draft.
    /// </summary>
    /// <returns>The bank, not yet checked, and what its importer should know.</returns>
    /// <exception cref="InputException">Anything cannot be read; it lists the faults, with file and element.</exception>
    public static (ItemBankDocument Bank, IReadOnlyList<string> Notes) Read(string folder, string assessment)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder} is not a folder.");

        var manifest = File.Exists(Path.Combine(folder, Manifest)) ? Load(Path.Combine(folder, Manifest), Manifest) : null;
        if (manifest is not null) RefuseFormerMetadata(manifest, Manifest);
        var (items, notes, faults) = (new List<Item>(), new List<string>(), new InputProblems());
        foreach (var (file, metadata) in manifest is null ? Loose(folder) : Listed(folder, manifest, notes))
        {
            try
            {
                var item = QtiItemReader.Read(file, Load(Path.Combine(folder, file), file), isOwn: metadata is not null);
                items.Add(metadata is null ? item : QtiMetadata.Complete(Manifest, item, metadata));
                if (metadata is null) notes.Add(NoteOnDraft(file, item));
            }
            catch (InputException fault)
            {
                faults.Add(fault.Message);
            }
        }

        faults.ThrowIfAny();
        return items.Count > 0 ? (Bank(assessment, manifest, items), notes) : throw new InputException($"{folder} has no QTI 3.0 item.");
    }

    private static string NoteOnDraft(string file, Item item)
    {
        var rationale = item.Rationale == QtiItemReader.NoRationale ? ", a rationale" : "";
        return $"{file}: {item.Id} is a draft; give it a topic, a level, a time{rationale} and a check.";
    }

    private static XElement ManifestOf(ItemBankDocument bank) => new(
        Package + "manifest",
        new XAttribute(XNamespace.Xmlns + "aieh", Metadata),
        new XAttribute("identifier", $"items-{bank.Assessment}"),
        new XElement(
            Package + "metadata",
            new XElement(Package + "schema", "QTI Package"),
            new XElement(Package + "schemaversion", "3.0.0"),
            QtiMetadata.Of(bank)),
        new XElement(Package + "organizations"),
        new XElement(
            Package + "resources",
            bank.Items.Select(item => new XElement(
                Package + "resource",
                new XAttribute("identifier", item.Id),
                new XAttribute("type", ItemResource),
                new XAttribute("href", $"items/{item.Id}.xml"),
                new XElement(Package + "metadata", QtiMetadata.Of(item)),
                new XElement(Package + "file", new XAttribute("href", $"items/{item.Id}.xml"))))));

    private static ItemBankDocument Bank(string assessment, XElement? manifest, List<Item> items)
    {
        var own = manifest?.Element(Package + "metadata")?.Element(Metadata + "bank");
        var topics = own is null ? [] : QtiMetadata.Topics(Manifest, own);
        if (items.Any(item => item.Topic == QtiItemReader.ImportedTopic) && topics.All(topic => topic.Slug != QtiItemReader.ImportedTopic))
        {
            topics = [.. topics, _imported];
        }

        return new ItemBankDocument
        {
            Assessment = assessment,
            Version = own is null ? 1 : QtiMetadata.Number(Manifest, own, "version"),
            Locale = own is null ? "en" : Attribute(Manifest, own, "locale"),
            Topics = topics,
            Items = items,
        };
    }

    private static IEnumerable<(string File, XElement? Metadata)> Loose(string folder)
    {
        var names = Directory.EnumerateFiles(folder, "*.xml").Select(path => Path.GetFileName(path));
        var files = names.Order(StringComparer.Ordinal).Take(MaxItems + 1).ToList();
        if (files.Count > MaxItems) throw new InputException($"{folder} has more than {MaxItems} files.");
        return files.Select(file => (file, (XElement?)null));
    }

    private static IEnumerable<(string File, XElement? Metadata)> Listed(string folder, XElement manifest, List<string> notes)
    {
        // Packages of other systems put the manifest in other versions of the namespace.
        var resources = manifest.Descendants().Where(element => element.Name.LocalName == "resource").ToList();
        if (resources.Count > MaxItems) throw Fault(Manifest, manifest, $"lists more than {MaxItems} resources");

        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        foreach (var resource in resources)
        {
            var type = Attribute(Manifest, resource, "type");
            var href = Attribute(Manifest, resource, "href");
            if (type != ItemResource)
            {
                notes.Add($"{href}: left out, because it is of the type {type}.");
                continue;
            }

            var path = Path.GetFullPath(Path.Combine(root, href));
            if (!path.StartsWith(root, StringComparison.Ordinal))
            {
                throw Fault(Manifest, resource, $"names '{href}', which is outside of the package");
            }

            if (!File.Exists(path)) throw Fault(Manifest, resource, $"names '{href}', which is not in the package");
            yield return (href, resource.Descendants(Metadata + "item").FirstOrDefault());
        }
    }
}
