using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>An interval on the passport scale.</summary>
internal sealed record ScoreInterval
{
    /// <summary>Confidence level.</summary>
    /// <example>0.95</example>
    public required double Level { get; init; }

    /// <summary>Lower end, at least 300.</summary>
    /// <example>572</example>
    public required int Lower { get; init; }

    /// <summary>Upper end, at most 850.</summary>
    /// <example>728</example>
    public required int Upper { get; init; }
}

/// <summary>A band and how probable it is.</summary>
internal sealed record BandProbability
{
    /// <summary>Slug of the band.</summary>
    /// <example>strong</example>
    public required string Band { get; init; }

    /// <summary>Probability, 0 to 1.</summary>
    /// <example>0.4986</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Probability { get; init; }
}
