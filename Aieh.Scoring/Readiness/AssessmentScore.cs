using Aieh.Scoring.Evidence;
using Aieh.Scoring.Scale;

namespace Aieh.Scoring.Readiness;

/// <summary>Where a person stands on one assessment, as of a moment.</summary>
public readonly record struct AssessmentScore
{
    /// <summary>Makes a score.</summary>
    /// <param name="assessment">Identifier of the assessment.</param>
    /// <param name="score">Unrounded score S, points; finite.</param>
    /// <param name="pooledStandardError">Standard error before ageing, points; finite, above 0.</param>
    /// <param name="standardError">Standard error as of the moment, points; finite, above 0.</param>
    /// <param name="currency">Currency c, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public AssessmentScore(string assessment, double score, double pooledStandardError, double standardError, double currency)
    {
        if (!double.IsFinite(score)) throw new ArgumentOutOfRangeException(nameof(score), score, "A score must be finite.");
        Positive(pooledStandardError, nameof(pooledStandardError));
        Positive(standardError, nameof(standardError));
        if (currency is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(currency), currency, "A currency lies in 0..1.");

        (Assessment, Score, Currency) = (assessment, score, currency);
        (PooledStandardError, StandardError) = (pooledStandardError, standardError);
    }

    /// <summary>Identifier of the assessment.</summary>
    public string Assessment { get; }

    /// <summary>Unrounded score S, points.</summary>
    public double Score { get; }

    /// <summary>Standard error before ageing, points; above 0.</summary>
    public double PooledStandardError { get; }

    /// <summary>Standard error as of the moment, points; above 0.</summary>
    public double StandardError { get; }

    /// <summary>Currency c, in [0, 1].</summary>
    public double Currency { get; }

    /// <summary>A pooled ability on a score scale.</summary>
    /// <param name="assessment">Identifier of the assessment.</param>
    /// <param name="pooled">The pooled ability.</param>
    /// <param name="scale">The score scale.</param>
    /// <returns>The score with both standard errors in points.</returns>
    public static AssessmentScore From(string assessment, in PooledAbility pooled, ScoreScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return new AssessmentScore(
            assessment,
            scale.ScoreOf(pooled.Theta),
            scale.StandardErrorOf(pooled.PooledStandardError),
            scale.StandardErrorOf(pooled.StandardError),
            pooled.Currency);
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "A standard error must be finite and above 0.");
    }
}

/// <summary>A weighted mean of scores.</summary>
/// <param name="Score">Unrounded score, points.</param>
/// <param name="StandardError">Its standard error, points; above 0.</param>
public readonly record struct WeightedScore(double Score, double StandardError);
