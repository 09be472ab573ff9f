using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;
using Microsoft.Extensions.Caching.Memory;

namespace Aieh.Api.Employers.Ranking;

/// <summary>
/// The order of a loop's candidates at a past moment: of those who had accepted by then and whose consent holds now. Who has taken it back
/// or erased the passport since is gone from past rankings too. Working it out reads all their evidence once; the order alone is kept for a
/// while, so that the further pages agree with the first and cost what is on them.
/// </summary>
internal sealed class PastRankings(Db db) : IDisposable
{
    /// <summary>Candidates read at a time.</summary>
    private const int BatchSize = 500;

    /// <summary>Candidates kept over all orders, 16 bytes each.</summary>
    private const int MostKept = 1_000_000;

    /// <summary>
    /// Long enough to go down the pages. Not for ever: evidence of the past may still come, such as a vendor's that was observed then, and
    /// evidence and candidates may go.
    /// </summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _orders = new(new MemoryCacheOptions { SizeLimit = MostKept });

    // One at a time: each reads as much as is in the loop.
    private readonly SemaphoreSlim _working = new(1);

    public async Task<IReadOnlyList<Guid>> OrderOfAsync(RankingBasis basis, CancellationToken cancellationToken)
    {
        var key = (basis.Loop, basis.Version, basis.AsOf, basis.Catalog.Hash);
        if (Find() is { } kept) return kept;

        await _working.WaitAsync(cancellationToken);
        try
        {
            if (Find() is { } others) return others;

            var order = await db.ReadAsync(session => WorkOutAsync(session, basis), cancellationToken);
            // An empty one takes room too.
            var forAWhile = new MemoryCacheEntryOptions { Size = order.Length + 1, AbsoluteExpirationRelativeToNow = KeptFor };
            return _orders.Set(key, new PastOrder(order, basis.Now), forAWhile).Invitations;
        }
        finally
        {
            _working.Release();
        }

        // By the service's own clock too: the cache has another.
        Guid[]? Find() =>
            _orders.TryGetValue(key, out PastOrder? known) && basis.Now < known!.At + KeptFor ? known.Invitations : null;
    }

    public void Dispose()
    {
        _orders.Dispose();
        _working.Dispose();
    }

    private static async Task<Guid[]> WorkOutAsync(DbSession session, RankingBasis basis)
    {
        var ranked = new List<(double Key, Guid Invitation)>();
        var replacing = await basis.ReplacingAsync(session);
        AcceptedRow? last = null;
        while (true)
        {
            var batch = await RankingStore.ListAcceptedAfterAsync(session, basis.Loop, basis.AsOf, last, basis.Now, BatchSize);
            if (batch.Count > 0)
            {
                var evidence = await EvidenceOfAsync(session, basis, batch);
                ranked.AddRange(batch.Select(row => (KeyOf(row.PassportId, evidence), row.Id)));
                last = batch[^1];
            }

            if (batch.Count == BatchSize) continue;

            ranked.Sort();
            return [.. ranked.Select(each => each.Invitation)];
        }

        double KeyOf(Guid passport, ILookup<Guid, EvidenceMeasureRow> evidence) =>
            RankKey.Of(basis.FiguresOf([.. evidence[passport]], [.. replacing[passport]]));
    }

    private static async Task<ILookup<Guid, EvidenceMeasureRow>> EvidenceOfAsync(
        DbSession session, RankingBasis basis, IReadOnlyList<AcceptedRow> batch)
    {
        var rows = await RankingStore.ListEvidenceAsync(session, basis.Loop, batch[0].CreatedAt, batch[^1].CreatedAt, basis.AsOf);
        return rows.ToLookup(row => row.PassportId, row => row.ToMeasure());
    }

    /// <param name="Invitations">The candidates, the readiest first.</param>
    /// <param name="At">When it was worked out.</param>
    private sealed record PastOrder(Guid[] Invitations, DateTimeOffset At);
}
