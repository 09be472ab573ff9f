using System.Collections.Immutable;

namespace Aieh.Scoring.Scale;

/// <summary>A linear score scale with its limits and bands: data, checked once, then used by pure functions.</summary>
/// <remarks>
/// S(θ) = midpoint of the limits + slope·(θ − midpoint of the anchors), slope = (maximum − minimum)/(θ at maximum − θ at minimum).
/// Ability θ is in logits, the score S and its standard error are in points.
/// </remarks>
public sealed class ScoreScale
{
    /// <summary>Half-width of a 95 % normal interval in standard errors: 1.96.</summary>
    public const double IntervalHalfWidth = 1.96;

    private readonly double _thetaMidpoint;
    private readonly double _scoreMidpoint;

    /// <summary>Makes a scale from its anchors, limits and bands.</summary>
    /// <param name="minimum">Lowest reported score, points; below <paramref name="maximum"/>.</param>
    /// <param name="maximum">Highest reported score, points.</param>
    /// <param name="thetaAtMinimum">Ability whose score is the minimum, logits; finite, below <paramref name="thetaAtMaximum"/>.</param>
    /// <param name="thetaAtMaximum">Ability whose score is the maximum, logits; finite.</param>
    /// <param name="bands">Bands in ascending order that cover minimum..maximum without gap or overlap, each band once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limits or anchors are outside their domain.</exception>
    /// <exception cref="ArgumentException">The bands leave a gap, overlap, are out of order, or do not cover the scale.</exception>
    public ScoreScale(int minimum, int maximum, double thetaAtMinimum, double thetaAtMaximum, IEnumerable<BandRange> bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(minimum, maximum);
        if (!double.IsFinite(thetaAtMinimum))
            throw new ArgumentOutOfRangeException(nameof(thetaAtMinimum), thetaAtMinimum, "An anchor must be finite.");
        if (!double.IsFinite(thetaAtMaximum) || thetaAtMaximum <= thetaAtMinimum)
            throw new ArgumentOutOfRangeException(
                nameof(thetaAtMaximum), thetaAtMaximum, $"The upper anchor must be finite and above the lower anchor {thetaAtMinimum}.");

        Minimum = minimum;
        Maximum = maximum;
        PointsPerLogit = (maximum - minimum) / (thetaAtMaximum - thetaAtMinimum);
        Bands = [.. bands];
        _thetaMidpoint = (thetaAtMinimum + thetaAtMaximum) / 2;
        _scoreMidpoint = (minimum + maximum) / 2.0;
        CheckBands();
    }

    /// <summary>
    /// The published passport scale: 300 to 850 over θ = −3..+3, that is S = 575 + (275/3)·θ, with bands from 300, 500, 650 and 750.
    /// </summary>
    public static ScoreScale Passport { get; } = new(
        300, 850, -3, 3,
        [
            new BandRange(Band.BelowThreshold, 300, 499),
            new BandRange(Band.Functional, 500, 649),
            new BandRange(Band.Strong, 650, 749),
            new BandRange(Band.Exceptional, 750, 850),
        ]);

    /// <summary>Lowest reported score, points.</summary>
    public int Minimum { get; }

    /// <summary>Highest reported score, points.</summary>
    public int Maximum { get; }

    /// <summary>Slope of the scale, points per logit; positive.</summary>
    public double PointsPerLogit { get; }

    /// <summary>The bands in ascending order.</summary>
    public ImmutableArray<BandRange> Bands { get; }

    /// <summary>The score of an ability, neither rounded nor clamped.</summary>
    /// <param name="theta">Ability, logits; finite.</param>
    /// <returns>Score, points; may lie outside the reported limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is not finite.</exception>
    public double ScoreOf(double theta) => _scoreMidpoint + PointsPerLogit * (Finite(theta, nameof(theta)) - _thetaMidpoint);

    /// <summary>The ability of a score: the inverse of <see cref="ScoreOf"/>.</summary>
    /// <param name="score">Unrounded score, points; finite.</param>
    /// <returns>Ability, logits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="score"/> is not finite.</exception>
    public double ThetaOf(double score) => _thetaMidpoint + (Finite(score, nameof(score)) - _scoreMidpoint) / PointsPerLogit;

