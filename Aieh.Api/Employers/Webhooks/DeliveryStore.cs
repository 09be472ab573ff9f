using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>An event on its way to an endpoint, or what became of it.</summary>
internal sealed record DeliveryRow
{
    public const string Pending = "pending";
    public const string Delivered = "delivered";
    public const string Failed = "failed";

    public Guid EventId { get; init; }
    public Guid Subject { get; init; }
    public string Type { get; init; } = "";
    public string Body { get; init; } = "";
    public string State { get; init; } = "";
    public int Attempts { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset NextAt { get; init; }
    public DateTimeOffset? LeasedUntil { get; init; }
    public int? LastStatus { get; init; }
    public string? LastError { get; init; }
    public int? LastLatencyMilliseconds { get; init; }
    public DateTimeOffset? LastAt { get; init; }
}

/// <summary>What has been sent to an endpoint, as its tenant sees it.</summary>
internal static class DeliveryStore
{
    internal static class Sql
    {
        // The newest first. The first bound is what finds the place in the index.
        public const string ListBeforePaged = """
            SELECT d.EventId, d.Subject, e.Type, e.Body, d.State, d.Attempts, d.CreatedAt, d.NextAt, d.LeasedUntil, d.LastStatus,
                d.LastError, d.LastLatencyMilliseconds, d.LastAt
            FROM WebhookDelivery AS d
            JOIN OutboxEvent AS e ON e.Id = d.EventId
            WHERE d.EndpointId = @EndpointId AND d.CreatedAt <= @BeforeCreatedAt
                AND (d.CreatedAt < @BeforeCreatedAt OR d.EventId < @BeforeEventId)
            ORDER BY d.CreatedAt DESC, d.EventId DESC
            """;

        public const string Count = "SELECT COUNT(*) FROM WebhookDelivery WHERE EndpointId = @EndpointId AND EventId = @EventId";

        public const string Replay = """
            UPDATE WebhookDelivery
            SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
            WHERE EndpointId = @EndpointId AND EventId = @EventId AND (LeasedUntil IS NULL OR LeasedUntil <= @Now)
            """;

        public const string CountSent = """
            SELECT COUNT(*) FROM WebhookDelivery
            WHERE EndpointId = @EndpointId AND CreatedAt >= @FromCreatedAt AND CreatedAt < @ToCreatedAt AND State <> 'pending'
            """;

        public const string ReplaySent = """
            UPDATE WebhookDelivery
            SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
            WHERE EndpointId = @EndpointId AND CreatedAt >= @FromCreatedAt AND CreatedAt < @ToCreatedAt AND State <> 'pending'
            """;

        // What happened while the endpoint was disabled, or not there yet. A ping is for one endpoint alone, and so is a mail.
        public const string CountMissed = $"""
            SELECT COUNT(*) FROM OutboxEvent AS e
            WHERE e.TenantId = @TenantId AND e.CreatedAt >= @FromCreatedAt AND e.CreatedAt < @ToCreatedAt
                AND e.Type <> '{EventTypes.EndpointPing}' AND e.Type <> '{EventTypes.MailInvitation}'
                AND (@EventTypes = '' OR @EventTypes LIKE CONCAT('% ', e.Type, ' %'))
                AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS d WHERE d.EndpointId = @EndpointId AND d.EventId = e.Id)
            """;

        public const string ReplayMissed = $"""
            INSERT INTO WebhookDelivery (EndpointId, EventId, Subject, State, Attempts, CreatedAt, NextAt)
            SELECT @EndpointId, e.Id, e.Subject, 'pending', 0, e.CreatedAt, @Now
            FROM OutboxEvent AS e
            WHERE e.TenantId = @TenantId AND e.CreatedAt >= @FromCreatedAt AND e.CreatedAt < @ToCreatedAt
                AND e.Type <> '{EventTypes.EndpointPing}' AND e.Type <> '{EventTypes.MailInvitation}'
                AND (@EventTypes = '' OR @EventTypes LIKE CONCAT('% ', e.Type, ' %'))
                AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS d WHERE d.EndpointId = @EndpointId AND d.EventId = e.Id)
            ORDER BY e.CreatedAt, e.Id
            """;
    }

    public static Task<IReadOnlyList<DeliveryRow>> ListBeforeAsync(DbSession session, Guid endpoint, Page page)
    {
        var before = page.Before;
        var place = new { EndpointId = endpoint, BeforeCreatedAt = before.At, BeforeEventId = before.Id, Skip = 0, Take = page.Limit + 1 };
        return session.ListAsync<DeliveryRow>(session.Dialect.Page(Sql.ListBeforePaged), place);
    }

    /// <summary>
    /// Sends an event once more; one that is being sent at the moment is left alone. False when the endpoint never had it.
    /// </summary>
    public static async Task<bool> ReplayAsync(DbSession session, Guid endpoint, Guid @event, DateTimeOffset now)
    {
        var one = new { EndpointId = endpoint, EventId = @event, Now = now };
        return await session.ExecuteAsync(Sql.Replay, one) == 1 || await session.FirstOrDefaultAsync<int>(Sql.Count, one) == 1;
    }

    /// <summary>Sends the events of a time once more, and those that it missed; null, and nothing done, when they are too many.</summary>
    public static async Task<int?> ReplayAsync(
        DbSession session, WebhookRow endpoint, DateTimeOffset from, DateTimeOffset to, int most, DateTimeOffset now)
    {
        var range = new
        {
            EndpointId = endpoint.Id,
            endpoint.TenantId,
            endpoint.EventTypes,
            FromCreatedAt = from,
            ToCreatedAt = to,
            Now = now,
        };
        var count = await session.FirstOrDefaultAsync<int>(Sql.CountSent, range)
            + await session.FirstOrDefaultAsync<int>(Sql.CountMissed, range);
        if (count > most) return null;

        return await session.ExecuteAsync(Sql.ReplaySent, range) + await session.ExecuteAsync(Sql.ReplayMissed, range);
    }
}
