using System.Collections.Immutable;

namespace Aieh.Scoring.Readiness;

/// <summary>A pillar of the passport and its weight in the composite.</summary>
/// <param name="Pillar">Identifier of the pillar.</param>
/// <param name="Weight">Weight w, finite, above 0; the weights need not sum to one.</param>
public readonly record struct PillarWeight(string Pillar, double Weight);

/// <summary>A person's score on an assessment of a pillar.</summary>
/// <param name="Pillar">Identifier of the pillar.</param>
/// <param name="Score">The score.</param>
public readonly record struct PillarEvidence(string Pillar, AssessmentScore Score);

/// <summary>What one pillar contributes to the composite.</summary>
/// <param name="Pillar">Identifier of the pillar.</param>
/// <param name="Score">Unrounded pillar score, points.</param>
/// <param name="StandardError">Its standard error as of the moment, points.</param>
/// <param name="Weight">Weight w of the pillar.</param>
/// <param name="Currency">Currency of its freshest assessment, in [0, 1].</param>
/// <param name="EffectiveWeight">w c/Σ w c, in [0, 1]; the weights sum to 1.</param>
/// <param name="Points">EffectiveWeight × Score, points; they sum to the composite.</param>
public readonly record struct PillarContribution(
    string Pillar, double Score, double StandardError, double Weight, double Currency, double EffectiveWeight, double Points);

/// <summary>The passport composite.</summary>
/// <param name="Composite">The composite with its standard error, points; null when no pillar has evidence.</param>
/// <param name="Coverage">Σ w c/Σ w, in [0, 1].</param>
/// <param name="Contributions">The pillars with evidence, in the order given.</param>
/// <param name="Missing">The pillars without evidence, in the order given; never counted as zero.</param>
public sealed record CompositeResult(
    WeightedScore? Composite, double Coverage, ImmutableArray<PillarContribution> Contributions, ImmutableArray<string> Missing);

/// <summary>The passport composite: a weighted mean of pillars, adjusted for recency.</summary>
public static class PassportComposite
{
    /// <summary>Evaluates the composite.</summary>
    /// <param name="pillars">The pillars with their weights, each once.</param>
    /// <param name="evidence">The person's scores with the pillar of each; at most one per assessment.</param>
    /// <returns>The composite, its coverage, the contributions of the pillars and those missing.</returns>
    /// <exception cref="ArgumentException">There is no pillar, one occurs twice, or evidence names another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not finite and above 0.</exception>
    /// <remarks>
    /// Pillar score = Σ v S/Σ v with v = c/SE_pool², its standard error √(Σ v² SE²)/Σ v with the errors as of the moment,
    /// its currency the largest c.
    /// Composite = Σ w c S/Σ w c over the pillars, its standard error as for readiness.
    /// </remarks>
    public static CompositeResult Evaluate(IReadOnlyList<PillarWeight> pillars, IReadOnlyList<PillarEvidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(pillars);
        ArgumentNullException.ThrowIfNull(evidence);
        var total = CheckedTotal(pillars, evidence);

        var contributions = ImmutableArray.CreateBuilder<PillarContribution>(pillars.Count);
        var missing = ImmutableArray.CreateBuilder<string>();
        double weights = 0, weighted = 0, squares = 0;
        foreach (var (pillar, pillarWeight) in pillars)
        {
            if (!TryScore(pillar, evidence, out var score, out var currency))
            {
                missing.Add(pillar);
                continue;
            }

            var weight = pillarWeight * currency;
            weights += weight;
            weighted += weight * score.Score;
            squares += weight * weight * score.StandardError * score.StandardError;
            contributions.Add(new PillarContribution(pillar, score.Score, score.StandardError, pillarWeight, currency, weight, 0));
        }

        for (var i = 0; i < contributions.Count; i++)
        {
            var share = contributions[i].EffectiveWeight / weights;
            contributions[i] = contributions[i] with { EffectiveWeight = share, Points = share * contributions[i].Score };
        }

        return new CompositeResult(
            weights > 0 ? new WeightedScore(weighted / weights, Math.Sqrt(squares) / weights) : null,
            weights / total, contributions.ToImmutable(), missing.ToImmutable());
    }

    // Evidence so old that its currency has underflowed to 0 is no evidence.
    private static bool TryScore(string pillar, IReadOnlyList<PillarEvidence> evidence, out WeightedScore pillarScore, out double currency)
    {
        double weights = 0, weighted = 0, squares = 0;
        currency = 0;
        foreach (var (of, score) in evidence)
        {
            if (of != pillar) continue;
            var weight = score.Currency / (score.PooledStandardError * score.PooledStandardError);
            weights += weight;
            weighted += weight * score.Score;
            squares += weight * weight * score.StandardError * score.StandardError;
            currency = Math.Max(currency, score.Currency);
        }

        pillarScore = default;
        if (weights == 0) return false;
        pillarScore = new WeightedScore(weighted / weights, Math.Sqrt(squares) / weights);
        return true;
    }

    private static double CheckedTotal(IReadOnlyList<PillarWeight> pillars, IReadOnlyList<PillarEvidence> evidence)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var total = 0.0;
        foreach (var (pillar, weight) in pillars)
        {
            if (!(weight > 0) || !double.IsFinite(weight))
                throw new ArgumentOutOfRangeException(nameof(pillars), weight, $"The weight of {pillar} must be finite and above 0.");
            if (!seen.Add(pillar)) throw new ArgumentException($"{pillar} occurs twice.", nameof(pillars));
            total += weight;
        }

        if (total == 0) throw new ArgumentException("A composite has at least one pillar.", nameof(pillars));
        var assessments = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (pillar, score) in evidence)
        {
            if (!seen.Contains(pillar)) throw new ArgumentException($"{pillar} is not a pillar of the composite.", nameof(evidence));
            if (!assessments.Add(score.Assessment))
                throw new ArgumentException(
                    $"{score.Assessment} has two scores; evidence about one assessment is pooled first.", nameof(evidence));
        }

        return total;
    }
}
