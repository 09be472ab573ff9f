using DbUp.Engine;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

/// <summary>
/// Applied: in the journal and known to this build. Unknown: in the journal only, so the schema is newer than this build.
/// </summary>
internal sealed record MigrationStatus(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown);

/// <summary>The database's schema is not the one that this build needs, in words for the operator.</summary>
internal sealed class SchemaException(string message) : Exception(message);

/// <summary>
/// Applies the embedded scripts in the order of their numbers, each once and in a transaction of its own with its journal row.
/// </summary>
internal sealed partial class Migrator(IOptions<DatabaseOptions> options, ILogger<Migrator> logger)
{
    private readonly MigrationTarget _target = options.Value.Provider == DatabaseProvider.SqlServer
        ? new SqlServerMigrationTarget(options.Value, logger)
        : new SqliteMigrationTarget(options.Value);

    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken) =>
        (await StatusAsync(cancellationToken)).Pending;

    /// <summary>Changes nothing, and does not create a missing SQLite file.</summary>
    public Task<MigrationStatus> StatusAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var scripts = Scripts(options.Value.Provider);
            if (!_target.Exists) return new MigrationStatus([], Names(scripts), []);

            var engine = Engine(scripts, readOnly: true);
            return new MigrationStatus(
                [.. engine.GetExecutedScripts().Intersect(Names(scripts))],
                Names(engine.GetScriptsToExecute()),
                engine.GetExecutedButNotDiscoveredScripts());
        },
        cancellationToken);

    /// <exception cref="SchemaException">The schema is older or newer than this build; it says what to do.</exception>
    public async Task RequireCurrentAsync(CancellationToken cancellationToken)
    {
        var status = await StatusAsync(cancellationToken);
        if (status.Pending.Count > 0)
        {
            var state = status.Applied.Count == 0
                ? "The database is empty"
                : $"The database's schema is older than this build ({string.Join(", ", status.Pending)} not applied)";
            throw new SchemaException(state + ". Run the verb 'migrate' with the same settings, then start again.");
        }

        if (status.Unknown.Count > 0)
        {
            var unknown = string.Join(", ", status.Unknown);
            throw new SchemaException(
                $"The database's schema is newer than this build: it does not know {unknown}. Start a newer build.");
        }
    }

    /// <summary>
    /// Returns the names of the scripts it applied. Of several processes that start at once, one migrates while the others wait.
    /// </summary>
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) =>
        MigrateAsync(Scripts(options.Value.Provider), cancellationToken);

    internal async Task<IReadOnlyList<string>> MigrateAsync(IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken)
    {
        await using var turn = await _target.LockAsync(cancellationToken);
        // DbUp is synchronous, and a script that has started is not to be abandoned.
        var result = await Task.Run(() => Engine(scripts, readOnly: false).PerformUpgrade(), CancellationToken.None);
        var applied = Names(result.Scripts);
        foreach (var name in applied) LogApplied(name);
        if (result.Successful) return applied;
        throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
    }

    internal static IReadOnlyList<SqlScript> Scripts(DatabaseProvider provider)
    {
        var prefix = $"{typeof(Migrator).Namespace}.Migrations.{provider}.";
        var assembly = typeof(Migrator).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                return new SqlScript(Path.GetFileNameWithoutExtension(resource[prefix.Length..]), reader.ReadToEnd());
            })];
    }

    private UpgradeEngine Engine(IEnumerable<SqlScript> scripts, bool readOnly) => _target.Builder(readOnly)
        .WithScripts(scripts)
        .WithTransactionPerScript()
        .WithVariablesDisabled()
        .WithExecutionTimeout(TimeSpan.FromMinutes(10))
        .LogToNowhere()
        .Build();

    private static string[] Names(IEnumerable<SqlScript> scripts) => [.. scripts.Select(script => script.Name)];

    [LoggerMessage(EventName = "MigrationApplied", Level = LogLevel.Information, Message = "Applied migration {Name}")]
    private partial void LogApplied(string name);
}
