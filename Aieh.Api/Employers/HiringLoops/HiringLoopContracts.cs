using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>A hiring loop to make.</summary>
internal sealed record CreateHiringLoopRequest
{
    /// <summary>Its name, 1 to 200 characters; shown to the tenant alone.</summary>
    /// <example>Backend, Berlin</example>
    public required string Name { get; init; }

    /// <summary>Slug of the role that is hired for. It cannot be changed afterwards.</summary>
    /// <example>backend-engineer</example>
    public required string Role { get; init; }

    /// <summary>Active when left out; an archived one takes no new invitations.</summary>
    public LoopState? State { get; init; }

    /// <summary>
    /// Relevances of the tenant's own, 0 to 1, by slug of the assessment, in the place of the published ones. For a role whose bundle AIEH
    /// has not published they are the whole bundle, and required.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>What the role is hired for; it raises and lowers published relevances.</summary>
    public HiringLoopContext? Context { get; init; }

    /// <summary>The coverage from which readiness counts as sufficiently evidenced, 0 to 1; the role's when left out.</summary>
    /// <example>0.6</example>
    public double? MinimumCoverage { get; init; }

    /// <summary>
    /// Slugs of the bundle's assessments that candidates are asked to take; when left out, those that can be taken now and weigh something.
    /// One that is planned may be among them: it is asked for when it can be taken.
    /// </summary>
    public IReadOnlyList<string>? Assessments { get; init; }

    /// <summary>Which evidence is not asked for again.</summary>
    public HiringLoopReuse? Reuse { get; init; }

    /// <summary>How many days an invitation stays open, 1 to 365; 14 when left out.</summary>
    /// <example>14</example>
    public int? Validity { get; init; }
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

    /// <summary>Slug of the role, which cannot be changed.</summary>
    /// <example>backend-engineer</example>
    public string? Role { get; init; }

    /// <summary>An archived loop takes no new invitations; those that are open go on.</summary>
    public LoopState? State { get; init; }

    /// <summary>Relevances of the tenant's own by slug of the assessment; null takes one away.</summary>
    public IReadOnlyDictionary<string, double?>? Weights { get; init; }

    /// <summary>What the role is hired for.</summary>
    public HiringLoopContext? Context { get; init; }

    /// <summary>The coverage from which readiness counts as sufficiently evidenced, 0 to 1.</summary>
    /// <example>0.6</example>
    public double? MinimumCoverage { get; init; }

    /// <summary>Slugs of the bundle's assessments that candidates are asked to take.</summary>
    public IReadOnlyList<string>? Assessments { get; init; }

    /// <summary>Which evidence is not asked for again.</summary>
    public HiringLoopReuse? Reuse { get; init; }

    /// <summary>How many days an invitation stays open, 1 to 365.</summary>
    /// <example>14</example>
    public int? Validity { get; init; }
}

/// <summary>What a role is hired for.</summary>
internal sealed record HiringLoopContext
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
internal sealed record HiringLoopReuse
{
    /// <summary>The currency that it has at least, 0 to 1; 0.63 when left out, which is two thirds of a half-life.</summary>
    /// <example>0.63</example>
    public double? MinimumCurrency { get; init; }
}

/// <summary>A version of a hiring loop.</summary>
internal sealed record HiringLoopResponse
{
    /// <summary>Id of the hiring loop.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    /// <example>Backend, Berlin</example>
    public required string Name { get; init; }

    /// <summary>Slug of the role.</summary>
    /// <example>backend-engineer</example>
    public required string Role { get; init; }

    /// <summary>Whether it takes new invitations.</summary>
    public required LoopState State { get; init; }

    /// <summary>Number of the version, from 1.</summary>
    /// <example>1</example>
    public required int Version { get; init; }

    /// <summary>Relevances of the tenant's own; absent when it has given none.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>What the role is hired for; absent when nothing was said.</summary>
    public HiringLoopContext? Context { get; init; }

    /// <summary>The coverage from which readiness counts as sufficiently evidenced.</summary>
    /// <example>0.6</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double MinimumCoverage { get; init; }

    /// <summary>The coverage that AIEH publishes for the role; absent where it publishes none.</summary>
    /// <example>0.6</example>
    public double? PublishedMinimumCoverage { get; init; }

    /// <summary>Slugs of the assessments that candidates are asked to take, in bundle order; the planned ones too.</summary>
    public required IReadOnlyList<string> Assessments { get; init; }

    /// <summary>Which evidence is not asked for again.</summary>
    public required HiringLoopReuse Reuse { get; init; }

    /// <summary>How many days an invitation stays open.</summary>
    /// <example>14</example>
    public required int Validity { get; init; }

    /// <summary>Whose weights the bundle has: AIEH's, adjusted where it says so, or the employer's alone.</summary>
    public required LoopBundleSource BundleSource { get; init; }

    /// <summary>The bundle that readiness is worked out by, beside the published one, as it was when the version was made.</summary>
    public required IReadOnlyList<HiringLoopBundleEntry> Bundle { get; init; }

    /// <summary>When the hiring loop was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the version was made.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>An assessment of a hiring loop's bundle.</summary>
internal sealed record HiringLoopBundleEntry
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>What it weighs here, 0 to 1.</summary>
    /// <example>0.99</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Relevance { get; init; }

    /// <summary>What it weighs by AIEH; absent where AIEH publishes none.</summary>
    /// <example>0.9</example>
    public double? Published { get; init; }

    /// <summary>Why the one is not the other.</summary>
    public required LoopBundleReason Reason { get; init; }

    /// <summary>Whether candidates are asked to take it.</summary>
    public required bool Asked { get; init; }

    /// <summary>Whether it can be taken now. One that is planned is asked of nobody yet.</summary>
    public required FormAvailability Availability { get; init; }
}

/// <summary>A page of hiring loops, or of versions of one.</summary>
internal sealed record HiringLoopListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<HiringLoopResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
