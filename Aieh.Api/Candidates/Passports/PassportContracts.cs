using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Nothing is needed to create a passport, and nothing personal is asked for.</summary>
internal sealed record CreatePassportRequest;

/// <summary>A new passport and its owner's secret.</summary>
internal sealed record CreatedPassportResponse
{
    /// <summary>Id of the passport.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The candidate's bearer token. It is shown once: only its hash is kept.</summary>
    /// <example>aieh_cand_…</example>
    public required string Token { get; init; }
}

/// <summary>A passport as it stood at one moment.</summary>
internal sealed record PassportResponse
{
    /// <summary>Id of the passport.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The moment it is shown for.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The weighted average of the pillars, adjusted for recency; absent while there is no evidence that counts.</summary>
    public CompositeScore? Composite { get; init; }

    /// <summary>The pillars with evidence.</summary>
    public required IReadOnlyList<PillarScoreResponse> Pillars { get; init; }

    /// <summary>Slugs of the pillars without evidence. They are missing, not zero.</summary>
    public required IReadOnlyList<string> MissingPillars { get; init; }

    /// <summary>The assessments with evidence that counts.</summary>
    public required IReadOnlyList<AssessmentScoreResponse> Assessments { get; init; }

    /// <summary>What free samples indicate. It is shown and never counted: their items are public.</summary>
    public required IReadOnlyList<AssessmentScoreResponse> Indicative { get; init; }

    /// <summary>Version of the scoring algorithm.</summary>
    /// <example>2.0.0</example>
    public required string ScoringVersion { get; init; }
}

/// <summary>The composite score of a passport.</summary>
internal sealed record CompositeScore
{
    /// <summary>Score on the passport scale, 300 to 850.</summary>
    /// <example>661</example>
    public required int Score { get; init; }

    /// <summary>Standard error, in scale points.</summary>
    /// <example>21.7</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double StandardError { get; init; }

    /// <summary>The 95 % interval.</summary>
    public required ScoreInterval Interval { get; init; }

    /// <summary>
    /// Whether it rests on provisional item parameters or concordances, or on a sample: an author's judgement, not data.
    /// </summary>
    public required bool Provisional { get; init; }

    /// <summary>The band that the score lies in; absent while it is provisional: then read the probabilities.</summary>
    /// <example>strong</example>
    public string? Band { get; init; }

    /// <summary>How probable each band is; they sum to 1, but for rounding.</summary>
    public required IReadOnlyList<BandProbability> BandProbabilities { get; init; }

    /// <summary>The share of the pillars' weight that current evidence covers, 0 to 1.</summary>
    /// <example>0.6</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Coverage { get; init; }
}

/// <summary>One pillar of a passport.</summary>
internal sealed record PillarScoreResponse
{
    /// <summary>Slug of the pillar.</summary>
    /// <example>domain</example>
    public required string Pillar { get; init; }

    /// <summary>Its weight in the composite.</summary>
    /// <example>0.35</example>
    public required double Weight { get; init; }

    /// <summary>Score on the passport scale, 300 to 850.</summary>
    /// <example>661</example>
    public required int Score { get; init; }

    /// <summary>Standard error, in scale points.</summary>
    /// <example>21.7</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double StandardError { get; init; }

    /// <summary>Currency of its freshest evidence, 0 to 1.</summary>
    /// <example>0.94</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Currency { get; init; }
}

/// <summary>All the evidence on one assessment, pooled.</summary>
internal sealed record AssessmentScoreResponse
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Slug of its pillar.</summary>
    /// <example>domain</example>
    public required string Pillar { get; init; }

    /// <summary>Score on the passport scale, 300 to 850.</summary>
    /// <example>650</example>
    public required int Score { get; init; }

    /// <summary>Standard error for the moment asked about, in scale points: it grows with the age of the evidence.</summary>
    /// <example>40</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double StandardError { get; init; }

    /// <summary>The 95 % interval.</summary>
    public required ScoreInterval Interval { get; init; }

    /// <summary>
    /// Whether it rests on provisional item parameters or concordances, or on a sample: an author's judgement, not data.
    /// </summary>
    public required bool Provisional { get; init; }

    /// <summary>The band that the score lies in; absent while it is provisional: then read the probabilities.</summary>
    /// <example>strong</example>
    public string? Band { get; init; }

    /// <summary>How probable each band is; they sum to 1, but for rounding.</summary>
    public required IReadOnlyList<BandProbability> BandProbabilities { get; init; }

    /// <summary>How current the freshest evidence is: 1 when new, 0.5 after one half-life.</summary>
    /// <example>0.96</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Currency { get; init; }

    /// <summary>The currency in a word.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>When the freshest evidence was observed.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When a refresh is due: two thirds of a half-life after the freshest evidence.</summary>
    public required DateTimeOffset RefreshDueAt { get; init; }

    /// <summary>How many pieces of evidence were pooled; the results of one provider under one concordance are one.</summary>
    /// <example>2</example>
    public required int EvidenceCount { get; init; }

    /// <summary>Whether somebody watched while these pieces were made: all of them, some (partly), or none as far as is known.</summary>
    public required PooledSupervision Supervision { get; init; }

    /// <summary>Of the newest piece that says so, which help was allowed; absent where none does.</summary>
    public AgreedAiPolicy? AiPolicy { get; init; }
}
