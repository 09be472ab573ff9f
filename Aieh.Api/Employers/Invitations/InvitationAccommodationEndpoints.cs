using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Invitations;

/// <summary>More time for the attempts that an invitation asks for, before, between and during them.</summary>
internal static class InvitationAccommodationEndpoints
{
    public static void MapInvitationAccommodation(this RouteGroupBuilder invitations)
    {
        const string path = "/{id:guid}/accommodation";
        invitations.MapGet(path, GetInvitationAccommodation).WithName("getInvitationAccommodation")
            .Access(PrincipalKinds.Key, Scopes.AccommodationsWrite)
            .Example(() => AccommodationExamples.Given).Problems(401, 403, 404);
        invitations.MapPut(path, SetInvitationAccommodation).WithName("setInvitationAccommodation")
            .Access(PrincipalKinds.Key, Scopes.AccommodationsWrite)
            .Example(() => AccommodationExamples.Give, () => AccommodationExamples.Given).Problems(400, 401, 403, 404, 409, 413, 415)
            .Raises(Problems.InvitationClosedKind);
        invitations.MapDelete(path, DeleteInvitationAccommodation).WithName("deleteInvitationAccommodation")
            .Access(PrincipalKinds.Key, Scopes.AccommodationsWrite).Problems(401, 403, 404);
    }

    /// <summary>Get the time that an invitation gives besides; 404 when it gives none.</summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<Ok<AccommodationResponse>, ProblemHttpResult>> GetInvitationAccommodation(
        Guid id, Principal principal, Db db, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(FindAsync, cancellationToken);
        return found is null ? Problems.NotFound() : TypedResults.Ok(AccommodationResponse.Of(found));

        async Task<AccommodationRow?> FindAsync(DbSession session) =>
            await InvitationEndpoints.FindOwnAsync(session, id, principal) is null
                ? null
                : await AccommodationStore.FindOfInvitationAsync(session, id);
    }

    /// <summary>
    /// Give more time. It holds for what the invitation still asks for, also for attempts that are running; nothing that the employer is
    /// shown tells of it.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<Ok<AccommodationResponse>, ProblemHttpResult>> SetInvitationAccommodation(
        Guid id, AccommodationRequest request, Principal principal, Preconditions conditions, Db db, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (AccommodationRequest.FaultIn(request, "#") is { } fault) return Problems.Invalid("The accommodation cannot be read.", fault);

        var now = time.Now();
        var (refused, given) = await db.WriteAsync(SetAsync, cancellationToken);
        return refused is null ? TypedResults.Ok(AccommodationResponse.Of(given!)) : refused;

        async Task<(ProblemHttpResult?, AccommodationRow?)> SetAsync(DbSession session)
        {
            if (await InvitationEndpoints.HoldOwnAsync(session, id, principal) is not { } invitation) return (Problems.NotFound(), null);
            if (InvitationViews.RefuseClosed(invitation, now) is { } closed) return (closed, null);
            if (conditions.Fail(tag: null)) return (Problems.PreconditionFailed(), null);

            var before = await AccommodationStore.FindOfInvitationAsync(session, id);
            var row = new AccommodationRow
            {
                Id = before?.Id ?? Guid.CreateVersion7(now),
                InvitationId = id,
                PassportId = invitation.PassportId,
                TimeMultiplier = request.TimeMultiplier,
                ExtraMinutes = request.ExtraMinutes ?? 0,
                UpdatedAt = now,
            };
            await AccommodationStore.SetAsync(session, row);
            if (invitation.PassportId is { } passport) await TimeAllowance.LengthenOpenAsync(session, passport, now);

            await AccommodationTrail.LeaveAsync(session, invitation, principal.Actor, now);
            return (null, row);
        }
    }

    /// <summary>Give no more time from now on. Attempts that are running keep theirs.</summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteInvitationAccommodation(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return await db.WriteAsync(DeleteAsync, cancellationToken) is { } refused ? refused : TypedResults.NoContent();

        async Task<ProblemHttpResult?> DeleteAsync(DbSession session)
        {
            if (await InvitationEndpoints.HoldOwnAsync(session, id, principal) is not { } invitation) return Problems.NotFound();
            if (await AccommodationStore.FindOfInvitationAsync(session, id) is null) return Problems.NotFound();
            if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();
            if (await AccommodationStore.DeleteOfInvitationAsync(session, id) == 0) return Problems.NotFound();

            await AccommodationTrail.LeaveAsync(session, invitation, principal.Actor, now);
            return null;
        }
    }
}
