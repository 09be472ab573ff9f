using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Ranking;

/// <summary>
/// Works out anew the standings that are no longer good. Evidence is read before the transaction, and a standing that somebody else has
/// written meanwhile is left as it is: so several replicas may do it at once, and the writes of requests wait for a batch of updates alone.
/// </summary>
internal sealed class StandingSweep(Db db, Standings standings, TimeProvider time)
{
    internal const int BatchSize = 500;

    /// <summary>Bounds one round; what remains is for the next.</summary>
    private const int MaxBatches = 200;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var now = time.Now();
            var renewed = await db.ReadAsync(session => RenewAsync(session, now), cancellationToken);
            if (renewed.Count > 0) await db.WriteAsync(session => SaveAsync(session, renewed), cancellationToken);
            if (renewed.Count < BatchSize) return;
        }
    }

    private async Task<IReadOnlyList<RenewedStandingRow>> RenewAsync(DbSession session, DateTimeOffset now)
    {
        var loops = new Dictionary<Guid, (int Version, LoopDefinition Definition)>();
        var renewed = new List<RenewedStandingRow>();
        foreach (var stale in await StandingStore.ListStaleAsync(session, now, BatchSize))
        {
            if (!loops.TryGetValue(stale.LoopId, out var loop))
            {
                loops.Add(stale.LoopId, loop = await HiringLoopStore.FindCurrentAsync(session, stale.LoopId));
            }

            var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, stale.PassportId, now);
            var replacing = await VerificationStore.ListReplacingAsync(session, stale.LoopId, stale.PassportId, now);
            var counted = loop.Definition.CountedIn(evidence, replacing);
            var standing = standings.Of(stale.InvitationId, stale.LoopId, loop.Version, loop.Definition, counted, now);
            renewed.Add(new RenewedStandingRow(standing, stale));
        }

        return renewed;
    }

    private static async Task<int> SaveAsync(DbSession session, IReadOnlyList<RenewedStandingRow> renewed)
    {
        var saved = 0;
        foreach (var (standing, former) in renewed) saved += await StandingStore.ReplaceAsync(session, standing, former);
        return saved;
    }

    private sealed record RenewedStandingRow(StandingRow Standing, StaleStandingRow Former);
}
