using System.Diagnostics;
using Aieh.Scoring.Irt;

namespace Aieh.Benchmarks;

/// <summary>Scoring at scale, `score`: many people on one form of 50 items, with one thread and with two.</summary>
internal static class ScoringBench
{
    private const int Rounds = 5;

    public static void Run()
    {
        var data = new CalibrationData(ItemModel.TwoParameterLogistic, 50, 100_000, 2, 7);
        var form = new TestForm(data.Truth);
        var estimates = new EapEstimate[100_000];
        var theta = new double?[100_000];
        Console.WriteLine("| estimator | people x items | seconds, 1 thread | 2 threads | faster by |");
        Console.WriteLine("|---|---|---|---|---|");
        Measure("EAP", 100_000, (from, to) => EapEstimator.EstimateAll(form, Answers(from, to), estimates.AsSpan(from, to - from)));
        Measure("MAP", 10_000, (from, to) => Each(from, to, person => theta[person] = MapEstimator.Estimate(form, RowOf(person)).Theta));
        Measure("MLE", 10_000, (from, to) => Each(from, to, person => theta[person] = MleEstimator.Estimate(form, RowOf(person)).Theta));
        Measure("WLE", 10_000, (from, to) => Each(from, to, person => theta[person] = WleEstimator.Estimate(form, RowOf(person)).Theta));

        ReadOnlySpan<int> Answers(int from, int to) => data.Responses.AsSpan(from * 50, (to - from) * 50);

        ReadOnlySpan<int> RowOf(int person) => data.Responses.AsSpan(person * 50, 50);
    }

    private static void Each(int from, int to, Action<int> score)
    {
        for (var person = from; person < to; person++) score(person);
    }

    /// <summary>Best of several rounds; each person's estimate is independent of the others, so threads take a share each.</summary>
    private static void Measure(string name, int people, Action<int, int> score)
    {
        score(0, people);
        var one = Best(() => score(0, people));
        var two = Best(() => Parallel.For(0, 2, half => score(half * people / 2, (half + 1) * people / 2)));
        Console.WriteLine(FormattableString.Invariant($"| {name} | {people} x 50 | {one:F3} | {two:F3} | {one / two:F2} |"));
    }

    private static double Best(Action run) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        var clock = Stopwatch.StartNew();
        run();
        return clock.Elapsed.TotalSeconds;
    });
}
