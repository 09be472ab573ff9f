using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

internal static class DatabaseServices
{
    /// <summary>Registers <see cref="Db"/> and <see cref="Migrator"/>. Nothing is read from the configuration before the container is built.</summary>
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
        return services;
    }

    private static bool IsSqlServer(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider == DatabaseProvider.SqlServer;
}
