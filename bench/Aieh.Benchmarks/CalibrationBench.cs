using System.Diagnostics;
using System.Globalization;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Benchmarks;

/// <summary>
/// Two studies of the calibration that print a table: `calibrate` times it, `recovery` compares its estimates with the truth.
/// </summary>
internal static class CalibrationBench
{
    private const int Repeats = 3;

    private static readonly (string Name, ItemModel Model, int Items, int People, int Categories)[] Datasets =
    [
        ("2PL 50 x 1k", ItemModel.TwoParameterLogistic, 50, 1_000, 2),
        ("2PL 50 x 10k", ItemModel.TwoParameterLogistic, 50, 10_000, 2),
        ("2PL 50 x 50k", ItemModel.TwoParameterLogistic, 50, 50_000, 2),
        ("3PL 50 x 10k", ItemModel.ThreeParameterLogistic, 50, 10_000, 2),
        ("GRM 30 x 5 cat x 10k", ItemModel.GradedResponse, 30, 10_000, 5),
        ("GPCM 30 x 5 cat x 10k", ItemModel.GeneralizedPartialCredit, 30, 10_000, 5),
    ];

    /// <summary>
    /// Cycles, the best of three times with one and two threads, elapsed and of the processor (which a busy machine disturbs less),
    /// distance to the log-posterior of a run with far stricter tolerances, memory, and the time of the standard errors.
    /// </summary>
    public static void Calibrate()
    {
        Console.WriteLine(
            "| data | nodes | cycles | log-likelihood | below the maximum | seconds, 1 thread | of processor | 2 threads "
            + "| allocated, MiB | peak managed, MiB | standard errors, s of processor |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        Fit(new CalibrationData(ItemModel.TwoParameterLogistic, 20, 1_000, 2, 1), CalibrationOptions.Default);
        var twoThreads = CalibrationOptions.Default with { DegreeOfParallelism = 2 };
        var strict = twoThreads with { ParameterTolerance = 1e-8, LogPosteriorTolerance = 1e-8 };
        foreach (var (name, model, items, people, categories) in Datasets)
        {
            var data = new CalibrationData(model, items, people, categories, 7);
            var before = GC.GetTotalAllocatedBytes(true);
            var result = Fit(data, CalibrationOptions.Default).Result;
            var allocated = GC.GetTotalAllocatedBytes(true) - before;
            var one = Enumerable.Range(0, Repeats).Select(_ => Fit(data, CalibrationOptions.Default)).ToList();
            var two = Enumerable.Range(0, Repeats).Select(_ => Fit(data, twoThreads)).ToList();
            if (!SameBits(result, two[0].Result)) throw new InvalidOperationException("One and two threads gave different bits.");
            var peak = Peak(data);
            var start = Environment.CpuUsage.TotalTime;
            result.StandardErrors();
            var errors = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            var best = Fit(data, strict).Result;
            var (reached, below) = (result.Convergence, best.Convergence.LogPosterior - result.Convergence.LogPosterior);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {reached.Nodes} | {reached.Cycles} | {result.LogLikelihood:F3} | {below:E1} "
                + $"| {one.Min(run => run.Seconds):F2} | {one.Min(run => run.Processor):F2} | {two.Min(run => run.Seconds):F2} "
                + $"| {allocated / 1048576.0:F0} | {peak / 1048576.0:F0} | {errors:F2} |"));
        }
    }

    /// <summary>Root mean square errors of the estimates, averaged over replications.</summary>
    public static void Recovery(int replications)
    {
        Console.WriteLine($"50 items, {replications} replications");
        Console.WriteLine("| model | people | RMSE a | RMSE b | RMSE c | converged |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var model in new[] { ItemModel.TwoParameterLogistic, ItemModel.ThreeParameterLogistic })
            foreach (var people in new[] { 500, 1_000, 10_000 })
            {
                var (a, b, c, converged) = (0.0, 0.0, 0.0, 0);
                for (var replication = 0; replication < replications; replication++)
                {
                    var data = new CalibrationData(model, 50, people, 2, 1_000 + replication);
                    var result = Fit(data, CalibrationOptions.Default).Result;
                    if (result.Convergence.Status == CalibrationStatus.Converged) converged++;
                    var pairs = result.Items.Select((item, i) => (Estimate: item.Parameters!, Truth: data.Truth[i])).ToList();
                    a += pairs.Average(pair => Square(pair.Estimate.Discrimination - pair.Truth.Discrimination));
                    b += pairs.Average(pair => Square(pair.Estimate.Thresholds[0] - pair.Truth.Thresholds[0]));
                    c += pairs.Average(pair => Square(pair.Estimate.Guessing - pair.Truth.Guessing));
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {model} | {people} | {Math.Sqrt(a / replications):F3} | {Math.Sqrt(b / replications):F3} "
                    + $"| {Math.Sqrt(c / replications):F3} | {converged} of {replications} |"));
            }
    }

    private static double Square(double x) => x * x;

    private static (CalibrationResult Result, double Seconds, double Processor) Fit(CalibrationData data, CalibrationOptions options)
    {
        var clock = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var result = MarginalMaximumLikelihood.Fit(data.Items, data.Responses, options: options);
        return (result, clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static bool SameBits(CalibrationResult one, CalibrationResult other) =>
        one.LogLikelihood.Equals(other.LogLikelihood)
        && one.Items.Zip(other.Items).All(pair => pair.First.Parameters!.Discrimination.Equals(pair.Second.Parameters!.Discrimination));

    // The most managed memory in use after any cycle, beyond what was there before.
    private static long Peak(CalibrationData data)
    {
        var before = GC.GetTotalMemory(true);
        var meter = new Meter();
        MarginalMaximumLikelihood.Fit(data.Items, data.Responses, progress: meter);
        return meter.Largest - before;
    }

    private sealed class Meter : IProgress<CalibrationCycle>
    {
        public long Largest { get; private set; }

        public void Report(CalibrationCycle value) => Largest = Math.Max(Largest, GC.GetTotalMemory(false));
    }
}
