using System.Text;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

/// <summary>
/// The attempts that an invitation's candidate has running. Who asks often learns how long one takes, and with it who was given more time:
/// so they are for those who watch alone.
/// </summary>
internal static class InvitationAttempts
{
    /// <summary>Null for who may not ask, and where the invitation opens nothing.</summary>
    public static async Task<IReadOnlyList<InvitationAttempt>?> ListAsync(
        DbSession session, InvitationRow invitation, Principal principal, DateTimeOffset now)
    {
        var isShown = invitation.GrantId is not null && principal.Scopes.Contains(Scopes.AttemptsSupervise);
        if (!isShown || invitation.PassportId is not { } passport) return null;

        // After the end only what was asked for then.
        var isOpen = invitation.IsOpenAt(now);

        var loop = await HiringLoopStore.GetDefinitionAsync(session, invitation.LoopId, invitation.LoopVersion);
        var asked = loop.Bundle.Where(entry => entry.Asked).Select(entry => entry.Assessment).ToHashSet();
        var open = await AttemptStore.ListOpenAsync(session, passport, now);
        InvitationAttempt[] shown =
        [
            .. open.Where(attempt => attempt.Form == FormSlugs.Verification || (isOpen && attempt.Form != FormSlugs.Sample))
                .Where(attempt => asked.Contains(attempt.Assessment))
                .OrderBy(attempt => attempt.Assessment, StringComparer.Ordinal)
                .Select(attempt => new InvitationAttempt
                {
                    Id = attempt.Id,
                    Assessment = attempt.Assessment,
                    Form = FormSlugs.Parse(attempt.Form),
                    State = AttemptState.InProgress,
                    Supervised = attempt.SupervisedBy is not null,
                }),
        ];
        return isOpen || shown.Length > 0 ? shown : null;
    }

    /// <summary>Of the invitation's own state, and of how the attempts beside it stand.</summary>
    public static string TagOf(InvitationRow row, IReadOnlyList<InvitationAttempt>? attempts, DateTimeOffset now)
    {
        if (attempts is not { Count: > 0 }) return InvitationViews.TagOf(row, now);

        var shown = string.Join(' ', attempts.Select(attempt => $"{attempt.Id} {attempt.Supervised}"));
        return ETags.OfView(InvitationViews.StateTagOf(row, now), ETags.Of(Encoding.UTF8.GetBytes(shown)).Trim('"'));
    }
}
