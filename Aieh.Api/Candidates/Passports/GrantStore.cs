using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Passports;

/// <summary>A candidate's permission for a tenant, or for whoever holds a link, to read the passport.</summary>
internal sealed record GrantRow
{
    public Guid Id { get; init; }
    public Guid PassportId { get; init; }
    public Guid? TenantId { get; init; }
    public string Kind { get; init; } = "";
    public string Scope { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The hiring loop that a grant of the scope 'loop' is for.</summary>
    public Guid? LoopId { get; init; }
}

/// <summary>A look at a passport by a hiring loop, as of a moment.</summary>
internal readonly record struct LoopLook(Guid LoopId, DateTimeOffset AsOf);

internal static class GrantStore
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO PassportGrant (Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, LoopId)
            VALUES (@Id, @PassportId, @TenantId, @Kind, @Scope, @CreatedAt, @ExpiresAt, @LoopId)
            """;

        public const string Find =
            "SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId FROM PassportGrant WHERE Id = @Id";

        // 'evidence' includes 'passport', and comes before it; a loop's grant opens neither.
        public const string FindWidestPaged = """
            SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId
            FROM PassportGrant
            WHERE PassportId = @PassportId AND TenantId = @TenantId AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
                AND Scope <> 'loop'
            ORDER BY Scope
            """;

        public const string CountStandingOfLoop = """
            SELECT COUNT(*) FROM PassportGrant
            WHERE LoopId = @LoopId AND PassportId = @PassportId AND TenantId = @TenantId AND CreatedAt <= @AsOf
                AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
            """;

        public const string CountStandingOfTenant = """
            SELECT COUNT(*) FROM PassportGrant
            WHERE TenantId = @TenantId AND PassportId = @PassportId AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
            """;

        public const string ListStandingTenants = """
            SELECT DISTINCT TenantId FROM PassportGrant
            WHERE PassportId = @PassportId AND TenantId IS NOT NULL AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
                AND Scope <> 'loop'
            """;

        public const string End = "UPDATE PassportGrant SET ExpiresAt = @ExpiresAt WHERE Id = @Id AND RevokedAt IS NULL";

        public const string Count = "SELECT COUNT(*) FROM PassportGrant WHERE PassportId = @PassportId";

        public const string CountStanding = """
            SELECT COUNT(*) FROM PassportGrant
            WHERE PassportId = @PassportId AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
            """;

        public const string FindOldestEndedPaged = """
            SELECT Id FROM PassportGrant
            WHERE PassportId = @PassportId AND LoopId IS NULL AND (RevokedAt IS NOT NULL OR ExpiresAt <= @Now)
            ORDER BY CreatedAt, Id
            """;

        public const string Delete = "DELETE FROM PassportGrant WHERE Id = @Id";

        // The first bound is what finds the place in the index: no database takes it from the second.
        public const string ListAfterPaged = """
            SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId
            FROM PassportGrant
            WHERE PassportId = @PassportId AND CreatedAt >= @AfterAt AND (CreatedAt > @AfterAt OR Id > @AfterId)
            ORDER BY CreatedAt, Id
            """;

        public const string Revoke =
            "UPDATE PassportGrant SET RevokedAt = @RevokedAt WHERE Id = @Id AND PassportId = @PassportId AND RevokedAt IS NULL";
    }

    public static Task<int> InsertAsync(DbSession session, GrantRow grant) => session.ExecuteAsync(Sql.Insert, grant);

    public static Task<GrantRow?> FindAsync(DbSession session, Guid id) => session.FirstOrDefaultAsync<GrantRow>(Sql.Find, new { Id = id });

    /// <summary>Of the grants to a tenant that stand, the one that lets it read most.</summary>
    public static Task<GrantRow?> FindWidestAsync(DbSession session, Guid passport, Guid tenant, DateTimeOffset now) =>
        session.FirstOrDefaultAsync<GrantRow>(
            session.Dialect.Page(Sql.FindWidestPaged), new { PassportId = passport, TenantId = tenant, Now = now, Skip = 0, Take = 1 });

    /// <summary>
    /// Whether a tenant may see how a passport did in a hiring loop of its own at a moment: not what it held before its owner agreed.
    /// </summary>
    public static async Task<bool> IsOpenToLoopAsync(
        DbSession session, Guid passport, Guid tenant, LoopLook look, DateTimeOffset now) =>
        await session.FirstOrDefaultAsync<int>(
            Sql.CountStandingOfLoop,
            new { PassportId = passport, TenantId = tenant, look.LoopId, look.AsOf, Now = now }) > 0;

    /// <summary>Whether a tenant has been let in, by a grant or into one of its hiring loops.</summary>
    public static async Task<bool> IsOpenToTenantAsync(DbSession session, Guid passport, Guid tenant, DateTimeOffset now) =>
        await session.FirstOrDefaultAsync<int>(
            Sql.CountStandingOfTenant, new { PassportId = passport, TenantId = tenant, Now = now }) > 0;

    /// <summary>The tenants that may read the passport, whatever hiring loops it is in.</summary>
    public static Task<IReadOnlyList<Guid>> ListStandingTenantsAsync(DbSession session, Guid passport, DateTimeOffset now) =>
        session.ListAsync<Guid>(Sql.ListStandingTenants, new { PassportId = passport, Now = now });

    /// <summary>Sets when a grant that was not revoked ends.</summary>
    public static Task<int> EndAsync(DbSession session, Guid id, DateTimeOffset expiresAt) =>
        session.ExecuteAsync(Sql.End, new { Id = id, ExpiresAt = expiresAt });

    public static Task<int> CountAsync(DbSession session, Guid passport) =>
        session.FirstOrDefaultAsync<int>(Sql.Count, new { PassportId = passport });

    /// <summary>How many are neither revoked nor over.</summary>
    public static Task<int> CountStandingAsync(DbSession session, Guid passport, DateTimeOffset now) =>
        session.FirstOrDefaultAsync<int>(Sql.CountStanding, new { PassportId = passport, Now = now });

    public static Task<Guid?> FindOldestEndedAsync(DbSession session, Guid passport, DateTimeOffset now) =>
        session.FirstOrDefaultAsync<Guid?>(
            session.Dialect.Page(Sql.FindOldestEndedPaged), new { PassportId = passport, Now = now, Skip = 0, Take = 1 });

    public static Task<int> DeleteAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Delete, new { Id = id });

    public static Task<IReadOnlyList<GrantRow>> ListAfterAsync(DbSession session, Guid passport, Page page) =>
        session.ListAsync<GrantRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { PassportId = passport, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });

    /// <summary>False when there is no such grant, or it has been revoked before.</summary>
    public static async Task<bool> RevokeAsync(DbSession session, Guid id, Guid passport, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.Revoke, new { Id = id, PassportId = passport, RevokedAt = now }) == 1;
}
