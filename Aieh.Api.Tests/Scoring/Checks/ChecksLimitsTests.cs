using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tests.Scoring.Checks;

/// <summary>Rules met exactly and just missed, and what the checks refuse.</summary>
internal sealed class ChecksLimitsTests
{
    private static readonly TestForm Form = new([ItemParameters.TwoParameter(1, 0), ItemParameters.TwoParameter(2, 0.5)]);
    private static readonly CorrelationMatrix Pair = new([1, 0.5, 0.5, 1], 2);

    // Four fifths exactly is not below: 40 of 100 against 50 of 100; 39 is.
    [TestCase(40, false)]
    [TestCase(39, true)]
    public void AdverseImpact_FourFifthsExactly_IsNotBelow(int selected, bool below)
    {
        var impact = AdverseImpact.Analyze([new("a", 100, 50), new("b", 100, selected)]).Groups[1];

        Assert.That((impact.ImpactRatio, impact.BelowFourFifths), Is.EqualTo(((double?)(selected / 50.0), (bool?)below)));
    }

    // z = (p − q)/√(p̄(1 − p̄)·2/n): with n = 100 and 50 selected, 36 give −0.14/√(0.43·0.57·0.02), 35 give −0.15/√(0.425·0.575·0.02).
    [TestCase(36, -1.99959, false)]
    [TestCase(35, -2.14560, true)]
    public void AdverseImpact_AroundTwoStandardDeviations_DecidesAsPublished(int selected, double z, bool beyond)
    {
        var impact = AdverseImpact.Analyze([new("a", 100, 50), new("b", 100, selected)]).Groups[1];

        Assert.That(impact.Z, Is.EqualTo(z).Within(5e-6));
        Assert.That(impact.BeyondTwoStandardDeviations, Is.EqualTo(beyond));
    }

    [Test]
    public void AdverseImpact_GroupOfTheSmallestCell_IsShownAndOneFewerIsNot()
    {
        var result = AdverseImpact.Analyze([new("a", 5, 2), new("b", 4, 4), new("c", 5, 1)]);

        Assert.That(
            result.Groups.Select(group => group.Status),
            Is.EqualTo(new[] { ImpactStatus.Comparison, ImpactStatus.Suppressed, ImpactStatus.Compared }));
        Assert.That((result.SmallestCell, result.ComparisonGroup), Is.EqualTo((5, "a")));
        Assert.That(AdverseImpact.Analyze([new("a", 1, 1), new("b", 1, 0)], 1).ComparisonGroup, Is.EqualTo("a"));
    }

    [Test]
    public void AdverseImpact_EqualRates_ComparesWithTheFirst()
    {
        var result = AdverseImpact.Analyze([new("a", 20, 10), new("b", 40, 20), new("c", 10, 4)]);

        Assert.That((result.ComparisonGroup, result.Groups[1].ImpactRatio, result.Groups[1].Z), Is.EqualTo(("a", (double?)1, (double?)0)));
    }

    [TestCase("", 5, 1)]
    [TestCase(" ", 5, 1)]
    [TestCase("a", 5, 1)]
    public void AdverseImpact_GroupWithoutANameOfItsOwn_IsRefused(string group, int applicants, int selected) =>
        Assert.That(() => AdverseImpact.Analyze([new("a", 5, 5), new(group, applicants, selected)]), Refuses.Argument("groups"));

    [TestCase(-1, 0)]
    [TestCase(5, -1)]
    [TestCase(5, 6)]
    public void AdverseImpact_CountsThatCannotBe_AreRefused(int applicants, int selected) =>
        Assert.That(() => AdverseImpact.Analyze([new("a", applicants, selected)]), Refuses.OutOfRange("groups", "a: "));

    [Test]
    public void AdverseImpact_NobodyOrEverybody_AreCountsLikeOthers()
    {
        var result = AdverseImpact.Analyze([new("none", 0, 0), new("all", 5, 5), new("no", 5, 0)]);

        Assert.That(result.Groups.Select(group => group.Rate), Is.EqualTo(new double?[] { null, 1, 0 }));
        Assert.That(() => AdverseImpact.Analyze([], 0), Refuses.OutOfRange("smallestCell"));
    }

