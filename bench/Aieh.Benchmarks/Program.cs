using Aieh.Benchmarks;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["calibrate"]: CalibrationBench.Calibrate(); break;
    case ["drift"]: DriftBench.Run(); break;
    case ["cat"]: CatBenchmark.Run(); break;
    case ["score"]: ScoringBench.Run(); break;
    case ["recovery"]: CalibrationBench.Recovery(10); break;
    case ["coverage"]: CoverageBench.Run(300); break;
    default: BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args); break;
}
