using Aieh.Api.Tests.Scoring.Calibration;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;
using MathNet.Numerics.Distributions;

namespace Aieh.Api.Tests.Scoring.Linking;

internal sealed class LinkingErrorsTests
{
    private static readonly Lazy<List<CalibratedPair>> _pairs = new(
        () => [.. Enumerable.Range(0, 80).Select(pair => CalibratedPair.Of(2 * pair, 2 * pair + 1))]);

    // By hand: A is 1 without error, B the mean of n differences, each with the variance of both difficulties.
    [Test]
    public void Of_OneParameterAnchorsByMeanMean_IsTheErrorOfAMeanDifference()
    {
        AnchorItem[] anchors = [.. new[] { -1.0, 0, 0.5, 2 }.Select(Shifted)];

        var errors = LinkingErrors.Of(anchors, ScaleLinking.Link(anchors, LinkingMethod.MeanMean), Diagonal(4, 0.1), Diagonal(4, 0.2));

        Assert.That(errors.Slope, Is.Zero.Within(1e-12));
        Assert.That(errors.Intercept, Is.EqualTo(Math.Sqrt(4 * (0.01 + 0.04)) / 4).Within(1e-9));
    }

    // Against the spread of 2,000 linkings with disturbed parameters: a standard deviation from as many is itself known to 1.6 %,
    // and the method is asymptotic.
    [TestCase(LinkingMethod.MeanMean)]
    [TestCase(LinkingMethod.MeanGeometricMean)]
    [TestCase(LinkingMethod.MeanSigma)]
    [TestCase(LinkingMethod.Haebara)]
    [TestCase(LinkingMethod.StockingLord)]
    public void Of_MixedAnchors_IsTheSpreadOfRepeatedLinkings(LinkingMethod method)
    {
        const double error = 0.02;
        const int draws = 2000;
        var truth = new ScaleTransformation(1.2, 0.4);
        ItemParameters[] items =
        [
            ItemParameters.TwoParameter(1.2, -0.8), ItemParameters.ThreeParameter(1.5, 0.4, 0.2),
            ItemParameters.Graded(1.1, -1, 0.2, 1.1), ItemParameters.PartialCredit(0.9, 0.3, -0.4),
            ItemParameters.TwoParameter(0.8, 1.5), ItemParameters.ThreeParameter(1.1, -1.6, 0.15),
        ];
        AnchorItem[] anchors = [.. items.Select(item => new AnchorItem(item, truth.Apply(item)))];
        var criterion = LinkingCriterion.Normal(count: 21, isSymmetric: true);
        var parameters = items.Sum(LinkingErrors.ParameterCount);

        var estimated = ScaleLinking.Link(anchors, method, criterion);
        var errors = LinkingErrors.Of(anchors, estimated, Diagonal(parameters, error), Diagonal(parameters, error));

        var normal = new Normal(0, error, new Random(20_260_601));
        var linked = Enumerable.Range(0, draws)
            .Select(_ => ScaleLinking.Link([.. anchors.Select(Again)], method, criterion).Transformation!.Value)
            .ToList();
        Assert.That(errors.Slope, Is.EqualTo(Deviation(linked.Select(each => each.Slope))).Within(6).Percent);
        Assert.That(errors.Intercept, Is.EqualTo(Deviation(linked.Select(each => each.Intercept))).Within(6).Percent);
        var (meanSlope, meanIntercept) = (linked.Average(each => each.Slope), linked.Average(each => each.Intercept));
        var covariance = linked.Average(each => (each.Slope - meanSlope) * (each.Intercept - meanIntercept));
        Assert.That(errors.Covariance, Is.EqualTo(covariance).Within(0.08 * errors.Slope * errors.Intercept));

        AnchorItem Again(AnchorItem anchor) => new(Disturbed(anchor.New, normal), Disturbed(anchor.Base, normal));
    }