    // Fisher's tea (1935): 34/70; the second from the hypergeometric distribution, 2 · 0.0014 by symmetry of its tails.
    [TestCase(3, 1, 1, 3, 34.0 / 70)]
    [TestCase(4, 0, 0, 4, 2.0 / 70)]
    [TestCase(2, 2, 2, 2, 1)]
    [TestCase(0, 0, 3, 4, 1)]
    [TestCase(0, 5, 0, 2, 1)]
    public void Fisher_SmallTables_AreCountedByHand(int a, int b, int c, int d, double p) =>
        Assert.That(FisherExactTest.TwoSided(a, b, c, d), Is.EqualTo(p).Within(1e-14));

    [Test]
    public void Fisher_NegativeCounts_NameTheArgument()
    {
        Assert.That(() => FisherExactTest.TwoSided(-1, 1, 1, 1), Refuses.OutOfRange("a"));
        Assert.That(() => FisherExactTest.TwoSided(1, -1, 1, 1), Refuses.OutOfRange("b"));
        Assert.That(() => FisherExactTest.TwoSided(1, 1, -1, 1), Refuses.OutOfRange("c"));
        Assert.That(() => FisherExactTest.TwoSided(1, 1, 1, -1), Refuses.OutOfRange("d"));
    }

    [Test]
    public void CorrelationMatrix_AtItsBounds_IsTakenAndKnowsDependence()
    {
        var dependent = new CorrelationMatrix([1, -1, -1, 1], 2);

        Assert.That((dependent.IsPositiveDefinite, dependent.Size, dependent[0, 1]), Is.EqualTo((false, 2, -1.0)));
        Assert.That((Pair.IsPositiveDefinite, Pair[1, 0]), Is.EqualTo((true, 0.5)));
        Assert.That(new CorrelationMatrix([1, 0.5, 0.5 + 1e-13, 1], 2).IsPositiveDefinite, Is.True);
    }

    [Test]
    public void CorrelationMatrix_ThatIsNone_SaysWhy()
    {
        Assert.That(() => new CorrelationMatrix([], 0), Refuses.OutOfRange("size"));
        Assert.That(() => new CorrelationMatrix([1, 0, 0], 2), Refuses.Argument("values"));
        Assert.That(() => new CorrelationMatrix([1, 0.5, 0.5 + 1e-11, 1], 2), Refuses.Argument("values", "variables 0 and 1 differ"));
        Assert.That(() => new CorrelationMatrix([1, 0.5, 0.5, 0.9], 2), Refuses.OutOfRange("values", "variable 1 with itself"));
        Assert.That(() => new CorrelationMatrix([1, double.NaN, 0, 1], 2), Refuses.OutOfRange("values", "variables 0 and 1"));
        Assert.That(() => new CorrelationMatrix([1, 0, 1.0000000000000002, 1], 2), Refuses.Argument("values"));
    }

    // By hand, unit variances and r = ½: Var = 4 + 1 + 2·2·½ = 7; error 4·0.2 + 1·1 = 1.8; shares (4 + 1)/7 and (1 + 1)/7;
    // validity (2·0.5 + 1·1)/√7.
    [Test]
    public void Composite_PartsAtTheBounds_IsTheHandWorkedOne()
    {
        var result = WeightedComposite.Evaluate([new(2, 1, 0.8, 0.5), new(1, 1, 0, 1)], Pair);

        Assert.That(
            new[] { result.StandardDeviation, result.Reliability, result.StandardErrorOfMeasurement, result.Validity },
            Is.EqualTo(new double?[] { Math.Sqrt(7), 1 - 1.8 / 7, Math.Sqrt(1.8), 2 / Math.Sqrt(7) }).Within(1e-15));
        Assert.That(result.EffectiveWeights, Is.EqualTo([5 / 7.0, 2 / 7.0]).Within(1e-15));
        Assert.That(WeightedComposite.Evaluate([new(1, 1, 1), new(1, 1, 1, -1)], Pair).Reliability, Is.EqualTo(1));
    }

    [TestCase(double.PositiveInfinity, 1, 0.9, 0.5)]
    [TestCase(double.NaN, 1, 0.9, 0.5)]
    [TestCase(1, 0, 0.9, 0.5)]
    [TestCase(1, -1, 0.9, 0.5)]
    [TestCase(1, double.PositiveInfinity, 0.9, 0.5)]
    [TestCase(1, 1, -double.Epsilon, 0.5)]
    [TestCase(1, 1, 1.0000000000000002, 0.5)]
    [TestCase(1, 1, double.NaN, 0.5)]
    [TestCase(1, 1, 0.9, 1.0000000000000002)]
    [TestCase(1, 1, 0.9, -1.0000000000000002)]
    [TestCase(1, 1, 0.9, double.NaN)]
    public void Composite_PartOutsideItsDomain_IsRefused(double weight, double deviation, double reliability, double validity) =>
        Assert.That(
            () => WeightedComposite.Evaluate([new(1, 1, 0.9), new(weight, deviation, reliability, validity)], Pair),
            Refuses.OutOfRange("parts"));

