using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Aieh.Api.Platform.Data;

/// <summary>
/// Whether a connection's database, and the write-ahead log that its commits go to first, are still the files under their names. A file
/// that was deleted or moved can be written on without any error.
/// </summary>
internal sealed class SqliteFileIdentity : IDisposable
{
    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED, https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html

    private readonly sqlite3 _database;
    private readonly FileInfo _logByName;

    // The log only: SQLite's locks are on the database's file, and POSIX drops them when any handle of the process to it is closed.
    private readonly SafeFileHandle _log;

    public SqliteFileIdentity(SqliteConnection connection)
    {
        _database = connection.Handle!;
        _logByName = new FileInfo(connection.DataSource + "-wal");
        _log = File.OpenHandle(_logByName.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    public bool IsInPlace() => !HasDatabaseMoved() && IsLogInPlace();

    public void Dispose() => _log.Dispose();

    /// <summary>Windows does not allow it, and its SQLite does not answer the question: the value stays 0.</summary>
    private bool HasDatabaseMoved()
    {
        var moved = 0;
        _ = FileControl(_database, null, HasMoved, ref moved);
        return moved != 0;
    }

    /// <summary>
    /// Two logs differ in their length, for what is under the name did not get our commits. A verb of another process may write between
    /// the looks.
    /// </summary>
    private bool IsLogInPlace()
    {
        var before = RandomAccess.GetLength(_log);
        _logByName.Refresh();
        if (!_logByName.Exists) return false;

        var (byName, after) = (_logByName.Length, RandomAccess.GetLength(_log));
        return byName >= Math.Min(before, after) && byName <= Math.Max(before, after);
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(sqlite3 database, byte[]? schema, int operation, ref int argument);
}
