using System.Text.Json;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>Empirical and marginal reliability against numbers computed independently; 1e-3 as the cases state. The cases name the model, not its parameters.</summary>
internal sealed class IrtReliabilityCasesTests
{
    private const double Tolerance = 1e-3;

    [TestCase("R1-reliability-lsat7")]
    [TestCase("R3-reliability-kb36x")]
    public void Reliability_TwoParameterModelFittedHere_Matches(string name)
    {
        var data = new ScoringCase(name);
        var (responses, items) = data.Responses("responses.csv");

        Check(data, Fit(responses, items), responses);
    }

    [Test]
    public void Reliability_GradedModelFittedElsewhere_Matches()
    {
        using var calibration = JsonDocument.Parse(new ScoringCase("C3-calib-grm-gpcm-science").Text("expected.json"));
        var data = new ScoringCase("R2-reliability-science");
        var items = calibration.RootElement.GetProperty("exact_graded").GetProperty("items").EnumerateArray()
            .Select(item => ItemParameters.Graded(item.GetProperty("a").GetDouble(), [.. item.GetProperty("b").EnumerateArray().Select(b => b.GetDouble())]));

        Check(data, new TestForm(items), data.Responses("responses.csv").Responses);
    }

    private static void Check(ScoringCase data, TestForm form, int[] responses)
    {
        using var expected = JsonDocument.Parse(data.Text("expected.json"));
        var estimates = new EapEstimate[responses.Length / form.Items.Length];
        EapEstimator.EstimateAll(form, responses, estimates);

        Assert.That(EmpiricalReliability.Of(estimates).Reliability, Is.EqualTo(expected.RootElement.GetProperty("empirical_rxx_eap").GetDouble()).Within(Tolerance));
        Assert.That(TestCurves.Reliability(form).OfPosterior, Is.EqualTo(expected.RootElement.GetProperty("marginal_rxx").GetDouble()).Within(Tolerance));
    }

    /// <summary>Maximum marginal likelihood by plain EM, one Newton step per item and cycle.</summary>
    private static TestForm Fit(int[] responses, int items)
    {
        var patterns = responses.Chunk(items).GroupBy(string.Concat).Select(group => (Pattern: group.First(), Count: group.Count())).ToList();
        double[] nodes = [.. Enumerable.Range(0, 61).Select(n => -6 + 0.2 * n)];
        var (a, d) = (Enumerable.Repeat(1.0, items).ToArray(), new double[items]);
        for (var change = 1.0; change > 1e-3;)
        {
            var (p, people, right, posterior) = (new double[items, 61], new double[61], new double[items, 61], new double[61]);
            for (var item = 0; item < items; item++)
                for (var n = 0; n < 61; n++)
                    p[item, n] = 1 / (1 + Math.Exp(-(a[item] * nodes[n] + d[item])));
            foreach (var (pattern, count) in patterns)
            {
                for (var n = 0; n < 61; n++)
                {
                    posterior[n] = Math.Exp(-nodes[n] * nodes[n] / 2);
                    for (var item = 0; item < items; item++) posterior[n] *= pattern[item] == 1 ? p[item, n] : 1 - p[item, n];
                }

                var total = posterior.Sum();
                for (var n = 0; n < 61; n++)
                {
                    var share = count * posterior[n] / total;
                    people[n] += share;
                    for (var item = 0; item < items; item++) right[item, n] += pattern[item] * share;
                }
            }

            change = 0;
            for (var item = 0; item < items; item++)
            {
                double ga = 0, gd = 0, haa = 0, had = 0, hdd = 0;
                for (var n = 0; n < 61; n++)
                {
                    var (residual, weight) = (right[item, n] - people[n] * p[item, n], people[n] * p[item, n] * (1 - p[item, n]));
                    (ga, gd) = (ga + residual * nodes[n], gd + residual);
                    (haa, had, hdd) = (haa + weight * nodes[n] * nodes[n], had + weight * nodes[n], hdd + weight);
                }

                var determinant = haa * hdd - had * had;
                var (da, dd) = ((hdd * ga - had * gd) / determinant, (haa * gd - had * ga) / determinant);
                (a[item], d[item]) = (a[item] + da, d[item] + dd);
                change = Math.Max(change, Math.Max(Math.Abs(da), Math.Abs(dd)));
            }
        }

        return new TestForm(a.Zip(d, (slope, intercept) => ItemParameters.TwoParameter(slope, -intercept / slope)));
    }
}
