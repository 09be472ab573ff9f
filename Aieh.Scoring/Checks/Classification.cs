using System.Collections.Immutable;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;
using MathNet.Numerics.Integration;

namespace Aieh.Scoring.Checks;

/// <summary>The kind of score whose classification is predicted.</summary>
public enum ClassifiedScore
{
    /// <summary>Maximum likelihood: given θ about normal with mean θ and variance 1/I.</summary>
    MaximumLikelihood,

    /// <summary>
    /// Expected a posteriori under the form's prior N(μ, σ²): given θ about normal with mean
    /// (Iθ + μ/σ²)/(I + 1/σ²) and variance I/(I + 1/σ²)².
    /// </summary>
    ExpectedAPosteriori,
}

/// <summary>How well one cut between two bands separates people.</summary>
/// <param name="Band">The upper band; the cut is its lowest score.</param>
/// <param name="Accuracy">Probability that score and true score lie on the same side, in [0, 1].</param>
/// <param name="Consistency">Probability that two independent scores of a person lie on the same side, in [0, 1].</param>
/// <param name="FalsePositive">Probability that the score reaches the band and the true score does not, in [0, 1].</param>
/// <param name="FalseNegative">Probability that the true score reaches the band and the score does not, in [0, 1].</param>
public readonly record struct CutClassification(Band Band, double Accuracy, double Consistency, double FalsePositive, double FalseNegative);

/// <summary>How well scores place people in the bands of a scale.</summary>
/// <param name="People">People counted; null when computed for a distribution of ability.</param>
/// <param name="Accuracy">Probability that the reported band is the band of the true score, in [0, 1].</param>
/// <param name="Consistency">Probability that two independent scores of a person fall in the same band, in [0, 1].</param>
/// <param name="Kappa">
/// Consistency beyond chance, (Consistency − chance)/(1 − chance), at most 1; null when one band holds everyone.
/// </param>
/// <param name="Cuts">One entry per cut between neighbouring bands, ascending.</param>
/// <param name="Joint">
/// Joint probability of reported band (outer index) and true band (inner index), in the order of the scale's bands; all sum to 1.
/// </param>
public sealed record ClassificationResult(
    int? People, double Accuracy, double Consistency, double? Kappa, ImmutableArray<CutClassification> Cuts,
    ImmutableArray<ImmutableArray<double>> Joint);

/// <summary>Accuracy and consistency of the classification into bands.</summary>
/// <remarks>
/// Bands are those of reported, rounded scores, so every cut lies half a point below the lowest score of its band,
/// as for <see cref="ScoreScale.BandProbabilities"/>.
/// </remarks>
public static class Classification
{
    // Panels of half a prior standard deviation over ±8 of them, 16 Gauss–Legendre points each, cut at the bands.
    private const double HalfWidth = 8;
    private const double PanelWidth = 0.5;
    private const int PanelOrder = 16;

    // Where a form says nothing any band is possible; this many points are as good as an infinite error.
    private const double LargestError = 1e12;

    // A chance agreement nearer to 1 than this leaves only rounding to be divided.
    private const double SmallestDisagreement = 1e-12;

    /// <summary>Accuracy and consistency in a sample of people.</summary>
    /// <param name="scale">The score scale with its bands.</param>
    /// <param name="scores">Unrounded scores, points; finite.</param>
    /// <param name="standardErrors">Their standard errors, points; finite, above 0.</param>
    /// <returns>The classification; null for no people.</returns>
    /// <exception cref="ArgumentException">There is not one standard error per score.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A score or standard error is outside its domain.</exception>
    /// <remarks>
    /// With P_k the probability that the true score lies in band k, normal about the score:
    /// accuracy is the mean P of the band reported [Rudner2001, Rudner2005],
    /// consistency the mean Σ P_k² [Lee2010]. For an EAP score with its posterior standard deviation P_k is the posterior;
    /// for other scores it takes the prior as flat.
    /// Reported beyond the limits of the scale is the outer band.
    /// </remarks>
    public static ClassificationResult? OfPeople(ScoreScale scale, ReadOnlySpan<double> scores, ReadOnlySpan<double> standardErrors)
    {
        ArgumentNullException.ThrowIfNull(scale);
        if (scores.Length != standardErrors.Length)
            throw new ArgumentException(
                $"{scores.Length} scores and {standardErrors.Length} standard errors were given.", nameof(standardErrors));
        if (scores.IsEmpty) return null;

        var tables = new BandTables(scale);
        for (var person = 0; person < scores.Length; person++)
        {
            var probabilities = scale.BandProbabilities(scores[person], standardErrors[person]);
            var reported = tables.IndexOf(scale.BandOf(scale.Report(scores[person])));
            for (var k = 0; k < probabilities.Length; k++) tables.Joint[reported, k] += probabilities[k].Probability;
            tables.AddPair(probabilities, 1);
        }

        return tables.Result(scores.Length);
    }

