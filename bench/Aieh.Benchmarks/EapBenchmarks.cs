using Aieh.Scoring.Irt;
using BenchmarkDotNet.Attributes;

namespace Aieh.Benchmarks;

/// <summary>Ability estimation of 1,000 attempts at a 50-item two-parameter form; times are per attempt.</summary>
[MemoryDiagnoser]
public class EapBenchmarks
{
    private const int Attempts = 1_000;
    private const int Items = 50;

    private readonly EapEstimate[] _estimates = new EapEstimate[Attempts];
    private int[] _responses = [];
    private TestForm _form = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(50);
        _form = new TestForm(Enumerable.Range(0, Items).Select(_ => DrawItem(random)));
        _responses = new int[Attempts * Items];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var theta = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            for (var i = 0; i < Items; i++)
                _responses[attempt * Items + i] = random.NextDouble() < ItemResponseFunction.ExpectedScore(_form.Items[i], theta) ? 1 : 0;
        }
    }

    /// <summary>What a straightforward implementation does: every probability anew at each of 61 nodes.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Attempts)]
    public double NaiveEap()
    {
        var sum = 0.0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            double total = 0, mean = 0, square = 0;
            for (var q = 0; q < 61; q++)
            {
                var theta = -6 + 0.2 * q;
                var weight = Math.Exp(-theta * theta / 2);
                for (var i = 0; i < Items; i++)
                {
                    var item = _form.Items[i];
                    var p = 1 / (1 + Math.Exp(-item.Discrimination * (theta - item.Thresholds[0])));
                    weight *= _responses[attempt * Items + i] == 1 ? p : 1 - p;
                }

                total += weight;
                mean += weight * theta;
                square += weight * theta * theta;
            }

            mean /= total;
            sum += mean + Math.Sqrt(square / total - mean * mean);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Attempts)]
    public double Eap()
    {
        EapEstimator.EstimateAll(_form, _responses, _estimates);
        return _estimates[^1].Theta;
    }

    [Benchmark(OperationsPerInvoke = Attempts)]
    public double Map()
    {
        var sum = 0.0;
        for (var attempt = 0; attempt < Attempts; attempt++) sum += MapEstimator.Estimate(_form, Responses(attempt)).Theta ?? 0;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Attempts)]
    public double Mle()
    {
        var sum = 0.0;
        for (var attempt = 0; attempt < Attempts; attempt++) sum += MleEstimator.Estimate(_form, Responses(attempt)).Theta ?? 0;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Attempts)]
    public double Wle()
    {
        var sum = 0.0;
        for (var attempt = 0; attempt < Attempts; attempt++) sum += WleEstimator.Estimate(_form, Responses(attempt)).Theta ?? 0;
        return sum;
    }

    private static ItemParameters DrawItem(Random random) =>
        ItemParameters.TwoParameter(0.7 + 1.3 * random.NextDouble(), 4 * random.NextDouble() - 2);

    private ReadOnlySpan<int> Responses(int attempt) => _responses.AsSpan(attempt * Items, Items);
}
