using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tools.Content;

/// <summary>Writes an item bank as its authors would.</summary>
internal static class ItemBankFile
{
    private static readonly JsonSerializerOptions _readable = new(CatalogDocument.Written) { WriteIndented = true, NewLine = "\n" };

    public static string Text(ItemBankDocument bank) => JsonSerializer.Serialize(bank, _readable) + "\n";

    /// <summary>Checks the bank as the loader would, then writes it.</summary>
    /// <exception cref="CatalogException">The bank breaks a rule of the catalog.</exception>
    /// <exception cref="InputException">The file exists.</exception>
    public static async Task WriteNewAsync(ItemBankDocument bank, CatalogSchemas schemas, string file, CancellationToken cancellationToken)
    {
        var text = Text(bank);
        var document = CatalogDocument.FromText(CatalogKinds.Items, bank.Assessment, text);
        List<CatalogProblem> problems = [.. schemas.Validate(document)];
        if (problems.Count == 0) CatalogSnapshot.Parse([document], problems, followReferences: false);
        if (problems.Count > 0) throw new CatalogException(problems);
        if (File.Exists(file)) throw new InputException($"{file} exists, and is not overwritten: name another file.");

        await using var stream = new FileStream(file, FileMode.CreateNew);
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }
}
