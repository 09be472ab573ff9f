using System.Text.Json;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Integrity;

/// <summary>A review as the audit trail keeps it: without the note, which is about a person.</summary>
internal sealed record ReviewState
{
    public required Guid Evidence { get; init; }
    public required ReviewOutcome Outcome { get; init; }
}

/// <summary>
/// Reviews by a person, with an event and an entry of the audit trail in the transaction of each. The same one again changes nothing.
/// </summary>
internal sealed class IntegrityReviews(InvitationResults results)
{
    /// <summary>Why it is not reviewed, or the attempt with its review.</summary>
    public async Task<(ProblemHttpResult? Refused, ShownIntegrityRow? Row)> ReviewAsync(
        DbSession session, Guid id, Guid evidence, ReviewRequest request, Principal principal, Preconditions conditions, DateTimeOffset now)
    {
        if (await InvitationEndpoints.HoldOwnAsync(session, id, principal) is not { } invitation) return (Problems.NotFound(), null);

        var (refused, found) = await FindAsync(session, invitation, evidence, now);
        if (refused is not null) return (refused, null);

        var row = found!;
        if (conditions.Fail(InvitationIntegrityViews.TagOf(row))) return (Problems.PreconditionFailed(), null);
        if (row.Outcome == KebabCase.Of(request.Outcome) && row.Note == request.Note) return (null, row);

        var reviewed = row with
        {
            Outcome = KebabCase.Of(request.Outcome),
            Note = request.Note,
            ReviewVersion = (row.ReviewVersion ?? 0) + 1,
            ReviewedAt = now,
        };
        await ReviewStore.SetAsync(session, new ReviewRow
        {
            InvitationId = id,
            AttemptId = reviewed.AttemptId,
            Outcome = reviewed.Outcome,
            Note = reviewed.Note,
            Version = reviewed.ReviewVersion.Value,
            ReviewedAt = now,
        });
        await InvitationTrail.TellAsync(session, EventTypes.IntegrityReviewed, invitation, now);
        await AuditTrail.AddAsync(session, new AuditEntryRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = invitation.TenantId,
            OccurredAt = now,
            Actor = principal.Actor,
            Action = EventTypes.IntegrityReviewed,
            Subject = InvitationTrail.SubjectOf(invitation),
            PassportId = invitation.PassportId,
            BeforeState = JsonOf(row),
            AfterState = JsonOf(reviewed),
        });
        return (null, reviewed);
    }

    /// <summary>An attempt that an invitation shows; or why there is none to be shown.</summary>
    public async Task<(ProblemHttpResult? Refused, ShownIntegrityRow? Row)> FindAsync(
        DbSession session, InvitationRow invitation, Guid evidence, DateTimeOffset now)
    {
        var found = await results.LoadAsync(session, invitation, now, now);
        if (InvitationIntegrityEndpoints.Refuses(found) is { } refused) return (refused, null);

        var row = found.Shown.FirstOrDefault(each => each.EvidenceId == evidence);
        return row is null ? (Problems.NotFound(), null) : (null, row);
    }

    private static string? JsonOf(ShownIntegrityRow row) => IntegrityViews.OutcomeOf(row.Outcome) is { } outcome
        ? JsonSerializer.Serialize(
            new ReviewState { Evidence = row.EvidenceId, Outcome = outcome }, InvitationIntegrityJson.Wire.ReviewState)
        : null;
}
