using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Data;

/// <summary>Deletes idempotency keys past their time.</summary>
internal sealed class IdempotencySweep(Db db, TimeProvider time)
{
    internal const int BatchSize = 500;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        return BatchedSweep.RunAsync(
            db, BatchSize, session => IdempotencyStore.DeleteExpiredAsync(session, now, BatchSize), cancellationToken);
    }
}
