using Aieh.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["cat"]) CatBenchmark.Run();
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
