using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

internal sealed class SqliteDialect(IOptions<DatabaseOptions> options) : SqlDialect, IDisposable
{
    // Result codes: https://www.sqlite.org/rescode.html
    private const int PermissionDenied = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int DiskError = 10;
    private const int DiskFull = 13;
    private const int CannotOpen = 14;
    private const int PrimaryKeyViolation = 1555;
    private const int UniqueViolation = 2067;

    static SqliteDialect()
    {
        // Memory statistics, which nobody reads, put a lock around every allocation of every connection. Refused once SQLite has been used,
        // and then they stay on.
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    // Opened read-only: a statement that writes outside WriteAsync fails, and no pragma is needed per connection.
    private readonly SqliteReaderPool _readers = new(ConnectionString(options.Value, SqliteOpenMode.ReadOnly));

    public override string Name => nameof(DatabaseProvider.Sqlite);

    public override bool HasOneWriter => true;

    public override string Page(string sql) => sql + "\nLIMIT @Take OFFSET @Skip";

    public override string Pick(string sqlServer, string sqlite) => sqlite;

    public override bool IsUniqueViolation(Exception exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: PrimaryKeyViolation or UniqueViolation };

    public override bool IsTransient(Exception exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked };

    // One writer in the process: a lock that is not ours is another process's, and IsTransient knows it.
    public override bool IsLockTimeout(Exception exception) => false;

    public override bool IsUnavailable(Exception exception) => exception
        is DatabaseBusyException
        or SqliteException { SqliteErrorCode: PermissionDenied or Busy or Locked or ReadOnly or DiskError or DiskFull or CannotOpen };

    public override string ReasonOf(Exception exception) => exception switch
    {
        DatabaseBusyException busy => busy.Message,
        SqliteException { SqliteErrorCode: Busy or Locked } => "Another process holds the database's lock.",
        SqliteException { SqliteErrorCode: ReadOnly } => "The database can only be read.",
        SqliteException { SqliteErrorCode: DiskFull } => "The database's disk is full.",
        SqliteException { SqliteErrorCode: DiskError } => "The database's disk fails.",
        SqliteException { SqliteErrorCode: CannotOpen or PermissionDenied } => "The database's file cannot be opened.",
        _ => "The database does not answer.",
    };

    public override ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbConnection>(_readers.Open());

    public void Dispose() => _readers.Dispose();

    public static string ConnectionString(DatabaseOptions options, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder(options.SqliteConnectionString)
        {
            Mode = mode,
            // The writer has one connection, readers their own pool: a closed connection is closed.
            Pooling = false,
            // Also the time the provider retries a locked database for.
            DefaultTimeout = options.LockTimeoutSeconds,
        }.ConnectionString;
}
