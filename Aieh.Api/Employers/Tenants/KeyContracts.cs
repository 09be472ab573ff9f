using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Tenants;

/// <summary>An API key to make.</summary>
internal sealed record CreateKeyRequest
{
    /// <summary>What the key is for.</summary>
    /// <example>careers page</example>
    public string? Name { get; init; }

    /// <summary>What the key may do: at least one scope.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it ends by itself, 3650 days from now at most; leave out for one that lasts until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>How a key gives way to its successor.</summary>
internal sealed record RotateKeyRequest
{
    /// <summary>Hours for which the old key still works, 0 to 8760; 24 when left out.</summary>
    /// <example>24</example>
    public double? OverlapHours { get; init; }
}

/// <summary>An API key of a tenant.</summary>
internal sealed record KeyResponse
{
    /// <summary>Id of the key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Id of its tenant.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>Beginning and end of the secret, to tell keys apart.</summary>
    /// <example>aieh_live_…9xQ2</example>
    public required string Hint { get; init; }

    /// <summary>What the key is for; absent when nothing was said.</summary>
    /// <example>careers page</example>
    public string? Name { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself; absent when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; absent while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to the hour; absent when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The key itself, shown once, when it is made; absent everywhere else.</summary>
    /// <example>aieh_live_…</example>
    public string? Secret { get; init; }
}

/// <summary>A page of a tenant's keys, oldest first, the ended ones too.</summary>
internal sealed record KeyListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<KeyResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
