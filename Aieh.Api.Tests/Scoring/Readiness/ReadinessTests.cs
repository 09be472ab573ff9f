using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;
using Aieh.Scoring.Scale;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Readiness;

internal sealed class ReadinessTests
{
    private const double Error = 25;

    private static readonly RoleBundle Backend = new(
        [new("python", 0.90), new("sql", 0.85), new("communication", 0.65), new("cognitive", 0.60), new("javascript", 0.50)], 0.60);

    private static readonly AssessmentScore[] Fresh =
    [
        Score("python", 720), Score("sql", 680), Score("javascript", 600), Score("communication", 640), Score("cognitive", 700),
    ];

    [Test]
    public void Evaluate_BackendExampleAllFresh_Is2362Over350()
    {
        var result = RoleReadiness.Evaluate(Backend, Fresh);

        Assert.That(result.Readiness!.Value.Score, Is.EqualTo(2362 / 3.5).Within(1e-12));
        Assert.That(ScoreScale.Passport.Report(result.Readiness.Value.Score), Is.EqualTo(675));
        Assert.That((result.Status, result.Missing), Is.EqualTo((ReadinessStatus.Sufficient, Array.Empty<string>())));
        Assert.That(result.Coverage, Is.EqualTo(1).Within(1e-15));
    }

    [Test]
    public void Evaluate_BackendExamplePythonOneHalfLifeOld_Is2038Over305()
    {
        AssessmentScore[] scores = [Score("python", 720, HalfLife.CurrencyOf(547.875, 18)), .. Fresh[1..]];

        var result = RoleReadiness.Evaluate(Backend, scores);

        Assert.That(result.Readiness!.Value.Score, Is.EqualTo(2038 / 3.05).Within(1e-12));
        Assert.That(ScoreScale.Passport.Report(result.Readiness.Value.Score), Is.EqualTo(668));
        Assert.That(result.Coverage, Is.EqualTo(3.05 / 3.50).Within(1e-15));
    }

    // By hand: weights 0.5·1 and 1·0.5 are equal, so the mean is 600 and SE² = (20² + 40²)/4.
    [Test]
    public void Evaluate_TwoAssessments_ReportsContributionsAndWhatIsMissing()
    {
        var bundle = new RoleBundle([new("a", 0.5), new("b", 1), new("c", 0.5), new("d", 0)], 0.60);
        AssessmentScore[] scores = [new("b", 700, 35, 40, 0.5), new("a", 500, 20, 20, 1), Score("elsewhere", 850)];

        var result = RoleReadiness.Evaluate(bundle, scores);

        Assert.That(result.Readiness!.Value.Score, Is.EqualTo(600).Within(1e-12));
        Assert.That(result.Readiness.Value.StandardError, Is.EqualTo(Math.Sqrt(500)).Within(1e-12));
        Assert.That(
            result.Contributions,
            Is.EqualTo([new Contribution("a", 500, 20, 0.5, 1, 0.5, 250), new Contribution("b", 700, 40, 1, 0.5, 0.5, 350)]));
        Assert.That((result.Coverage, result.Status), Is.EqualTo((0.5, ReadinessStatus.InsufficientEvidence)));
        Assert.That(result.Missing, Is.EqualTo(["c"]));
    }

    [Test]
    public void Evaluate_NoEvidence_HasNoNumber()
    {
        var result = RoleReadiness.Evaluate(Backend, []);

        Assert.That(
            (result.Status, result.Readiness, result.Coverage),
            Is.EqualTo((ReadinessStatus.InsufficientEvidence, (WeightedScore?)null, 0.0)));
        Assert.That(result.Missing, Has.Length.EqualTo(5));
    }

