using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Verifications;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Reports;

/// <summary>Why an invitation has no result.</summary>
internal enum NoResultReason
{
    /// <summary>There is something left to take.</summary>
    Open,

    /// <summary>The candidate does not want to, or has taken the permission back while it was open.</summary>
    Declined,

    /// <summary>The employer has taken it back.</summary>
    Cancelled,

    /// <summary>Its time was over before the candidate had accepted it.</summary>
    NeverAccepted,

    /// <summary>There was one, and the candidate's permission to read it has ended.</summary>
    Withdrawn,

    /// <summary>There was one, and the candidate has erased the passport that it was of.</summary>
    Erased,
}

/// <summary>What came of an invitation, for whoever tells it.</summary>
internal sealed record InvitationResult
{
    public required InvitationRow Invitation { get; init; }

    public required InvitationState State { get; init; }

    /// <summary>The version of the loop that the candidate was invited by.</summary>
    public required LoopDefinition Loop { get; init; }

    /// <summary>What the role is called; null without one.</summary>
    public required string? RoleTitle { get; init; }

    /// <summary>Who asks.</summary>
    public required string Employer { get; init; }

    /// <summary>Null where there is a result.</summary>
    public NoResultReason? Lack { get; init; }

    /// <summary>By the loop's weights; null without a result.</summary>
    public ReadinessResponse? Readiness { get; init; }

    /// <summary>The assessments that the loop weighs and the passport has; null without a result.</summary>
    public IReadOnlyList<AssessmentScoreResponse>? Assessments { get; init; }

    /// <summary>The verifications that the employer has asked for; null without a result.</summary>
    public IReadOnlyList<VerificationResponse>? Verifications { get; init; }

    /// <summary>The attempts at those assessments, and how they were taken; apart from all figures.</summary>
    public IReadOnlyList<ShownIntegrityRow> Shown { get; init; } = [];
}

/// <summary>Results of invitations: whether there is one to be shown, and what it says.</summary>
internal sealed class InvitationResults(CatalogCache cache, PassportViews views)
{
    /// <param name="session">What to read with.</param>
    /// <param name="invitation">The invitation.</param>
    /// <param name="asOf">The moment that the result is for.</param>
    /// <param name="now">The moment that it is asked for: permissions are those of now.</param>
    public async Task<InvitationResult> LoadAsync(DbSession session, InvitationRow invitation, DateTimeOffset asOf, DateTimeOffset now)
    {
        var loop = await HiringLoopStore.GetDefinitionAsync(session, invitation.LoopId, invitation.LoopVersion);
        var result = new InvitationResult
        {
            Invitation = invitation,
            State = InvitationViews.StateOf(invitation, now),
            Loop = loop,
            RoleTitle = loop.RoleTitleIn(cache.Current),
            Employer = (await CredentialStore.FindTenantAsync(session, invitation.TenantId))!.Name,
        };
        if (LackOf(invitation, result.State) is { } lack) return result with { Lack = lack };

        var passport = await PassportStore.FindAsync(session, invitation.PassportId!.Value);
        if (passport is not { ErasedAt: null }) return result with { Lack = NoResultReason.Erased };
        if (!await IsGrantedAsync(session, invitation, now)) return result with { Lack = NoResultReason.Withdrawn };

        var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, passport.Id, asOf);
        var replacing = await VerificationStore.ListReplacingAsync(session, invitation.LoopId, passport.Id, asOf);
        var weighed = Weighed(result, passport, loop.CountedIn(evidence, replacing), asOf, now);
        var verifications = await VerificationStore.ListByInvitationAsync(session, invitation.Id);
        var taken = await ReviewStore.ListShownAsync(session, invitation.Id, passport.Id, asOf);
        var shown = weighed.Assessments!.Select(each => each.Assessment).ToHashSet();
        return weighed with
        {
            Shown = IntegrityViews.IsAgreedIn(invitation.ConsentVersion)
                ? [.. IntegrityViews.CountedIn(taken, shown, loop.CountsOnlySupervised)]
                : [],
            Verifications = [.. verifications.Select(row => VerificationResponse.Of(row, now))],
        };
    }

    private InvitationResult Weighed(
        InvitationResult result, PassportRow passport, CountedEvidence counted, DateTimeOffset asOf, DateTimeOffset now)
    {
        var bundle = result.Loop.ToBundle();
        var weighed = bundle.Entries.Where(entry => entry.Relevance > 0).Select(entry => entry.Assessment).ToHashSet();
        var question = new ReadinessQuestion(passport.Id, result.Loop.Role, asOf);
        return result with
        {
            Readiness = ReadinessViews.Of(question, bundle, cache.Current, counted, [], now) with
            {
                HiringLoop = result.Invitation.LoopId,
                HiringLoopVersion = result.Invitation.LoopVersion,
                // What the candidate has started, and may take when, is the candidate's.
                NextSteps = [],
            },
            Assessments =
            [
                .. views.Of(passport, counted.Counted, asOf).Assessments.Where(assessment => weighed.Contains(assessment.Assessment)),
            ],
        };
    }

    private static NoResultReason? LackOf(InvitationRow invitation, InvitationState state) => state switch
    {
        InvitationState.Invited or InvitationState.Accepted or InvitationState.InProgress => NoResultReason.Open,
        InvitationState.Declined => NoResultReason.Declined,
        InvitationState.Cancelled => NoResultReason.Cancelled,
        _ => invitation.PassportId is null ? NoResultReason.NeverAccepted : null,
    };

    /// <summary>By this invitation or by a later one of the same loop, which has taken its place.</summary>
    private static Task<bool> IsGrantedAsync(DbSession session, InvitationRow invitation, DateTimeOffset now) =>
        GrantStore.IsOpenToLoopAsync(
            session, invitation.PassportId!.Value, invitation.TenantId, new LoopLook(invitation.LoopId, now), now);
}
