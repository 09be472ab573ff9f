using System.Text;
using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tools.Qti;

/// <summary>Writes an item bank as its authors would.</summary>
internal static class ItemBankFile
{
    private static readonly JsonSerializerOptions _readable = new(CatalogDocument.Written) { WriteIndented = true, NewLine = "\n" };

    public static string Text(ItemBankDocument bank) => JsonSerializer.Serialize(bank, _readable) + "\n";

    /// <summary>What the loader would find wrong with the bank.</summary>
    public static IReadOnlyList<CatalogProblem> Problems(ItemBankDocument bank)
    {
        var document = CatalogDocument.FromText(CatalogKinds.Items, bank.Assessment, Text(bank));
        List<CatalogProblem> problems = [.. CatalogSchemas.Shipped.Validate(document)];
        if (problems.Count == 0) CatalogSnapshot.Parse([document], problems, followReferences: false);
        return problems;
    }

    /// <summary>Checks the bank as the loader would, then writes it.</summary>
    /// <exception cref="CatalogException">The bank breaks a rule of the catalog.</exception>
    /// <exception cref="InputException">The file exists, or cannot be written.</exception>
    public static async Task WriteNewAsync(ItemBankDocument bank, string file, CancellationToken cancellationToken)
    {
        if (Problems(bank) is { Count: > 0 } problems) throw new CatalogException(problems);
        if (Path.Exists(file)) throw new InputException($"{file} exists, and is not overwritten: name another file.");
        try
        {
            // A new file, and never what a link of that name leads to.
            await using var stream = new FileStream(file, FileMode.CreateNew);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Text(bank)), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file} cannot be written: {exception.Message}");
        }
    }
}
