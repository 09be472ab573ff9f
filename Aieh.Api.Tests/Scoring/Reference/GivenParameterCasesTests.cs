using System.Text.Json;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>
/// Scoring with given item parameters against numbers computed independently; each tolerance is the one the case's README states
/// unless a reason is given.
/// </summary>
[TestFixture("S1-score-2pl-lsat7")]
[TestFixture("S2-score-3pl-kb36x")]
[TestFixture("S3-score-grm-science")]
[TestFixture("S4-score-gpcm-science")]
internal sealed class GivenParameterCasesTests(string name)
{
    private const double Curve = 1e-9; // The files carry ten significant digits or more; information of these tests is below 13.

    private ScoringCase _case = null!;
    private TestForm _form = null!;
    private IReadOnlyList<int[]> _patterns = null!;
    private IReadOnlyList<IReadOnlyDictionary<string, string>> _expected = null!;

    [OneTimeSetUp]
    public void Load()
    {
        _case = new ScoringCase(name);
        _form = _case.Form();
        _patterns = _case.Patterns();
        _expected = _case.Table("expected.csv");
        Assert.That(_patterns, Has.Count.EqualTo(_expected.Count));
    }

    [Test]
    public void Eap_EveryPattern_MatchesTheExactPosterior() => Each((responses, row) =>
    {
        var estimate = EapEstimator.Estimate(_form, responses);

        // The nodes end at ±6, the reference integrates over ±10: worth at most 1e-6 in the mean and 1e-5 in the error.
        Close(estimate.Theta, row["eap"], 1e-6);
        Close(estimate.StandardError, row["eap_sd"], 1e-5);
        Close(estimate.LogMarginal, row["log_marginal"], 1e-6);
    });

    [Test]
    public void Map_EveryPattern_MatchesTheExactModeInBothStandardErrorConventions() => Each((responses, row) =>
    {
        var estimate = MapEstimator.Estimate(_form, responses);

        // The reference gives the prior where nothing was answered.
        var isEmpty = responses.All(r => r == Response.NotAdministered);
        Assert.That(estimate.Status, Is.EqualTo(isEmpty ? EstimateStatus.NoResponses : EstimateStatus.Finite));
        if (isEmpty) return;
        Close(estimate.Theta!.Value, row["map"], 1e-9);
        Close(estimate.StandardError!.Value, row["map_se_exp"], 1e-9);
        var observed = ResponseLikelihood.At(_form, responses, estimate.Theta.Value).ObservedInformation;
        Close(1 / Math.Sqrt(observed + 1), row["map_se_obs"], 1e-9);
    });

    [Test]
    public void Mle_EveryPattern_MatchesTheGlobalMaximumOrSaysThatThereIsNone() => Each((responses, row) =>
    {
        var estimate = MleEstimator.Estimate(_form, responses);

        var status = row["mle"] switch
        {
            "Inf" => EstimateStatus.PlusInfinity,
            "-Inf" => EstimateStatus.MinusInfinity,
            "NA" or "NaN" or "" => EstimateStatus.NoResponses,
            _ => EstimateStatus.Finite,
        };
        Assert.That(estimate.Status, Is.EqualTo(status));
        Assert.That(
            (estimate.Theta is null, estimate.StandardError is null),
            Is.EqualTo((status != EstimateStatus.Finite, status != EstimateStatus.Finite)));
        if (status != EstimateStatus.Finite) return;
        Close(estimate.Theta!.Value, row["mle"], 1e-9);
        Close(estimate.StandardError!.Value, row["mle_se_exp"], 1e-8);
        Close(1 / Math.Sqrt(ResponseLikelihood.At(_form, responses, estimate.Theta.Value).ObservedInformation), row["mle_se_obs"], 1e-8);
    });

    [Test]
    public void Wle_EveryPattern_MatchesWarmsEstimate() => Each((responses, row) =>
    {
        var estimate = WleEstimator.Estimate(_form, responses);

        Assert.That(
            estimate.Status,
            Is.EqualTo(responses.All(r => r == Response.NotAdministered) ? EstimateStatus.NoResponses : EstimateStatus.Finite));
        if (estimate.Status == EstimateStatus.NoResponses) return;
        Close(estimate.Theta!.Value, row["wle"], 1e-9);
        Close(estimate.StandardError!.Value, row["wle_se"], 1e-8);
    });

    [Test]
    public void Patterns_Counted_MatchAnsweredAndRawScore() => Each((responses, row) =>
    {
        var administered = responses.Where(r => r != Response.NotAdministered).ToList();

        Assert.That(
            (administered.Count, administered.Sum()),
            Is.EqualTo(((int)ScoringCase.Number(row["n_answered"]), (int)ScoringCase.Number(row["raw"]))));
    });

    [Test]
    public void Curves_EveryAbility_MatchInformationErrorScoreAndBias()
    {
        Assert.Multiple(() =>
        {
            foreach (var row in _case.Table("curves.csv"))
            {
                var point = TestCurves.At(_form, ScoringCase.Number(row["theta"]));
                Close(point.Information, row["info"], Curve);
                Close(point.ConditionalStandardError, row["csem"], Curve);
                Close(point.ExpectedScore, row["expected_score"], Curve);
                var tolerance = 1e-9 * Math.Max(1, Math.Abs(ScoringCase.Number(row["bias_warm"])));
                Close(point.MaximumLikelihoodBias!.Value, row["bias_warm"], tolerance);
            }
        });
    }

    [Test]
    public void Reliability_BothConventions_MatchTheIntegrals()
    {
        using var expected = JsonDocument.Parse(_case.Text("reliability.json"));
        var reliability = TestCurves.Reliability(_form);

        // Ten digits are given.
        Assert.That(
            reliability.OfPosterior,
            Is.EqualTo(expected.RootElement.GetProperty("marginal_reliability_IoverIplus1").GetDouble()).Within(1e-10));
        Assert.That(
            reliability.OfMaximumLikelihood,
            Is.EqualTo(expected.RootElement.GetProperty("marginal_reliability_1_minus_meanInvI").GetDouble()).Within(1e-9));
    }

    private void Each(Action<int[], IReadOnlyDictionary<string, string>> check) => Assert.Multiple(() =>
    {
        for (var i = 0; i < _patterns.Count; i++) check(_patterns[i], _expected[i]);
    });

    private static void Close(double actual, string expected, double tolerance) =>
        Assert.That(actual, Is.EqualTo(ScoringCase.Number(expected)).Within(tolerance));
}
