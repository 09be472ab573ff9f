using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Take;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>Makes what the owner sees of what the API says.</summary>
internal sealed class PassportViewMaker(CatalogCache cache, ScoreViewMaker scores, IStringLocalizer<PassportWords> words)
{
    /// <summary>In the order in which they are offered.</summary>
    private static readonly FormKind[] CountingForms = [FormKind.Full, FormKind.Adaptive];

    public PassportView Of(
        PassportResponse passport, IReadOnlyList<ReadinessResponse> readiness,
        IReadOnlyList<CurrentInvitationResponse> invitations, IReadOnlyList<PassportAttemptIntegrity> taken) => new()
    {
        CreatedAt = Written.Day(passport.CreatedAt),
        AsOf = Written.Day(passport.AsOf),
        Scale = scores.Scale,
        Scores = scores.Of(passport),
        Taken = [.. taken.Reverse().Select(TakenOf)],
        // An assessment that several roles ask for is taken once.
        Steps = [.. readiness.SelectMany(each => each.NextSteps).DistinctBy(step => step.Assessment).Select(step => StepOf(step))],
        Invitations = [.. invitations.Select(InvitationOf)],
        Roles = [.. readiness.Select(each => new PageLink(PassportAddresses.Readiness + each.Role, scores.RoleTitleOf(each.Role!)))],
    };

    /// <param name="step">What the API says is worth taking.</param>
    /// <param name="isOfRole">Whether it is told what it adds to the role's coverage.</param>
    public StepView StepOf(NextStep step, bool isOfRole = false) => new()
    {
        Slug = step.Assessment,
        Title = scores.TitleOf(step.Assessment),
        Reason = words[$"Step{step.Reason}"],
        OpenAttempt = step.OpenAttempt is { } open ? TakeAddresses.Of(open) : null,
        Forms = step.AvailableNow ? [.. CountingForms.Where(form => IsOffered(step.Assessment, form)).Select(KebabCase.Of)] : [],
        EligibleAt = step.NextEligibleAt is { } at ? PassportText.Minute(at) : null,
        Gain = isOfRole ? Written.Percent(step.CoverageGain) : null,
    };

    private TakenView TakenOf(PassportAttemptIntegrity attempt) => new(
        TakeAddresses.ResultOf(attempt.Attempt) + "#taken",
        scores.TitleOf(attempt.Assessment),
        Written.Day(attempt.ObservedAt),
        words[attempt.Status is { } status ? $"Taken{status}" : "TakenPending"],
        attempt.Reviews > 0);

    private bool IsOffered(string assessment, FormKind kind) =>
        cache.Current.Assessments.GetValueOrDefault(assessment)?.Forms
            .Any(form => form.Kind == kind && form.Availability == FormAvailability.Available) is true;

    private InvitationView InvitationOf(CurrentInvitationResponse invitation) => new(
        $"/invitation/{invitation.Id}",
        invitation.Employer,
        invitation.RoleTitle,
        words[$"Invitation{invitation.State}"],
        Written.Day(invitation.ExpiresAt),
        invitation.State is InvitationState.Invited or InvitationState.Accepted or InvitationState.InProgress);
}
