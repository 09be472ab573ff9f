namespace Aieh.Api.Catalog.Documents;

/// <summary>Total yearly pay in whole units of <see cref="Currency"/>.</summary>
internal sealed record RoleCompensation
{
    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public required string Market { get; init; }

    public required string AsOf { get; init; }

    public required Sourced<int> Low { get; init; }

    public required Sourced<int> Median { get; init; }

    public required Sourced<int> High { get; init; }

    public string? DistributionNote { get; init; }

    public string? DataNotice { get; init; }

    public IReadOnlyList<CompensationReference> ReferencePoints { get; init; } = [];

    public IReadOnlyList<GeographicAdjustment> GeographicAdjustments { get; init; } = [];

    public IReadOnlyList<CompensationNote> Notes { get; init; } = [];
}

/// <summary>What an outside source says: an amount range, open at either end where the source gives one figure, or words only.</summary>
internal sealed record CompensationReference
{
    public required string Name { get; init; }

    public required string Statement { get; init; }

    public Sourced<int>? From { get; init; }

    public Sourced<int>? To { get; init; }

    /// <summary>Ids in the role's list of sources.</summary>
    public required IReadOnlyList<string> Sources { get; init; }
}

/// <summary>A relative change of total pay: −0.35 to −0.25 reads "25 to 35 % less".</summary>
internal sealed record GeographicAdjustment
{
    public required string Region { get; init; }

    public required string RelativeTo { get; init; }

    public required Sourced<double> From { get; init; }

    public required Sourced<double> To { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }
}

/// <summary>What a remark about pay is about.</summary>
internal enum CompensationTopic
{
    Remote,
    Equity,
    OnCall,
}

internal sealed record CompensationNote
{
    public required CompensationTopic Topic { get; init; }

    public required string Text { get; init; }
}
