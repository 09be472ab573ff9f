using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>The score of one attempt, and how sure it is.</summary>
internal sealed record ScoreReportResponse
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>The passport it is evidence in; absent for an anonymous attempt.</summary>
    public Guid? Passport { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>The form that was taken.</summary>
    public required FormKind Form { get; init; }

    /// <summary>
    /// What the score counts as: assessed from a full or adaptive form, indicative from a sample; also from a verification, which counts
    /// for the employer alone that has asked for it.
    /// </summary>
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

    /// <summary>The day it was measured.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>The score on the passport scale, 300 to 850, a multiple of the methodology's scoreStep.</summary>
    /// <example>650</example>
    public required int Score { get; init; }

    /// <summary>Standard error of the score, in scale points, a multiple of the methodology's standardErrorStep.</summary>
    /// <example>40</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double StandardError { get; init; }

    /// <summary>
    /// The 95 % interval. Over people of all abilities it holds the truth in 95 of 100, while item parameters are provisional too; for
    /// somebody far from the average less often, because what is known of the population draws every score towards it.
    /// </summary>
    public required ScoreInterval Interval { get; init; }

    /// <summary>
    /// The 95 % interval of the answers alone, without what is known of the population: not centred on the score, and it holds about as
    /// often whatever the ability.
    /// Absent for samples, and where an end would leave the scale.
    /// </summary>
    public ScoreInterval? LikelihoodInterval { get; init; }

    /// <summary>
    /// Whether it rests on provisional item parameters or concordances, or on a sample: an author's judgement, not data.
    /// </summary>
    public required bool Provisional { get; init; }

    /// <summary>The band that the score lies in; absent while it is provisional: then read the probabilities.</summary>
    /// <example>strong</example>
    public string? Band { get; init; }

    /// <summary>How probable each band is, given the score and its standard error; they sum to 1, but for rounding.</summary>
    public required IReadOnlyList<BandProbability> BandProbabilities { get; init; }

    /// <summary>How the items were met.</summary>
    public required ItemCounts Counts { get; init; }

    /// <summary>The item parameters that the score was made with.</summary>
    public required CalibrationReference Calibration { get; init; }

    /// <summary>Version of the scoring algorithm.</summary>
    /// <example>2.0.0</example>
    public required string ScoringVersion { get; init; }
}

/// <summary>
/// How many items were answered, skipped and not reached; the last two score as wrong in a timed form. Items that were not administered
/// are ignored.
/// </summary>
internal sealed record ItemCounts
{
    /// <summary>Items on the form; of an adaptive form, items asked.</summary>
    /// <example>50</example>
    public required int Items { get; init; }

    /// <summary>Items with an answer.</summary>
    /// <example>48</example>
    public required int Answered { get; init; }

    /// <summary>
    /// Items without an answer before the last answered one; of an adaptive form that was ended early, the item being asked.
    /// </summary>
    /// <example>1</example>
    public required int Omitted { get; init; }

    /// <summary>Items after the last answered one.</summary>
    /// <example>1</example>
    public required int NotReached { get; init; }

    /// <summary>Items that an adaptive form could have asked and did not; 0 for the other forms.</summary>
    /// <example>0</example>
    public required int NotAdministered { get; init; }
}