    /// <summary>Accuracy and consistency of a form in the population of its prior.</summary>
    /// <param name="form">The compiled form; all items administered.</param>
    /// <param name="scale">The score scale with its bands.</param>
    /// <param name="score">The kind of score that is classified.</param>
    /// <returns>The classification.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind of score is unknown.</exception>
    /// <remarks>
    /// ∫ P(reported band = band of θ) φ(θ) dθ and ∫ Σ P_k(θ)² φ(θ) dθ [Rudner2005, Lee2010],
    /// P_k normal as in <see cref="ClassifiedScore"/>: the large-sample approximation,
    /// good for tests of some 20 items and more. The integral runs over ±8 prior standard deviations, split at the cuts,
    /// where its integrand jumps.
    /// </remarks>
    public static ClassificationResult OfForm(TestForm form, ScoreScale scale, ClassifiedScore score)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(scale);
        if (!Enum.IsDefined(score)) throw new ArgumentOutOfRangeException(nameof(score), score, "Not a kind of score.");

        var (mean, sd) = (form.Prior.Mean, form.Prior.StandardDeviation);
        var tables = new BandTables(scale);
        var from = mean - HalfWidth * sd;
        for (var band = 0; band < scale.Bands.Length; band++)
        {
            var to = mean + HalfWidth * sd;
            if (band < scale.Bands.Length - 1) to = Math.Clamp(scale.ThetaOf(scale.Bands[band].Highest + 0.5), from, to);
            var panels = (int)Math.Ceiling((to - from) / (PanelWidth * sd));
            for (var panel = 0; panel < panels; panel++)
            {
                var low = from + (to - from) * panel / panels;
                var high = from + (to - from) * (panel + 1) / panels;
                var rule = new GaussLegendreRule(low, high, PanelOrder);
                for (var n = 0; n < rule.Order; n++)
                {
                    var theta = rule.GetAbscissa(n);
                    var z = (theta - mean) / sd;
                    var weight = rule.GetWeight(n) * NormalQuadrature.Density(z);
                    var probabilities = Reported(form, scale, score, theta);
                    for (var k = 0; k < probabilities.Length; k++) tables.Joint[k, band] += weight * probabilities[k].Probability;
                    tables.AddPair(probabilities, weight);
                }
            }

            from = to;
        }

        return tables.Result(null);
    }

    private static ImmutableArray<BandProbability> Reported(TestForm form, ScoreScale scale, ClassifiedScore score, double theta)
    {
        var information = TestCurves.At(form, theta).Information;
        var (center, error) = (theta, 1 / Math.Sqrt(information));
        if (score == ClassifiedScore.ExpectedAPosteriori)
        {
            var precision = information + form.Prior.Precision;
            center = (information * theta + form.Prior.Mean * form.Prior.Precision) / precision;
            error = Math.Sqrt(information) / precision;
        }

        // An EAP score without information is the prior mean, without error.
        return scale.BandProbabilities(scale.ScoreOf(center), Math.Clamp(scale.PointsPerLogit * error, double.Epsilon, LargestError));
    }

    /// <summary>Sums of the joint probability of reported and true band, and of the bands of two independent scores.</summary>
    private sealed class BandTables(ScoreScale scale)
    {
        private readonly double[,] _pair = new double[scale.Bands.Length, scale.Bands.Length];
        private double _total;

        public double[,] Joint { get; } = new double[scale.Bands.Length, scale.Bands.Length];

        public int IndexOf(Band band)
        {
            var index = 0;
            while (scale.Bands[index].Band != band) index++;
            return index;
        }

        public void AddPair(ImmutableArray<BandProbability> probabilities, double weight)
        {
            _total += weight;
            for (var k = 0; k < probabilities.Length; k++)
                for (var l = 0; l < probabilities.Length; l++)
                    _pair[k, l] += weight * probabilities[k].Probability * probabilities[l].Probability;
        }

        public ClassificationResult Result(int? people)
        {
            var bands = scale.Bands.Length;
            double Sum(double[,] table, Func<int, int, bool> cells)
            {
                var sum = 0.0;
                for (var k = 0; k < bands; k++)
                    for (var l = 0; l < bands; l++)
                        if (cells(k, l))
                            sum += table[k, l];
                return sum / _total;
            }

            var consistency = Sum(_pair, (k, l) => k == l);
            var chance = 0.0;
            for (var band = 0; band < bands; band++)
            {
                var share = Sum(_pair, (k, _) => k == band);
                chance += share * share;
            }

            return new ClassificationResult(
                people,
                Sum(Joint, (k, l) => k == l),
                consistency,
                1 - chance > SmallestDisagreement ? (consistency - chance) / (1 - chance) : null,
                [.. Enumerable.Range(1, bands - 1).Select(AtCut)],
                [.. Enumerable.Range(0, bands).Select(JointOf)]);

            CutClassification AtCut(int cut) => new(
                scale.Bands[cut].Band,
                Sum(Joint, (k, l) => k >= cut == l >= cut),
                Sum(_pair, (k, l) => k >= cut == l >= cut),
                Sum(Joint, (k, l) => k >= cut && l < cut),
                Sum(Joint, (k, l) => k < cut && l >= cut));

            ImmutableArray<double> JointOf(int reported) => [.. Enumerable.Range(0, bands).Select(l => Joint[reported, l] / _total)];
        }
    }
}