    [Test]
    public void Evaluate_CoverageOfExactlyTheMinimum_IsSufficient()
    {
        // 0.1 + 0.2 + 0.3 exceeds 0.6 in binary, 0.3/0.5 does not: rounding must not decide.
        var bundle = new RoleBundle([new("a", 0.3), new("b", 0.1), new("c", 0.1)], 0.60);

        Assert.That(RoleReadiness.Evaluate(bundle, [Score("a", 600)]).Status, Is.EqualTo(ReadinessStatus.Sufficient));
    }

    [Test]
    public void Evaluate_RelevancesScaled_StaysTheSame() =>
        Gen.Select(Gen.Double[0.1, 1].Array[5], Gen.Double[300, 850].Array[5], Gen.Double[0.01, 1].Array[5], Gen.Double[0.05, 1])
            .Sample((relevances, points, currencies, factor) =>
            {
                AssessmentScore[] scores = [.. points.Select((p, i) => Score($"a{i}", p, currencies[i]))];
                RoleBundle Bundle(double by) => new(relevances.Select((r, i) => new BundleEntry($"a{i}", r * by)), 0.6);
                var (one, other) = (RoleReadiness.Evaluate(Bundle(1), scores), RoleReadiness.Evaluate(Bundle(factor), scores));

                return Math.Abs(one.Readiness!.Value.Score - other.Readiness!.Value.Score) < 1e-10
                    && Math.Abs(one.Readiness.Value.StandardError - other.Readiness.Value.StandardError) < 1e-11
                    && Math.Abs(one.Coverage - other.Coverage) < 1e-14
                    && Math.Abs(one.Contributions.Sum(c => c.EffectiveWeight) - 1) < 1e-14
                    && Math.Abs(one.Contributions.Sum(c => c.Points) - one.Readiness.Value.Score) < 1e-10
                    && one.Readiness.Value.Score >= points.Min() - 1e-10 && one.Readiness.Value.Score <= points.Max() + 1e-10;
            });

    [Test]
    public void Evaluate_TwoScoresOfOneAssessment_Throws() =>
        Assert.That(
            () => RoleReadiness.Evaluate(Backend, [Score("sql", 600), Score("sql", 700)]),
            Throws.ArgumentException.With.Message.Contains("sql has 2 scores"));

