using System.ComponentModel.DataAnnotations;
using Aieh.Api.Candidates.Integrity;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Employers.Integrity;

/// <summary>What a person has decided who has looked at how an attempt was taken.</summary>
internal sealed record ReviewRequest
{
    /// <summary>What was decided.</summary>
    public required ReviewOutcome Outcome { get; init; }

    /// <summary>Why, 1 to 2000 characters; the candidate reads it.</summary>
    /// <example>The statement explains it.</example>
    [StringLength(CandidateStatements.MostCharacters, MinimumLength = 1)]
    public string? Note { get; init; }
}

/// <summary>A review.</summary>
internal sealed record ReviewResponse
{
    /// <summary>What was decided.</summary>
    public required ReviewOutcome Outcome { get; init; }

    /// <summary>Why; absent when nothing was noted.</summary>
    /// <example>The statement explains it.</example>
    public string? Note { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset ReviewedAt { get; init; }
}

/// <summary>How a piece of evidence came about, apart from its score.</summary>
internal sealed record EvidenceIntegrity
{
    /// <summary>Id of the piece of evidence, by which it is reviewed.</summary>
    public required Guid Evidence { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>The day it was measured.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>How much there is to be asked; absent until it is worked out, within minutes of the submission.</summary>
    public IntegrityStatus? Status { get; init; }

    /// <summary>Why, as the candidate reads it too.</summary>
    public required IReadOnlyList<ToldReason> Reasons { get; init; }

    /// <summary>Version of the method by which it was worked out.</summary>
    /// <example>1</example>
    public string? Method { get; init; }

    /// <summary>When it was worked out.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>What the candidate has said about it; absent when nothing.</summary>
    public StatementResponse? Statement { get; init; }

    /// <summary>What was decided by whoever has looked; absent when nobody has.</summary>
    public ReviewResponse? Review { get; init; }
}

/// <summary>
/// How the attempts were taken that the result of an invitation rests on. It changes no figure of the result and rejects nobody by itself:
/// it is there for a person to look at, and to hear the candidate.
/// </summary>
internal sealed record InvitationIntegrityResponse
{
    /// <summary>Id of the invitation.</summary>
    public required Guid Invitation { get; init; }

    /// <summary>The highest status of those below, and what was decided about that attempt.</summary>
    public required IntegritySummary Summary { get; init; }

    /// <summary>The attempts at assessments that the loop weighs, oldest first. What vendors have measured is not among them.</summary>
    public required IReadOnlyList<EvidenceIntegrity> Items { get; init; }
}
