using Aieh.Scoring.Checks;
using CsCheck;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Aieh.Api.Tests.Scoring.Checks;

/// <summary>Classical statistics against their definitions, from means, covariances and correlations of a library.</summary>
internal sealed class ClassicalDefinitionsTests
{
    private static readonly Gen<double[][]> Columns =
        Gen.Select(Gen.Int[3, 5], Gen.Int[2, 25])
            .SelectMany((items, people) => Gen.Int[0, 3].Select(x => (double)x).Array[people].Array[items]);

    [Test]
    public void Analyze_AnyItems_HasTheMomentsAndCorrelationsOfEach() => Columns.Sample(columns =>
    {
        var result = Analyze(columns);
        double[] total = [.. columns.Transpose().Select(row => row.Sum())];

        for (var i = 0; i < columns.Length; i++)
        {
            var (item, own) = (result.Items[i], columns[i]);
            double[] rest = [.. total.Zip(own, (sum, x) => sum - x)];
            var others = Analyze([.. columns.Where((_, j) => j != i)]);
            Assert.That((item.Mean, item.StandardDeviation), Is.EqualTo((own.Mean(), own.StandardDeviation())).Within(1e-12));
            IsCorrelation(item.ItemTotalCorrelation, own, total);
            IsCorrelation(item.CorrectedItemTotalCorrelation, own, rest);
            if (others.Alpha is { } alpha) Assert.That(item.AlphaIfDeleted, Is.EqualTo(alpha).Within(1e-12));
            else Assert.That(item.AlphaIfDeleted, Is.Null);
        }

        Assert.That((result.Mean, result.StandardDeviation), Is.EqualTo((total.Mean(), total.StandardDeviation())).Within(1e-12));
    });

    // α = k²c̄/(sum of all covariances) and its form for equal variances k r̄/(1 + (k − 1) r̄); λ₂ with the covariances written out.
    [Test]
    public void Analyze_AnyItems_HasTheCoefficientsOfTheirCovariances() => Columns.Sample(columns =>
    {
        var (result, k) = (Analyze(columns), columns.Length);
        if (result.Status != ClassicalStatus.Estimated) return;
        double[] between = [.. Pairs(k).Select(pair => columns[pair.I].Covariance(columns[pair.J]))];
        var variance = between.Sum() + columns.Sum(column => column.Variance());

        Assert.That(result.Alpha, Is.EqualTo(k * k * between.Average() / variance).Within(1e-12));
        var second = between.Sum() + Math.Sqrt(k / (k - 1.0) * between.Sum(c => c * c));
        Assert.That(result.Lambda2, Is.EqualTo(second / variance).Within(1e-12));
        Assert.That(result.StandardErrorOfMeasurement, Is.EqualTo(Math.Sqrt(variance * (1 - result.Alpha!.Value))).Within(1e-6));
        if (columns.Any(column => column.Variance() == 0)) return;
        var r = Pairs(k).Average(pair => Correlation.Pearson(columns[pair.I], columns[pair.J]));
        if (1 + (k - 1) * r > 1e-9) Assert.That(result.StandardizedAlpha, Is.EqualTo(k * r / (1 + (k - 1) * r)).Within(1e-9));
    });

    // Opposite items of unequal spread: the total varies, that of the standardized items does not.
    [Test]
    public void Analyze_ItemsThatCancelWhenRescaled_HaveNoStandardizedAlpha()
    {
        var result = ClassicalReliability.Analyze([0, 2, 1, 0], 2);

        Assert.That((result.Status, result.StandardizedAlpha), Is.EqualTo((ClassicalStatus.Estimated, (double?)null)));
    }

    // Feldt: (1 − limit)/(1 − α) is a quantile of the F distribution with n − 1 and (n − 1)(k − 1) degrees of freedom.
    [Test]
    public void Analyze_SevenPeopleThreeItems_HasTheIntervalOfF()
    {
        var result = Analyze([[0, 1, 2, 1, 0, 2, 3], [1, 1, 2, 0, 0, 3, 2], [0, 2, 1, 1, 1, 3, 3]]);

        double Share(double limit) => FisherSnedecor.CDF(6, 12, (1 - limit) / (1 - result.Alpha!.Value));
        Assert.That(Share(result.AlphaInterval!.Value.Lower), Is.EqualTo(0.975).Within(1e-9));
        Assert.That(Share(result.AlphaInterval.Value.Upper), Is.EqualTo(0.025).Within(1e-9));
    }

    // λ₆ = 1 − Σ (1 − R²)/ΣΣ r; of two items it is r, of three R² = (r₁₂² + r₁₃² − 2 r₁₂ r₁₃ r₂₃)/(1 − r₂₃²).
    [Test]
    public void Analyze_TwoOrThreeItems_HasTheLambda6OfTheirCorrelations()
    {
        double[][] columns = [[0, 1, 2, 1, 0, 2, 3], [1, 1, 2, 0, 0, 3, 2], [0, 2, 1, 1, 1, 3, 3]];
        double R(int i, int j) => Correlation.Pearson(columns[i], columns[j]);
        double Unexplained(int i, int j, int k) =>
            1 - (R(i, j) * R(i, j) + R(i, k) * R(i, k) - 2 * R(i, j) * R(i, k) * R(j, k)) / (1 - R(j, k) * R(j, k));

        var sum = Unexplained(0, 1, 2) + Unexplained(1, 0, 2) + Unexplained(2, 0, 1);
        Assert.That(Analyze(columns).Lambda6, Is.EqualTo(1 - sum / (3 + 2 * (R(0, 1) + R(0, 2) + R(1, 2)))).Within(1e-12));
        Assert.That(Analyze(columns[..2]).Lambda6, Is.EqualTo(R(0, 1)).Within(1e-12));
    }

    [Test]
    public void Analyze_TwoPeople_AreEnough()
    {
        var result = ClassicalReliability.Analyze([1, 1, 0, 0], 2);

        Assert.That((result.Status, result.StandardDeviation), Is.EqualTo((ClassicalStatus.Estimated, (double?)Math.Sqrt(2))));
        Assert.That(
            result.Items.Select(item => (item.Mean, item.StandardDeviation, item.CorrectedItemTotalCorrelation)),
            Is.All.EqualTo(((double?)0.5, (double?)Math.Sqrt(0.5), (double?)1)));
    }

    [Test]
    public void Analyze_OnePerson_HasMeansAlone() =>
        Assert.That(
            ClassicalReliability.Analyze([2, 0], 2).Items,
            Is.EqualTo([new ItemStatistics(0, 2, null, null, null, null), new ItemStatistics(1, 0, null, null, null, null)]));

    private static ClassicalResult Analyze(double[][] columns) =>
        ClassicalReliability.Analyze([.. columns.Transpose().SelectMany(row => row).Select(x => (int)x)], columns.Length);

    private static void IsCorrelation(double? found, double[] x, double[] y)
    {
        if (x.Variance() == 0 || y.Variance() == 0) Assert.That(found, Is.Null);
        else Assert.That(found, Is.EqualTo(Correlation.Pearson(x, y)).Within(1e-12));
    }

    private static IEnumerable<(int I, int J)> Pairs(int k) =>
        Enumerable.Range(0, k * k).Select(cell => (cell / k, cell % k)).Where(pair => pair.Item1 != pair.Item2);
}

file static class Rows
{
    public static double[][] Transpose(this double[][] columns) =>
        [.. Enumerable.Range(0, columns[0].Length).Select(person => columns.Select(column => column[person]).ToArray())];
}
