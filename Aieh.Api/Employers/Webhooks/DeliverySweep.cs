using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>Deletes events that have been kept for long enough, with what became of them, and counts those that are on their way.</summary>
internal sealed class DeliverySweep(Db db, IOptions<WebhookOptions> options, TimeProvider time)
{
    internal const int BatchSize = 200;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.Now().AddDays(-options.Value.KeepDays);
        await BatchedSweep.RunAsync(
            db, BatchSize, session => DispatchStore.DeleteOverAsync(session, before, BatchSize), cancellationToken);
        Telemetry.WebhookQueue.Record(await db.ReadAsync(DispatchStore.CountPendingAsync, cancellationToken));
    }
}
