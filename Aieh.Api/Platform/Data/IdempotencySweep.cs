using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Data;

/// <summary>Deletes idempotency keys past their time, in batches, so that the writes of requests get their turn between them.</summary>
internal sealed class IdempotencySweep(Db db, TimeProvider time)
{
    internal const int BatchSize = 500;

    /// <summary>Bounds one round; what remains is for the next.</summary>
    internal const int MaxBatches = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var deleted = await db.WriteAsync(session => IdempotencyStore.DeleteExpiredAsync(session, now, BatchSize), cancellationToken);
            if (deleted < BatchSize) return;
        }
    }
}
