using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Verifications;

namespace Aieh.Api.Employers.Reports;

/// <summary>What came of an invitation. How it was taken stands beside the figures and never in them.</summary>
internal sealed record InvitationResultResponse
{
    /// <summary>Id of the invitation.</summary>
    public required Guid Invitation { get; init; }

    /// <summary>Id of the hiring loop.</summary>
    public required Guid HiringLoop { get; init; }

    /// <summary>The version of the loop whose weights are used: the one that the candidate was invited by.</summary>
    /// <example>1</example>
    public required int HiringLoopVersion { get; init; }

    /// <summary>The employer's own name for the invitation.</summary>
    /// <example>application-4711</example>
    public string? Reference { get; init; }

    /// <summary>Where the invitation stands.</summary>
    public required InvitationState State { get; init; }

    /// <summary>Slugs of what was asked for and has not been taken; empty when it is completed.</summary>
    public required IReadOnlyList<string> Remaining { get; init; }

    /// <summary>Whether the loop counts supervised scores alone; those that it does not count are in the readiness's uncounted.</summary>
    public required LoopSupervision Supervision { get; init; }

    /// <summary>When it was completed or over; absent while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Readiness by the loop's weights; absent while the invitation is open.</summary>
    public ReadinessResponse? Readiness { get; init; }

    /// <summary>
    /// The assessments that the loop weighs and counts and the passport has; absent while the invitation is open.
    /// </summary>
    public IReadOnlyList<AssessmentScoreResponse>? Assessments { get; init; }

    /// <summary>
    /// How the attempts were taken, in short: /integrity tells why. No figure goes by it. Absent while the invitation is open.
    /// </summary>
    public IntegritySummary? Integrity { get; init; }

    /// <summary>The verifications that were asked for; absent while the invitation is open.</summary>
    public IReadOnlyList<VerificationResponse>? Verifications { get; init; }

    /// <summary>
    /// A link to the result as a page for people, which opens it without a key: whoever has the link can read it until the link ends. Each
    /// result has a new one. Absent while the invitation is open, and where the operator has switched pages off or named nothing to seal
    /// links with.
    /// </summary>
    /// <example>https://passport.example.com/report/CfDJ8…</example>
    public string? ReportUrl { get; init; }
}
