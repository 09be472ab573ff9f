using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Passports;

/// <summary>
/// A passport keeps so many grants and no more. A new one takes the place of the oldest that has ended; where all of them stand, there is
/// no room.
/// </summary>
internal static class GrantRoom
{
    /// <summary>False when there is none. The passport is held, so that nobody else takes the place.</summary>
    public static async Task<bool> TryMakeAsync(DbSession session, Guid passport, int most, DateTimeOffset now)
    {
        if (await GrantStore.CountAsync(session, passport) < most) return true;
        if (await GrantStore.FindOldestEndedAsync(session, passport, now) is not { } ended) return false;

        await CredentialStore.DeleteByGrantAsync(session, ended);
        await GrantStore.DeleteAsync(session, ended);
        return true;
    }
}
