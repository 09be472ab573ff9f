using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Invitations;

/// <summary>An invitation with what surrounds it, as its candidate comes to it.</summary>
internal sealed record CandidatesInvitation(InvitationRow Row, LoopDefinition Loop, string Employer, TenantSettings Settings)
{
    public static async Task<CandidatesInvitation?> LoadAsync(DbSession session, Guid id) =>
        await InvitationStore.FindAsync(session, id) is { } row ? await LoadAsync(session, row) : null;

    public static async Task<CandidatesInvitation> LoadAsync(DbSession session, InvitationRow row) => new(
        row,
        await HiringLoopStore.GetDefinitionAsync(session, row.LoopId, row.LoopVersion),
        (await CredentialStore.FindTenantAsync(session, row.TenantId))!.Name,
        await TenantStore.SettingsOfAsync(session, row.TenantId))
    {
        Verifications = row.GrantId is null ? [] : await VerificationStore.ListByInvitationAsync(session, row.Id),
    };

    /// <summary>What the employer has had confirmed, or wants to.</summary>
    public IReadOnlyList<VerificationRow> Verifications { get; init; } = [];
}

/// <summary>What an acceptance is decided on.</summary>
/// <param name="Invitation">The invitation; null when it has been deleted.</param>
/// <param name="Passport">The passport that the candidate brings; null when one is to be made.</param>
/// <param name="Other">The invitation of the same loop that this passport has accepted before.</param>
/// <param name="Evidence">What the passport holds now.</param>
/// <param name="Count">How many pieces it holds: with more, the plan is out of date.</param>
internal sealed record AcceptanceBasis(
    CandidatesInvitation? Invitation, PassportRow? Passport, InvitationRow? Other, IReadOnlyList<EvidenceMeasureRow> Evidence, int Count);

/// <summary>
/// Decides whether an invitation can be accepted, and plans what that writes: the consent, a grant for this loop alone, a passport where
/// there is none yet, and the end of the invitation where current evidence covers all that is asked for.
/// </summary>
internal sealed class InvitationAcceptance(InvitationProgress progress, InvitationViews views, Standings standings, TimeProvider time)
{
    public async Task<AcceptanceBasis> LoadAsync(DbSession session, Guid id, Guid? passport)
    {
        var invitation = await CandidatesInvitation.LoadAsync(session, id);
        if (invitation is null || passport is not { } held) return new AcceptanceBasis(invitation, null, null, [], 0);

        return new AcceptanceBasis(
            invitation,
            await PassportStore.FindAsync(session, held),
            await InvitationStore.FindOfPassportAsync(session, invitation.Row.LoopId, held),
            await EvidenceStore.ListMeasuresAsOfAsync(session, held, time.Now()),
            await EvidenceStore.CountAsync(session, held));
    }

    public Plan PlanOf(AcceptInvitationRequest request, AcceptanceBasis basis)
    {
        var now = time.Now();
        if (Refuses(request, basis, now) is { } problem) return Plan.RefuseWithoutKeeping(problem);

        var (invitation, loop) = (basis.Invitation!.Row, basis.Invitation.Loop);
        var made = basis.Passport is null ? new PassportRow { Id = Guid.CreateVersion7(now), CreatedAt = now } : null;
        var passport = (basis.Passport ?? made!).Id;
        var token = made is null ? null : SecretToken.Create(SecretToken.CandidatePrefix);
        var grant = GrantOf(invitation, passport, basis.Invitation.Settings, now);
        var accepted = invitation with
        {
            State = KebabCase.Of(InvitationState.Accepted),
            Remaining = string.Join(' ', progress.RemainingOf(loop, basis.Evidence, now)),
            PassportId = passport,
            GrantId = grant.Id,
            ConsentVersion = request.Consent,
            RetentionMonths = basis.Invitation.Settings.RetentionMonths,
            AcceptedAt = now,
            Version = invitation.Version + 1,
        };
        var shown = accepted.Remaining.Length > 0
            ? accepted
            : accepted with { State = KebabCase.Of(InvitationState.Completed), EndedAt = now };
        var response = new AcceptedInvitationResponse
        {
            Invitation = views.CurrentOf(basis.Invitation with { Row = shown }, now),
            Passport = passport,
            Token = token,
        };
        return new Plan(
            Outcome.Created(
                $"/v1/passports/{passport}/grants/{grant.Id}", response, InvitationJson.Wire.AcceptedInvitationResponse),
            session => WriteAsync(session, basis, accepted, grant, made, token, now),
            () => Telemetry.PassportsCreated.Add(made is null ? 0 : 1));
    }

