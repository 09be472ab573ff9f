using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>Where a tenant has events sent. Both secrets are sealed.</summary>
internal sealed record WebhookRow
{
    public const string Enabled = "enabled";
    public const string Disabled = "disabled";

    /// <summary>The kind that is sent events as they are. The other kinds are not shown among webhook endpoints.</summary>
    public const string Webhook = "webhook";

    public Guid Id { get; init; }
    public Guid TenantId { get; init; }
    public string Url { get; init; } = "";

    /// <summary>With a space on both sides of each; empty means all.</summary>
    public string EventTypes { get; init; } = "";

    public string State { get; init; } = "";
    public string Kind { get; init; } = Webhook;

    /// <summary>How an applicant tracking system is told a score; null for the other kinds.</summary>
    public string? ScoreFormat { get; init; }

    public string? DisabledReason { get; init; }
    public string Secret { get; init; } = "";
    public string? PreviousSecret { get; init; }

    /// <summary>Until when the secret before signs too.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>When the first attempt failed after the last that did not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public int Version { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

internal static class WebhookStore
{
    internal static class Sql
    {
        internal const string Columns = """
            Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, DisabledReason, Secret, PreviousSecret, PreviousUntil, FailingSince,
                   Version, CreatedAt
            """;

        public const string Insert = """
            INSERT INTO WebhookEndpoint (Id, TenantId, Url, EventTypes, State, Kind, Secret, Version, CreatedAt)
            SELECT @Id, @TenantId, @Url, @EventTypes, @State, 'webhook', @Secret, @Version, @CreatedAt
            WHERE (SELECT COUNT(*) FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted') < @Most
            """;

        public const string Count =
            "SELECT COUNT(*) FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted'";

        public const string Find = $"""
            SELECT {Columns}
            FROM WebhookEndpoint
            WHERE Id = @Id AND TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted'
            """;

        public const string ListAfterPaged = $"""
            SELECT {Columns}
            FROM WebhookEndpoint
            WHERE TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted' AND CreatedAt >= @AfterAt
                AND (CreatedAt > @AfterAt OR Id > @AfterId)
            ORDER BY CreatedAt, Id
            """;

        // FailingSince is not the caller's: attempts write it without another version. Only enabling begins anew.
        public const string Update = """
            UPDATE WebhookEndpoint
            SET Url = @Url, EventTypes = @EventTypes, State = @State, DisabledReason = @DisabledReason,
                FailingSince = CASE WHEN State = 'disabled' AND @State = 'enabled' THEN NULL ELSE FailingSince END,
                Secret = @Secret, PreviousSecret = @PreviousSecret, PreviousUntil = @PreviousUntil, Version = @Version + 1
            WHERE Id = @Id AND Version = @Version
            """;

        // The row stays for a while: whoever tells an event at this moment may still write a delivery for it.
        public const string Delete = """
            UPDATE WebhookEndpoint
            SET State = 'deleted', DeletedAt = @Now, Url = '', Secret = '', PreviousSecret = NULL, PreviousUntil = NULL, Version = @Version + 1
            WHERE Id = @Id AND Version = @Version
            """;

        public const string NoteFailure = "UPDATE WebhookEndpoint SET FailingSince = @Now WHERE Id = @Id AND FailingSince IS NULL";

        public const string NoteSuccess = "UPDATE WebhookEndpoint SET FailingSince = NULL WHERE Id = @Id AND FailingSince IS NOT NULL";

        // By what is stored: a success, or enabling it, may have come while the attempt was under way.
        public const string DisableFailing = """
            UPDATE WebhookEndpoint SET State = 'disabled', DisabledReason = @DisabledReason, Version = Version + 1
            WHERE Id = @Id AND State = 'enabled' AND FailingSince <= @LimitFailingSince
            """;

        // Of the version that was asked: what another address has answered says nothing of the one that is there now.
        public const string DisableGone = """
            UPDATE WebhookEndpoint SET State = 'disabled', DisabledReason = @DisabledReason, Version = Version + 1
            WHERE Id = @Id AND State = 'enabled' AND Version = @Version
            """;
    }

    /// <summary>False when the tenant has as many as it may. Of several at once each counts those before it.</summary>
    public static async Task<bool> TryInsertAsync(DbSession session, WebhookRow endpoint, int most)
    {
        await TenantStore.HoldAsync(session, endpoint.TenantId);
        return await session.ExecuteAsync(Sql.Insert, new
        {
            endpoint.Id,
            endpoint.TenantId,
            endpoint.Url,
            endpoint.EventTypes,
            endpoint.State,
            endpoint.Secret,
            endpoint.Version,
            endpoint.CreatedAt,
            Most = most,
        }) == 1;
    }

    public static Task<int> CountAsync(DbSession session, Guid tenant) =>
        session.FirstOrDefaultAsync<int>(Sql.Count, new { TenantId = tenant });

    public static Task<WebhookRow?> FindAsync(DbSession session, Guid id, Guid tenant) =>
        session.FirstOrDefaultAsync<WebhookRow>(Sql.Find, new { Id = id, TenantId = tenant });

    public static Task<IReadOnlyList<WebhookRow>> ListAfterAsync(DbSession session, Guid tenant, Page page) =>
        session.ListAsync<WebhookRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { TenantId = tenant, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });

    /// <summary>False when it is not of this version any more; otherwise it is of the next.</summary>
    public static async Task<bool> UpdateAsync(DbSession session, WebhookRow endpoint) =>
        await session.ExecuteAsync(Sql.Update, endpoint) == 1;

    /// <summary>Hides it for good and forgets its secrets; false when it is not of this version any more.</summary>
    public static async Task<bool> DeleteAsync(DbSession session, WebhookRow endpoint, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.Delete, new { endpoint.Id, endpoint.Version, Now = now }) == 1;

    public static Task<int> NoteFailureAsync(DbSession session, Guid id, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.NoteFailure, new { Id = id, Now = now });

    public static Task<int> NoteSuccessAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.NoteSuccess, new { Id = id });

    /// <summary>False when it has not failed since before that moment without a success, or was disabled before.</summary>
    public static async Task<bool> DisableFailingAsync(DbSession session, Guid id, DateTimeOffset limit) => await session.ExecuteAsync(
        Sql.DisableFailing, new { Id = id, DisabledReason = WebhookOutcomes.Failing, LimitFailingSince = limit }) == 1;

    /// <summary>False when it is not of this version any more, or was disabled before.</summary>
    public static async Task<bool> DisableGoneAsync(DbSession session, Guid id, int version) => await session.ExecuteAsync(
        Sql.DisableGone, new { Id = id, DisabledReason = WebhookOutcomes.Gone, Version = version }) == 1;
}
