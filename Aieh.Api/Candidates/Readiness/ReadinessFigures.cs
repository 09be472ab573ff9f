using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Readiness;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>What a passport's evidence amounts to under a bundle, at a moment.</summary>
/// <param name="Result">The figures, unrounded.</param>
/// <param name="IsProvisional">Whether evidence in it is.</param>
/// <param name="Pools">What it was worked out from: also what the bundle does not weigh.</param>
internal sealed record ReadinessFigures(ReadinessResult Result, bool IsProvisional, IReadOnlyList<PooledEvidence> Pools)
{
    public static ReadinessFigures Of(
        RoleBundle bundle, CatalogSnapshot catalog, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset asOf,
        PooledEvidence.Selection selection = PooledEvidence.Selection.Counting)
    {
        var pools = PooledEvidence.Of(catalog, evidence, asOf, selection);
        var result = RoleReadiness.Evaluate(bundle, [.. pools.Select(pool => pool.Score)]);
        var isProvisional = pools.Any(
            pool => pool.IsProvisional && bundle.Entries.Any(entry => entry.Assessment == pool.Assessment.Slug && entry.Relevance > 0));
        return new ReadinessFigures(result, isProvisional, pools);
    }

    public ReadinessStatus Status => Result switch
    {
        { Readiness: null } => ReadinessStatus.NoEvidence,
        { Status: Aieh.Scoring.Readiness.ReadinessStatus.Sufficient } => ReadinessStatus.Sufficient,
        _ => ReadinessStatus.InsufficientEvidence,
    };
}