    [Test]
    public void CompositeAndRegression_ArgumentsThatDoNotFit_AreNamed()
    {
        Assert.That(() => WeightedComposite.Evaluate([new(1, 1, 0.9)], Pair), Refuses.Argument("parts"));
        Assert.That(() => WeightedComposite.Evaluate([new(0, 1, 1), new(0, 1, 1)], Pair), Refuses.Argument("parts", "weight other than 0"));
        Assert.That(() => WeightedComposite.Evaluate([new(1, 1, 0.9)], null!), Refuses.Null("correlations"));
        Assert.That(() => ValidityRegression.Evaluate(null!, [0.5]), Refuses.Null("correlations"));
        Assert.That(() => ValidityRegression.Evaluate(Pair, [0.5]), Refuses.Argument("validities"));
        Assert.That(() => ValidityRegression.Evaluate(Pair, [0.5, 1.01]), Refuses.OutOfRange("validities"));
        Assert.That(() => ValidityRegression.Evaluate(Pair, [double.NaN, 0.5]), Refuses.OutOfRange("validities"));
        Assert.That(() => ValidityRegression.Evaluate(Pair, [0.5, 0.5], 0), Refuses.OutOfRange("people"));
        Assert.That(() => ValidityRegression.Gain(Pair, [0.5, 0.5], [-1]), Refuses.OutOfRange("baseline"));
        Assert.That(() => ValidityRegression.Gain(Pair, [0.5, 0.5], [2]), Refuses.OutOfRange("baseline"));
        Assert.That(() => ValidityRegression.Gain(Pair, [0.5, 0.5], []), Refuses.Argument("baseline"));
        Assert.That(() => ValidityRegression.Gain(Pair, [0.5, 0.5], [0, 1]), Refuses.Argument("baseline"));
        Assert.That(
            () => ValidityRegression.Gain(new CorrelationMatrix([1, 0, 0, 0, 1, 0, 0, 0, 1], 3), [0.1, 0.2, 0.3], [0, 0]),
            Refuses.Argument("baseline"));
    }

    // By hand: R⁻¹r with r = 0.5, 0.4 and correlation ½: β = (0.4, 0.2), R² = 0.28. With 23 people 1 − 0.72·22/20; with p + 1 = 3 none.
    [Test]
    public void Regression_TwoPredictors_IsTheHandWorkedOne()
    {
        var result = ValidityRegression.Evaluate(Pair, [0.5, 0.4], 23);

        Assert.That(result.Weights, Is.EqualTo([0.4, 0.2]).Within(1e-15));
        Assert.That(result.RSquared, Is.EqualTo(0.28).Within(1e-15));
        Assert.That(result.MultipleR, Is.EqualTo(Math.Sqrt(0.28)).Within(1e-15));
        Assert.That(result.AdjustedRSquared, Is.EqualTo(0.208).Within(1e-15));

        // Browne: ρ⁴ = 0.208² − 2·2·0.792²/(22·22), ((23 − 2 − 3)ρ⁴ + ρ²)/((23 − 4 − 2)ρ² + 2).
        const double fourth = 0.208 * 0.208 - 4 * 0.792 * 0.792 / 484;
        Assert.That(result.CrossValidityRSquared, Is.EqualTo((18 * fourth + 0.208) / (17 * 0.208 + 2)).Within(1e-14));
        Assert.That(ValidityRegression.Evaluate(Pair, [0.5, 0.4], 4).AdjustedRSquared, Is.Not.Null);
        Assert.That(ValidityRegression.Evaluate(Pair, [0.5, 0.4], 3).AdjustedRSquared, Is.Null);
        Assert.That(ValidityRegression.Evaluate(Pair, [0.5, 0.4]).AdjustedRSquared, Is.Null);
    }

