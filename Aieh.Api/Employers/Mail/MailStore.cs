using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Mail;

internal static class MailStore
{
    internal static class Sql
    {
        public const string FindEndpoint =
            "SELECT Id FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = 'mail' AND State <> 'deleted'";

        public const string InsertEndpoint = """
            INSERT INTO WebhookEndpoint (Id, TenantId, Kind, Url, EventTypes, State, Secret, Version, CreatedAt)
            VALUES (@Id, @TenantId, 'mail', '', '', 'enabled', '', 1, @CreatedAt)
            """;

        public const string Hurry = """
            UPDATE WebhookDelivery SET NextAt = @NextAt
            WHERE EndpointId = @EndpointId AND Subject = @Subject AND State = 'pending' AND NextAt > @NextAt AND LeasedUntil IS NULL
            """;

        public const string Wipe = "UPDATE OutboxEvent SET Body = '' WHERE Id = @Id";
    }

    public static Task<Guid?> FindEndpointAsync(DbSession session, Guid tenant) =>
        session.FirstOrDefaultAsync<Guid?>(Sql.FindEndpoint, new { TenantId = tenant });

    public static Task<int> InsertEndpointAsync(DbSession session, Guid id, Guid tenant, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.InsertEndpoint, new { Id = id, TenantId = tenant, CreatedAt = now });

    /// <summary>What waits of the subject is looked at as soon as can be.</summary>
    public static Task<int> HurryAsync(DbSession session, Guid endpoint, Guid subject, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.Hurry, new { EndpointId = endpoint, Subject = subject, NextAt = now });

    /// <summary>Leaves nothing of what a mail has said, nor to whom.</summary>
    public static Task<int> WipeAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Wipe, new { Id = id });
}
