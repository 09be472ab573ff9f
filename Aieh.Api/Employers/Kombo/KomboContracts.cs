using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Kombo;

// The words are Kombo's. It may add members at any time.

/// <summary>A webhook of Kombo's.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record KomboEvent
{
    /// <summary>What happened: assessment:order-received or inline-assessment:order-received; others are passed over.</summary>
    /// <example>assessment:order-received</example>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>The order; of other events, whatever it is.</summary>
    [JsonPropertyName("data")]
    public KomboOrder? Data { get; init; }
}

/// <summary>An order, as Kombo tells.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record KomboOrder
{
    /// <summary>Its id at Kombo, which tells a repeated webhook.</summary>
    /// <example>B5KQKhAgTv6Z</example>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The integration that it came by.</summary>
    /// <example>workday:CBNMt7dSNCzB</example>
    [JsonPropertyName("integration_id")]
    public string? IntegrationId { get; init; }

    /// <summary>Id of the test.</summary>
    /// <example>019e826a-9c80-7000-8000-000000000010</example>
    [JsonPropertyName("package_id")]
    public string? PackageId { get; init; }

    /// <summary>Whom it is for. Of what Kombo tells, name and address are kept, and nothing else.</summary>
    [JsonPropertyName("candidate")]
    public KomboCandidate? Candidate { get; init; }
}

/// <summary>A candidate, as Kombo tells.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record KomboCandidate
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

/// <summary>That a webhook was taken.</summary>
internal sealed record KomboEventResponse
{
    /// <summary>Id of the invitation; absent when the event was passed over.</summary>
    [JsonPropertyName("invitation")]
    public Guid? Invitation { get; init; }

    /// <summary>Where the candidate goes on; of an inline order alone.</summary>
    /// <example>https://passport.example.com/invitation/aieh_inv_…</example>
    [JsonPropertyName("assessment_url")]
    public string? AssessmentUrl { get; init; }
}
