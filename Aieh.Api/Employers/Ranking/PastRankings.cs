using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;
using Microsoft.Extensions.Caching.Memory;

namespace Aieh.Api.Employers.Ranking;

/// <summary>
/// The order of a loop's candidates at a past moment: of those who had accepted by then and whose consent holds now. Who has taken it back
/// or erased the passport since is gone from past rankings too. Working it out reads all their evidence once; the order alone is kept, so
/// that the further pages cost what is on them.
/// </summary>
internal sealed class PastRankings(Db db) : IDisposable
{
    /// <summary>Candidates read at a time.</summary>
    private const int BatchSize = 500;

    /// <summary>Candidates kept over all orders, 16 bytes each.</summary>
    private const int MostKept = 1_000_000;

    private readonly MemoryCache _orders = new(new MemoryCacheOptions { SizeLimit = MostKept });

    // One at a time: each reads as much as is in the loop.
    private readonly SemaphoreSlim _working = new(1);

    public async Task<IReadOnlyList<Guid>> OrderOfAsync(RankingBasis basis, CancellationToken cancellationToken)
    {
        var key = (basis.Loop, basis.Version, basis.AsOf, basis.Catalog.Hash);
        if (_orders.TryGetValue(key, out Guid[]? known)) return known!;

        await _working.WaitAsync(cancellationToken);
        try
        {
            if (_orders.TryGetValue(key, out known)) return known!;

            var order = await db.ReadAsync(session => WorkOutAsync(session, basis), cancellationToken);
            // An empty one takes room too.
            return _orders.Set(key, order, new MemoryCacheEntryOptions { Size = order.Length + 1 });
        }
        finally
        {
            _working.Release();
        }
    }

    public void Dispose()
    {
        _orders.Dispose();
        _working.Dispose();
    }

    private static async Task<Guid[]> WorkOutAsync(DbSession session, RankingBasis basis)
    {
        var ranked = new List<(double Key, Guid Invitation)>();
        AcceptedRow? last = null;
        while (true)
        {
            var batch = await RankingStore.ListAcceptedAfterAsync(session, basis.Loop, basis.AsOf, last, basis.Now, BatchSize);
            if (batch.Count > 0)
            {
                var evidence = await EvidenceOfAsync(session, basis, batch);
                ranked.AddRange(batch.Select(row => (RankKey.Of(basis.FiguresOf([.. evidence[row.PassportId]])), row.Id)));
                last = batch[^1];
            }

            if (batch.Count == BatchSize) continue;

            ranked.Sort();
            return [.. ranked.Select(each => each.Invitation)];
        }
    }

    private static async Task<ILookup<Guid, EvidenceMeasureRow>> EvidenceOfAsync(
        DbSession session, RankingBasis basis, IReadOnlyList<AcceptedRow> batch)
    {
        var rows = await RankingStore.ListEvidenceAsync(session, basis.Loop, batch[0].CreatedAt, batch[^1].CreatedAt, basis.AsOf);
        return rows.ToLookup(row => row.PassportId, row => row.ToMeasure());
    }
}
