using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;
using Aieh.Scoring.Scale;
using BenchmarkDotNet.Attributes;

namespace Aieh.Benchmarks;

/// <summary>From evidence to readiness: five assessments with two pieces of evidence each, pooled, weighed and ranked.</summary>
[MemoryDiagnoser]
public class ReadinessBenchmarks
{
    private static readonly DateTimeOffset AsOf = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RoleBundle _bundle = new(
        [new("python", 0.90), new("sql", 0.85), new("communication", 0.65), new("cognitive", 0.60), new("javascript", 0.50)],
        0.60);
    private EvidencePiece[][] _evidence = [];
    private AssessmentScore[] _scores = [];

    [GlobalSetup]
    public void Setup()
    {
        _evidence = [.. Enumerable.Range(0, 5).Select(i => new EvidencePiece[]
        {
            new(EvidenceKind.Assessed, 0.3 * i, 0.3, AsOf.AddDays(-100 * i)),
            new(EvidenceKind.Assessed, 0.2 * i, 0.35, AsOf.AddDays(-400 - 100 * i)),
        })];
        _scores = Pool();
    }

    [Benchmark]
    public AssessmentScore[] Pool()
    {
        var scores = new AssessmentScore[_evidence.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            EvidencePooling.TryPool(_evidence[i], AsOf, 18, includeIndicative: false, out var pooled);
            scores[i] = AssessmentScore.From(_bundle.Entries[i].Assessment, pooled, ScoreScale.Passport);
        }

        return scores;
    }

    [Benchmark]
    public ReadinessResult Readiness() => RoleReadiness.Evaluate(_bundle, _scores);

    [Benchmark]
    public object Next() => NextSteps.Rank(_bundle, _scores, FreshnessPolicy.Passport);
}
