using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Catalog.Documents;

internal static class CatalogServices
{
    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddSingleton<CatalogCache>();
        services.AddHealthChecks().AddCheck<CatalogCheck>("catalog");
        return services.AddMaintenanceTask<CatalogCache>("catalog-refresh", cache => cache.RefreshAsync);
    }
}
