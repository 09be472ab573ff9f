using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Psychometrics;

namespace Aieh.Api.Tools.Content;

/// <summary>Writes an item bank as its authors would.</summary>
internal static class ItemBankFile
{
    private static readonly JsonSerializerOptions _readable = new(CatalogueDocument.Written) { WriteIndented = true, NewLine = "\n" };

    public static string Text(ItemBankDocument bank) => JsonSerializer.Serialize(bank, _readable) + "\n";

    /// <summary>Checks the bank as the loader would, then writes it.</summary>
    /// <exception cref="CatalogueException">The bank breaks a rule of the catalogue.</exception>
    /// <exception cref="InputException">The file exists.</exception>
    public static async Task WriteNewAsync(ItemBankDocument bank, CatalogueSchemas schemas, string file, CancellationToken cancellationToken)
    {
        var text = Text(bank);
        var document = CatalogueDocument.FromText(CatalogueKinds.Items, bank.Assessment, text);
        List<CatalogueProblem> problems = [.. schemas.Validate(document)];
        if (problems.Count == 0) CatalogueSnapshot.Parse([document], problems, followReferences: false);
        if (problems.Count > 0) throw new CatalogueException(problems);
        if (File.Exists(file)) throw new InputException($"{file} exists, and is not overwritten: name another file.");

        await using var stream = new FileStream(file, FileMode.CreateNew);
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }
}
