using System.Text.Json;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>Classical reliability against numbers computed independently; 1e-8 as the case states.</summary>
[TestFixture("R1-reliability-lsat7")]
[TestFixture("R2-reliability-science")]
[TestFixture("R3-reliability-kb36x")]
internal sealed class ReliabilityCasesTests(string name)
{
    private const double Tolerance = 1e-8;

    private JsonElement _expected;
    private ClassicalResult _result = null!;

    [OneTimeSetUp]
    public void Load()
    {
        var data = new ScoringCase(name);
        using var document = JsonDocument.Parse(data.Text("expected.json"));
        _expected = document.RootElement.Clone();
        var (responses, items) = data.Responses("responses.csv");
        _result = ClassicalReliability.Analyze(responses, items);
    }

    [Test]
    public void Coefficients_WholeForm_Match()
    {
        Assert.That(
            (_result.Status, _result.People, _result.Dropped, _result.Items.Length),
            Is.EqualTo((ClassicalStatus.Estimated, (int)Number("n"), 0, (int)Number("k"))));
        Assert.Multiple(() =>
        {
            Close(_result.Mean, Number("total_mean"));
            Close(_result.StandardDeviation, Number("total_sd"));
            Close(_result.Alpha, Number("cronbach_alpha"));
            Close(_result.StandardizedAlpha, Number("std_alpha"));
            Close(_result.AlphaInterval?.Lower, _expected.GetProperty("feldt95").GetProperty("lo").GetDouble());
            Close(_result.AlphaInterval?.Upper, _expected.GetProperty("feldt95").GetProperty("hi").GetDouble());
            Close(_result.Lambda2, Number("guttman_lambda2"));
            Close(_result.Lambda6, Number("guttman_lambda6_smc"));
            Close(_result.StandardErrorOfMeasurement, Number("sem_raw"));
        });
    }

    [Test]
    public void Items_EachOne_Match() => Assert.Multiple(() =>
    {
        foreach (var (item, row) in _result.Items.Zip(_expected.GetProperty("items").EnumerateArray()))
        {
            Close(item.Mean, row.GetProperty("mean").GetDouble());
            Close(item.StandardDeviation, row.GetProperty("sd").GetDouble());
            Close(item.ItemTotalCorrelation, row.GetProperty("item_total_r").GetDouble());
            Close(item.CorrectedItemTotalCorrelation, row.GetProperty("item_rest_r").GetDouble());
            Close(item.AlphaIfDeleted, row.GetProperty("alpha_if_dropped").GetDouble());
        }
    });

    private double Number(string name) => _expected.GetProperty(name).GetDouble();

    private static void Close(double? actual, double expected) => Assert.That(actual, Is.EqualTo(expected).Within(Tolerance));
}
