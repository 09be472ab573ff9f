using System.Text.Json.Serialization;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Whom a grant lets in.</summary>
internal enum GrantKind
{
    /// <summary>One tenant, with its own key.</summary>
    Tenant,

    /// <summary>Whoever holds the link.</summary>
    Link,
}

/// <summary>A permission to give.</summary>
internal sealed record CreateGrantRequest
{
    /// <summary>To a tenant, or as a public link.</summary>
    public required GrantKind Kind { get; init; }

    /// <summary>Id of the tenant; only, and always, with the kind tenant.</summary>
    public Guid? Tenant { get; init; }

    /// <summary>
    /// What may be read: the passport and readiness, or the evidence history besides. A provider of tests can add results under the latter.
    /// </summary>
    public required GrantScope Scope { get; init; }

    /// <summary>When the permission ends by itself; leave out for one that lasts until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A permission that was given.</summary>
internal sealed record GrantResponse
{
    /// <summary>Id of the grant.</summary>
    public required Guid Id { get; init; }

    /// <summary>To a tenant, or as a public link.</summary>
    public required GrantKind Kind { get; init; }

    /// <summary>Id of the tenant; absent for a link.</summary>
    public Guid? Tenant { get; init; }

    /// <summary>What may be read.</summary>
    public required GrantScope Scope { get; init; }

    /// <summary>Id of the hiring loop, of a grant of the scope loop; absent for the others.</summary>
    public Guid? HiringLoop { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself; absent when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; absent while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The link's secret, shown once, when the link is made; absent everywhere else.</summary>
    /// <example>aieh_link_…</example>
    public string? Token { get; init; }

    /// <summary>The link itself, relative to the service, shown once together with the token.</summary>
    public string? Url { get; init; }
}

/// <summary>A page of grants, oldest first, the revoked ones too.</summary>
internal sealed record GrantListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<GrantResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
