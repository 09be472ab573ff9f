using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Integrity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Invitations;

/// <summary>Invitations as every response shows them.</summary>
internal sealed class InvitationViews(CatalogCache cache, IOptions<InvitationOptions> options)
{
    private const string PagePath = "/invitation/";

    /// <summary>Where it stands: that its time is over is true before it is written.</summary>
    public static InvitationState StateOf(InvitationRow row, DateTimeOffset now)
    {
        if (row.EndedAt is null && row.ExpiresAt <= now) return InvitationState.Expired;

        return KebabCase.TryParse<InvitationState>(row.State, out var state)
            ? state
            : throw new InvalidOperationException($"An invitation is stored in the unknown state '{row.State}'.");
    }

    /// <summary>The answer to what only an open invitation allows; null while it is open.</summary>
    public static ProblemHttpResult? RefuseClosed(InvitationRow row, DateTimeOffset now) =>
        row.IsOpenAt(now) ? null : Problems.InvitationClosed(KebabCase.Of(StateOf(row, now)));

    public static string TagOf(InvitationRow row, DateTimeOffset now) => $"\"{StateTagOf(row, now)}\"";

    /// <summary>What a change is bound to.</summary>
    public static string StateTagOf(InvitationRow row, DateTimeOffset now) =>
        FormattableString.Invariant($"{row.Version}-{KebabCase.Of(StateOf(row, now))}");

    public static InvitationResponse Of(InvitationRow row, DateTimeOffset now) => new()
    {
        Id = row.Id,
        HiringLoop = row.LoopId,
        HiringLoopVersion = row.LoopVersion,
        Reference = row.Reference,
        State = StateOf(row, now),
        Candidate = row.CandidateName is null && row.CandidateEmail is null
            ? null
            : new InvitedCandidate { Name = row.CandidateName, Email = row.CandidateEmail },
        Remaining = row.RemainingSlugs,
        Passport = row.GrantId is null ? null : row.PassportId,
        Withdrawn = row.AcceptedAt is not null && row.GrantId is null,
        ReturnUrl = row.ReturnUrl,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        AcceptedAt = row.AcceptedAt,
        EndedAt = row.EndAt(now),
        RetainedUntil = row.RetainUntil,
    };

    /// <summary>The loop's name and weights are its employer's.</summary>
    public CurrentInvitationResponse CurrentOf(CandidatesInvitation invitation, DateTimeOffset now) => new()
    {
        Id = invitation.Row.Id,
        State = StateOf(invitation.Row, now),
        Employer = invitation.Employer,
        Role = invitation.Loop.Role,
        RoleTitle = TitleOf(invitation),
        Supervision = invitation.Loop.Supervision ?? LoopSupervision.None,
        Assessments = [.. AskedIn(invitation.Loop, invitation.Row.RemainingSlugs)],
        Verifications = [.. invitation.Verifications.Select(row => VerificationOf(row, now))],
        Shared = [.. invitation.Loop.Bundle.Where(entry => entry.Relevance > 0).Select(entry => entry.Assessment)],
        Consent = ConsentText.Of(
            invitation.Employer, TitleOf(invitation), invitation.Row.RetentionMonths ?? invitation.Settings.RetentionMonths),
        ExpiresAt = invitation.Row.ExpiresAt,
        Passport = invitation.Row.GrantId is null ? null : invitation.Row.PassportId,
        Grant = invitation.Row.GrantId,
        ReturnUrl = ReturnOf(invitation.Row),
    };

    /// <summary>Where the candidate goes back to, with the id of the invitation, and nothing else that was not there.</summary>
    private static string? ReturnOf(InvitationRow row)
    {
        if (row.ReturnUrl is not { } url) return null;

        var end = url.IndexOf('#', StringComparison.Ordinal) is var fragment and >= 0 ? fragment : url.Length;
        var separator = url.AsSpan(0, end).Contains('?') ? '&' : '?';
        return $"{url.AsSpan(0, end)}{separator}invitation={row.Id}{url.AsSpan(end)}";
    }

    /// <summary>A new invitation with its link, which is shown this once.</summary>
    public InvitationResponse WithLink(NewInvitation made, DateTimeOffset now) =>
        Of(made.Row, now) with { Token = made.Token, Url = UrlOf(made.Token) };

    /// <summary>The link that carries a secret.</summary>
    public string UrlOf(string token) => options.Value.LinkTo(PagePath + token);

    public static CredentialRow CredentialOf(InvitationRow invitation, string token, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = "invitation",
        SecretHash = SecretToken.Hash(token),
        Hint = SecretToken.Hint(token),
        InvitationId = invitation.Id,
        CreatedAt = now,
    };

    private AskedVerification VerificationOf(VerificationRow row, DateTimeOffset now) => new()
    {
        Assessment = row.Assessment,
        Title = cache.Current.TitleOf(row.Assessment),
        Open = row.IsAskedAt(now) || (row.AttemptId is not null && row.ObservedAt is null),
        ExpiresAt = row.ExpiresAt,
        Outcome = row.Outcome is { } text && KebabCase.TryParse<VerificationOutcome>(text, out var outcome) ? outcome : null,
        ConfirmedAt = row.ConfirmedAt,
    };

    private string? TitleOf(CandidatesInvitation invitation) => invitation.Loop.RoleTitleIn(cache.Current);

    private IEnumerable<AskedAssessment> AskedIn(LoopDefinition loop, IReadOnlyList<string> remaining)
    {
        var catalog = cache.Current;
        var offered = loop.AskedOf(catalog);
        foreach (var slug in loop.Bundle.Where(entry => entry.Asked).Select(entry => entry.Assessment))
        {
            var assessment = catalog.Assessments[slug];
            yield return new AskedAssessment
            {
                Assessment = slug,
                Title = assessment.Title,
                State = !offered.Contains(slug) ? AskedAssessmentState.NotOfferedYet
                    : remaining.Contains(slug) ? AskedAssessmentState.Remaining
                    : AskedAssessmentState.Covered,
                Forms =
                [
                    .. assessment.Forms
                        .Where(form => form is { Kind: not FormKind.Sample, Availability: FormAvailability.Available })
                        .Select(form => form.Kind),
                ],
            };
        }
    }
}
