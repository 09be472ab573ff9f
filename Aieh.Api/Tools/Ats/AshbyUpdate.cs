using System.Text.Json;

namespace Aieh.Api.Tools.Ats;

/// <summary>
/// What assessment.update says. A result completes the assessment, a reason cancels it, the status "Started" sets the time of its start;
/// all of them are shown, and so is the metadata.
/// </summary>
internal sealed record AshbyUpdate(Guid? AssessmentId, long? Timestamp, bool IsStarted, bool IsCancelled, AtsResult? Result)
{
    private const string Started = "Started";
    private const string ScoreType = "numeric_score";
    private const string DurationType = "numeric_duration_minutes";
    private const string UrlType = "url";
    private const string TextType = "string";
    private const string SuccessType = "boolean_success";

    private static readonly string[] Types = [ScoreType, DurationType, UrlType, TextType, SuccessType];

    public static AshbyUpdate Read(StrictJson body, Inspection inspection)
    {
        body.KnowsOnly(
            "assessment_id", "timestamp", "assessment_status", "assessment_profile_url", "assessment_result", "cancelled_reason",
            "metadata");
        var id = body.Uuid("assessment_id");
        var timestamp = body.Milliseconds("timestamp");
        var status = body.Object("assessment_status", Need.Optional);
        var profile = body.Object("assessment_profile_url", Need.Optional);
        var result = body.Object("assessment_result", Need.Optional);
        var cancelled = body.Object("cancelled_reason", Need.Optional);
        var named = new[] { status, profile, result, cancelled }.OfType<StrictJson>();
        ReadValues([.. named, .. body.Items("metadata", Need.Optional)], inspection);

        if (status is null && cancelled is null) inspection.Object("assessment_status is missing, and there is no cancelled_reason");
        if (result is not null && cancelled is not null) inspection.Object("assessment_result is there beside cancelled_reason");
        if (result is not null && profile is null) inspection.Object("assessment_profile_url is missing beside assessment_result");
        HasType(status, "assessment_status", TextType, inspection);
        HasType(profile, "assessment_profile_url", UrlType, inspection);
        HasType(cancelled, "cancelled_reason", TextType, inspection);

        var told = ValueOf(status)?.ToString();
        if (told != Started && Started.Equals(told, StringComparison.OrdinalIgnoreCase))
        {
            inspection.Object($"assessment_status '{told}' is not '{Started}': the start is not stored");
        }

        var isSound = result is not null && inspection.IsClean;
        return new AshbyUpdate(id, timestamp, told == Started, cancelled is not null, isSound ? ResultOf(result!, profile!, body) : null);
    }

    /// <summary>What assessment.addCompletedToCandidate says, in camelCase: the id and the name of what is added.</summary>
    public static (Guid? Id, string? Name) ReadCompleted(StrictJson body, Guid partner, Inspection inspection)
    {
        body.KnowsOnly("candidateId", "partnerId", "assessment", "timestamp");
        body.Uuid("candidateId");
        body.Milliseconds("timestamp");
        if (body.Uuid("partnerId") is { } told && told != partner) inspection.Object($"partnerId {told} is not this partner's");
        if (body.Object("assessment") is not { } assessment) return default;

        assessment.KnowsOnly("assessmentTypeId", "assessmentId", "assessmentName", "result", "metadata");
        assessment.Uuid("assessmentTypeId");
        var result = assessment.Object("result");
        ReadValues([.. new[] { result }.OfType<StrictJson>(), .. assessment.Items("metadata")], inspection);
        return (assessment.Uuid("assessmentId"), assessment.Text("assessmentName"));
    }

    /// <summary>Values with their identifiers, which are unique in a message.</summary>
    public static void ReadValues(IReadOnlyList<StrictJson> values, Inspection inspection)
    {
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            value.KnowsOnly("identifier", "label", "type", "value", "description");
            value.Text("label");
            value.Text("description", Need.Optional);
            if (value.Text("identifier") is { } identifier && !identifiers.Add(identifier))
            {
                inspection.Object($"{value.PlaceOf("identifier")} '{identifier}' is there twice");
            }

            ReadValue(value, value.OneOf("type", Types));
        }
    }

    /// <summary>Each type has its kind of value.</summary>
    private static void ReadValue(StrictJson value, string? type)
    {
        switch (type)
        {
            case UrlType: value.Url("value"); break;
            case TextType: value.Text("value"); break;
            case SuccessType: value.Flag("value"); break;
            case ScoreType or DurationType: value.Number("value"); break;
        }
    }

    private static void HasType(StrictJson? value, string name, string type, Inspection inspection)
    {
        if (value is not null && value.Value.TryGetProperty("type", out var told) && told.ToString() != type)
        {
            inspection.Object($"{name} is of type '{told}', not '{type}'");
        }
    }

    private static AtsResult ResultOf(StrictJson result, StrictJson profile, StrictJson body)
    {
        var isScore = result.Value.GetProperty("type").ToString() == ScoreType;
        decimal? score = isScore ? result.Value.GetProperty("value").GetDecimal() : null;
        return new AtsResult(score, null, new Uri(profile.Value.GetProperty("value").GetString()!), body.Value);
    }

    private static JsonElement? ValueOf(StrictJson? value) =>
        value is not null && value.Value.TryGetProperty("value", out var told) ? told : null;
}
