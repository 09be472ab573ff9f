namespace Aieh.Scoring.Calibration;

/// <summary>
/// Runs the steps of a loop on several threads; each step must own what it writes, so that the result does not depend on their number.
/// </summary>
internal static class ThreadedLoop
{
    public static void For(int threads, int count, Action<int> step, CancellationToken cancellationToken = default)
    {
        if (threads > 1 && count > 1)
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, step);
        else
            for (var i = 0; i < count; i++) step(i);
    }
}
