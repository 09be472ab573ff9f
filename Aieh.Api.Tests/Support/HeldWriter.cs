using Aieh.Api.Platform.Data;

namespace Aieh.Api.Tests.Support;

/// <summary>SQLite's one writer, in the middle of a unit of work: what is written meanwhile waits until it is let go.</summary>
internal sealed class HeldWriter : IAsyncDisposable
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _unit;

    private HeldWriter(Db db, TaskCompletionSource entered) => _unit = db.WriteAsync(
        async _ =>
        {
            entered.SetResult();
            await _gate.Task;
            return true;
        },
        CancellationToken.None);

    public static async Task<HeldWriter> HoldAsync(Db db)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new HeldWriter(db, entered);
        await entered.Task;
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        await _unit;
    }
}
