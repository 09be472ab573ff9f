using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tests.Scoring.Linking;

internal sealed class DriftDetectionTests
{
    private static readonly LinkingCriterion Criterion = LinkingCriterion.Uniform(count: 41);

    // By hand: A = 1; differences 0, 0.1, 0.2, 0.3, 1 less their mean 0.32; median 0.2 and quartiles 0.1 and 0.3 less the same,
    // so z = (d − 0.2)/(0.74·0.2).
    [Test]
    public void Detect_RobustZ_IsTheDeviationFromTheMedianOverTheScaledQuartileRange()
    {
        double[] differences = [0, 0.1, 0.2, 0.3, 1];
        AnchorItem[] anchors = [.. differences.Select((difference, i) => Rasch(i - 2.0, i - 2.0 + difference))];

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, testLength: 5);

        Assert.That(
            report.Anchors.Select(anchor => anchor.DifficultyZ),
            Is.EqualTo(differences.Select(difference => (difference - 0.2) / 0.148)).Within(1e-9));
        Assert.That(
            report.Anchors.Select(anchor => anchor.DifficultyDifference),
            Is.EqualTo(differences.Select(difference => difference - 0.32)).Within(1e-12));
        Assert.That(report.Anchors.Select(anchor => anchor.DiscriminationZ), Is.All.Zero);
        Assert.That(report.Anchors.Where(anchor => anchor.IsFlagged).Select(anchor => anchor.Index), Is.EqualTo(new[] { 4 }));
        Assert.That(report.Anchors.Where(anchor => !anchor.IsKept).Select(anchor => anchor.Index), Is.EqualTo(new[] { 4 }));
        Assert.That((report.All.Anchors, report.Kept.Anchors), Is.EqualTo((5, 4)));
        Assert.That(report.Kept.Transformation!.Value.Intercept, Is.EqualTo(0.15).Within(1e-12));
    }

    [TestCase(LinkingMethod.MeanMean)]
    [TestCase(LinkingMethod.MeanSigma)]
    [TestCase(LinkingMethod.Haebara)]
    [TestCase(LinkingMethod.StockingLord)]
    public void Detect_PlantedDrift_IsFoundAndTheLinkingWithoutItIsNearerToTheTruth(LinkingMethod method)
    {
        var truth = new ScaleTransformation(1.2, -0.3);
        AnchorItem[] anchors = [.. Enumerable.Range(0, 20).Select(i => Anchor(i, truth, i == 7 ? 1.2 : 0, i == 12 ? 2.2 : 1))];

        var report = DriftDetection.Detect(anchors, method, Criterion, testLength: 50);

        Assert.That(report.Anchors.Where(anchor => anchor.IsFlagged).Select(anchor => anchor.Index), Is.SupersetOf(new[] { 7, 12 }));
        Assert.That(Distance(report.Kept, truth), Is.LessThan(Distance(report.All, truth)));
        Assert.That(report.Anchors.OrderByDescending(anchor => anchor.CurveDistance).First().Index, Is.EqualTo(7));
    }

    [Test]
    public void Detect_AnchorsThatAgreeToRounding_FlagsNone()
    {
        var truth = new ScaleTransformation(1.2, -0.3);
        AnchorItem[] anchors = [.. Enumerable.Range(0, 10).Select(i => new AnchorItem(New(i), truth.Apply(New(i))))];

        var report = DriftDetection.Detect(anchors, LinkingMethod.Haebara, Criterion, testLength: 10);

        Assert.That(report.Anchors.Select(anchor => anchor.IsFlagged), Is.All.False);
        Assert.That(report.Kept, Is.SameAs(report.All));
        Assert.That(report.Anchors.Select(anchor => anchor.CurveDistance), Is.All.LessThan(1e-15));
    }

    // Forty items: 20 % are 8 anchors. Of nine, three flagged, only the worst may go.
    [Test]
    public void Detect_TooFewWouldStay_KeepsTheLeastSuspect()
    {
        double[] differences = [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.8, 1.2, 1];
        AnchorItem[] anchors = [.. differences.Select((difference, i) => Rasch(i - 4.0, i - 4.0 + difference))];

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, testLength: 40);
        var shorter = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, testLength: 20);
        var rule = new DriftRule(RobustZ: 100);

        Assert.That(report.Anchors.Where(anchor => !anchor.IsKept).Select(anchor => anchor.Index), Is.EqualTo(new[] { 7 }));
        Assert.That(
            shorter.Anchors.Where(anchor => !anchor.IsKept).Select(anchor => anchor.Index),
            Is.SubsetOf(shorter.Anchors.Where(anchor => anchor.IsFlagged).Select(anchor => anchor.Index)));
        Assert.That(
            DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 40, rule: rule).Anchors.Select(anchor => anchor.IsFlagged),
            Is.All.False);
    }

    // By hand: A = 1, B = 0.2; the first differs by −0.2 and the others by 0.2, 0.4 and −0.4. z = d/√(0.1² + 0.1²).
    [Test]
    public void Detect_StandardErrors_FlagWhatIsBothSignificantAndLarge()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1.4), Rasch(2, 2.6), Rasch(3, 2.8)];
        var none = new DriftRule(RobustZ: 100);

        var (report, vague, exact) = (DetectWithErrors(0.1), DetectWithErrors(0.3), DetectWithErrors(0));

        Assert.That(
            report.Anchors.Select(anchor => anchor.StandardErrorZ),
            Is.EqualTo(new[] { -0.2, 0.2, 0.4, -0.4 }.Select(d => d / Math.Sqrt(0.02))).Within(1e-9));
        Assert.That(report.Anchors.Select(anchor => anchor.IsFlagged), Is.EqualTo(new[] { false, false, true, true }));
        Assert.That(vague.Anchors.Select(anchor => anchor.IsFlagged), Is.All.False);
        Assert.That(exact.Anchors.Select(anchor => anchor.StandardErrorZ), Is.All.Null);

        DriftReport DetectWithErrors(double error)
        {
            DifficultyErrors[] errors = [.. anchors.Select(_ => new DifficultyErrors(error, error))];
            return DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 4, errors, none);
        }
    }

    [Test]
    public void Detect_AnchorsThatCannotBeLinked_SaysSoWithoutDifferences()
    {
        var report = DriftDetection.Detect([Rasch(0, 0)], LinkingMethod.Haebara, Criterion, 10);

        Assert.That(
            (report.All.Status, report.Kept.Status, report.Anchors.Length),
            Is.EqualTo((LinkingStatus.TooFewAnchors, LinkingStatus.TooFewAnchors, 0)));
    }

    [Test]
    public void Detect_ErrorsThatDoNotFit_Throws()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1)];

        Assert.That(
            () => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 2, [new DifficultyErrors(0.1, 0.1)]),
            Throws.ArgumentException);
        Assert.That(
            () => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 2, [new(0.1, 0.1), new(-0.1, 0.1)]),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 0),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static AnchorItem Rasch(double bNew, double bBase) =>
        new(ItemParameters.OneParameter(bNew), ItemParameters.OneParameter(bBase));

    private static ItemParameters New(int i) => ItemParameters.TwoParameter(0.8 + 0.05 * (i % 9), -2 + 0.2 * i);

    // With small differences of a fixed pattern everywhere, so that the quartile range is that of real estimates.
    private static AnchorItem Anchor(int i, ScaleTransformation truth, double shift, double factor)
    {
        var exact = truth.Apply(New(i));
        var discrimination = exact.Discrimination * factor * (1 + 0.04 * Math.Sin(3 * i));
        var difficulty = exact.Thresholds[0] + shift + 0.06 * Math.Cos(5 * i);
        return new(New(i), ItemParameters.TwoParameter(discrimination, difficulty));
    }

    private static double Distance(LinkingResult result, ScaleTransformation truth) =>
        Math.Abs(result.Transformation!.Value.Slope - truth.Slope) + Math.Abs(result.Transformation.Value.Intercept - truth.Intercept);
}
