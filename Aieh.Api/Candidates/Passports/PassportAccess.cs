using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

/// <summary>What a grant lets its holder read; each scope includes the one before.</summary>
internal enum GrantScope
{
    /// <summary>Readiness by one hiring loop and the assessments in it, nothing else; given by accepting an invitation.</summary>
    Loop,

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

    /// <summary>
    /// Runs <paramref name="read"/> if the caller may read; otherwise 404 for who was never let in, 410 for an erased passport. What is
    /// asked by a <paramref name="loop"/> is open also to the tenant whose invitation to it the candidate has accepted.
    /// </summary>
    public static Task<(ProblemHttpResult? Refused, T Value)> ReadAsync<T>(
        Db db, Guid id, Principal principal, GrantScope needed, DateTimeOffset now,
        Func<DbSession, PassportRow, Task<T>> read, CancellationToken cancellationToken, LoopLook? loop = null)
    {
        return db.ReadAsync(ReadIfAdmittedAsync, cancellationToken);

        async Task<(ProblemHttpResult? Refused, T Value)> ReadIfAdmittedAsync(DbSession session)
        {
            if (!await IsGrantedAsync(session, id, principal, needed, loop, now)) return (Problems.NotFound(), default!);

            var passport = OfCredential(principal) ?? await PassportStore.FindAsync(session, id);
            if (passport is null) return (Problems.NotFound(), default!);
            if (passport.ErasedAt is not null) return (Problems.PassportErased(), default!);

            return (null, await read(session, passport));
        }
    }

    /// <summary>The passport that the caller's credential belongs to, as authentication has just read it; null without one.</summary>
    private static PassportRow? OfCredential(Principal principal) => principal is { PassportId: { } id, PassportCreatedAt: { } createdAt }
        ? new PassportRow { Id = id, CreatedAt = createdAt, ErasedAt = principal.PassportErasedAt }
        : null;

    /// <summary>The problem that keeps the caller from a passport; null when there is none.</summary>
    public static async Task<ProblemHttpResult?> RefuseAsync(
        Db db, Guid id, Principal principal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (refused, _) = await ReadAsync(
            db, id, principal, GrantScope.Evidence, now,
            (_, _) => Task.FromResult(true),
            cancellationToken);
        return refused;
    }

    /// <summary>
    /// Writes down that a tenant has been let in and will be answered. The owner's own reads are nobody's business, and a link does not
    /// tell who opens it.
    /// </summary>
    public static Task NoteAsync(
        AuditedReads audited, string action, Guid id, Principal principal, DateTimeOffset now, CancellationToken cancellationToken) =>
        principal.Kind == PrincipalKinds.Key
            ? audited.NoteAsync(
                principal.TenantId!.Value, principal.Actor, [new AuditedRead(action, $"passport:{id}", id)], now, cancellationToken)
            : Task.CompletedTask;

    private static async Task<bool> IsGrantedAsync(
        DbSession session, Guid id, Principal principal, GrantScope needed, LoopLook? loop, DateTimeOffset now)
    {
        return principal.Kind switch
        {
            PrincipalKinds.Candidate => principal.PassportId == id,
            PrincipalKinds.Link => principal.PassportId == id && await AdmitsLinkAsync(principal.GrantId!.Value),
            PrincipalKinds.Key => await AdmitsTenantAsync(principal.TenantId!.Value),
            _ => false,
        };

        async Task<bool> AdmitsLinkAsync(Guid grant) => Admits(await GrantStore.FindAsync(session, grant), needed, now);

        async Task<bool> AdmitsTenantAsync(Guid tenant) =>
            Admits(await GrantStore.FindWidestAsync(session, id, tenant, now), needed, now)
            || (loop is { } named && await GrantStore.IsOpenToLoopAsync(session, id, tenant, named, now));
    }

    private static bool Admits(GrantRow? grant, GrantScope needed, DateTimeOffset now) =>
        grant is not null && grant.RevokedAt is null && !(grant.ExpiresAt <= now)
        && (needed == GrantScope.Passport || grant.Scope == ScopeSlug(GrantScope.Evidence));

    public static string ScopeSlug(GrantScope scope) => KebabCase.Of(scope);
}
