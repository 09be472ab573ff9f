using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Taking a grant back, in one transaction with all that ends by it.</summary>
internal static class GrantRevocation
{
    /// <summary>The state of a grant: given, or revoked for good.</summary>
    public static string TagOf(GrantRow grant) => grant.RevokedAt is null ? "\"given\"" : "\"revoked\"";

    /// <summary>The problem that keeps the grant as it is; null when it is revoked now, or was before.</summary>
    public static async Task<ProblemHttpResult?> RunAsync(
        DbSession session, Guid grant, Guid passport, Preconditions conditions, IPassportObserver observer, DateTimeOffset now)
    {
        if (!await PassportLock.TakeAsync(session, passport)) return Problems.PassportErased();
        if (await GrantStore.FindAsync(session, grant) is not { } row || row.PassportId != passport) return Problems.NotFound();
        if (conditions.Fail(TagOf(row))) return Problems.PreconditionFailed();

        if (!await GrantStore.RevokeAsync(session, grant, passport, now)) return null;

        await CredentialStore.RevokeByGrantAsync(session, grant, now);
        await TellAsync(session, row, observer, now);
        return null;
    }

    /// <summary>The tenant hears of it; of a hiring loop's grant, from the invitation that it belongs to.</summary>
    private static Task TellAsync(DbSession session, GrantRow grant, IPassportObserver observer, DateTimeOffset now)
    {
        if (grant.TenantId is not { } tenant) return Task.CompletedTask;
        if (grant.LoopId is not null) return observer.GrantRevokedAsync(session, grant.Id, now);

        var data = new EventData { Grant = grant.Id, Passport = grant.PassportId };
        return Outbox.AppendAsync(session, OutboxEventRow.Of(EventTypes.GrantRevoked, tenant, grant.Id, data, now));
    }
}
