using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Candidates.Passports;

/// <summary>One immutable piece of evidence.</summary>
internal sealed record EvidenceResponse
{
    /// <summary>Id of the evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Assessed from a full or adaptive form, indicative from a sample, vendor from another provider's score.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>
    /// Whether somebody watched the person: nobody, as far as is known, or a tenant that says so. Only what is supervised may be called
    /// certified.
    /// </summary>
    public required Supervision Supervision { get; init; }

    /// <summary>Id of the tenant that says it was supervised; absent while it is unsupervised.</summary>
    public Guid? SupervisedBy { get; init; }

    /// <summary>When that tenant said so; absent while it is unsupervised.</summary>
    public DateTimeOffset? SupervisedAt { get; init; }

    /// <summary>Which help was allowed, and whether the person agreed to keep to it; absent where nothing was said of it.</summary>
    public AgreedAiPolicy? AiPolicy { get; init; }

    /// <summary>
    /// Score on the passport scale, 300 to 850: of an attempt a multiple of the methodology's scoreStep, of a vendor as it came.
    /// </summary>
    /// <example>650</example>
    public required int Score { get; init; }

    /// <summary>Standard error on the day, in scale points.</summary>
    /// <example>40</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double StandardError { get; init; }

    /// <summary>
    /// Whether it rests on provisional item parameters or concordances, or on a sample: an author's judgement, not data.
    /// </summary>
    public required bool Provisional { get; init; }

    /// <summary>The day it speaks of.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The item parameters, or the concordance, that it was made with.</summary>
    public required EvidenceCalibration Calibration { get; init; }

    /// <summary>Version of the scoring algorithm.</summary>
    /// <example>2.0.0</example>
    public required string ScoringVersion { get; init; }

    /// <summary>The attempt it comes from, for its owner alone; absent for vendor evidence.</summary>
    public Guid? Attempt { get; init; }

    /// <summary>The score as the other provider reports it; absent unless the kind is vendor.</summary>
    /// <example>84</example>
    public double? RawScore { get; init; }

    /// <summary>The other provider's own name for the result; absent unless the kind is vendor.</summary>
    /// <example>result-20260601-0042</example>
    public string? Reference { get; init; }
}

/// <summary>Another provider's result for the passport's owner.</summary>
internal sealed record AddEvidenceRequest
{
    /// <summary>Slug of the concordance that the result falls under; GET /v1/concordances lists them.</summary>
    /// <example>percentile-general-cognitive</example>
    public required string Concordance { get; init; }

    /// <summary>The score as the provider reports it, within the bounds of the concordance.</summary>
    /// <example>84</example>
    public required double RawScore { get; init; }

    /// <summary>When the test was taken: not in the future, and not before 1950.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>
    /// The provider's own name for the result: 1 to 100 printable ASCII characters, without spaces at the ends. Readers of the evidence see
    /// it; it must not name the person. Under one concordance a provider uses each reference once.
    /// </summary>
    /// <example>result-20260601-0042</example>
    public required string Reference { get; init; }
}

/// <summary>What a piece of evidence was made with, by id and version.</summary>
internal sealed record EvidenceCalibration
{
    /// <summary>Id of the calibration, or slug of the concordance.</summary>
    /// <example>python-fundamentals-provisional</example>
    public required string Id { get; init; }

    /// <summary>Version of the calibration or concordance.</summary>
    /// <example>1</example>
    public required int Version { get; init; }
}

/// <summary>A page of evidence, oldest first.</summary>
internal sealed record EvidenceListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<EvidenceResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
