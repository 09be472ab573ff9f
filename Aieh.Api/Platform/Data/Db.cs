using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;
using Polly;

namespace Aieh.Api.Platform.Data;

/// <summary>
/// The only door to the database. A unit of work may run more than once: the whole unit is repeated after a transient fault, so it must do
/// nothing but talk to its session, and ids and times are made before it.
/// </summary>
internal sealed class Db(SqlDialect dialect, IWriter writer, IOptions<DatabaseOptions> options)
{
    private readonly ResiliencePipeline _pipeline = Resilience.DbTransient(
        options.Value.RetryCount, TimeSpan.FromMilliseconds(options.Value.RetryDelayMilliseconds), dialect.IsTransient);

    public SqlDialect Dialect => dialect;

    /// <summary>Runs statements that only read. Each sees what was committed when it began.</summary>
    public async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(work, cancellationToken);
        }
        catch (Exception exception) when (dialect.IsTransient(exception))
        {
            return await RepeatAsync(exception, token => ReadOnceAsync(work, token), cancellationToken);
        }
    }

    /// <summary>Runs the unit in one transaction: all of it is committed when this returns, or, after an exception, nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(work, cancellationToken);
        }
        catch (Exception exception) when (dialect.IsTransient(exception))
        {
            return await RepeatAsync(exception, token => new ValueTask<T>(writer.WriteAsync(work, token)), cancellationToken);
        }
    }

    /// <summary>
    /// The pipeline costs as much as a point read, so it is entered only when there is something to repeat; the fault that led here is its
    /// first attempt, so that delays and count are those of the settings.
    /// </summary>
    private async Task<T> RepeatAsync<T>(Exception fault, Func<CancellationToken, ValueTask<T>> unit, CancellationToken cancellationToken)
    {
        Exception? first = fault;
        return await _pipeline.ExecuteAsync(FaultThenUnit, cancellationToken);

        ValueTask<T> FaultThenUnit(CancellationToken token) =>
            Interlocked.Exchange(ref first, null) is { } known ? ValueTask.FromException<T>(known) : unit(token);
    }

    private async ValueTask<T> ReadOnceAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dialect.OpenAsync(cancellationToken);
        return await work(new DbSession(dialect, connection, transaction: null, options.Value.CommandTimeoutSeconds, cancellationToken));
    }
}

/// <summary>
/// Runs one unit of work in one transaction, once. SQLite has one writer in the process, SQL Server as many as there are requests.
/// </summary>
internal interface IWriter : IHostedService
{
    /// <summary>What the last group of writes has failed with; null when it was committed, and where writes are not grouped.</summary>
    Exception? Fault => null;

    Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken);
}
