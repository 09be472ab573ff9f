using System.Diagnostics;

namespace Aieh.Api.Platform.Data;

/// <summary>One unit of work that waits for <see cref="SqliteWriter"/>, and the answer that its caller waits for.</summary>
internal abstract class WriteUnit(CancellationToken cancellationToken)
{
    private readonly long _queued = Stopwatch.GetTimestamp();

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>How many waits for another process's lock it has taken part in.</summary>
    public int LockWaits { get; set; }

    public TimeSpan Waited => Stopwatch.GetElapsedTime(_queued);

    public abstract void Run(DbSession session);

    public abstract void FailAfterCommit(Exception exception);

    public abstract void Fail(Exception exception);

    public abstract void Finish();
}

internal sealed class WriteUnit<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) : WriteUnit(cancellationToken)
{
    // The writer must not run the caller's continuation.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private T? _result;

    public Task<T> Answer => _answer.Task;

    /// <summary>Blocks until the work is done, which on SQLite it is when it returns.</summary>
    public override void Run(DbSession session)
    {
        _result = work(session).GetAwaiter().GetResult();
        session.ThrowIfFailed();
    }

    public override void FailAfterCommit(Exception exception) => _failure = exception;

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException cancelled) _answer.TrySetCanceled(cancelled.CancellationToken);
        else _answer.TrySetException(exception);
    }

    public override void Finish()
    {
        if (_failure is null) _answer.TrySetResult(_result!);
        else Fail(_failure);
    }
}
