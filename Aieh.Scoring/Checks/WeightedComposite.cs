using System.Collections.Immutable;

namespace Aieh.Scoring.Checks;

/// <summary>Whether the statistics of a composite exist.</summary>
public enum CompositeStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>The weighted sum does not vary, or the correlations cannot be those of the same people.</summary>
    NoVariance,
}

/// <summary>One part of a composite.</summary>
/// <param name="Weight">Nominal weight w; finite.</param>
/// <param name="StandardDeviation">Standard deviation s; finite, above 0.</param>
/// <param name="Reliability">Reliability r, in [0, 1].</param>
/// <param name="Validity">Correlation with the criterion, in [−1, 1]; null when unknown.</param>
public readonly record struct CompositePart(double Weight, double StandardDeviation, double Reliability, double? Validity = null);

/// <summary>The psychometric properties of a weighted sum; null where they do not exist.</summary>
/// <param name="Status">Whether the weighted sum varies; all else is null, or empty, when it does not.</param>
/// <param name="StandardDeviation">√(w'Σw), in the units of the weighted sum.</param>
/// <param name="Reliability">Mosier's reliability, at most 1.</param>
/// <param name="StandardErrorOfMeasurement">Standard deviation × √(1 − reliability).</param>
/// <param name="EffectiveWeights">Each part's share of the composite's variance, w_j(Σw)_j/w'Σw; they sum to 1 and may be negative.</param>
/// <param name="Validity">
/// Correlation of the composite with the criterion; null too when a part's validity is unknown or the validities
/// contradict the correlations.
/// </param>
public sealed record CompositeStatistics(
    CompositeStatus Status, double? StandardDeviation, double? Reliability, double? StandardErrorOfMeasurement,
    ImmutableArray<double> EffectiveWeights, double? Validity);

/// <summary>Reliability, effective weights and validity of a weighted sum of scores.</summary>
public static class WeightedComposite
{
    // Beside the variance of uncorrelated parts a variance this small is rounding; a validity this far above 1 is too.
    private const double Rounding = 1e-12;

    /// <summary>Evaluates a composite.</summary>
    /// <param name="parts">The parts, in the order of the correlations.</param>
    /// <param name="correlations">Observed correlations of the parts.</param>
    /// <returns>The statistics, or the status that says why there are none.</returns>
    /// <exception cref="ArgumentException">There is not one part per variable, or all weights are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A part is outside its domain.</exception>
    /// <remarks>
    /// With Σ_ij = s_i r_ij s_j: reliability 1 − Σ w²s²(1 − r)/w'Σw [Mosier1943], uncorrelated errors assumed; validity Σ w s r_y/√(w'Σw);
    /// effective weight the share of the variance [Guilford1954].
    /// </remarks>
    public static CompositeStatistics Evaluate(ReadOnlySpan<CompositePart> parts, CorrelationMatrix correlations)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        if (parts.Length != correlations.Size)
            throw new ArgumentException($"{parts.Length} parts and {correlations.Size} variables were given.", nameof(parts));
        Check(parts);
        double errors = 0, uncorrelated = 0, variance = 0;
        double? criterion = 0;
        var shares = ImmutableArray.CreateBuilder<double>(parts.Length);
        foreach (var part in parts)
        {
            var scaled = part.Weight * part.StandardDeviation;
            uncorrelated += scaled * scaled;
            errors += scaled * scaled * (1 - part.Reliability);
            criterion += scaled * part.Validity;
        }

        if (uncorrelated == 0) throw new ArgumentException("A composite has a weight other than 0.", nameof(parts));
        for (var i = 0; i < parts.Length; i++)
        {
            var share = 0.0;
            for (var j = 0; j < parts.Length; j++) share += correlations[i, j] * parts[j].Weight * parts[j].StandardDeviation;
            shares.Add(share * parts[i].Weight * parts[i].StandardDeviation);
            variance += shares[i];
        }

        if (variance <= Rounding * uncorrelated) return new CompositeStatistics(CompositeStatus.NoVariance, null, null, null, [], null);
        for (var i = 0; i < parts.Length; i++) shares[i] /= variance;
        var validity = criterion / Math.Sqrt(variance);
        return new CompositeStatistics(
            CompositeStatus.Estimated, Math.Sqrt(variance), 1 - errors / variance, Math.Sqrt(errors), shares.MoveToImmutable(),
            validity is { } r && Math.Abs(r) <= 1 + Rounding ? Math.Clamp(r, -1, 1) : null);
    }

    private static void Check(ReadOnlySpan<CompositePart> parts)
    {
        foreach (var part in parts)
        {
            if (!double.IsFinite(part.Weight))
                throw new ArgumentOutOfRangeException(nameof(parts), part.Weight, "A weight must be finite.");
            if (!(part.StandardDeviation > 0) || !double.IsFinite(part.StandardDeviation))
                throw new ArgumentOutOfRangeException(
                    nameof(parts), part.StandardDeviation, "A standard deviation must be finite and above 0.");
            if (!(part.Reliability is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(parts), part.Reliability, "A reliability lies in [0, 1].");
            if (part.Validity is { } validity && !(Math.Abs(validity) <= 1))
                throw new ArgumentOutOfRangeException(nameof(parts), validity, "A validity lies in [-1, 1].");
        }
    }
}