    private static ProblemHttpResult? Refuses(AcceptInvitationRequest request, AcceptanceBasis basis, DateTimeOffset now)
    {
        if (basis.Invitation is not { Row: var invitation }) return Problems.NotFound();

        var state = InvitationViews.StateOf(invitation, now);
        if (state is InvitationState.Accepted or InvitationState.InProgress or InvitationState.Completed)
        {
            return Problems.Of(Problems.InvitationAlreadyAcceptedKind, "It is accepted once; the passport that did goes on with it.");
        }

        if (state != InvitationState.Invited) return Problems.InvitationClosed(KebabCase.Of(state));
        if (request.Consent != ConsentText.Version)
        {
            return Problems.Of(Problems.ConsentOutdatedKind, $"Show the text of version {ConsentText.Version}, and send its version.");
        }

        if (basis.Passport?.ErasedAt is not null) return Problems.PassportErased();

        // One that has ended makes room for this one: who applies a second time is asked a second time.
        return basis.Other is null || !basis.Other.IsOpenAt(now)
            ? null
            : Problems.Of(
                Problems.AlreadyInHiringLoopKind,
                "The passport is at another invitation of the hiring loop. Complete that one first, and this one is completed with it.");
    }

    private async Task<bool> WriteAsync(
        DbSession session, AcceptanceBasis basis, InvitationRow accepted, GrantRow grant, PassportRow? made, string? token,
        DateTimeOffset now)
    {
        var (invitation, passport) = (basis.Invitation!.Row, accepted.PassportId!.Value);
        if (made is not null) await PassportCreation.WriteAsync(session, made, invitation.TenantId, token!);
        else if (!await PassportLock.TakeAsync(session, passport)) return false;
        else if (await EvidenceStore.CountAsync(session, passport) != basis.Count) return false;

        if (basis.Other is { } former) await MakeRoomAsync(session, former, now);
        await GrantStore.InsertAsync(session, grant);
        if (!await InvitationStore.AcceptAsync(session, accepted)) return false;

        if (await AccommodationStore.GiveToPassportAsync(session, accepted.Id, passport) > 0)
        {
            await TimeAllowance.LengthenOpenAsync(session, passport, now);
        }

        await standings.WriteAsync(session, accepted.Id, accepted.LoopId, passport, now);
        var actor = $"passport:{passport}";
        await InvitationTrail.LeaveAsync(session, EventTypes.InvitationAccepted, invitation, accepted, actor, now);
        if (accepted.Remaining.Length == 0)
        {
            await InvitationEnding.RunAsync(session, accepted, InvitationState.Completed, actor, now, now);
        }

        return true;
    }

    /// <summary>What the passport shows through an invitation that has ended, it shows through the new one.</summary>
    private static async Task MakeRoomAsync(DbSession session, InvitationRow former, DateTimeOffset now)
    {
        if (await InvitationStore.HoldAsync(session, former) is not { GrantId: { } grant } held) return;

        // Perhaps not written down yet.
        if (held.EndedAt is null)
        {
            await InvitationEnding.RunAsync(
                session, held, InvitationState.Expired, InvitationTrail.Service, held.ExpiresAt, now);
        }

        await GrantStore.EndAsync(session, grant, now);
        await Standings.DeleteAsync(session, held.Id);
        await InvitationStore.WithdrawAsync(session, held.Id);
    }

    /// <summary>Until the end of the retention, as far as it is known: when the invitation ends, it is known exactly.</summary>
    private static GrantRow GrantOf(InvitationRow invitation, Guid passport, TenantSettings settings, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PassportId = passport,
        TenantId = invitation.TenantId,
        LoopId = invitation.LoopId,
        Kind = "tenant",
        Scope = PassportAccess.ScopeSlug(GrantScope.Loop),
        CreatedAt = now,
        ExpiresAt = invitation.ExpiresAt.AddMonths(settings.RetentionMonths),
    };
}
