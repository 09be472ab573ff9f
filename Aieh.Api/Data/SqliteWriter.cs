using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Data;

/// <summary>
/// SQLite takes one writer at a time, and with synchronous=FULL each commit costs an fsync. So all writes of the process go through one queue:
/// those that wait share one transaction, in which one that fails is undone alone, and are answered after the commit. See docs/adr/0005-one-sqlite-writer.md.
/// </summary>
internal sealed partial class SqliteWriter : IWriter, IAsyncDisposable
{
    private readonly SqlDialect _dialect;
    private readonly DatabaseOptions _options;
    private readonly ILogger<SqliteWriter> _logger;
    private readonly Channel<WriteUnit> _queue;
    private readonly Task _loop;
    private SqliteWriterConnection? _connection;
    private volatile bool _stopping;

    public SqliteWriter(SqlDialect dialect, IOptions<DatabaseOptions> options, ILogger<SqliteWriter> logger)
    {
        _dialect = dialect;
        _options = options.Value;
        _logger = logger;
        _queue = Channel.CreateBounded<WriteUnit>(new BoundedChannelOptions(_options.WriteQueueLimit) { SingleReader = true });
        // The loop outlives the request that first asked for the writer and must not carry its ambient state (trace, log scopes).
        using (ExecutionContext.SuppressFlow()) _loop = Task.Run(RunAsync);
    }

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var unit = new WriteUnit<T>(work, cancellationToken);
        if (_queue.Writer.TryWrite(unit)) return unit.Answer;

        throw new DatabaseBusyException(_stopping
            ? "The service is stopping and takes no more writes."
            : $"{_options.WriteQueueLimit} writes are waiting (Database:WriteQueueLimit).");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Refuses new writes and returns when the accepted ones are done.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _queue.Writer.TryComplete();
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

    private async Task RunAsync()
    {
        var group = new List<WriteUnit>(_options.WriteBatchSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < _options.WriteBatchSize && _queue.Reader.TryRead(out var unit))
            {
                if (unit.CancellationToken.IsCancellationRequested)
                {
                    unit.Fail(new OperationCanceledException(unit.CancellationToken));
                    continue;
                }

                DbMetrics.WriteWait.Record(unit.Waited.TotalSeconds);
                group.Add(unit);
            }

            if (group.Count > 0) await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<WriteUnit> group)
    {
        DbMetrics.WriteBatchSize.Record(group.Count);
        try
        {
            _connection ??= new SqliteWriterConnection(_options);
            _connection.Begin();
            var apart = group.Count == 1;
            if (!apart && !await TryRunTogetherAsync(group, _connection))
            {
                _connection.Rollback();
                _connection.Begin();
                apart = true;
            }

            if (apart) foreach (var unit in group) await RunApartAsync(unit, _connection);

            _connection.Commit();
        }
        catch (Exception exception)
        {
            // Whatever state the connection is in, closing it rolls back.
            _connection?.Dispose();
            _connection = null;
            LogGroupFailed(group.Count, exception);
            foreach (var unit in group) unit.Fail(exception);
            return;
        }

        foreach (var unit in group) unit.Finish();
    }

    /// <summary>A savepoint keeps a copy of each page that its unit changes; as nearly all units succeed, a group first runs without them.</summary>
    private async Task<bool> TryRunTogetherAsync(List<WriteUnit> group, SqliteWriterConnection connection)
    {
        foreach (var unit in group)
        {
            try
            {
                await unit.RunAsync(SessionOf(unit, connection));
            }
            catch (Exception) when (connection.InTransaction)
            {
                // It throws again in its savepoint, or has been overtaken by a better ending.
                return false;
            }
        }

        return true;
    }

    private async Task RunApartAsync(WriteUnit unit, SqliteWriterConnection connection)
    {
        connection.Savepoint();
        try
        {
            await unit.RunAsync(SessionOf(unit, connection));
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
