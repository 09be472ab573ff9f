using System.Text.Json.Serialization;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Catalog.Roles;

/// <summary>The assessments that make up readiness for a role, in the order that breaks ties. Their weights need not sum to 1.</summary>
internal sealed record RoleBundleResponse
{
    /// <summary>The assessments and their weights.</summary>
    public required IReadOnlyList<BundleAssessmentResponse> Assessments { get; init; }

    /// <summary>Share of the bundle's weight that must be covered by evidence before readiness counts as established, 0 to 1.</summary>
    /// <example>0.6</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double MinimumCoverage { get; init; }

    /// <summary>Whether the minimum coverage has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance MinimumCoverageProvenance { get; init; }

    /// <summary>
    /// How the weights change with an employer's context. Multipliers that apply are multiplied, and the product is clipped to 0..1.
    /// </summary>
    public required IReadOnlyList<ContextAdjustmentResponse> ContextAdjustments { get; init; }

    public static RoleBundleResponse Of(RoleBundle bundle) => new()
    {
        Assessments = [.. bundle.Entries.Select(BundleAssessmentResponse.Of)],
        MinimumCoverage = bundle.MinimumCoverage.Value,
        MinimumCoverageProvenance = bundle.MinimumCoverage.Provenance,
        ContextAdjustments = [.. bundle.ContextAdjustments.Select(ContextAdjustmentResponse.Of)],
    };
}

/// <summary>An assessment in a bundle.</summary>
internal sealed record BundleAssessmentResponse
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Predictive relevance for the role, 0 to 1: the published default.</summary>
    /// <example>0.9</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Relevance { get; init; }

    /// <summary>Whether the relevance has been published or is this service's default.</summary>
    /// <example>published</example>
    public required Provenance Provenance { get; init; }

    /// <summary>Why the assessment matters for the role.</summary>
    public required string Rationale { get; init; }

    public static BundleAssessmentResponse Of(BundleEntry entry) => new()
    {
        Assessment = entry.Assessment,
        Relevance = entry.Relevance.Value,
        Provenance = entry.Relevance.Provenance,
        Rationale = entry.Rationale,
    };
}

/// <summary>What a context does to the weight of one assessment.</summary>
internal sealed record ContextAdjustmentResponse
{
    /// <summary>The context's dimension.</summary>
    /// <example>stack</example>
    public required ContextDimension Dimension { get; init; }

    /// <summary>The value that the adjustment is for: junior, mid or senior; python, node, jvm, go or mixed.</summary>
    /// <example>node</example>
    public required string Value { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>javascript-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Which way the weight moves.</summary>
    /// <example>raises</example>
    public required AdjustmentDirection Direction { get; init; }

    /// <summary>Whether the direction has been published or is this service's default.</summary>
    /// <example>published</example>
    public required Provenance DirectionProvenance { get; init; }

    /// <summary>The factor on the relevance.</summary>
    /// <example>1.6</example>
    public required double Multiplier { get; init; }

    /// <summary>Whether the factor has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance MultiplierProvenance { get; init; }

    /// <summary>Why the factor has this size; absent when it has been published.</summary>
    public string? MultiplierRationale { get; init; }

    public static ContextAdjustmentResponse Of(ContextAdjustment adjustment) => new()
    {
        Dimension = adjustment.Dimension,
        Value = adjustment.Value,
        Assessment = adjustment.Assessment,
        Direction = adjustment.Direction.Value,
        DirectionProvenance = adjustment.Direction.Provenance,
        Multiplier = adjustment.Multiplier.Value,
        MultiplierProvenance = adjustment.Multiplier.Provenance,
        MultiplierRationale = adjustment.Multiplier.Rationale,
    };
}
