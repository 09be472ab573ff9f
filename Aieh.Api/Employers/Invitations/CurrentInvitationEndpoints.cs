using Aieh.Api.Candidates.Passports;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Invitations;

/// <summary>The invitation whose link the caller holds.</summary>
internal static class CurrentInvitationEndpoints
{
    public static void MapCurrentInvitation(this RouteGroupBuilder invitations)
    {
        invitations.MapGet("/current", GetCurrentInvitation).WithName("getCurrentInvitation").Access(PrincipalKinds.Invitation)
            .Example(() => InvitationExamples.Current).Problems(401, 403, 404);
        invitations.MapPost("/current/acceptance", AcceptInvitation).WithName("acceptInvitation").Access(PrincipalKinds.Invitation)
            .RequireIdempotencyKey()
            .Produces<AcceptedInvitationResponse>(StatusCodes.Status201Created)
            .Example(() => InvitationExamples.Accept, () => InvitationExamples.Accepted)
            .Problems(400, 401, 403, 404, 409, 410, 413, 415, 422)
            .Raises(
                Problems.AlreadyInHiringLoopKind, Problems.BusyKind, Problems.ConsentOutdatedKind, Problems.InvitationAlreadyAcceptedKind,
                Problems.InvitationClosedKind, Problems.InvitationRefusedKind);
        invitations.MapPost("/current/declination", DeclineInvitation).WithName("declineInvitation").Access(PrincipalKinds.Invitation)
            .Example(() => InvitationExamples.Declined).Problems(401, 403, 404, 409)
            .Raises(Problems.InvitationAlreadyAcceptedKind, Problems.InvitationClosedKind);
    }

    public static void MapPassportInvitations(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/passports/{id:guid}/invitations")
            .Tag("Invitations", "Candidates whom an employer asks to take the assessments of a hiring loop, and what came of it.")
            .MapGet("/", ListPassportInvitations).WithName("listPassportInvitations").Access(PrincipalKinds.Candidate)
            .Example(() => InvitationExamples.OfPassport).Problems(401, 403, 404, 410);

    /// <summary>Get the invitation of a link: who asks, for what, what is shared, and what is left to take.</summary>
    internal static async Task<Results<Ok<CurrentInvitationResponse>, ProblemHttpResult>> GetCurrentInvitation(
        Principal principal, Db db, InvitationViews views, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(
            session => CandidatesInvitation.LoadAsync(session, principal.InvitationId!.Value), cancellationToken);
        return found is null ? Problems.NotFound() : TypedResults.Ok(views.CurrentOf(found, time.Now()));
    }

    /// <summary>
    /// Accept an invitation, with a passport of one's own or without, which makes one. Evidence that is current enough counts: where it
    /// covers all that is asked for, the invitation is completed at once. The token of a passport that is made is in the answer alone: a
    /// repeat with the same Idempotency-Key gives it again.
    /// </summary>
    internal static async Task<IResult> AcceptInvitation(
        AcceptInvitationRequest request, Principal principal, TokenHolders holders, InvitationAcceptance acceptance,
        Idempotency idempotency, HttpContext context)
    {
        Guid? passport = null;
        if (request.Passport is { } token)
        {
            var owner = await holders.FindAsync(token, context.RequestAborted);
            passport = owner is { Kind: PrincipalKinds.Candidate } ? owner.PassportId : null;
            if (passport is null)
            {
                var fault = new ProblemError { Pointer = "#/passport", Detail = "It is not the token of a passport." };
                return Problems.InvitationRefused([fault]);
            }
        }

        return await idempotency.RunAsync(
            context, request, InvitationJson.Wire.AcceptInvitationRequest,
            session => acceptance.LoadAsync(session, principal.InvitationId!.Value, passport),
            basis => ValueTask.FromResult(acceptance.PlanOf(request, basis)));
    }

    /// <summary>
    /// Decline an invitation; no reason is needed. One that was accepted is the passport's: its owner revokes the grant, which declines it
    /// while it is open.
    /// </summary>
    internal static async Task<Results<Ok<CurrentInvitationResponse>, ProblemHttpResult>> DeclineInvitation(
        Principal principal, Preconditions conditions, Db db, InvitationViews views, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (id, now) = (principal.InvitationId!.Value, time.Now());
        var (refused, declined) = await db.WriteAsync(DeclineAsync, cancellationToken);
        return refused is null ? TypedResults.Ok(views.CurrentOf(declined!, now)) : refused;

        async Task<(ProblemHttpResult?, CandidatesInvitation?)> DeclineAsync(DbSession session)
        {
            if (await InvitationStore.FindAsync(session, id) is not { } read) return (Problems.NotFound(), null);
            if (await InvitationStore.HoldAsync(session, read) is not { } invitation) return (Problems.NotFound(), null);
            if (InvitationViews.RefuseClosed(invitation, now) is { } closed) return (closed, null);
            if (invitation.AcceptedAt is not null) return (IsThePassports(), null);
            if (conditions.Fail(tag: null)) return (Problems.PreconditionFailed(), null);

            await InvitationEnding.RunAsync(session, invitation, InvitationState.Declined, principal.Actor, now, now);
            return (null, await CandidatesInvitation.LoadAsync(session, id));
        }
    }

    /// <summary>List the invitations that a passport has accepted, oldest first.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<PassportInvitationListResponse>, ProblemHttpResult>> ListPassportInvitations(
        Guid id, Principal principal, Db db, InvitationViews views, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (refused, found) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, now, (session, _) => ListAsync(session), cancellationToken);
        if (refused is not null) return refused;

        return TypedResults.Ok(new PassportInvitationListResponse { Items = [.. found.Select(each => views.CurrentOf(each, now))] });

        async Task<IReadOnlyList<CandidatesInvitation>> ListAsync(DbSession session)
        {
            var all = new List<CandidatesInvitation>();
            foreach (var row in await InvitationStore.ListByPassportAsync(session, id))
            {
                all.Add(await CandidatesInvitation.LoadAsync(session, row));
            }

            return all;
        }
    }

    /// <summary>A link can be in more hands than the candidate's.</summary>
    private static ProblemHttpResult IsThePassports() => Problems.Of(
        Problems.InvitationAlreadyAcceptedKind, "Revoke the grant in the passport: the invitation's 'grant', as its owner sees it.");
}
