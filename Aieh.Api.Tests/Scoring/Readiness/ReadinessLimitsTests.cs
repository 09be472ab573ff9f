using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Tests.Scoring.Readiness;

/// <summary>Readiness, next steps and what they are made of, where limits are met exactly and just missed.</summary>
internal sealed class ReadinessLimitsTests
{
    private static readonly RoleBundle Halves = new([new("a", 0.5), new("b", 0.5)], 0.60);

    // Coverage is currency·½ + ½·0, so that it is the currency's half; the tolerance of 1e-12 is for rounding of sums alone.
    [TestCase(0.5, 1, ReadinessStatus.Sufficient)]
    [TestCase(0.5, 0.999999, ReadinessStatus.InsufficientEvidence)]
    [TestCase(0.5000000001, 1, ReadinessStatus.InsufficientEvidence)]
    [TestCase(0.5000000000001, 1, ReadinessStatus.Sufficient)]
    [TestCase(0, 0.000001, ReadinessStatus.Sufficient)]
    public void Evaluate_CoverageAtTheMinimum_DecidesTheStatus(double minimum, double currency, ReadinessStatus status)
    {
        var bundle = new RoleBundle(Halves.Entries, minimum);

        var result = RoleReadiness.Evaluate(bundle, [Score("a", 600, currency)]);

        Assert.That((result.Status, result.Coverage), Is.EqualTo((status, currency / 2)));
        Assert.That(result.Readiness!.Value.Score, Is.EqualTo(600).Within(1e-12));
    }

    [Test]
    public void Evaluate_NoEvidenceAndNoMinimum_IsNotSufficient()
    {
        var result = RoleReadiness.Evaluate(new RoleBundle(Halves.Entries, 0), []);

        Assert.That(
            (result.Status, result.Readiness, result.Coverage),
            Is.EqualTo((ReadinessStatus.InsufficientEvidence, (WeightedScore?)null, 0.0)));
    }

    // Beyond a thousand half-lives a currency underflows to 0: there is a score, and it has no weight.
    [Test]
    public void Evaluate_EvidenceOfNoCurrency_IsShownWithoutWeight()
    {
        var result = RoleReadiness.Evaluate(new RoleBundle(Halves.Entries, 0), [Score("a", 600, 0)]);

        Assert.That((result.Status, result.Readiness), Is.EqualTo((ReadinessStatus.InsufficientEvidence, (WeightedScore?)null)));
        Assert.That(result.Contributions, Is.EqualTo([new Contribution("a", 600, 25, 0.5, 0, 0, 0)]));
        Assert.That(result.Missing, Is.EqualTo(["b"]));
    }

    [Test]
    public void Evaluate_ThreeScoresOfOneAssessment_NamesItAndTheirNumber() =>
        Assert.That(
            () => RoleReadiness.Evaluate(Halves, [Score("b", 600), Score("b", 610), Score("b", 620)]),
            Refuses.Argument("scores", "b has 3 scores"));

    [Test]
    public void Evaluate_TwoScoresOfAnAssessmentElsewhere_AreSkipped() =>
        Assert.That(RoleReadiness.Evaluate(Halves, [Score("x", 600), Score("x", 610)]).Contributions, Is.Empty);

    [Test]
    public void Evaluate_WithoutAnArgument_NamesIt()
    {
        Assert.That(() => RoleReadiness.Evaluate(null!, []), Refuses.Null("bundle"));
        Assert.That(() => RoleReadiness.Evaluate(Halves, null!), Refuses.Null("scores"));
    }

    // Refresh at 2^(−2/3), stale below 2^(−1).
    [TestCase(1, null)]
    [TestCase(0.6299605249474366, null)]
    [TestCase(0.6299605249474365, NextStepReason.Aging)]
    [TestCase(0.5, NextStepReason.Aging)]
    [TestCase(0.49999999999999994, NextStepReason.Stale)]
    [TestCase(0, NextStepReason.Stale)]
    public void Rank_CurrencyAtTheLimits_GivesTheReason(double currency, NextStepReason? reason)
    {
        var steps = NextSteps.Rank(Halves, [Score("a", 600, currency), Score("b", 600)], FreshnessPolicy.Passport);

        Assert.That(steps.Select(step => (NextStepReason?)step.Reason), Is.EqualTo(reason is null ? [] : new[] { reason }));
    }

    // Under a policy by which even what has underflowed to 0 is current, what was never measured is missing all the same.
    [Test]
    public void Rank_EvidenceThatNeverAges_LeavesWhatIsMissing() =>
        Assert.That(
            NextSteps.Rank(Halves, [Score("a", 600, 0)], new FreshnessPolicy(2000, 2000)),
            Is.EqualTo([new NextStep("b", NextStepReason.Missing, 0.5, 0.5)]));

