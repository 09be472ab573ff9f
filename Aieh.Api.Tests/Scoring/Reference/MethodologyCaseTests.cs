using System.Text.Json;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>
/// The methodology's worked examples, computed independently; 1e-9 as the case states, reported scores and bands exactly.
/// </summary>
internal sealed class MethodologyCaseTests
{
    private const double Tolerance = 1e-9;

    private static readonly DateTimeOffset AsOf = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private JsonDocument _case = null!;

    [OneTimeSetUp]
    public void Load() => _case = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedCases.Folder("T1-methodology"), "expected.json")));

    [OneTimeTearDown]
    public void Dispose() => _case?.Dispose();

    [Test]
    public void Scale_WorkedExamples_Match() => Each("scale", example =>
    {
        var score = ScoreScale.Passport.ScoreOf(Number(example, "theta"));

        Close(score, example, "score");
        Reported(score, example);
        Assert.That(ScoreScale.Passport.ThetaOf(score), Is.EqualTo(Number(example, "theta")).Within(Tolerance));
    });

    [Test]
    public void BandProbabilities_WorkedExamples_Match() => Each("bandProbabilities", example =>
    {
        var probabilities = ScoreScale.Passport.BandProbabilities(Number(example, "score"), Number(example, "se"));

        Assert.That(
            probabilities.Select(p => p.Probability),
            Is.EqualTo(example.GetProperty("probabilities").EnumerateArray().Select(p => p.GetDouble())).Within(Tolerance));
    });

    [Test]
    public void Currency_WorkedExamples_Match() => Each("currency", example =>
        Close(HalfLife.CurrencyOf(Number(example, "days"), Number(example, "halfLifeMonths")), example, "currency"));

    [Test]
    public void Pooling_WorkedExamples_Match() => Each("pooling", example =>
    {
        EvidencePiece[] evidence = [.. example.GetProperty("evidence").EnumerateArray().Select(Piece)];
        var expected = example.GetProperty("result");
        var scale = ScoreScale.Passport;

        Assert.That(
            EvidencePooling.TryPool(evidence, AsOf, Number(example, "halfLifeMonths"), includeIndicative: false, out var pooled),
            Is.True);

        Close(pooled.Theta, expected, "theta");
        Close(pooled.PooledStandardError, expected, "sePoolTheta");
        Close(scale.StandardErrorOf(pooled.PooledStandardError), expected, "sePool");
        Close(scale.StandardErrorOf(pooled.StandardError), expected, "seAsOf");
        Close(pooled.Currency, expected, "currency");
        Close(scale.ScoreOf(pooled.Theta), expected, "score");
        Assert.That(scale.Report(scale.ScoreOf(pooled.Theta)), Is.EqualTo(expected.GetProperty("reported").GetInt32()));
    });

    [Test]
    public void Readiness_WorkedExamples_Match() => Each("readiness", example =>
    {
        var rows = example.GetProperty("bundle").EnumerateArray().ToList();
        var bundle = new RoleBundle(rows.Select(row => new BundleEntry(Name(row), Number(row, "relevance"))), 0.60);
        List<AssessmentScore> scores =
        [
            .. rows.Where(row => row.GetProperty("score").ValueKind == JsonValueKind.Number).Select(Scored),
        ];
        var expected = example.GetProperty("result");

        var result = RoleReadiness.Evaluate(bundle, scores);

        Close(result.Readiness!.Value.Score, expected, "readiness");
        Close(result.Readiness.Value.StandardError, expected, "se");
        Close(result.Coverage, expected, "coverage");
        Reported(result.Readiness.Value.Score, expected);
        Assert.That(
            result.Status,
            Is.EqualTo(Number(expected, "coverage") >= 0.60 ? ReadinessStatus.Sufficient : ReadinessStatus.InsufficientEvidence));
        Assert.That(
            result.Contributions.Select(c => c.Assessment),
            Is.EquivalentTo(expected.GetProperty("effectiveWeights").EnumerateObject().Select(p => p.Name)));
        foreach (var contribution in result.Contributions)
            Close(contribution.EffectiveWeight, expected.GetProperty("effectiveWeights"), contribution.Assessment);
        foreach (var step in NextSteps.Rank(bundle, scores, FreshnessPolicy.Passport))
            Close(step.CoverageGain, expected.GetProperty("coverageGain"), step.Assessment);
    });

    private static EvidencePiece Piece(JsonElement piece)
    {
        // The cases are older than the word: to them a full form is certified.
        var slug = piece.GetProperty("kind").GetString();
        Assert.That(EvidenceKindSlugs.TryParse(slug == "certified" ? "assessed" : slug, out var kind), Is.True);
        return new EvidencePiece(kind, Number(piece, "theta"), Number(piece, "se"), AsOf.AddDays(-Number(piece, "ageDays")));
    }

    private static AssessmentScore Scored(JsonElement row) =>
        new(Name(row), Number(row, "score"), Number(row, "se"), Number(row, "se"), Number(row, "currency"));

    private static void Reported(double score, JsonElement expected)
    {
        var reported = ScoreScale.Passport.Report(score);
        Assert.That(reported, Is.EqualTo(expected.GetProperty("reported").GetInt32()));
        Assert.That(ScoreScale.Passport.BandOf(reported).Slug(), Is.EqualTo(expected.GetProperty("band").GetString()));
    }

    private void Each(string section, Action<JsonElement> check) => Assert.Multiple(() =>
    {
        foreach (var example in _case.RootElement.GetProperty(section).EnumerateArray()) check(example);
    });

    private static string Name(JsonElement row) => row.GetProperty("assessment").GetString()!;

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static void Close(double actual, JsonElement expected, string name) =>
        Assert.That(actual, Is.EqualTo(Number(expected, name)).Within(Tolerance), name);
}
