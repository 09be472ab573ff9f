using System.Data.Common;
using Dapper;

namespace Aieh.Api.Platform.Data;

/// <summary>What a unit of work sees of its connection. It is used by one caller at a time and not after the unit ends.</summary>
internal sealed class DbSession(
    SqlDialect dialect, DbConnection connection, DbTransaction? transaction, int timeoutSeconds, CancellationToken cancellationToken)
{
    private bool _failed;

    public SqlDialect Dialect => dialect;

    public CancellationToken CancellationToken => cancellationToken;

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? args = null) => connection is ReusingSqliteConnection sqlite
        ? RunSqlite(sqlite, sql, args, static (database, command) => database.QueryFirstOrDefault<T>(command))
        : RunAsync(sql, args, connection.QueryFirstOrDefaultAsync<T>);

    public Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? args = null) => connection is ReusingSqliteConnection sqlite
        ? RunSqlite<IReadOnlyList<T>>(sqlite, sql, args, static (database, command) => database.Query<T>(command).AsList())
        : RunAsync<IReadOnlyList<T>>(sql, args, async command => (await connection.QueryAsync<T>(command)).AsList());

    public Task<int> ExecuteAsync(string sql, object? args = null) => connection is ReusingSqliteConnection sqlite
        ? RunSqlite(sqlite, sql, args, static (database, command) => database.Execute(command))
        : RunAsync(sql, args, connection.ExecuteAsync);

    /// <summary>
    /// With XACT_ABORT a failed statement takes the whole SQL Server transaction with it, on SQLite it would not. One rule for both: after
    /// a failure the unit is over. Let the exception escape and decide outside ReadAsync or WriteAsync.
    /// </summary>
    public void ThrowIfFailed()
    {
        if (!_failed) return;
        throw new InvalidOperationException("A statement of this unit of work failed and its exception was swallowed: let it escape.");
    }

    /// <summary>SQLite has no asynchronous I/O: the provider's asynchronous methods are the synchronous ones at a higher price.</summary>
    private Task<T> RunSqlite<T>(ReusingSqliteConnection sqlite, string sql, object? args, Func<DbConnection, CommandDefinition, T> run)
    {
        ThrowIfFailed();
        cancellationToken.ThrowIfCancellationRequested();
        sqlite.NextText = sql;
        try
        {
            return Task.FromResult(run(sqlite, new CommandDefinition(sql, args, transaction, timeoutSeconds)));
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    private async Task<T> RunAsync<T>(string sql, object? args, Func<CommandDefinition, Task<T>> run)
    {
        ThrowIfFailed();
        try
        {
            return await run(new CommandDefinition(sql, args, transaction, timeoutSeconds, cancellationToken: cancellationToken));
        }
        catch
        {
            _failed = true;
            throw;
        }
    }
}
