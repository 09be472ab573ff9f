using System.Data;
using Dapper;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

internal sealed class SqlServerWriter(SqlDialect dialect, IOptions<DatabaseOptions> options) : IWriter
{
    // A pooled connection comes back with its SET options reset, so they are stated for each unit.
    private readonly string _begin = $"SET XACT_ABORT ON; SET LOCK_TIMEOUT {options.Value.LockTimeoutSeconds * 1000};";

    public async Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(_begin, cancellationToken: cancellationToken));
        // Disposed without a commit, the transaction is rolled back.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var session = new DbSession(dialect, connection, transaction, options.Value.CommandTimeoutSeconds, cancellationToken);
        var result = await work(session);
        session.ThrowIfFailed();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // From here on a cancelled request must not leave the answer open.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (dialect.IsTransient(exception))
        {
            // The connection broke while committing: the unit may or may not be in the database. Repeating it here could do it twice;
            // the client repeats it under its idempotency key.
            throw new CommitOutcomeUnknownException(exception);
        }

        return result;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
