using System.Collections.Immutable;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>A share of simulated people.</summary>
/// <param name="Share">The share, 0..1.</param>
/// <param name="StandardError">Its standard error, people of one group taken together: they meet the same items.</param>
public readonly record struct SimulatedShare(double Share, double StandardError);

/// <summary>How many reach each status by one signal, or by all.</summary>
/// <param name="Low">The share that reaches <see cref="IntegrityStatus.Low"/> or more.</param>
/// <param name="Medium">The share that reaches <see cref="IntegrityStatus.Medium"/> or more.</param>
/// <param name="High">The share that reaches <see cref="IntegrityStatus.High"/>.</param>
public readonly record struct SimulatedShares(SimulatedShare Low, SimulatedShare Medium, SimulatedShare High);

/// <summary>What the signals show of people of one kind.</summary>
/// <param name="Kind">How they take the test.</param>
/// <param name="People">How many were simulated.</param>
/// <param name="Signals">By signal, as if there were no other: p values at most the rates of the statuses.</param>
/// <param name="Status">By all signals of the unsupervised attempt.</param>
/// <param name="VerifiedStatus">By all, the verification among them; as <paramref name="Status"/> where there is none.</param>
/// <param name="Outcomes">The share of each outcome of the verification; empty where there is none.</param>
public sealed record IntegritySimulationResult(
    CandidateKind Kind,
    int People,
    ImmutableSortedDictionary<IntegritySignal, SimulatedShares> Signals,
    SimulatedShares Status,
    SimulatedShares VerifiedStatus,
    ImmutableSortedDictionary<VerificationOutcome, SimulatedShare> Outcomes);

/// <summary>Simulates candidates, to see how often the signals err, and what they find.</summary>
/// <remarks>
/// Groups of a hundred meet the same items, with parameters drawn from their priors, shares of options from a Dirichlet distribution and
/// times from the lognormal model [VanDerLinden2006]; abilities are N(0, 1). Answers are compared within a group. Of other kinds there are
/// ten in a group, and ninety honest. The figures hold as far as these beliefs do.
/// </remarks>
public static class IntegritySimulation
{
    /// <summary>How many people a group has: 100.</summary>
    public const int GroupSize = 100;

    private const int OthersInGroup = 10;

