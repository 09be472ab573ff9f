using System.Collections.Immutable;
using Aieh.Scoring.Evidence;

namespace Aieh.Scoring.Readiness;

/// <summary>Why an assessment is worth taking.</summary>
public enum NextStepReason
{
    /// <summary>There is no evidence.</summary>
    Missing,

    /// <summary>The evidence is stale.</summary>
    Stale,

    /// <summary>The evidence is aging: a refresh is due.</summary>
    Aging,
}

/// <summary>An assessment worth taking next.</summary>
/// <param name="Assessment">Identifier of the assessment.</param>
/// <param name="Reason">Why.</param>
/// <param name="CoverageGain">r(1 − c)/Σ r, in (0, 1]: what taking it adds to the coverage.</param>
/// <param name="CoverageAfter">The coverage once it, and nothing else, has been taken, in (0, 1].</param>
public readonly record struct NextStep(string Assessment, NextStepReason Reason, double CoverageGain, double CoverageAfter);

/// <summary>Ranks the assessments of a role by how much taking each would add to the coverage.</summary>
public static class NextSteps
{
    /// <summary>Ranks what is missing, stale or aging.</summary>
    /// <param name="bundle">The role's bundle, with the relevances that apply: under an employer's context the effective ones.</param>
    /// <param name="scores">The person's scores, at most one per assessment, in any order.</param>
    /// <param name="freshness">When evidence counts as current, aging and stale.</param>
    /// <returns>
    /// The steps, largest coverage gain first, ties in bundle order. Current evidence and assessments of relevance 0 are left out.
    /// </returns>
    /// <exception cref="ArgumentException">An assessment of the bundle has two scores.</exception>
    public static ImmutableArray<NextStep> Rank(RoleBundle bundle, IReadOnlyList<AssessmentScore> scores, FreshnessPolicy freshness)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(freshness);

        var covered = RoleReadiness.Evaluate(bundle, scores).Coverage;
        var steps = new List<NextStep>();
        foreach (var (assessment, relevance) in bundle.Entries)
        {
            if (relevance == 0) continue;

            // Where nothing is known the currency is 0.
            var known = RoleReadiness.TryFind(scores, assessment, out var score);
            var age = freshness.Of(score.Currency);
            if (known && age == Freshness.Current) continue;

            var reason = !known ? NextStepReason.Missing : age == Freshness.Stale ? NextStepReason.Stale : NextStepReason.Aging;
            var gain = relevance * (1 - score.Currency) / bundle.TotalRelevance;
            steps.Add(new NextStep(assessment, reason, gain, Math.Min(covered + gain, 1)));
        }

        // OrderBy is stable, which keeps ties in bundle order.
        return [.. steps.OrderByDescending(step => step.CoverageGain)];
    }
}
