using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Invitations;

/// <summary>A new link of an invitation; the one before ends at once.</summary>
internal static class InvitationLink
{
    /// <param name="session">The transaction.</param>
    /// <param name="invitation">The invitation, held by this transaction and open.</param>
    /// <param name="token">The secret of the new link.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="now">When.</param>
    public static async Task RenewAsync(DbSession session, InvitationRow invitation, string token, string actor, DateTimeOffset now)
    {
        await InvitationStore.DeleteCredentialsAsync(session, invitation.Id);
        // An answer that was kept for the former link can hold a passport's token: whoever gets this one is not to have it.
        await IdempotencyStore.DeleteByPrincipalAsync(session, InvitationTrail.SubjectOf(invitation));
        await CredentialStore.InsertAsync(session, InvitationViews.CredentialOf(invitation, token, now));
        await InvitationTrail.AuditAsync(session, "invitation.link-renewed", invitation, invitation, actor, now);
    }
}
