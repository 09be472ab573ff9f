using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>A delivery whose time has come, and the first that is pending of its subject: only that one is sent.</summary>
internal sealed record DueRow
{
    public Guid EndpointId { get; init; }
    public Guid TenantId { get; init; }
    public Guid EventId { get; init; }
    public long Seq { get; init; }
    public long FirstSeq { get; init; }
}

/// <summary>All that is needed to send an event to an endpoint, and to decide what comes next.</summary>
internal sealed record DeliveryWork
{
    public Guid EndpointId { get; init; }
    public Guid EventId { get; init; }
    public Guid TenantId { get; init; }
    public Guid Subject { get; init; }
    public int Attempts { get; init; }
    public string Type { get; init; } = "";
    public string Body { get; init; } = "";
    public string Url { get; init; } = "";
    public string State { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? ScoreFormat { get; init; }
    public string Secret { get; init; } = "";
    public string? PreviousSecret { get; init; }
    public DateTimeOffset? PreviousUntil { get; init; }
    public int Version { get; init; }
}

/// <summary>A delivery after an attempt.</summary>
internal sealed record DeliveryEnd
{
    public Guid EndpointId { get; init; }
    public Guid EventId { get; init; }
    public Guid Subject { get; init; }
    public DateTimeOffset LeasedUntil { get; init; }
    public string State { get; init; } = "";
    public int Attempts { get; init; }
    public DateTimeOffset NextAt { get; init; }
    public int? LastStatus { get; init; }
    public string? LastError { get; init; }
    public int? LastLatencyMilliseconds { get; init; }
    public DateTimeOffset LastAt { get; init; }
}

/// <summary>
/// The queue of deliveries. NextAt is when to look at one again: what is leased, or waits for an earlier one of its subject, is put off, so
/// that what is due can be read off the index.
/// </summary>
internal static class DispatchStore
{
    /// <summary>How many endpoints can be left out.</summary>
    public const int MostBusyEndpoints = 8;

    /// <summary>How many tenants can be left out.</summary>
    public const int MostBusyTenants = 4;

    internal static class Sql
    {
        // Not what waits for one that is being sent or is due itself: however many they are, they leave the page to others.
        public const string ListDuePaged = """
            SELECT d.EndpointId, w.TenantId, d.EventId, d.Seq,
                (SELECT MIN(o.Seq) FROM WebhookDelivery AS o
                 WHERE o.EndpointId = d.EndpointId AND o.Subject = d.Subject AND o.State = 'pending') AS FirstSeq
            FROM WebhookDelivery AS d
            JOIN WebhookEndpoint AS w ON w.Id = d.EndpointId
            WHERE d.State = 'pending' AND d.NextAt <= @Now
                AND w.TenantId NOT IN (@Busy0TenantId, @Busy1TenantId, @Busy2TenantId, @Busy3TenantId)
                AND d.EndpointId NOT IN (
                    @Busy0EndpointId, @Busy1EndpointId, @Busy2EndpointId, @Busy3EndpointId,
                    @Busy4EndpointId, @Busy5EndpointId, @Busy6EndpointId, @Busy7EndpointId)
                AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS o WHERE o.EndpointId = d.EndpointId AND o.Subject = d.Subject
                    AND o.State = 'pending' AND o.Seq < d.Seq AND o.NextAt <= @AfterNextAt)
            ORDER BY d.NextAt, d.Seq
            """;

        // Until the one before it comes up again. One that is being sent will be done before long, and lets the next go itself.
        public const string PutOff = """
            UPDATE WebhookDelivery
            SET NextAt = (SELECT o.NextAt FROM WebhookDelivery AS o WHERE o.Seq = @FirstSeq)
            WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending'
                AND EXISTS (SELECT 1 FROM WebhookDelivery AS o WHERE o.Seq = @FirstSeq AND o.State = 'pending' AND o.NextAt > @AfterNextAt)
            """;

        public const string Lease = """
            UPDATE WebhookDelivery
            SET LeasedUntil = @LeasedUntil, NextAt = @LeasedUntil
            WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending' AND NextAt <= @Now
                AND (LeasedUntil IS NULL OR LeasedUntil <= @Now)
                AND NOT EXISTS (
                    SELECT 1 FROM WebhookDelivery AS o
                    WHERE o.EndpointId = WebhookDelivery.EndpointId AND o.Subject = WebhookDelivery.Subject AND o.State = 'pending'
                        AND o.Seq < WebhookDelivery.Seq)
            """;

        public const string GiveBack = """
            UPDATE WebhookDelivery
            SET LeasedUntil = NULL, NextAt = @Now
            WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending' AND LeasedUntil = @LeasedUntil
            """;

