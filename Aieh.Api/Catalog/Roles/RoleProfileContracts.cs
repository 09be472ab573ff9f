using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Roles;

/// <summary>A recurring part of the work.</summary>
internal sealed record RoleActivityResponse
{
    /// <summary>Name of the activity.</summary>
    /// <example>API design and contracts</example>
    public required string Name { get; init; }

    /// <summary>What it involves.</summary>
    public required string Description { get; init; }

    public static RoleActivityResponse Of(RoleActivity activity) => new() { Name = activity.Name, Description = activity.Description };
}

/// <summary>A skill that the role demands.</summary>
internal sealed record RoleSkillResponse
{
    /// <summary>Name of the skill.</summary>
    /// <example>SQL fluency at production depth</example>
    public required string Name { get; init; }

    /// <summary>What it involves.</summary>
    public required string Description { get; init; }

    public static RoleSkillResponse Of(RoleSkill skill) => new() { Name = skill.Name, Description = skill.Description };
}

/// <summary>A role next to this one.</summary>
internal sealed record AdjacentRoleResponse
{
    /// <summary>Slug of the other role.</summary>
    /// <example>data-engineer</example>
    public required string Role { get; init; }

    /// <summary>How it differs.</summary>
    public required string Difference { get; init; }

    public static AdjacentRoleResponse Of(AdjacentRole adjacent) => new() { Role = adjacent.Role, Difference = adjacent.Difference };
}

/// <summary>A way into the role.</summary>
internal sealed record RoleOriginResponse
{
    /// <summary>Name of the origin.</summary>
    /// <example>Full-stack lateral</example>
    public required string Name { get; init; }

    /// <summary>How many come this way, compared with the others.</summary>
    /// <example>often-second-largest</example>
    public required OriginFrequency Frequency { get; init; }

    /// <summary>Who comes this way.</summary>
    public required string Description { get; init; }

    public static RoleOriginResponse Of(RoleOrigin origin) =>
        new() { Name = origin.Name, Frequency = origin.Frequency, Description = origin.Description };
}

/// <summary>How often to take assessments again.</summary>
internal sealed record RetestCadenceResponse
{
    /// <summary>The advice in words.</summary>
    public required string Advice { get; init; }

    /// <summary>Months after which to take the assessments again.</summary>
    /// <example>12</example>
    public required int RefreshMonths { get; init; }

    /// <summary>Whether the number of months has been published or is this service's default.</summary>
    /// <example>published</example>
    public required Provenance Provenance { get; init; }

    /// <summary>Slugs of the assessments that the advice is about.</summary>
    public required IReadOnlyList<string> Assessments { get; init; }

    public static RetestCadenceResponse Of(RetestCadence cadence) => new()
    {
        Advice = cadence.Advice,
        RefreshMonths = cadence.RefreshMonths.Value,
        Provenance = cadence.RefreshMonths.Provenance,
        Assessments = cadence.Assessments,
    };
}

/// <summary>What to do next.</summary>
internal sealed record RoleNextStepsResponse
{
    /// <summary>What a new candidate is advised to take, in order.</summary>
    public required IReadOnlyList<CandidateStepResponse> Candidate { get; init; }

    /// <summary>Advice to employers who set up a hiring loop for the role.</summary>
    public required string Employer { get; init; }

    public static RoleNextStepsResponse Of(RoleNextSteps steps) => new()
    {
        Candidate = [.. steps.Candidate.Select(step => new CandidateStepResponse { Assessment = step.Assessment, Advice = step.Advice })],
        Employer = steps.Employer,
    };
}

/// <summary>One step of a candidate.</summary>
internal sealed record CandidateStepResponse
{
    /// <summary>Slug of the assessment to take.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Why now, and what to expect.</summary>
    public required string Advice { get; init; }
}

/// <summary>A source of the profile.</summary>
internal sealed record SourceReferenceResponse
{
    /// <summary>Id by which the profile refers to it.</summary>
    /// <example>levels-fyi-2026</example>
    public required string Id { get; init; }

    /// <summary>The citation.</summary>
    public required string Citation { get; init; }

    /// <summary>Where to find it; absent when it is not online.</summary>
    /// <example>https://www.levels.fyi/</example>
    public string? Url { get; init; }

    public static SourceReferenceResponse Of(SourceReference source) =>
        new() { Id = source.Id, Citation = source.Citation, Url = source.Url };
}
