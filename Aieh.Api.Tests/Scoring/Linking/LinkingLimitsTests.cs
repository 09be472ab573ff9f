using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tests.Scoring.Linking;

/// <summary>Domains of transformations, criteria and concordances, met exactly and just missed.</summary>
internal sealed class LinkingLimitsTests
{
    private static readonly ConcordancePoint[] Points = [new(10, 400, 80), new(20, 500, 60)];

    // By hand with A = 2, B = 3: θ 1 → 5, b −1 → 1, a 1 → ½; back A = ½, B = −3/2.
    [Test]
    public void ScaleTransformation_HandWorked_MovesAbilitiesAndItemsThereAndBack()
    {
        var transformation = new ScaleTransformation(2, 3);
        var item = transformation.Apply(ItemParameters.ThreeParameter(1, -1, 0.2));
        var graded = transformation.Apply(ItemParameters.Graded(3, -1, 0.5));

        Assert.That((transformation.Apply(1), transformation.Invert()), Is.EqualTo((5.0, new ScaleTransformation(0.5, -1.5))));
        Assert.That((item.Model, item.Discrimination, item.Guessing), Is.EqualTo((ItemModel.ThreeParameterLogistic, 0.5, 0.2)));
        Assert.That(item.Thresholds, Is.EqualTo([1.0]));
        Assert.That((graded.Model, graded.Discrimination), Is.EqualTo((ItemModel.GradedResponse, 1.5)));
        Assert.That(graded.Thresholds, Is.EqualTo([1.0, 4.0]));
        Assert.That(
            ItemResponseFunction.LogProbability(item, 5, 1),
            Is.EqualTo(ItemResponseFunction.LogProbability(ItemParameters.ThreeParameter(1, -1, 0.2), 1, 1)).Within(1e-15));
        Assert.That(transformation.Apply(ItemParameters.OneParameter(0)).Model, Is.EqualTo(ItemModel.TwoParameterLogistic));
    }

    [TestCase(0, 0, "slope")]
    [TestCase(-1, 0, "slope")]
    [TestCase(double.NaN, 0, "slope")]
    [TestCase(double.PositiveInfinity, 0, "slope")]
    [TestCase(1, double.NaN, "intercept")]
    [TestCase(1, double.NegativeInfinity, "intercept")]
    public void ScaleTransformation_OutsideItsDomain_NamesTheArgument(double slope, double intercept, string name) =>
        Assert.That(() => new ScaleTransformation(slope, intercept), Refuses.OutOfRange(name));

    [Test]
    public void ScaleTransformation_OfNothing_NamesTheArgument()
    {
        Assert.That(() => new ScaleTransformation(1, 0).Apply(null!), Refuses.Null("item"));
        Assert.That(() => new ScaleTransformation(1, 0).Apply(double.NaN), Refuses.OutOfRange("theta"));
        Assert.That(() => new AnchorItem(null!, ItemParameters.OneParameter(0)), Throws.ArgumentNullException);
        Assert.That(() => new AnchorItem(ItemParameters.OneParameter(0), null!), Throws.ArgumentNullException);
        Assert.That(() => ScaleLinking.Link(null!, LinkingMethod.MeanMean), Refuses.Null("anchors"));
    }

    // Mean–mean by hand: A = 1.5/0.75 = 2; mean–sigma: spreads 1 and 3; geometric: √2/√0.5 = 2; B = 1 − A·0.
    [TestCase(LinkingMethod.MeanMean, 2.0)]
    [TestCase(LinkingMethod.MeanGeometricMean, 2.0)]
    [TestCase(LinkingMethod.MeanSigma, 3.0)]
    public void Link_TwoAnchors_IsTheHandWorkedMoment(LinkingMethod method, double slope)
    {
        AnchorItem[] anchors =
        [
            new(ItemParameters.TwoParameter(1, -1), ItemParameters.TwoParameter(0.5, -2)),
            new(ItemParameters.TwoParameter(2, 1), ItemParameters.TwoParameter(1, 4)),
        ];

        var result = ScaleLinking.Link(anchors, method);

        Assert.That((result.Status, result.Method, result.Anchors), Is.EqualTo((LinkingStatus.Linked, method, 2)));
        Assert.That(result.Transformation!.Value.Slope, Is.EqualTo(slope).Within(1e-14));
        Assert.That(result.Transformation.Value.Intercept, Is.EqualTo(1).Within(1e-14));
        Assert.That((result.Criterion, result.CriterionValue), Is.EqualTo(((LinkingCriterion?)null, (double?)null)));
    }

