namespace Aieh.Api.Platform.Data;

/// <summary>What the outbox holds: the events that tenants are told of, and mails.</summary>
internal static class EventTypes
{
    public const string InvitationCreated = "invitation.created";
    public const string InvitationAccepted = "invitation.accepted";
    public const string InvitationDeclined = "invitation.declined";
    public const string InvitationCompleted = "invitation.completed";
    public const string InvitationExpired = "invitation.expired";
    public const string InvitationCancelled = "invitation.cancelled";
    public const string InvitationErased = "invitation.erased";
    public const string InvitationMailBounced = "invitation.mail-bounced";
    public const string ResultUpdated = "result.updated";
    public const string IntegrityReviewed = "integrity.reviewed";
    public const string GrantRevoked = "grant.revoked";
    public const string PassportErased = "passport.erased";
    public const string EndpointPing = "endpoint.ping";
    public const string EndpointDisabled = "endpoint.disabled";

    /// <summary>Told to nobody: it is the mail itself.</summary>
    public const string MailInvitation = "mail.invitation";

    /// <summary>Those that tenants are told of.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        InvitationCreated, InvitationAccepted, InvitationDeclined, InvitationCompleted, InvitationExpired, InvitationCancelled,
        InvitationErased, InvitationMailBounced, ResultUpdated, IntegrityReviewed, GrantRevoked, PassportErased, EndpointPing,
        EndpointDisabled,
    ];
}
