using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Methodology;

/// <summary>A number with its origin.</summary>
internal sealed record SourcedNumber
{
    /// <summary>The number.</summary>
    /// <example>18</example>
    public required double Value { get; init; }

    /// <summary>Whether it has been published or is this service's default.</summary>
    /// <example>published</example>
    public required Provenance Provenance { get; init; }

    /// <summary>Where it has been published; absent for a default.</summary>
    /// <example>AIEH, How to Become a Backend Engineer</example>
    public string? Source { get; init; }

    /// <summary>Why it was chosen; absent for a published number.</summary>
    public string? Rationale { get; init; }

    public static SourcedNumber Of(Sourced<double> number) =>
        new() { Value = number.Value, Provenance = number.Provenance, Source = number.Source, Rationale = number.Rationale };

    public static SourcedNumber Of(Sourced<int> number) =>
        new() { Value = number.Value, Provenance = number.Provenance, Source = number.Source, Rationale = number.Rationale };
}

/// <summary>A ratio of whole numbers with its origin; the value is its nearest double.</summary>
internal sealed record SourcedRatio
{
    /// <summary>The ratio as a number.</summary>
    /// <example>91.66666666666667</example>
    public required double Value { get; init; }

    /// <summary>Numerator of the exact ratio.</summary>
    /// <example>275</example>
    public required int Numerator { get; init; }

    /// <summary>Denominator of the exact ratio.</summary>
    /// <example>3</example>
    public required int Denominator { get; init; }

    /// <summary>Whether it has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance Provenance { get; init; }

    /// <summary>Where it has been published; absent for a default.</summary>
    public string? Source { get; init; }

    /// <summary>Why it was chosen; absent for a published ratio.</summary>
    public string? Rationale { get; init; }

    public static SourcedRatio Of(Sourced<Fraction> ratio) => new()
    {
        Value = ratio.Value.ToDouble(),
        Numerator = ratio.Value.Numerator,
        Denominator = ratio.Value.Denominator,
        Provenance = ratio.Provenance,
        Source = ratio.Source,
        Rationale = ratio.Rationale,
    };
}

/// <summary>The ability estimator with its origin.</summary>
internal sealed record SourcedEstimator
{
    /// <summary>The estimator.</summary>
    /// <example>eap</example>
    public required AbilityEstimator Value { get; init; }

    /// <summary>Whether it has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance Provenance { get; init; }

    /// <summary>Where it has been published; absent for a default.</summary>
    public string? Source { get; init; }

    /// <summary>Why it was chosen; absent for a published choice.</summary>
    public string? Rationale { get; init; }

    public static SourcedEstimator Of(Sourced<AbilityEstimator> estimator) =>
        new() { Value = estimator.Value, Provenance = estimator.Provenance, Source = estimator.Source, Rationale = estimator.Rationale };
}