    [Test]
    public void RoleBundle_OutsideTheDomain_Throws()
    {
        Assert.That(() => new RoleBundle([new("a", 1.1)], 0.6), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RoleBundle([new("a", double.NaN)], 0.6), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RoleBundle([new("a", 0)], 0.6), Throws.ArgumentException);
        Assert.That(() => new RoleBundle([], 0.6), Throws.ArgumentException);
        Assert.That(() => new RoleBundle([new("a", 1), new("a", 0.5)], 0.6), Throws.ArgumentException);
        Assert.That(() => new RoleBundle([new("a", 1)], 1.5), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void AssessmentScore_FromPooledAbility_IsInPoints()
    {
        var score = AssessmentScore.From("sql", new PooledAbility(0.6, 0.3, 0.36, 0.9, default, 1), ScoreScale.Passport);

        Assert.That((score.Assessment, score.Currency), Is.EqualTo(("sql", 0.9)));
        Assert.That((double[])[score.Score, score.PooledStandardError, score.StandardError], Is.EqualTo([630, 27.5, 33]).Within(1e-12));
        Assert.That(() => new AssessmentScore("sql", 600, 0, 25, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new AssessmentScore("sql", 600, 25, 25, 1.5), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Rank_NewCandidate_FollowsRelevanceThenBundleOrder()
    {
        var bundle = new RoleBundle([new("a", 0.5), new("b", 0.9), new("c", 0.5), new("d", 0)], 0.60);

        var steps = NextSteps.Rank(bundle, [], FreshnessPolicy.Passport);

        Assert.That(steps.Select(s => s.Assessment), Is.EqualTo(["b", "a", "c"]));
        Assert.That(steps.Select(s => s.Reason), Has.All.EqualTo(NextStepReason.Missing));
        Assert.That(
            NextSteps.Rank(Backend, [], FreshnessPolicy.Passport).Select(s => s.Assessment),
            Is.EqualTo(["python", "sql", "communication", "cognitive", "javascript"]));
    }

    // By hand: Σ r = 3.5; gains 0.9·0.6/3.5 (stale), 0.5/3.5 (missing) and 0.65·0.45/3.5 (aging);
    // SQL at 0.7 and cognitive at 1 are current.
    [Test]
    public void Rank_MixedEvidence_GivesReasonsGainsAndCoverageAfter()
    {
        AssessmentScore[] scores =
            [Score("python", 720, 0.4), Score("sql", 680, 0.7), Score("communication", 640, 0.55), Score("cognitive", 700)];

        var steps = NextSteps.Rank(Backend, scores, FreshnessPolicy.Passport);

        const double before = (0.9 * 0.4 + 0.85 * 0.7 + 0.65 * 0.55 + 0.6) / 3.5;
        Assert.That(
            steps.Select(s => (s.Assessment, s.Reason)),
            Is.EqualTo([
                ("python", NextStepReason.Stale), ("javascript", NextStepReason.Missing), ("communication", NextStepReason.Aging),
            ]));
        Assert.That(steps.Select(s => s.CoverageGain), Is.EqualTo([0.54 / 3.5, 0.5 / 3.5, 0.65 * 0.45 / 3.5]).Within(1e-15));
        Assert.That(
            steps.Select(s => s.CoverageAfter),
            Is.EqualTo([before + 0.54 / 3.5, before + 0.5 / 3.5, before + 0.65 * 0.45 / 3.5]).Within(1e-15));
    }

    [Test]
    public void Rank_NodeStack_MovesJavaScriptUp()
    {
        ContextMultiplier[] multipliers =
        [
            new("stack", "node", "javascript", 1.6), new("stack", "python", "python", 1.1), new("stack", "node", "rust", 2),
        ];
        Assert.That(
            EmployerWeights.TryApply(Backend, multipliers, Context(("stack", "node")), Weights(), out var effective, out _),
            Is.True);

        Assert.That(
            NextSteps.Rank(effective, [], FreshnessPolicy.Passport).Select(s => s.Assessment),
            Is.EqualTo(["python", "sql", "javascript", "communication", "cognitive"]));
    }

    [Test]
    public void TryApply_ContextAndOverrides_MultiplyClipAndReplace()
    {
        ContextMultiplier[] multipliers =
        [
            new("seniority", "senior", "communication", 1.2),
            new("stack", "go", "communication", 0.5),
            new("stack", "go", "python", 0.1),
            new("seniority", "senior", "cognitive", 2),
        ];

        var context = Context(("seniority", "senior"), ("stack", "go"), ("team", "payments"));
        Assert.That(
            EmployerWeights.TryApply(Backend, multipliers, context, Weights(("python", 0.3)), out var effective, out var problems),
            Is.True);

        // Python is overridden, not multiplied; communication 0.65·1.2·0.5; cognitive 1.2 is clipped to 1.
        Assert.That(effective.Entries.Select(e => e.Relevance), Is.EqualTo([0.3, 0.85, 0.39, 1, 0.5]).Within(1e-15));
        Assert.That((effective.MinimumCoverage, problems.IsEmpty), Is.EqualTo((0.60, true)));
    }

    [Test]
    public void TryApply_BadWeights_ReportsEveryProblem()
    {
        var weights = Weights(("sql", 1.2), ("rust", 0.5), ("python", double.NaN));
        Assert.That(EmployerWeights.TryApply(Backend, [], Context(), weights, out _, out var problems), Is.False);
        Assert.That(problems.Select(p => (p.Kind, p.Assessment)), Is.EqualTo([
            (WeightProblemKind.OutOfRange, "python"), (WeightProblemKind.UnknownAssessment, "rust"), (WeightProblemKind.OutOfRange, "sql"),
        ]));
    }

    [Test]
    public void TryApply_AllZero_IsAProblem()
    {
        var zeros = Backend.Entries.Select(e => (e.Assessment, 0.0)).ToArray();

        Assert.That(EmployerWeights.TryApply(Backend, [], Context(), Weights(zeros), out _, out var problems), Is.False);
        Assert.That(problems, Is.EqualTo([new WeightProblem(WeightProblemKind.AllZero, null, null)]));
    }

    [Test]
    public void TryApply_MultiplierOutsideTheDomain_Throws() =>
        Assert.That(
            () => EmployerWeights.TryApply(Backend, [new("stack", "go", "sql", -1)], Context(), Weights(), out _, out _),
            Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Composite_TwoOfThreePillars_IsTheHandWorkedMean()
    {
        PillarWeight[] pillars = [new("domain", 0.5), new("cognitive", 0.25), new("communication", 0.25)];
        PillarEvidence[] evidence =
        [
            new("domain", new AssessmentScore("python", 600, 10, 10, 1)),
            new("domain", new AssessmentScore("sql", 700, Math.Sqrt(50), 20, 0.5)),
            new("cognitive", new AssessmentScore("reasoning", 500, 10, 12, 0.8)),
        ];

        var result = PassportComposite.Evaluate(pillars, evidence);

        // By hand. Domain: equal weights v = 1/100 = 0.5/50, so 650 with SE² = (100 + 400)/4 = 125 and currency 1.
        // Composite: weights 0.5 and 0.2.
        Assert.That(result.Composite!.Value.Score, Is.EqualTo((0.5 * 650 + 0.2 * 500) / 0.7).Within(1e-12));
        Assert.That(result.Composite.Value.StandardError, Is.EqualTo(Math.Sqrt(0.25 * 125 + 0.04 * 144) / 0.7).Within(1e-12));
        Assert.That(result.Coverage, Is.EqualTo(0.7).Within(1e-15));
        Assert.That(result.Missing, Is.EqualTo(["communication"]));
        Assert.That(
            result.Contributions.Select(c => (c.Pillar, c.Currency, c.Weight)),
            Is.EqualTo([("domain", 1.0, 0.5), ("cognitive", 0.8, 0.25)]));
        Assert.That(result.Contributions.Sum(c => c.Points), Is.EqualTo(result.Composite.Value.Score).Within(1e-12));
    }

    [Test]
    public void Composite_NoEvidence_HasNoNumber()
    {
        var result = PassportComposite.Evaluate([new("domain", 0.5)], []);

        Assert.That((result.Composite, result.Coverage), Is.EqualTo(((WeightedScore?)null, 0.0)));
        Assert.That(result.Missing, Is.EqualTo(["domain"]));
    }

    [Test]
    public void Composite_BadArguments_Throw()
    {
        Assert.That(() => PassportComposite.Evaluate([], []), Throws.ArgumentException);
        Assert.That(() => PassportComposite.Evaluate([new("a", 0)], []), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => PassportComposite.Evaluate([new("a", 1), new("a", 1)], []), Throws.ArgumentException);
        Assert.That(() => PassportComposite.Evaluate([new("a", 1)], [new("b", Score("x", 500))]), Throws.ArgumentException);
        Assert.That(
            () => PassportComposite.Evaluate([new("a", 1)], [new("a", Score("x", 500)), new("a", Score("x", 600))]),
            Throws.ArgumentException);
    }

    private static AssessmentScore Score(string assessment, double score, double currency = 1) =>
        new(assessment, score, Error, Error, currency);

    private static Dictionary<string, string> Context(params (string Dimension, string Value)[] pairs) =>
        pairs.ToDictionary(p => p.Dimension, p => p.Value);

    private static Dictionary<string, double> Weights(params (string Assessment, double Weight)[] pairs) =>
        pairs.ToDictionary(p => p.Assessment, p => p.Weight);
}
