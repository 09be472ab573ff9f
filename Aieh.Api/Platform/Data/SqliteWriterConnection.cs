using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aieh.Api.Platform.Data;

/// <summary>The writer's own connection, with the statements that frame every group prepared once.</summary>
internal sealed class SqliteWriterConnection : IDisposable
{
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _savepoint;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _rollbackTo;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _commit;
    private readonly SqliteFileIdentity _files;

    public SqliteWriterConnection(DatabaseOptions options)
    {
        // A missing file is not created: that is the migrator's work.
        Connection = new ReusingSqliteConnection(SqliteDialect.ConnectionString(options, SqliteOpenMode.ReadWrite));
        try
        {
            Connection.Open();
            using var pragmas = Connection.CreateCommand();
            pragmas.CommandText = """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA foreign_keys = ON;
                PRAGMA secure_delete = ON; -- what is erased is overwritten, not just unlinked
                PRAGMA temp_store = MEMORY; -- savepoints keep the pages they may have to restore; without this, large groups write them to temporary files
                PRAGMA cache_size = -65536; -- 64 MiB: the one connection whose cache stays valid from group to group
                PRAGMA wal_autocheckpoint = 16000; -- 64 MiB: a checkpoint holds up who waits at the time; at this size that is fewer than one write in a hundred
                """;
            pragmas.ExecuteNonQuery();
            // IMMEDIATE takes the write lock at once; a transaction that reads first and writes later can fail with BUSY_SNAPSHOT.
            _begin = Prepare("BEGIN IMMEDIATE");
            _savepoint = Prepare("SAVEPOINT unit");
            _release = Prepare("RELEASE unit");
            _rollbackTo = Prepare("ROLLBACK TO unit");
            _rollback = Prepare("ROLLBACK");
            _commit = Prepare("COMMIT");
            _files = new SqliteFileIdentity(Connection);
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    public ReusingSqliteConnection Connection { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <exception cref="DatabaseFileGoneException">What is written now would be lost.</exception>
    public void EnsureInPlace()
    {
        if (_files.IsInPlace()) return;

        // What has been answered may be in the log alone; while it is open, it can still be moved into the database.
        try
        {
            Checkpoint();
        }
        catch (SqliteException)
        {
            // Tried again before the next group.
        }

        throw new DatabaseFileGoneException();
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Savepoint() => _savepoint.ExecuteNonQuery();

    public void ReleaseSavepoint() => _release.ExecuteNonQuery();

    public void RollbackToSavepoint() => _rollbackTo.ExecuteNonQuery();

    public void Rollback() => _rollback.ExecuteNonQuery();

    /// <summary>Moves the whole write-ahead log into the database and empties it, so that nothing erased is left in it.</summary>
    public void Checkpoint()
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    public void Commit() => _commit.ExecuteNonQuery();

    // The commands need no disposal of their own: the connection finalizes their statements.
    public void Dispose()
    {
        _files.Dispose();
        Connection.Dispose();
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }
}
