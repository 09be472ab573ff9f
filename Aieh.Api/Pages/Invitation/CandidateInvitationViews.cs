using System.Globalization;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Pages.Take;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Integrity;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Invitation;

/// <summary>Invitations as their page shows them.</summary>
internal sealed class CandidateInvitationViews(CatalogCache cache, IStringLocalizer<InvitationWords> words)
{
    private const int SecondsPerMinute = 60;

    /// <param name="invitation">What the API says of it.</param>
    /// <param name="held">The passport in the browser; null when there is none.</param>
    public CandidateInvitationView Of(CurrentInvitationResponse invitation, Guid? held)
    {
        var catalog = cache.Current;
        var isUnderWay = invitation.State is InvitationState.Accepted or InvitationState.InProgress;
        var holdsThePassport = invitation.Passport is { } accepted && accepted == held;
        var returns = Uri.TryCreate(invitation.ReturnUrl, UriKind.Absolute, out var url) ? url : null;
        return new CandidateInvitationView
        {
            Address = $"/invitation/{invitation.Id}",
            Employer = invitation.Employer,
            Role = invitation.RoleTitle,
            State = words[$"State{invitation.State}"],
            IsInvited = invitation.State == InvitationState.Invited,
            IsUnderWay = isUnderWay,
            IsCompleted = invitation.State == InvitationState.Completed,
            IsWatchedOnly = invitation.Supervision == LoopSupervision.Required,
            Asked = [.. invitation.Assessments.Select(asked => AskedOf(asked, isUnderWay && holdsThePassport, catalog))],
            Verifications = [.. invitation.Verifications.Select(each => VerificationOf(each, invitation.Employer, holdsThePassport))],
            Shared = [.. invitation.Shared.Select(catalog.TitleOf)],
            ConsentVersion = invitation.Consent.Version,
            Consent = invitation.Consent.Text,
            ExpiresAt = TakeViews.MomentOf(invitation.ExpiresAt),
            HoldsPassport = held is not null,
            HoldsThePassport = holdsThePassport,
            ReturnUrl = returns?.AbsoluteUri,
            ReturnHost = returns?.Host,
        };
    }

    private VerificationView VerificationOf(AskedVerification each, string employer, bool mayStart)
    {
        var state = each switch
        {
            { Outcome: { } outcome, ConfirmedAt: null } => words[$"Verification{outcome}"],
            { Outcome: VerificationOutcome.Inconsistent } => words["ConfirmedInconsistent", employer],
            { Outcome: { } outcome } => words[$"Verification{outcome}"],
            { Open: true } => words["TakeVerification", employer, TakeViews.MomentOf(each.ExpiresAt).Text],
            _ => words["VerificationWithout"],
        };
        return new VerificationView(each.Assessment, each.Title, state, each.Open && mayStart);
    }

    /// <summary>Where an adaptive form is offered it is the shorter way to the same score.</summary>
    private AskedView AskedOf(AskedAssessment asked, bool mayStart, CatalogSnapshot catalog)
    {
        FormKind? kind = asked.Forms.Contains(FormKind.Adaptive) ? FormKind.Adaptive : asked.Forms is [var first, ..] ? first : null;
        var form = catalog.Assessments.GetValueOrDefault(asked.Assessment)?.Forms.FirstOrDefault(each => each.Kind == kind);
        var isOpen = asked.State == AskedAssessmentState.Remaining && form is not null;
        return new AskedView(
            asked.Assessment,
            asked.Title,
            words[$"Asked{asked.State}"],
            isOpen && mayStart ? KebabCase.Of(form!.Kind) : null,
            isOpen ? LengthOf(form!) : null);
    }

    private string LengthOf(AssessmentForm form) =>
        words[form.Kind == FormKind.Adaptive ? "LengthAtMost" : "Length", form.ItemCount.Value, MinutesOf(form)];

    /// <summary>By the form: who was given more time is told so nowhere but by the clock.</summary>
    private static string MinutesOf(AssessmentForm form) =>
        (form.TimeLimitSeconds.Value / SecondsPerMinute).ToString(CultureInfo.CurrentCulture);
}
