namespace Aieh.Api.Catalog.Documents;

/// <summary>The assessments that make up readiness for a role, in the order that breaks ties.</summary>
internal sealed record RoleBundle
{
    public required IReadOnlyList<BundleEntry> Entries { get; init; }

    public required Sourced<double> MinimumCoverage { get; init; }

    public required IReadOnlyList<ContextAdjustment> ContextAdjustments { get; init; }
}

internal sealed record BundleEntry
{
    public required string Assessment { get; init; }

    public required Sourced<double> Relevance { get; init; }

    public required string Rationale { get; init; }
}

/// <summary>A dimension of an employer's context.</summary>
internal enum ContextDimension
{
    Seniority,
    Stack,
}

/// <summary>Which way a weight moves.</summary>
internal enum AdjustmentDirection
{
    Raises,
    Lowers,
}

/// <summary>
/// In the named context the assessment's default relevance is multiplied by <see cref="Multiplier"/>; the caller clips the product to 0..1.
/// </summary>
internal sealed record ContextAdjustment
{
    public required ContextDimension Dimension { get; init; }

    /// <summary>junior, mid or senior; python, node, jvm, go or mixed.</summary>
    public required string Value { get; init; }

    public required string Assessment { get; init; }

    public required Sourced<AdjustmentDirection> Direction { get; init; }

    public required Sourced<double> Multiplier { get; init; }
}
