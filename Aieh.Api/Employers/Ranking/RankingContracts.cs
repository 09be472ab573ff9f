using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Ranking;

/// <summary>How far a candidate's invitation has come.</summary>
internal enum CandidateState
{
    Accepted,
    Completed,
    Expired,
}

/// <summary>
/// A page of a hiring loop's candidates by readiness: who has enough evidence before who has too little, who has none last.
/// </summary>
internal sealed record RankingResponse
{
    /// <summary>Id of the hiring loop.</summary>
    public required Guid HiringLoop { get; init; }

    /// <summary>The version of the hiring loop that weighs.</summary>
    /// <example>1</example>
    public required int HiringLoopVersion { get; init; }

    /// <summary>The moment that is shown, on all pages the same.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The coverage from which evidence is enough.</summary>
    /// <example>0.6</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double MinimumCoverage { get; init; }

    /// <summary>The page.</summary>
    public required IReadOnlyList<RankedCandidate> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }

    /// <summary>
    /// A link to the ranking as a page for people, which opens it without a key, always as it is then: whoever has the link can read it
    /// until the link ends. Each answer has a new one. Absent where the operator has switched pages off or named nothing to seal links
    /// with.
    /// </summary>
    /// <example>https://passport.example.com/loops/CfDJ8…</example>
    public string? RankingUrl { get; init; }
}

/// <summary>A candidate in a ranking.</summary>
internal sealed record RankedCandidate
{
    /// <summary>Id of the invitation.</summary>
    public required Guid Invitation { get; init; }

    /// <summary>The tenant's own name for it; absent when it has given none.</summary>
    /// <example>application-4711</example>
    public string? Reference { get; init; }

    /// <summary>Whom the invitation is for; absent when that was not said.</summary>
    public InvitedCandidate? Candidate { get; init; }

    /// <summary>How far the invitation had come at the moment.</summary>
    public required CandidateState State { get; init; }

    /// <summary>
    /// Number of the tier, 1 for the first: within one, differences are smaller than the error of a difference, and the order says nothing.
    /// Absent without enough evidence.
    /// </summary>
    /// <example>1</example>
    public int? Tier { get; init; }

    /// <summary>Whether coverage reaches the hiring loop's minimum. Look at this first.</summary>
    public required ReadinessStatus Status { get; init; }

    /// <summary>Readiness by the hiring loop, 300 to 850; absent when there is no evidence.</summary>
    /// <example>675</example>
    public int? Readiness { get; init; }

    /// <summary>Standard error, in scale points.</summary>
    /// <example>11.4</example>
    [JsonConverter(typeof(OneDecimal))]
    public double? StandardError { get; init; }

    /// <summary>The 95 % interval.</summary>
    public ScoreInterval? Interval { get; init; }

    /// <summary>Whether it rests on provisional item parameters or concordances.</summary>
    public required bool Provisional { get; init; }

    /// <summary>The band that it lies in; absent while it is provisional.</summary>
    /// <example>strong</example>
    public string? Band { get; init; }

    /// <summary>The share of the bundle's relevance that current evidence covers, 0 to 1.</summary>
    /// <example>0.8714</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Coverage { get; init; }

    /// <summary>What each assessment with evidence adds, in bundle order.</summary>
    public required IReadOnlyList<ReadinessContribution> Contributions { get; init; }

    /// <summary>The bundle's assessments without evidence that counts.</summary>
    public required IReadOnlyList<MissingAssessment> Missing { get; init; }

    /// <summary>Scores that the hiring loop does not count, each with the reason; part of no other figure.</summary>
    public required IReadOnlyList<UncountedScore> Uncounted { get; init; }

    /// <summary>How the attempts were taken, in short. The order does not go by it. Absent of a past moment.</summary>
    public IntegritySummary? Integrity { get; init; }
}

/// <summary>Whom an invitation is for; nothing of it is needed.</summary>
internal sealed record InvitedCandidate
{
    /// <summary>Name.</summary>
    /// <example>Robin</example>
    [StringLength(200, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>E-mail address.</summary>
    /// <example>robin@example.org</example>
    [StringLength(320, MinimumLength = 3)]
    public string? Email { get; init; }
}
