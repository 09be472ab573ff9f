using System.Buffers.Binary;
using Aieh.Api.Platform.Data;
using Microsoft.Extensions.Caching.Memory;

namespace Aieh.Api.Platform.Access;

/// <summary>
/// Finds the holder of a secret. Whom a candidate's or an attempt's credential speaks for is changed by an erasure or a sign-out only, and
/// where one process serves the database, it sees each of them; so there, such a holder is remembered for a minute. Keys and links can be
/// revoked from outside and are read each time. See docs/adr/0013-remembered-holders.md.
/// </summary>
internal sealed class CredentialHolders(Db db) : IDisposable
{
    private const int Most = 100_000;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Most });
    private int _endings;

    /// <summary>
    /// Null when the secret is nobody's. Whether it has expired or was revoked is for the caller to see. What is remembered has been read,
    /// and its use noted, less than a minute ago.
    /// </summary>
    public async ValueTask<(CredentialHolderRow? Holder, bool IsRemembered)> FindAsync(
        byte[] secretHash, CancellationToken cancellationToken)
    {
        var key = BinaryPrimitives.ReadUInt128LittleEndian(secretHash);
        var endings = Volatile.Read(ref _endings);
        if (_known.TryGetValue(key, out Remembered? known) && known!.Endings == endings) return (known.Holder, true);

        var holder = await db.ReadAsync(session => CredentialStore.FindHolderAsync(session, secretHash), cancellationToken);
        if (db.Dialect.HasOneWriter && holder is { Kind: "candidate" or "attempt" })
        {
            var forAWhile = new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Memory };
            _known.Set(key, new Remembered(holder, endings), forAWhile);
        }

        return (holder, false);
    }

    /// <summary>To be called after each erasure and each sign-out: what was read before it is not believed any more.</summary>
    public void ForgetAll() => Interlocked.Increment(ref _endings);

    public void Dispose() => _known.Dispose();

    /// <param name="Holder">As it was read.</param>
    /// <param name="Endings">How many erasures and sign-outs there had been before it was read.</param>
    private sealed record Remembered(CredentialHolderRow Holder, int Endings);
}
