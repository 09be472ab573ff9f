using System.Globalization;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>Adaptive tests against sequences computed independently: items exactly, estimates to the 1e-8 that the case states.</summary>
internal sealed class AdaptiveCaseTests
{
    private const double Tolerance = 1e-8;

    private static readonly AdaptiveSettings Settings = new(1, 20, 0.30);

    private AdaptiveBank _bank = null!;
    private ILookup<string, IReadOnlyDictionary<string, string>> _expected = null!;
    private Dictionary<string, IReadOnlyDictionary<string, string>> _answers = null!;

    [OneTimeSetUp]
    public void Load()
    {
        var files = new ScoringCase("A1-cat-mfi-eap-3pl");
        _bank = new AdaptiveBank(files.Table("bank.csv").Select(row =>
            ItemParameters.ThreeParameter(ScoringCase.Number(row["a"]), ScoringCase.Number(row["b"]), ScoringCase.Number(row["c"]))));
        _expected = files.Table("expected_sequence.csv").ToLookup(row => row["examinee"]);
        _answers = files.Table("responses.csv").ToDictionary(row => row["examinee"]);
    }

    [Test]
    public void Next_EveryExaminee_GivesTheSameItemsAndEstimates()
    {
        Assert.That(_expected, Is.Not.Empty);
        foreach (var examinee in _expected)
        {
            var given = new List<AdministeredItem>();
            var step = AdaptiveTest.Next(_bank, Settings, 0, []);
            foreach (var row in examinee)
            {
                Assert.That(
                    step.Item + 1,
                    Is.EqualTo(int.Parse(row["item"], CultureInfo.InvariantCulture)),
                    $"examinee {examinee.Key}, step {row["step"]}");
                Assert.That(step.Information, Is.EqualTo(ScoringCase.Number(row["info_at_select"])).Within(1e-8));

                given.Add(new AdministeredItem(step.Item!.Value, (int)ScoringCase.Number(_answers[examinee.Key][$"i{step.Item + 1}"])));
                Assert.That(given[^1].Category, Is.EqualTo((int)ScoringCase.Number(row["response"])));
                step = AdaptiveTest.Next(_bank, Settings, 0, [.. given]);
                Assert.That(step.Theta, Is.EqualTo(ScoringCase.Number(row["eap"])).Within(Tolerance));
                Assert.That(step.StandardError, Is.EqualTo(ScoringCase.Number(row["sd"])).Within(Tolerance));
            }

            var reached = step.StandardError <= Settings.TargetStandardError;
            Assert.That(
                (step.Item, step.Status),
                Is.EqualTo(((int?)null, reached ? AdaptiveStatus.PrecisionReached : AdaptiveStatus.MaximumLengthReached)));
        }
    }
}
