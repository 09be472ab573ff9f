using System.Text.Json.Serialization;
using Aieh.Api.Employers.Ats;

namespace Aieh.Api.Employers.Ashby;

/// <summary>A labelled value, as Ashby takes them.</summary>
/// <param name="Identifier">No other of the same update has it.</param>
/// <param name="Label">What recruiters read.</param>
/// <param name="Type">numeric_score, numeric_duration_minutes, url, string or boolean_success.</param>
/// <param name="Value">Text or number, as the type says.</param>
internal sealed record AshbyDataValue(
    [property: JsonPropertyName("identifier")] string Identifier,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("value")] object Value)
{
    public static AshbyDataValue OfText(string identifier, string label, string value) => new(identifier, label, "string", value);

    public static AshbyDataValue OfScore(string identifier, string label, double value) => new(identifier, label, "numeric_score", value);
}

/// <summary>assessment.update. A result completes the assessment, a reason of cancellation cancels it.</summary>
internal sealed record AshbyUpdate
{
    [JsonPropertyName("assessment_id")]
    public required Guid AssessmentId { get; init; }

    /// <summary>Milliseconds since 1970; they rise with each update of an assessment.</summary>
    [JsonPropertyName("timestamp")]
    public required long Timestamp { get; init; }

    [JsonPropertyName("assessment_status")]
    public AshbyDataValue? Status { get; init; }

    [JsonPropertyName("assessment_profile_url")]
    public AshbyDataValue? ProfileUrl { get; init; }

    [JsonPropertyName("assessment_result")]
    public AshbyDataValue? Result { get; init; }

    [JsonPropertyName("cancelled_reason")]
    public AshbyDataValue? CancelledReason { get; init; }

    [JsonPropertyName("metadata")]
    public IReadOnlyList<AshbyDataValue>? Metadata { get; init; }

    public static AshbyUpdate Started(Guid assessment, long timestamp) => new()
    {
        AssessmentId = assessment, Timestamp = timestamp, Status = StatusOf("Started"),
    };

    public static AshbyUpdate Cancelled(Guid assessment, long timestamp, string reason) => new()
    {
        AssessmentId = assessment, Timestamp = timestamp, CancelledReason = AshbyDataValue.OfText("cancelled-reason", "Why", reason),
    };

    /// <summary>Null when there is nothing to be shown, or the report cannot be shown, without which a result is not taken.</summary>
    public static AshbyUpdate? Completed(ToldResult told, long timestamp) => told is not { Score: { } score, ReportUrl: { } report }
        ? null
        : new AshbyUpdate
        {
            AssessmentId = told.Invitation.Id,
            Timestamp = timestamp,
            Status = StatusOf("Completed"),
            ProfileUrl = new AshbyDataValue("report", "Report", "url", report),
            Result = AshbyDataValue.OfScore("score", "AIEH score", score),
            Metadata =
            [
                AshbyDataValue.OfScore("score-min", "Lowest score", told.Lowest),
                AshbyDataValue.OfScore("score-max", "Highest score", told.Highest),
                .. told.Parts.Select(part => AshbyDataValue.OfScore($"score-{part.Assessment}", part.Title, part.Score)),
                .. told.Facts.Select(fact => AshbyDataValue.OfText(fact.Id, fact.Label, fact.Value)),
            ],
        };

    private static AshbyDataValue StatusOf(string status) => AshbyDataValue.OfText("status", "Status", status);
}

/// <summary>What Ashby is sent.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AshbyUpdate))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(string))]
internal sealed partial class AshbyMessagesJson : JsonSerializerContext;
