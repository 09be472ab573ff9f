using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>Why a hiring loop does not count a score.</summary>
internal enum UncountedReason
{
    /// <summary>Nobody watched, and the loop asks for that.</summary>
    Unsupervised,

    /// <summary>A verification was inconsistent with it, which a person has confirmed: its score has taken the place.</summary>
    Replaced,
}

/// <summary>A score that a hiring loop does not count.</summary>
internal sealed record UncountedScore
{
    /// <summary>Slug of the assessment; other evidence of it may count.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>What the evidence that does not count comes to, 300 to 850.</summary>
    /// <example>720</example>
    public required int Score { get; init; }

    /// <summary>Standard error of that score, in scale points.</summary>
    /// <example>25.0</example>
    [JsonConverter(typeof(OneDecimal))]
    public required double StandardError { get; init; }

    /// <summary>When the freshest of it was observed.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Why it does not count.</summary>
    public required UncountedReason Reason { get; init; }
}
