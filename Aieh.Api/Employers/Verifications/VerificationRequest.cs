using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Verifications;

/// <summary>What asking for a verification is decided on.</summary>
/// <param name="Invitation">The invitation; null where the tenant has none of this id.</param>
/// <param name="Loop">The version of the loop that holds for it.</param>
/// <param name="IsGranted">Whether the candidate's permission stands.</param>
/// <param name="Existing">The verification that was asked for before; null when none was.</param>
/// <param name="Verified">The newest unsupervised attempt that counts; null when there is none.</param>
internal sealed record VerificationBasis(
    InvitationRow? Invitation, LoopDefinition? Loop, bool IsGranted, VerificationRow? Existing, AttemptRow? Verified);

/// <summary>Decides whether a verification can be asked for, and plans what that writes.</summary>
internal sealed class VerificationRequest(CatalogCache cache)
{
    public static async Task<VerificationBasis> LoadAsync(
        DbSession session, Guid id, string assessment, Principal principal, DateTimeOffset now)
    {
        if (await InvitationEndpoints.FindOwnAsync(session, id, principal) is not { } invitation)
        {
            return new VerificationBasis(null, null, false, null, null);
        }

        var loop = await HiringLoopStore.GetDefinitionAsync(session, invitation.LoopId, invitation.LoopVersion);
        if (invitation is not { GrantId: not null, PassportId: { } passport })
        {
            return new VerificationBasis(invitation, loop, false, null, null);
        }

        var look = new LoopLook(invitation.LoopId, now);
        return new VerificationBasis(
            invitation,
            loop,
            await GrantStore.IsOpenToLoopAsync(session, passport, invitation.TenantId, look, now),
            (await VerificationStore.ListByInvitationAsync(session, id)).FirstOrDefault(row => row.Assessment == assessment),
            await AttemptStore.FindNewestUnsupervisedAsync(session, passport, assessment));
    }

    public Plan PlanOf(RequestVerificationRequest request, VerificationBasis basis, Principal principal, DateTimeOffset now)
    {
        if (basis.Invitation is not { } invitation) return Plan.RefuseWithoutKeeping(Problems.NotFound());
        if (basis.Existing is { } existing && (existing.AttemptId is not null || existing.IsAskedAt(now)))
        {
            return new Plan(Outcome.Ok(VerificationResponse.Of(existing, now), VerificationJson.Wire.VerificationResponse));
        }

        if (Refuses(request, basis) is { } why) return Plan.RefuseWithoutKeeping(Problems.VerificationRefused(why));

        var asked = new VerificationRow
        {
            Id = basis.Existing?.Id ?? Guid.CreateVersion7(now),
            InvitationId = invitation.Id,
            LoopId = invitation.LoopId,
            PassportId = invitation.PassportId!.Value,
            Assessment = request.Assessment,
            VerifiedAttemptId = basis.Verified!.Id,
            RequestedAt = now,
            ExpiresAt = now.AddDays(basis.Loop!.ValidityDays),
        };
        var response = VerificationResponse.Of(asked, now);
        return new Plan(
            basis.Existing is null
                ? Outcome.Created(
                    $"/v1/invitations/{invitation.Id}/verifications", response, VerificationJson.Wire.VerificationResponse)
                : Outcome.Ok(response, VerificationJson.Wire.VerificationResponse),
            session => WriteAsync(session, asked, basis, principal, now));
    }

    private string? Refuses(RequestVerificationRequest request, VerificationBasis basis)
    {
        if (!basis.IsGranted) return "The candidate has not accepted the invitation, or has taken the permission back.";
        if (basis.Loop!.CountsOnlySupervised) return "The hiring loop counts supervised scores alone.";
        if (!basis.Loop.Bundle.Any(entry => entry.Assessment == request.Assessment && entry.Relevance > 0))
        {
            return "The hiring loop does not weigh this assessment.";
        }

        if (basis.Verified is not { } verified) return "There is no unsupervised score to verify in this assessment.";

        return VerificationForm.Of(cache.Current, verified) is null
            ? "The assessment has too few items besides those that the attempt has shown."
            : null;
    }

    private static async Task<bool> WriteAsync(
        DbSession session, VerificationRow asked, VerificationBasis basis, Principal principal, DateTimeOffset now)
    {
        if (!await PassportLock.TakeAsync(session, asked.PassportId)) return false;
        if (basis.Existing is null) await VerificationStore.InsertAsync(session, asked);
        else if (await VerificationStore.AskAgainAsync(session, asked) == 0) return false;

        var tenant = basis.Invitation!.TenantId;
        await AuditTrail.AddAsync(session, EntryOf(asked, "verification.requested", tenant, principal.Actor, "asked", now));
        return true;
    }

    public static AuditEntryRow EntryOf(
        VerificationRow row, string action, Guid tenant, string actor, string state, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = tenant,
        OccurredAt = now,
        Actor = actor,
        Action = action,
        Subject = $"invitation:{row.InvitationId}",
        PassportId = row.PassportId,
        AfterState = $$"""{"assessment":"{{row.Assessment}}","verification":"{{state}}"}""",
    };
}