    // By hand: R² 0.28 against 0.25 of the first alone, F = 0.03/(0.72/20).
    [Test]
    public void Gain_OverTheFirstPredictor_IsTheHandWorkedOne()
    {
        var gain = ValidityRegression.Gain(Pair, [0.5, 0.4], [0], 23);

        Assert.That(
            new[] { gain.FullRSquared, gain.ReducedRSquared, gain.Gain, gain.F },
            Is.EqualTo(new double?[] { 0.28, 0.25, 0.03, 0.03 / 0.036 }).Within(1e-14));
        Assert.That(ValidityRegression.Gain(Pair, [0.5, 0.4], [0], 3).F, Is.Null);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void Classical_ConfidenceOutsideItsDomain_IsNamed(double confidence) =>
        Assert.That(() => ClassicalReliability.Analyze([1, 0, 0, 1], 2, confidence), Refuses.OutOfRange("confidence"));

    // By hand: 2, 0 and 1 of two items for four people: totals 2, 0, 1, 1, variance 2/3; item variances 1/3 each, covariance 0: α = 0.
    [Test]
    public void Classical_FewPeopleOrItems_SaysWhatIsMissing()
    {
        Assert.That(ClassicalReliability.Analyze([1, 0], 2).Status, Is.EqualTo(ClassicalStatus.TooFewPeople));
        Assert.That(ClassicalReliability.Analyze([], 2).Mean, Is.Null);
        Assert.That(ClassicalReliability.Analyze([], 2).Items.Select(item => item.Mean), Is.All.Null);
        Assert.That(ClassicalReliability.Analyze([1, 0, 1], 1).Status, Is.EqualTo(ClassicalStatus.OneItem));
        Assert.That(ClassicalReliability.Analyze([1, 0, 0, 1], 2).Status, Is.EqualTo(ClassicalStatus.NoVariance));

        var one = ClassicalReliability.Analyze([1, 0], 2);
        Assert.That((one.People, one.Mean, one.StandardDeviation, one.Alpha), Is.EqualTo((1, (double?)1, (double?)null, (double?)null)));

        var four = ClassicalReliability.Analyze([1, 1, 0, 0, 1, 0, 0, 1], 2);
        Assert.That((four.Status, four.People, four.Dropped, four.Mean), Is.EqualTo((ClassicalStatus.Estimated, 4, 0, (double?)1)));
        Assert.That(four.StandardDeviation, Is.EqualTo(Math.Sqrt(2 / 3.0)).Within(1e-15));
        Assert.That(four.Alpha, Is.Zero.Within(1e-15));
        Assert.That(four.StandardErrorOfMeasurement, Is.EqualTo(four.StandardDeviation).Within(1e-15));
        Assert.That(four.Items.Select(item => item.AlphaIfDeleted), Is.EqualTo(new double?[] { null, null }));
    }

    // A sample is small below 200 focal people, or below 500 in all.
    [TestCase(200, 300, false)]
    [TestCase(199, 301, true)]
    [TestCase(200, 299, true)]
    public void Dif_SampleAroundTheRule_IsMarkedAsPublished(int focal, int reference, bool small)
    {
        int[] responses = [.. Enumerable.Range(0, focal + reference).SelectMany(person => new[] { person % 2, person / 2 % 2 })];
        bool[] flags = [.. Enumerable.Range(0, focal + reference).Select(person => person < focal)];

        var result = DifferentialItemFunctioning.Analyze(responses, 2, flags);

        Assert.That((result.FocalPeople, result.ReferencePeople, result.IsSmallSample), Is.EqualTo((focal, reference, small)));
    }

    [Test]
    public void Responses_OutsideTheirDomain_AreNamed()
    {
        Assert.That(Speededness.Analyze([63, -1], 2).Omitted, Is.Zero);
        Assert.That(() => Speededness.Analyze([64, 0], 2), Refuses.OutOfRange("responses", "Row 0, item 0"));
        Assert.That(() => Speededness.Analyze([0, 0, 0, -2], 2), Refuses.OutOfRange("responses", "Row 1, item 1"));
        Assert.That(() => Speededness.Analyze([0, 0, 0], 2), Refuses.Argument("responses"));
        Assert.That(() => Speededness.Analyze([0], 0), Refuses.OutOfRange("items"));
    }

    [Test]
    public void Precision_ArgumentsOutsideTheirDomain_AreNamed()
    {
        Assert.That(() => ScorePrecision.At(null!, ScoreScale.Passport, 500), Refuses.Null("form"));
        Assert.That(() => ScorePrecision.At(Form, null!, 500), Refuses.Null("scale"));
        Assert.That(() => ScorePrecision.Curve(Form, null!, 50), Refuses.Null("scale"));
        Assert.That(() => ScorePrecision.Curve(Form, ScoreScale.Passport, 0), Refuses.OutOfRange("step"));
        Assert.That(ScorePrecision.Curve(Form, ScoreScale.Passport, 550).Select(point => point.Score), Is.EqualTo([300.0, 850]));
        Assert.That(ScorePrecision.Curve(Form, ScoreScale.Passport, 1).Length, Is.EqualTo(551));
    }

    [TestCase(double.NaN, 0.3)]
    [TestCase(double.PositiveInfinity, 0.3)]
    [TestCase(0, 0)]
    [TestCase(0, -0.3)]
    [TestCase(0, double.NaN)]
    [TestCase(0, double.PositiveInfinity)]
    public void EmpiricalReliability_EstimateOutsideItsDomain_IsNamed(double theta, double error) =>
        Assert.That(() => EmpiricalReliability.Of([new(theta, error, 0)]), Refuses.OutOfRange("estimates"));

    // By hand: θ̂ = 0 and 1, variance ½, mean PSD² = (0.09 + 0.25)/2 = 0.17.
    [Test]
    public void EmpiricalReliability_TwoPeople_IsTheHandWorkedRatio()
    {
        var two = EmpiricalReliability.Of([new(0, 0.3, 0), new(1, 0.5, 0)]);

        Assert.That(
            new[] { two.Reliability, two.ScoreVariance, two.ErrorVariance },
            Is.EqualTo(new double?[] { 0.5 / 0.67, 0.5, 0.17 }).Within(1e-15));
        Assert.That((two.Status, two.People), Is.EqualTo((EmpiricalReliabilityStatus.Estimated, 2)));
    }

    [Test]
    public void ClassificationAndPersonFit_ArgumentsOutsideTheirDomain_AreNamed()
    {
        Assert.That(() => Classification.OfPeople(null!, [500], [30]), Refuses.Null("scale"));
        Assert.That(() => Classification.OfPeople(ScoreScale.Passport, [500], [30, 30]), Refuses.Argument("standardErrors"));
        Assert.That(() => Classification.OfForm(null!, ScoreScale.Passport, default), Refuses.Null("form"));
        Assert.That(() => Classification.OfForm(Form, null!, default), Refuses.Null("scale"));
        Assert.That(() => Classification.OfForm(Form, ScoreScale.Passport, (ClassifiedScore)2), Refuses.OutOfRange("score"));
        Assert.That(() => PersonFit.Evaluate(null!, [0, 1], default), Refuses.Null("form"));
        Assert.That(() => PersonFit.Evaluate(Form, [0, 1], (PersonFitEstimator)3), Refuses.OutOfRange("estimator"));
    }

    // By hand, one person without error to speak of in each of two bands, and one on the cut of 500: 499.5 is half and half.
    [Test]
    public void Classification_ThreePeople_IsTheHandWorkedTable()
    {
        var result = Classification.OfPeople(ScoreScale.Passport, [400, 600, 499.5], [1, 1, 1])!;

        // Accuracy (1 + 1 + ½)/3, consistency the same; shares ½, ½, so chance ½ and κ = (5/6 − ½)/½.
        Assert.That((result.People, result.Cuts.Length), Is.EqualTo(((int?)3, 3)));
        Assert.That((double[])[result.Accuracy, result.Consistency], Is.EqualTo([5 / 6.0, 5 / 6.0]).Within(1e-14));
        Assert.That(result.Kappa, Is.EqualTo(2 / 3.0).Within(1e-14));
        Assert.That(result.Cuts.Select(cut => cut.Band), Is.EqualTo([Band.Functional, Band.Strong, Band.Exceptional]));

        // 499.5 is reported as 500: half of that person's errors are false positives.
        Assert.That(
            (double[])[result.Cuts[0].FalsePositive, result.Cuts[0].FalseNegative, result.Cuts[1].FalsePositive],
            Is.EqualTo([1 / 6.0, 0, 0]).Within(1e-14));
        Assert.That(result.Joint[1], Is.EqualTo([1 / 6.0, 0.5, 0, 0]).Within(1e-14));
    }
}
