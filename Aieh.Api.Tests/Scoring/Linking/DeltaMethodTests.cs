using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Aieh.Api.Tests.Scoring.Linking;

/// <summary>Covariances by the delta method against its definition: each parameter moved a little and everything linked again.</summary>
internal sealed class DeltaMethodTests
{
    private const double Step = 1e-3;

    private static readonly LinkingCriterion Criterion = LinkingCriterion.Normal(count: 31, isSymmetric: true, scalingConstant: 1.2);

    private static readonly AnchorItem[] Anchors =
    [
        new(ItemParameters.OneParameter(-1.3), ItemParameters.OneParameter(-1.0)),
        new(ItemParameters.TwoParameter(1.2, -0.8), ItemParameters.TwoParameter(1.1, -0.7)),
        new(ItemParameters.ThreeParameter(1.5, 0.4, 0.2), ItemParameters.ThreeParameter(1.2, 0.9, 0.15)),
        new(ItemParameters.Graded(1.1, -1, 0.2, 1.1), ItemParameters.Graded(0.9, -0.9, 0.7, 1.7)),
        new(ItemParameters.PartialCredit(0.9, 0.3, -0.4), ItemParameters.PartialCredit(0.8, 0.6, 0)),
        new(ItemParameters.TwoParameter(0.8, 1.5), ItemParameters.TwoParameter(0.7, 2.2)),
    ];

    // The test's derivatives are good to the square of its step and the product's to 1e-5 at least.
    [TestCase(LinkingMethod.MeanMean)]
    [TestCase(LinkingMethod.MeanGeometricMean)]
    [TestCase(LinkingMethod.MeanSigma)]
    [TestCase(LinkingMethod.Haebara)]
    [TestCase(LinkingMethod.StockingLord)]
    public void Detect_MixedAnchors_JudgesEachByTheCovarianceOfItsDifferences(LinkingMethod method)
    {
        var (onNew, onBase) = (Covariance(0.03, 0.4), Covariance(0.02, -0.3));
        var errors = AnchorErrors.OfCovariances(onNew.ToRowMajorArray(), onBase.ToRowMajorArray());

        var report = DriftDetection.Detect(Anchors, method, Criterion, Anchors.Length, errors, new DriftRule(FalseDiscoveryRate: 1e-300));

        Assert.That(report.Anchors.Select(anchor => anchor.IsKept), Is.All.True);
        var (all, covariance) = (Differences(Anchors, method), OfFunction(anchors => Differences(anchors, method), onNew, onBase));
        var from = 0;
        foreach (var (drift, anchor) in report.Anchors.Zip(Anchors))
        {
            var hasSlope = anchor.New.Model != ItemModel.OneParameterLogistic;
            var count = 3 + anchor.New.Thresholds.Length;
            var (at, own) = (all.SubVector(from, count), covariance.SubMatrix(from, count, from, count));
            Assert.That((drift.DiscriminationDifference, drift.DifficultyDifference), Is.EqualTo((at[0], at[1])).Within(1e-12));
            Assert.That(drift.DiscriminationZ, hasSlope ? Is.EqualTo(at[0] / Math.Sqrt(own[0, 0])).Within(0.01).Percent : Is.Null);
            Assert.That(drift.DifficultyZ, Is.EqualTo(at[1] / Math.Sqrt(own[1, 1])).Within(0.01).Percent);

            // What is tested: the slope, where the model has one of its own, and the intercepts.
            var first = hasSlope ? 2 : 3;
            var (freedom, tested) = (count - first, at.SubVector(first, count - first));
            var chiSquare = tested * own.SubMatrix(first, freedom, first, freedom).Inverse() * tested;
            Assert.That(drift.ChiSquare, Is.EqualTo(chiSquare).Within(0.05).Percent);
            Assert.That(drift.DegreesOfFreedom, Is.EqualTo(freedom));
            Assert.That(drift.PValue, Is.EqualTo(1 - ChiSquared.CDF(freedom, drift.ChiSquare!.Value)).Within(1e-9));
            from += count;
        }
    }

