using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Employers.Invitations;

/// <summary>Where an assessment that a loop asks for stands for a candidate.</summary>
internal enum AskedAssessmentState
{
    /// <summary>To be taken.</summary>
    Remaining,

    /// <summary>Covered by evidence that is current enough.</summary>
    Covered,

    /// <summary>Asked for, but it cannot be taken yet; nobody waits for it.</summary>
    NotOfferedYet,
}

/// <summary>An assessment that the employer asks for.</summary>
internal sealed record AskedAssessment
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>What it is called.</summary>
    /// <example>Python fundamentals</example>
    public required string Title { get; init; }

    /// <summary>Where it stands for this candidate; before the invitation is accepted, for somebody without evidence.</summary>
    public required AskedAssessmentState State { get; init; }

    /// <summary>The forms that count, to start an attempt with; empty when it is not offered yet.</summary>
    public required IReadOnlyList<FormKind> Forms { get; init; }
}

/// <summary>
/// A verification that the employer asks for: a short test while somebody watches, to be compared with the score that nobody watched.
/// </summary>
internal sealed record AskedVerification
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>What it is called.</summary>
    /// <example>Python fundamentals</example>
    public required string Title { get; init; }

    /// <summary>Whether it can be started, or goes on: an attempt with the form verification.</summary>
    /// <example>true</example>
    public required bool Open { get; init; }

    /// <summary>Until when it can be started.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// What came of it: consistent, inconclusive or inconsistent with the score. Absent until it was taken under supervision. Nothing
    /// follows before a person has confirmed it.
    /// </summary>
    /// <example>consistent</example>
    public VerificationOutcome? Outcome { get; init; }

    /// <summary>When a person has confirmed that; absent before.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }
}

/// <summary>What the candidate is asked to agree to.</summary>
internal sealed record ConsentResponse
{
    /// <summary>Version of the text, to be sent with the acceptance.</summary>
    /// <example>2026-11</example>
    public required string Version { get; init; }

    /// <summary>The text, a paragraph each.</summary>
    public required IReadOnlyList<string> Text { get; init; }
}

/// <summary>An invitation as its candidate sees it.</summary>
internal sealed record CurrentInvitationResponse
{
    /// <summary>Id of the invitation.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where it stands now.</summary>
    public required InvitationState State { get; init; }

    /// <summary>Who asks.</summary>
    /// <example>Example Company</example>
    public required string Employer { get; init; }

    /// <summary>Slug of the role; absent when the employer asks for no role.</summary>
    /// <example>backend-engineer</example>
    public string? Role { get; init; }

    /// <summary>What the role is called; absent when the employer asks for no role.</summary>
    /// <example>Backend Engineer</example>
    public string? RoleTitle { get; init; }

    /// <summary>
    /// Required: only scores count for this employer of which a tenant says that somebody watched. An attempt that nobody watches is
    /// submitted with acceptUnsupervised, and then counts in the passport alone.
    /// </summary>
    public required LoopSupervision Supervision { get; init; }

    /// <summary>What is asked for.</summary>
    public required IReadOnlyList<AskedAssessment> Assessments { get; init; }

    /// <summary>The verifications that the employer asks for.</summary>
    public required IReadOnlyList<AskedVerification> Verifications { get; init; }

    /// <summary>
    /// Slugs of all assessments whose scores the employer can see, where the passport has them: also of some that are not asked for.
    /// </summary>
    public required IReadOnlyList<string> Shared { get; init; }

    /// <summary>What to agree to.</summary>
    public required ConsentResponse Consent { get; init; }

    /// <summary>Until when it is open.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The passport that has accepted it; absent before, and when nothing is shown through it any more.</summary>
    public Guid? Passport { get; init; }

    /// <summary>The grant by which the employer reads; to be revoked to take the permission back. Absent as the passport is.</summary>
    public Guid? Grant { get; init; }

    /// <summary>Where to go on afterwards: as the employer has given it, with the id of the invitation in the query.</summary>
    public string? ReturnUrl { get; init; }
}

/// <summary>A candidate's agreement.</summary>
internal sealed record AcceptInvitationRequest
{
    /// <summary>Version of the text that the candidate has agreed to.</summary>
    /// <example>2026-11</example>
    public required string Consent { get; init; }

    /// <summary>Token of the passport to accept with; without it, a new passport is made.</summary>
    /// <example>aieh_cand_…</example>
    public string? Passport { get; init; }
}

/// <summary>An accepted invitation.</summary>
internal sealed record AcceptedInvitationResponse
{
    /// <summary>The invitation as it stands now: a passport that is current enough has completed it at once.</summary>
    public required CurrentInvitationResponse Invitation { get; init; }

    /// <summary>Id of the passport.</summary>
    public required Guid Passport { get; init; }

    /// <summary>Token of the passport that was made, shown once; absent when the candidate brought one.</summary>
    /// <example>aieh_cand_…</example>
    public string? Token { get; init; }
}

/// <summary>The invitations that a passport has accepted, newest last.</summary>
internal sealed record PassportInvitationListResponse
{
    /// <summary>All of them that are still kept.</summary>
    public required IReadOnlyList<CurrentInvitationResponse> Items { get; init; }
}
