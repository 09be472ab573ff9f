using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

internal enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

internal sealed class DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <value>
    /// For SQLite the default is <c>Data Source=aieh-data/aieh.db</c>, relative to the working directory. SQL Server has none.
    /// </value>
    public string? ConnectionString { get; set; }

    /// <value>The time one statement may take. The default is 15 seconds.</value>
    public int CommandTimeoutSeconds { get; set; } = 15;

    /// <value>The time a write waits for a lock that somebody else holds. The default is 5 seconds.</value>
    public int LockTimeoutSeconds { get; set; } = 5;

    /// <value>How often a unit of work is repeated after a transient fault. The default is 3.</value>
    public int RetryCount { get; set; } = 3;

    /// <value>The middle of the first, jittered, retry delay; it doubles each time. The default is 50 milliseconds.</value>
    public int RetryDelayMilliseconds { get; set; } = 50;

    /// <value>SQLite only: the most writes that share one transaction, so one fsync. The default is 128.</value>
    public int WriteBatchSize { get; set; } = 128;

    /// <value>SQLite only: the most writes that wait; one more is refused with 503. The default is 1024.</value>
    public int WriteQueueLimit { get; set; } = 1024;

    public string SqliteConnectionString => ConnectionString ?? "Data Source=aieh-data/aieh.db";
}

internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var errors = new List<string>();
        if (ConnectionStringError(options) is { } error) errors.Add($"Database:ConnectionString {error}");
        Range(nameof(options.CommandTimeoutSeconds), options.CommandTimeoutSeconds, 1, 600);
        Range(nameof(options.LockTimeoutSeconds), options.LockTimeoutSeconds, 1, 60);
        Range(nameof(options.RetryCount), options.RetryCount, 1, 10);
        Range(nameof(options.RetryDelayMilliseconds), options.RetryDelayMilliseconds, 1, 5_000);
        Range(nameof(options.WriteBatchSize), options.WriteBatchSize, 1, 10_000);
        Range(nameof(options.WriteQueueLimit), options.WriteQueueLimit, 1, 1_000_000);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Range(string setting, int value, int least, int most)
        {
            if (value < least || value > most) errors.Add($"Database:{setting} is {value}; it must be between {least} and {most}.");
        }
    }

    private static string? ConnectionStringError(DatabaseOptions options)
    {
        try
        {
            if (options.Provider == DatabaseProvider.SqlServer)
            {
                if (string.IsNullOrWhiteSpace(options.ConnectionString)) return "is required when Database:Provider is SqlServer.";
                var server = new SqlConnectionStringBuilder(options.ConnectionString);
                if (server.DataSource.Length == 0) return "must name a server (Server=...).";
                return server.InitialCatalog.Length == 0 ? "must name a database (Database=...)." : null;
            }

            var file = new SqliteConnectionStringBuilder(options.SqliteConnectionString);
            if (file.DataSource.Length == 0) return "must name a file (Data Source=...).";
            if (file.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) return "must name a plain path, not a URI.";
            // Every connection to :memory: is a database of its own; the service uses several.
            var isInMemory = file.DataSource == ":memory:" || file.Mode == SqliteOpenMode.Memory;
            return isInMemory ? "must name a file: an in-memory database cannot be shared." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The provider's message may quote the text, which may hold a password.
            return $"is not a valid {options.Provider} connection string.";
        }
    }
}
