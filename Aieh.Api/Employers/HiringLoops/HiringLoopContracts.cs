using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>A version of a hiring loop.</summary>
internal sealed record HiringLoopResponse
{
    /// <summary>Id of the hiring loop.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    /// <example>Backend, Berlin</example>
    public required string Name { get; init; }

    /// <summary>Slug of the role; absent when the loop has none.</summary>
    /// <example>backend-engineer</example>
    public string? Role { get; init; }

    /// <summary>Whether it takes new invitations.</summary>
    public required LoopState State { get; init; }

    /// <summary>Number of the version, from 1.</summary>
    /// <example>1</example>
    public required int Version { get; init; }

    /// <summary>Relevances of the tenant's own; absent when it has given none.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>What the role is hired for; absent when nothing was said.</summary>
    public HiringLoopContextResponse? Context { get; init; }

    /// <summary>The coverage from which readiness counts as sufficiently evidenced.</summary>
    /// <example>0.6</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double MinimumCoverage { get; init; }

    /// <summary>The coverage that AIEH publishes for the role; absent where it publishes none.</summary>
    /// <example>0.6</example>
    public double? PublishedMinimumCoverage { get; init; }

    /// <summary>
    /// The coverage that fresh evidence of all that is asked for and can be taken now gives: below the minimum, nobody who completes an
    /// invitation is sufficiently evidenced by it alone.
    /// </summary>
    /// <example>0.742857</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double AskedCoverage { get; init; }

    /// <summary>Slugs of the assessments that candidates are asked to take, in bundle order; the planned ones too.</summary>
    public required IReadOnlyList<string> Assessments { get; init; }

    /// <summary>Which evidence is not asked for again.</summary>
    public required HiringLoopReuseResponse Reuse { get; init; }

    /// <summary>How many days an invitation stays open.</summary>
    /// <example>14</example>
    public required int Validity { get; init; }

    /// <summary>
    /// Whether somebody has to watch: where it is required, a score that nobody says was watched covers nothing here, and is shown apart.
    /// </summary>
    /// <example>none</example>
    public required LoopSupervision Supervision { get; init; }

    /// <summary>Whose weights the bundle has: AIEH's, adjusted where it says so, or the employer's alone.</summary>
    public required LoopBundleSource BundleSource { get; init; }

    /// <summary>The bundle that readiness is worked out by, beside the published one, as it was when the version was made.</summary>
    public required IReadOnlyList<HiringLoopBundleEntry> Bundle { get; init; }

    /// <summary>When the hiring loop was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the version was made.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What the role of a hiring loop is hired for.</summary>
internal sealed record HiringLoopContextResponse
{
    /// <summary>The technology of the team; absent where it does not matter.</summary>
    public Stack? Stack { get; init; }

    /// <summary>The level that is hired for; absent where it does not matter.</summary>
    public Seniority? Seniority { get; init; }

    /// <summary>The team in the tenant's words; absent when nothing was said.</summary>
    /// <example>Payments</example>
    public string? Team { get; init; }
}

/// <summary>Which evidence a hiring loop does not ask for again.</summary>
internal sealed record HiringLoopReuseResponse
{
    /// <summary>The currency that it has at least, 0 to 1.</summary>
    /// <example>0.63</example>
    public required double MinimumCurrency { get; init; }
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
