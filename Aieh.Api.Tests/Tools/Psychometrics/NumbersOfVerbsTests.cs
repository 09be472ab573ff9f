using System.Text.Json;
using Aieh.Api.Tests.Scoring.Reference;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>The reference cases once more, through the verbs and the files that they write; tolerances are those the cases state.</summary>
public sealed class NumbersOfVerbsTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ScratchFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task ReplayAdaptive_Case_GivesTheItemsAndEstimatesOfTheCase()
    {
        var folder = SharedCases.Folder("A1-cat-mfi-eap-3pl");
        var (bank, responses) = (Path.Combine(folder, "bank.csv"), Path.Combine(folder, "responses.csv"));
        var output = await OutputAsync("replay-adaptive", "--form", bank, "--responses", responses, "--target-se", "0.3", "--by-position");
        var steps = ScratchFolder.Rows(output);

        var sequence = await File.ReadAllTextAsync(Path.Combine(folder, "expected_sequence.csv"));
        var expected = ScratchFolder.Rows(sequence.Replace("\"", "", StringComparison.Ordinal));
        string[] shared = ["examinee", "step", "item", "response"];
        Assert.That(steps.Select(Shared), Is.EqualTo(expected.Select(Shared)));
        Assert.That(Numbers(steps, "theta"), Is.EqualTo(Numbers(expected, "eap")).Within(1e-8));
        Assert.That(Numbers(steps, "se"), Is.EqualTo(Numbers(expected, "sd")).Within(1e-8));

        IEnumerable<string> Shared(IReadOnlyDictionary<string, string> step) => shared.Select(name => step[name]);
    }

    [Test]
    public async Task ReplayAdaptive_ItemWithoutAnswer_SaysWhoseAndWhich()
    {
        var bank = _folder.Write("B.csv", "item,a,b\np,1,0\nq,1,1\n");
        var responses = _folder.Write("R.csv", "person,p,q\nann,1,1\nbob,1,\n");

        var run = await VerbProcess.RunAsync(
            "replay-adaptive", "--form", bank, "--responses", responses, "--max-items", "2", "--out", _folder.PathOf("S.csv"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("bob has no answer to q, which is item 2 of the test"));
        Assert.That(File.Exists(_folder.PathOf("S.csv")), Is.False);
    }

    [Test]
    public async Task Check_DifCaseAsNumbers_AreThoseOfTheCase()
    {
        var folder = SharedCases.Folder("D1-dif-mh-verbal");
        var responses = Path.Combine(folder, "responses.csv");
        await OutputAsync("calibrate", "--model", "1pl", "--responses", responses, "--out", _folder.PathOf("cal.json"));
        await OutputAsync(
            "check", "--responses", responses, "--calibration", _folder.PathOf("cal.json"), "--json", _folder.PathOf("check.json"));

        var items = Json("check.json").GetProperty("dif").GetProperty("unpurified").EnumerateArray().ToList();
        var expected = ScratchFolder.Rows(await File.ReadAllTextAsync(Path.Combine(folder, "expected.csv")));
        Assert.That(items.Select(item => item.GetProperty("class").GetString()), Is.EqualTo(expected.Select(item => item["ets"])));
        foreach (var (ours, theirs) in new[]
        {
            ("oddsRatio", "alphaMH"),
            ("mhDelta", "delta"),
            ("mhDeltaStandardError", "se_delta"),
            ("chiSquare", "chisq_cc"),
            ("pValue", "p"),
        })
        {
            Assert.That(items.Select(item => item.GetProperty(ours).GetDouble()), Is.EqualTo(Numbers(expected, theirs)).Within(1e-6), ours);
        }
    }

    [Test]
    public async Task Check_PersonFitCaseAsNumbers_AreThoseOfTheCase()
    {
        var items = SharedCases.Folder("S2-score-3pl-kb36x");
        await OutputAsync(
            "check", "--responses", Path.Combine(items, "patterns.csv"), "--calibration", Path.Combine(items, "items.csv"),
            "--other-sample", "--by-position", "--json", _folder.PathOf("check.json"));

        var persons = Json("check.json").GetProperty("personFit").EnumerateArray();
        var people = persons.ToDictionary(person => person.GetProperty("person").GetString()!);
        var file = Path.Combine(SharedCases.Folder("P1-personfit-lzstar-kb36x"), "expected.csv");
        var expected = ScratchFolder.Rows(await File.ReadAllTextAsync(file));
        Assert.Multiple(() =>
        {
            foreach (var row in expected)
            {
                foreach (var (estimate, column) in new[]
                {
                    ("maximumLikelihood", "lzstar_ml"), ("weightedLikelihood", "lzstar_wle"), ("maximumAPosteriori", "lzstar_map"),
                })
                {
                    var person = people[row["pattern"]].GetProperty(estimate);
                    double? found = person.TryGetProperty("lzStar", out var lz) ? lz.GetDouble() : null;
                    var place = $"{row["pattern"]}, {column}";
                    if (row[column] == "NA") Assert.That(found, Is.Null, place);
                    else Assert.That(found, Is.EqualTo(ScoringCase.Number(row[column])).Within(1e-4), place);
                }
            }
        });
    }

    [TestCase("S1-score-2pl-lsat7")]
    [TestCase("S2-score-3pl-kb36x")]
    [TestCase("S3-score-grm-science")]
    [TestCase("S4-score-gpcm-science")]
    public async Task Curves_Case_AreThoseOfTheCase(string name)
    {
        var folder = SharedCases.Folder(name);
        using var document = JsonDocument.Parse(await OutputAsync("curves", "--form", Path.Combine(folder, "items.csv")));
        using var reliability = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "reliability.json")));

        var curve = document.RootElement.GetProperty("curve").EnumerateArray().ToList();
        var expected = ScratchFolder.Rows(await File.ReadAllTextAsync(Path.Combine(folder, "curves.csv")));
        foreach (var (ours, theirs) in new[]
        {
            ("theta", "theta"),
            ("information", "info"),
            ("standardError", "csem"),
            ("expectedScore", "expected_score"),
            ("maximumLikelihoodBias", "bias_warm"),
        })
        {
            // The files have at least ten digits.
            var found = curve.Select(point => point.GetProperty(ours).GetDouble());
            var known = Numbers(expected, theirs);
            Assert.That(found, Is.EqualTo(known).Within(1e-6).Percent.Or.EqualTo(known).Within(1e-9), ours);
        }

        var marginal = document.RootElement.GetProperty("marginalReliability").GetDouble();
        var reference = reliability.RootElement.GetProperty("marginal_reliability_IoverIplus1").GetDouble();
        Assert.That(marginal, Is.EqualTo(reference).Within(1e-8));
    }

    [Test]
    public async Task Composite_Case_IsThatOfTheCase()
    {
        var file = Path.Combine(SharedCases.Folder("R4-composites"), "expected.json");
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var a = expected.RootElement.GetProperty("A");
        string Of(string name) => a.GetProperty(name).GetRawText();
        var input = _folder.Write("C.json", $$"""
            {
              "correlations": {{Of("R")}}, "weights": {{Of("weights")}}, "standardDeviations": {{Of("sd")}},
              "reliabilities": {{Of("reliability")}}, "validities": {{Of("validities")}}, "people": {{Of("N")}}
            }
            """);

        using var found = JsonDocument.Parse(await OutputAsync("composite", "--file", input));

        foreach (var (part, ours, theirs) in new[]
        {
            ("composite", "reliability", "composite_reliability_mosier"),
            ("composite", "standardErrorOfMeasurement", "composite_sem"),
            ("composite", "validity", "composite_validity"),
            ("regression", "multipleR", "multiple_R"),
            ("regression", "adjustedRSquared", "wherry_adjR2"),
            ("regression", "crossValidityRSquared", "browne_cross_validity_R2"),
        })
        {
            var number = found.RootElement.GetProperty(part).GetProperty(ours).GetDouble();
            Assert.That(number, Is.EqualTo(a.GetProperty(theirs).GetDouble()).Within(1e-8), theirs);
        }
    }

    [TestCase("""{"correlations": [[1, 0.5], [0.5, 1]]}""", "neither weights with reliabilities nor validities")]
    [TestCase("""{"correlations": [[1, 0.5]], "validities": [0.3]}""", "not a square")]
    [TestCase("""{"correlations": [[1, 0.5], [0.5, 1]], "validities": [0.3]}""", "validities has 1 numbers for 2 parts")]
    [TestCase("""{"correlations": [[1, 1.5], [1.5, 1]], "validities": [0.3, 0.2]}""", "must lie in [-1, 1]")]
    [TestCase("""{"correlations": [[1]], "validitys": [0.3]}""", "validitys")]
    [TestCase("""{"correlations": [[1, 0.5], null], "validities": [0.3, 0.2]}""", "not a square")]
    [TestCase("""{"correlations": null, "validities": [0.3]}""", "correlations")]
    [TestCase("{", "C.json")]
    public async Task Composite_BadInput_SaysWhy(string input, string said)
    {
        var run = await VerbProcess.RunAsync("composite", "--file", _folder.Write("C.json", input));

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain(said));
    }

    [TestCase("1pl", "C1-calib-1pl-2pl-lsat7", "exact_1pl")]
    [TestCase("2pl", "C1-calib-1pl-2pl-lsat7", "exact_2pl")]
    [TestCase("2pl", "C2-calib-2pl-wirs", "exact_2pl")]
    public async Task Calibrate_Case_GivesInterceptsWithTheirErrors(string model, string name, string section)
    {
        var folder = SharedCases.Folder(name);
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json")));
        var output = await OutputAsync("calibrate", "--model", model, "--responses", Path.Combine(folder, "patterns.csv"));
        using var found = JsonDocument.Parse(output);

        double[] Of(string member)
        {
            var numbers = expected.RootElement.GetProperty(section).GetProperty(member).EnumerateArray();
            return [.. numbers.Select(number => number.GetDouble())];
        }

        var items = found.RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.That(items.Select(item => item.GetProperty("intercepts")[0].GetDouble()), Is.EqualTo(Of("intercept")).Within(0.005));
        var errors = items.Select(item => item.GetProperty("standardErrors").GetProperty("intercepts")[0].GetDouble());
        Assert.That(errors, Is.EqualTo(Of("se_intercept")).Within(3).Percent);
    }

    [Test]
    public async Task Calibrate_PartialCredit_InterceptsAreSummedWithTheirErrors()
    {
        var folder = SharedCases.Folder("C3-calib-grm-gpcm-science");
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json")));
        var output = await OutputAsync("calibrate", "--model", "gpcm", "--responses", Path.Combine(folder, "patterns.csv"));
        using var found = JsonDocument.Parse(output);

        var errors = found.RootElement.GetProperty("items").EnumerateArray()
            .SelectMany(item => item.GetProperty("standardErrors").GetProperty("intercepts").EnumerateArray())
            .Select(number => number.GetDouble());
        var exact = expected.RootElement.GetProperty("exact_gpcm").GetProperty("items").EnumerateArray()
            .SelectMany(item => item.GetProperty("se_intercepts").EnumerateArray())
            .Select(number => number.GetDouble());
        Assert.That(errors, Is.EqualTo(exact).Within(3).Percent);
    }

    private static IEnumerable<double> Numbers(IEnumerable<IReadOnlyDictionary<string, string>> rows, string column) =>
        rows.Select(row => ScoringCase.Number(row[column]));

    private JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(_folder.PathOf(name)));
        return document.RootElement.Clone();
    }

    private static async Task<string> OutputAsync(params string[] args)
    {
        var run = await VerbProcess.RunAsync(args);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Output;
    }
}
