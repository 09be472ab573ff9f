namespace Aieh.Api.Platform.Data;

/// <summary>The writes that wait for <see cref="SqliteWriter"/>, in their order.</summary>
internal sealed class WriteQueue(int limit)
{
    /// <summary>
    /// So many waits for another process's lock a write takes part in: the one that is under way when it comes or begins with it, and one
    /// more. However many writes wait, each is answered within twice Database:LockTimeoutSeconds.
    /// </summary>
    private const int MostLockWaits = 2;

    private readonly Queue<WriteUnit> _waiting = new();
    private bool _closed;

    public void Add(WriteUnit unit)
    {
        lock (_waiting)
        {
            if (_closed) throw new DatabaseBusyException("The service is stopping and takes no more writes.");
            if (_waiting.Count >= limit) throw new WriteQueueFullException(limit);

            _waiting.Enqueue(unit);
            if (_waiting.Count == 1) Monitor.Pulse(_waiting);
        }
    }

    /// <summary>Takes no more writes; those that wait are still given out.</summary>
    public void Close()
    {
        lock (_waiting)
        {
            _closed = true;
            Monitor.Pulse(_waiting);
        }
    }

    /// <summary>
    /// Takes what waits, up to a full group, as soon as there is any; false when nothing is left and nothing more will come.
    /// </summary>
    public bool TryTake(List<WriteUnit> group, int most)
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_closed) Monitor.Wait(_waiting);
            if (_waiting.Count == 0) return false;

            while (group.Count < most && _waiting.TryDequeue(out var unit))
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

    /// <summary>
    /// A wait for another process's lock was in vain, for the group and for all who have waited behind it. Those who may wait once more are
    /// put back in their order; the others are returned.
    /// </summary>
    public List<WriteUnit> GiveUp(List<WriteUnit> group)
    {
        lock (_waiting)
        {
            var over = new List<WriteUnit>();
            WriteUnit[] all = [.. group, .. _waiting];
            _waiting.Clear();
            foreach (var unit in all)
            {
                if (++unit.LockWaits < MostLockWaits) _waiting.Enqueue(unit);
                else over.Add(unit);
            }

            return over;
        }
    }
}
