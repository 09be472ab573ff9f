using System.Text.Json;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>
/// Calibrations against optima found independently; tolerances are those the cases' READMEs state: |a| 0.005, |b| 0.01
/// (0.02 where |b| > 3), log-likelihood 0.01, standard errors 3 %.
/// </summary>
internal sealed class CalibrationCasesTests
{
    private const double Discrimination = 0.005;
    private const double LogLikelihood = 0.01;
    private const double RelativeError = 0.03;

    [TestCase("C1-calib-1pl-2pl-lsat7", ItemModel.OneParameterLogistic, "exact_1pl")]
    [TestCase("C1-calib-1pl-2pl-lsat7", ItemModel.TwoParameterLogistic, "exact_2pl")]
    [TestCase("C2-calib-2pl-wirs", ItemModel.OneParameterLogistic, "exact_1pl")]
    [TestCase("C2-calib-2pl-wirs", ItemModel.TwoParameterLogistic, "exact_2pl")]
    public void Dichotomous_PublishedPatterns_MatchTheExactMaximum(string name, ItemModel model, string section)
    {
        var (result, expected) = Fit(name, model, 2);
        var exact = expected.GetProperty(section);
        var errors = result.StandardErrors().Items;

        Assert.Multiple(() =>
        {
            Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
            Assert.That(result.LogLikelihood, Is.EqualTo(exact.GetProperty("logLik").GetDouble()).Within(LogLikelihood));
            for (var i = 0; i < result.Items.Length; i++)
            {
                Close(result.Items[i].Parameters!, exact.GetProperty("a")[i].GetDouble(), exact.GetProperty("b")[i].GetDouble());
                var error = exact.GetProperty("se_a");
                var errorOfA = error.ValueKind == JsonValueKind.Array ? error[i].GetDouble() : error.GetDouble();
                Assert.That(errors[i]!.Discrimination, Is.EqualTo(errorOfA).Within(100 * RelativeError).Percent);
            }
        });
    }

    [TestCase("C1-calib-1pl-2pl-lsat7")]
    [TestCase("C2-calib-2pl-wirs")]
    public void TwoParameter_PublishedPatterns_MatchStandardErrorsAndCriteria(string name)
    {
        var (result, expected) = Fit(name, ItemModel.TwoParameterLogistic, 2);
        var reference = expected.GetProperty("mirt_2pl_TOL1e8_q61");
        var errors = result.StandardErrors();

        Assert.That(errors.IsPositiveDefinite, Is.True);
        Assert.That(result.EstimatedParameters, Is.EqualTo(reference.GetProperty("npars").GetInt32()));
        Assert.That(result.Aic, Is.EqualTo(reference.GetProperty("AIC").GetDouble()).Within(2 * LogLikelihood));
        Assert.That(result.Bic, Is.EqualTo(reference.GetProperty("BIC").GetDouble()).Within(2 * LogLikelihood));
        Errors(reference.GetProperty("se"), errors);
    }

    [Test]
    public void OneParameter_OnTheRaschScale_MatchesFreeVariance()
    {
        var (result, expected) = Fit("C1-calib-1pl-2pl-lsat7", ItemModel.OneParameterLogistic, 2);
        var rasch = expected.GetProperty("mirt_rasch_freevar");
        var a = result.CommonDiscrimination!.Value;

        Assert.That(a * a, Is.EqualTo(rasch.GetProperty("var").GetDouble()).Within(2 * Discrimination));
        for (var i = 0; i < result.Items.Length; i++)
            Assert.That(
                a * result.Items[i].Parameters!.Thresholds[0],
                Is.EqualTo(rasch.GetProperty("items")[i].GetProperty("b").GetDouble()).Within(0.01));
    }

