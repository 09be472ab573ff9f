using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Http;

/// <summary>The one transaction of a request: the passport is still there, the key's row, the planned writes.</summary>
internal static class PlanCommit
{
    /// <summary>How the transaction ended.</summary>
    internal enum Ending
    {
        Written,
        KeyIsUsed,
        PassportIsGone,
    }

    /// <exception cref="StalePlanException">What the plan was made on has changed.</exception>
    public static async Task<Ending> RunAsync(DbSession session, Guid? passport, IdempotencyRecord? record, bool hasExpired, Plan planned)
    {
        // First, like an erasure, and for refusals too: what is kept under a key of the passport's owner belongs to the passport.
        if (passport is { } id && !await PassportLock.TakeAsync(session, id)) return Ending.PassportIsGone;

        if (record is not null)
        {
            if (hasExpired) await IdempotencyStore.DeleteExpiredKeyAsync(session, record);
            if (!await IdempotencyStore.TryInsertAsync(session, record)) return Ending.KeyIsUsed;
        }

        if (planned.Write is not null && !await planned.Write(session)) throw new StalePlanException();
        return Ending.Written;
    }

    /// <summary>Thrown inside the transaction to roll it back when its plan no longer fits the database.</summary>
    internal sealed class StalePlanException : Exception;
}
