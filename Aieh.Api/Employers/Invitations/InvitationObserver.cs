using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Usage;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

/// <summary>What happens to a passport moves the invitations that it has accepted.</summary>
internal sealed class InvitationObserver(InvitationProgress progress, Standings standings) : IPassportObserver
{
    public async Task AttemptStartedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now)
    {
        foreach (var invitation in await InvitationStore.ListByPassportAsync(session, passport))
        {
            if (!invitation.IsOpenAt(now) || !invitation.RemainingSlugs.Contains(assessment)) continue;

            var started = invitation with
            {
                State = KebabCase.Of(InvitationState.InProgress),
                StartedAt = invitation.StartedAt ?? now,
            };
            if (!await InvitationStore.ProgressAsync(session, started)) continue;

            await UsageStore.AddAsync(session, invitation.TenantId, now, invitations: 0, attempts: 1, completed: 0);
        }
    }

    public async Task EvidenceRecordedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now)
    {
        var invitations = await InvitationStore.ListByPassportAsync(session, passport);
        if (invitations.Count == 0) return;

        var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, passport, now);
        foreach (var invitation in invitations.Where(each => each.GrantId is not null))
        {
            var loop = await LoopOfAsync(session, invitation);
            if (loop.Bundle.All(entry => entry.Assessment != assessment)) continue;

            if (invitation.IsOpenAt(now)) await MoveAsync(session, invitation, loop, evidence, now);
            else if (IsShown(invitation, now)) await InvitationTrail.TellAsync(session, EventTypes.ResultUpdated, invitation, now);
            else continue;

            await standings.WriteAsync(session, invitation.Id, invitation.LoopId, passport, now);
        }
    }

    public async Task GrantRevokedAsync(DbSession session, Guid grant, DateTimeOffset now)
    {
        if (await InvitationStore.FindByGrantAsync(session, grant) is not { } invitation) return;

        var actor = $"passport:{invitation.PassportId}";
        await Standings.DeleteAsync(session, invitation.Id);
        await InvitationTrail.LeaveAsync(session, EventTypes.GrantRevoked, invitation, invitation, actor, now);
        if (invitation.IsOpenAt(now))
        {
            await InvitationEnding.RunAsync(session, invitation, InvitationState.Declined, actor, now, now);
        }

        await InvitationStore.WithdrawAsync(session, invitation.Id);
    }

    public async Task ErasedAsync(DbSession session, Guid passport, DateTimeOffset now)
    {
        foreach (var invitation in await InvitationStore.ListByPassportAsync(session, passport))
        {
            await Standings.DeleteAsync(session, invitation.Id);
            // An answer that was kept for the invitation's link holds the passport's token.
            await IdempotencyStore.DeleteByPrincipalAsync(session, InvitationTrail.SubjectOf(invitation));
            if (invitation.IsOpenAt(now))
            {
                await InvitationEnding.RunAsync(session, invitation, InvitationState.Cancelled, $"passport:{passport}", now, now);
            }

            await InvitationStore.WithdrawAsync(session, invitation.Id);
            await InvitationStore.AnonymiseAsync(session, invitation.Id);
        }
    }

    private async Task MoveAsync(
        DbSession session, InvitationRow invitation, LoopDefinition loop, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset now)
    {
        var remaining = progress.StillRemainingOf(invitation, loop, evidence, now);
        if (remaining.Count == 0)
        {
            await InvitationEnding.RunAsync(session, invitation, InvitationState.Completed, $"passport:{invitation.PassportId}", now, now);
        }
        else if (remaining.Count < invitation.RemainingSlugs.Count)
        {
            await InvitationStore.ProgressAsync(session, invitation with { Remaining = string.Join(' ', remaining) });
        }
    }

    /// <summary>Whether its employer may still look at a result.</summary>
    private static bool IsShown(InvitationRow invitation, DateTimeOffset now) =>
        InvitationViews.StateOf(invitation, now) is InvitationState.Completed or InvitationState.Expired;

    private static async Task<LoopDefinition> LoopOfAsync(DbSession session, InvitationRow invitation) =>
        await HiringLoopStore.FindDefinitionAsync(session, invitation.LoopId, invitation.LoopVersion)
        ?? throw new InvalidOperationException($"Invitation {invitation.Id} is of a version that its loop does not have.");
}
