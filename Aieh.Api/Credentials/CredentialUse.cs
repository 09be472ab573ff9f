using System.Collections.Concurrent;
using Aieh.Api.Data;

namespace Aieh.Api.Credentials;

/// <summary>Remembers when credentials were last used and writes that down in the background, at most once an hour for each, so that a read stays a read.</summary>
internal sealed class CredentialUse(Db db)
{
    private static readonly TimeSpan Precision = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _pending = new();

    public void Note(Guid credential, DateTimeOffset? recorded, DateTimeOffset now)
    {
        if (recorded is null || now - recorded >= Precision) _pending.TryAdd(credential, now);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (credential, usedAt) in _pending)
        {
            await db.WriteAsync(session => CredentialStore.TouchAsync(session, credential, usedAt), cancellationToken);
            _pending.TryRemove(credential, out _);
        }
    }
}
