using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using BundleEntry = Aieh.Scoring.Readiness.BundleEntry;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>Whether a hiring loop takes new invitations.</summary>
internal enum LoopState
{
    Active,
    Archived,
}

/// <summary>Whether somebody has to watch while a score is made that a hiring loop counts.</summary>
internal enum LoopSupervision
{
    /// <summary>Every score counts, watched or not.</summary>
    None,

    /// <summary>Only a score counts of which a tenant says that somebody watched.</summary>
    Required,
}

/// <summary>Whose the weights of a hiring loop are: adjusted from those that AIEH publishes, or the employer's alone.</summary>
internal enum LoopBundleSource
{
    Published,
    Employer,
}

/// <summary>Why an assessment weighs what it does in a hiring loop.</summary>
internal enum LoopBundleReason
{
    /// <summary>It weighs what AIEH publishes.</summary>
    None,

    /// <summary>The loop's context raises or lowers it.</summary>
    Context,

    /// <summary>The employer has set it in place of the published one.</summary>
    Override,

    /// <summary>The employer has set it, and AIEH publishes none.</summary>
    Own,
}

/// <summary>An assessment of a hiring loop's bundle.</summary>
internal sealed record LoopBundleEntry
{
    public required string Assessment { get; init; }

    /// <summary>What it weighs here.</summary>
    public required double Relevance { get; init; }

    /// <summary>What it weighs by AIEH; null where AIEH publishes none.</summary>
    public double? Published { get; init; }

    /// <summary>Why it weighs another thing than the published one; null where it does not.</summary>
    public LoopBundleReason? Reason { get; init; }

    public required bool Asked { get; init; }
}

/// <summary>
/// One version of a hiring loop, as stored: what the tenant has said, and the bundle that came of it when the version was made. A version
/// stays as it is when the catalog changes.
/// </summary>
internal sealed record LoopDefinition
{
    public required string Name { get; init; }

    /// <summary>Null when it is for no role: its weights are then the tenant's alone.</summary>
    public string? Role { get; init; }

    public required LoopState State { get; init; }

    /// <summary>How many days an invitation stays open.</summary>
    public required int ValidityDays { get; init; }

    /// <summary>Evidence at least this current is not asked for again.</summary>
    public required double MinimumCurrency { get; init; }

    /// <summary>The tenant's own relevances, in order of slugs; null when it has given none.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    public Stack? Stack { get; init; }
    public Seniority? Seniority { get; init; }
    public string? Team { get; init; }

    /// <summary>What the tenant has asked for in place of the default; null when nothing.</summary>
    public double? OwnMinimumCoverage { get; init; }

    /// <summary>The assessments that the tenant has chosen; null when it leaves it at the default.</summary>
    public IReadOnlyList<string>? OwnAssessments { get; init; }

    /// <summary>Null where every score counts, as in versions from before it could be asked for.</summary>
    public LoopSupervision? Supervision { get; init; }

    public required LoopBundleSource Source { get; init; }

    /// <summary>The coverage that applies.</summary>
    public required double MinimumCoverage { get; init; }

    /// <summary>The coverage that AIEH publishes for the role; null where it publishes none.</summary>
    public double? PublishedMinimumCoverage { get; init; }

    public required IReadOnlyList<LoopBundleEntry> Bundle { get; init; }

    public bool CountsOnlySupervised => Supervision == LoopSupervision.Required;

    /// <summary>A passport's evidence as the loop counts it.</summary>
    /// <param name="evidence">The passport's.</param>
    /// <param name="replacing">What verifications have measured that take the place of what nobody watched.</param>
    public CountedEvidence CountedIn(
        IReadOnlyList<EvidenceMeasureRow> evidence, IReadOnlyList<EvidenceMeasureRow>? replacing = null) =>
        CountedEvidence.Of(evidence, CountsOnlySupervised, replacing);

    /// <summary>The bundle that readiness is worked out by.</summary>
    public RoleBundle ToBundle() =>
        new(Bundle.Select(entry => new BundleEntry(entry.Assessment, entry.Relevance)), MinimumCoverage);

    /// <summary>Whether readiness is the same by the other.</summary>
    public bool WeighsAs(LoopDefinition other) =>
        MinimumCoverage == other.MinimumCoverage
        && CountsOnlySupervised == other.CountsOnlySupervised
        && Bundle.Select(entry => (entry.Assessment, entry.Relevance))
            .SequenceEqual(other.Bundle.Select(entry => (entry.Assessment, entry.Relevance)));

    /// <summary>What counts here and does not by the former version, in bundle order.</summary>
    public IReadOnlyList<string> CountingBeyond(LoopDefinition former)
    {
        var counted = CountingOf(former).ToHashSet();
        return [.. CountingOf(this).Where(assessment => !counted.Contains(assessment))];

        static IEnumerable<string> CountingOf(LoopDefinition loop) =>
            loop.Bundle.Where(entry => entry.Relevance > 0).Select(entry => entry.Assessment);
    }

    /// <summary>What is asked and can be taken now, in bundle order.</summary>
    public IReadOnlyList<string> AskedOf(CatalogSnapshot catalog) =>
        [.. Bundle.Where(entry => entry.Asked && IsOffered(catalog, entry.Assessment)).Select(entry => entry.Assessment)];

    /// <summary>What its role is called, or its slug where the catalog has the role no more; null without a role.</summary>
    public string? RoleTitleIn(CatalogSnapshot catalog) => Role is { } role ? catalog.RoleTitleOf(role) : null;

    /// <summary>Whether an assessment has a form that counts and can be taken now.</summary>
    public static bool IsOffered(CatalogSnapshot catalog, string assessment) =>
        catalog.Assessments.TryGetValue(assessment, out var known)
        && known.Forms.Any(form => form is { Kind: FormKind.Full or FormKind.Adaptive, Availability: FormAvailability.Available });

    public string ToJson() => JsonSerializer.Serialize(this, LoopDefinitionJson.Default.LoopDefinition);

    public static LoopDefinition FromJson(string json) => JsonSerializer.Deserialize(json, LoopDefinitionJson.Default.LoopDefinition)!;
}

/// <summary>How definitions are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KebabCaseEnumConverter)])]
[JsonSerializable(typeof(LoopDefinition))]
internal sealed partial class LoopDefinitionJson : JsonSerializerContext;
