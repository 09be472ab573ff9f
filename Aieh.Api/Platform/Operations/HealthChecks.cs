using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aieh.Api.Platform.Operations;

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
/// Not ready while scripts are pending. A schema newer than this build is accepted: during a rolling update the old replicas go on working on it.
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
            if (pending.Count > 0) return HealthCheckResult.Unhealthy($"The schema is older than this build: {pending.Count} scripts are pending. Run 'migrate'.");

            _isCurrent = true;
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception)
        {
            return HealthCheckResult.Unhealthy("The schema version cannot be read.", exception);
        }
    }
}

internal sealed class CatalogCheck(CatalogCache catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(catalog.Current.Documents.Count > 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The catalog is empty. Run 'migrate'."));
        }
        catch (InvalidOperationException exception)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("The catalog has not been loaded.", exception));
        }
    }
}

/// <summary>A stopping replica is not ready, so that a load balancer sends its requests elsewhere while <see cref="ShutdownOptions.DrainSeconds"/> pass.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The replica is stopping.") : HealthCheckResult.Healthy());
}

/// <summary>Shows readiness to whoever watches the metrics: the framework runs the checks every 30 seconds for it.</summary>
internal sealed class HealthMetrics : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
        {
            Telemetry.Health.Record(entry.Status == HealthStatus.Healthy ? 1 : 0, new KeyValuePair<string, object?>("check", name));
        }

        return Task.CompletedTask;
    }
}
