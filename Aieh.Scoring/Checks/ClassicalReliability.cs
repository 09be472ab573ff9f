using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Aieh.Scoring.Checks;

/// <summary>Whether the reliability of raw scores can be estimated and, if not, why.</summary>
public enum ClassicalStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>Fewer than two people answered every item.</summary>
    TooFewPeople,

    /// <summary>A single item has no internal consistency.</summary>
    OneItem,

    /// <summary>All people have the same total score.</summary>
    NoVariance,
}

/// <summary>An interval of a coefficient.</summary>
/// <param name="Lower">Lower limit.</param>
/// <param name="Upper">Upper limit.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper);

/// <summary>The classical statistics of one item; variances divide by n − 1.</summary>
/// <param name="Item">Position of the item, from 0.</param>
/// <param name="Mean">Mean category; for an item scored 0/1 the proportion right. Null with no complete row.</param>
/// <param name="StandardDeviation">Standard deviation of the categories; null with fewer than two complete rows.</param>
/// <param name="ItemTotalCorrelation">
/// Correlation with the total score, the item included, in [−1, 1]; null when either does not vary.
/// </param>
/// <param name="CorrectedItemTotalCorrelation">
/// Correlation with the sum of the other items, in [−1, 1]; null when either does not vary.
/// </param>
/// <param name="AlphaIfDeleted">
/// Coefficient α of the other items; null when there are fewer than two of them or their sum does not vary.
/// </param>
public readonly record struct ItemStatistics(
    int Item, double? Mean, double? StandardDeviation, double? ItemTotalCorrelation, double? CorrectedItemTotalCorrelation,
    double? AlphaIfDeleted);

/// <summary>Reliability of the raw score, and statistics of its items.</summary>
/// <param name="Status">
/// Whether the coefficients exist; all of them are null unless the status is <see cref="ClassicalStatus.Estimated"/>.
/// </param>
/// <param name="People">People with a response to every item: the only ones counted.</param>
/// <param name="Dropped">People left out because of an item not administered.</param>
/// <param name="Mean">Mean total score; null with no complete row.</param>
/// <param name="StandardDeviation">Standard deviation of the total score; null with fewer than two complete rows.</param>
/// <param name="Alpha">Coefficient α; at most 1, may be negative.</param>
/// <param name="AlphaInterval">Feldt's interval of α at <paramref name="Confidence"/>.</param>
/// <param name="Confidence">Confidence level of the interval.</param>
/// <param name="StandardizedAlpha">α of items rescaled to equal variance; null too when an item does not vary.</param>
/// <param name="Lambda2">Guttman's λ₂; at least α.</param>
/// <param name="Lambda6">
/// Guttman's λ₆ of the items rescaled to equal variance, from their squared multiple correlations;
/// null too when an item does not vary or follows linearly from the others.
/// </param>
/// <param name="StandardErrorOfMeasurement">Standard deviation × √(1 − α), in raw score units.</param>
/// <param name="Items">One entry per item, in form order.</param>
public sealed record ClassicalResult(
    ClassicalStatus Status, int People, int Dropped, double? Mean, double? StandardDeviation,
    double? Alpha, ConfidenceInterval? AlphaInterval, double Confidence, double? StandardizedAlpha, double? Lambda2, double? Lambda6,
    double? StandardErrorOfMeasurement, ImmutableArray<ItemStatistics> Items);

/// <summary>Internal consistency of the raw score and classical item statistics.</summary>
public static class ClassicalReliability
{
    // Below this pivot (1 − R² of an item on others is its square at most) an item follows from the others but for rounding.
    private const double SmallestPivot = 1e-10;

