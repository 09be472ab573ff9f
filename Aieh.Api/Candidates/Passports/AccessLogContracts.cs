using System.Text.Json.Serialization;

namespace Aieh.Api.Candidates.Passports;

/// <summary>A tenant's look at a passport, or its word that somebody watches an attempt.</summary>
internal sealed record AccessResponse
{
    /// <summary>When; the looks of one key at one thing within an hour are one, at the first of them.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// What was read; attempt.supervised and attempt.supervision-withdrawn where it said that somebody watches, or no more.
    /// </summary>
    /// <example>passport.read</example>
    public required string Action { get; init; }

    /// <summary>Who did.</summary>
    public required AccessingTenant Tenant { get; init; }
}

/// <summary>A tenant that has read a passport.</summary>
internal sealed record AccessingTenant
{
    /// <summary>Id of the tenant.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    /// <example>Example Ltd</example>
    public required string Name { get; init; }
}

/// <summary>A page of looks at a passport, newest first.</summary>
internal sealed record AccessLogResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<AccessResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
