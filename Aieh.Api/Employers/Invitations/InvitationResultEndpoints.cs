using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Invitations;

internal static class InvitationResultEndpoints
{
    public static void MapInvitationResult(this RouteGroupBuilder invitations) =>
        invitations.MapGet("/{id:guid}/result", GetInvitationResult).WithName("getInvitationResult")
            .Access(PrincipalKinds.Key, Scopes.ResultsRead)
            .Produces<InvitationResultResponse>().Produces<InvitationResultResponse>(StatusCodes.Status202Accepted)
            .Example(() => InvitationExamples.Result).Problems(400, 401, 403, 404, 409, 410)
            .Raises(Problems.ResultNotAvailableKind, Problems.ResultWithdrawnKind);

    /// <summary>
    /// Get the result of an invitation. While it is open: 202 and what is left to take. Afterwards: readiness by the loop's weights, and
    /// the assessments in it. One that has expired after it was accepted gives what there is.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<IResult> GetInvitationResult(
        Guid id, string? asOf, Principal principal, Db db, CatalogCache cache, PassportViews views, AuditedReads reads, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (moment, invalid) = Timestamp.ReadAsOf(asOf, now);
        if (invalid is not null) return invalid;

        var (refused, basis) = await db.ReadAsync(session => LoadAsync(session, id, principal, moment, now), cancellationToken);
        if (refused is not null) return refused;
        if (moment < basis!.Invitation.AcceptedAt) return Problems.InvalidParameter("asOf", "Not before the candidate has agreed.");

        var shown = Of(basis.Invitation, now);
        if (basis.Passport is not { } passport) return TypedResults.Accepted((string?)null, shown);

        var read = new AuditedRead("result.read", InvitationTrail.SubjectOf(basis.Invitation), passport.Id);
        await reads.NoteAsync(principal.TenantId!.Value, principal.Actor, [read], now, cancellationToken);
        var bundle = basis.Loop!.ToBundle();
        var question = new ReadinessQuestion(passport.Id, basis.Loop.Role, moment);
        var weighed = bundle.Entries.Where(entry => entry.Relevance > 0).Select(entry => entry.Assessment).ToHashSet();
        return TypedResults.Ok(shown with
        {
            Readiness = ReadinessViews.Of(question, bundle, cache.Current, basis.Evidence, [], now) with
            {
                HiringLoop = basis.Invitation.LoopId,
                HiringLoopVersion = basis.Invitation.LoopVersion,
                // What the candidate has started, and may take when, is the candidate's.
                NextSteps = [],
            },
            Assessments =
            [
                .. views.Of(passport, basis.Evidence, moment).Assessments.Where(assessment => weighed.Contains(assessment.Assessment)),
            ],
        });
    }

    private static InvitationResultResponse Of(InvitationRow row, DateTimeOffset now) => new()
    {
        Invitation = row.Id,
        HiringLoop = row.LoopId,
        HiringLoopVersion = row.LoopVersion,
        Reference = row.Reference,
        State = InvitationViews.StateOf(row, now),
        Remaining = row.RemainingSlugs,
        EndedAt = row.EndAt(now),
    };

    private static async Task<(ProblemHttpResult? Refused, Basis? Found)> LoadAsync(
        DbSession session, Guid id, Principal principal, DateTimeOffset asOf, DateTimeOffset now)
    {
        if (await InvitationEndpoints.FindOwnAsync(session, id, principal) is not { } invitation) return (Problems.NotFound(), null);

        var state = InvitationViews.StateOf(invitation, now);
        var isOpen = state is InvitationState.Invited or InvitationState.Accepted or InvitationState.InProgress;
        if (isOpen) return (null, new Basis(invitation, null, null, []));
        if (state is InvitationState.Declined or InvitationState.Cancelled || invitation.PassportId is null)
        {
            return (Problems.ResultNotAvailable(KebabCase.Of(state)), null);
        }

        if (await PassportStore.FindAsync(session, invitation.PassportId.Value) is not { ErasedAt: null } passport)
        {
            return (Problems.PassportErased(), null);
        }

        var isGranted = invitation.GrantId is not null
            && await GrantStore.IsOpenToLoopAsync(
                session, invitation.PassportId.Value, invitation.TenantId, new LoopLook(invitation.LoopId, now), now);
        if (!isGranted)
        {
            return (Problems.Of(Problems.ResultWithdrawnKind, "The permission to read it has ended. What it said is not kept."), null);
        }

        var loop = await HiringLoopStore.FindDefinitionAsync(session, invitation.LoopId, invitation.LoopVersion);
        return (null, new Basis(
            invitation, passport, loop, await EvidenceStore.ListMeasuresAsOfAsync(session, passport.Id, asOf)));
    }

    /// <summary>What a result is made from; without a passport there is none yet.</summary>
    private sealed record Basis(
        InvitationRow Invitation, PassportRow? Passport, LoopDefinition? Loop, IReadOnlyList<EvidenceMeasureRow> Evidence);
}