    [Test]
    public void Link_AnchorsOfOneDifficulty_HaveNoSpreadForMeanSigma()
    {
        AnchorItem[] anchors =
        [
            new(ItemParameters.TwoParameter(1, 1), ItemParameters.TwoParameter(1, -2)),
            new(ItemParameters.TwoParameter(1, 1), ItemParameters.TwoParameter(1, 4)),
        ];
        AnchorItem[] turned = [.. anchors.Select(anchor => new AnchorItem(anchor.Base, anchor.New))];

        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanSigma).Status, Is.EqualTo(LinkingStatus.NoSpread));
        Assert.That(ScaleLinking.Link(turned, LinkingMethod.MeanSigma).Status, Is.EqualTo(LinkingStatus.NoSpread));
        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanMean).Transformation, Is.EqualTo(new ScaleTransformation(1, 0)));
    }

    [TestCase(1e6)]
    [TestCase(-1e6)]
    public void LinkingCriterion_PointsAndWeightsAtTheirBounds_AreTaken(double point)
    {
        var criterion = new LinkingCriterion([point, 0], [0, 1], isSymmetric: true, scalingConstant: 1.7);

        Assert.That((criterion.Points[0], criterion.Weights[0]), Is.EqualTo((point, 0.0)));
        Assert.That((criterion.IsSymmetric, criterion.ScalingConstant), Is.EqualTo((true, 1.7)));
        Assert.That(() => new LinkingCriterion([double.BitIncrement(1e6), 0], [1, 1]), Refuses.OutOfRange("points"));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-1e-9)]
    public void LinkingCriterion_NumbersOutsideTheirDomain_NameTheArgument(double value)
    {
        Assert.That(() => new LinkingCriterion([0, 1], [1, value]), Refuses.OutOfRange("weights"));
        Assert.That(() => new LinkingCriterion([0, 1], [1, 1], scalingConstant: value), Refuses.OutOfRange("scalingConstant"));
        Assert.That(() => new LinkingCriterion([0, 1], [1, 1], scalingConstant: 0), Refuses.OutOfRange("scalingConstant"));
        Assert.That(() => new LinkingCriterion([0, double.NaN], [1, 1]), Refuses.OutOfRange("points"));
        Assert.That(() => LinkingCriterion.Uniform(to: double.PositiveInfinity), Refuses.OutOfRange("to"));
        Assert.That(() => LinkingCriterion.Uniform(from: double.NaN), Refuses.OutOfRange("from"));
        Assert.That(() => LinkingCriterion.Uniform(1, 1), Refuses.OutOfRange("to"));
        Assert.That(() => LinkingCriterion.Uniform(count: 1), Refuses.OutOfRange("count"));
    }

    [Test]
    public void LinkingCriterion_WithoutPointsOrWeights_NamesTheArgument()
    {
        Assert.That(() => new LinkingCriterion(default, [1]), Refuses.Argument("points"));
        Assert.That(() => new LinkingCriterion([], []), Refuses.Argument("points"));
        Assert.That(() => new LinkingCriterion([0], default), Refuses.Argument("weights"));
        Assert.That(() => new LinkingCriterion([0], [1, 1]), Refuses.Argument("weights"));
        Assert.That(() => new LinkingCriterion([0, 1], [0, 0]), Refuses.OutOfRange("weights"));
        Assert.That(() => LinkingCriterion.Normal(1000, 2000), Refuses.OutOfRange("from"));
    }

    [Test]
    public void LinkingCriterion_UniformAndNormal_AreSpacedEvenlyAndWeighted()
    {
        var (uniform, normal) = (LinkingCriterion.Uniform(-1, 3, 5), LinkingCriterion.Normal(-1, 1, 3));
        var edge = Math.Exp(-0.5);

        Assert.That(uniform.Points, Is.EqualTo([-1.0, 0, 1, 2, 3]));
        Assert.That(uniform.Weights, Is.EqualTo([1.0, 1, 1, 1, 1]));
        Assert.That(normal.Points, Is.EqualTo([-1.0, 0, 1]));
        Assert.That(normal.Weights, Is.EqualTo(new[] { edge, 1, edge }.Select(w => w / (1 + 2 * edge))).Within(1e-15));
        Assert.That(LinkingCriterion.Uniform(count: 2).Points, Is.EqualTo([-4.0, 4]));
        Assert.That((LinkingCriterion.Uniform().Points.Length, LinkingCriterion.Normal().Points.Length), Is.EqualTo((161, 41)));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void Concordances_NumbersNotFinite_NameTheArgument(double value)
    {
        Assert.That(() => new LinearConcordance(0, value, 5, 300, 55), Refuses.OutOfRange("highest"));
        Assert.That(() => new LinearConcordance(0, 10, value, 300, 55), Refuses.OutOfRange("slope"));
        Assert.That(() => new LinearConcordance(0, 10, 5, value, 55), Refuses.OutOfRange("intercept"));
        Assert.That(() => new LinearConcordance(0, 10, 5, 300, value), Refuses.OutOfRange("standardError"));
        Assert.That(() => new PercentileConcordance(1, 99, value, 90, 90), Refuses.OutOfRange("normMean"));
        Assert.That(() => new PercentileConcordance(1, 99, 575, value, 90), Refuses.OutOfRange("normStandardDeviation"));
        Assert.That(() => new PercentileConcordance(1, 99, 575, 90, value), Refuses.OutOfRange("standardError"));
        Assert.That(() => Table(new(value, 400, 80), Points[1]), Refuses.OutOfRange("points"));
        Assert.That(() => Table(Points[0], new(20, value, 60)), Refuses.OutOfRange("points"));
        Assert.That(() => Table(Points[0], new(20, 500, value)), Refuses.OutOfRange("points"));
    }

    [Test]
    public void TableConcordance_PointsThatAreNoTable_SayWhy()
    {
        Assert.That(() => new TableConcordance(default, TableInterpolation.None), Refuses.Argument("points", "at least two points"));
        Assert.That(() => Table(Points[0]), Refuses.Argument("points", "at least two points"));
        Assert.That(() => Table(Points[0], new(10, 500, 60)), Refuses.Argument("points", "Point 2 is not above point 1"));
        Assert.That(() => Table(Points[0], Points[1], new(15, 600, 60)), Refuses.Argument("points", "Point 3 is not above point 2"));
        Assert.That(() => Table(Points[0], Points[1], new(30, 450, 60)), Refuses.Argument("points", "rise and fall"));
        Assert.That(() => new TableConcordance([.. Points], (TableInterpolation)2), Refuses.OutOfRange("interpolation"));
    }

    [Test]
    public void TableConcordance_LevelStretches_AreMonotone()
    {
        var rising = Table(Points[0], new(15, 400, 80), Points[1]);
        var level = Table(Points[0], new(30, 400, 80));

        Assert.That((rising.Lowest, rising.Highest), Is.EqualTo((10.0, 20.0)));
        Assert.That((rising.TryMap(12, out var low), low.Score), Is.EqualTo((true, 400.0)));
        Assert.That((level.TryMap(20, out var same), same.Score), Is.EqualTo((true, 400.0)));
        Assert.That((new LinearConcordance(0, 10, -5, 700, 55).TryMap(10, out var falling), falling.Score), Is.EqualTo((true, 650.0)));
    }

    private static TableConcordance Table(params ConcordancePoint[] points) => new([.. points], TableInterpolation.Linear);
}
