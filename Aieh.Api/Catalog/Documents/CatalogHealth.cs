using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aieh.Api.Catalog.Documents;

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
