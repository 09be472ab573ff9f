namespace Aieh.Scoring.Linking;

/// <summary>A score on the passport scale that a concordance gives.</summary>
/// <param name="Score">Score, points, neither rounded nor clamped.</param>
/// <param name="StandardError">
/// Standard error of that score as a statement about the person's score on the passport scale, points; above 0.
/// </param>
public readonly record struct ConcordantScore(double Score, double StandardError);

/// <summary>
/// A published or chosen correspondence from another instrument's scores to the passport scale, with its error [Dorans2004].
/// </summary>
/// <remarks>
/// A concordance is made for the scores that its instrument reports. A raw score outside that domain is refused, never extrapolated:
/// what lies there was not observed when the concordance was made. It says that scores correspond,
/// not that the two instruments measure the same thing equally well; that doubt belongs into the standard error.
/// </remarks>
public abstract class Concordance
{
    private protected Concordance(double lowest, double highest)
    {
        if (!double.IsFinite(lowest)) throw new ArgumentOutOfRangeException(nameof(lowest), lowest, "The lowest raw score must be finite.");
        if (!(highest > lowest) || !double.IsFinite(highest))
            throw new ArgumentOutOfRangeException(
                nameof(highest), highest, $"The highest raw score must be finite and above the lowest, {lowest}.");
        (Lowest, Highest) = (lowest, highest);
    }

    /// <summary>Lowest raw score that the concordance is made for.</summary>
    public double Lowest { get; }

    /// <summary>Highest raw score that the concordance is made for.</summary>
    public double Highest { get; }

    /// <summary>Maps a raw score.</summary>
    /// <param name="rawScore">A score as the instrument reports it.</param>
    /// <param name="score">The score on the passport scale, when the raw score is in the domain.</param>
    /// <returns>
    /// Whether the raw score is one that the concordance is made for; false for everything outside its domain and for what is not a number.
    /// </returns>
    public bool TryMap(double rawScore, out ConcordantScore score)
    {
        score = default;
        return rawScore >= Lowest && rawScore <= Highest && TryMapInDomain(rawScore, out score);
    }

    private protected abstract bool TryMapInDomain(double rawScore, out ConcordantScore score);

    private protected static double CheckedError(double standardError, string name) =>
        standardError > 0 && double.IsFinite(standardError)
            ? standardError
            : throw new ArgumentOutOfRangeException(name, standardError, "A standard error must be finite and above 0 points.");

    private protected static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "The value must be finite.");
}

/// <summary>Passport score = slope·raw score + intercept, with one standard error.</summary>
public sealed class LinearConcordance : Concordance
{
    private readonly double _slope;
    private readonly double _intercept;
    private readonly double _standardError;

    /// <summary>Makes a linear concordance.</summary>
    /// <param name="lowest">Lowest raw score; finite.</param>
    /// <param name="highest">Highest raw score; finite, above <paramref name="lowest"/>.</param>
    /// <param name="slope">Points per unit of the raw score; finite, not 0. Negative where a lower raw score is better.</param>
    /// <param name="intercept">Passport score of the raw score 0, points; finite.</param>
    /// <param name="standardError">Standard error, points; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public LinearConcordance(double lowest, double highest, double slope, double intercept, double standardError) : base(lowest, highest)
    {
        _slope = Finite(slope, nameof(slope)) != 0
            ? slope
            : throw new ArgumentOutOfRangeException(nameof(slope), slope, "A slope of 0 maps every raw score to one score.");
        _intercept = Finite(intercept, nameof(intercept));
        _standardError = CheckedError(standardError, nameof(standardError));
    }

    private protected override bool TryMapInDomain(double rawScore, out ConcordantScore score)
    {
        score = new ConcordantScore(_slope * rawScore + _intercept, _standardError);
        return true;
    }
}

/// <summary>
/// Percentile ranks in a norm group whose distribution on the passport scale is taken as normal:
/// passport score = mean + SD·Φ⁻¹(percentile/100).
/// </summary>
/// <remarks>Percentiles of 0 and 100 have no finite normal quantile, so the domain must end short of them.</remarks>
public sealed class PercentileConcordance : Concordance
{
    private readonly double _mean;
    private readonly double _standardDeviation;
    private readonly double _standardError;

    /// <summary>Makes a percentile concordance.</summary>
    /// <param name="lowest">Lowest percentile rank; above 0.</param>
    /// <param name="highest">Highest percentile rank; above <paramref name="lowest"/>, below 100.</param>
    /// <param name="normMean">Mean of the norm group on the passport scale, points; finite.</param>
    /// <param name="normStandardDeviation">Standard deviation of the norm group on the passport scale, points; finite, above 0.</param>
    /// <param name="standardError">Standard error, points; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public PercentileConcordance(
        double lowest, double highest, double normMean, double normStandardDeviation, double standardError)
        : base(lowest, highest)
    {
        if (!(lowest > 0)) throw new ArgumentOutOfRangeException(nameof(lowest), lowest, "The lowest percentile must be above 0.");
        if (!(highest < 100)) throw new ArgumentOutOfRangeException(nameof(highest), highest, "The highest percentile must be below 100.");
        _mean = Finite(normMean, nameof(normMean));
        _standardDeviation = CheckedError(normStandardDeviation, nameof(normStandardDeviation));
        _standardError = CheckedError(standardError, nameof(standardError));
    }

    private protected override bool TryMapInDomain(double rawScore, out ConcordantScore score)
    {
        var quantile = MathNet.Numerics.Distributions.Normal.InvCDF(_mean, _standardDeviation, rawScore / 100);
        score = new ConcordantScore(quantile, _standardError);
        return true;
    }
}
