using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Ashby;

// The words are Ashby's. It may add members at any time.

/// <summary>An assessment that recruiters can start.</summary>
internal sealed record AshbyAssessmentType
{
    /// <summary>Its id.</summary>
    [JsonPropertyName("assessment_type_id")]
    public required Guid AssessmentTypeId { get; init; }

    /// <summary>What recruiters choose by.</summary>
    /// <example>Backend, Berlin</example>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What is asked for.</summary>
    /// <example>Backend Engineer: Python Fundamentals, AI-Augmented SQL</example>
    [JsonPropertyName("description")]
    public required string Description { get; init; }
}

/// <summary>The assessments that can be started.</summary>
internal sealed record AshbyListResponse
{
    /// <summary>Always true.</summary>
    [JsonPropertyName("success")]
    public required bool Success { get; init; }

    /// <summary>All of them.</summary>
    [JsonPropertyName("results")]
    public required IReadOnlyList<AshbyAssessmentType> Results { get; init; }
}

/// <summary>What a custom field would be; there are none.</summary>
internal sealed record AshbyCustomFieldsResponse
{
    /// <summary>Always empty.</summary>
    [JsonPropertyName("fields")]
    public required IReadOnlyList<string> Fields { get; init; }
}

/// <summary>An assessment to be started for an application.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record AshbyStartRequest
{
    /// <summary>Id of the assessment, of those that assessment.list gives.</summary>
    [JsonPropertyName("assessment_type_id")]
    public required string AssessmentTypeId { get; init; }

    /// <summary>Whom it is for. Of what Ashby tells, name and address are kept, and nothing else.</summary>
    [JsonPropertyName("candidate")]
    public required AshbyCandidate Candidate { get; init; }

    /// <summary>The application, which tells a repeated request together with the assessment.</summary>
    [JsonPropertyName("application")]
    public required AshbyApplication Application { get; init; }
}

/// <summary>A candidate, as Ashby tells.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record AshbyCandidate
{
    /// <summary>First name.</summary>
    /// <example>Robin</example>
    [JsonPropertyName("first_name")]
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    /// <example>Example</example>
    [JsonPropertyName("last_name")]
    public string? LastName { get; init; }

    /// <summary>Address that the link is sent to.</summary>
    /// <example>robin@example.org</example>
    [JsonPropertyName("email")]
    public string? Email { get; init; }
}

/// <summary>An application, as Ashby tells.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record AshbyApplication
{
    /// <summary>Its id at Ashby.</summary>
    /// <example>4b7c6f0e-3f0a-4d57-8f9b-6f1f3a1c2d11</example>
    [JsonPropertyName("ashby_id")]
    public required string AshbyId { get; init; }
}

/// <summary>An assessment to be cancelled.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record AshbyCancelRequest
{
    /// <summary>The id that assessment.start has given.</summary>
    [JsonPropertyName("assessment_id")]
    public required string AssessmentId { get; init; }
}

/// <summary>That an assessment was started, or cancelled.</summary>
internal sealed record AshbyAssessmentResponse
{
    /// <summary>Always true.</summary>
    [JsonPropertyName("success")]
    public required bool Success { get; init; }

    /// <summary>Which one.</summary>
    [JsonPropertyName("results")]
    public required AshbyAssessment Results { get; init; }
}

/// <summary>An assessment of a candidate.</summary>
internal sealed record AshbyAssessment
{
    /// <summary>Its id: the invitation's.</summary>
    [JsonPropertyName("assessment_id")]
    public required string AssessmentId { get; init; }
}
