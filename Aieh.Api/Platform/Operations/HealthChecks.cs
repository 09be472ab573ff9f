using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aieh.Api.Platform.Operations;

/// <summary>
/// A stopping replica is not ready, so that a load balancer sends its requests elsewhere while <see cref="ShutdownOptions.DrainSeconds"/>
/// pass.
/// </summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The replica is stopping.")
            : HealthCheckResult.Healthy());
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
