using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

/// <summary>What a grant lets its holder read; each scope includes the one before.</summary>
internal enum GrantScope
{
    /// <summary>The passport and its readiness for a role.</summary>
    Passport,

    /// <summary>The history of evidence besides; and for a tenant whose key may write evidence, adding to it.</summary>
    Evidence,
}

/// <summary>Decides whether a caller may read a passport: its owner, a tenant that it was granted to, or the holder of a link.</summary>
internal static class PassportAccess
{
    /// <summary>Every kind of caller that may have been let in.</summary>
    public const PrincipalKinds Readers = PrincipalKinds.Candidate | PrincipalKinds.Key | PrincipalKinds.Link;

    /// <summary>Runs <paramref name="read"/> if the caller may read; otherwise 404 for who was never let in, 410 for an erased passport.</summary>
    public static Task<(ProblemHttpResult? Refused, T Value)> ReadAsync<T>(
        Db db, Guid id, Principal principal, GrantScope needed, DateTimeOffset now, Func<DbSession, PassportRow, Task<T>> read, CancellationToken cancellationToken) => db.ReadAsync(
        async session => await IsGrantedAsync(session, id, principal, needed, now) && (PassportRow.Of(principal) ?? await PassportStore.FindAsync(session, id)) is { } passport
            ? passport.ErasedAt is null ? (null, await read(session, passport)) : (Problems.PassportErased(), default!)
            : ((ProblemHttpResult?)Problems.NotFound(), default(T)!),
        cancellationToken);

    /// <summary>The problem that keeps the caller from a passport; null when there is none.</summary>
    public static async Task<ProblemHttpResult?> RefuseAsync(Db db, Guid id, Principal principal, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await ReadAsync(db, id, principal, GrantScope.Evidence, now, (_, _) => Task.FromResult(true), cancellationToken)).Refused;

    private static async Task<bool> IsGrantedAsync(DbSession session, Guid id, Principal principal, GrantScope needed, DateTimeOffset now) => principal.Kind switch
    {
        PrincipalKinds.Candidate => principal.PassportId == id,
        PrincipalKinds.Link => principal.PassportId == id && Admits(await GrantStore.FindAsync(session, principal.GrantId!.Value), needed, now),
        PrincipalKinds.Key => (await GrantStore.ListForTenantAsync(session, id, principal.TenantId!.Value)).Any(grant => Admits(grant, needed, now)),
        _ => false,
    };

    private static bool Admits(GrantRow? grant, GrantScope needed, DateTimeOffset now) =>
        grant is not null && grant.RevokedAt is null && !(grant.ExpiresAt <= now)
        && (needed == GrantScope.Passport || grant.Scope == ScopeSlug(GrantScope.Evidence));

    public static string ScopeSlug(GrantScope scope) => scope == GrantScope.Evidence ? "evidence" : "passport";
}
