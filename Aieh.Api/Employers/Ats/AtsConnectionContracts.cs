using System.Text.Json.Serialization;
using Aieh.Api.Employers.Webhooks;

namespace Aieh.Api.Employers.Ats;

/// <summary>What a connection to an applicant tracking system is to be like.</summary>
internal sealed record PutAtsConnectionRequest
{
    /// <summary>
    /// The key that the system is called with, as the system has issued it; kept sealed and never shown. What is left out stays. Greenhouse
    /// needs none: it is called with the key that its orders come with.
    /// </summary>
    /// <example>ashby_key_…</example>
    public string? ApiKey { get; init; }

    /// <summary>What Kombo signs its webhooks with; kept sealed and never shown. What is left out stays.</summary>
    /// <example>kombo_secret_…</example>
    public string? WebhookSecret { get; init; }

    /// <summary>
    /// How the system is told a score; when left out, percent for Kombo, which knows no lowest score, and scaled for the others.
    /// </summary>
    public ScoreFormat? ScoreFormat { get; init; }

    /// <summary>
    /// Whether the system is told of what happens; enabled when left out. What was not told meanwhile is told when it is enabled again.
    /// </summary>
    public WebhookEndpointState? State { get; init; }
}

/// <summary>A tenant's connection to an applicant tracking system.</summary>
internal sealed record AtsConnectionResponse
{
    /// <summary>Id of the connection.</summary>
    public required Guid Id { get; init; }

    /// <summary>The system.</summary>
    public required AtsKind Ats { get; init; }

    /// <summary>Whether the system is told of what happens.</summary>
    public required WebhookEndpointState State { get; init; }

    /// <summary>How the system is told a score.</summary>
    public required ScoreFormat ScoreFormat { get; init; }

    /// <summary>Whether there is a key to call the system with.</summary>
    public required bool HasApiKey { get; init; }

    /// <summary>Whether there is a secret to check the system's webhooks with.</summary>
    public required bool HasWebhookSecret { get; init; }

    /// <summary>The path that Kombo sends its webhooks to; absent for the other systems.</summary>
    /// <example>/ats/kombo/019e826a-9c80-7000-8000-000000000012</example>
    public string? WebhookPath { get; init; }

    /// <summary>Since when no call has succeeded; absent while calls do. After five days the connection is disabled.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A tenant's connections.</summary>
internal sealed record AtsConnectionListResponse
{
    /// <summary>All of them, in the order of the systems' names.</summary>
    public required IReadOnlyList<AtsConnectionResponse> Items { get; init; }

    /// <summary>Always null: there is one page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}

/// <summary>Something that a system is told of an order, and what became of it.</summary>
internal sealed record AtsCallResponse
{
    /// <summary>Id of the event that it is told because of.</summary>
    public required Guid Event { get; init; }

    /// <summary>Id of the invitation, by which the system knows the order.</summary>
    public required Guid Invitation { get; init; }

    /// <summary>What happened.</summary>
    /// <example>invitation.completed</example>
    public required string Type { get; init; }

    /// <summary>What has become of it. One that the system need not be told is delivered without a status.</summary>
    public required WebhookDeliveryState State { get; init; }

    /// <summary>Attempts so far.</summary>
    /// <example>1</example>
    public required int Attempts { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before then it is tried again; absent when it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was tried last; absent before the first attempt.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>Status of the system's last answer; absent without one.</summary>
    /// <example>200</example>
    public int? Status { get; init; }

    /// <summary>Milliseconds until the last answer, or until the attempt was given up.</summary>
    /// <example>84</example>
    public int? LatencyMilliseconds { get; init; }

    /// <summary>Why the last attempt failed; absent when it did not.</summary>
    public string? Error { get; init; }
}

/// <summary>A page of what a system is told, newest first.</summary>
internal sealed record AtsCallListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<AtsCallResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
