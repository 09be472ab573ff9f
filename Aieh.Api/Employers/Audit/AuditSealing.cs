using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Audit;

/// <summary>
/// Puts entries at the end of their tenant's chain, in the order in which they were added as far as it can be seen: one whose transaction
/// was open for long is sealed after later ones. On several replicas at once, of those that seal the same entries, or others at the same
/// place, one commits and the rest give up until the next round.
/// </summary>
internal sealed class AuditSealing(Db db)
{
    internal const int BatchSize = 200;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BatchedSweep.RunAsync(db, BatchSize, SealAsync, cancellationToken);
        }
        catch (Exception exception) when (IsOvertaken(exception))
        {
            // Another replica seals.
        }
    }

    private bool IsOvertaken(Exception exception) =>
        exception is OvertakenException || db.Dialect.IsUniqueViolation(exception) || db.Dialect.IsLockTimeout(exception);

    private static async Task<int> SealAsync(DbSession session)
    {
        var entries = await AuditStore.ListUnsealedAsync(session, BatchSize);
        var heads = new Dictionary<Guid, AuditHeadRow>();
        foreach (var entry in entries)
        {
            if (!heads.TryGetValue(entry.TenantId, out var head))
            {
                head = await AuditStore.FindHeadAsync(session, entry.TenantId) ?? new AuditHeadRow { Hash = AuditChain.Start };
            }

            var position = head.Position + 1;
            var next = new AuditHeadRow { Position = position, Hash = AuditChain.HashOf(head.Hash, entry, position) };
            if (!await AuditStore.SealAsync(session, entry.Id, next)) throw new OvertakenException();
            heads[entry.TenantId] = next;
        }

        return entries.Count;
    }

    /// <summary>Thrown inside the transaction to roll it back.</summary>
    private sealed class OvertakenException : Exception;
}