        public const string Load = """
            SELECT d.EndpointId, d.EventId, w.TenantId, d.Subject, d.Attempts, e.Type, e.Body, w.Url, w.State, w.Kind, w.ScoreFormat,
                w.Secret, w.PreviousSecret, w.PreviousUntil, w.Version
            FROM WebhookDelivery AS d
            JOIN OutboxEvent AS e ON e.Id = d.EventId
            JOIN WebhookEndpoint AS w ON w.Id = d.EndpointId
            WHERE d.EndpointId = @EndpointId AND d.EventId = @EventId
            """;

        // By whoever holds the lease: another may have sent it after the lease was over.
        public const string End = """
            UPDATE WebhookDelivery
            SET State = @State, Attempts = @Attempts, NextAt = @NextAt, LeasedUntil = NULL, LastStatus = @LastStatus,
                LastError = @LastError, LastLatencyMilliseconds = @LastLatencyMilliseconds, LastAt = @LastAt
            WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending' AND LeasedUntil = @LeasedUntil
            """;

        public const string LetNextGo = """
            UPDATE WebhookDelivery
            SET NextAt = @LastAt
            WHERE EndpointId = @EndpointId AND Subject = @Subject AND State = 'pending' AND NextAt > @LastAt AND LeasedUntil IS NULL
                AND Seq = (
                    SELECT MIN(o.Seq) FROM WebhookDelivery AS o
                    WHERE o.EndpointId = @EndpointId AND o.Subject = @Subject AND o.State = 'pending')
            """;

        public const string CountPending = "SELECT COUNT(*) FROM WebhookDelivery WHERE State = 'pending'";
    }

    /// <param name="session">The database.</param>
    /// <param name="now">As of when.</param>
    /// <param name="later">What waits for another until after then is listed too, to be put off.</param>
    /// <param name="busy">Endpoints that can be sent no more at the moment, at most <see cref="MostBusyEndpoints"/>.</param>
    /// <param name="busyTenants">Tenants that have as much under way as they may, at most <see cref="MostBusyTenants"/>.</param>
    /// <param name="take">How many at most.</param>
    public static Task<IReadOnlyList<DueRow>> ListDueAsync(
        DbSession session, DateTimeOffset now, DateTimeOffset later, IReadOnlyList<Guid> busy, IReadOnlyList<Guid> busyTenants, int take) =>
        session.ListAsync<DueRow>(session.Dialect.Page(Sql.ListDuePaged), new
        {
            Now = now,
            AfterNextAt = later,
            Busy0TenantId = busyTenants.ElementAtOrDefault(0),
            Busy1TenantId = busyTenants.ElementAtOrDefault(1),
            Busy2TenantId = busyTenants.ElementAtOrDefault(2),
            Busy3TenantId = busyTenants.ElementAtOrDefault(3),
            Busy0EndpointId = busy.ElementAtOrDefault(0),
            Busy1EndpointId = busy.ElementAtOrDefault(1),
            Busy2EndpointId = busy.ElementAtOrDefault(2),
            Busy3EndpointId = busy.ElementAtOrDefault(3),
            Busy4EndpointId = busy.ElementAtOrDefault(4),
            Busy5EndpointId = busy.ElementAtOrDefault(5),
            Busy6EndpointId = busy.ElementAtOrDefault(6),
            Busy7EndpointId = busy.ElementAtOrDefault(7),
            Skip = 0, Take = take,
        });

    /// <summary>Leaves one that waits for another alone until the other's time, if that is after <paramref name="later"/>.</summary>
    public static Task<int> PutOffAsync(DbSession session, DueRow due, DateTimeOffset later) => session.ExecuteAsync(
        Sql.PutOff, new { due.EndpointId, due.EventId, due.FirstSeq, AfterNextAt = later });

    /// <summary>False when somebody else was faster, or another one has to go first.</summary>
    public static async Task<bool> TryLeaseAsync(DbSession session, DueRow due, DateTimeOffset now, DateTimeOffset until) =>
        await session.ExecuteAsync(Sql.Lease, new { due.EndpointId, due.EventId, Now = now, LeasedUntil = until }) == 1;

    public static Task<int> GiveBackAsync(DbSession session, DueRow due, DateTimeOffset until, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.GiveBack, new { due.EndpointId, due.EventId, LeasedUntil = until, Now = now });

    public static Task<DeliveryWork?> LoadAsync(DbSession session, DueRow due) =>
        session.FirstOrDefaultAsync<DeliveryWork>(Sql.Load, new { due.EndpointId, due.EventId });

    /// <summary>False when the lease was over and somebody else has sent it, or it is not there any more.</summary>
    public static async Task<bool> TryEndAsync(DbSession session, DeliveryEnd end)
    {
        if (await session.ExecuteAsync(Sql.End, end) == 0) return false;

        var isOver = end.State != DeliveryRow.Pending;
        if (isOver) await session.ExecuteAsync(Sql.LetNextGo, new { end.EndpointId, end.Subject, end.LastAt });
        return true;
    }

    public static Task<int> CountPendingAsync(DbSession session) => session.FirstOrDefaultAsync<int>(Sql.CountPending);
}
