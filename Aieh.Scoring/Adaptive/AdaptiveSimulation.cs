using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Adaptive;

/// <summary>One simulated test.</summary>
/// <param name="Ability">The simulee's true ability, logits.</param>
/// <param name="Theta">The final estimate, logits.</param>
/// <param name="StandardError">Its posterior standard deviation, logits.</param>
/// <param name="Length">Number of items given.</param>
/// <param name="Status">Why the test ended.</param>
public readonly record struct SimulatedTest(double Ability, double Theta, double StandardError, int Length, AdaptiveStatus Status);

/// <summary>What an adaptive test does over many simulees.</summary>
/// <param name="Tests">Each simulated test, in the order of the abilities.</param>
/// <param name="Bias">Mean of estimate minus ability, logits.</param>
/// <param name="RootMeanSquareError">Root mean square of estimate minus ability, logits.</param>
/// <param name="MeanStandardError">Mean of the final posterior standard deviations, logits.</param>
/// <param name="MeanLength">Mean number of items.</param>
/// <param name="ShareAtTarget">Share of the tests that reached the target precision, 0..1.</param>
/// <param name="ExposureRates">Share of the tests in which each item was given, 0..1, in bank order.</param>
/// <param name="MaximumExposure">The largest of them.</param>
/// <param name="Overlap">Expected share of items that two tests have in common, Σ r²/L for rates r and mean length L, 0..1.</param>
public sealed record AdaptiveSimulationResult(
    ImmutableArray<SimulatedTest> Tests,
    double Bias,
    double RootMeanSquareError,
    double MeanStandardError,
    double MeanLength,
    double ShareAtTarget,
    ImmutableArray<double> ExposureRates,
    double MaximumExposure,
    double Overlap);

/// <summary>Simulates adaptive tests, to see what a bank and its settings give before anybody is tested.</summary>
/// <remarks>
/// Answers are drawn from the bank's own parameters: the figures hold as far as these do. Where parameters are uncertain, each simulee
/// meets a draw of them.
/// </remarks>
public static class AdaptiveSimulation
{
    /// <summary>Gives one simulated test to each ability.</summary>
    /// <param name="bank">The compiled bank.</param>
    /// <param name="settings">How items are chosen and when a test ends.</param>
    /// <param name="abilities">True abilities, at least one, logits; within ±1e9.</param>
    /// <param name="seed">Seed of the simulation; each simulee's test gets a seed of its own from it.</param>
    /// <returns>
    /// Precision, length and exposure. The mean overlap Σ r²/L is that of two tests drawn from many [ChenAnkenmannSpray2003].
    /// </returns>
    /// <exception cref="ArgumentException">There is no ability, or the settings do not fit the bank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An ability is outside its domain.</exception>
    public static AdaptiveSimulationResult Run(AdaptiveBank bank, AdaptiveSettings settings, ReadOnlySpan<double> abilities, ulong seed) =>
        Summarize(settings, Simulate(bank, settings, abilities, seed));

    /// <summary>Draws abilities from a normal population.</summary>
    /// <param name="population">The population.</param>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>The abilities, logits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static double[] DrawAbilities(NormalPrior population, int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var abilities = new double[count];
        for (var n = 0; n < count; n++)
            abilities[n] = population.Mean + population.StandardDeviation * SeededDraw.Normal(seed, DrawStream.Ability, n);
        return abilities;
    }

    internal static SimulatedTests Simulate(AdaptiveBank bank, AdaptiveSettings settings, ReadOnlySpan<double> abilities, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(settings);
        if (abilities.IsEmpty) throw new ArgumentException("At least one ability is needed.", nameof(abilities));

        var items = bank.Items.Length;
        var session = new AdaptiveSession(bank, settings);
        var simulated = new SimulatedTests(new SimulatedTest[abilities.Length], new int[items], new int[items], new int[items]);
        for (var n = 0; n < abilities.Length; n++)
        {
            var ability = Ability.Check(abilities[n]);
            var own = SeededDraw.Hash(seed, DrawStream.Simulee, n);
            session.Start(own);
            var step = session.Next();
            var length = 0;
            while (step.Item is { } item)
            {
                var uniform = SeededDraw.Uniform(own, DrawStream.Answer, item);
                var draws = bank.UncertainItems[item].Draws;
                var truth = draws[SeededDraw.Choice(own, DrawStream.Parameters, item, draws.Length)];
                session.Answer(item, ItemResponseFunction.CategoryAt(truth, ability, uniform));
                simulated.Given[item]++;
                length++;
                step = session.Next();
            }

            for (var i = 0; i < items; i++)
            {
                if (!session.Open[i]) continue;
                simulated.Open[i]++;
                if (session.WasGiven(i)) simulated.GivenOpen[i]++;
            }

            simulated.Tests[n] = new SimulatedTest(ability, step.Theta, step.StandardError, length, step.Status);
        }

        return simulated;
    }

    private static AdaptiveSimulationResult Summarize(AdaptiveSettings settings, SimulatedTests simulated)
    {
        double bias = 0, square = 0, error = 0, length = 0, precise = 0;
        foreach (var test in simulated.Tests)
        {
            var miss = test.Theta - test.Ability;
            bias += miss;
            square += miss * miss;
            error += test.StandardError;
            length += test.Length;
            if (test.StandardError <= settings.TargetStandardError) precise++;
        }

        double count = simulated.Tests.Length;
        ImmutableArray<double> rates = [.. simulated.Given.Select(given => given / count)];
        return new AdaptiveSimulationResult(
            [.. simulated.Tests],
            bias / count,
            Math.Sqrt(square / count),
            error / count,
            length / count,
            precise / count,
            rates,
            rates.Max(),
            rates.Sum(rate => rate * rate) / (length / count));
    }
}

/// <summary>Simulated tests with, by item, in how many it was given, in how many it was open, and in how many both.</summary>
internal sealed record SimulatedTests(SimulatedTest[] Tests, int[] Given, int[] Open, int[] GivenOpen);
