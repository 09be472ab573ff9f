using System.Security.Cryptography;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Audit;

/// <summary>What verifying a tenant's chain has found.</summary>
/// <param name="Sealed">Entries in the chain.</param>
/// <param name="Unsealed">Entries that are in no chain yet, so that nothing can be said of them.</param>
/// <param name="Head">The last entry; null of an empty chain.</param>
/// <param name="Faults">What is wrong, and with which entry.</param>
internal sealed record AuditVerdict(long Sealed, int Unsealed, AuditHeadRow? Head, IReadOnlyList<string> Faults);

/// <summary>
/// Follows a tenant's chain from its start: a hole is a missing entry, a hash that does not follow is a changed, swapped or inserted one.
/// What was cut off at the end, or made anew from some place on, leaves a chain that is right in itself: that shows only against a head
/// that was written down before.
/// </summary>
/// <param name="expected">A head that was written down; null without one.</param>
internal sealed class AuditVerification(AuditHeadRow? expected)
{
    private const int PageSize = 500;

    /// <summary>Enough to see what happened.</summary>
    private const int MostFaults = 20;

    private readonly List<string> _faults = [];
    private AuditHeadRow _last = new() { Hash = AuditChain.Start };
    private long _count;

    public async Task<AuditVerdict> RunAsync(Db db, Guid tenant, CancellationToken cancellationToken)
    {
        // Not from the start of the chain: whoever plants an entry before it shall be seen too.
        for (var after = long.MinValue; ;)
        {
            var from = after;
            var page = await db.ReadAsync(session => AuditStore.ListSealedAsync(session, tenant, from, PageSize), cancellationToken);
            foreach (var entry in page) Follow(entry);

            if (page.Count < PageSize) break;
            after = page[^1].Position!.Value;
        }

        if (expected?.Position > _last.Position)
        {
            Add($"the chain ends at position {_last.Position}, before the expected {expected.Position}: entries were cut off");
        }

        var unsealed = await db.ReadAsync(session => AuditStore.CountUnsealedAsync(session, tenant), cancellationToken);
        return new AuditVerdict(_count, unsealed, _count == 0 ? null : _last, _faults);
    }

    private void Follow(AuditEntryRow entry)
    {
        _count++;
        var position = entry.Position!.Value;
        var stored = entry.Hash ?? [];
        if (position <= _last.Position)
        {
            Add($"entry {entry.Id} stands at position {position}, before the start");
            return;
        }

        if (position > _last.Position + 1)
        {
            // What the entry follows is not there, so its own hash cannot be told right or wrong.
            Add(MissingBefore(position));
        }
        else if (!CryptographicOperations.FixedTimeEquals(stored, AuditChain.HashOf(_last.Hash, entry, position)))
        {
            Add($"entry {entry.Id} at position {position} is not what was sealed there");
        }

        // By its stored hash, so that one changed entry is one fault.
        _last = new AuditHeadRow { Position = position, Hash = stored };
        if (position == expected?.Position && !CryptographicOperations.FixedTimeEquals(stored, expected.Hash))
        {
            Add($"entry {entry.Id} at position {position} has another hash than expected: the chain was made anew");
        }
    }

    private string MissingBefore(long position) => position == _last.Position + 2
        ? $"the entry at position {position - 1} is missing"
        : $"the entries at positions {_last.Position + 1} to {position - 1} are missing";

    private void Add(string fault)
    {
        if (_faults.Count < MostFaults) _faults.Add(fault);
    }
}
