using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Aieh.Scoring.Checks;

/// <summary>Whether a regression on predictors exists and, if not, why.</summary>
public enum RegressionStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>A predictor follows linearly from the others, or the correlations cannot be those of the same people.</summary>
    DependentPredictors,

    /// <summary>The validities contradict the correlations of the predictors: R² would exceed 1.</summary>
    InconsistentValidities,
}

/// <summary>The regression of a criterion on predictors, from correlations.</summary>
/// <param name="Status">Whether it exists; all else is null, or empty, when it does not.</param>
/// <param name="Weights">Standardized regression weights β, one per predictor.</param>
/// <param name="MultipleR">Multiple correlation R, in [0, 1].</param>
/// <param name="RSquared">R², in [0, 1].</param>
/// <param name="AdjustedRSquared">
/// R² in the population, 1 − (1 − R²)(N − 1)/(N − p − 1); may be negative; null without a sample size or when N ≤ p + 1.
/// </param>
/// <param name="CrossValidityRSquared">
/// R² of these weights in new samples of the population, in [0, 1]; null without a sample size, when N ≤ p + 1,
/// or when the sample is so small that the formula divides by nothing.
/// </param>
public sealed record RegressionResult(
    RegressionStatus Status, ImmutableArray<double> Weights, double? MultipleR, double? RSquared,
    double? AdjustedRSquared, double? CrossValidityRSquared);

/// <summary>What predictors add to others.</summary>
/// <param name="Status">Whether both regressions exist; all else is null when they do not.</param>
/// <param name="FullRSquared">R² of all predictors.</param>
/// <param name="ReducedRSquared">R² of the base predictors alone.</param>
/// <param name="Gain">Incremental validity, full R² minus reduced R²; at least 0.</param>
/// <param name="F">
/// F of the gain with q and N − p − 1 degrees of freedom for q added of p predictors;
/// null without a sample size, when N ≤ p + 1, or when the full R² is 1.
/// </param>
/// <param name="PValue">Its p-value; null where F is.</param>
public sealed record IncrementalValidity(
    RegressionStatus Status, double? FullRSquared, double? ReducedRSquared, double? Gain, double? F, double? PValue);

/// <summary>Optimal weights of predictors, their multiple correlation with a criterion and what is left of it in new samples.</summary>
public static class ValidityRegression
{
    private const double Rounding = 1e-12;

    /// <summary>Regresses a criterion on all predictors.</summary>
    /// <param name="correlations">Correlations of the predictors.</param>
    /// <param name="validities">Correlation of each predictor with the criterion, in [−1, 1].</param>
    /// <param name="people">Sample size N, at least 1; null when unknown.</param>
    /// <returns>Weights, R and its adjustments.</returns>
    /// <exception cref="ArgumentException">There is not one validity per predictor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A validity or the sample size is outside its domain.</exception>
    /// <remarks>
    /// β = R⁻¹ r_y, R² = β'r_y [CohenEtAl2003]. Adjusted R² ρ² after [Ezekiel1930], often named after Wherry. Cross-validity
    /// [(N − p − 3)ρ⁴ + ρ²]/[(N − 2p − 2)ρ² + p] with ρ⁴ estimated by (ρ²)² − 2p(1 − ρ²)²/((N − 1)(N − p + 1)) [Browne1975];
    /// a negative ρ² or ρ⁴ counts as 0 there.
    /// </remarks>
    public static RegressionResult Evaluate(CorrelationMatrix correlations, ReadOnlySpan<double> validities, int? people = null)
    {
        Check(correlations, validities, people);
        if (!correlations.IsPositiveDefinite) return new RegressionResult(RegressionStatus.DependentPredictors, [], null, null, null, null);
        var p = correlations.Size;
        int[] all = [.. Enumerable.Range(0, p)];
        var weights = correlations.Solve(all, validities);
        if (RSquared(correlations, all, validities) is not { } squared)
            return new RegressionResult(RegressionStatus.InconsistentValidities, [], null, null, null, null);

        double? adjusted = people > p + 1 ? 1 - (1 - squared) * (people.Value - 1.0) / (people.Value - p - 1) : null;
        return new RegressionResult(
            RegressionStatus.Estimated, [.. weights], Math.Sqrt(squared), squared, adjusted,
            adjusted is { } ? CrossValidity(Math.Max(0, adjusted.Value), people!.Value, p) : null);
    }

