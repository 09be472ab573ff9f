using System.Security.Cryptography;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aieh.Api.Platform.Data;

// The descriptions are sent to whoever asks, so they hold no exception text: it can name servers, files and users.

/// <summary>
/// Ready means that what is accepted can be kept, so the check reads, and commits a write that needs space and leaves nothing. Anybody may
/// ask, so those who ask within a second, or while it runs, share one probe: a flood of questions must not take the place of real writes.
/// </summary>
internal sealed class DatabaseCheck(Db db, IWriter writer, TimeProvider time) : IHealthCheck
{
    /// <summary>What a submission needs on a disk, about.</summary>
    private const int ProbeBytes = 16 * 1024;

    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);
    private readonly Lock _asking = new();
    private Task? _probe;
    private long _began;

    internal static class Sql
    {
        public const string Ping = "SELECT 1";
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // The probe is others' too, and goes on without who stops waiting.
            await LatestProbe().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (WriteQueueFullException) when (writer.Fault is null)
        {
            // Too much to do is not a fault: who waits is served.
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception)
        {
            var cause = writer.Fault ?? exception;
            return HealthCheckResult.Unhealthy(db.Dialect.ReasonOf(cause), cause);
        }
    }

    private Task LatestProbe()
    {
        lock (_asking)
        {
            var isShared = _probe is not null && (!_probe.IsCompleted || time.GetElapsedTime(_began) < Shared);
            if (isShared) return _probe!;

            _began = time.GetTimestamp();
            return _probe = Task.Run(ProbeAsync);
        }
    }

    private async Task ProbeAsync()
    {
        await db.ReadAsync(session => session.FirstOrDefaultAsync<int>(Sql.Ping), CancellationToken.None);
        var probe = NewProbe();
        await db.WriteAsync(session => WriteAndDeleteAsync(session, probe), CancellationToken.None);
    }

    /// <summary>Over before it begins: if it were ever left behind, the sweep would take it.</summary>
    private static IdempotencyRecord NewProbe() => new()
    {
        KeyHash = RandomNumberGenerator.GetBytes(32),
        Principal = "health",
        Fingerprint = new byte[32],
        Status = 0,
        ContentType = "",
        Body = new byte[ProbeBytes],
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch,
    };

    private static async Task<bool> WriteAndDeleteAsync(DbSession session, IdempotencyRecord probe) =>
        await IdempotencyStore.TryInsertAsync(session, probe)
        && await IdempotencyStore.DeleteExpiredKeyAsync(session, probe) == 1;
}

/// <summary>
/// Not ready while scripts are pending. A schema newer than this build is accepted: during a rolling update the old replicas go on working
/// on it.
/// </summary>
internal sealed class SchemaCheck(Migrator migrator) : IHealthCheck
{
    // Applied scripts stay applied, and asking costs a connection of its own.
    private volatile bool _isCurrent;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_isCurrent) return HealthCheckResult.Healthy();

        try
        {
            var pending = await migrator.PendingAsync(cancellationToken);
            if (pending.Count > 0)
            {
                return HealthCheckResult.Unhealthy(
                    $"The schema is older than this build: {pending.Count} scripts are pending. Run 'migrate'.");
            }

            _isCurrent = true;
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception)
        {
            return HealthCheckResult.Unhealthy("The schema version cannot be read.", exception);
        }
    }
}