    /// <summary>The standard error of a score from that of the ability.</summary>
    /// <param name="thetaStandardError">Standard error of θ, logits; finite, at least 0.</param>
    /// <returns>Standard error of the score, points.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="thetaStandardError"/> is negative or not finite.</exception>
    public double StandardErrorOf(double thetaStandardError) =>
        PointsPerLogit * StandardError(thetaStandardError, nameof(thetaStandardError));

    /// <summary>The score as reported: rounded half away from zero, then clamped to the limits.</summary>
    /// <param name="score">Unrounded score, points; finite. The stored double decides: 649.4999 reports 649, 649.5 reports 650.</param>
    /// <returns>A whole number of points within the limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="score"/> is not finite.</exception>
    public int Report(double score) =>
        (int)Math.Clamp(Math.Round(Finite(score, nameof(score)), MidpointRounding.AwayFromZero), Minimum, Maximum);

    /// <summary>The 95 % interval S ± 1.96·SE, clamped to the limits.</summary>
    /// <param name="score">Unrounded score, points; finite.</param>
    /// <param name="standardError">Standard error of the score, points; finite, at least 0.</param>
    /// <returns>The interval, points. An unrounded score outside the limits may lie outside it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public ScoreInterval IntervalOf(double score, double standardError)
    {
        var half = IntervalHalfWidth * StandardError(standardError, nameof(standardError));
        Finite(score, nameof(score));
        return new ScoreInterval(Math.Clamp(score - half, Minimum, Maximum), Math.Clamp(score + half, Minimum, Maximum));
    }

    /// <summary>The band of a reported score.</summary>
    /// <param name="reportedScore">A whole score within the limits.</param>
    /// <returns>The band that covers it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reportedScore"/> lies outside the limits.</exception>
    public Band BandOf(int reportedScore)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reportedScore, Minimum);
        foreach (var range in Bands)
            if (reportedScore <= range.Highest)
                return range.Band;
        throw new ArgumentOutOfRangeException(nameof(reportedScore), reportedScore, $"A reported score is at most {Maximum}.");
    }

    /// <summary>How sure the band is: the probability of each band for a score with a normal error.</summary>
    /// <param name="score">Unrounded score, points; finite.</param>
    /// <param name="standardError">Standard error of the score, points; finite, above 0.</param>
    /// <returns>One probability per band, in the order of <see cref="Bands"/>; they sum to 1 within rounding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    /// <remarks>
    /// P(lowest − 0.5 ≤ N(S, SE²) &lt; highest + 0.5), the outer bands open; half a point because a reported score is a rounded one.
    /// The largest of them is the classification accuracy of [Rudner2005].
    /// </remarks>
    public ImmutableArray<BandProbability> BandProbabilities(double score, double standardError)
    {
        Finite(score, nameof(score));
        ArgumentOutOfRangeException.ThrowIfZero(StandardError(standardError, nameof(standardError)), nameof(standardError));

        var probabilities = ImmutableArray.CreateBuilder<BandProbability>(Bands.Length);
        var from = double.NegativeInfinity;
        for (var i = 0; i < Bands.Length; i++)
        {
            var to = i == Bands.Length - 1 ? double.PositiveInfinity : (Bands[i].Highest + 0.5 - score) / standardError;
            probabilities.Add(new BandProbability(Bands[i].Band, NormalDistribution.Between(from, to)));
            from = to;
        }

        return probabilities.MoveToImmutable();
    }

    private static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be finite.");

    private static double StandardError(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A standard error must be finite and not negative.");

    private void CheckBands()
    {
        var next = Minimum;
        for (var i = 0; i < Bands.Length; i++)
        {
            var range = Bands[i];
            if (range.Lowest != next || range.Highest < range.Lowest)
                throw new ArgumentException(
                    $"Band {range.Band} covers {range.Lowest}..{range.Highest}; expected a band that starts at {next}.", "bands");
            if (!Enum.IsDefined(range.Band) || (i > 0 && range.Band <= Bands[i - 1].Band))
                throw new ArgumentException($"Band {range.Band} is out of order, repeated or unknown.", "bands");
            next = range.Highest + 1;
        }

        if (next != Maximum + 1) throw new ArgumentException($"The bands end at {next - 1}, the scale at {Maximum}.", "bands");
    }
}

/// <summary>A 95 % interval of a score.</summary>
/// <param name="Lower">Lower limit, points, within the limits of the scale.</param>
/// <param name="Upper">Upper limit, points, within the limits of the scale.</param>
public readonly record struct ScoreInterval(double Lower, double Upper);
