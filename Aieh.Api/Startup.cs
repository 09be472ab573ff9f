using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Aieh.Api;

/// <summary>What keeps the service from starting, in words for the operator.</summary>
internal sealed class StartupException(string message) : Exception(message);

/// <summary>Database and catalog, before the first request.</summary>
internal static partial class Startup
{
    /// <summary>In Development the database is brought up to date; elsewhere an older schema is a reason not to start.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        if (app.Environment.IsDevelopment()) await MigrateAsync(app.Services, cancellationToken);
        else await app.Services.GetRequiredService<Migrator>().RequireCurrentAsync(cancellationToken);

        var catalog = app.Services.GetRequiredService<CatalogCache>();
        await catalog.LoadAsync(cancellationToken);
        var options = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var where = options.Provider == DatabaseProvider.Sqlite ? FileOf(options.SqliteConnectionString) : "SQL Server";
        var (roles, assessments) = (catalog.Current.Roles.Count, catalog.Current.Assessments.Count);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var urls = string.Join(", ", app.Urls);
            Log.Ready(app.Logger, urls, where, roles, assessments);
        });
    }

    private static string FileOf(string sqliteConnectionString) =>
        Path.GetFullPath(new SqliteConnectionStringBuilder(sqliteConnectionString).DataSource);

    /// <summary>
    /// Applies pending migrations and imports the catalog that ships with this build; returns what was done, a line each.
    /// </summary>
    public static async Task<IReadOnlyList<string>> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var shipped = CatalogFiles.Load(CatalogFolder(services));
        var applied = await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().Now();
        var changes = await ImportAsync(services.GetRequiredService<Db>(), shipped, now, cancellationToken);
        return
        [
            .. applied.Select(name => $"Applied migration {name}."),
            .. changes.Select(change => $"Catalog: {KebabCase.Of(change.Change)} {change.Kind} {change.Slug}."),
            $"The schema is current, and so is the catalog ({shipped.Documents.Count} documents).",
        ];
    }

    /// <summary>
    /// Of two replicas that import at once, one hits on the other's rows; by then they are there, and importing again changes nothing.
    /// </summary>
    private static async Task<IReadOnlyList<CatalogChange>> ImportAsync(
        Db db, CatalogSnapshot shipped, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await db.WriteAsync(session => CatalogStore.ImportAsync(session, shipped.Documents, now), cancellationToken);
        }
        catch (Exception exception) when (db.Dialect.IsUniqueViolation(exception))
        {
            return await db.WriteAsync(session => CatalogStore.ImportAsync(session, shipped.Documents, now), cancellationToken);
        }
    }

    /// <summary>A setting under a name that is no longer read would be ignored without a word.</summary>
    /// <exception cref="StartupException">There is one; it names the new name.</exception>
    public static void RefuseFormerSettings(IConfiguration configuration)
    {
        (string Former, string Name)[] renamed =
        [
            ("Catalogue:Folder", "Catalog:Folder"),
            ("RateLimits:CertifiedStartsPerHour", "RateLimits:AssessedStartsPerHour"),
        ];
        foreach (var (former, name) in renamed)
        {
            if (configuration[former] is null) continue;

            throw new StartupException($"The setting '{former}' is now called '{name}'. Rename it, then start again.");
        }
    }

    /// <summary>The operator's own catalog, or the one that ships with this build.</summary>
    public static string CatalogFolder(IServiceProvider services) =>
        services.GetRequiredService<IConfiguration>()["Catalog:Folder"] ?? CatalogFiles.ShippedFolder;

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = """
            Ready on {Urls}
              database   {Database}
              catalog    {Roles} roles, {Assessments} assessments
              docs       /docs   contract /openapi/v1.yaml   metrics /metrics   health /health/ready
            """)]
        public static partial void Ready(ILogger logger, string urls, string database, int roles, int assessments);
    }
}
