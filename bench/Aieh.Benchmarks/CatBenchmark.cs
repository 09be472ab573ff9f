using System.Diagnostics;
using System.Globalization;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Benchmarks;

/// <summary>
/// Adaptive tests of 20 items for 1,000 people from a bank of 500 three-parameter items, on one core; answers are simulated as part of it.
/// </summary>
internal static class CatBenchmark
{
    private const int People = 1_000;
    private const int Rounds = 9;

    public static void Run()
    {
        var random = new Random(500);
        var bank = new AdaptiveBank(
            Enumerable.Range(0, 500).Select(_ => DrawItem(random)),
            Enumerable.Range(0, 500).Select(i => i % 5));
        var abilities = AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, People, 1);
        var plain = new AdaptiveSettings(20, 20, 0);
        var balanced = new AdaptiveSettings(20, 20, 0) { Randomesque = 5, ContentShares = [0.2, 0.2, 0.2, 0.2, 0.2] };

        Measure("maximum information", () => AdaptiveSimulation.Run(bank, plain, abilities, 2));
        Measure("content shares, one of the five best", () => AdaptiveSimulation.Run(bank, balanced, abilities, 2));

        var fitting = Stopwatch.StartNew();
        var fit = SympsonHetter.Fit(bank, plain, 0.25, abilities, 3);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Sympson-Hetter parameters for 0.25, {fit.Cycles} cycles of {People} people: {fitting.Elapsed.TotalSeconds:F3} s, "
            + $"largest rate {fit.MaximumExposure:F3}, converged {fit.Converged}"));
        var held = new AdaptiveSettings(20, 20, 0) { ExposureParameters = fit.Parameters };
        Measure("maximum information, Sympson-Hetter", () => AdaptiveSimulation.Run(bank, held, abilities, 2));
    }

    private static ItemParameters DrawItem(Random random) =>
        ItemParameters.ThreeParameter(0.7 + 1.3 * random.NextDouble(), 6 * random.NextDouble() - 3, 0.2);

    private static void Measure(string name, Func<AdaptiveSimulationResult> run)
    {
        var result = run();
        var seconds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            result = run();
            seconds[round] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {People} people, {result.MeanLength:F1} items of {result.ExposureRates.Length}: "
            + $"best {seconds[0]:F3} s, median {seconds[Rounds / 2]:F3} s; "
            + $"bias {result.Bias:F3}, RMSE {result.RootMeanSquareError:F3}, "
            + $"largest exposure {result.MaximumExposure:F2}, overlap {result.Overlap:F2}"));
    }
}
