using Aieh.Api.Tests.Scoring.Irt;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Linking;

internal sealed class ScaleLinkingTests
{
    private static readonly LinkingMethod[] All = Enum.GetValues<LinkingMethod>();
    private static readonly LinkingMethod[] ByCurves = [LinkingMethod.Haebara, LinkingMethod.StockingLord];

    // A one-parameter item leaves its model when A is not 1.
    private static readonly Gen<ItemParameters> Scalable = IrtGen.Item.Where(item => item.Model != ItemModel.OneParameterLogistic);
    private static readonly Gen<ScaleTransformation> Transformation =
        Gen.Select(Gen.Double[0.5, 2], Gen.Double[-1.5, 1.5], (a, b) => new ScaleTransformation(a, b));

    /// <summary>Anchors whose base parameters are the transformed new ones with errors in all parameters.</summary>
    private static readonly Gen<AnchorItem[]> Noisy =
        Gen.Select(Scalable.Array[5, 15], Transformation, Gen.Double[-0.2, 0.2].Array[30]).Select((items, truth, noise) =>
            items.Select((item, i) => new AnchorItem(item, Disturbed(truth.Apply(item), noise[2 * i], noise[2 * i + 1]))).ToArray());

    [Test]
    public void Link_NoiseFreeAnchors_RecoversTheTransformationByEveryMethod() =>
        Gen.Select(Scalable.Array[3, 12], Transformation).Sample((items, truth) =>
            Array.TrueForAll(All, method =>
            {
                AnchorItem[] anchors = [.. items.Select(item => new AnchorItem(item, truth.Apply(item)))];
                var result = ScaleLinking.Link(anchors, method, LinkingCriterion.Uniform(count: 41));
                if (method == LinkingMethod.MeanSigma && Range(items) < 1e-6) return true; // Determined by rounding, or not at all.

                var found = result.Transformation!.Value;

                // 1e-6 is the accuracy promised; rounding of the criterion allows about 1e-8.
                return Math.Abs(found.Slope - truth.Slope) < 1e-6 && Math.Abs(found.Intercept - truth.Intercept) < 1e-6;
            }), iter: 200);

    [Test]
    public void Link_SymmetricCriterion_LinkedBackIsTheInverse() => Noisy.Sample(anchors => Array.TrueForAll(ByCurves, method =>
    {
        var criterion = LinkingCriterion.Normal(isSymmetric: true);
        var there = ScaleLinking.Link(anchors, method, criterion);
        var back = ScaleLinking.Link([.. anchors.Select(anchor => new AnchorItem(anchor.Base, anchor.New))], method, criterion);

        // The minimum is found to about the square root of the rounding in its value, 1e-8.
        var (first, second) = (there.Transformation!.Value, back.Transformation!.Value);
        return Math.Abs(first.Slope * second.Slope - 1) < 1e-6
            && Math.Abs(first.Intercept + first.Slope * second.Intercept) < 1e-6;
    }), iter: 50);

    [Test]
    public void Link_AnchorsInAnotherOrder_IsTheSame() => Noisy.Sample(anchors => Array.TrueForAll(All, method =>
    {
        var one = ScaleLinking.Link(anchors, method, LinkingCriterion.Normal()).Transformation!.Value;
        var other = ScaleLinking.Link([.. anchors.Reverse()], method, LinkingCriterion.Normal()).Transformation!.Value;

        // Relative to the slope: thresholds that nearly agree on one scale make it as large as they like.
        return Math.Abs(one.Slope - other.Slope) < 1e-7 * Math.Max(1, one.Slope)
            && Math.Abs(one.Intercept - other.Intercept) < 1e-7 * Math.Max(1, one.Slope);
    }), iter: 50);

    [Test]
    public void Link_SameInput_GivesTheSameBits() => Noisy.Sample(anchors => Array.TrueForAll(All, method =>
    {
        var first = ScaleLinking.Link(anchors, method, LinkingCriterion.Normal());
        var second = ScaleLinking.Link(anchors, method, LinkingCriterion.Normal());
        return first.Transformation == second.Transformation;
    }), iter: 20);

