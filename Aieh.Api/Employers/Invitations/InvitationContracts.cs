using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Ranking;

namespace Aieh.Api.Employers.Invitations;

/// <summary>Where an invitation stands.</summary>
internal enum InvitationState
{
    /// <summary>Made; the candidate has not answered.</summary>
    Invited,

    /// <summary>The candidate has agreed and not yet started an attempt that is asked for.</summary>
    Accepted,

    /// <summary>An attempt that is asked for has been started.</summary>
    InProgress,

    /// <summary>Nothing is left to take.</summary>
    Completed,

    /// <summary>The candidate does not want to, or not any more.</summary>
    Declined,

    /// <summary>Its time was over first.</summary>
    Expired,

    /// <summary>The employer has taken it back, or the candidate has erased the passport.</summary>
    Cancelled,
}

/// <summary>An invitation to make.</summary>
internal sealed record CreateInvitationRequest
{
    /// <summary>
    /// The employer's own name for it, such as the id of an application; a repeat in the same loop gives the same invitation.
    /// </summary>
    /// <example>application-4711</example>
    [StringLength(200, MinimumLength = 1)]
    public string? Reference { get; init; }

    /// <summary>Whom it is for: shown to the employer alone, and deleted with the invitation.</summary>
    public InvitedCandidate? Candidate { get; init; }

    /// <summary>Until when it is open, at most a year ahead; without it, for as many days as the loop says.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the candidate goes on afterwards; of an origin that is on the tenant's list.</summary>
    /// <example>https://jobs.example.com/applications/4711</example>
    [StringLength(2000, MinimumLength = 1)]
    public string? ReturnUrl { get; init; }

    /// <summary>More time; needs the scope accommodations:write besides, and is shown with that scope alone.</summary>
    public AccommodationRequest? Accommodation { get; init; }

    /// <summary>
    /// Have the service send the link to the candidate's address; it is in the answer as well. Refused where the service sends no mail.
    /// </summary>
    /// <example>false</example>
    public bool? SendMail { get; init; }
}

/// <summary>An invitation as its employer sees it.</summary>
internal sealed record InvitationResponse
{
    /// <summary>Id of the invitation.</summary>
    public required Guid Id { get; init; }

    /// <summary>Id of the hiring loop.</summary>
    public required Guid HiringLoop { get; init; }

    /// <summary>The version of the loop that holds for it.</summary>
    /// <example>1</example>
    public required int HiringLoopVersion { get; init; }

    /// <summary>The employer's own name for it; absent when it has none.</summary>
    /// <example>application-4711</example>
    public string? Reference { get; init; }

    /// <summary>Where it stands now.</summary>
    public required InvitationState State { get; init; }

    /// <summary>Whom it is for; absent when that was not said.</summary>
    public InvitedCandidate? Candidate { get; init; }

    /// <summary>Slugs of the assessments still to be taken; what current evidence covers is not among them.</summary>
    public required IReadOnlyList<string> Remaining { get; init; }

    /// <summary>
    /// The attempts that run now, at what the loop asks for: an id here is what POST /v1/attempts/{id}/supervision takes. Of an invitation
    /// that is accepted and open, where it is read alone with a key that has the scope attempts:supervise besides; after its end a
    /// verification's alone. Absent otherwise.
    /// </summary>
    public IReadOnlyList<InvitationAttempt>? Attempts { get; init; }

    /// <summary>Id of the candidate's passport while the permission to read it by this loop stands.</summary>
    public Guid? Passport { get; init; }

    /// <summary>
    /// True when it was accepted and its own permission has ended: the candidate has taken it back or has erased the passport, the
    /// invitation was cancelled, or a later one of the same loop has taken its place, by which the result goes on being shown.
    /// </summary>
    public required bool Withdrawn { get; init; }

    /// <summary>Where the candidate goes on afterwards.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it is open.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the candidate agreed; absent before.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When it was completed, declined, cancelled or over; absent before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it is deleted, with all that it holds; absent while it is open.</summary>
    public DateTimeOffset? RetainedUntil { get; init; }

    /// <summary>The secret of the candidate's link, shown once; absent everywhere else.</summary>
    /// <example>aieh_inv_…</example>
    public string? Token { get; init; }

    /// <summary>
    /// The candidate's link, shown once together with the token; relative to the service where it does not know its own address.
    /// </summary>
    public string? Url { get; init; }
}

/// <summary>An attempt that the candidate of an invitation has running.</summary>
internal sealed record InvitationAttempt
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>The form that is being taken.</summary>
    /// <example>full</example>
    public required FormKind Form { get; init; }

    /// <summary>Where the attempt stands: in progress.</summary>
    /// <example>in-progress</example>
    public required AttemptState State { get; init; }

    /// <summary>Whether a tenant says that somebody watches.</summary>
    /// <example>false</example>
    public required bool Supervised { get; init; }
}

/// <summary>A page of invitations, oldest first.</summary>
internal sealed record InvitationListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<InvitationResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}

/// <summary>What is to be done with a new link.</summary>
internal sealed record CreateInvitationLinkRequest
{
    /// <summary>
    /// Have the service send the link to the candidate's address; it is in the answer as well. Refused where the service sends no mail.
    /// </summary>
    /// <example>true</example>
    public bool? SendMail { get; init; }
}

/// <summary>A new link of an invitation; the one before has ended.</summary>
internal sealed record InvitationLinkResponse
{
    /// <summary>Id of the invitation.</summary>
    public required Guid Invitation { get; init; }

    /// <summary>The secret of the link, shown once.</summary>
    /// <example>aieh_inv_…</example>
    public required string Token { get; init; }

    /// <summary>The link; relative to the service where it does not know its own address.</summary>
    public required string Url { get; init; }
}
