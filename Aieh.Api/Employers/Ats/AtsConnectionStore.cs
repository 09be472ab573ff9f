using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ats;

/// <summary>
/// The connections of tenants to applicant tracking systems: endpoints of the outbox that are spoken to in the system's words.
/// </summary>
internal static class AtsConnectionStore
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO WebhookEndpoint (Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, Secret, Version, CreatedAt)
            VALUES (@Id, @TenantId, @Url, @EventTypes, @State, @Kind, @ScoreFormat, @Secret, @Version, @CreatedAt)
            """;

        // Named twice, so that databases see that the index of the other kinds holds it.
        public const string Find =
            $"SELECT {WebhookStore.Sql.Columns} FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = @Kind AND Kind <> 'webhook' "
            + "AND State <> 'deleted'";

        public const string FindById =
            $"SELECT {WebhookStore.Sql.Columns} FROM WebhookEndpoint WHERE Id = @Id AND Kind = @Kind AND State <> 'deleted'";

        public const string List = $"""
            SELECT {WebhookStore.Sql.Columns}
            FROM WebhookEndpoint
            WHERE TenantId = @TenantId AND Kind IN ('greenhouse', 'ashby', 'kombo') AND State <> 'deleted'
            ORDER BY Kind
            """;

        public const string Update = """
            UPDATE WebhookEndpoint
            SET State = @State, DisabledReason = @DisabledReason, ScoreFormat = @ScoreFormat, Secret = @Secret,
                FailingSince = CASE WHEN State = 'disabled' AND @State = 'enabled' THEN NULL ELSE FailingSince END, Version = @Version + 1
            WHERE Id = @Id AND Version = @Version
            """;

        // What waits, and what was given up, also while the connection was disabled, and was not refused for what it says.
        public const string Revive = """
            UPDATE WebhookDelivery
            SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
            WHERE EndpointId = @EndpointId AND (LeasedUntil IS NULL OR LeasedUntil <= @Now)
                AND (State = 'pending' OR (State = 'failed'
                    AND (LastStatus IS NULL OR LastStatus >= 500 OR LastStatus IN (401, 403, 408, 429))))
            """;

        public const string ReviveOrder = """
            UPDATE WebhookDelivery
            SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
            WHERE EndpointId = @EndpointId AND Subject = @Subject AND State <> 'pending'
                AND EXISTS (SELECT 1 FROM OutboxEvent AS e WHERE e.Id = WebhookDelivery.EventId AND e.Type <> 'invitation.accepted')
            """;
    }

    public static Task<int> InsertAsync(DbSession session, WebhookRow connection) => session.ExecuteAsync(Sql.Insert, connection);

    public static Task<WebhookRow?> FindAsync(DbSession session, Guid tenant, string kind) =>
        session.FirstOrDefaultAsync<WebhookRow>(Sql.Find, new { TenantId = tenant, Kind = kind });

    public static Task<WebhookRow?> FindByIdAsync(DbSession session, Guid id, string kind) =>
        session.FirstOrDefaultAsync<WebhookRow>(Sql.FindById, new { Id = id, Kind = kind });

    public static Task<IReadOnlyList<WebhookRow>> ListAsync(DbSession session, Guid tenant) =>
        session.ListAsync<WebhookRow>(Sql.List, new { TenantId = tenant });

    /// <summary>False when it is not of this version any more; otherwise it is of the next.</summary>
    public static async Task<bool> UpdateAsync(DbSession session, WebhookRow connection) =>
        await session.ExecuteAsync(Sql.Update, connection) == 1;

    public static Task<int> ReviveAsync(DbSession session, Guid connection, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.Revive, new { EndpointId = connection, Now = now });

    /// <summary>Has the end of an order told once more: the system has asked for it anew, and knows that it began.</summary>
    public static Task<int> ReviveOrderAsync(DbSession session, Guid connection, Guid invitation, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.ReviveOrder, new { EndpointId = connection, Subject = invitation, Now = now });
}
