using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>Why an assessment is worth taking.</summary>
internal enum NextStepReason
{
    Missing,
    Stale,
    Aging,
}

/// <summary>An assessment worth taking next.</summary>
internal sealed record NextStep
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>ai-augmented-sql</example>
    public required string Assessment { get; init; }

    /// <summary>Why.</summary>
    public required NextStepReason Reason { get; init; }

    /// <summary>Relevance after the context's adjustments, 0 to 1.</summary>
    /// <example>0.85</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Relevance { get; init; }

    /// <summary>How much coverage it would add.</summary>
    /// <example>0.2429</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double CoverageGain { get; init; }

    /// <summary>Coverage after it.</summary>
    /// <example>0.5</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double CoverageAfter { get; init; }

    /// <summary>Whether its full form can be started now; for others than the owner, whether it is offered.</summary>
    public required bool AvailableNow { get; init; }

    /// <summary>The attempt at its full form that is open, for its owner alone; absent when none is.</summary>
    public Guid? OpenAttempt { get; init; }

    /// <summary>
    /// When the retake policy next allows an attempt, for the owner alone; absent when it allows one now, one is open, or the form is not
    /// offered yet.
    /// </summary>
    public DateTimeOffset? NextEligibleAt { get; init; }
}
