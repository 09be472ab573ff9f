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

    /// <summary>Windows lets nobody move or replace what is open.</summary>
    public bool IsInPlace() => OperatingSystem.IsWindows() || (!HasDatabaseMoved() && IsLogInPlace());

    public void Dispose() => _log.Dispose();

    private bool HasDatabaseMoved()
    {
        var moved = 0;
        _ = FileControl(_database, null, HasMoved, ref moved);
        return moved != 0;
    }

    /// <summary>
    /// Two logs differ, for what is under the name did not get our commits: in their length, or, where the log is written from its
    /// beginning again, in the time of their last write. A verb of another process may write between the looks.
    /// </summary>
    private bool IsLogInPlace()
    {
        var (length, written) = LookAtOpenLog();
        _logByName.Refresh();
        if (!_logByName.Exists) return false;

        var (lengthAfter, writtenAfter) = LookAtOpenLog();
        return IsBetween(_logByName.Length, length, lengthAfter)
            && IsBetween(_logByName.LastWriteTimeUtc.Ticks, written, writtenAfter);
    }

    private (long Length, long Written) LookAtOpenLog() => (RandomAccess.GetLength(_log), File.GetLastWriteTimeUtc(_log).Ticks);

    private static bool IsBetween(long value, long one, long other) => value >= Math.Min(one, other) && value <= Math.Max(one, other);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(sqlite3 database, byte[]? schema, int operation, ref int argument);
}
