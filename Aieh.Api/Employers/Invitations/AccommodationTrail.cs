using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Invitations;

/// <summary>
/// That somebody has been given more time is known to those who give it, and to nobody who judges: it needs a scope of its own, also to be
/// found in the audit log.
/// </summary>
internal static class AccommodationTrail
{
    public static ProblemHttpResult? Refuses(Principal principal) => principal.Scopes.Contains(Scopes.AccommodationsWrite)
        ? null
        : Problems.InsufficientScope($"To give more time, the key needs the scope '{Scopes.AccommodationsWrite}'.");

    public static Task<int> LeaveAsync(DbSession session, InvitationRow invitation, string actor, DateTimeOffset now) =>
        AuditTrail.AddAsync(session, new AuditEntryRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = invitation.TenantId,
            OccurredAt = now,
            Actor = actor,
            Action = "accommodation.changed",
            Subject = InvitationTrail.SubjectOf(invitation),
            PassportId = invitation.PassportId,
            Scope = Scopes.AccommodationsWrite,
        });
}