    /// <summary>Analyses a fixed form.</summary>
    /// <param name="responses">
    /// Row-major, people × items, categories 0..63; rows with an item not administered (−1) are dropped and counted.
    /// Omitted and not-reached items of a timed form are passed as category 0.
    /// </param>
    /// <param name="items">Number of items; at least 1.</param>
    /// <param name="confidence">Confidence level of the interval of α, in (0, 1).</param>
    /// <returns>Coefficients, or the reason why there are none, and item statistics.</returns>
    /// <exception cref="ArgumentException">The responses are not whole rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A response, the number of items or the confidence level is outside its domain.
    /// </exception>
    /// <remarks>
    /// With item covariances s_ij, k items and s²_X = ΣΣ s_ij: α = k/(k − 1)(1 − Σ s_ii/s²_X) [Cronbach1951];
    /// λ₂ = [Σ_(i≠j) s_ij + √(k/(k − 1) Σ_(i≠j) s²_ij)]/s²_X and λ₆ = 1 − Σ (1 − R²_i)/ΣΣ r_ij [Guttman1945],
    /// the latter on correlations r_ij;
    /// the interval is 1 − (1 − α)F at the quantiles of F(n − 1, (n − 1)(k − 1)) [Feldt1965]; item statistics as in [LordNovick1968].
    /// Sums and products are whole numbers and exact, so nothing depends on the order of people.
    /// </remarks>
    public static ClassicalResult Analyze(ReadOnlySpan<int> responses, int items, double confidence = 0.95)
    {
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence level lies in (0, 1).");
        var matrix = new ResponseMatrix(responses, items);
        var moments = new Moments(matrix);
        var (n, k) = (moments.People, items);
        var statistics = ImmutableArray.CreateBuilder<ItemStatistics>(k);
        for (var i = 0; i < k; i++) statistics.Add(ItemOf(moments, i));

        double? mean = n > 0 ? moments.Total / n : null;
        double? deviation = n > 1 ? Math.Sqrt(moments.TotalVariance) : null;
        var status = n < 2 ? ClassicalStatus.TooFewPeople
            : k < 2 ? ClassicalStatus.OneItem
            : moments.TotalVariance == 0 ? ClassicalStatus.NoVariance
            : ClassicalStatus.Estimated;
        if (status != ClassicalStatus.Estimated)
            return new ClassicalResult(
                status, n, matrix.People - n, mean, deviation, null, null, confidence, null, null, null, null,
                statistics.MoveToImmutable());

        var alpha = Alpha(k, moments.SumOfVariances, moments.TotalVariance);
        var correlations = moments.Correlations();
        return new ClassicalResult(
            status, n, matrix.People - n, mean, deviation, alpha, Feldt(alpha, n, k, confidence), confidence,
            correlations is null ? null : StandardizedAlpha(correlations),
            Lambda2(moments),
            correlations is null ? null : Lambda6(correlations),
            deviation * Math.Sqrt(1 - alpha), statistics.MoveToImmutable());
    }

    // Items that are copies of one another have 1 exactly; rounding must not put them above.
    private static double Alpha(int items, double sumOfVariances, double totalVariance) =>
        Math.Min(1, items / (items - 1.0) * (1 - sumOfVariances / totalVariance));

    private static ItemStatistics ItemOf(Moments moments, int item)
    {
        var (n, k) = (moments.People, moments.Items);
        if (n < 2) return new ItemStatistics(item, n > 0 ? moments.Mean(item) : null, null, null, null, null);

        var variance = moments.Covariance(item, item);
        var withTotal = moments.CovarianceWithTotal(item);
        var rest = moments.TotalVariance - 2 * withTotal + variance;
        return new ItemStatistics(
            item, moments.Mean(item), Math.Sqrt(variance),
            Correlation(withTotal, variance, moments.TotalVariance), Correlation(withTotal - variance, variance, rest),
            k > 2 && rest > 0 ? Alpha(k - 1, moments.SumOfVariances - variance, rest) : null);
    }

    private static double? Correlation(double covariance, double variance, double other) =>
        variance > 0 && other > 0 ? Math.Clamp(covariance / Math.Sqrt(variance * other), -1, 1) : null;