    // (0.3 + 0.8)/2.05 + 0.95/2.05 is 1 + 2⁻⁵² in binary.
    [Test]
    public void Rank_LastMissingAssessment_BringsTheCoverageToOneAndNotBeyond()
    {
        var bundle = new RoleBundle([new("a", 0.3), new("b", 0.8), new("c", 0.95)], 0.60);

        var steps = NextSteps.Rank(bundle, [Score("a", 600), Score("b", 600)], FreshnessPolicy.Passport);

        Assert.That(RoleReadiness.Evaluate(bundle, [Score("a", 600), Score("b", 600)]).Coverage + steps[0].CoverageGain, Is.GreaterThan(1));
        Assert.That((steps[0].Assessment, steps[0].CoverageAfter), Is.EqualTo(("c", 1.0)));
    }

    [Test]
    public void Rank_WithoutAnArgument_NamesIt()
    {
        var policy = FreshnessPolicy.Passport;
        Assert.That(() => NextSteps.Rank(null!, [], policy), Refuses.Null("bundle"));
        Assert.That(() => NextSteps.Rank(Halves, null!, policy), Refuses.Null("scores"));
        Assert.That(() => NextSteps.Rank(Halves, [], null!), Refuses.Null("freshness"));
    }

    [Test]
    public void RoleBundle_RelevancesAndMinimumAtTheirBounds_AreKept()
    {
        var bundle = new RoleBundle([new("a", 0), new("b", 1), new("c", 0.25)], 1);

        Assert.That(bundle.Entries, Is.EqualTo([new BundleEntry("a", 0), new("b", 1), new("c", 0.25)]));
        Assert.That((bundle.TotalRelevance, bundle.MinimumCoverage), Is.EqualTo((1.25, 1.0)));
        Assert.That(new RoleBundle([new("a", 1)], 0).MinimumCoverage, Is.Zero);
    }

    [TestCase(-double.Epsilon)]
    [TestCase(1.0000000000000002)]
    [TestCase(double.NaN)]
    public void RoleBundle_JustOutsideTheDomain_NamesWhatIsWrong(double outside)
    {
        Assert.That(
            () => new RoleBundle([new("a", 1)], outside),
            Refuses.OutOfRange("minimumCoverage"));
        Assert.That(
            () => new RoleBundle([new("a", 1), new("b", outside)], 0.6),
            Refuses.OutOfRange("entries", "relevance of b"));
    }

    [Test]
    public void RoleBundle_WithoutEntriesOrWithOneTwice_SaysSo()
    {
        Assert.That(() => new RoleBundle(null!, 0.6), Refuses.Null("entries"));
        Assert.That(() => new RoleBundle([new("a", 1), new("a", 1)], 0.6), Refuses.Argument("entries", "a occurs twice"));
        Assert.That(() => new RoleBundle([new("a", 0)], 0.6), Refuses.Argument("entries", "relevance above 0"));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void AssessmentScore_CurrencyAtItsBounds_IsKept(double currency) =>
        Assert.That(new AssessmentScore("a", 600, 20, 25, currency).Currency, Is.EqualTo(currency));

    [TestCase(double.NaN, 20, 25, 1, "score")]
    [TestCase(double.PositiveInfinity, 20, 25, 1, "score")]
    [TestCase(600, 0, 25, 1, "pooledStandardError")]
    [TestCase(600, double.NaN, 25, 1, "pooledStandardError")]
    [TestCase(600, double.PositiveInfinity, 25, 1, "pooledStandardError")]
    [TestCase(600, 20, 0, 1, "standardError")]
    [TestCase(600, 20, -25, 1, "standardError")]
    [TestCase(600, 20, double.PositiveInfinity, 1, "standardError")]
    [TestCase(600, 20, 25, -double.Epsilon, "currency")]
    [TestCase(600, 20, 25, 1.0000000000000002, "currency")]
    [TestCase(600, 20, 25, double.NaN, "currency")]
    public void AssessmentScore_OutsideTheDomain_NamesTheArgument(
        double score, double pooled, double error, double currency, string name) =>
        Assert.That(
            () => new AssessmentScore("a", score, pooled, error, currency),
            Refuses.OutOfRange(name));

    [Test]
    public void AssessmentScore_WithoutAScale_NamesIt() =>
        Assert.That(
            () => AssessmentScore.From("sql", new PooledAbility(0.6, 0.3, 0.36, 0.9, default, 1), null!),
            Refuses.Null("scale"));

    private static AssessmentScore Score(string assessment, double score, double currency = 1) => new(assessment, score, 25, 25, currency);
}
