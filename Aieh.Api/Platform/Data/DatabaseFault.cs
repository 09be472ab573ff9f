using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aieh.Api.Platform.Data;

/// <summary>Whose fault it is that a database does not answer.</summary>
internal static class DatabaseFault
{
    /// <summary>
    /// The file or the server is not there, is something else, or is broken: the operator's to mend. A statement that fails is ours.
    /// </summary>
    public static bool IsNoDatabase(DbException exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode
            is raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_FULL
            or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH or raw.SQLITE_NOTADB,
        SqlException server => server.Class >= 20 || server.Number is 4060 or 18456, // no connection; no such database or login
        _ => false,
    };
}
