using System.Text.Json.Serialization;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Roles;

/// <summary>One page of roles, ordered by slug.</summary>
internal sealed record RoleListResponse
{
    /// <summary>The roles of this page.</summary>
    public required IReadOnlyList<RoleSummaryResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    /// <example>YmFja2VuZC1lbmdpbmVlcg</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}

/// <summary>A role as it appears in a list.</summary>
internal sealed record RoleSummaryResponse
{
    /// <summary>Slug of the role.</summary>
    /// <example>backend-engineer</example>
    public required string Slug { get; init; }

    /// <summary>Name of the role.</summary>
    /// <example>Backend Engineer</example>
    public required string Title { get; init; }

    /// <summary>What the role is, in a few sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether the bundle of assessments that makes up readiness for the role has been published.</summary>
    /// <example>true</example>
    public required bool HasBundle { get; init; }

    public static RoleSummaryResponse Of(RoleDocument role) =>
        new() { Slug = role.Slug, Title = role.Title, Summary = role.Summary, HasBundle = role.Bundle is not null };
}

/// <summary>A role profile: what the role is and pays, where people come from, and what shows that someone is ready for it.</summary>
internal sealed record RoleResponse
{
    /// <summary>Slug of the role.</summary>
    /// <example>backend-engineer</example>
    public required string Slug { get; init; }

    /// <summary>Name of the role.</summary>
    /// <example>Backend Engineer</example>
    public required string Title { get; init; }

    /// <summary>What the role is, in a few sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>What the role pays.</summary>
    public required RoleCompensationResponse Compensation { get; init; }

    /// <summary>What the work consists of; empty when the profile does not say.</summary>
    public required IReadOnlyList<RoleActivityResponse> Activities { get; init; }

    /// <summary>Skills in order of leverage, the strongest first; empty when the profile does not say.</summary>
    public required IReadOnlyList<RoleSkillResponse> Skills { get; init; }

    /// <summary>The skill outside the ranking that decides at senior level.</summary>
    public RoleSkillResponse? SeniorSkill { get; init; }

    /// <summary>Roles next to this one, and how they differ.</summary>
    public required IReadOnlyList<AdjacentRoleResponse> AdjacentRoles { get; init; }

    /// <summary>How the work's rhythm and feedback differ from the neighbours'.</summary>
    public string? WorkingCadence { get; init; }

    /// <summary>Where people in the role come from.</summary>
    public required IReadOnlyList<RoleOriginResponse> Origins { get; init; }

    /// <summary>How to read the origins.</summary>
    public string? OriginsNote { get; init; }

    /// <summary>The assessments that make up readiness for the role; null as long as none have been published for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required RoleBundleResponse? Bundle { get; init; }

    /// <summary>How often to take assessments again.</summary>
    public RetestCadenceResponse? RetestCadence { get; init; }

    /// <summary>What to do next, for candidates and employers.</summary>
    public RoleNextStepsResponse? NextSteps { get; init; }

    /// <summary>The sources that the profile refers to by id.</summary>
    public required IReadOnlyList<SourceReferenceResponse> Sources { get; init; }

    public static RoleResponse Of(RoleDocument role) => new()
    {
        Slug = role.Slug,
        Title = role.Title,
        Summary = role.Summary,
        Compensation = RoleCompensationResponse.Of(role.Compensation),
        Activities = [.. role.Activities.Select(RoleActivityResponse.Of)],
        Skills = [.. role.Skills.Select(RoleSkillResponse.Of)],
        SeniorSkill = role.SeniorSkill is { } senior ? RoleSkillResponse.Of(senior) : null,
        AdjacentRoles = [.. role.AdjacentRoles.Select(AdjacentRoleResponse.Of)],
        WorkingCadence = role.WorkingCadence,
        Origins = [.. role.Origins.Select(RoleOriginResponse.Of)],
        OriginsNote = role.OriginsNote,
        Bundle = role.Bundle is { } bundle ? RoleBundleResponse.Of(bundle) : null,
        RetestCadence = role.RetestCadence is { } cadence ? RetestCadenceResponse.Of(cadence) : null,
        NextSteps = role.NextSteps is { } steps ? RoleNextStepsResponse.Of(steps) : null,
        Sources = [.. role.Sources.Select(SourceReferenceResponse.Of)],
    };
}