    // Against the spread of linkings of 80 pairs of samples of 400 people from one population, each calibrated by itself: a standard
    // deviation from as many is known to 8 %, and three of those are 24 %; the errors are asymptotic. Without the covariances between
    // items that of B would be half of it.
    [TestCase(LinkingMethod.MeanMean)]
    [TestCase(LinkingMethod.MeanGeometricMean)]
    [TestCase(LinkingMethod.MeanSigma)]
    [TestCase(LinkingMethod.Haebara)]
    [TestCase(LinkingMethod.StockingLord)]
    public void Of_Calibrations_IsTheSpreadOfLinkingsOfOtherSamples(LinkingMethod method)
    {
        var criterion = LinkingCriterion.Normal(count: 21);
        var linked = _pairs.Value
            .Select(pair =>
            {
                AnchorItem[] anchors = [.. pair.New.Items.Zip(pair.Base.Items, (a, b) => new AnchorItem(a.Parameters!, b.Parameters!))];
                var result = ScaleLinking.Link(anchors, method, criterion);
                var errors = LinkingErrors.Of(
                    anchors, result, pair.NewErrors.Covariance.AsSpan(), pair.BaseErrors.Covariance.AsSpan());
                return (At: result.Transformation!.Value, Errors: errors);
            })
            .ToList();

        Assert.That(
            linked.Average(each => each.Errors.Slope),
            Is.EqualTo(Deviation(linked.Select(each => each.At.Slope))).Within(24).Percent);
        Assert.That(
            linked.Average(each => each.Errors.Intercept),
            Is.EqualTo(Deviation(linked.Select(each => each.At.Intercept))).Within(24).Percent);
    }

    [Test]
    public void Of_ThatDoNotFit_Throws()
    {
        AnchorItem[] anchors =
        [
            new(ItemParameters.TwoParameter(1, 0), ItemParameters.TwoParameter(1, 0)),
            new(ItemParameters.TwoParameter(1, 1), ItemParameters.TwoParameter(1, 1)),
        ];
        var linked = ScaleLinking.Link(anchors, LinkingMethod.MeanMean);

        Assert.That(
            () => LinkingErrors.Of(anchors, linked, Diagonal(3, 0.1), Diagonal(4, 0.1)),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("newCovariance"));
        Assert.That(
            () => LinkingErrors.Of(anchors[..1], linked, Diagonal(2, 0.1), Diagonal(2, 0.1)),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("result"));
        Assert.That(
            () => LinkingErrors.Of(
                anchors[..1],
                ScaleLinking.Link(anchors[..1], LinkingMethod.MeanMean),
                Diagonal(2, 0.1),
                Diagonal(2, 0.1)),
            Throws.ArgumentException);
        Assert.That(
            () => LinkingErrors.Of(anchors, linked, [.. Diagonal(4, 0.1).Select(entry => -entry)], Diagonal(4, 0)),
            Throws.ArgumentException);
    }

    private static AnchorItem Shifted(double b) => new(ItemParameters.OneParameter(b), ItemParameters.OneParameter(b + 0.3));

    private static double[] Diagonal(int size, double error)
    {
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++) matrix[i * size + i] = error * error;
        return matrix;
    }

    private static double Deviation(IEnumerable<double> values)
    {
        var all = values.ToList();
        var mean = all.Average();
        return Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
    }

    private static ItemParameters Disturbed(ItemParameters item, Normal normal)
    {
        var a = item.Discrimination + normal.Sample();
        double[] b = [.. item.Thresholds.Select(threshold => threshold + normal.Sample())];
        return item.Model switch
        {
            ItemModel.TwoParameterLogistic => ItemParameters.TwoParameter(a, b[0]),
            ItemModel.ThreeParameterLogistic => ItemParameters.ThreeParameter(a, b[0], item.Guessing + normal.Sample()),
            ItemModel.GradedResponse => ItemParameters.Graded(a, b),
            _ => ItemParameters.PartialCredit(a, b),
        };
    }

    private sealed record CalibratedPair(
        CalibrationResult New, CalibrationErrors NewErrors, CalibrationResult Base, CalibrationErrors BaseErrors)
    {
        private static readonly ItemParameters[] _items =
            [.. Enumerable.Range(0, 12).Select(i => ItemParameters.TwoParameter(0.9 + 0.2 * (i % 4), -1.1 + 0.2 * i))];

        public static CalibratedPair Of(int seed, int other)
        {
            var (one, two) = (new CalibrationSample(_items, 400, seed).Fit(), new CalibrationSample(_items, 400, other).Fit());
            return new CalibratedPair(one, one.StandardErrors(), two, two.StandardErrors());
        }
    }
}
