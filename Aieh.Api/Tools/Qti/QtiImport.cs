using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;
using static Aieh.Api.Tools.Qti.QtiXml;

namespace Aieh.Api.Tools.Qti;

/// <summary>What a package of QTI 3.0 items gives: a bank, what its importer should know, and the items that cannot be in it.</summary>
internal sealed record QtiImport(ItemBankDocument Bank, IReadOnlyList<string> Notes, IReadOnlyList<string> Refused)
{
    private const int MaxItems = 5000;
    private const int MaxItemBytes = 2_000_000;
    private const int MaxManifestBytes = 50_000_000;

    private static readonly ItemTopic _imported = new()
    {
        Slug = QtiItemReader.ImportedTopic,
        Name = "Imported",
        Description = "Items that have not been given a topic yet.",
    };

    /// <summary>
    /// Reads the items that the manifest lists or, without one, that the folder holds; an item that lacks the catalog's own metadata
    /// becomes a draft.
    /// </summary>
    /// <param name="folder">The package.</param>
    /// <param name="assessment">The assessment that the bank is for.</param>
    /// <exception cref="InputException">There is no package that can be read.</exception>
    public static QtiImport Read(string folder, string assessment)
    {
        if (File.Exists(folder)) throw new InputException($"{folder} is a file: unpack it, and name the folder.");
        if (!Directory.Exists(folder)) throw new InputException($"{folder} is not a folder.");

        var hasManifest = Path.Exists(Path.Combine(folder, QtiPackage.Manifest));
        var manifest = hasManifest ? LoadInside(folder, QtiPackage.Manifest, MaxManifestBytes) : null;
        if (manifest is not null) RefuseFormerMetadata(manifest, QtiPackage.Manifest);
        var (notes, refused, files) = (new List<string>(), new List<string>(), new OrderedDictionary<string, string>());
        var (empty, language, items) = (Empty(assessment, manifest), OwnLocale(manifest), new List<Item>());
        foreach (var (file, resource) in manifest is null ? Loose(folder) : Listed(manifest, notes))
        {
            try
            {
                var root = LoadInside(folder, file, MaxItemBytes, resource);
                var metadata = resource?.Descendants(Metadata + "item").FirstOrDefault();
                var spelled = metadata is null ? QtiSpelling.Unknown : QtiMetadata.Spelling(QtiPackage.Manifest, metadata);
                var item = QtiItemReader.Read(file, root, spelled);
                if (metadata is not null) item = QtiMetadata.Complete(QtiPackage.Manifest, item, metadata);
                var own = root.Attribute(XNamespace.Xml + "lang")?.Value;
                Check(file, own, item);
                files.Add(item.Id, file);
                items.Add(item);
                language ??= own;
                if (metadata is null) notes.Add(NoteOnDraft(file, item));
            }
            catch (InputException fault)
            {
                refused.Add(fault.Message);
            }
        }

        return new QtiImport(Bank(items), notes, refused);

        void Check(string file, string? own, Item item)
        {
            if (own is not null && language is not null && own != language)
            {
                throw new InputException($"{file}: is in '{own}', and the items before it are in '{language}'.");
            }

            if (files.TryGetValue(item.Id, out var first)) throw new InputException($"{file}: becomes '{item.Id}', as {first} does.");
            var whole = Bank([item]);
            var alone = whole with
            {
                Locale = own ?? whole.Locale,
                Topics = [.. whole.Topics.Where(topic => topic.Slug == item.Topic)], // not all of them for each item
            };
            if (alone.Topics.Count == 0) throw new InputException($"{file}: the package does not have its topic, '{item.Topic}'.");
            if (ItemBankFile.Problems(alone) is [var problem, ..])
            {
                throw new InputException($"{file}: {problem.Pointer.Replace("/items/0", "", StringComparison.Ordinal)} {problem.What}.");
            }
        }

        ItemBankDocument Bank(List<Item> of)
        {
            var isImported = of.Any(item => item.Topic == _imported.Slug) && empty.Topics.All(topic => topic.Slug != _imported.Slug);
            return empty with
            {
                Locale = language ?? empty.Locale,
                Topics = isImported ? [.. empty.Topics, _imported] : empty.Topics,
                Items = of,
                Enemies = OwnBank(manifest) is { } own ? QtiMetadata.Enemies(QtiPackage.Manifest, own, of) : null,
            };
        }
    }

    private static ItemBankDocument Empty(string assessment, XElement? manifest)
    {
        var own = OwnBank(manifest);
        return new ItemBankDocument
        {
            Assessment = assessment,
            Version = own is null ? 1 : QtiMetadata.Number(QtiPackage.Manifest, own, "version"),
            Locale = "en",
            Topics = own is null ? [] : QtiMetadata.Topics(QtiPackage.Manifest, own),
            Items = [],
        };
    }

    private static string? OwnLocale(XElement? manifest) =>
        OwnBank(manifest) is { } own ? Attribute(QtiPackage.Manifest, own, "locale") : null;

    private static XElement? OwnBank(XElement? manifest) => manifest?.Element(Package + "metadata")?.Element(Metadata + "bank");

    private static string NoteOnDraft(string file, Item item)
    {
        var rationale = item.Rationale == QtiItemReader.NoRationale ? ", a rationale" : "";
        return $"{file}: {item.Id} is a draft; give it a topic, a level, a time{rationale} and a check.";
    }

    private static IEnumerable<(string File, XElement? Resource)> Loose(string folder)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder, "*.xml").Select(path => Path.GetFileName(path)).Take(MaxItems + 1).ToList();
            if (files.Count > MaxItems) throw new InputException($"{folder} has more than {MaxItems} files.");
            return files.Order(StringComparer.Ordinal).Select(file => (file, (XElement?)null));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder} cannot be read: {exception.Message}");
        }
    }

    private static IEnumerable<(string File, XElement? Resource)> Listed(XElement manifest, List<string> notes)
    {
        // Packages of other systems put the manifest in other versions of the namespace.
        var resources = manifest.Descendants().Where(element => element.Name.LocalName == "resource").ToList();
        if (resources.Count > MaxItems) throw Fault(QtiPackage.Manifest, manifest, $"lists more than {MaxItems} resources");

        foreach (var resource in resources)
        {
            var type = resource.Attribute("type")?.Value;
            var href = resource.Attribute("href")?.Value;
            if (type == ItemResource) yield return (href ?? "", resource);
            else notes.Add($"{href ?? resource.Attribute("identifier")?.Value}: left out, because it is of the type {type}.");
        }
    }

    /// <param name="folder">The package.</param>
    /// <param name="file">Inside of it, and not where a link leads.</param>
    /// <param name="mostBytes">Of the file.</param>
    /// <param name="namedBy">What names the file, if anything does.</param>
    private static XElement LoadInside(string folder, string file, int mostBytes, XElement? namedBy = null)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, file));
        if (!path.StartsWith(root, StringComparison.Ordinal)) throw Refusal("which is outside of the package");
        if (!File.Exists(path)) throw Refusal("which is not in the package");
        for (var part = path; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null) throw Refusal("which a symbolic link leads to");
        }

        return Load(path, file, mostBytes);

        InputException Refusal(string what) => namedBy is null
            ? new InputException($"{file}: cannot be read, {what}.")
            : Fault(QtiPackage.Manifest, namedBy, $"names '{file}', {what}");
    }
}
