using System.Diagnostics;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Platform.Data;

/// <summary>What migrating needs from each database.</summary>
internal abstract class MigrationTarget
{
    protected const string Journal = "SchemaVersion";
    protected static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public abstract bool Exists { get; }

    public abstract UpgradeEngineBuilder Builder(bool readOnly);

    /// <summary>Waits for the only turn to migrate, and makes the database ready for the scripts.</summary>
    public abstract Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);
}

internal sealed class SqliteMigrationTarget(DatabaseOptions options) : MigrationTarget
{
    private readonly string _file = Path.GetFullPath(new SqliteConnectionStringBuilder(options.SqliteConnectionString).DataSource);

    public override bool Exists => File.Exists(_file);

    public override UpgradeEngineBuilder Builder(bool readOnly) => DeployChanges.To
        .SqliteDatabase(ConnectionString(readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate))
        .JournalToSqliteTable(Journal);

    public override async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        // The lock file stays: deleting it would let a third process lock a new file while a second one holds the old.
        var turn = await OpenExclusivelyAsync(_file + ".migrate", cancellationToken);
        if (!File.Exists(_file) && !OperatingSystem.IsWindows())
        {
            // For its owner alone; SQLite gives the files beside it the same mode.
            await using var created = new FileStream(_file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }

        await using var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWriteCreate));
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL"); // kept in the file
        return turn;
    }

    private string ConnectionString(SqliteOpenMode mode) => SqliteDialect.ConnectionString(options, mode);

    private static async Task<FileStream> OpenExclusivelyAsync(string file, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < LongestWait)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }
}

internal sealed partial class SqlServerMigrationTarget(DatabaseOptions options, ILogger logger) : MigrationTarget
{
    internal static class Sql
    {
        public const string Lock_SqlServer = """
            DECLARE @Result int;
            EXEC @Result = sys.sp_getapplock @Resource = N'Aieh.Migrate', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = @Milliseconds;
            SELECT @Result;
            """;

        public const string SnapshotIsOn_SqlServer = "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()";

        // Needs to be alone in the database. NO_WAIT: do not wait for the others to leave, and never throw them out.
        public const string SnapshotOn_SqlServer = "ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT";
    }

    // Not pooled: the session lock ends with the connection, whatever happens in between.
    private readonly string _connectionString =
        new SqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString;

    public override bool Exists => true;

    public override UpgradeEngineBuilder Builder(bool readOnly) => DeployChanges.To
        .SqlDatabase(() => new SqlConnection(_connectionString), "dbo")
        .JournalToSqlTable("dbo", Journal);

    public override async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            var milliseconds = (int)LongestWait.TotalMilliseconds;
            var result = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
                Sql.Lock_SqlServer,
                new { Milliseconds = milliseconds },
                commandTimeout: (milliseconds / 1000) + 5,
                cancellationToken: cancellationToken));
            if (result < 0) throw LockTimeout(result);
            await EnsureSnapshotAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static TimeoutException LockTimeout(int result) =>
        new($"Another process has been migrating this database for {LongestWait.TotalMinutes} minutes (sp_getapplock: {result}).");

    // Readers must not wait for writers. It cannot be part of a script (no transaction allowed), and in a database in use it takes a DBA
    // and a quiet minute: then the service works without it, only slower, and says so at each migration.
    private async Task EnsureSnapshotAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        var isOn = new CommandDefinition(Sql.SnapshotIsOn_SqlServer, cancellationToken: cancellationToken);
        if (await connection.ExecuteScalarAsync<bool>(isOn)) return;
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(Sql.SnapshotOn_SqlServer, cancellationToken: cancellationToken));
        }
        catch (SqlException exception)
        {
            LogSnapshotOff(exception.Number, exception.Message);
        }
    }

    [LoggerMessage(
        EventName = "ReadCommittedSnapshotOff",
        Level = LogLevel.Warning,
        Message = "READ_COMMITTED_SNAPSHOT is off and could not be set (error {Number}: {Reason}). "
            + "While no other session uses the database, run: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON")]
    private partial void LogSnapshotOff(int number, string reason);
}
