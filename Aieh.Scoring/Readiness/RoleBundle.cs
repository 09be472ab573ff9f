using System.Collections.Immutable;

namespace Aieh.Scoring.Readiness;

/// <summary>An assessment of a role's bundle and how much it matters there.</summary>
/// <param name="Assessment">Identifier of the assessment.</param>
/// <param name="Relevance">Relevance r, in [0, 1]; over a bundle they need not sum to one.</param>
public readonly record struct BundleEntry(string Assessment, double Relevance);

/// <summary>How one value of one dimension of an employer's context changes the relevance of one assessment.</summary>
/// <param name="Dimension">Dimension of the context, for example <c>stack</c>.</param>
/// <param name="Value">Value in that dimension, for example <c>node</c>.</param>
/// <param name="Assessment">Identifier of the assessment.</param>
/// <param name="Multiplier">Factor on the default relevance; finite, at least 0.</param>
public readonly record struct ContextMultiplier(string Dimension, string Value, string Assessment, double Multiplier);

/// <summary>
/// A role's assessments with their relevance, and the coverage below which its readiness counts as insufficiently evidenced;
/// checked catalog data.
/// </summary>
public sealed class RoleBundle
{
    /// <summary>Makes a bundle.</summary>
    /// <param name="entries">At least one assessment, each once, relevance in [0, 1], not all 0; their order breaks ties.</param>
    /// <param name="minimumCoverage">Minimum coverage, in [0, 1].</param>
    /// <exception cref="ArgumentException">There is no entry, an assessment occurs twice, or every relevance is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A relevance or the minimum coverage is outside [0, 1].</exception>
    public RoleBundle(IEnumerable<BundleEntry> entries, double minimumCoverage)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (minimumCoverage is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(minimumCoverage), minimumCoverage, "A minimum coverage lies in 0..1.");
        Entries = [.. entries];
        MinimumCoverage = minimumCoverage;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (entry.Relevance is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(
                    nameof(entries), entry.Relevance, $"The relevance of {entry.Assessment} must lie in 0..1.");
            if (!seen.Add(entry.Assessment)) throw new ArgumentException($"{entry.Assessment} occurs twice.", nameof(entries));
            TotalRelevance += entry.Relevance;
        }

        if (TotalRelevance <= 0)
            throw new ArgumentException("A bundle needs at least one assessment with a relevance above 0.", nameof(entries));
    }

    /// <summary>The assessments, in bundle order.</summary>
    public ImmutableArray<BundleEntry> Entries { get; }

    /// <summary>Coverage below which the evidence is insufficient, in [0, 1].</summary>
    public double MinimumCoverage { get; }

    /// <summary>The sum of the relevances; above 0.</summary>
    public double TotalRelevance { get; }
}
