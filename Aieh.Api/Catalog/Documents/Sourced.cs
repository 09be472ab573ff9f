namespace Aieh.Api.Catalog.Documents;

internal enum Provenance
{
    /// <summary>AIEH has published the value; <see cref="Sourced{T}.Source"/> says where.</summary>
    Published,

    /// <summary>The value is this service's own choice; <see cref="Sourced{T}.Rationale"/> says why.</summary>
    Default,
}

/// <summary>A value that never travels without its origin. Every number in the catalog that could be argued about has this shape.</summary>
internal sealed record Sourced<T>
{
    public required T Value { get; init; }

    public required Provenance Provenance { get; init; }

    public string? Source { get; init; }

    public string? Rationale { get; init; }
}

/// <summary>A ratio kept exact: 275/3 has no finite decimal.</summary>
internal sealed record Fraction
{
    public required int Numerator { get; init; }

    public required int Denominator { get; init; }

    public double ToDouble() => (double)Numerator / Denominator;
}