    /// <summary>Simulates people of one kind.</summary>
    /// <param name="scenario">The test.</param>
    /// <param name="kind">How they take it.</param>
    /// <param name="people">How many at least: honest ones come by the hundred, others by the ten.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="rules">How signals become a status.</param>
    /// <param name="settings">The error rates of the verification.</param>
    /// <param name="threads">How many threads; the result does not depend on it.</param>
    /// <param name="groupDone">Called after each group, from any thread.</param>
    /// <param name="cancellationToken">Stops between groups.</param>
    /// <returns>How many reach what, with standard errors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of people or threads is below 1, or the kind is unknown.</exception>
    public static IntegritySimulationResult Run(
        IntegrityScenario scenario,
        CandidateKind kind,
        int people,
        ulong seed,
        IntegrityRules rules,
        VerificationSettings settings,
        int threads = 1,
        Action? groupDone = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of candidate.");

        var counted = kind == CandidateKind.Honest ? GroupSize : OthersInGroup;
        var groups = new List<SimulatedPerson>[(people + counted - 1) / counted];
        ThreadedLoop.For(threads, groups.Length, Group, cancellationToken);
        return Summarize(kind, groups, rules);

        void Group(int g)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = SplitMix64.Mix(SplitMix64.Mix(seed) + (ulong)g * SplitMix64.Increment + (ulong)kind);
            groups[g] = PeopleOf(scenario, kind, counted, own, rules, settings);
            groupDone?.Invoke();
        }
    }

    // Those who are counted come last, so that there is somebody honest to copy from.
    private static List<SimulatedPerson> PeopleOf(
        IntegrityScenario scenario, CandidateKind kind, int counted, ulong seed, IntegrityRules rules, VerificationSettings settings)
    {
        var group = new SimulatedGroup(scenario, seed);
        var abilities = Enumerable.Range(0, GroupSize).Select(_ => group.Ability()).ToArray();
        var attempts = new List<SimulatedAttempt>();
        for (var j = 0; j < GroupSize; j++)
            attempts.Add(j < GroupSize - counted || kind == CandidateKind.Honest
                ? group.Attempt(abilities[j])
                : group.Attempt(kind, abilities[j], attempts[j % (GroupSize - counted)]));

        var categories = attempts.Select(scenario.CategoriesOf).ToList();
        var sheets = attempts
            .Zip(categories, (attempt, own) => new AnswerSheet(EapEstimator.Estimate(scenario.Form, own).Theta, [.. attempt.Options]))
            .ToList();
        var alike = AnswerSimilarity.Screen(scenario.Similarity, sheets, rules.LowRate).PValues;
        return [.. Enumerable.Range(GroupSize - counted, counted).Select(Person)];

        SimulatedPerson Person(int j)
        {
            TimedAnswer[] times = [.. attempts[j].Seconds.Select((seconds, i) => new TimedAnswer(seconds, scenario.MeanSeconds[i]))];
            List<TestedSignal> signals =
            [
                new(IntegritySignal.RapidGuessing, ResponseTimeEffort.Evaluate(times, scenario.Times).PValue),
                new(IntegritySignal.AnswerSimilarity, alike[j]),
            ];
            var fit = PersonFitBootstrap.Evaluate(scenario.Form, categories[j], seed + (ulong)j);
            if (fit.PValue is { } p) signals.Add(new TestedSignal(IntegritySignal.PersonFit, p));
            var alone = IntegrityCombination.Combine(signals, [], rules).Status;
            if (scenario.Verification is not { } test) return new SimulatedPerson(signals, alone, alone, null);

            var verified = VerificationComparison.Compare(
                scenario.Form, categories[j], test.Form, group.Verify(abilities[j]), settings);
            signals.Add(new TestedSignal(IntegritySignal.Verification, verified.PValue));
            return new SimulatedPerson(signals, alone, IntegrityCombination.Combine(signals, [], rules).Status, verified.Outcome);
        }
    }

    private static IntegritySimulationResult Summarize(CandidateKind kind, List<SimulatedPerson>[] groups, IntegrityRules rules)
    {
        var signals = groups.SelectMany(group => group).SelectMany(person => person.Signals).Select(each => each.Signal).Distinct();
        var outcomes = groups[0][0].Outcome is null ? [] : Enum.GetValues<VerificationOutcome>();
        return new IntegritySimulationResult(
            kind,
            groups.Sum(group => group.Count),
            signals.ToImmutableSortedDictionary(signal => signal, BySignal),
            Reaching(person => person.Status),
            Reaching(person => person.VerifiedStatus),
            outcomes.ToImmutableSortedDictionary(outcome => outcome, outcome => Share(person => person.Outcome == outcome)));

        SimulatedShares BySignal(IntegritySignal signal) => Reaching(person => person.Signals
            .Where(each => each.Signal == signal)
            .Select(each => rules.StatusOf(each.PValue))
            .FirstOrDefault());

        SimulatedShares Reaching(Func<SimulatedPerson, IntegrityStatus> status) => new(
            Share(person => status(person) >= IntegrityStatus.Low),
            Share(person => status(person) >= IntegrityStatus.Medium),
            Share(person => status(person) >= IntegrityStatus.High));

        SimulatedShare Share(Func<SimulatedPerson, bool> isCounted) =>
            ShareOf([.. groups.Select(group => group.Count(isCounted))], groups[0].Count);
    }

    // Groups are independent, people of one are not.
    private static SimulatedShare ShareOf(int[] counts, int groupSize)
    {
        var mean = counts.Average();
        var square = counts.Sum(count => (count - mean) * (count - mean));
        var error = counts.Length > 1 ? Math.Sqrt(square / (counts.Length - 1) / counts.Length) : Math.Sqrt(mean * (1 - mean / groupSize));
        return new SimulatedShare(mean / groupSize, error / groupSize);
    }
}

/// <summary>What the signals show of one person.</summary>
internal sealed record SimulatedPerson(
    IReadOnlyList<TestedSignal> Signals, IntegrityStatus Status, IntegrityStatus VerifiedStatus, VerificationOutcome? Outcome);
