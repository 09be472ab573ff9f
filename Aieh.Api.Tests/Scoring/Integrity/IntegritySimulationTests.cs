using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Integrity;
using static Aieh.Api.Tests.Scoring.Integrity.IntegrityItems;

namespace Aieh.Api.Tests.Scoring.Integrity;

internal sealed class IntegritySimulationTests
{
    private static readonly IntegrityRules Rules = IntegrityRules.Standard;
    private static readonly VerificationSettings Settings = VerificationSettings.Standard;

    private static readonly IntegrityScenario Scenario = ScenarioOf(Bank(90));

    /// <summary>Each signal by itself and the status of all, within four of its standard errors above the stated rate.</summary>
    [Test]
    public void Run_TenThousandHonestPeople_KeepsEveryStatedRate()
    {
        var result = IntegritySimulation.Run(Scenario, CandidateKind.Honest, 10_000, 1, Rules, Settings);

        Assert.That(result.People, Is.EqualTo(10_000));
        Assert.That(result.Signals, Has.Count.EqualTo(4));
        foreach (var (signal, shares) in result.Signals) AssertKept(signal.ToString(), shares);
        AssertKept("status", result.Status);
        AssertKept("status with the verification", result.VerifiedStatus);
        Assert.That(
            result.Outcomes[VerificationOutcome.Inconsistent].Share, Is.LessThan(AtMost(Settings.FalseAlarmRate, 10_000)));

        // Rates that nobody reaches would be kept as well.
        Assert.That(result.Signals[IntegritySignal.PersonFit].Low.Share, Is.GreaterThan(0.03));
        Assert.That(result.Signals[IntegritySignal.Verification].Low.Share, Is.GreaterThan(0.02));
        Assert.That(result.VerifiedStatus.Low.Share, Is.GreaterThan(0.01));
    }

    [TestCase(CandidateKind.RapidGuessing, IntegritySignal.RapidGuessing, 0.95, 0.95)]
    [TestCase(CandidateKind.PreKnowledge, IntegritySignal.Verification, 0.1, 0.1)]
    [TestCase(CandidateKind.Assistant, IntegritySignal.Verification, 0.65, 0.55)]
    [TestCase(CandidateKind.Copying, IntegritySignal.AnswerSimilarity, 0.65, 0.5)]
    public void Run_PeopleWhoCheat_AreFoundBy(CandidateKind kind, IntegritySignal signal, double bySignal, double byStatus)
    {
        var result = IntegritySimulation.Run(Scenario, kind, 300, 2, Rules, Settings);

        Assert.That(result.People, Is.EqualTo(300));
        Assert.That(result.Signals[signal].Low.Share, Is.GreaterThan(bySignal));
        Assert.That(result.VerifiedStatus.Low.Share, Is.GreaterThan(byStatus));
    }

    [Test]
    public void Run_SameSeed_GivesTheSameFiguresOnAnyNumberOfThreads()
    {
        var one = IntegritySimulation.Run(Scenario, CandidateKind.Copying, 40, 3, Rules, Settings);
        var done = 0;
        var other = IntegritySimulation.Run(
            Scenario, CandidateKind.Copying, 40, 3, Rules, Settings, threads: 3, () => Interlocked.Increment(ref done));
        var another = IntegritySimulation.Run(Scenario, CandidateKind.Copying, 40, 4, Rules, Settings);

        Assert.That(done, Is.EqualTo(4));
        Assert.That(other.Signals, Is.EqualTo(one.Signals));
        Assert.That((other.Status, other.VerifiedStatus), Is.EqualTo((one.Status, one.VerifiedStatus)));
        Assert.That(another.Signals, Is.Not.EqualTo(one.Signals));
    }

    [Test]
    public void Run_WithoutVerification_HasThreeSignals()
    {
        var items = Bank(20);
        var scenario = new IntegrityScenario(items.Select(item => new SimilarityItem(item, [1, 0, 0])), items.Select(_ => 40.0));

        var result = IntegritySimulation.Run(scenario, CandidateKind.Honest, 100, 1, Rules, Settings);

        Assert.That(result.Signals.Keys, Does.Not.Contain(IntegritySignal.Verification));
        Assert.That(result.Outcomes, Is.Empty);
        Assert.That(result.VerifiedStatus, Is.EqualTo(result.Status));
        Assert.That(() => VerificationSimulation.Run(scenario, 12, 1, 10, 1, Settings), Refuses.Argument("scenario"));
    }

    /// <summary>More items and a larger gain find more, and clear fewer of those whose gain is the one in question.</summary>
    [Test]
    public void VerificationRun_GainAndLength_MoveThePower()
    {
        const int People = 300;
        var honest = VerificationSimulation.Run(Scenario, 12, 0, People, 1, Settings);
        var two = VerificationSimulation.Run(Scenario, 12, 2, People, 1, Settings);
        var brief = VerificationSimulation.Run(Scenario, 6, 2, People, 1, Settings);

        Assert.That(honest.Inconsistent.Share, Is.LessThan(AtMost(Settings.FalseAlarmRate, People)));
        Assert.That(honest.Consistent.Share, Is.GreaterThan(0.6));
        Assert.That(two.Inconsistent.Share, Is.GreaterThan(0.15));
        Assert.That(two.Doubtful.Share, Is.GreaterThan(two.Inconsistent.Share));
        Assert.That(two.Consistent.Share, Is.LessThan(AtMost(Settings.MissRate, People)));
        Assert.That(brief.Inconsistent.Share, Is.LessThan(two.Inconsistent.Share));
        Assert.That(VerificationSimulation.Run(Scenario, 12, 2, People, 1, Settings, threads: 2), Is.EqualTo(two));
    }

    [Test]
    public void Scenario_WhatIsNoTest_IsRefused()
    {
        var items = Bank(3).Select(item => new SimilarityItem(item, [1, 0])).ToArray();
        var bank = new AdaptiveBank(Bank(3));

        Assert.That(() => new IntegrityScenario(items, [1.0]), Refuses.Argument("meanSeconds"));
        Assert.That(() => new IntegrityScenario(items, [1.0, 2, 3], bank), Refuses.Argument("settings"));
        Assert.That(() => new IntegrityScenario([], []), Refuses.Argument("items"));
    }

    private static IntegrityScenario ScenarioOf(Aieh.Scoring.Irt.UncertainItem[] items)
    {
        var form = items.Where((_, i) => i % 2 == 0).ToArray();
        return new IntegrityScenario(
            form.Select(item => new SimilarityItem(item, [1, 0, 0, 0])),
            form.Select((_, i) => 25.0 + i),
            new AdaptiveBank(items.Where((_, i) => i % 2 == 1)),
            new AdaptiveSettings(12, 12, 0) { Randomesque = 5 });
    }

    private static void AssertKept(string what, SimulatedShares shares)
    {
        Assert.That(shares.Low.Share, Is.LessThanOrEqualTo(Rules.LowRate + 4 * shares.Low.StandardError), what);
        Assert.That(shares.Medium.Share, Is.LessThanOrEqualTo(Rules.MediumRate + 4 * shares.Medium.StandardError), what);
        Assert.That(shares.High.Share, Is.LessThanOrEqualTo(AtMost(Rules.HighRate, 10_000)), what);
    }
}
