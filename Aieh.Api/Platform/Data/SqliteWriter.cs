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
    private readonly Queue<WriteUnit> _waiting = new();
    private readonly Task _loop;
    private SqliteWriterConnection? _connection;
    private bool _stopping;

    public SqliteWriter(SqlDialect dialect, IOptions<DatabaseOptions> options, ILogger<SqliteWriter> logger)
    {
        _dialect = dialect;
        _options = options.Value;
        _logger = logger;
        // The loop outlives the request that first asked for the writer and must not carry its ambient state (trace, log scopes).
        using (ExecutionContext.SuppressFlow())
            _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var unit = new WriteUnit<T>(work, cancellationToken);
        lock (_waiting)
        {
            if (_stopping) throw new DatabaseBusyException("The service is stopping and takes no more writes.");
            if (_waiting.Count == _options.WriteQueueLimit)
                throw new DatabaseBusyException($"{_options.WriteQueueLimit} writes are waiting (Database:WriteQueueLimit).");

            _waiting.Enqueue(unit);
            if (_waiting.Count == 1) Monitor.Pulse(_waiting);
        }

        return unit.Answer;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Refuses new writes and returns when the accepted ones are done.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_waiting)
        {
            _stopping = true;
            Monitor.Pulse(_waiting);
        }

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
        while (TryTake(group))
        {
            if (group.Count > 0) Commit(group);
            group.Clear();
        }
    }

    /// <summary>
    /// Takes what waits, up to a full group, as soon as there is any; false when nothing is left and nothing more will come.
    /// </summary>
    private bool TryTake(List<WriteUnit> group)
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_stopping) Monitor.Wait(_waiting);
            if (_waiting.Count == 0) return false;

            while (group.Count < _options.WriteBatchSize && _waiting.TryDequeue(out var unit))
            {
                if (unit.CancellationToken.IsCancellationRequested)
                {
                    unit.Fail(new OperationCanceledException(unit.CancellationToken));
                    continue;
                }

                DbMetrics.WriteWait.Record(unit.Waited.TotalSeconds);
                group.Add(unit);
            }

            return true;
        }
    }

    private void Commit(List<WriteUnit> group)
    {
        DbMetrics.WriteBatchSize.Record(group.Count);
        try
        {
            _connection ??= new SqliteWriterConnection(_options);
            _connection.Begin();
            var apart = group.Count == 1;
            if (!apart && !TryRunTogether(group, _connection))
            {
                _connection.Rollback();
                _connection.Begin();
                apart = true;
            }

            if (apart) foreach (var unit in group) RunApart(unit, _connection);

            _connection.Commit();
        }
        catch (Exception exception)
        {
            // First, so that nobody waits for an answer whatever comes next.
            foreach (var unit in group) unit.Fail(exception);
            // Whatever state the connection is in, closing it rolls back.
            _connection?.Dispose();
            _connection = null;
            LogGroupFailed(group.Count, exception);
            return;
        }

        foreach (var unit in group) unit.Finish();
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

    [LoggerMessage(EventName = "WriteGroupFailed", Level = LogLevel.Warning, Message = "A group of {Count} writes was rolled back")]
    private partial void LogGroupFailed(int count, Exception exception);
}
