using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aieh.Api.Data;

/// <summary>The writer's own connection, with the statements that frame every group prepared once.</summary>
internal sealed class SqliteWriterConnection : IDisposable
{
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _savepoint;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _rollbackTo;
    private readonly SqliteCommand _commit;

    public SqliteWriterConnection(DatabaseOptions options)
    {
        // A missing file is not created: that is the migrator's work.
        Connection = new ReusingSqliteConnection(SqliteDialect.ConnectionString(options, SqliteOpenMode.ReadWrite));
        try
        {
            Connection.Open();
            using var pragmas = Connection.CreateCommand();
            pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;";
            pragmas.ExecuteNonQuery();
            // IMMEDIATE takes the write lock at once; a transaction that reads first and writes later can fail with BUSY_SNAPSHOT.
            _begin = Prepare("BEGIN IMMEDIATE");
            _savepoint = Prepare("SAVEPOINT unit");
            _release = Prepare("RELEASE unit");
            _rollbackTo = Prepare("ROLLBACK TO unit");
            _commit = Prepare("COMMIT");
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    public ReusingSqliteConnection Connection { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    public void Begin() => _begin.ExecuteNonQuery();

    public void Savepoint() => _savepoint.ExecuteNonQuery();

    public void ReleaseSavepoint() => _release.ExecuteNonQuery();

    public void RollbackToSavepoint() => _rollbackTo.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    // The commands need no disposal of their own: the connection finalizes their statements.
    public void Dispose() => Connection.Dispose();

    private SqliteCommand Prepare(string sql)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }
}