    [TestCase(ItemModel.GradedResponse, "exact_graded")]
    [TestCase(ItemModel.GeneralizedPartialCredit, "exact_gpcm")]
    public void Polytomous_Science_MatchesTheExactMaximum(ItemModel model, string section)
    {
        var (result, expected) = Fit("C3-calib-grm-gpcm-science", model, 4);
        var exact = expected.GetProperty(section);

        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
        Assert.That(result.LogLikelihood, Is.EqualTo(exact.GetProperty("logLik").GetDouble()).Within(LogLikelihood));
        var errors = result.StandardErrors();
        Assert.Multiple(() =>
        {
            foreach (var (item, i) in exact.GetProperty("items").EnumerateArray().Select((item, i) => (item, i)))
            {
                double[] thresholds = [.. item.GetProperty("b").EnumerateArray().Select(b => b.GetDouble())];
                Close(result.Items[i].Parameters!, item.GetProperty("a").GetDouble(), thresholds);
                Assert.That(
                    errors.Items[i]!.Discrimination,
                    Is.EqualTo(item.GetProperty("se_a").GetDouble()).Within(100 * RelativeError).Percent);
                double[] intercepts = [.. item.GetProperty("se_intercepts").EnumerateArray().Select(error => error.GetDouble())];
                for (var k = 0; k < intercepts.Length; k++)
                    Assert.That(
                        InterceptError(result.Items[i].Parameters!, errors.Items[i]!, k),
                        Is.EqualTo(intercepts[k]).Within(100 * RelativeError).Percent);
            }
        });
        if (model == ItemModel.GradedResponse) Errors(expected.GetProperty("mirt_graded").GetProperty("se"), errors);
    }

