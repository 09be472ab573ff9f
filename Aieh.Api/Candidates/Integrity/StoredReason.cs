using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>A reason as stored: what it is about, and its numbers. Its words are made when it is told.</summary>
internal sealed record StoredReason
{
    public required IntegrityReasonKind Kind { get; init; }

    /// <summary>How much of it alone there is to be asked.</summary>
    public IntegrityStatus Level { get; init; }

    /// <summary>How many there are of what it is about; null where nothing is counted.</summary>
    public int? Count { get; init; }

    /// <summary>Out of how many.</summary>
    public int? Of { get; init; }

    public static IReadOnlyList<StoredReason> Read(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize(stored, StoredReasonJson.Default.ListStoredReason)!;

    public static string Write(IEnumerable<StoredReason> reasons) =>
        JsonSerializer.Serialize([.. reasons], StoredReasonJson.Default.ListStoredReason);
}

/// <summary>How reasons are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KebabCaseEnumConverter)])]
[JsonSerializable(typeof(List<StoredReason>))]
internal sealed partial class StoredReasonJson : JsonSerializerContext;
