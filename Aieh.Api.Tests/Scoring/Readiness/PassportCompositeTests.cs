using Aieh.Scoring.Readiness;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Readiness;

internal sealed class PassportCompositeTests
{
    // By hand, with the published weights. Domain: v = 1/20² and ½/10² = 2/20², so (600 + 2·720)/3 = 680 and SE² = (24² + 4·15²)/9 = 164.
    // Composite: weights 0.35·1 and 0.25·0.8 = 0.2; (0.35·680 + 0.2·570)/0.55 = 352/0.55 = 640.
    [Test]
    public void Evaluate_TwoOfFourPillars_GivesEveryNumberOfTheContributions()
    {
        PillarWeight[] pillars = [new("cognitive", 0.25), new("ai-fluency", 0.20), new("domain", 0.35), new("communication", 0.20)];
        PillarEvidence[] evidence =
        [
            new("domain", new AssessmentScore("python", 600, 20, 24, 1)),
            new("cognitive", new AssessmentScore("reasoning", 570, 30, 33, 0.8)),
            new("domain", new AssessmentScore("sql", 720, 10, 15, 0.5)),
        ];

        var result = PassportComposite.Evaluate(pillars, evidence);

        Assert.That(result.Composite!.Value.Score, Is.EqualTo(640).Within(1e-12));
        Assert.That(
            result.Composite.Value.StandardError, Is.EqualTo(Math.Sqrt(0.04 * 33 * 33 + 0.1225 * 164) / 0.55).Within(1e-12));
        Assert.That(result.Coverage, Is.EqualTo(0.55).Within(1e-15));
        Assert.That(result.Missing, Is.EqualTo(["ai-fluency", "communication"]));

        var (cognitive, domain) = (result.Contributions[0], result.Contributions[1]);
        Assert.That((cognitive.Pillar, cognitive.Weight, cognitive.Currency), Is.EqualTo(("cognitive", 0.25, 0.8)));
        Assert.That((domain.Pillar, domain.Weight, domain.Currency), Is.EqualTo(("domain", 0.35, 1.0)));
        Assert.That(
            (double[])[cognitive.Score, cognitive.StandardError, cognitive.EffectiveWeight, cognitive.Points],
            Is.EqualTo([570, 33, 0.2 / 0.55, 114 / 0.55]).Within(1e-12));
        Assert.That(
            (double[])[domain.Score, domain.StandardError, domain.EffectiveWeight, domain.Points],
            Is.EqualTo([680, Math.Sqrt(164), 0.35 / 0.55, 238 / 0.55]).Within(1e-12));
    }

    [Test]
    public void Evaluate_AnyEvidence_LiesBetweenItsScoresAndItsPointsAddUp() =>
        Gen.Select(Gen.Double[300, 850].Array[4], Gen.Double[5, 90].Array[4], Gen.Double[0.01, 1].Array[4], Gen.Double[0.1, 5].Array[2])
            .Sample((scores, errors, currencies, weights) =>
            {
                PillarEvidence[] evidence =
                [
                    .. scores.Select((score, i) =>
                        new PillarEvidence(i < 2 ? "p" : "q", new AssessmentScore($"a{i}", score, errors[i], errors[i], currencies[i]))),
                ];
                var result = PassportComposite.Evaluate([new("p", weights[0]), new("q", weights[1])], evidence);
                var composite = result.Composite!.Value;
                return composite.Score >= scores.Min() - 1e-9 && composite.Score <= scores.Max() + 1e-9
                    && composite.StandardError <= errors.Max() + 1e-9
                    && Math.Abs(result.Contributions.Sum(c => c.Points) - composite.Score) < 1e-9
                    && Math.Abs(result.Contributions.Sum(c => c.EffectiveWeight) - 1) < 1e-14
                    && result.Coverage <= currencies.Max() + 1e-15;
            });

    [Test]
    public void Evaluate_OneFreshPillar_IsThatPillar()
    {
        var result = PassportComposite.Evaluate([new("p", 3)], [new("p", new AssessmentScore("a", 612, 20, 25, 0.25))]);

        Assert.That((result.Composite, result.Coverage), Is.EqualTo(((WeightedScore?)new WeightedScore(612, 25), 0.25)));
        Assert.That(result.Missing, Is.Empty);
    }

    // A currency that has underflowed is no evidence, neither alone nor beside evidence that counts.
    [Test]
    public void Evaluate_EvidenceOfNoCurrency_IsMissing()
    {
        PillarWeight[] pillars = [new("p", 1), new("q", 1)];
        var gone = new PillarEvidence("p", new AssessmentScore("a", 600, 20, 25, 0));

        var none = PassportComposite.Evaluate(pillars, [gone]);
        Assert.That((none.Composite, none.Coverage, none.Contributions.Length), Is.EqualTo(((WeightedScore?)null, 0.0, 0)));
        Assert.That(none.Missing, Is.EqualTo(["p", "q"]));

        var one = PassportComposite.Evaluate(pillars, [gone, new("q", new AssessmentScore("b", 500, 20, 25, 1))]);
        Assert.That((one.Composite!.Value.Score, one.Coverage), Is.EqualTo((500.0, 0.5)));
        Assert.That(one.Missing, Is.EqualTo(["p"]));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Evaluate_WeightOutsideTheDomain_NamesThePillar(double weight) =>
        Assert.That(
            () => PassportComposite.Evaluate([new("p", 1), new("q", weight)], []),
            Refuses.OutOfRange("pillars", "weight of q"));

    [Test]
    public void Evaluate_PillarsOrEvidenceThatDoNotFit_SaysWhich()
    {
        var score = new AssessmentScore("x", 500, 20, 25, 1);

        Assert.That(() => PassportComposite.Evaluate([], []), Refuses.Argument("pillars", "at least one pillar"));
        Assert.That(() => PassportComposite.Evaluate([new("p", 1), new("p", 2)], []), Refuses.Argument("pillars", "p occurs twice"));
        Assert.That(() => PassportComposite.Evaluate([new("p", 1)], [new("q", score)]), Refuses.Argument("evidence", "q is not a"));
        Assert.That(
            () => PassportComposite.Evaluate([new("p", 1), new("q", 1)], [new("p", score), new("q", score)]),
            Refuses.Argument("evidence", "x has two scores"));
        Assert.That(() => PassportComposite.Evaluate(null!, []), Refuses.Null("pillars"));
        Assert.That(
            () => PassportComposite.Evaluate([new("p", 1)], null!),
            Refuses.Null("evidence"));
    }
}
