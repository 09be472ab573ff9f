using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tests.Scoring.Linking;

/// <summary>The characteristic-curve criteria written out, and what is done at the ends of a search.</summary>
internal sealed class LinkingCriterionTests
{
    private static readonly ScaleTransformation At = new(1.3, -0.4);

    private static readonly AnchorItem[] Anchors =
    [
        new(ItemParameters.TwoParameter(1.2, -0.8), ItemParameters.TwoParameter(1.1, -0.7)),
        new(ItemParameters.ThreeParameter(1.5, 0.4, 0.2), ItemParameters.ThreeParameter(1.2, 0.9, 0.15)),
        new(ItemParameters.Graded(1.1, -1, 0.2, 1.1), ItemParameters.Graded(0.9, -0.9, 0.7, 1.7)),
        new(ItemParameters.PartialCredit(0.9, 0.3, -0.4), ItemParameters.PartialCredit(0.8, 0.6, 0)),
    ];

    [TestCase(LinkingMethod.Haebara, false)]
    [TestCase(LinkingMethod.Haebara, true)]
    [TestCase(LinkingMethod.StockingLord, false)]
    [TestCase(LinkingMethod.StockingLord, true)]
    public void CriterionValue_MixedAnchors_IsTheSumOfSquaredDifferences(LinkingMethod method, bool isSymmetric)
    {
        var criterion = new LinkingCriterion([-1.5, 0, 0.5, 2], [0.5, 1, 0, 2], isSymmetric, scalingConstant: 1.7);

        var value = ScaleLinking.CriterionValue(Anchors, method, criterion, At);

        Assert.That(value, Is.EqualTo(Sum(Anchors, method, criterion)).Within(1e-12));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Detect_CurveDistance_IsTheMeanSquaredDifferenceOfTheAnchorsCurves(bool isSymmetric)
    {
        AnchorItem[] anchors = [Anchors[2], new(ItemParameters.TwoParameter(1, 1), ItemParameters.TwoParameter(1, 3))];
        var criterion = new LinkingCriterion([-1.5, 0, 2], [0.5, 1, 2], isSymmetric);

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, criterion, 2);

        var at = report.All.Transformation!.Value;
        var sum = Sum([Anchors[2]], LinkingMethod.Haebara, criterion, at);
        Assert.That(report.Anchors[0].CurveDistance, Is.EqualTo(sum / (isSymmetric ? 7 : 3.5)).Within(1e-12));
    }

    // The best slope of noise-free anchors is the true one; slopes above 1,000 and below 1/1,000 are no linking, just inside they are.
    [TestCase(900, true)]
    [TestCase(1100, false)]
    [TestCase(1 / 900.0, true)]
    [TestCase(1 / 1100.0, false)]
    public void Link_SlopeAtTheBoundsOfTheSearch_IsTakenInsideOnly(double slope, bool isLinked)
    {
        var truth = new ScaleTransformation(slope, 0);
        AnchorItem[] anchors = [.. new[] { -1.0, 0, 1 }.Select(Exact)];

        var result = ScaleLinking.Link(anchors, LinkingMethod.Haebara, LinkingCriterion.Uniform(-3 * slope, 3 * slope, 61));

        Assert.That(result.Status, Is.EqualTo(isLinked ? LinkingStatus.Linked : LinkingStatus.NoMinimum));
        if (isLinked) Assert.That(result.Transformation!.Value.Slope, Is.EqualTo(slope).Within(1e-6).Percent);

        AnchorItem Exact(double b)
        {
            var item = ItemParameters.TwoParameter(1, b);
            return new AnchorItem(item, truth.Apply(item));
        }
    }

    private static double Sum(AnchorItem[] anchors, LinkingMethod method, LinkingCriterion criterion, ScaleTransformation? at = null)
    {
        var (there, sum) = (at ?? At, 0.0);
        for (var q = 0; q < criterion.Points.Length; q++)
        {
            var (point, weight) = (criterion.Points[q], criterion.Weights[q]);
            sum += weight * OfPoint(anchor => Curves(anchor.Base, point), anchor => Curves(anchor.New, there.Invert().Apply(point)));
            if (criterion.IsSymmetric)
                sum += weight * OfPoint(anchor => Curves(anchor.New, point), anchor => Curves(anchor.Base, there.Apply(point)));
        }

        return sum;

        double OfPoint(Func<AnchorItem, double[]> one, Func<AnchorItem, double[]> other) => method == LinkingMethod.Haebara
            ? anchors.Sum(anchor => one(anchor).Zip(other(anchor)).Skip(anchor.New.Model <= ItemModel.ThreeParameterLogistic ? 1 : 0)
                .Sum(p => Square(p.First - p.Second)))
            : Square(anchors.Sum(anchor => Expected(one(anchor)) - Expected(other(anchor))));

        double[] Curves(ItemParameters item, double theta)
        {
            var p = new double[item.Categories];
            var a = criterion.ScalingConstant * item.Discrimination;
            ItemResponseFunction.Probabilities(ItemParameters.Of(item.Model, a, item.Thresholds.AsSpan(), item.Guessing), theta, p);
            return p;
        }

        static double Expected(double[] p) => p.Select((share, k) => k * share).Sum();
        static double Square(double x) => x * x;
    }
}
