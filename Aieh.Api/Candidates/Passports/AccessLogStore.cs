using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Passports;

/// <summary>An entry of the audit trail that says who has read a passport, or has said that an attempt is watched.</summary>
internal sealed record AccessRow
{
    public Guid Id { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public string Action { get; init; } = "";
    public Guid TenantId { get; init; }
    public string TenantName { get; init; } = "";
}

internal static class AccessLogStore
{
    internal static class Sql
    {
        // By time and id, newest first. What takes a scope of its own is between the tenant and those who have it.
        public const string ListBeforePaged = """
            SELECT a.Id, a.OccurredAt, a.Action, a.TenantId, t.Name AS TenantName
            FROM AuditEntry AS a
            JOIN Tenant AS t ON t.Id = a.TenantId
            WHERE a.PassportId = @PassportId AND a.OccurredAt <= @BeforeOccurredAt
                AND (a.OccurredAt < @BeforeOccurredAt OR a.Id < @BeforeId)
                AND (a.Action LIKE '%.read' OR a.Action LIKE 'attempt.supervis%') AND a.Scope IS NULL
            ORDER BY a.OccurredAt DESC, a.Id DESC
            """;
    }

    public static Task<IReadOnlyList<AccessRow>> ListBeforeAsync(DbSession session, Guid passport, Page page) =>
        session.ListAsync<AccessRow>(
            session.Dialect.Page(Sql.ListBeforePaged),
            new { PassportId = passport, BeforeOccurredAt = page.Before.At, BeforeId = page.Before.Id, Skip = 0, Take = page.Limit + 1 });
}
