using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Aieh.Api.Tests.Scoring.Linking;

internal sealed class DriftDetectionTests
{
    private static readonly LinkingCriterion Criterion = LinkingCriterion.Uniform(count: 21);

    // By hand: A = 1 and B = 0.25, the mean difference of four. Each of them has the variance 0.1² + 0.2² = 0.05, and B is their mean:
    // a residual has 0.05·(1 − 1/4), the largest one, 0.75, is z = 0.75/√0.0375.
    [Test]
    public void Detect_OneParameterAnchors_StandardisesByBothErrorsAndThatOfB()
    {
        AnchorItem[] anchors = [Rasch(-1, -1), Rasch(0, 0), Rasch(1, 1), Rasch(2, 3)];

        var report = DriftDetection.Detect(
            anchors, LinkingMethod.MeanMean, Criterion, 4, Diagonal(4, 0.1, 0.2), new DriftRule(FalseDiscoveryRate: 1e-9));

        var drifted = report.Anchors[3];
        Assert.That(drifted.DifficultyDifference, Is.EqualTo(0.75).Within(1e-12));
        Assert.That(drifted.DifficultyZ, Is.EqualTo(0.75 / Math.Sqrt(0.0375)).Within(1e-6));
        Assert.That(drifted.ChiSquare, Is.EqualTo(0.5625 / 0.0375).Within(1e-5), "one intercept, −b");
        Assert.That((drifted.DegreesOfFreedom, drifted.DiscriminationZ), Is.EqualTo(((int?)1, (double?)null)));
        Assert.That(drifted.PValue, Is.EqualTo(2 * Normal.CDF(0, 1, -0.75 / Math.Sqrt(0.0375))).Within(1e-8));
        Assert.That(drifted.AdjustedPValue, Is.EqualTo(4 * drifted.PValue).Within(1e-12), "the smallest of four");
        Assert.That(report.AllErrors!.Value.Intercept, Is.EqualTo(Math.Sqrt(0.05 / 4)).Within(1e-9));
    }

    // By hand: dropped, the drifted anchor leaves B = 0 and no part in it: its residual has 0.05·(1 + 1/3).
    [Test]
    public void Detect_DriftedAnchor_IsJudgedByTheOthers()
    {
        AnchorItem[] anchors = [Rasch(-1, -1), Rasch(0, 0), Rasch(1, 1), Rasch(2, 3)];

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 4, Diagonal(4, 0.1, 0.2));

