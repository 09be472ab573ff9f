using System.Text;
using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;
using static Aieh.Api.Tools.Qti.QtiXml;

namespace Aieh.Api.Tools.Qti;

/// <summary>Writes an item bank as a folder of QTI 3.0 items with a manifest.</summary>
internal static class QtiPackage
{
    public const string Manifest = "imsmanifest.xml";

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
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "items"));
            foreach (var (file, text) in texts)
            {
                // A new file, and never what a link of that name leads to.
                await using var stream = new FileStream(Path.Combine(folder, file), FileMode.CreateNew);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder} cannot be written: {exception.Message}");
        }
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
}
