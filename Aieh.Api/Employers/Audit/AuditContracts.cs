using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Audit;

/// <summary>Something that was done or read.</summary>
internal sealed record AuditEntryResponse
{
    /// <summary>Id of the entry.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Who did it: key:id, passport:id or invitation:id; operator for somebody at the machine, report-link for whoever has the link
    /// to a report, service for the service itself.
    /// </summary>
    /// <example>key:019e7f01-0680-7b52-8e21-c4d7f3a86012</example>
    public required string Actor { get; init; }

    /// <summary>
    /// Noun and what was done, as in key.revoked. What ends in .read was only read: the reads of one thing by one caller within an hour are
    /// one entry.
    /// </summary>
    /// <example>passport.read</example>
    public required string Action { get; init; }

    /// <summary>Kind and id of the thing.</summary>
    /// <example>passport:019e8256-f900-7a3e-8c1b-5b8f2d6a9e07</example>
    public required string Subject { get; init; }

    /// <summary>Id of the passport whose owner's data it is about; absent when about nobody's.</summary>
    public Guid? Passport { get; init; }

    /// <summary>The thing before; absent when it was not there, or was only read.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The thing after; absent when it is not there any more, or was only read.</summary>
    public JsonElement? After { get; init; }
}

/// <summary>A page of the audit log, newest first.</summary>
internal sealed record AuditLogResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<AuditEntryResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
