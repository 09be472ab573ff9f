using Aieh.Api.Candidates.Readiness;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>A hiring loop to make.</summary>
internal sealed record CreateHiringLoopRequest
{
    /// <summary>Its name, 1 to 200 characters; shown to the tenant alone.</summary>
    /// <example>Backend, Berlin</example>
    public required string Name { get; init; }

    /// <summary>
    /// Slug of the role that is hired for; none when left out: the loop then weighs by the tenant's own weights alone. It cannot be given,
    /// changed or taken away afterwards.
    /// </summary>
    /// <example>backend-engineer</example>
    public string? Role { get; init; }

    /// <summary>Active when left out; an archived one takes no new invitations.</summary>
    public LoopState? State { get; init; }

    /// <summary>
    /// Relevances of the tenant's own, 0 to 1, by slug of the assessment, in the place of the published ones. Without a role, and for
    /// one whose bundle AIEH has not published, they are the whole bundle, and required.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>What the role is hired for; it raises and lowers published relevances.</summary>
    public HiringLoopContextRequest? Context { get; init; }

    /// <summary>The coverage from which readiness counts as sufficiently evidenced, 0 to 1; when left out the role's, or else the
    /// methodology's.</summary>
    /// <example>0.6</example>
    public double? MinimumCoverage { get; init; }

    /// <summary>
    /// Slugs of the bundle's assessments that candidates are asked to take; when left out, those that can be taken now and weigh something.
    /// One that is planned may be among them: it is asked for when it can be taken.
    /// </summary>
    public IReadOnlyList<string>? Assessments { get; init; }

    /// <summary>Which evidence is not asked for again.</summary>
    public HiringLoopReuseRequest? Reuse { get; init; }

    /// <summary>How many days an invitation stays open, 1 to 365; 14 when left out.</summary>
    /// <example>14</example>
    public int? Validity { get; init; }

    /// <summary>
    /// Required: only a score counts of which a tenant says that somebody watched (POST /v1/attempts/{id}/supervision); none when left out.
    /// </summary>
    /// <example>none</example>
    public LoopSupervision? Supervision { get; init; }
}

/// <summary>
/// Changes of a hiring loop, as a JSON merge patch: what is left out stays, and null takes an optional member away, so that its default
/// applies. Naming `weights`, `context`, `minimumCoverage` or `assessments` has the bundle weighed by what AIEH publishes now.
/// </summary>
internal sealed record UpdateHiringLoopRequest
{
    /// <summary>Its name, 1 to 200 characters.</summary>
    /// <example>Backend, Berlin and Hamburg</example>
    public string? Name { get; init; }

    /// <summary>Slug of the role, which cannot be changed, and not be given to a loop that has none.</summary>
    /// <example>backend-engineer</example>
    public string? Role { get; init; }

    /// <summary>An archived loop takes no new invitations; those that are open go on.</summary>
    public LoopState? State { get; init; }

    /// <summary>Relevances of the tenant's own by slug of the assessment; null takes one away.</summary>
    public IReadOnlyDictionary<string, double?>? Weights { get; init; }

    /// <summary>What the role is hired for.</summary>
    public HiringLoopContextRequest? Context { get; init; }

    /// <summary>The coverage from which readiness counts as sufficiently evidenced, 0 to 1.</summary>
    /// <example>0.6</example>
    public double? MinimumCoverage { get; init; }

    /// <summary>Slugs of the bundle's assessments that candidates are asked to take.</summary>
    public IReadOnlyList<string>? Assessments { get; init; }

    /// <summary>Which evidence is not asked for again.</summary>
    public HiringLoopReuseRequest? Reuse { get; init; }

    /// <summary>How many days an invitation stays open, 1 to 365.</summary>
    /// <example>14</example>
    public int? Validity { get; init; }

    /// <summary>
    /// Whether only supervised scores count. Rankings follow it at once; invitations that are there keep what they were made with.
    /// </summary>
    /// <example>required</example>
    public LoopSupervision? Supervision { get; init; }
}

/// <summary>What a role is hired for.</summary>
internal sealed record HiringLoopContextRequest
{
    /// <summary>The technology of the team; absent where it does not matter.</summary>
    public Stack? Stack { get; init; }

    /// <summary>The level that is hired for; absent where it does not matter.</summary>
    public Seniority? Seniority { get; init; }

    /// <summary>The team in the tenant's words, at most 100 characters; kept, and weighs nothing.</summary>
    /// <example>Payments</example>
    public string? Team { get; init; }
}

/// <summary>Which evidence is not asked for again.</summary>
internal sealed record HiringLoopReuseRequest
{
    /// <summary>The currency that it has at least, 0 to 1; 0.63 when left out, which is two thirds of a half-life.</summary>
    /// <example>0.63</example>
    public double? MinimumCurrency { get; init; }
}
