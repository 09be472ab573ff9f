using System.Text.Json.Serialization;
using Aieh.Api.Employers.Ats;

namespace Aieh.Api.Employers.Kombo;

/// <summary>The score of a part, as Kombo takes it.</summary>
internal sealed record KomboScore(
    [property: JsonPropertyName("value")] double Value, [property: JsonPropertyName("max")] double Max);

/// <summary>A line or a part of a result: TEXT with a value, SUB_RESULT with a score and a status.</summary>
internal sealed record KomboAttribute
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("label")]
    public required string Label { get; init; }

    [JsonPropertyName("value")]
    public string? Value { get; init; }

    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("score")]
    public KomboScore? Score { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }
}

/// <summary>The result of an order: COMPLETED or CANCELLED, which it stays.</summary>
internal sealed record KomboResult
{
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("completed_at")]
    public required string CompletedAt { get; init; }

    [JsonPropertyName("score")]
    public double? Score { get; init; }

    [JsonPropertyName("max_score")]
    public double? MaxScore { get; init; }

    [JsonPropertyName("result_url")]
    public string? ResultUrl { get; init; }

    [JsonPropertyName("attributes")]
    public required IReadOnlyList<KomboAttribute> Attributes { get; init; }

    /// <summary>Kombo wants the page of a result also where there is none: it says why.</summary>
    public static KomboResult Cancelled(string at, string reason, string report) =>
        new() { Status = "CANCELLED", CompletedAt = at, ResultUrl = report, Attributes = [Text("Reason", reason)] };

    public static KomboResult Completed(string at, ToldResult told) => new()
    {
        Status = "COMPLETED",
        CompletedAt = at,
        Score = told.Score,
        MaxScore = told.Score is null ? null : told.Highest,
        ResultUrl = told.ReportUrl,
        Attributes =
        [
            .. told.Facts.Select(fact => Text(fact.Label, fact.Value)),
            .. told.Parts.Select(part => new KomboAttribute
            {
                Type = "SUB_RESULT", Id = part.Assessment, Label = part.Title, Score = new KomboScore(part.Score, told.Highest),
                Status = "COMPLETED",
            }),
        ],
    };

    private static KomboAttribute Text(string label, string value) => new() { Type = "TEXT", Label = label, Value = value };
}

/// <summary>What Kombo is sent.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KomboResult))]
internal sealed partial class KomboMessagesJson : JsonSerializerContext;
