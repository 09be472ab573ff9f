using System.Collections.Concurrent;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Access;

/// <summary>
/// Remembers when credentials were last used and writes that down in the background, at most once an hour for each, so that a read stays a
/// read.
/// </summary>
internal sealed class CredentialUse(Db db)
{
    private static readonly TimeSpan Precision = TimeSpan.FromHours(1);
    private const int BatchSize = 200;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _pending = new();

    public void Note(Guid credential, DateTimeOffset? recorded, DateTimeOffset now)
    {
        if (recorded is null || now - recorded >= Precision) _pending.TryAdd(credential, now);
    }

    /// <summary>In batches: each commit costs a flush to disk, and a batch without end would hold up the requests that write.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        // In one order everywhere, so that replicas which flush at once do not wait for each other in a circle.
        foreach (var batch in _pending.OrderBy(use => use.Key).Chunk(BatchSize))
        {
            await db.WriteAsync(
                async session =>
                {
                    foreach (var (credential, usedAt) in batch) await CredentialStore.TouchAsync(session, credential, usedAt);
                    return batch.Length;
                },
                cancellationToken);
            foreach (var (credential, _) in batch) _pending.TryRemove(credential, out _);
        }
    }
}
