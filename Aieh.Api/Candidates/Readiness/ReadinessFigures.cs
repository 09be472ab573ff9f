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
/// <param name="Unsupervised">What the bundle weighs and does not count, because nobody watched; in bundle order.</param>
internal sealed record ReadinessFigures(
    ReadinessResult Result, bool IsProvisional, IReadOnlyList<PooledEvidence> Pools, IReadOnlyList<PooledEvidence> Unsupervised)
{
    public static ReadinessFigures Of(
        RoleBundle bundle, CatalogSnapshot catalog, CountedEvidence evidence, DateTimeOffset asOf,
        PooledEvidence.Selection selection = PooledEvidence.Selection.Counting)
    {
        var pools = PooledEvidence.Of(catalog, evidence.Counted, asOf, selection);
        var result = RoleReadiness.Evaluate(bundle, [.. pools.Select(pool => pool.Score)]);
        var weighed = bundle.Entries.Where(entry => entry.Relevance > 0).Select(entry => entry.Assessment).ToList();
        var isProvisional = pools.Any(pool => pool.IsProvisional && weighed.Contains(pool.Assessment.Slug));
        var unsupervised = PooledEvidence.Of(catalog, evidence.Unsupervised, asOf, PooledEvidence.Selection.Counting)
            .Where(pool => weighed.Contains(pool.Assessment.Slug))
            .OrderBy(pool => weighed.IndexOf(pool.Assessment.Slug));
        return new ReadinessFigures(result, isProvisional, pools, [.. unsupervised]);
    }

    public ReadinessStatus Status => Result switch
    {
        { Readiness: null } => ReadinessStatus.NoEvidence,
        { Status: Aieh.Scoring.Readiness.ReadinessStatus.Sufficient } => ReadinessStatus.Sufficient,
        _ => ReadinessStatus.InsufficientEvidence,
    };
}
