using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Scoring.Integrity;

/// <summary>An item that somebody answered.</summary>
/// <param name="Seconds">How long the answer took; at least 0.</param>
/// <param name="MeanSeconds">How long answers take on average, or are expected to where none were measured; above 0.</param>
public readonly record struct TimedAnswer(double Seconds, double MeanSeconds);

/// <summary>How much of a test was answered with effort.</summary>
/// <param name="Timed">How many answers have a time.</param>
/// <param name="Rapid">How many of them are rapid guesses: faster than their threshold.</param>
/// <param name="Effort">Response-time effort, the share of timed answers that are no rapid guesses, 0..1; null without any.</param>
/// <param name="PValue">The probability of as many rapid guesses or more from honest people; (0, 1], 1 without any time.</param>
/// <param name="ForReview">
/// Whether effort is below <see cref="ResponseTimeEffort.ReviewBelow"/> and p at most <see cref="ResponseTimeEffort.ReviewRate"/>: a reason
/// for a person to look.
/// </param>
public readonly record struct EffortResult(int Timed, int Rapid, double? Effort, double PValue, bool ForReview);

/// <summary>Response-time effort: the share of answers that took long enough for the question to be read [WiseKong2005].</summary>
public static class ResponseTimeEffort
{
    /// <summary>0.90: below it somebody guessed rapidly on more than a tenth of the items [WiseKong2005].</summary>
    public const double ReviewBelow = 0.9;

    /// <summary>0.05: at most this share of honest people is for review.</summary>
    public const double ReviewRate = 0.05;

    // The normative threshold NT10 [WiseMa2012].
    private const double ShareOfMean = 0.1;
    private const double LongestThreshold = 10;

    // Speeds within four standard deviations; steps of a fifth.
    private const double HalfWidth = 4;
    private const int Speeds = 41;

    /// <summary>Below which time an answer is a rapid guess: a tenth of the mean, at most ten seconds [WiseMa2012].</summary>
    /// <param name="meanSeconds">How long answers to the item take on average; above 0, finite.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The mean is outside its domain.</exception>
    public static double ThresholdOf(double meanSeconds) =>
        meanSeconds > 0 && double.IsFinite(meanSeconds)
            ? Math.Min(ShareOfMean * meanSeconds, LongestThreshold)
            : throw new ArgumentOutOfRangeException(nameof(meanSeconds), meanSeconds, "A mean time must be finite and above 0.");

    /// <summary>Judges the times of one person.</summary>
    /// <param name="answers">The answers that have a time, in any order; those without are left out.</param>
    /// <param name="model">How long honest people take.</param>
    /// <returns>Effort, and the probability of it among honest people.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or not finite, or a mean not above 0.</exception>
    /// <remarks>
    /// An honest person of speed τ is below the threshold t of an item with probability Φ((ln t − β + τ)/√(σ² + ν²)), ν the error of stated
    /// means. The count of rapid guesses is then generalized binomial, and p its tail, averaged over τ ~ N(0, s²). Rates hold as far as the
    /// model does: among people who are slower or less variable they are lower.
    /// </remarks>
    public static EffortResult Evaluate(ReadOnlySpan<TimedAnswer> answers, ResponseTimeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (answers.IsEmpty) return new EffortResult(0, 0, null, 1, false);

        // How far the threshold lies from an honest answer, sorted so that nothing depends on the order of the items.
        var distances = new double[answers.Length];
        var spread = Math.Sqrt(model.ResidualDeviation * model.ResidualDeviation + model.MeanError * model.MeanError);
        var rapid = 0;
        for (var i = 0; i < answers.Length; i++)
        {
            var threshold = ThresholdOf(answers[i].MeanSeconds);
            if (!(answers[i].Seconds >= 0) || !double.IsFinite(answers[i].Seconds))
                throw new ArgumentOutOfRangeException(nameof(answers), answers[i].Seconds, "A time must be finite and at least 0.");
            if (answers[i].Seconds < threshold) rapid++;
            distances[i] = (Math.Log(threshold) - model.IntensityOf(answers[i].MeanSeconds)) / spread;
        }

        Array.Sort(distances);
        var p = rapid == 0 ? 1 : Tail(distances, rapid, model.SpeedDeviation / spread);
        var effort = (answers.Length - rapid) / (double)answers.Length;
        return new EffortResult(answers.Length, rapid, effort, p, effort < ReviewBelow && p <= ReviewRate);
    }

    private static double Tail(double[] distances, int rapid, double speedDeviation)
    {
        double tail = 0, weights = 0;
        foreach (var deviate in NormalQuadrature.Deviates(HalfWidth, Speeds))
        {
            var weight = NormalQuadrature.Density(deviate);
            var count = new SumDistribution();
            foreach (var distance in distances) count.Add([1], [NormalDistribution.Cumulative(distance + deviate * speedDeviation)]);
            tail += weight * count.AtLeast(rapid);
            weights += weight;
        }

        return Math.Max(tail / weights, double.Epsilon);
    }
}
