using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// Deletes attempts without a passport, and their tokens, when the token is over: nobody can ever ask for them again. In batches, so that
/// the writes of requests get their turn between them.
/// </summary>
internal sealed class AttemptSweep(Db db, TimeProvider time)
{
    internal const int BatchSize = 100;

    /// <summary>Bounds one round; what remains is for the next.</summary>
    internal const int MaxBatches = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var deleted = await db.WriteAsync(session => DeleteAsync(session, now), cancellationToken);
            if (deleted < BatchSize) return;
        }
    }

    private static async Task<int> DeleteAsync(DbSession session, DateTimeOffset now)
    {
        var over = await CredentialStore.ListAttemptTokensOverAsync(session, now, BatchSize);
        foreach (var token in over)
        {
            await CredentialStore.DeleteAsync(session, token.Id);
            await AttemptStore.DeleteAnonymousAsync(session, token.AttemptId);
        }

        return over.Count;
    }
}
