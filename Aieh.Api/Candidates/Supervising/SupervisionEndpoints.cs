using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Supervising;

/// <summary>
/// Saying that somebody watches an attempt while it runs: a test centre, a recruiter in the room. Its evidence keeps who has said so.
/// </summary>
internal static class SupervisionEndpoints
{
    public static IServiceCollection AddSupervising(this IServiceCollection services) => services.AddWireJson(SupervisionJson.Wire);

    public static void MapSupervising(this IEndpointRouteBuilder routes)
    {
        Problems.Kind[] closed = [Problems.AttemptAlreadySubmittedKind, Problems.AttemptExpiredKind, Problems.AttemptCancelledKind];
        var group = routes.MapGroup("/v1/attempts/{id:guid}/supervision")
            .Tag("Supervision", "Saying that somebody watches an attempt while it runs, which its score says from then on.")
            .Refusals(() => SupervisionExamples.Refusals);
        group.MapPost("/", SuperviseAttempt).WithName("superviseAttempt").Access(PrincipalKinds.Key, Scopes.AttemptsSupervise)
            .Example(() => SupervisionExamples.Supervised).Problems(401, 403, 404, 409)
            .Raises([.. closed, Problems.AttemptSupervisedKind]);
        group.MapDelete("/", WithdrawSupervision).WithName("withdrawSupervision").Access(PrincipalKinds.Key, Scopes.AttemptsSupervise)
            .Problems(401, 403, 404, 409).Raises([.. closed, Problems.AttemptSupervisedKind]);
    }

    /// <summary>
    /// Say that somebody watches an attempt, while it is in progress. Safe to repeat: the first time counts. For a tenant that the
    /// passport's owner has let in, by a grant or by accepting an invitation; the owner sees it in the access log. The id of an attempt
    /// that an invitation asks for is in GET /v1/invitations/{id}.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<Ok<AttemptSupervisionResponse>, ProblemHttpResult>> SuperviseAttempt(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (tenant, now) = (principal.TenantId!.Value, time.Now());
        var (refused, supervised) = await db.WriteAsync(SuperviseAsync, cancellationToken);
        return refused is null ? TypedResults.Ok(ResponseOf(supervised!)) : refused;

        async Task<(ProblemHttpResult?, AttemptRow?)> SuperviseAsync(DbSession session)
        {
            if (await HoldAsync(session, id, tenant, now) is not { } attempt) return (Problems.NotFound(), null);
            if (Refuses(attempt, tenant, now) is { } problem) return (problem, null);
            if (conditions.Fail(AttemptView.TagOf(attempt, now))) return (Problems.PreconditionFailed(), null);
            if (attempt.SupervisedBy is not null) return (null, attempt);

            await AttemptStore.SuperviseAsync(session, id, tenant, now);
            await AuditTrail.AddAsync(session, EntryOf(attempt, "attempt.supervised", tenant, principal.Actor, now));
            return (null, attempt with { SupervisedBy = tenant, SupervisedAt = now });
        }
    }

    /// <summary>
    /// Take back that somebody watches an attempt, while it is in progress: it was said in error, or nobody watches any more. What is not
    /// there is as if it had been taken back.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> WithdrawSupervision(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (tenant, now) = (principal.TenantId!.Value, time.Now());
        var refused = await db.WriteAsync(WithdrawAsync, cancellationToken);
        return refused is null ? TypedResults.NoContent() : refused;

        async Task<ProblemHttpResult?> WithdrawAsync(DbSession session)
        {
            if (await HoldAsync(session, id, tenant, now) is not { } attempt) return Problems.NotFound();
            if (Refuses(attempt, tenant, now) is { } problem) return problem;
            if (conditions.Fail(AttemptView.TagOf(attempt, now))) return Problems.PreconditionFailed();
            if (attempt.SupervisedBy is null) return null;

            await AttemptStore.SuperviseAsync(session, id, supervisedBy: null, supervisedAt: null);
            await AuditTrail.AddAsync(session, EntryOf(attempt, "attempt.supervision-withdrawn", tenant, principal.Actor, now));
            return null;
        }
    }

    /// <summary>
    /// The attempt, held as its passport is; null where the tenant may not see it. What it has said itself it may take back, whether the
    /// passport is still open to it or not.
    /// </summary>
    private static async Task<AttemptRow?> HoldAsync(DbSession session, Guid id, Guid tenant, DateTimeOffset now)
    {
        if (await AttemptStore.FindAsync(session, id) is not { PassportId: { } passport }) return null;
        if (!await PassportLock.TakeAsync(session, passport)) return null;

        var isOpen = await GrantStore.IsOpenToTenantAsync(session, passport, tenant, now);
        var attempt = await AttemptStore.LockAsync(session, id);
        return isOpen || attempt?.SupervisedBy == tenant ? attempt : null;
    }

    private static ProblemHttpResult? Refuses(AttemptRow attempt, Guid tenant, DateTimeOffset now)
    {
        if (AttemptView.RefusesAnswers(attempt, now) is { } closed) return closed;

        return attempt.SupervisedBy is { } other && other != tenant ? Problems.AttemptSupervised() : null;
    }

    private static AttemptSupervisionResponse ResponseOf(AttemptRow attempt) => new()
    {
        Attempt = attempt.Id,
        Assessment = attempt.Assessment,
        Supervision = Supervision.Supervised,
        SupervisedBy = attempt.SupervisedBy!.Value,
        SupervisedAt = attempt.SupervisedAt!.Value,
    };

    private static AuditEntryRow EntryOf(AttemptRow attempt, string action, Guid tenant, string actor, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = tenant,
        OccurredAt = now,
        Actor = actor,
        Action = action,
        Subject = $"attempt:{attempt.Id}",
        PassportId = attempt.PassportId,
        BeforeState = JsonOf(attempt.SupervisedBy is not null),
        AfterState = JsonOf(attempt.SupervisedBy is null),
    };

    private static string JsonOf(bool isSupervised) => isSupervised ? """{"supervised":true}""" : """{"supervised":false}""";
}