    [Test]
    public void Link_ByCurves_IsNoHigherThanAnyPointOfAScan() => Noisy.Sample(anchors => Array.TrueForAll(ByCurves, method =>
    {
        var criterion = LinkingCriterion.Normal(count: 21);
        var result = ScaleLinking.Link(anchors, method, criterion);
        var lowest = double.MaxValue;
        for (var a = 0.3; a < 3; a *= 1.15)
            for (var b = -2.5; b <= 2.5; b += 0.25)
                lowest = Math.Min(lowest, ScaleLinking.CriterionValue(anchors, method, criterion, new ScaleTransformation(a, b)));

        return result.Status == LinkingStatus.Linked && result.CriterionValue <= lowest
            && result.CriterionValue == ScaleLinking.CriterionValue(anchors, method, criterion, result.Transformation!.Value);
    }), iter: 20);

    [Test]
    public void Link_Result_StatesWhatItDependsOn()
    {
        var criterion = LinkingCriterion.Uniform(-3, 3, 31, isSymmetric: true, scalingConstant: 1.7);
        AnchorItem[] anchors = [Anchor(1, -1, 1.1, -0.5), Anchor(1.5, 1, 1.4, 1.6)];

        var byCurves = ScaleLinking.Link(anchors, LinkingMethod.StockingLord, criterion);
        var byMoments = ScaleLinking.Link(anchors, LinkingMethod.MeanSigma, criterion);

        Assert.That((byCurves.Method, byCurves.Anchors, byCurves.Criterion), Is.EqualTo((LinkingMethod.StockingLord, 2, criterion)));
        var criterionUsed = byCurves.Criterion!;
        Assert.That(
            (criterionUsed.Points.Length, criterionUsed.Points[1], criterionUsed.IsSymmetric, criterionUsed.ScalingConstant),
            Is.EqualTo((31, -2.8, true, 1.7)));
        Assert.That((byMoments.Criterion, byMoments.CriterionValue), Is.EqualTo(((LinkingCriterion?)null, (double?)null)));
    }

