using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Catalog;
using Aieh.Api.Psychometrics;

namespace Aieh.Api.Content;

/// <summary>Writes an item bank as its authors would.</summary>
internal static class ItemBankFile
{
    // The file is never written into HTML, so that text stays readable.
    private static readonly JsonSerializerOptions _readable = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static string Text(ItemBankDocument bank) => JsonSerializer.Serialize(bank, _readable) + "\n";

    /// <summary>Checks the bank as the loader would, then writes it.</summary>
    /// <exception cref="CatalogueException">The bank breaks a rule of the catalogue.</exception>
    /// <exception cref="InputException">The file exists.</exception>
    public static async Task WriteNewAsync(ItemBankDocument bank, CatalogueSchemas schemas, string file, CancellationToken cancellationToken)
    {
        var document = CatalogueDocument.FromText(CatalogueKinds.Items, bank.Assessment, Text(bank));
        List<CatalogueProblem> problems = [.. schemas.Validate(document)];
        if (problems.Count == 0) CatalogueSnapshot.Parse([document], problems, followReferences: false);
        if (problems.Count > 0) throw new CatalogueException(problems);
        if (File.Exists(file)) throw new InputException($"{file} exists, and is not overwritten: name another file.");

        await using var stream = new FileStream(file, FileMode.CreateNew);
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(Text(bank).AsMemory(), cancellationToken);
    }
}
