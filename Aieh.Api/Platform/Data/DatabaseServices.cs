using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

internal static class DatabaseServices
{
    /// <summary>
    /// Registers <see cref="Db"/> and <see cref="Migrator"/>. Nothing is read from the configuration before the container is built.
    /// </summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddSingleton<SqlDialect>(provider => IsSqlServer(provider)
            ? ActivatorUtilities.CreateInstance<SqlServerDialect>(provider)
            : ActivatorUtilities.CreateInstance<SqliteDialect>(provider));
        services.AddSingleton<IWriter>(provider => IsSqlServer(provider)
            ? ActivatorUtilities.CreateInstance<SqlServerWriter>(provider)
            : ActivatorUtilities.CreateInstance<SqliteWriter>(provider));
        // Stopped by the host after the HTTP server, which is always registered last: accepted requests still write.
        services.AddHostedService(provider => provider.GetRequiredService<IWriter>());
        services.AddSingleton<Db>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<DatabaseCheck>(); // shares its probe
        services.AddSingleton<SchemaCheck>(); // keeps what it has learnt
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", timeout: HealthEndpoints.CheckTimeout)
            .AddCheck<SchemaCheck>("schema", timeout: HealthEndpoints.CheckTimeout);
        services.AddSingleton<IdempotencySweep>();
        services.AddMaintenanceTask<IdempotencySweep>("idempotency-sweep", sweep => sweep.RunAsync);
        return services;
    }

    private static bool IsSqlServer(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider == DatabaseProvider.SqlServer;
}
