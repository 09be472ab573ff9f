using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// Deletes attempts without a passport, and their tokens, when the token is over: nobody can ever ask for them again. An attempt that was
/// saved in a passport stays there.
/// </summary>
internal sealed class AttemptSweep(Db db, TimeProvider time)
{
    internal const int BatchSize = 100;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        return BatchedSweep.RunAsync(db, BatchSize, session => DeleteAsync(session, now), cancellationToken);
    }

    private static async Task<int> DeleteAsync(DbSession session, DateTimeOffset now)
    {
        var over = await CredentialStore.ListAttemptTokensOverAsync(session, now, BatchSize);
        foreach (var token in over)
        {
            await SavedAttemptStore.DeleteTokenAsync(session, token);
            await AttemptStore.DeleteAnonymousAsync(session, token.AttemptId);
        }

        return over.Count;
    }
}
