using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Catalog.Documents;

internal static class CatalogKinds
{
    public const string Methodology = "methodology";
    public const string Role = "role";
    public const string Assessment = "assessment";
    public const string Items = "items";
    public const string Calibration = "calibration";
    public const string Concordance = "concordance";
}

/// <summary>One catalog entry as canonical JSON. <see cref="ContentHash"/> is the lower-case hex SHA-256 of its UTF-8 bytes.</summary>
internal sealed record CatalogDocument(string Kind, string Slug, string ContentHash, string Json)
{
    // Non-ASCII text stays readable in the database; the JSON is never written into HTML.
    private static readonly JsonWriterOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How documents are written: as their files have them, absent what does not exist.</summary>
    public static readonly JsonSerializerOptions Written = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    // Whole numbers up to here are exact in every reader of JSON.
    private const double LargestNumber = 9007199254740991;

    private static readonly JsonDocumentOptions _noDuplicates = new() { AllowDuplicateProperties = false };

    /// <summary>The path of the document's file inside the catalog folder, which is also how messages name it.</summary>
    public string File => Kind switch
    {
        CatalogKinds.Methodology => "methodology.json",
        CatalogKinds.Role => $"roles/{Slug}.json",
        CatalogKinds.Concordance => $"concordances/{Slug}.json",
        _ => $"assessments/{Slug}/{Kind}.json",
    };

    /// <summary>Indentation, line ends and the order of members do not change the hash; the spelling of numbers does.</summary>
    /// <exception cref="JsonException">
    /// The text is not JSON, repeats a member, or has a text or number that no document can mean: half of a surrogate pair, 1e400.
    /// </exception>
    public static CatalogDocument FromText(string kind, string slug, string text)
    {
        using var parsed = Readable(() => JsonDocument.Parse(text, _noDuplicates), "$");
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, _compact)) WriteCanonical(writer, parsed.RootElement, "$");

        var canonical = bytes.ToArray();
        return new CatalogDocument(kind, slug, Convert.ToHexStringLower(SHA256.HashData(canonical)), Encoding.UTF8.GetString(canonical));
    }

    private static void WriteCanonical(Utf8JsonWriter writer, JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteCanonical(writer, member.Value, $"{path}.{member.Name}");
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var (index, entry) in element.EnumerateArray().Index()) WriteCanonical(writer, entry, $"{path}[{index}]");
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Readable(element.GetString, path));
                break;
            case JsonValueKind.Number when Math.Abs(element.GetDouble()) > LargestNumber:
                throw new JsonException($"must be a number of at most {LargestNumber:R}", path, null, null);
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static T Readable<T>(Func<T> read, string path)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("has half of a surrogate pair, which is no character", path, null, null);
        }
    }
}
