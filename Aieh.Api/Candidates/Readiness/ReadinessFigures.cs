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
/// <param name="Uncounted">What the bundle weighs and the loop does not count, and why; in bundle order.</param>
internal sealed record ReadinessFigures(
    ReadinessResult Result, bool IsProvisional, IReadOnlyList<PooledEvidence> Pools,
    IReadOnlyList<(PooledEvidence Pool, UncountedReason Reason)> Uncounted)
{
    public static ReadinessFigures Of(
        RoleBundle bundle, CatalogSnapshot catalog, CountedEvidence evidence, DateTimeOffset asOf,
        PooledEvidence.Selection selection = PooledEvidence.Selection.Counting)
    {
        var pools = PooledEvidence.Of(catalog, evidence.Counted, asOf, selection);
        var result = RoleReadiness.Evaluate(bundle, [.. pools.Select(pool => pool.Score)]);
        var weighed = bundle.Entries.Where(entry => entry.Relevance > 0).Select(entry => entry.Assessment).ToList();
        var isProvisional = pools.Any(pool => pool.IsProvisional && weighed.Contains(pool.Assessment.Slug));
        var uncounted = Apart(evidence.Unsupervised, UncountedReason.Unsupervised)
            .Concat(Apart(evidence.Replaced, UncountedReason.Replaced))
            .Where(each => weighed.Contains(each.Pool.Assessment.Slug))
            .OrderBy(each => weighed.IndexOf(each.Pool.Assessment.Slug));
        return new ReadinessFigures(result, isProvisional, pools, [.. uncounted]);

        IEnumerable<(PooledEvidence Pool, UncountedReason Reason)> Apart(IReadOnlyList<EvidenceMeasureRow> rows, UncountedReason reason) =>
            PooledEvidence.Of(catalog, rows, asOf, PooledEvidence.Selection.Counting).Select(pool => (pool, reason));
    }

    public ReadinessStatus Status => Result switch
    {
        { Readiness: null } => ReadinessStatus.NoEvidence,
        { Status: Aieh.Scoring.Readiness.ReadinessStatus.Sufficient } => ReadinessStatus.Sufficient,
        _ => ReadinessStatus.InsufficientEvidence,
    };
}
