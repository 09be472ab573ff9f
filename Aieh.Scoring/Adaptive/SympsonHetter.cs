using System.Collections.Immutable;

namespace Aieh.Scoring.Adaptive;

/// <summary>Exposure parameters found by simulation, and what they give.</summary>
/// <param name="Parameters">
/// P(A|S) by item, in bank order, each above 0 and at most 1; for <see cref="AdaptiveSettings.ExposureParameters"/>.
/// </param>
/// <param name="MaximumExposure">The largest exposure rate of any item when simulated with these parameters, 0..1.</param>
/// <param name="Cycles">How many simulations it took.</param>
/// <param name="Converged">
/// Whether the largest rate exceeds its limit by at most four simulation errors √(r(1 − r)/N).
/// If not, these are the parameters that came closest.
/// </param>
public sealed record ExposureFit(ImmutableArray<double> Parameters, double MaximumExposure, int Cycles, bool Converged);

/// <summary>Exposure control: how often an item that was selected is given.</summary>
public static class SympsonHetter
{
    private const int MostCycles = 50;

    // The largest of some dozens of rates held at the limit lies two to three simulation errors above it,
    // and the parameters carry an error of their own.
    private const double AcceptedErrors = 4;

    /// <summary>Finds parameters with which no item is given to more than a set share of a population.</summary>
    /// <param name="bank">The compiled bank.</param>
    /// <param name="settings">The settings of the test; exposure parameters they carry are not used.</param>
    /// <param name="maximumRate">
    /// The largest exposure rate wanted, at most 1 and at least the minimum length over the number of items,
    /// below which no parameters can go.
    /// </param>
    /// <param name="abilities">The population, some thousands of abilities, logits.</param>
    /// <param name="seed">Seed of the simulations.</param>
    /// <returns>The parameters, the largest rate they give, and whether that is good enough.</returns>
    /// <exception cref="ArgumentException">There is no ability, or the settings do not fit the bank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate or an ability is outside its domain.</exception>
    /// <remarks>
    /// P(A|S) = min(1, r_max/P(S)), repeated from P(A|S) = 1 with new simulees' answers in each cycle [SympsonHetter1985].
    /// P(S) is estimated by the share of tests that gave the item among those in which its experiment would let it:
    /// the outcome does not depend on whether the item gets selected.
    /// </remarks>
    public static ExposureFit Fit(
        AdaptiveBank bank, AdaptiveSettings settings, double maximumRate, ReadOnlySpan<double> abilities, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(settings);
        var items = bank.Items.Length;
        if (!(maximumRate > 0 && maximumRate <= 1 && maximumRate * items >= Math.Min(settings.MinimumLength, items)))
            throw new ArgumentOutOfRangeException(
                nameof(maximumRate), maximumRate,
                $"With {items} items and at least {settings.MinimumLength} in a test, "
                    + "the rate must be at least their quotient and at most 1.");

        var largestAccepted = maximumRate + AcceptedErrors * Math.Sqrt(maximumRate * (1 - maximumRate) / abilities.Length);
        var parameters = Enumerable.Repeat(1.0, items).ToImmutableArray();
        ExposureFit? best = null;
        for (var cycle = 1; cycle <= MostCycles; cycle++)
        {
            var cycleSeed = SeededDraw.Hash(seed, DrawStream.Cycle, cycle);
            var simulated = AdaptiveSimulation.Simulate(bank, settings.WithExposure(parameters), abilities, cycleSeed);
            var largest = simulated.Given.Max() / (double)abilities.Length;
            if (best is null || largest < best.MaximumExposure)
                best = new ExposureFit(parameters, largest, cycle, largest <= largestAccepted);
            if (best.Converged) return best;
            parameters = [.. parameters.Select(Adjusted)];

            // An item that no test was open to keeps its parameter.
            double Adjusted(double parameter, int i)
            {
                if (simulated.Open[i] == 0) return parameter;
                return simulated.GivenOpen[i] == 0 ? 1 : Math.Min(1, maximumRate * simulated.Open[i] / simulated.GivenOpen[i]);
            }
        }

        return best! with { Cycles = MostCycles };
    }
}
