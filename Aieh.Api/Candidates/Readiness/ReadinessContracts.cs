using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>The technology that the role's team works with.</summary>
internal enum Stack
{
    Python,
    Node,
    Jvm,
    Go,
    Mixed,
}

/// <summary>The level that is hired for.</summary>
internal enum Seniority
{
    Junior,
    Mid,
    Senior,
}

/// <summary>Whether there is enough current evidence to speak of readiness.</summary>
internal enum ReadinessStatus
{
    Sufficient,
    InsufficientEvidence,
    NoEvidence,
}

/// <summary>How ready the passport's evidence shows its owner to be for a role.</summary>
internal sealed record ReadinessResponse
{
    /// <summary>Id of the passport.</summary>
    public required Guid Passport { get; init; }

    /// <summary>Slug of the role; absent in the result of a hiring loop that has none.</summary>
    /// <example>backend-engineer</example>
    public string? Role { get; init; }

    /// <summary>The moment it is shown for.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The stack whose adjustments were applied; absent when none was named.</summary>
    public Stack? Stack { get; init; }

    /// <summary>The seniority whose adjustments were applied; absent when none was named.</summary>
    public Seniority? Seniority { get; init; }

    /// <summary>Id of the hiring loop whose weights were applied; absent when the published ones were.</summary>
    public Guid? HiringLoop { get; init; }

    /// <summary>The version of that hiring loop which was current at the moment.</summary>
    /// <example>1</example>
    public int? HiringLoopVersion { get; init; }

    /// <summary>
    /// True when free samples were counted because the request asked for it: then this is practice, not a statement to rely on.
    /// </summary>
    public required bool IncludesIndicative { get; init; }

    /// <summary>Whether coverage reaches the role's minimum. Look at this first.</summary>
    public required ReadinessStatus Status { get; init; }

    /// <summary>
    /// Readiness on the passport scale, 300 to 850; shown even when the evidence is insufficient, absent when there is none.
    /// </summary>
    /// <example>675</example>
    public int? Readiness { get; init; }

    /// <summary>Standard error, in scale points.</summary>
    /// <example>11.4</example>
    [JsonConverter(typeof(OneDecimal))]
    public double? StandardError { get; init; }

    /// <summary>
    /// The 95 % interval. It says how exactly the covered part was measured, and nothing about what has not been measured.
    /// </summary>
    public ScoreInterval? Interval { get; init; }

    /// <summary>
    /// Whether it rests on provisional item parameters or concordances, or on a sample: an author's judgement, not data.
    /// </summary>
    public required bool Provisional { get; init; }

    /// <summary>The band that it lies in; absent while it is provisional: then read the probabilities.</summary>
    /// <example>strong</example>
    public string? Band { get; init; }

    /// <summary>How probable each band is; they sum to 1, but for rounding. Empty when there is no evidence.</summary>
    public required IReadOnlyList<BandProbability> BandProbabilities { get; init; }

    /// <summary>The share of the bundle's relevance that current evidence covers, 0 to 1.</summary>
    /// <example>0.8714</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Coverage { get; init; }

    /// <summary>The coverage that the role asks for.</summary>
    /// <example>0.6</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double MinimumCoverage { get; init; }

    /// <summary>What each assessment with evidence adds, in bundle order; the points sum to the unrounded readiness.</summary>
    public required IReadOnlyList<ReadinessContribution> Contributions { get; init; }

    /// <summary>The bundle's assessments without evidence that counts; samples do not.</summary>
    public required IReadOnlyList<MissingAssessment> Missing { get; init; }

    /// <summary>
    /// Scores that the hiring loop does not count, each with the reason, in bundle order; empty where all is counted. They are part of no
    /// other figure here.
    /// </summary>
    public required IReadOnlyList<UncountedScore> Uncounted { get; init; }

    /// <summary>What to take next, by how much it adds to coverage; empty for a tenant that asks by a hiring loop.</summary>
    public required IReadOnlyList<NextStep> NextSteps { get; init; }

    /// <summary>Version of the scoring algorithm.</summary>
    /// <example>2.0.0</example>
    public required string ScoringVersion { get; init; }
}

/// <summary>What one assessment adds to readiness.</summary>
internal sealed record ReadinessContribution
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Its pooled score, 300 to 850.</summary>
    /// <example>720</example>
    public required int Score { get; init; }

    /// <summary>Standard error of that score, in scale points.</summary>
    /// <example>25.0</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double StandardError { get; init; }

    /// <summary>Relevance after the context's adjustments, 0 to 1.</summary>
    /// <example>0.9</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Relevance { get; init; }

    /// <summary>Currency of its evidence, 0 to 1.</summary>
    /// <example>0.5</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Currency { get; init; }

    /// <summary>The currency in a word.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>Relevance times currency, as a share of the whole.</summary>
    /// <example>0.1475</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double EffectiveWeight { get; init; }

    /// <summary>Effective weight times the unrounded score.</summary>
    /// <example>106.2</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double Points { get; init; }

    /// <summary>Whether somebody watched while its evidence was made: all of it, some (partly), or none as far as is known.</summary>
    public required PooledSupervision Supervision { get; init; }
}

/// <summary>An assessment of the bundle without evidence.</summary>
internal sealed record MissingAssessment
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>communication</example>
    public required string Assessment { get; init; }

    /// <summary>Relevance after the context's adjustments, 0 to 1.</summary>
    /// <example>0.65</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Relevance { get; init; }
}
