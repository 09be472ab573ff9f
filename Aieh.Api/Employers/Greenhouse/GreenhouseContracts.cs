using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Greenhouse;

// The words are Greenhouse's. It may add members at any time.

/// <summary>A test that recruiters can send.</summary>
internal sealed record GreenhouseTest
{
    /// <summary>Its id.</summary>
    /// <example>019e826a-9c80-7000-8000-000000000010</example>
    [JsonPropertyName("partner_test_id")]
    public required string PartnerTestId { get; init; }

    /// <summary>What recruiters choose by.</summary>
    /// <example>Backend, Berlin</example>
    [JsonPropertyName("partner_test_name")]
    public required string PartnerTestName { get; init; }
}

/// <summary>A test to be sent to a candidate.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record GreenhouseSendTestRequest
{
    /// <summary>Id of the test, of those that list_tests gives.</summary>
    [JsonPropertyName("partner_test_id")]
    public required string PartnerTestId { get; init; }

    /// <summary>Whom it is for. Of what Greenhouse tells, name and address are kept, and nothing else.</summary>
    [JsonPropertyName("candidate")]
    public required GreenhouseCandidate Candidate { get; init; }

    /// <summary>Where Greenhouse wants to be told that the test is completed; its last segment tells a repeated request.</summary>
    /// <example>https://app.greenhouse.io/integrations/testing_partners/take_home_tests/12345</example>
    [JsonPropertyName("url")]
    public string? Url { get; init; }
}

/// <summary>A candidate, as Greenhouse tells.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record GreenhouseCandidate
{
    /// <summary>First name.</summary>
    /// <example>Robin</example>
    [JsonPropertyName("first_name")]
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    /// <example>Example</example>
    [JsonPropertyName("last_name")]
    public string? LastName { get; init; }

    /// <summary>What the candidate is called, in place of the first name; older installations do not tell it.</summary>
    [JsonPropertyName("preferred_name")]
    public string? PreferredName { get; init; }

    /// <summary>Address that the link is sent to.</summary>
    /// <example>robin@example.org</example>
    [JsonPropertyName("email")]
    public string? Email { get; init; }
}

/// <summary>The test that was sent.</summary>
internal sealed record GreenhouseSendTestResponse
{
    /// <summary>Id of this test of this candidate: the invitation's.</summary>
    [JsonPropertyName("partner_interview_id")]
    public required string PartnerInterviewId { get; init; }
}

/// <summary>Where a test stands.</summary>
internal sealed record GreenhouseTestStatusResponse
{
    /// <summary>complete, or where it stands.</summary>
    /// <example>complete</example>
    [JsonPropertyName("partner_status")]
    public required string PartnerStatus { get; init; }

    /// <summary>The report; null before it is complete.</summary>
    [JsonPropertyName("partner_profile_url")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? PartnerProfileUrl { get; init; }

    /// <summary>Readiness, or the score of the single assessment; null before it is complete, and when there is none.</summary>
    /// <example>661</example>
    [JsonPropertyName("partner_score")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? PartnerScore { get; init; }

    /// <summary>Lines for recruiters by their labels; empty before it is complete.</summary>
    [JsonPropertyName("metadata")]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}

/// <summary>An answer of ours that Greenhouse could not use.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record GreenhouseResponseErrorRequest
{
    /// <summary>The call that it answered.</summary>
    /// <example>test_status</example>
    [JsonPropertyName("api_call")]
    public string? ApiCall { get; init; }

    /// <summary>What is wrong with it.</summary>
    [JsonPropertyName("errors")]
    public IReadOnlyList<string?>? Errors { get; init; }

    /// <summary>Id of the test of the candidate, where Greenhouse knows it.</summary>
    [JsonPropertyName("partner_interview_id")]
    public string? PartnerInterviewId { get; init; }
}

/// <summary>That the error was taken down.</summary>
internal sealed record GreenhouseResponseErrorResponse
{
    /// <summary>Always 200.</summary>
    /// <example>200</example>
    [JsonPropertyName("status")]
    public required int Status { get; init; }
}
