namespace Aieh.Api.Platform.Data;

/// <summary>Works on many rows in batches, each a write of its own, so that the writes of requests get their turn between them.</summary>
internal static class BatchedSweep
{
    /// <summary>Bounds one round; what remains is for the next.</summary>
    private const int MaxBatches = 100;

    /// <param name="db">The database.</param>
    /// <param name="batchSize">How many rows a batch takes at most: fewer say that nothing is left.</param>
    /// <param name="work">Works on a batch and says how many rows it was.</param>
    /// <param name="cancellationToken">Stops it between batches.</param>
    public static async Task RunAsync(Db db, int batchSize, Func<DbSession, Task<int>> work, CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            if (await db.WriteAsync(work, cancellationToken) < batchSize) return;
        }
    }
}