    // The reference gives errors of −a·b_k for the graded model and of the cumulated −a(b_1 + … + b_k) for partial credit.
    private static double InterceptError(ItemParameters item, ItemErrors errors, int k)
    {
        var n = item.Categories;
        var gradient = new double[n];
        for (var v = item.Model == ItemModel.GradedResponse ? k : 0; v <= k; v++)
        {
            gradient[0] -= item.Thresholds[v];
            gradient[v + 1] = -item.Discrimination;
        }

        var variance = 0.0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) variance += gradient[i] * errors.Covariance[i * n + j] * gradient[j];
        return Math.Sqrt(variance);
    }

    [Test]
    public void ThreeParameter_StatedPriors_MatchesTheReferenceMode()
    {
        var priors = new ItemPriors { Discrimination = new LogNormalPrior(0.3, 0.5), Guessing = GuessingPrior.LogitNormal(-1.3863, 0.5) };
        var (result, expected) = Fit("C4-calib-3pl-kb36x", ItemModel.ThreeParameterLogistic, 2, priors);
        var reference = expected.GetProperty("mirt_3pl_map");
        var published = expected.GetProperty("published_D1.7");

        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
        Assert.That(
            result.Convergence.LogPosterior,
            Is.GreaterThan(reference.GetProperty("logLik").GetDouble() + expected.GetProperty("logPrior").GetDouble() - 0.1));
        Assert.Multiple(() =>
        {
            for (var i = 0; i < result.Items.Length; i++)
            {
                var item = reference.GetProperty("items")[i];
                var (a, b, c) = (item.GetProperty("a").GetDouble(), item.GetProperty("b").GetDouble(), item.GetProperty("g").GetDouble());
                var estimate = result.Items[i].Parameters!;
                Assert.That(CurveDistance(estimate, ItemParameters.ThreeParameter(a, b, c)), Is.LessThan(0.005));
                Assert.That(CurveDistance(estimate, Published(published[i])), Is.LessThan(0.02));
                if (a <= 0.5) continue;
                Assert.That(estimate.Discrimination, Is.EqualTo(a).Within(5).Percent);
                Assert.That(estimate.Thresholds[0], Is.EqualTo(b).Within(0.05));
                Assert.That(estimate.Guessing, Is.EqualTo(c).Within(0.02));
            }
        });
    }

    [Test]
    public void TwoParameter_OnDataWithGuessing_MatchesTheReference()
    {
        var (result, expected) = Fit("C4-calib-3pl-kb36x", ItemModel.TwoParameterLogistic, 2);

        Check(result, expected.GetProperty("mirt_2pl"));
    }

    [Test]
    public void TwoParameter_PlannedMissing_MatchesTheReferenceAndTheTruth()
    {
        var (result, expected) = Fit("C5-calib-2pl-sim-planned-missing", ItemModel.TwoParameterLogistic, 2);
        var truth = new ScoringCase("C5-calib-2pl-sim-planned-missing").Table("true_items.csv");
        var recovery = expected.GetProperty("recovery");

        Check(result, expected.GetProperty("mirt"));
        Assert.That(
            Rmse(result.Items.Select((item, i) => item.Parameters!.Discrimination - ScoringCase.Number(truth[i]["a"]))),
            Is.LessThan(1.05 * recovery.GetProperty("rmse_a").GetDouble()));
        Assert.That(
            Rmse(result.Items.Select((item, i) => item.Parameters!.Thresholds[0] - ScoringCase.Number(truth[i]["b"]))),
            Is.LessThan(1.05 * recovery.GetProperty("rmse_b").GetDouble()));
    }

    private static ItemParameters Published(JsonElement item) => ItemParameters.ThreeParameter(
        1.7 * item.GetProperty("a").GetDouble(),
        item.GetProperty("b").GetDouble(),
        item.GetProperty("c").GetDouble());

    private static (CalibrationResult Result, JsonElement Expected) Fit(
        string name, ItemModel model, int categories, ItemPriors? priors = null)
    {
        var reference = new ScoringCase(name);
        var hasPatterns = File.Exists(Path.Combine(Support.SharedCases.Folder(name), "patterns.csv"));
        var rows = reference.Table(hasPatterns ? "patterns.csv" : "responses.csv");
        var cells = rows.SelectMany(row => row.Where(cell => cell.Key != "freq").Select(cell => cell.Value));
        int[] responses = [.. cells.Select(cell => cell.Length == 0 ? Response.NotAdministered : (int)ScoringCase.Number(cell))];
        int[] frequencies = rows[0].ContainsKey("freq") ? [.. rows.Select(row => (int)ScoringCase.Number(row["freq"]))] : [];
        if (categories > 2 && !responses.Contains(0)) responses = [.. responses.Select(response => response - 1)];
        using var document = JsonDocument.Parse(reference.Text("expected.json"));
        var items = Enumerable.Repeat(new CalibrationItem(model, categories, priors), responses.Length / rows.Count);
        var result = MarginalMaximumLikelihood.Fit([.. items], responses, frequencies);
        return (result, document.RootElement.Clone());
    }

    private static void Check(CalibrationResult result, JsonElement reference)
    {
        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
        Assert.That(result.LogLikelihood, Is.EqualTo(reference.GetProperty("logLik").GetDouble()).Within(LogLikelihood));
        for (var i = 0; i < result.Items.Length; i++)
        {
            var item = reference.GetProperty("items")[i];
            Close(result.Items[i].Parameters!, item.GetProperty("a").GetDouble(), item.GetProperty("b").GetDouble());
        }

        Errors(reference.GetProperty("se"), result.StandardErrors());
    }

    private static void Close(ItemParameters item, double a, params double[] b)
    {
        Assert.That(item.Discrimination, Is.EqualTo(a).Within(Discrimination));
        for (var k = 0; k < b.Length; k++) Assert.That(item.Thresholds[k], Is.EqualTo(b[k]).Within(Math.Abs(b[k]) > 3 ? 0.02 : 0.01));
    }

    private static void Errors(JsonElement expected, CalibrationErrors errors) => Assert.Multiple(() =>
    {
        foreach (var (item, i) in expected.EnumerateObject().Select((property, i) => (property.Value, i)))
        {
            Assert.That(errors.Items[i]!.Discrimination, Is.EqualTo(item.GetProperty("a").GetDouble()).Within(100 * RelativeError).Percent);
            var numbered = item.EnumerateObject().Where(property => property.Name.StartsWith('b'));
            double[] thresholds = [.. numbered.Select(property => property.Value.GetDouble())];
            for (var k = 0; k < thresholds.Length; k++)
                Assert.That(errors.Items[i]!.Thresholds[k], Is.EqualTo(thresholds[k]).Within(100 * RelativeError).Percent);
        }
    });

    // Root mean square difference of two curves, weighted by N(0, 1).
    private static double CurveDistance(ItemParameters x, ItemParameters y)
    {
        double sum = 0, weights = 0;
        for (var n = -30; n <= 30; n++)
        {
            var theta = 0.2 * n;
            var weight = Math.Exp(-theta * theta / 2);
            var difference = ItemResponseFunction.ExpectedScore(x, theta) - ItemResponseFunction.ExpectedScore(y, theta);
            sum += weight * difference * difference;
            weights += weight;
        }

        return Math.Sqrt(sum / weights);
    }

    private static double Rmse(IEnumerable<double> errors) => Math.Sqrt(errors.Average(error => error * error));
}