    // Through the beta distribution: F = (d2/d1) x/(1 − x), whose quantile is bracketed by [0, 1] at every level.
    private static ConfidenceInterval Feldt(double alpha, int people, int items, double confidence)
    {
        double d1 = people - 1, d2 = (people - 1.0) * (items - 1);
        double Quantile(double p)
        {
            var x = Beta.InvCDF(d1 / 2, d2 / 2, p);
            return d2 * x / (d1 * (1 - x));
        }

        return new ConfidenceInterval(1 - (1 - alpha) * Quantile((1 + confidence) / 2), 1 - (1 - alpha) * Quantile((1 - confidence) / 2));
    }

    private static double? StandardizedAlpha(Matrix<double> correlations)
    {
        var (k, sum) = (correlations.RowCount, correlations.RowSums().Sum());
        return sum > 0 ? Alpha(k, k, sum) : null;
    }

    private static double Lambda2(Moments moments)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < moments.Items; i++)
            for (var j = 0; j < moments.Items; j++)
                if (i != j)
                {
                    var covariance = moments.Covariance(i, j);
                    sum += covariance;
                    squares += covariance * covariance;
                }

        return (sum + Math.Sqrt(moments.Items / (moments.Items - 1.0) * squares)) / moments.TotalVariance;
    }

    // 1 − R²_i = 1/(R⁻¹)_ii.
    private static double? Lambda6(Matrix<double> correlations)
    {
        var qr = correlations.QR();
        if (qr.R.Diagonal().AbsoluteMinimum() < SmallestPivot) return null;
        var inverse = qr.Solve(Matrix<double>.Build.DenseIdentity(correlations.RowCount));
        return 1 - inverse.Diagonal().Map(entry => 1 / entry).Sum() / correlations.RowSums().Sum();
    }

    /// <summary>Exact sums and cross-products of the complete rows.</summary>
    private sealed class Moments
    {
        private readonly long[] _sums;
        private readonly long[] _products;

        public Moments(ResponseMatrix matrix)
        {
            Items = matrix.Items;
            _sums = new long[Items];
            _products = new long[Items * Items];
            for (var person = 0; person < matrix.People; person++)
            {
                if (!matrix.IsComplete(person)) continue;
                People++;
                var row = matrix.Row(person);
                for (var i = 0; i < row.Length; i++)
                {
                    if (row[i] == 0) continue;
                    _sums[i] += row[i];
                    for (var j = i; j < row.Length; j++) _products[i * Items + j] += row[i] * row[j];
                }
            }

            Int128 scatter = 0, within = 0;
            for (var i = 0; i < Items; i++)
            {
                Total += _sums[i];
                within += Scatter(i, i);
                for (var j = 0; j < Items; j++) scatter += Scatter(i, j);
            }

            if (People < 2) return;
            TotalVariance = (double)scatter / Divisor;
            SumOfVariances = (double)within / Divisor;
        }

        public int Items { get; }

        public int People { get; }

        public double Total { get; }

        public double TotalVariance { get; }

        public double SumOfVariances { get; }

        private double Divisor => (double)People * (People - 1);

        public double Mean(int item) => (double)_sums[item] / People;

        public double Covariance(int i, int j) => (double)Scatter(i, j) / Divisor;

        public double CovarianceWithTotal(int item)
        {
            Int128 sum = 0;
            for (var j = 0; j < Items; j++) sum += Scatter(item, j);
            return (double)sum / Divisor;
        }

        /// <summary>The correlation matrix; null when an item does not vary.</summary>
        public Matrix<double>? Correlations()
        {
            for (var i = 0; i < Items; i++)
                if (Scatter(i, i) == 0)
                    return null;
            return Matrix<double>.Build.Dense(Items, Items, Correlation);

            double Correlation(int i, int j) => i == j ? 1 : Covariance(i, j) / Math.Sqrt(Covariance(i, i) * Covariance(j, j));
        }

        // n Σ xy − Σ x Σ y.
        private Int128 Scatter(int i, int j) =>
            (Int128)People * _products[Math.Min(i, j) * Items + Math.Max(i, j)] - (Int128)_sums[i] * _sums[j];
    }
}
