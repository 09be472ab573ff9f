using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>What has become of a delivery.</summary>
internal enum WebhookDeliveryState
{
    /// <summary>It is on its way, or waits for the next attempt.</summary>
    Pending,

    /// <summary>The endpoint has answered with success.</summary>
    Delivered,

    /// <summary>It has been given up; a replay tries again.</summary>
    Failed,
}

/// <summary>An event and what became of it at one endpoint.</summary>
internal sealed record WebhookDeliveryResponse
{
    /// <summary>Id of the event, the header webhook-id; the same in each attempt.</summary>
    public required Guid Event { get; init; }

    /// <summary>What happened.</summary>
    /// <example>invitation.completed</example>
    public required string Type { get; init; }

    /// <summary>What has become of it.</summary>
    public required WebhookDeliveryState State { get; init; }

    /// <summary>Attempts so far, since the last replay.</summary>
    /// <example>1</example>
    public required int Attempts { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// Not before then it is tried again; absent when it is not, or is being sent. One that waits for an earlier event of its subject goes
    /// when that one has arrived or was given up.
    /// </summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was tried last; absent before the first attempt.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>Status of the last answer; absent without one.</summary>
    /// <example>204</example>
    public int? Status { get; init; }

    /// <summary>Milliseconds until the last answer, or until the attempt was given up.</summary>
    /// <example>84</example>
    public int? LatencyMilliseconds { get; init; }

    /// <summary>Why the last attempt failed; absent when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What is sent, to the letter.</summary>
    public required string Body { get; init; }
}

/// <summary>A page of deliveries, newest first.</summary>
internal sealed record WebhookDeliveryListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<WebhookDeliveryResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}

/// <summary>A time whose events are to be sent once more.</summary>
internal sealed record ReplayWebhookEventsRequest
{
    /// <summary>Its beginning.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end, which does not belong to it.</summary>
    public required DateTimeOffset To { get; init; }
}

/// <summary>What is sent because of the request.</summary>
internal sealed record WebhookReplayResponse
{
    /// <summary>How many events.</summary>
    /// <example>12</example>
    public required int Events { get; init; }
}

/// <summary>The event that tries an endpoint out.</summary>
internal sealed record WebhookPingResponse
{
    /// <summary>Its id: the list of deliveries tells what becomes of it.</summary>
    public required Guid Event { get; init; }
}
