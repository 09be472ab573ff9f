using Aieh.Api.Data;
using Aieh.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Passports;

/// <summary>What a grant lets its holder read; each scope includes the one before.</summary>
internal enum GrantScope
{
    /// <summary>The passport and its readiness for a role.</summary>
    Passport,

    /// <summary>The history of evidence besides.</summary>
    Evidence,
}

/// <summary>Decides whether a caller may read a passport: its owner, a tenant that it was granted to, or the holder of a link.</summary>
internal static class PassportAccess
{
    /// <summary>Every kind of caller that may have been let in.</summary>
    public const PrincipalKinds Readers = PrincipalKinds.Candidate | PrincipalKinds.Key | PrincipalKinds.Link;

    /// <summary>Null when the caller may read; otherwise 404 for who was never let in, 410 for an erased passport.</summary>
    public static async Task<ProblemHttpResult?> RefuseAsync(
        DbSession session, Guid passport, Principal principal, GrantScope needed, DateTimeOffset now)
    {
        var granted = principal.Kind switch
        {
            PrincipalKinds.Candidate => principal.PassportId == passport,
            PrincipalKinds.Link => principal.PassportId == passport && Admits(await GrantStore.FindAsync(session, principal.GrantId!.Value), needed, now),
            PrincipalKinds.Key => (await GrantStore.ListForTenantAsync(session, passport, principal.TenantId!.Value)).Any(grant => Admits(grant, needed, now)),
            _ => false,
        };
        if (!granted) return Problems.NotFound();

        return await PassportStore.FindAsync(session, passport) switch
        {
            null => Problems.NotFound(),
            { ErasedAt: not null } => Problems.PassportErased(),
            _ => null,
        };
    }

    private static bool Admits(GrantRow? grant, GrantScope needed, DateTimeOffset now) =>
        grant is not null && grant.RevokedAt is null && !(grant.ExpiresAt <= now)
        && (needed == GrantScope.Passport || grant.Scope == ScopeSlug(GrantScope.Evidence));

    public static string ScopeSlug(GrantScope scope) => scope == GrantScope.Evidence ? "evidence" : "passport";
}