    /// <summary>Compares all predictors with some of them.</summary>
    /// <param name="correlations">Correlations of the predictors.</param>
    /// <param name="validities">Correlation of each predictor with the criterion, in [−1, 1].</param>
    /// <param name="baseline">Positions of the base predictors, from 0, each once; at least one and not all.</param>
    /// <param name="people">Sample size N, at least 1; null when unknown.</param>
    /// <returns>Both R², their difference and its test.</returns>
    /// <exception cref="ArgumentException">
    /// There is not one validity per predictor, or the base is empty, complete or repeats a predictor.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A validity, a position or the sample size is outside its domain.</exception>
    /// <remarks>F = (gain/q)/((1 − R²)/(N − p − 1)) [CohenEtAl2003].</remarks>
    public static IncrementalValidity Gain(
        CorrelationMatrix correlations, ReadOnlySpan<double> validities, ReadOnlySpan<int> baseline, int? people = null)
    {
        Check(correlations, validities, people);
        var p = correlations.Size;
        foreach (var predictor in baseline)
            if ((uint)predictor >= (uint)p)
                throw new ArgumentOutOfRangeException(nameof(baseline), predictor, $"Predictors are numbered 0..{p - 1}.");
        if (baseline.IsEmpty || baseline.Length >= p || baseline.ToArray().Distinct().Count() != baseline.Length)
            throw new ArgumentException("The base is at least one predictor and not all, each once.", nameof(baseline));
        if (!correlations.IsPositiveDefinite)
            return new IncrementalValidity(RegressionStatus.DependentPredictors, null, null, null, null, null);
        if (RSquared(correlations, [.. Enumerable.Range(0, p)], validities) is not { } full)
            return new IncrementalValidity(RegressionStatus.InconsistentValidities, null, null, null, null, null);

        // A part of consistent predictors is consistent; rounding may put it above the whole.
        var reduced = Math.Min(full, RSquared(correlations, baseline, validities)!.Value);
        var (gain, added) = (full - reduced, p - baseline.Length);
        double? f = people > p + 1 && full < 1 ? gain / added / ((1 - full) / (people.Value - p - 1)) : null;
        return new IncrementalValidity(
            RegressionStatus.Estimated, full, reduced, gain, f,
            f is { } value ? UpperTail(value, added, people!.Value - p - 1) : null);
    }

    private static double? RSquared(CorrelationMatrix correlations, ReadOnlySpan<int> predictors, ReadOnlySpan<double> validities)
    {
        var weights = correlations.Solve(predictors, validities);
        var squared = 0.0;
        for (var i = 0; i < weights.Length; i++) squared += weights[i] * validities[predictors[i]];
        return squared <= 1 + Rounding ? Math.Clamp(squared, 0, 1) : null;
    }

    private static double? CrossValidity(double squared, int people, int p)
    {
        double n = people;
        var fourth = Math.Max(0, squared * squared - 2 * p * (1 - squared) * (1 - squared) / ((n - 1) * (n - p + 1)));
        var divisor = (n - 2 * p - 2) * squared + p;
        return divisor > 0 ? ((n - p - 3) * fourth + squared) / divisor : null;
    }

    // P(F > f) = P(X < d2/(d2 + d1 f)), X beta(d2/2, d1/2), without the cancellation of 1 − P.
    private static double UpperTail(double f, double d1, double d2) => Beta.CDF(d2 / 2, d1 / 2, d2 / (d2 + d1 * f));

    private static void Check(CorrelationMatrix correlations, ReadOnlySpan<double> validities, int? people)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        if (validities.Length != correlations.Size)
            throw new ArgumentException(
                $"{correlations.Size} predictors and {validities.Length} validities were given.", nameof(validities));
        foreach (var validity in validities)
            if (!(Math.Abs(validity) <= 1))
                throw new ArgumentOutOfRangeException(nameof(validities), validity, "A validity lies in [-1, 1].");
        if (people < 1) throw new ArgumentOutOfRangeException(nameof(people), people, "A sample has at least one person.");
    }
}
