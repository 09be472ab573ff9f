using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Contract;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Verifications;

/// <summary>Having an unsupervised score confirmed by a short test under supervision.</summary>
internal static class VerificationEndpoints
{
    public static IServiceCollection AddVerifications(this IServiceCollection services) =>
        services.AddSingleton<VerificationRequest>().AddWireJson(VerificationJson.Wire);

    public static void MapVerifications(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/invitations/{id:guid}/verifications")
            .Tag("Verifications", "Short tests under supervision that are compared with an unsupervised score, and what follows.")
            .Refusals(() => VerificationExamples.Refusals);
        group.MapPost("/", RequestVerification).WithName("requestVerification").Access(PrincipalKinds.Key, Scopes.AttemptsSupervise)
            .Produces<VerificationResponse>().Produces<VerificationResponse>(StatusCodes.Status201Created)
            .Example(() => VerificationExamples.Ask, () => VerificationExamples.Asked).Problems(400, 401, 403, 404, 409, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.VerificationRefusedKind);
        group.MapGet("/", ListVerifications).WithName("listVerifications").Access(PrincipalKinds.Key, Scopes.AttemptsSupervise)
            .Example(() => VerificationExamples.List).Problems(401, 403, 404);
        group.MapPut("/{verification:guid}/confirmation", ConfirmVerification).WithName("confirmVerification")
            .Access(PrincipalKinds.Key, Scopes.AttemptsSupervise).Example(() => VerificationExamples.Confirmed)
            .Problems(401, 403, 404, 409).Raises(Problems.NothingToConfirmKind);
    }

    /// <summary>
    /// Ask a candidate to take a verification of an unsupervised score, while somebody watches. It has ten to twelve adaptive items, none
    /// of the attempt's; a tenant says that somebody watches by POST /v1/attempts/{id}/supervision. It is asked for once in each assessment
    /// of an invitation; a repeat answers 200 with the one that is there, with a new time where that was over.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    internal static Task<IResult> RequestVerification(
        Guid id, RequestVerificationRequest request, Principal principal, VerificationRequest requests, Idempotency idempotency,
        TimeProvider time, HttpContext context) =>
        idempotency.RunAsync(
            context, request, VerificationJson.Wire.RequestVerificationRequest,
            session => VerificationRequest.LoadAsync(session, id, request.Assessment, principal, time.Now()),
            basis => ValueTask.FromResult(requests.PlanOf(request, basis, principal, time.Now())));

    /// <summary>List the verifications that were asked for in an invitation, by assessment.</summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<Ok<VerificationListResponse>, ProblemHttpResult>> ListVerifications(
        Guid id, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var rows = await db.ReadAsync(ListIfOwnAsync, cancellationToken);
        return rows is null
            ? Problems.NotFound()
            : TypedResults.Ok(new VerificationListResponse { Items = [.. rows.Select(row => VerificationResponse.Of(row, now))] });

        // What a candidate has taken back is not told any more.
        async Task<IReadOnlyList<VerificationRow>?> ListIfOwnAsync(DbSession session) =>
            await InvitationEndpoints.FindOwnAsync(session, id, principal) is not { } invitation ? null
            : invitation.GrantId is null ? []
            : await VerificationStore.ListByInvitationAsync(session, id);
    }

    /// <summary>
    /// Confirm the outcome of a verification, as a person who has looked at it. From then on an inconsistent one takes the place of the
    /// unsupervised score in this hiring loop: in readiness, rankings and results. Safe to repeat; it is not taken back.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    /// <param name="verification">Id of the verification.</param>
    internal static async Task<Results<Ok<VerificationResponse>, ProblemHttpResult>> ConfirmVerification(
        Guid id, Guid verification, Principal principal, Preconditions conditions, Db db, Standings standings, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (refused, confirmed) = await db.WriteAsync(ConfirmAsync, cancellationToken);
        return refused is null ? TypedResults.Ok(VerificationResponse.Of(confirmed!, now)) : refused;

        async Task<(ProblemHttpResult?, VerificationRow?)> ConfirmAsync(DbSession session)
        {
            if (await InvitationEndpoints.HoldOwnAsync(session, id, principal) is not { GrantId: not null } invitation)
            {
                return (Problems.NotFound(), null);
            }

            var rows = await VerificationStore.ListByInvitationAsync(session, id);
            if (rows.FirstOrDefault(each => each.Id == verification) is not { } row) return (Problems.NotFound(), null);
            if (conditions.Fail(tag: null)) return (Problems.PreconditionFailed(), null);
            if (row.Outcome is null)
            {
                return (Problems.Of(Problems.NothingToConfirmKind, "It has not been taken, or nobody says that it was watched."), null);
            }

            if (!await VerificationStore.ConfirmAsync(session, row.Id, now)) return (null, row);

            await standings.WriteAsync(session, invitation.Id, invitation.LoopId, row.PassportId, now);
            await InvitationTrail.TellAsync(session, EventTypes.ResultUpdated, invitation, now);
            var confirmed = row with { ConfirmedAt = now };
            await AuditTrail.AddAsync(
                session,
                VerificationRequest.EntryOf(confirmed, "verification.confirmed", invitation.TenantId, principal.Actor, row.Outcome, now));
            return (null, confirmed);
        }
    }
}
