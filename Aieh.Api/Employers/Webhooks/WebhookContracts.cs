using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>Whether events are sent.</summary>
internal enum WebhookEndpointState
{
    /// <summary>They are.</summary>
    Enabled,

    /// <summary>They are not, and what happens meanwhile is not kept for it; a replay of that time brings it.</summary>
    Disabled,
}

/// <summary>Why an endpoint was disabled.</summary>
internal enum WebhookDisabledReason
{
    /// <summary>It answered 410.</summary>
    Gone,

    /// <summary>It failed for five days without a success.</summary>
    Failing,

    /// <summary>Its tenant wanted it.</summary>
    Requested,
}

/// <summary>Whether the service can sign.</summary>
internal enum WebhookSecretState
{
    /// <summary>It can.</summary>
    Ready,

    /// <summary>It has lost the key that the secret was sealed with: nothing is sent until the secret is rotated.</summary>
    Unreadable,
}

/// <summary>An endpoint to make.</summary>
internal sealed record CreateWebhookEndpointRequest
{
    /// <summary>Where events are posted: https, at most 2000 characters, on the public internet.</summary>
    /// <example>https://ats.example.com/hooks/aieh</example>
    public required string Url { get; init; }

    /// <summary>Types of the events that are wanted; without it, or empty: all, those to come too.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }
}

/// <summary>What to change of an endpoint, as a JSON merge patch (RFC 7396): what is absent stays as it is.</summary>
internal sealed record UpdateWebhookEndpointRequest
{
    /// <summary>Where events are posted.</summary>
    /// <example>https://ats.example.com/hooks/aieh/v2</example>
    [DisallowNull]
    public string? Url { get; set; }

    /// <summary>Types of the events that are wanted; empty or null: all.</summary>
    public IReadOnlyList<string>? EventTypes { get; set => field = value ?? []; }

    /// <summary>Disables the endpoint, or enables it again.</summary>
    [DisallowNull]
    public WebhookEndpointState? State { get; set; }
}

/// <summary>How to change the secret.</summary>
internal sealed record RotateWebhookSecretRequest
{
    /// <summary>For how many hours the secret of before signs too, from 0 to 168; 24 when left out.</summary>
    /// <example>24</example>
    public int? OverlapHours { get; init; }
}

/// <summary>Where events are sent.</summary>
internal sealed record WebhookEndpointResponse
{
    /// <summary>Id of the endpoint.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where events are posted.</summary>
    /// <example>https://ats.example.com/hooks/aieh</example>
    public required string Url { get; init; }

    /// <summary>Types of the events that are sent; empty: all.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }

    /// <summary>Whether events are sent.</summary>
    public required WebhookEndpointState State { get; init; }

    /// <summary>Why they are not; absent while they are.</summary>
    public WebhookDisabledReason? DisabledReason { get; init; }

    /// <summary>Since when each attempt has failed; absent when the last one did not. After five days the endpoint is disabled.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Whether the service can sign what it sends.</summary>
    public required WebhookSecretState SecretState { get; init; }

    /// <summary>Until when the secret before this one signs too; absent when it does not.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The secret that deliveries are signed with, by Standard Webhooks. Shown once, when it is made; absent everywhere else.
    /// </summary>
    /// <example>whsec_…</example>
    public string? Secret { get; init; }
}

/// <summary>A page of endpoints, oldest first.</summary>
internal sealed record WebhookEndpointListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<WebhookEndpointResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
