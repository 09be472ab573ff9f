using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Usage;

/// <summary>What a tenant has used in a month.</summary>
internal sealed record UsageRow
{
    /// <summary>Year times 100 plus month, as in 202606.</summary>
    public int UsageMonth { get; init; }

    public int Invitations { get; init; }
    public int Attempts { get; init; }
    public int Completed { get; init; }
}

internal static class UsageStore
{
    internal static class Sql
    {
        public const string Add = """
            UPDATE UsageCount
            SET Invitations = Invitations + @Invitations, Attempts = Attempts + @Attempts, Completed = Completed + @Completed
            WHERE TenantId = @TenantId AND UsageMonth = @UsageMonth
            """;

        public const string Insert = """
            INSERT INTO UsageCount (TenantId, UsageMonth, Invitations, Attempts, Completed)
            VALUES (@TenantId, @UsageMonth, @Invitations, @Attempts, @Completed)
            """;

        public const string List = """
            SELECT UsageMonth, Invitations, Attempts, Completed
            FROM UsageCount
            WHERE TenantId = @TenantId AND UsageMonth >= @FromUsageMonth AND UsageMonth <= @ToUsageMonth
            """;
    }

    /// <summary>
    /// Counts inside the caller's transaction: with what is counted, or not at all. The first use of a month makes its row. Who finds none
    /// takes the tenant's row first and looks again, so that of several who are first at once one inserts and the others add to it: nothing
    /// is lost, and nobody's transaction fails.
    /// </summary>
    public static async Task AddAsync(
        DbSession session, Guid tenant, DateTimeOffset now, int invitations, int attempts, int completed)
    {
        var month = UsageMonth.Of(now);
        var use = new
        {
            TenantId = tenant,
            UsageMonth = month.Number,
            Invitations = invitations,
            Attempts = attempts,
            Completed = completed,
        };
        if (await session.ExecuteAsync(Sql.Add, use) == 1) return;

        await TenantStore.HoldAsync(session, tenant);
        if (await session.ExecuteAsync(Sql.Add, use) == 0) await session.ExecuteAsync(Sql.Insert, use);
    }

    /// <summary>The months of a range in which there was any use, in no order.</summary>
    public static Task<IReadOnlyList<UsageRow>> ListAsync(DbSession session, Guid tenant, UsageMonth from, UsageMonth to) =>
        session.ListAsync<UsageRow>(Sql.List, new { TenantId = tenant, FromUsageMonth = from.Number, ToUsageMonth = to.Number });
}
