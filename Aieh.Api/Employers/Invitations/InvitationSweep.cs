using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Invitations;

/// <summary>
/// What the clock does to invitations: writes down that their time is over, and deletes them when they were kept for long enough.
/// </summary>
internal sealed class InvitationSweep(Db db, TimeProvider time)
{
    internal const int BatchSize = 50;

    public Task ExpireAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        return BatchedSweep.RunAsync(db, BatchSize, ExpireBatchAsync, cancellationToken);

        async Task<int> ExpireBatchAsync(DbSession session)
        {
            var over = await InvitationStore.ListOverAsync(session, now, BatchSize);
            foreach (var read in over)
            {
                if (await InvitationStore.HoldAsync(session, read) is not { EndedAt: null } invitation) continue;

                await InvitationEnding.RunAsync(
                    session, invitation, InvitationState.Expired, InvitationTrail.Service, invitation.ExpiresAt, now);
            }

            return over.Count;
        }
    }

    public Task DeleteAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        return BatchedSweep.RunAsync(db, BatchSize, DeleteBatchAsync, cancellationToken);

        async Task<int> DeleteBatchAsync(DbSession session)
        {
            var kept = await InvitationStore.ListKeptLongEnoughAsync(session, now, BatchSize);
            foreach (var invitation in kept)
            {
                await Standings.DeleteAsync(session, invitation.Id);
                await AccommodationStore.DeleteOfInvitationAsync(session, invitation.Id);
                await VerificationStore.DeleteByInvitationAsync(session, invitation.Id);
                await InvitationStore.DeleteCredentialsAsync(session, invitation.Id);
                await IdempotencyStore.DeleteByPrincipalAsync(session, InvitationTrail.SubjectOf(invitation));
                // Two replicas may come for the same one: it is told once, by the one that has deleted it.
                if (await InvitationStore.DeleteAsync(session, invitation.Id) == 0) continue;

                await InvitationTrail.LeaveAsync(
                    session, EventTypes.InvitationErased, invitation, invitation, InvitationTrail.Service, now);
            }

            return kept.Count;
        }
    }
}
