using System.Text.Json;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>
/// Empirical and marginal reliability against numbers computed independently; 1e-3 as the cases state.
/// The cases name the model, not its parameters.
/// </summary>
internal sealed class IrtReliabilityCasesTests
{
    private const double Tolerance = 1e-3;

    [TestCase("R1-reliability-lsat7")]
    [TestCase("R3-reliability-kb36x")]
    public void Reliability_TwoParameterModelFittedHere_Matches(string name)
    {
        var data = new ScoringCase(name);
        var (responses, items) = data.Responses("responses.csv");

        var model = Enumerable.Repeat(new CalibrationItem(ItemModel.TwoParameterLogistic), items);
        var result = MarginalMaximumLikelihood.Fit([.. model], responses);
        Check(data, new TestForm(result.Items.Select(item => item.Parameters!)), responses);
    }

    [Test]
    public void Reliability_GradedModelFittedElsewhere_Matches()
    {
        using var calibration = JsonDocument.Parse(new ScoringCase("C3-calib-grm-gpcm-science").Text("expected.json"));
        var data = new ScoringCase("R2-reliability-science");
        var items = calibration.RootElement.GetProperty("exact_graded").GetProperty("items").EnumerateArray().Select(Graded);

        Check(data, new TestForm(items), data.Responses("responses.csv").Responses);

        static ItemParameters Graded(JsonElement item) => ItemParameters.Graded(
            item.GetProperty("a").GetDouble(),
            [.. item.GetProperty("b").EnumerateArray().Select(b => b.GetDouble())]);
    }

    private static void Check(ScoringCase data, TestForm form, int[] responses)
    {
        using var expected = JsonDocument.Parse(data.Text("expected.json"));
        var estimates = new EapEstimate[responses.Length / form.Items.Length];
        EapEstimator.EstimateAll(form, responses, estimates);

        Assert.That(
            EmpiricalReliability.Of(estimates).Reliability,
            Is.EqualTo(expected.RootElement.GetProperty("empirical_rxx_eap").GetDouble()).Within(Tolerance));
        Assert.That(
            TestCurves.Reliability(form).OfPosterior,
            Is.EqualTo(expected.RootElement.GetProperty("marginal_rxx").GetDouble()).Within(Tolerance));
    }
}
