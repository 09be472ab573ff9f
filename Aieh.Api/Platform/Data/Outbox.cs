using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Data;

/// <summary>An event as stored: what is sent is <see cref="Body"/>, to the letter, however often.</summary>
internal sealed record OutboxEventRow
{
    public Guid Id { get; init; }
    public Guid TenantId { get; init; }
    public string Type { get; init; } = "";

    /// <summary>Events of one subject are delivered in their order.</summary>
    public Guid Subject { get; init; }

    public string Body { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>An event of now about a subject of a tenant.</summary>
    public static OutboxEventRow Of(string type, Guid tenant, Guid subject, EventData data, DateTimeOffset now)
    {
        var payload = new EventPayload
        {
            Type = type,
            Timestamp = now.ToRfc3339(),
            Data = data,
        };
        return new OutboxEventRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = tenant,
            Type = type,
            Subject = subject,
            Body = JsonSerializer.Serialize(payload, OutboxJson.Default.EventPayload),
            CreatedAt = now,
        };
    }
}

/// <summary>What is sent of an event.</summary>
internal sealed record EventPayload
{
    /// <summary>What happened.</summary>
    /// <example>invitation.completed</example>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    /// <example>2026-06-01T09:00:00.000Z</example>
    public required string Timestamp { get; init; }

    /// <summary>What it happened to.</summary>
    public required EventData Data { get; init; }
}

/// <summary>What an event is about: ids and a state, nothing personal. What is known is there, the rest is absent.</summary>
internal sealed record EventData
{
    /// <summary>Id of the invitation.</summary>
    public Guid? Invitation { get; init; }

    /// <summary>Id of the hiring loop.</summary>
    public Guid? HiringLoop { get; init; }

    /// <summary>Version of the hiring loop that the invitation uses.</summary>
    /// <example>1</example>
    public int? HiringLoopVersion { get; init; }

    /// <summary>The state after the event.</summary>
    /// <example>completed</example>
    public string? State { get; init; }

    /// <summary>Id of the grant.</summary>
    public Guid? Grant { get; init; }

    /// <summary>Id of the passport.</summary>
    public Guid? Passport { get; init; }

    /// <summary>Id of the webhook endpoint.</summary>
    public Guid? WebhookEndpoint { get; init; }

    /// <summary>Id of the connection to an applicant tracking system.</summary>
    public Guid? AtsConnection { get; init; }
}

/// <summary>How events are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventPayload))]
internal sealed partial class OutboxJson : JsonSerializerContext;

/// <summary>
/// Events, written in the transaction of the change that they tell: with it or not at all. One delivery is written for each endpoint of
/// the tenant that is enabled and asks for the type; sending them is for the dispatcher.
/// </summary>
internal static class Outbox
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO OutboxEvent (Id, TenantId, Type, Subject, Body, CreatedAt)
            VALUES (@Id, @TenantId, @Type, @Subject, @Body, @CreatedAt)
            """;

        public const string InsertDeliveries = """
            INSERT INTO WebhookDelivery (EndpointId, EventId, Subject, State, Attempts, CreatedAt, NextAt)
            SELECT Id, @EventId, @Subject, 'pending', 0, @CreatedAt, @CreatedAt
            FROM WebhookEndpoint
            WHERE TenantId = @TenantId AND Kind = 'webhook' AND State = 'enabled' AND (EventTypes = '' OR EventTypes LIKE @TypePattern)
            """;

        public const string InsertDelivery = """
            INSERT INTO WebhookDelivery (EndpointId, EventId, Subject, State, Attempts, CreatedAt, NextAt)
            VALUES (@EndpointId, @EventId, @Subject, 'pending', 0, @CreatedAt, @CreatedAt)
            """;
    }

    /// <param name="session">The transaction of the change.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="also">An endpoint that is told besides, also while it is disabled: what failed is sent when it is enabled.</param>
    public static async Task AppendAsync(DbSession session, OutboxEventRow happened, Guid? also = null)
    {
        await session.ExecuteAsync(Sql.Insert, happened);
        await session.ExecuteAsync(Sql.InsertDeliveries, new
        {
            EventId = happened.Id,
            happened.Subject,
            happened.CreatedAt,
            happened.TenantId,
            // Types are listed with a space on both sides.
            TypePattern = $"% {happened.Type} %",
        });
        if (also is { } endpoint) await InsertDeliveryAsync(session, happened, endpoint);
    }

    /// <summary>An event for one endpoint, whatever types it asks for.</summary>
    public static async Task AppendForAsync(DbSession session, OutboxEventRow happened, Guid endpoint)
    {
        await session.ExecuteAsync(Sql.Insert, happened);
        await InsertDeliveryAsync(session, happened, endpoint);
    }

    private static Task<int> InsertDeliveryAsync(DbSession session, OutboxEventRow happened, Guid endpoint) =>
        session.ExecuteAsync(Sql.InsertDelivery, new
        {
            EndpointId = endpoint,
            EventId = happened.Id,
            happened.Subject,
            happened.CreatedAt,
        });
}
