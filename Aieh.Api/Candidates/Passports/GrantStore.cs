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
}

internal static class GrantStore
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO PassportGrant (Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt)
            VALUES (@Id, @PassportId, @TenantId, @Kind, @Scope, @CreatedAt, @ExpiresAt)
            """;

        public const string Find =
            "SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt FROM PassportGrant WHERE Id = @Id";

        public const string ListForTenant = """
            SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt
            FROM PassportGrant
            WHERE PassportId = @PassportId AND TenantId = @TenantId
            """;

        public const string ListAfterPaged = """
            SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt
            FROM PassportGrant
            WHERE PassportId = @PassportId AND (CreatedAt > @AfterAt OR (CreatedAt = @AfterAt AND Id > @AfterId))
            ORDER BY CreatedAt, Id
            """;

        public const string ListByPassport = """
            SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt
            FROM PassportGrant
            WHERE PassportId = @PassportId
            ORDER BY CreatedAt, Id
            """;

        public const string Revoke =
            "UPDATE PassportGrant SET RevokedAt = @RevokedAt WHERE Id = @Id AND PassportId = @PassportId AND RevokedAt IS NULL";
    }

    public static Task<int> InsertAsync(DbSession session, GrantRow grant) => session.ExecuteAsync(Sql.Insert, grant);

    public static Task<GrantRow?> FindAsync(DbSession session, Guid id) => session.FirstOrDefaultAsync<GrantRow>(Sql.Find, new { Id = id });

    public static Task<IReadOnlyList<GrantRow>> ListForTenantAsync(DbSession session, Guid passport, Guid tenant) =>
        session.ListAsync<GrantRow>(Sql.ListForTenant, new { PassportId = passport, TenantId = tenant });

    public static Task<IReadOnlyList<GrantRow>> ListAfterAsync(DbSession session, Guid passport, Page page) =>
        session.ListAsync<GrantRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { PassportId = passport, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });

    public static Task<IReadOnlyList<GrantRow>> ListByPassportAsync(DbSession session, Guid passport) =>
        session.ListAsync<GrantRow>(Sql.ListByPassport, new { PassportId = passport });

    /// <summary>False when there is no such grant, or it has been revoked before.</summary>
    public static async Task<bool> RevokeAsync(DbSession session, Guid id, Guid passport, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.Revoke, new { Id = id, PassportId = passport, RevokedAt = now }) == 1;
}
