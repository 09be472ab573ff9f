using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

internal sealed class SqlServerDialect(IOptions<DatabaseOptions> options) : SqlDialect
{
    private const int LockRequestTimeout = 1222;

    // From this severity on the connection is gone, or was never made.
    private const byte Fatal = 20;

    private readonly string _connectionString = ConnectionString(options.Value);

    public override string Name => nameof(DatabaseProvider.SqlServer);

    public override bool HasOneWriter => false;

    public override string Page(string sql) => sql + "\nOFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

    public override string Pick(string sqlServer, string sqlite) => sqlServer;

    // 2627: PRIMARY KEY or UNIQUE constraint; 2601: unique index.
    public override bool IsUniqueViolation(Exception exception) => Any(exception, static number => number is 2627 or 2601);

    // https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues and SqlClient's own list.
    // 1222 is not here: it comes after LockTimeoutSeconds, and waiting as long again helps nobody.
    public override bool IsTransient(Exception exception) => Any(exception, static number => number
        is 1205 // deadlock victim
        or -2 // client-side timeout
        or 20 or 64 or 233 or 10053 or 10054 or 10060 or 10928 or 10929 // connection lost, refused or throttled
        or 4060 or 4221 or 40143 or 40197 or 40501 or 40540 or 40613 // failover, move or restart of an Azure SQL database
        or 49918 or 49919 or 49920 // Azure SQL: not enough resources
        or 921 or 922 or 924 or 978 or 983 or 3960) // database recovering, replica changing role, snapshot conflict
        || exception is SqlException { Number: 0, Class: Fatal }; // the managed network layer has no number for many broken connections

    public override bool IsLockTimeout(Exception exception) => Any(exception, static number => number == LockRequestTimeout);

    public override bool IsUnavailable(Exception exception) =>
        exception is DatabaseBusyException or CommitOutcomeUnknownException
        || IsTransient(exception)
        || IsLockTimeout(exception)
        || Any(exception, static number => number
            is 18456 or 18470 or 18487 or 18488 or 4064 // login refused
            or 1105 or 9002 or 3906 or 945 or 823 or 824) // file or log full, read-only, damaged or offline database
        || exception is SqlException { Class: >= Fatal };

    public override string ReasonOf(Exception exception) => exception switch
    {
        DatabaseBusyException busy => busy.Message,
        _ when Any(exception, static number => number is 3906) => "The database can only be read.",
        _ when Any(exception, static number => number is 1105 or 9002) => "The database or its log is full.",
        _ when IsLockTimeout(exception) => "Another session holds a lock.",
        _ => "The database does not answer.",
    };

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (InvalidOperationException exception)
        {
            // How SqlClient says that its pool has no free connection.
            await connection.DisposeAsync();
            throw new DatabaseBusyException("No connection to the database is free.", exception);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static string ConnectionString(DatabaseOptions options)
    {
        var builder = new SqlConnectionStringBuilder(options.ConnectionString);
        if (!builder.ShouldSerialize("Application Name")) builder.ApplicationName = "Aieh.Api";
        return builder.ConnectionString;
    }

    private static bool Any(Exception exception, Func<int, bool> matches) =>
        exception is SqlException sql && (matches(sql.Number) || sql.Errors.Cast<SqlError>().Any(error => matches(error.Number)));
}
