namespace Aieh.Api.Catalog.Documents;

/// <summary>
/// A role profile. A role that has no published bundle yet has <see cref="Bundle"/> null and may leave the narrative parts out.
/// </summary>
internal sealed record RoleDocument
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    public required RoleCompensation Compensation { get; init; }

    public IReadOnlyList<RoleActivity> Activities { get; init; } = [];

    /// <summary>In order of leverage, the strongest first.</summary>
    public IReadOnlyList<RoleSkill> Skills { get; init; } = [];

    public string? SkillsNote { get; init; }

    /// <summary>The skill outside the ranking that decides at senior level.</summary>
    public RoleSkill? SeniorSkill { get; init; }

    public IReadOnlyList<AdjacentRole> AdjacentRoles { get; init; } = [];

    public string? WorkingCadence { get; init; }

    public IReadOnlyList<RoleOrigin> Origins { get; init; } = [];

    public string? OriginsNote { get; init; }

    public required RoleBundle? Bundle { get; init; }

    public RetestCadence? RetestCadence { get; init; }

    public RoleNextSteps? NextSteps { get; init; }

    public required IReadOnlyList<SourceReference> Sources { get; init; }
}

internal sealed record RoleActivity
{
    public required string Name { get; init; }

    public required string Description { get; init; }
}

internal sealed record RoleSkill
{
    public required string Name { get; init; }

    public required string Description { get; init; }
}

internal sealed record AdjacentRole
{
    public required string Role { get; init; }

    public required string Difference { get; init; }
}

/// <summary>How many people come by an origin, compared with the others.</summary>
internal enum OriginFrequency
{
    OftenLargest,
    OftenSecondLargest,
    Minority,
}

internal sealed record RoleOrigin
{
    public required string Name { get; init; }

    public required OriginFrequency Frequency { get; init; }

    public required string Description { get; init; }
}

internal sealed record RetestCadence
{
    public required string Advice { get; init; }

    public required Sourced<int> RefreshMonths { get; init; }

    public required IReadOnlyList<string> Assessments { get; init; }
}

internal sealed record RoleNextSteps
{
    /// <summary>The order in which a new candidate is advised to go through the bundle.</summary>
    public required IReadOnlyList<CandidateStep> Candidate { get; init; }

    public required string Employer { get; init; }
}

internal sealed record CandidateStep
{
    public required string Assessment { get; init; }

    public required string Advice { get; init; }
}

internal sealed record SourceReference
{
    public required string Id { get; init; }

    public required string Citation { get; init; }

    public string? Url { get; init; }
}
