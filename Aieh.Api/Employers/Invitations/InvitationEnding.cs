using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Employers.Usage;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

/// <summary>The end of an invitation, by whichever way, in one transaction: from here on the time for which it is kept runs.</summary>
internal static class InvitationEnding
{
    /// <summary>Nothing is done where it has ended before.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="open">The invitation, held by this transaction (<see cref="InvitationStore.HoldAsync"/>).</param>
    /// <param name="state">How it ends.</param>
    /// <param name="actor">Who ends it.</param>
    /// <param name="endedAt">Since when it is at an end: in the past, where only the clock has ended it.</param>
    /// <param name="now">When this is written down.</param>
    public static async Task RunAsync(
        DbSession session, InvitationRow open, InvitationState state, string actor, DateTimeOffset endedAt, DateTimeOffset now)
    {
        var settings = await TenantStore.SettingsOfAsync(session, open.TenantId);
        // Not for longer than the candidate has agreed to.
        var months = Math.Min(settings.RetentionMonths, open.RetentionMonths ?? settings.RetentionMonths);
        var ended = open with
        {
            State = KebabCase.Of(state),
            Remaining = state == InvitationState.Completed ? "" : open.Remaining,
            EndedAt = endedAt,
            RetainUntil = endedAt.AddMonths(months),
            Version = open.Version + 1,
        };
        if (!await InvitationStore.EndAsync(session, ended)) return;

        if (ended.GrantId is { } grant)
        {
            var isShown = state is InvitationState.Completed or InvitationState.Expired;
            await GrantStore.EndAsync(session, grant, isShown ? ended.RetainUntil.Value : now);
            if (!isShown)
            {
                await Standings.DeleteAsync(session, ended.Id);
                await ReviewStore.ForgetAsync(session, ended.Id);
                await InvitationStore.WithdrawAsync(session, ended.Id);
            }
        }

        if (state == InvitationState.Completed)
        {
            await UsageStore.AddAsync(session, ended.TenantId, now, invitations: 0, attempts: 0, completed: 1);
        }

        await InvitationTrail.LeaveAsync(session, InvitationTrail.TypeOf(state), open, ended, actor, now);
    }
}
