using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aieh.Api.Platform.Data;

// The descriptions are sent to whoever asks, so they hold no exception text: it can name servers, files and users.

internal sealed class DatabaseCheck(Db db) : IHealthCheck
{
    internal static class Sql
    {
        public const string Ping = "SELECT 1";
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await db.ReadAsync(session => session.FirstOrDefaultAsync<int>(Sql.Ping), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }
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
