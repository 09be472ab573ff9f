using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

/// <summary>
/// What a change of an invitation leaves behind in its own transaction: an event for the tenant, and an entry of the audit trail.
/// </summary>
internal static class InvitationTrail
{
    /// <summary>Who acts where nobody asked: the clock.</summary>
    public const string Service = "service";

    /// <param name="session">The transaction of the change.</param>
    /// <param name="type">Type of the event, which is also the action that is audited.</param>
    /// <param name="before">The invitation before; null when it was not there.</param>
    /// <param name="after">The invitation after.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="now">When.</param>
    public static async Task LeaveAsync(
        DbSession session, string type, InvitationRow? before, InvitationRow after, string actor, DateTimeOffset now)
    {
        await TellAsync(session, type, after, now);
        await AuditAsync(session, type, before, after, actor, now);
    }

    public static Task<int> AuditAsync(
        DbSession session, string action, InvitationRow? before, InvitationRow after, string actor, DateTimeOffset now) =>
        AuditTrail.AddAsync(session, new AuditEntryRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = after.TenantId,
            OccurredAt = now,
            Actor = actor,
            Action = action,
            Subject = SubjectOf(after),
            PassportId = after.PassportId,
            BeforeState = before is null ? null : JsonOf(before),
            AfterState = JsonOf(after),
        });

    public static Task TellAsync(DbSession session, string type, InvitationRow invitation, DateTimeOffset now)
    {
        var data = new EventData
        {
            Invitation = invitation.Id,
            HiringLoop = invitation.LoopId,
            HiringLoopVersion = invitation.LoopVersion,
            State = invitation.State,
            Grant = type == EventTypes.GrantRevoked ? invitation.GrantId : null,
            Passport = type is EventTypes.GrantRevoked or EventTypes.PassportErased ? invitation.PassportId : null,
        };
        return Outbox.AppendAsync(session, OutboxEventRow.Of(type, invitation.TenantId, invitation.Id, data, now), invitation.EndpointId);
    }

    public static string SubjectOf(InvitationRow invitation) => $"invitation:{invitation.Id}";

    private static string JsonOf(InvitationRow invitation) => $$"""{"state":"{{invitation.State}}"}""";

    public static string TypeOf(InvitationState state) => "invitation." + KebabCase.Of(state);
}
