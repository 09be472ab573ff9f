using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>
/// Deletes events that have been kept for long enough, with what became of them, and what is left of deleted endpoints; and counts the
/// deliveries that are on their way.
/// </summary>
internal sealed class DeliverySweep(Db db, IOptions<WebhookOptions> options, TimeProvider time)
{
    internal const int BatchSize = 200;

    /// <summary>Longer than any transaction takes that has seen the endpoint before it was deleted, and writes a delivery for it.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (before, deletedBefore) = (now.AddDays(-options.Value.KeepDays), now - Grace);
        await BatchedSweep.RunAsync(
            db, BatchSize, session => SweepStore.DeleteOverAsync(session, before, BatchSize), cancellationToken);
        await BatchedSweep.RunAsync(
            db, BatchSize, session => SweepStore.DeleteOfDeletedAsync(session, deletedBefore, BatchSize), cancellationToken);
        Telemetry.WebhookQueue.Record(await db.ReadAsync(DispatchStore.CountPendingAsync, cancellationToken));
    }
}