    [TestCase(LinkingMethod.MeanMean)]
    [TestCase(LinkingMethod.MeanGeometricMean)]
    [TestCase(LinkingMethod.MeanSigma)]
    [TestCase(LinkingMethod.Haebara)]
    [TestCase(LinkingMethod.StockingLord)]
    public void Of_MixedAnchors_IsTheCovarianceOfTheConstants(LinkingMethod method)
    {
        var (onNew, onBase) = (Covariance(0.03, 0.4), Covariance(0.02, -0.3));

        var errors = LinkingErrors.Of(
            Anchors, ScaleLinking.Link(Anchors, method, Criterion), onNew.ToRowMajorArray(), onBase.ToRowMajorArray());

        var covariance = OfFunction(anchors => Constants(Linked(anchors, method)), onNew, onBase);
        Assert.That(errors.Slope, Is.EqualTo(Math.Sqrt(covariance[0, 0])).Within(0.01).Percent);
        Assert.That(errors.Intercept, Is.EqualTo(Math.Sqrt(covariance[1, 1])).Within(0.01).Percent);
        Assert.That(errors.Covariance, Is.EqualTo(covariance[0, 1]).Within(1e-4 * errors.Slope * errors.Intercept));
    }

    private static ScaleTransformation Linked(AnchorItem[] anchors, LinkingMethod method) =>
        ScaleLinking.Link(anchors, method, Criterion).Transformation!.Value;

    private static Vector<double> Constants(ScaleTransformation at) => Vector<double>.Build.Dense([at.Slope, at.Intercept]);

    private static Vector<double> Differences(AnchorItem[] anchors, LinkingMethod method)
    {
        var at = Linked(anchors, method);
        return Vector<double>.Build.Dense([.. anchors.SelectMany(anchor => Differences(at, anchor))]);
    }

    // Of a and the mean of b, and of the slope and the intercepts −a·b, all on the base scale.
    private static double[] Differences(ScaleTransformation at, AnchorItem anchor)
    {
        var (a, b) = (anchor.New.Discrimination / at.Slope, anchor.New.Thresholds.Select(at.Apply));
        var (baseA, baseB) = (anchor.Base.Discrimination, anchor.Base.Thresholds);
        var intercepts = b.Zip(baseB, (own, other) => -baseA * other + a * own);
        return [baseA - a, baseB.Average() - b.Average(), baseA - a, .. intercepts];
    }

    // J V Jᵀ on each scale, by central differences.
    private static Matrix<double> OfFunction(Func<AnchorItem[], Vector<double>> function, Matrix<double> onNew, Matrix<double> onBase)
    {
        var (left, right) = (Jacobian(isBase: false), Jacobian(isBase: true));
        return left * onNew * left.Transpose() + right * onBase * right.Transpose();

        Matrix<double> Jacobian(bool isBase) => Matrix<double>.Build.DenseOfColumnVectors(
            Enumerable.Range(0, Anchors.Length)
                .SelectMany(i => Enumerable.Range(0, LinkingErrors.ParameterCount(Anchors[i].New)).Select(parameter => (i, parameter)))
                .Select(at => (function(Moved(at, isBase, Step)) - function(Moved(at, isBase, -Step))) / (2 * Step)));
    }

    private static AnchorItem[] Moved((int Anchor, int Parameter) at, bool isBase, double step)
    {
        AnchorItem[] moved = [.. Anchors];
        var (own, other) = (moved[at.Anchor].New, moved[at.Anchor].Base);
        moved[at.Anchor] = isBase
            ? new AnchorItem(own, Moved(other, at.Parameter, step))
            : new AnchorItem(Moved(own, at.Parameter, step), other);
        return moved;
    }

    private static ItemParameters Moved(ItemParameters item, int parameter, double step)
    {
        double[] values = [item.Discrimination, .. item.Thresholds, item.Guessing];
        values[item.Model == ItemModel.OneParameterLogistic ? parameter + 1 : parameter] += step;
        return ItemParameters.Of(item.Model, values[0], values.AsSpan()[1..^1], values[^1]);
    }

    // Standard errors that rise from parameter to parameter, correlations that fall with the distance.
    private static Matrix<double> Covariance(double error, double correlation)
    {
        var size = Anchors.Sum(anchor => LinkingErrors.ParameterCount(anchor.New));
        double Error(int i) => error * (1 + 0.05 * i);
        return Matrix<double>.Build.Dense(size, size, (i, j) => Error(i) * Error(j) * Math.Pow(correlation, Math.Abs(i - j)));
    }
}
