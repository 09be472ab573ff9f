using Aieh.Scoring.Checks;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class CompositeTests
{
    // k parallel parts of reliability r correlate r: Mosier's formula is then Spearman and Brown's kr/(1 + (k − 1)r).
    [Test]
    public void Evaluate_ParallelParts_HasTheSpearmanBrownReliability() =>
        Gen.Select(Gen.Int[1, 8], Gen.Double[0.05, 0.95], Gen.Double[0.1, 20]).Sample((k, r, sd) =>
        {
            var result = WeightedComposite.Evaluate([.. Enumerable.Repeat(new CompositePart(1, sd, r), k)], Equal(k, r));

            Assert.That(result.Reliability, Is.EqualTo(k * r / (1 + (k - 1) * r)).Within(1e-12));
            Assert.That(result.EffectiveWeights, Is.All.EqualTo(1.0 / k).Within(1e-12));
        });

    [Test]
    public void Evaluate_WeightsScaled_KeepsReliabilityAndValidity()
    {
        CompositePart[] parts = [new(1, 2, 0.8, 0.3), new(2, 1, 0.7, 0.4)];
        var one = WeightedComposite.Evaluate(parts, Equal(2, 0.3));
        var ten = WeightedComposite.Evaluate([.. parts.Select(part => part with { Weight = 10 * part.Weight })], Equal(2, 0.3));

        Assert.That(ten.Reliability, Is.EqualTo(one.Reliability!.Value).Within(1e-14));
        Assert.That(ten.Validity, Is.EqualTo(one.Validity!.Value).Within(1e-14));
        Assert.That(ten.StandardDeviation, Is.EqualTo(10 * one.StandardDeviation!.Value).Within(1e-13));
    }

    [Test]
    public void Evaluate_DifferenceOfTheSame_HasNoVariance()
    {
        var result = WeightedComposite.Evaluate([new(1, 1, 0.9, 0.2), new(-1, 1, 0.9, 0.2)], Equal(2, 1));

        Assert.That(
            (result.Status, result.StandardDeviation, result.Reliability, result.Validity),
            Is.EqualTo((CompositeStatus.NoVariance, (double?)null, (double?)null, (double?)null)));
        Assert.That(result.EffectiveWeights, Is.Empty);
    }

    [Test]
    public void Evaluate_ArgumentsOutsideTheirDomain_Throw()
    {
        Assert.That(() => WeightedComposite.Evaluate([new(0, 1, 0.9)], Equal(1, 1)), Throws.ArgumentException);
        Assert.That(() => WeightedComposite.Evaluate([new(1, 0, 0.9)], Equal(1, 1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => WeightedComposite.Evaluate([new(1, 1, 1.1)], Equal(1, 1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CorrelationMatrix([1, 0.2, 0.3, 1], 2), Throws.ArgumentException);
        Assert.That(() => new CorrelationMatrix([1, 1.2, 1.2, 1], 2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CorrelationMatrix([0.9], 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    // By hand: uncorrelated predictors keep their validities as weights and R² is the sum of squares.
    [Test]
    public void Regression_UncorrelatedPredictors_AddsSquares()
    {
        var result = ValidityRegression.Evaluate(Equal(2, 0), [0.3, 0.4]);

        Assert.That(result.Weights, Is.EqualTo(new[] { 0.3, 0.4 }).Within(1e-15));
        Assert.That(result.RSquared, Is.EqualTo(0.25).Within(1e-15));
        Assert.That((result.AdjustedRSquared, result.CrossValidityRSquared), Is.EqualTo(((double?)null, (double?)null)));
    }

    // Optimal weights correlate with the criterion at least as well as any others.
    [Test]
    public void Regression_OptimalWeights_BeatAnyWeights() =>
        Gen.Select(Gen.Double[0, 0.8], Gen.Double[0, 0.5].Array[3], Gen.Double[0.1, 5].Array[3]).Sample((r, validities, weights) =>
        {
            var correlations = Equal(3, r);
            var best = ValidityRegression.Evaluate(correlations, validities);
            if (best.Status != RegressionStatus.Estimated) return;
            var parts = weights.Select((weight, i) => new CompositePart(weight, 1, 1, validities[i]));
            var other = WeightedComposite.Evaluate([.. parts], correlations).Validity;
            Assert.That(best.MultipleR, Is.GreaterThanOrEqualTo(other!.Value - 1e-12));
        });

    [Test]
    public void Regression_SmallerSamples_ShrinkMore()
    {
        var results = new[] { 20, 50, 200, 100_000 }
            .Select(people => ValidityRegression.Evaluate(Equal(3, 0.3), [0.4, 0.3, 0.2], people))
            .ToList();

        Assert.That(results.Select(result => result.AdjustedRSquared), Is.Ordered);
        Assert.That(results.Select(result => result.CrossValidityRSquared), Is.Ordered);
        foreach (var result in results)
            Assert.That(result.CrossValidityRSquared, Is.LessThan(result.AdjustedRSquared!.Value).And.GreaterThanOrEqualTo(0));
        Assert.That(results[^1].CrossValidityRSquared, Is.EqualTo(results[0].RSquared!.Value).Within(1e-3));
        Assert.That(ValidityRegression.Evaluate(Equal(3, 0.3), [0.4, 0.3, 0.2], 4).AdjustedRSquared, Is.Null);
    }

    // Uncorrelated predictors with .36 and .64 of the variance leave nothing.
    [Test]
    public void Regression_PredictorsThatExplainEverything_HaveAnRSquaredOfOne()
    {
        var result = ValidityRegression.Evaluate(Equal(2, 0), [0.6, 0.8]);

        Assert.That((result.Status, result.RSquared), Is.EqualTo((RegressionStatus.Estimated, (double?)1)));
    }

    [Test]
    public void Regression_ImpossibleNumbers_SaysWhy()
    {
        Assert.That(ValidityRegression.Evaluate(Equal(2, 1), [0.3, 0.3]).Status, Is.EqualTo(RegressionStatus.DependentPredictors));
        Assert.That(ValidityRegression.Evaluate(Equal(2, 0), [0.9, 0.9]).Status, Is.EqualTo(RegressionStatus.InconsistentValidities));
        Assert.That(
            ValidityRegression.Evaluate(new CorrelationMatrix([1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1], 3), [0, 0, 0]).Status,
            Is.EqualTo(RegressionStatus.DependentPredictors));
    }

    // By hand: R² .25 over .09 with one added of two predictors and N = 103: F = .16/(.75/100) = 21.33;
    // p from t² with 100 degrees of freedom, 1.15e-5 in tables.
    [Test]
    public void Gain_OneAddedPredictor_IsTheHandWorkedTest()
    {
        var result = ValidityRegression.Gain(Equal(2, 0), [0.3, 0.4], [0], 103);

        Assert.That(result.Gain, Is.EqualTo(0.16).Within(1e-15));
        Assert.That(result.F, Is.EqualTo(0.16 / 0.0075).Within(1e-12));
        Assert.That(result.PValue, Is.InRange(1.0e-5, 1.3e-5));
        Assert.That(() => ValidityRegression.Gain(Equal(2, 0), [0.3, 0.4], [0, 1]), Throws.ArgumentException);
        Assert.That(() => ValidityRegression.Gain(Equal(2, 0), [0.3, 0.4], [2]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    // The median of F with 2 and d degrees of freedom is (d/2)(2^(2/d) − 1): there p = 1/2.
    [Test]
    public void Gain_AtTheMedianOfF_HasAProbabilityOfOneHalf()
    {
        const int residual = 20;
        var median = residual / 2.0 * (Math.Pow(2, 2.0 / residual) - 1);
        var squared = 2 * median / (2 * median + residual); // F = (R²/2)/((1 − R²)/20) with a base of no validity

        var result = ValidityRegression.Gain(Equal(3, 0), [0, Math.Sqrt(squared), 0], [0], residual + 4);

        Assert.That(result.PValue, Is.EqualTo(0.5).Within(1e-12));
    }

    private static CorrelationMatrix Equal(int size, double r) =>
        new([.. Enumerable.Range(0, size * size).Select(cell => cell % (size + 1) == 0 ? 1 : r)], size);
}
