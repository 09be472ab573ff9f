using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Data;

/// <summary>
/// SQLite takes one writer at a time, and with synchronous=FULL each commit costs an fsync. So all writes of the process go through one
/// queue: those that wait share one transaction, in which one that fails is undone alone, and are answered after the commit. See
/// docs/adr/0005-one-sqlite-writer.md.
/// </summary>
internal sealed partial class SqliteWriter : IWriter, IAsyncDisposable
{
    private readonly SqlDialect _dialect;
    private readonly DatabaseOptions _options;
    private readonly ILogger<SqliteWriter> _logger;
    private readonly WriteQueue _queue;
    private readonly Task _loop;
    private SqliteWriterConnection? _connection;
    private volatile Exception? _fault;

    public SqliteWriter(SqlDialect dialect, IOptions<DatabaseOptions> options, ILogger<SqliteWriter> logger)
    {
        _dialect = dialect;
        _options = options.Value;
        _logger = logger;
        _queue = new WriteQueue(_options.WriteQueueLimit);
        // The loop outlives the request that first asked for the writer and must not carry its ambient state (trace, log scopes).
        using (ExecutionContext.SuppressFlow())
            _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Exception? Fault => _fault;

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var unit = new WriteUnit<T>(work, cancellationToken);
        _queue.Add(unit);
        return unit.Answer;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Refuses new writes and returns when the accepted ones are done.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        return _loop.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        // The container disposes it twice, as the writer and as the hosted service.
        if (Interlocked.Exchange(ref _connection, null) is not { } connection) return;

        connection.Checkpoint();
        connection.Dispose();
    }

    /// <summary>
    /// On a thread of its own: it spends its time in statements and in fsync, which would keep a thread of the pool from the requests.
    /// </summary>
    private void Run()
    {
        var group = new List<WriteUnit>(_options.WriteBatchSize);
        while (_queue.TryTake(group, _options.WriteBatchSize))
        {
            if (group.Count > 0 && TryBegin(group)) Commit(group, _connection!);
            group.Clear();
        }
    }

    private bool TryBegin(List<WriteUnit> group)
    {
        try
        {
            _connection ??= new SqliteWriterConnection(_options);
            _connection.EnsureInPlace();
            _connection.Begin();
            return true;
        }
        catch (Exception exception) when (_dialect.IsTransient(exception))
        {
            // The lock is another process's, and all who wait have waited for it together.
            Fail(_queue.GiveUp(group), new DatabaseBusyException(_dialect.ReasonOf(exception), exception));
        }
        catch (DatabaseFileGoneException exception)
        {
            // The connection stays: what the file under the name is, if there is one, nobody knows, and readers have the old one open.
            Fail(group, exception);
        }
        catch (Exception exception)
        {
            Abandon(group, exception);
        }

        return false;
    }

    private void Commit(List<WriteUnit> group, SqliteWriterConnection connection)
    {
        DbMetrics.WriteBatchSize.Record(group.Count);
        try
        {
            var apart = group.Count == 1;
            if (!apart && !TryRunTogether(group, connection))
            {
                connection.Rollback();
                connection.Begin();
                apart = true;
            }

            if (apart) foreach (var unit in group) RunApart(unit, connection);

            connection.Commit();
            // Again: the log may have been replaced since the group began, and what is answered now must be in the one that stays.
            connection.EnsureInPlace();
        }
        catch (DatabaseFileGoneException exception)
        {
            Fail(group, exception);
            return;
        }
        catch (Exception exception)
        {
            Abandon(group, exception);
            return;
        }

        _fault = null;
        foreach (var unit in group) unit.Finish();
    }

    /// <summary>Whatever state the connection is in, closing it rolls back.</summary>
    private void Abandon(List<WriteUnit> group, Exception exception)
    {
        // First, so that nobody waits for an answer whatever comes next.
        Fail(group, exception);
        _connection?.Dispose();
        _connection = null;
    }

    private void Fail(List<WriteUnit> group, Exception exception)
    {
        _fault = exception;
        foreach (var unit in group) unit.Fail(exception);
        LogGroupFailed(group.Count, exception);
    }

    /// <summary>
    /// A savepoint keeps a copy of each page that its unit changes; as nearly all units succeed, a group first runs without them.
    /// </summary>
    private bool TryRunTogether(List<WriteUnit> group, SqliteWriterConnection connection)
    {
        foreach (var unit in group)
        {
            try
            {
                unit.Run(SessionOf(unit, connection));
            }
            catch (Exception) when (connection.InTransaction)
            {
                // It throws again in its savepoint, or has been overtaken by a better ending.
                return false;
            }
        }

        return true;
    }

    private void RunApart(WriteUnit unit, SqliteWriterConnection connection)
    {
        connection.Savepoint();
        try
        {
            unit.Run(SessionOf(unit, connection));
        }
        catch (Exception exception)
        {
            // A full disk, an I/O error and their like end the transaction, not just the statement: then the whole group has failed.
            if (!connection.InTransaction) throw;
            connection.RollbackToSavepoint();
            unit.FailAfterCommit(exception);
        }

        connection.ReleaseSavepoint();
    }

    private DbSession SessionOf(WriteUnit unit, SqliteWriterConnection connection) =>
        new(_dialect, connection.Connection, transaction: null, _options.CommandTimeoutSeconds, unit.CancellationToken);

    [LoggerMessage(EventName = "WriteGroupFailed", Level = LogLevel.Warning, Message = "{Count} writes were given up together")]
    private partial void LogGroupFailed(int count, Exception exception);
}
