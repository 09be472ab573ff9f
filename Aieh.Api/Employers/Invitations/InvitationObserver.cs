using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Usage;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

/// <summary>What happens to a passport moves the invitations that it has accepted.</summary>
internal sealed class InvitationObserver(
    InvitationProgress progress, Standings standings, IEnumerable<IInvitationErasure> erasures) : IPassportObserver
{
    public async Task AttemptStartedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now)
    {
        foreach (var invitation in await ListHeldAsync(session, passport))
        {
            if (!invitation.IsOpenAt(now) || !invitation.RemainingSlugs.Contains(assessment)) continue;

            await InvitationStore.ProgressAsync(session, invitation with
            {
                State = KebabCase.Of(InvitationState.InProgress),
                StartedAt = invitation.StartedAt ?? now,
            });
            await UsageStore.AddAsync(session, invitation.TenantId, now, invitations: 0, attempts: 1, completed: 0);
        }
    }

    public async Task EvidenceRecordedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now)
    {
        var invitations = await ListHeldAsync(session, passport);
        if (invitations.Count == 0) return;

        var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, passport, now);
        foreach (var invitation in invitations.Where(each => each.GrantId is not null))
        {
            var loop = await HiringLoopStore.GetDefinitionAsync(session, invitation.LoopId, invitation.LoopVersion);
            var counts = loop.Bundle.Any(entry => entry.Assessment == assessment);
            if (counts && invitation.IsOpenAt(now)) await MoveAsync(session, invitation, loop, evidence, now);
            else if (counts) await InvitationTrail.TellAsync(session, EventTypes.ResultUpdated, invitation, now);

            if (counts) await InvitationStore.CompareAsync(session, invitation.Id, now);
            // Also where the invitation's version does not weigh it: a ranking goes by the current one.
            await standings.WriteAsync(session, invitation.Id, invitation.LoopId, passport, now);
        }
    }

    public async Task VerificationTakenAsync(DbSession session, Guid passport, Guid attempt, DateTimeOffset now)
    {
        foreach (var verification in await VerificationStore.ListByAttemptAsync(session, attempt))
        {
            var invitation = await InvitationStore.FindAsync(session, verification.InvitationId);
            if (invitation is { GrantId: not null })
            {
                await InvitationTrail.TellAsync(session, EventTypes.ResultUpdated, invitation, now);
            }
        }
    }

    public async Task GrantRevokedAsync(DbSession session, Guid grant, DateTimeOffset now)
    {
        if (await InvitationStore.FindByGrantAsync(session, grant) is not { } found) return;
        if (await InvitationStore.HoldAsync(session, found) is not { } invitation) return;

        var actor = $"passport:{invitation.PassportId}";
        await Standings.DeleteAsync(session, invitation.Id);
        await ReviewStore.ForgetAsync(session, invitation.Id);
        await InvitationTrail.LeaveAsync(session, EventTypes.GrantRevoked, invitation, invitation, actor, now);
        if (invitation.IsOpenAt(now))
        {
            await InvitationEnding.RunAsync(session, invitation, InvitationState.Declined, actor, now, now);
        }

        await InvitationStore.WithdrawAsync(session, invitation.Id);
    }

    public async Task ErasedAsync(DbSession session, Guid passport, DateTimeOffset now)
    {
        var actor = $"passport:{passport}";
        foreach (var invitation in await ListHeldAsync(session, passport))
        {
            await Standings.DeleteAsync(session, invitation.Id);
            await ReviewStore.ForgetAsync(session, invitation.Id);
            // An answer that was kept for the invitation's link holds the passport's token.
            await IdempotencyStore.DeleteByPrincipalAsync(session, InvitationTrail.SubjectOf(invitation));
            if (invitation.GrantId is not null)
            {
                await InvitationTrail.LeaveAsync(session, EventTypes.PassportErased, invitation, invitation, actor, now);
            }

            if (invitation.IsOpenAt(now))
            {
                await InvitationEnding.RunAsync(session, invitation, InvitationState.Declined, actor, now, now);
            }

            await InvitationStore.WithdrawAsync(session, invitation.Id);
            await InvitationStore.AnonymiseAsync(session, invitation.Id);
            foreach (var erasure in erasures) await erasure.ForgetAsync(session, invitation.Id);
        }
    }

    /// <summary>The invitations that a passport has accepted, each held: the passport is too, so no other is accepted meanwhile.</summary>
    private static async Task<IReadOnlyList<InvitationRow>> ListHeldAsync(DbSession session, Guid passport)
    {
        var held = new List<InvitationRow>();
        foreach (var read in await InvitationStore.ListByPassportAsync(session, passport))
        {
            if (await InvitationStore.HoldAsync(session, read) is { } invitation) held.Add(invitation);
        }

        return held;
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
}
