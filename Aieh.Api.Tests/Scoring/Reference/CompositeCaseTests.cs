using System.Text.Json;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>
/// Composites and validity against numbers computed independently; 1e-8 as the case states, published numbers to their two decimals.
/// </summary>
internal sealed class CompositeCaseTests
{
    private const double Tolerance = 1e-8;

    private JsonElement _case;

    [OneTimeSetUp]
    public void Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedCases.Folder("R4-composites"), "expected.json")));
        _case = document.RootElement.Clone();
    }

    [TestCase("A")]
    [TestCase("B_unequal_sd")]
    public void Evaluate_WorkedComposite_Matches(string name)
    {
        var expected = _case.GetProperty(name);
        var validities = expected.TryGetProperty("validities", out _) ? Numbers(expected, "validities") : null;
        var (weights, sds, reliabilities) = (Numbers(expected, "weights"), Numbers(expected, "sd"), Numbers(expected, "reliability"));
        CompositePart[] parts = [.. weights.Select((weight, i) => new CompositePart(weight, sds[i], reliabilities[i], validities?[i]))];

        var result = WeightedComposite.Evaluate(parts, Correlations(expected));

        Assert.That(result.Status, Is.EqualTo(CompositeStatus.Estimated));
        Close(result.StandardDeviation, expected, "composite_sd");
        Close(result.Reliability, expected, "composite_reliability_mosier");
        Close(result.StandardErrorOfMeasurement, expected, "composite_sem");
        Assert.That(result.EffectiveWeights, Is.EqualTo(Numbers(expected, "effective_weights_pct")).Within(Tolerance));
        if (validities is null) Assert.That(result.Validity, Is.Null);
        else Close(result.Validity, expected, "composite_validity");
    }

    [Test]
    public void Evaluate_Regression_MatchesWeightsAndAdjustments()
    {
        var expected = _case.GetProperty("A");

        var people = expected.GetProperty("N").GetInt32();
        var result = ValidityRegression.Evaluate(Correlations(expected), Numbers(expected, "validities"), people);

        Assert.That(result.Weights, Is.EqualTo(Numbers(expected, "optimal_beta")).Within(Tolerance));
        Close(result.MultipleR, expected, "multiple_R");
        Close(result.AdjustedRSquared, expected, "wherry_adjR2");
        Close(result.CrossValidityRSquared, expected, "browne_cross_validity_R2");
    }

    [TestCase("gma_plus_integrity")]
    [TestCase("gma_plus_structured_interview")]
    [TestCase("gma_plus_work_sample")]
    public void Gain_SecondPredictor_ReachesThePublishedMultipleR(string name)
    {
        var row = _case.GetProperty("C_schmidt_hunter_1998").GetProperty(name);
        var (r1, r2, r12) = (row.GetProperty("r1").GetDouble(), row.GetProperty("r2").GetDouble(), row.GetProperty("r12").GetDouble());

        var result = ValidityRegression.Gain(new CorrelationMatrix([1, r12, r12, 1], 2), [r1, r2], [0]);

        Assert.That(Math.Sqrt(result.FullRSquared!.Value), Is.EqualTo(row.GetProperty("published_R").GetDouble()).Within(0.005));
        Assert.That(result.FullRSquared, Is.EqualTo((r1 * r1 + r2 * r2 - 2 * r1 * r2 * r12) / (1 - r12 * r12)).Within(1e-14));
        Assert.That(result.Gain, Is.EqualTo(result.FullRSquared - r1 * r1).Within(1e-14));
    }

    private static CorrelationMatrix Correlations(JsonElement expected)
    {
        double[][] rows = [.. expected.GetProperty("R").EnumerateArray().Select(Row)];
        return new CorrelationMatrix([.. rows.SelectMany(row => row)], rows.Length);

        static double[] Row(JsonElement row) => [.. row.EnumerateArray().Select(cell => cell.GetDouble())];
    }

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static void Close(double? actual, JsonElement expected, string name) =>
        Assert.That(actual, Is.EqualTo(expected.GetProperty(name).GetDouble()).Within(Tolerance), name);
}
