using System.Collections.Immutable;

namespace Aieh.Scoring.Readiness;

/// <summary>Whether the evidence covers enough of a role.</summary>
public enum ReadinessStatus
{
    /// <summary>Coverage reaches the role's minimum.</summary>
    Sufficient,

    /// <summary>Coverage is below the role's minimum; a number, if there is one, is to be shown so marked.</summary>
    InsufficientEvidence,
}

/// <summary>What one assessment contributes to readiness.</summary>
/// <param name="Assessment">Identifier of the assessment.</param>
/// <param name="Score">Unrounded score S, points.</param>
/// <param name="StandardError">Standard error as of the moment, points.</param>
/// <param name="Relevance">Effective relevance r, in [0, 1].</param>
/// <param name="Currency">Currency c, in [0, 1].</param>
/// <param name="EffectiveWeight">r c/Σ r c, in [0, 1]; the weights sum to 1.</param>
/// <param name="Points">EffectiveWeight × Score, points; they sum to the readiness.</param>
public readonly record struct Contribution(
    string Assessment, double Score, double StandardError, double Relevance, double Currency, double EffectiveWeight, double Points);

/// <summary>How ready a person is for a role.</summary>
/// <param name="Status">Whether the evidence suffices.</param>
/// <param name="Readiness">The readiness with its standard error, points; null when no relevant assessment has evidence.</param>
/// <param name="Coverage">Σ r c/Σ r, in [0, 1]: the share of the role's relevance that current evidence covers.</param>
/// <param name="Contributions">The relevant assessments with evidence, in bundle order.</param>
/// <param name="Missing">The relevant assessments without evidence, in bundle order.</param>
public sealed record ReadinessResult(
    ReadinessStatus Status, WeightedScore? Readiness, double Coverage, ImmutableArray<Contribution> Contributions,
    ImmutableArray<string> Missing);

/// <summary>Role readiness: the weighted mean of a bundle's scores, weighted by relevance and currency.</summary>
public static class RoleReadiness
{
    // Coverage is a quotient of sums: without this a coverage of exactly the minimum could fall short of it by rounding.
    private const double Rounding = 1e-12;

    /// <summary>Evaluates a person against a bundle.</summary>
    /// <param name="bundle">The role's bundle, with default or effective relevances.</param>
    /// <param name="scores">
    /// The person's scores, at most one per assessment, in any order; scores of assessments outside the bundle are skipped.
    /// </param>
    /// <returns>Readiness, coverage, contributions and what is missing. Assessments of relevance 0 take no part.</returns>
    /// <exception cref="ArgumentException">An assessment of the bundle has two scores.</exception>
    /// <remarks>
    /// R = Σ r c S/Σ r c, SE² = Σ (r c)² SE²/(Σ r c)², errors of different assessments taken as independent.
    /// Scaling all relevances by one factor changes nothing but rounding.
    /// </remarks>
    public static ReadinessResult Evaluate(RoleBundle bundle, IReadOnlyList<AssessmentScore> scores)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(scores);

        var contributions = ImmutableArray.CreateBuilder<Contribution>(bundle.Entries.Length);
        var missing = ImmutableArray.CreateBuilder<string>();
        double weights = 0, weighted = 0, squares = 0;
        foreach (var (assessment, relevance) in bundle.Entries)
        {
            if (relevance == 0) continue;
            if (!TryFind(scores, assessment, out var score))
            {
                missing.Add(assessment);
                continue;
            }

            var weight = relevance * score.Currency;
            weights += weight;
            weighted += weight * score.Score;
            squares += weight * weight * score.StandardError * score.StandardError;
            contributions.Add(new Contribution(assessment, score.Score, score.StandardError, relevance, score.Currency, weight, 0));
        }

        for (var i = 0; i < contributions.Count; i++)
        {
            var share = weights > 0 ? contributions[i].EffectiveWeight / weights : 0;
            contributions[i] = contributions[i] with { EffectiveWeight = share, Points = share * contributions[i].Score };
        }

        var coverage = weights / bundle.TotalRelevance;
        var isSufficient = Suffices(weights, bundle);
        return new ReadinessResult(
            isSufficient ? ReadinessStatus.Sufficient : ReadinessStatus.InsufficientEvidence,
            weights > 0 ? new WeightedScore(weighted / weights, Math.Sqrt(squares) / weights) : null,
            coverage,
            contributions.ToImmutable(),
            missing.ToImmutable());
    }

    /// <summary>Whether weights of this sum, Σ r c, cover enough of a bundle.</summary>
    internal static bool Suffices(double weights, RoleBundle bundle) =>
        weights > 0 && weights / bundle.TotalRelevance >= bundle.MinimumCoverage - Rounding;

    internal static bool TryFind(IReadOnlyList<AssessmentScore> scores, string assessment, out AssessmentScore found)
    {
        found = default;
        var count = 0;
        for (var i = 0; i < scores.Count; i++)
        {
            if (scores[i].Assessment != assessment) continue;
            found = scores[i];
            count++;
        }

        return count <= 1
            ? count == 1
            : throw new ArgumentException(
                $"{assessment} has {count} scores; evidence about one assessment is pooled first.", nameof(scores));
    }
}
