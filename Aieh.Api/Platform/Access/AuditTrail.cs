using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Access;

/// <summary>Who did what to which thing of a tenant, and when.</summary>
internal sealed record AuditEntryRow
{
    public Guid Id { get; init; }
    public Guid TenantId { get; init; }
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>
    /// Kind and id of who did it: <c>key:…</c>, <c>passport:…</c>, <c>invitation:…</c>; <c>operator</c> for a verb, <c>report-link</c> for
    /// whoever has one, or <c>service</c>.
    /// </summary>
    public string Actor { get; init; } = "";

    /// <summary>Noun and what was done, as in <c>invitation.cancelled</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Kind and id of the thing.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Whose data it is about; null when about nobody's.</summary>
    public Guid? PassportId { get; init; }

    /// <summary>The scope that a key needs besides to be shown the entry; null when none.</summary>
    public string? Scope { get; init; }

    /// <summary>The thing before, as JSON without anything personal; null when it was not there or was only read.</summary>
    public string? BeforeState { get; init; }

    public string? AfterState { get; init; }

    /// <summary>Equal for the reads of one thing by one caller within an hour, which are one entry; null for changes.</summary>
    public string? ReadKey { get; init; }

    public long? Position { get; init; }
    public byte[]? Hash { get; init; }
}

/// <summary>
/// The audit trail that is added to: a change in its own transaction. Entries are chained by hash afterwards, in the background, so that
/// adding one waits for no other.
/// </summary>
internal static class AuditTrail
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO AuditEntry (Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey)
            VALUES (@Id, @TenantId, @OccurredAt, @Actor, @Action, @Subject, @PassportId, @Scope, @BeforeState, @AfterState, @ReadKey)
            """;

        public const string InsertRead = """
            INSERT INTO AuditEntry (Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, ReadKey)
            SELECT @Id, @TenantId, @OccurredAt, @Actor, @Action, @Subject, @PassportId, @ReadKey
            WHERE NOT EXISTS (SELECT 1 FROM AuditEntry WHERE TenantId = @TenantId AND ReadKey = @ReadKey)
            """;
    }

    public static Task<int> AddAsync(DbSession session, AuditEntryRow entry) => session.ExecuteAsync(Sql.Insert, entry);

    /// <summary>Adds what was read, unless the same caller has read the same thing within the hour.</summary>
    public static Task<int> AddReadAsync(DbSession session, AuditEntryRow entry) => session.ExecuteAsync(Sql.InsertRead, entry);
}
