using System.Collections.Immutable;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Scoring.Checks;

/// <summary>How precise a form is at one score.</summary>
/// <param name="Score">Score, points.</param>
/// <param name="Theta">Its ability, logits.</param>
/// <param name="StandardError">
/// Conditional standard error of measurement of a maximum likelihood score, A/√I for A points per logit, points;
/// null where the information underflows to 0.
/// </param>
/// <param name="PosteriorStandardError">The same after the prior, A/√(I + 1/σ²), points: about what an EAP score reports here.</param>
/// <param name="Reliability">
/// Conditional reliability I/(I + 1/σ²), in [0, 1); its mean over the prior is the marginal reliability of EAP scores.
/// </param>
public readonly record struct PrecisionPoint(
    double Score, double Theta, double? StandardError, double PosteriorStandardError, double Reliability);

/// <summary>The conditional standard error and reliability of a form along the score scale.</summary>
/// <remarks>The marginal reliability is <see cref="TestCurves.Reliability"/>.</remarks>
public static class ScorePrecision
{
    /// <summary>The precision at one score, all items administered.</summary>
    /// <param name="form">The compiled form, with the prior whose variance σ² the reliability refers to.</param>
    /// <param name="scale">The score scale.</param>
    /// <param name="score">Unrounded score, points; finite.</param>
    /// <returns>Standard errors and reliability.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="score"/> is not finite or its ability lies beyond ±1e9 logits.
    /// </exception>
    /// <remarks>
    /// Conditional standard error 1/√I [Birnbaum1968], times the slope of the scale; conditional reliability after [GreenEtAl1984].
    /// </remarks>
    public static PrecisionPoint At(TestForm form, ScoreScale scale, double score)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(scale);
        var theta = scale.ThetaOf(score);
        var information = TestCurves.At(form, theta).Information;
        var total = information + form.Prior.Precision;
        var points = scale.PointsPerLogit;
        double? standardError = information > 0 ? points / Math.Sqrt(information) : null;
        return new PrecisionPoint(score, theta, standardError, points / Math.Sqrt(total), information / total);
    }

    /// <summary>The precision at equally spaced scores from the lowest to the highest of the scale, both included.</summary>
    /// <param name="form">The compiled form.</param>
    /// <param name="scale">The score scale.</param>
    /// <param name="step">Distance of the scores, points; at least 1. The highest score is added when the steps do not meet it.</param>
    /// <returns>The points, ascending.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is below 1.</exception>
    public static ImmutableArray<PrecisionPoint> Curve(TestForm form, ScoreScale scale, int step)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        var points = ImmutableArray.CreateBuilder<PrecisionPoint>();
        for (long score = scale.Minimum; score < scale.Maximum; score += step) points.Add(At(form, scale, score));
        points.Add(At(form, scale, scale.Maximum));
        return points.ToImmutable();
    }
}

/// <summary>Whether the empirical reliability exists and, if not, why.</summary>
public enum EmpiricalReliabilityStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>Fewer than two people.</summary>
    TooFewPeople,
}

/// <summary>The reliability of EAP scores in a sample.</summary>
/// <param name="Status">Whether it could be estimated.</param>
/// <param name="People">People counted.</param>
/// <param name="Reliability">Var(EAP)/(Var(EAP) + mean PSD²), in [0, 1); null with fewer than two people.</param>
/// <param name="ScoreVariance">Variance of the posterior means, n − 1, squared logits; null with fewer than two people.</param>
/// <param name="ErrorVariance">Mean posterior variance, squared logits; null without people.</param>
public sealed record EmpiricalReliabilityResult(
    EmpiricalReliabilityStatus Status, int People, double? Reliability, double? ScoreVariance, double? ErrorVariance);

/// <summary>Reliability from the estimates of a sample, rather than from a distribution of ability.</summary>
public static class EmpiricalReliability
{
    /// <summary>The empirical reliability of EAP scores.</summary>
    /// <param name="estimates">
    /// One estimate per person. People to whom nothing was administered carry only the prior and are to be left out by the caller.
    /// </param>
    /// <returns>The reliability and its two parts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An estimate is not finite or its standard error is not above 0.</exception>
    /// <remarks>Var(θ̂)/(Var(θ̂) + mean PSD²) [BockMislevy1982], the variance with n − 1.</remarks>
    public static EmpiricalReliabilityResult Of(ReadOnlySpan<EapEstimate> estimates)
    {
        double sum = 0, errors = 0, squares = 0;
        foreach (var estimate in estimates)
        {
            if (!double.IsFinite(estimate.Theta) || !(estimate.StandardError > 0) || !double.IsFinite(estimate.StandardError))
                throw new ArgumentOutOfRangeException(
                    nameof(estimates), estimate, "An estimate is finite, with a finite standard error above 0.");
            sum += estimate.Theta;
            errors += estimate.StandardError * estimate.StandardError;
        }

        var n = estimates.Length;
        double? error = n > 0 ? errors / n : null;
        if (n < 2) return new EmpiricalReliabilityResult(EmpiricalReliabilityStatus.TooFewPeople, n, null, null, error);

        var mean = sum / n;
        foreach (var estimate in estimates) squares += (estimate.Theta - mean) * (estimate.Theta - mean);
        var variance = squares / (n - 1);
        return new EmpiricalReliabilityResult(EmpiricalReliabilityStatus.Estimated, n, variance / (variance + errors / n), variance, error);
    }
}