    // By hand: discriminations 1 and 2 against 0.5 and 1 give A = 2 (arithmetic and geometric); thresholds −1, 0, 1 against −3, 1, 5 give
    // A = 4; the means are 0 and 1.
    [Test]
    public void Link_Moments_AreTakenOverAllThresholds()
    {
        AnchorItem[] anchors =
        [
            new(ItemParameters.TwoParameter(1, -1), ItemParameters.TwoParameter(0.5, -3)),
            new(ItemParameters.PartialCredit(2, 0, 1), ItemParameters.PartialCredit(1, 1, 5)),
        ];

        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanMean).Transformation, Is.EqualTo(new ScaleTransformation(2, 1)));
        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanGeometricMean).Transformation!.Value.Slope, Is.EqualTo(2).Within(1e-15));
        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanSigma).Transformation, Is.EqualTo(new ScaleTransformation(4, 1)));
    }

    [Test]
    public void Link_OneParameterAnchors_KeepTheirUnitByMeanMeanAndTakeItFromTheSpreadByMeanSigma()
    {
        AnchorItem[] anchors = [.. new[] { -1.0, 0, 1 }.Select(Stretched)];

        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanMean).Transformation!.Value.Slope, Is.EqualTo(1));
        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanMean).Transformation!.Value.Intercept, Is.EqualTo(0.4).Within(1e-15));
        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.MeanSigma).Transformation!.Value.Slope, Is.EqualTo(1.5).Within(1e-15));
        Assert.That(ScaleLinking.Link(anchors, LinkingMethod.Haebara, LinkingCriterion.Normal()).Status, Is.EqualTo(LinkingStatus.Linked));

        static AnchorItem Stretched(double b) => new(ItemParameters.OneParameter(b), ItemParameters.OneParameter(1.5 * b + 0.4));
    }

    [Test]
    public void Link_NotDetermined_IsAStatusWithoutATransformation()
    {
        var far = ItemParameters.TwoParameter(1, 1e5);
        AnchorItem[] unreached = [new(far, far), new(far, far)];
        AnchorItem[] flat = [Anchor(1, 0.3, 1, -1), Anchor(1.2, 0.3, 1.1, 1)];

        foreach (var method in All)
            Assert.That(
                ScaleLinking.Link([Anchor(1, 0, 1, 0)], method, LinkingCriterion.Normal()),
                Has.Property("Status").EqualTo(LinkingStatus.TooFewAnchors).And.Property("Transformation").Null);
        Assert.That(
            ScaleLinking.Link(flat, LinkingMethod.MeanSigma),
            Has.Property("Status").EqualTo(LinkingStatus.NoSpread).And.Property("Transformation").Null);
        foreach (var method in ByCurves)
            Assert.That(
                ScaleLinking.Link(unreached, method, LinkingCriterion.Normal()),
                Has.Property("Status").EqualTo(LinkingStatus.NoMinimum)
                    .And.Property("Transformation").Null
                    .And.Property("CriterionValue").Null);
    }

    [Test]
    public void Arguments_OutsideTheirDomain_Throw()
    {
        Assert.That(
            () => new AnchorItem(ItemParameters.Graded(1, 0), ItemParameters.ThreeParameter(1, 0, 0.2)),
            Throws.ArgumentException.With.Message.Contains("model"));
        Assert.That(
            () => new AnchorItem(ItemParameters.Graded(1, 0), ItemParameters.Graded(1, 0, 1)),
            Throws.ArgumentException.With.Message.Contains("categories"));
        Assert.That(() => ScaleLinking.Link([], LinkingMethod.Haebara), Throws.ArgumentNullException);
        Assert.That(() => ScaleLinking.Link([], (LinkingMethod)9), Throws.TypeOf<ArgumentOutOfRangeException>());
        AnchorItem[] one = [Anchor(1, 0, 1, 0)];
        Assert.That(
            () => ScaleLinking.CriterionValue(one, LinkingMethod.MeanMean, LinkingCriterion.Normal(), new ScaleTransformation(1, 0)),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LinkingCriterion([0], [-1]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LinkingCriterion([0], [0]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LinkingCriterion([0, 1], [1]), Throws.ArgumentException);
        Assert.That(() => LinkingCriterion.Uniform(1, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => LinkingCriterion.Normal(scalingConstant: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ScaleTransformation(0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ScaleTransformation(1, double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Apply_AnyItem_KeepsItsProbabilitiesAtTransformedAbilities() =>
        Gen.Select(IrtGen.Item, Transformation, Gen.Double[-4, 4]).Sample((item, transformation, theta) =>
        {
            double[] before = new double[item.Categories], after = new double[item.Categories];
            ItemResponseFunction.Probabilities(item, theta, before);
            ItemResponseFunction.Probabilities(transformation.Apply(item), transformation.Apply(theta), after);

            // a(θ − b) is computed from other numbers: a few units in the last place of numbers below 100.
            return before.Zip(after).All(pair => Math.Abs(pair.First - pair.Second) < 1e-12)
                && Math.Abs(transformation.Invert().Apply(transformation.Apply(theta)) - theta) < 1e-12;
        });

    [Test]
    public void Apply_OneParameterItem_StaysOneOnlyWithoutAChangeOfUnit()
    {
        Assert.That(
            new ScaleTransformation(1, 0.5).Apply(ItemParameters.OneParameter(0.2)),
            Has.Property("Model").EqualTo(ItemModel.OneParameterLogistic));
        Assert.That(
            new ScaleTransformation(2, 0.5).Apply(ItemParameters.OneParameter(0.2)),
            Has.Property("Model").EqualTo(ItemModel.TwoParameterLogistic).And.Property("Discrimination").EqualTo(0.5));
    }

    private static double Range(IEnumerable<ItemParameters> items)
    {
        var thresholds = items.SelectMany(item => item.Thresholds).ToList();
        return thresholds.Max() - thresholds.Min();
    }

    private static AnchorItem Anchor(double aNew, double bNew, double aBase, double bBase) =>
        new(ItemParameters.TwoParameter(aNew, bNew), ItemParameters.TwoParameter(aBase, bBase));

    private static ItemParameters Disturbed(ItemParameters item, double logDiscrimination, double difficulty)
    {
        var a = item.Discrimination * Math.Exp(logDiscrimination);
        double[] b = [.. item.Thresholds.Select(threshold => threshold + difficulty)];
        return item.Model switch
        {
            ItemModel.TwoParameterLogistic => ItemParameters.TwoParameter(a, b[0]),
            ItemModel.ThreeParameterLogistic => ItemParameters.ThreeParameter(a, b[0], item.Guessing),
            ItemModel.GradedResponse => ItemParameters.Graded(a, b),
            _ => ItemParameters.PartialCredit(a, b),
        };
    }
}
