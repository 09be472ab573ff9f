using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Tenants;

internal static class KeyStore
{
    internal static class Sql
    {
        // The first bound is what finds the place in the index: no database takes it from the second.
        public const string ListAfterPaged = """
            SELECT c.Id, c.TenantId, t.Name AS TenantName, c.Hint, c.Name, c.Scopes, c.CreatedAt, c.ExpiresAt, c.RevokedAt, c.LastUsedAt
            FROM Credential AS c
            JOIN Tenant AS t ON t.Id = c.TenantId
            WHERE c.TenantId = @TenantId AND c.Kind = 'key' AND c.CreatedAt >= @AfterAt AND (c.CreatedAt > @AfterAt OR c.Id > @AfterId)
            ORDER BY c.CreatedAt, c.Id
            """;
    }

    /// <summary>The keys of a tenant after a place, oldest first.</summary>
    public static Task<IReadOnlyList<KeyRow>> ListAfterAsync(DbSession session, Guid tenant, Page page) =>
        session.ListAsync<KeyRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { TenantId = tenant, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });
}