        Assert.That(report.Status, Is.EqualTo(DriftStatus.Judged));
        Assert.That(report.Anchors.Select(anchor => anchor.IsFlagged), Is.EqualTo(new bool?[] { false, false, false, true }));
        Assert.That(report.Anchors.Select(anchor => anchor.IsKept), Is.EqualTo(new[] { true, true, true, false }));
        Assert.That(report.Anchors[3].DifficultyZ, Is.EqualTo(1 / Math.Sqrt(0.05 * 4 / 3)).Within(1e-6));
        Assert.That(report.Anchors[0].DifficultyDifference, Is.Zero.Within(1e-12), "a sound one is not moved by the drifted one");
        Assert.That((report.All.Anchors, report.Kept.Anchors), Is.EqualTo((4, 3)));
    }

    // What a lower asymptote in one of two models does to a and b is no drift, however well they are known.
    [Test]
    public void Detect_AnchorUnderDifferentModels_JudgesNothing()
    {
        var two = ItemParameters.TwoParameter(1, 0.5);
        AnchorItem[] anchors = [new(two, ItemParameters.ThreeParameter(1.6, 1.1, 0.2)), new(two, ItemParameters.TwoParameter(1, 0.4))];

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 2, AnchorErrorsOf(5));

        Assert.That((report.Status, report.AllErrors), Is.EqualTo((DriftStatus.DifferentModels, (LinkingErrors?)null)));
        Assert.That(report.Anchors.Select(anchor => anchor.IsFlagged), Is.All.Null);
        Assert.That(anchors.Select(anchor => anchor.ModelsDiffer), Is.EqualTo(new[] { true, false }));
        Assert.That((anchors[0].New.Model, anchors[0].New.Guessing), Is.EqualTo((ItemModel.ThreeParameterLogistic, 0.0)));
        Assert.That(anchors[1].UnderDifferentModels().ModelsDiffer, Is.True);

        static AnchorErrors AnchorErrorsOf(int parameters) =>
            AnchorErrors.OfStandardErrors(Enumerable.Repeat(0.01, parameters).ToArray(), Enumerable.Repeat(0.01, parameters).ToArray());
    }

    // Estimates drawn from a covariance as calibrations have it: each item's a and b vary together, and all items share the abilities of
    // the sample. 200 replications of 20 sound anchors: of 4,000 p-values a share of .05 is known to .0034, and to about twice that as
    // they hang together; and 5 % of replications have any flag, known to 1.5 %.
    [TestCase(LinkingMethod.MeanMean)]
    [TestCase(LinkingMethod.MeanSigma)]
    [TestCase(LinkingMethod.Haebara)]
    public void Detect_SoundAnchors_AreFlaggedAtTheStatedRate(LinkingMethod method)
    {
        const int replications = 200;
        var (truth, covariance, draw) = Calibrations();
        var errors = AnchorErrors.OfCovariances(covariance, covariance);
        var (small, any) = (0, 0);

        for (var replication = 0; replication < replications; replication++)
        {
            var (own, other) = (draw(), draw());
            AnchorItem[] anchors = [.. truth.Select((_, i) => new AnchorItem(own[i], other[i]))];
            var report = DriftDetection.Detect(anchors, method, Criterion, truth.Length, errors);
            small += report.Anchors.Count(anchor => anchor.PValue < 0.05);
            any += report.Anchors.Any(anchor => anchor.IsFlagged == true) ? 1 : 0;
        }

        Assert.That((double)small / (replications * truth.Length), Is.EqualTo(0.05).Within(0.02));
        Assert.That((double)any / replications, Is.EqualTo(0.05).Within(0.045));
    }

    // The same with standard errors alone: correlations unknown, and so never more often than stated.
    [Test]
    public void Detect_StandardErrorsAlone_FlagsNoMoreThanTheStatedRateAndKnowsNoErrorsOfTheConstants()
    {
        var (truth, covariance, draw) = Calibrations();
        double[] own = [.. Enumerable.Range(0, 2 * truth.Length).Select(i => Math.Sqrt(covariance[i * (2 * truth.Length + 1)]))];
        var errors = AnchorErrors.OfStandardErrors(own, own);
        var any = 0;
        DriftReport? last = null;

        for (var replication = 0; replication < 200; replication++)
        {
            var (one, other) = (draw(), draw());
            last = DriftDetection.Detect(
                [.. truth.Select((_, i) => new AnchorItem(one[i], other[i]))], LinkingMethod.MeanMean, Criterion, truth.Length, errors);
            any += last.Anchors.Any(anchor => anchor.IsFlagged == true) ? 1 : 0;
        }

        Assert.That(any / 200.0, Is.LessThanOrEqualTo(0.095), "5 % and three of its standard errors, 1.5 %");
        Assert.That((last!.AllErrors, last.Anchors[0].ChiSquare), Is.EqualTo(((LinkingErrors?)null, (double?)null)));
        Assert.That(last.Anchors[0].PValue, Is.InRange(0.0, 1.0));
    }

    [TestCase(LinkingMethod.MeanMean)]
    [TestCase(LinkingMethod.MeanSigma)]
    [TestCase(LinkingMethod.Haebara)]
    [TestCase(LinkingMethod.StockingLord)]
    public void Detect_ThirdOfTheAnchorsDriftedOneWay_FlagsThemAndNoneOfTheSound(LinkingMethod method)
    {
        var truth = new ScaleTransformation(1.2, -0.3);
        AnchorItem[] anchors = [.. Enumerable.Range(0, 20).Select(i => Anchor(i, truth, i % 3 == 0 ? 0.8 : 0))];

        var report = DriftDetection.Detect(anchors, method, Criterion, testLength: 50, Diagonal(40, 0.06, 0.06));

        var drifted = Enumerable.Range(0, 20).Where(i => i % 3 == 0);
        Assert.That(report.Anchors.Where(anchor => anchor.IsFlagged == true).Select(anchor => anchor.Index), Is.EqualTo(drifted));
        Assert.That(Distance(report.Kept, truth), Is.LessThan(Distance(report.All, truth)));
        Assert.That(Distance(report.Kept, truth), Is.LessThan(0.05), "the sound ones differ by up to 0.04");
    }

    [Test]
    public void Detect_NoStandardErrors_JudgesNothing()
    {
        var report = DriftDetection.Detect([Rasch(0, 0), Rasch(1, 1), Rasch(2, 5)], LinkingMethod.MeanMean, Criterion, 3);

        Assert.That((report.Status, report.AllErrors), Is.EqualTo((DriftStatus.NoStandardErrors, (LinkingErrors?)null)));
        Assert.That(report.Kept, Is.SameAs(report.All));
        Assert.That(
            report.Anchors.Select(anchor => (anchor.IsFlagged, anchor.PValue, anchor.DifficultyZ, anchor.IsKept)),
            Is.All.EqualTo(((bool?)null, (double?)null, (double?)null, true)));
        Assert.That(report.Anchors[2].DifficultyDifference, Is.EqualTo(2).Within(1e-12));
    }

    // Parameters without error, as of an item fixed beforehand on both sides: nothing can be said of chance.
    [Test]
    public void Detect_ErrorsOfZero_JudgeNothing()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1), Rasch(2, 5)];

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 3, Diagonal(3, 0, 0));

        Assert.That(report.Anchors.Select(anchor => anchor.IsFlagged), Is.All.Null);
    }

    // The one discrimination of a one-parameter calibration is shared: under mean–mean it cannot differ, and is no degree of freedom.
    [Test]
    public void Detect_SharedDiscrimination_IsNoDegreeOfFreedom()
    {
        AnchorItem[] anchors = [.. Enumerable.Range(0, 7).Select(i => Steeper(0.37 * i - 1.1))];
        const int size = 14;
        var covariance = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++) covariance[i * size + j] = i % 2 == 0 && j % 2 == 0 ? 0.002537 : i == j ? 0.01 : 0;
        }

        var report = DriftDetection.Detect(
            anchors, LinkingMethod.MeanMean, Criterion, 7, AnchorErrors.OfCovariances(covariance, covariance));

        Assert.That(
            report.Anchors.Select(anchor => (anchor.DegreesOfFreedom, anchor.DiscriminationZ)), Is.All.EqualTo(((int?)1, (double?)null)));

        static AnchorItem Steeper(double b) => new(ItemParameters.TwoParameter(1.117, b), ItemParameters.TwoParameter(1.334, b + 0.1));
    }

    // Forty items: 20 % are 8 anchors. Of nine, three flagged, only the worst may go.
    [Test]
    public void Detect_TooFewWouldStay_KeepsTheLeastSuspect()
    {
        double[] differences = [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.8, 1.2, 1];
        AnchorItem[] anchors = [.. differences.Select((difference, i) => Rasch(i - 4.0, i - 4.0 + difference))];

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, testLength: 40, Diagonal(9, 0.1, 0.1));
        var shorter = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, testLength: 20, Diagonal(9, 0.1, 0.1));

        Assert.That(report.Anchors.Where(anchor => !anchor.IsKept).Select(anchor => anchor.Index), Is.EqualTo(new[] { 7 }));
        Assert.That(shorter.Anchors.Where(anchor => !anchor.IsKept).Select(anchor => anchor.Index), Is.EqualTo(new[] { 6, 7, 8 }));
    }

    [Test]
    public void Detect_AnchorsThatCannotBeLinked_SaysSoWithoutDifferences()
    {
        var report = DriftDetection.Detect([Rasch(0, 0)], LinkingMethod.Haebara, Criterion, 10, Diagonal(1, 0.1, 0.1));

        Assert.That(
            (report.Status, report.All.Status, report.Kept.Status, report.Anchors.Length),
            Is.EqualTo((DriftStatus.NotLinked, LinkingStatus.TooFewAnchors, LinkingStatus.TooFewAnchors, 0)));
    }

    [Test]
    public void Detect_ArgumentsThatDoNotFit_Throws()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1)];

        Assert.That(
            () => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 2, Diagonal(3, 0.1, 0.1)), Throws.ArgumentException);
        Assert.That(() => AnchorErrors.OfStandardErrors([0.1, -0.1], [0.1, 0.1]), Throws.ArgumentException);
        Assert.That(() => AnchorErrors.OfCovariances([double.NaN], [0.1]), Throws.ArgumentException);
        Assert.That(
            () => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 0),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 2, rule: new DriftRule(FalseDiscoveryRate: 1)),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    // As the procedure is stated: all up to the last rank k with p_(k) ≤ q·k/m are discoveries [BenjaminiHochberg1995].
    [TestCase(0.05)]
    [TestCase(0.3)]
    public void Detect_FlaggedAnchors_AreTheDiscoveriesAtTheRate(double rate)
    {
        double[] differences = [0, 0.1, -0.1, 0.2, -0.2, 0.3, 0.35, 0.45, 0.7, 0];
        AnchorItem[] anchors = [.. differences.Select((difference, i) => Rasch(i - 4.0, i - 4.0 + difference))];

        var report = DriftDetection.Detect(
            anchors, LinkingMethod.MeanMean, Criterion, 10, Diagonal(10, 0.1, 0.1), new DriftRule(FalseDiscoveryRate: rate));

        double[] sorted = [.. report.Anchors.Select(anchor => anchor.PValue!.Value).Order()];
        var discoveries = Enumerable.Range(1, 10).LastOrDefault(k => sorted[k - 1] <= rate * k / 10);
        Assert.That(report.Anchors.Count(anchor => anchor.IsFlagged == true), Is.EqualTo(discoveries).And.GreaterThan(0));
        Assert.That(
            report.Anchors.Select(anchor => anchor.AdjustedPValue <= rate),
            Is.EqualTo(report.Anchors.Select(anchor => anchor.IsFlagged)));
    }

    private static AnchorItem Rasch(double bNew, double bBase) =>
        new(ItemParameters.OneParameter(bNew), ItemParameters.OneParameter(bBase));

    private static AnchorErrors Diagonal(int size, double onNew, double onBase)
    {
        return AnchorErrors.OfCovariances(Matrix(onNew), Matrix(onBase));

        double[] Matrix(double error)
        {
            var matrix = new double[size * size];
            for (var i = 0; i < size; i++) matrix[i * (size + 1)] = error * error;
            return matrix;
        }
    }

    private static ItemParameters New(int i) => ItemParameters.TwoParameter(0.8 + 0.05 * (i % 9), -2 + 0.2 * i);

    private static AnchorItem Anchor(int i, ScaleTransformation truth, double shift)
    {
        var exact = truth.Apply(New(i));
        var discrimination = exact.Discrimination * (1 + 0.02 * Math.Sin(3 * i));
        return new(New(i), ItemParameters.TwoParameter(discrimination, exact.Thresholds[0] + shift + 0.04 * Math.Cos(5 * i)));
    }

    private static double Distance(LinkingResult result, ScaleTransformation truth) =>
        Math.Abs(result.Transformation!.Value.Slope - truth.Slope) + Math.Abs(result.Transformation.Value.Intercept - truth.Intercept);

    // Twenty two-parameter items, the covariance of their estimates in a sample of a thousand or so, and draws from it.
    private static (ItemParameters[] Truth, double[] Covariance, Func<ItemParameters[]> Draw) Calibrations()
    {
        const double a = 0.04, b = 0.05, people = 1 / 1000.0;
        static ItemParameters True(int i) => ItemParameters.TwoParameter(0.9 + 0.05 * (i % 9), -1.5 + 0.15 * i);
        ItemParameters[] truth = [.. Enumerable.Range(0, 20).Select(True)];
        var size = 2 * truth.Length;
        var covariance = Matrix<double>.Build.Dense(size, size, (row, column) =>
        {
            var (one, other) = (truth[row / 2], truth[column / 2]);
            double Common(ItemParameters item, int at) => at % 2 == 0 ? item.Discrimination : -item.Thresholds[0];

            // A sample whose mean differs by δ moves every b by −δ; one whose spread differs by a share of γ every a by aγ and b by −bγ.
            var shared = Common(one, row) * Common(other, column) * people / 2 + (row % 2 == 1 && column % 2 == 1 ? people : 0);
            if (row / 2 != column / 2) return shared;
            var own = row != column ? -0.3 * a * b * Math.Sign(one.Thresholds[0]) : row % 2 == 0 ? a * a : b * b;
            return shared + own;
        });
        var root = covariance.Cholesky().Factor;
        var normal = new Normal(0, 1, new Random(20_261_128));
        return (truth, covariance.ToRowMajorArray(), Draw);

        ItemParameters[] Draw()
        {
            var errors = root * Vector<double>.Build.Dense(size, _ => normal.Sample());
            return [.. truth.Select((item, i) =>
                ItemParameters.TwoParameter(item.Discrimination + errors[2 * i], item.Thresholds[0] + errors[2 * i + 1]))];
        }
    }
}
