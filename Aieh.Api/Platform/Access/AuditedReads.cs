using System.Collections.Concurrent;
using System.Globalization;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Access;

/// <summary>One thing of a candidate that a tenant has read.</summary>
/// <param name="Action">What was read, as in <c>result.read</c>.</param>
/// <param name="Subject">Kind and id of the thing.</param>
/// <param name="Passport">Whose it is.</param>
internal readonly record struct AuditedRead(string Action, string Subject, Guid Passport);

/// <summary>
/// Writes down who has read a candidate's data before the answer goes out. The same caller's reads of one thing within an hour are one
/// entry, and what this process has written is not asked for again: a repeated read costs nothing.
/// </summary>
internal sealed class AuditedReads(Db db)
{
    /// <summary>Remembered at most; beyond, the database alone knows.</summary>
    private const int Most = 200_000;

    /// <summary>How often a page of reads is tried to be written while others write the same.</summary>
    private const int Attempts = 5;

    private readonly ConcurrentDictionary<(Guid Tenant, string Key), byte> _written = new();
    private string _hour = "";

    public async Task NoteAsync(
        Guid tenant, string actor, IReadOnlyList<AuditedRead> reads, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = now.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        if (Interlocked.Exchange(ref _hour, hour) != hour || _written.Count > Most) _written.Clear();

        AuditEntryRow[] entries =
        [
            .. reads
                .Select(read => EntryOf(tenant, actor, read, hour, now))
                .Where(entry => !_written.ContainsKey((tenant, entry.ReadKey!))),
        ];
        if (entries.Length == 0) return;

        await AddAsync(entries, cancellationToken);
        foreach (var entry in entries) _written.TryAdd((tenant, entry.ReadKey!), 0);
    }

    /// <summary>
    /// Other replicas may write the same reads between looking and writing. Another look finds the entry that was in the way, but the next
    /// one may have come meanwhile.
    /// </summary>
    private async Task AddAsync(AuditEntryRow[] entries, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await db.WriteAsync(WriteAsync, cancellationToken);
                return;
            }
            catch (Exception exception) when (attempt < Attempts && db.Dialect.IsUniqueViolation(exception))
            {
                // Looked at anew.
            }
        }

        async Task<int> WriteAsync(DbSession session)
        {
            var added = 0;
            foreach (var entry in entries) added += await AuditTrail.AddReadAsync(session, entry);
            return added;
        }
    }

    private static AuditEntryRow EntryOf(Guid tenant, string actor, AuditedRead read, string hour, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = tenant,
        OccurredAt = now,
        Actor = actor,
        Action = read.Action,
        Subject = read.Subject,
        PassportId = read.Passport,
        ReadKey = $"{hour} {actor} {read.Action} {read.Subject}",
    };
}
