using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>Takes away what nobody asks for any more, in batches.</summary>
internal static class SweepStore
{
    internal static class Sql
    {
        public const string ListOverPaged = """
            SELECT Id FROM OutboxEvent
            WHERE CreatedAt < @BeforeCreatedAt
                AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS d WHERE d.EventId = OutboxEvent.Id AND d.State = 'pending')
            ORDER BY CreatedAt, Id
            """;

        public const string DeleteDeliveries = "DELETE FROM WebhookDelivery WHERE EventId = @Id";

        public const string DeleteEvent = "DELETE FROM OutboxEvent WHERE Id = @Id";

        public const string ListDeletedPaged = """
            SELECT Id FROM WebhookEndpoint
            WHERE State = 'deleted' AND DeletedAt < @BeforeDeletedAt
            ORDER BY DeletedAt, Id
            """;

        public const string ListDeliveriesPaged = "SELECT EventId FROM WebhookDelivery WHERE EndpointId = @EndpointId ORDER BY EventId";

        public const string DeleteDelivery = "DELETE FROM WebhookDelivery WHERE EndpointId = @EndpointId AND EventId = @EventId";

        public const string DeleteEndpoint = "DELETE FROM WebhookEndpoint WHERE Id = @Id";
    }

    /// <summary>Deletes events of before that moment which have reached, or missed, all whom they were for.</summary>
    public static async Task<int> DeleteOverAsync(DbSession session, DateTimeOffset before, int most)
    {
        var first = new { BeforeCreatedAt = before, Skip = 0, Take = most };
        var over = await session.ListAsync<Guid>(session.Dialect.Page(Sql.ListOverPaged), first);
        foreach (var id in over)
        {
            await session.ExecuteAsync(Sql.DeleteDeliveries, new { Id = id });
            await session.ExecuteAsync(Sql.DeleteEvent, new { Id = id });
        }

        return over.Count;
    }

    /// <summary>Deletes deliveries of an endpoint that was deleted before that moment, and with the last of them the endpoint.</summary>
    /// <returns>As many as may be while there is more to look for.</returns>
    public static async Task<int> DeleteOfDeletedAsync(DbSession session, DateTimeOffset before, int most)
    {
        var first = new { BeforeDeletedAt = before, Skip = 0, Take = 1 };
        var deleted = await session.ListAsync<Guid>(session.Dialect.Page(Sql.ListDeletedPaged), first);
        if (deleted.Count == 0) return 0;

        var batch = new { EndpointId = deleted[0], Skip = 0, Take = most };
        var deliveries = await session.ListAsync<Guid>(session.Dialect.Page(Sql.ListDeliveriesPaged), batch);
        foreach (var id in deliveries) await session.ExecuteAsync(Sql.DeleteDelivery, new { EndpointId = deleted[0], EventId = id });

        if (deliveries.Count < most) await session.ExecuteAsync(Sql.DeleteEndpoint, new { Id = deleted[0] });
        return most;
    }
}
