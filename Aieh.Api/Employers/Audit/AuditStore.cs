using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Audit;

/// <summary>The last entry of a tenant's chain.</summary>
internal sealed record AuditHeadRow
{
    public long Position { get; init; }
    public byte[] Hash { get; init; } = [];
}

/// <summary>Which entries a list shows. What is null does not narrow it.</summary>
internal sealed record AuditFilter
{
    public required Guid TenantId { get; init; }

    /// <summary>The scopes of who looks, with a space on both sides of each.</summary>
    public required string Scopes { get; init; }

    public string? Action { get; init; }
    public string? Subject { get; init; }
    public Guid? PassportId { get; init; }

    /// <summary>Not before.</summary>
    public required DateTimeOffset FromOccurredAt { get; init; }

    /// <summary>Not after this moment, and at this moment only those of lesser id.</summary>
    public required DateTimeOffset BeforeOccurredAt { get; init; }

    public required Guid BeforeId { get; init; }
}

internal static class AuditStore
{
    internal static class Sql
    {
        // By time and id, newest first. The first bounds are what finds the place in the index: no database takes it from the others.
        public const string ListBeforePaged = """
            SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
            FROM AuditEntry
            WHERE TenantId = @TenantId AND OccurredAt >= @FromOccurredAt AND OccurredAt <= @BeforeOccurredAt
                AND (OccurredAt < @BeforeOccurredAt OR Id < @BeforeId)
                AND (@Action IS NULL OR Action = @Action) AND (@Subject IS NULL OR Subject = @Subject)
                AND (@PassportId IS NULL OR PassportId = @PassportId)
                AND (Scope IS NULL OR @Scopes LIKE CONCAT('% ', Scope, ' %'))
            ORDER BY OccurredAt DESC, Id DESC
            """;

        public const string ListUnsealedPaged = """
            SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
            FROM AuditEntry
            WHERE Position IS NULL
            ORDER BY Seq
            """;

        public const string ListSealedPaged = """
            SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
            FROM AuditEntry
            WHERE TenantId = @TenantId AND Position IS NOT NULL AND Position > @AfterPosition
            ORDER BY Position
            """;

        public const string FindHeadPaged = """
            SELECT Position, Hash
            FROM AuditEntry
            WHERE TenantId = @TenantId AND Position IS NOT NULL
            ORDER BY Position DESC
            """;

        public const string CountUnsealed = "SELECT COUNT(*) FROM AuditEntry WHERE TenantId = @TenantId AND Position IS NULL";

        public const string Seal = "UPDATE AuditEntry SET Position = @Position, Hash = @Hash WHERE Id = @Id AND Position IS NULL";
    }

    /// <summary>The entries of a tenant that the filter lets through, newest first.</summary>
    public static Task<IReadOnlyList<AuditEntryRow>> ListBeforeAsync(DbSession session, AuditFilter filter, int take) =>
        session.ListAsync<AuditEntryRow>(session.Dialect.Page(Sql.ListBeforePaged), new
        {
            filter.TenantId,
            filter.Scopes,
            filter.Action,
            filter.Subject,
            filter.PassportId,
            filter.FromOccurredAt,
            filter.BeforeOccurredAt,
            filter.BeforeId,
            Skip = 0,
            Take = take,
        });

    /// <summary>Entries that are in no chain yet, in the order in which they were added.</summary>
    public static Task<IReadOnlyList<AuditEntryRow>> ListUnsealedAsync(DbSession session, int take) =>
        session.ListAsync<AuditEntryRow>(session.Dialect.Page(Sql.ListUnsealedPaged), new { Skip = 0, Take = take });

    /// <summary>Entries of a tenant's chain after a position, in their order.</summary>
    public static Task<IReadOnlyList<AuditEntryRow>> ListSealedAsync(DbSession session, Guid tenant, long after, int take) =>
        session.ListAsync<AuditEntryRow>(
            session.Dialect.Page(Sql.ListSealedPaged), new { TenantId = tenant, AfterPosition = after, Skip = 0, Take = take });

    public static Task<AuditHeadRow?> FindHeadAsync(DbSession session, Guid tenant) =>
        session.FirstOrDefaultAsync<AuditHeadRow>(
            session.Dialect.Page(Sql.FindHeadPaged), new { TenantId = tenant, Skip = 0, Take = 1 });

    public static Task<int> CountUnsealedAsync(DbSession session, Guid tenant) =>
        session.FirstOrDefaultAsync<int>(Sql.CountUnsealed, new { TenantId = tenant });

    /// <summary>False when the entry has been sealed in the meantime.</summary>
    public static async Task<bool> SealAsync(DbSession session, Guid id, AuditHeadRow place) =>
        await session.ExecuteAsync(Sql.Seal, new { Id = id, place.Position, place.Hash }) == 1;
}
