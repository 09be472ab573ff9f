using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Documents;
using Aieh.Api.Tools.Content.Lint;

namespace Aieh.Api.Tests.Tools.Content;

/// <summary>Each fault is planted in a copy of the shipped catalog; the lint must find it, and where it is.</summary>
public sealed class LintRuleTests
{
    private const string Assessment = "assessments/python-fundamentals/assessment.json";
    private const string Items = "assessments/python-fundamentals/items.json";
    private const string Calibration = "assessments/python-fundamentals/calibration.json";
    private const string LongTail = " and nothing else than that";
    private const string Wordy = "The implementation of asynchronous concurrency necessitates comprehensive consideration "
        + "of cancellation propagation across every hierarchical collaborator";

    private IReadOnlyList<LintFinding> _unchanged = [];

    private static IEnumerable<TestCaseData> Faults() =>
    [
        Plant("blueprint", "python-fundamentals/full", Assessment, a => Blueprint(a)["topics"] = new JsonObject { ["async"] = 1 }),
        Plant("blueprint", "python-fundamentals/full", Assessment, a => Blueprint(a)["difficulty"]!["maximum"] = 2),
        Plant("blueprint", "python-fundamentals/full", Assessment, a => ((JsonObject)a["forms"]![1]!).Remove("blueprint")),
        Plant("key-balance", "python-fundamentals/full", Items, i => EachKeyed(i, _ => "b")),
        Plant("key-run", "python-fundamentals/full", Items, i => EachKeyed(i, _ => "c")),
        Plant("order", "python-fundamentals/full", Calibration, c => Single(c, "item", "py-fn-001")["b"] = 1.9),
        Plant("time-limit", "python-fundamentals/full", Assessment, a => a["forms"]![1]!["timeLimitSeconds"]!["value"] = 2300),
        Plant("chance-score", "python-fundamentals/full", Calibration, c => Guessed(c)),
        Plant("chance-score", "python-fundamentals/sample", Calibration, c => Guessed(c)),
        Plant("chance-score", "python-fundamentals/adaptive", Calibration, c => Guessed(c)),
        Plant("style-cue", "python-fundamentals", Items, i => EachOption(i, (key, text) => key ? text + LongTail : text)),
        Plant("style-cue", "python-fundamentals", Items, i => EachOption(i, (key, text) => key ? text : text + LongTail)),
        Plant("enemies", "python-fundamentals/sample", Items, i => i["enemies"] = new JsonArray(Enemies(FormKind.Sample))),
        Plant("enemies", "python-fundamentals/full", Items, i => i["enemies"] = new JsonArray(Enemies(FormKind.Full))),
        Plant(
            "length-cue",
            "python-fundamentals/py-ds-001",
            Items,
            i => First(i)["options"]![2]!["text"] = "`(1, 2)`, because a tuple of numbers can be hashed"),
        Plant("not-parallel", "python-fundamentals/py-ds-001", Items, i => First(i)["options"]![0]!["text"] = new string('x', 60)),
        Plant("not-parallel", "python-fundamentals/py-ds-001", Items, i => First(i)["options"]![0]!["text"] = "A set."),
        Plant("sweeping-option", "python-fundamentals/py-ds-001", Items, i => First(i)["options"]![0]!["text"] = "None of these"),
        Plant("rationale", "python-fundamentals/py-ds-001", Items, i => First(i)["rationale"] = "It is right."),
        Plant("markup", "python-fundamentals/py-ds-001", Items, i => First(i)["stem"] = "Which <b onclick='x()'>object</b> is a key?"),
        Plant("markup", "python-fundamentals/py-ds-001", Items, i => First(i)["stem"] = "Which [object](javascript:x) is a key?"),
        Plant("markup", "python-fundamentals/py-ds-001", Items, i => First(i)["options"]![0]!["text"] = "![a](https://example.com/a.png)"),
        Plant("markup", "python-fundamentals/py-ds-001", Items, i => First(i)["options"]![0]!["text"] = "<https://example.com>"),
        Plant("markup", "python-fundamentals/py-ds-001", Items, i => First(i)["stem"] = "[object]: https://example.com"),
        Plant("loaded-language", "python-fundamentals/py-ds-001", Items, i => First(i)["stem"] = "Which object can he use as a key?"),
        Plant("reading-level", "python-fundamentals/py-ds-001", Items, i => First(i)["stem"] = Wordy),
        Plant("no-check", "python-fundamentals/py-fn-001", Items, i => Single(i, "id", "py-fn-001").Remove("check")),
        Plant("duplicate", "python-fundamentals/py-ds-001", Items, i => Copy(i, _ => { })),
        Plant(
            "near-duplicate",
            "python-fundamentals/py-ds-001",
            Items,
            i => Copy(i, item => item["stem"] = "Which of these objects can be used as a dictionary key, and why?")),
        Plant("no-parameters", "python-fundamentals/copied-001", Items, i => Copy(i, _ => { })),
    ];

    [OneTimeSetUp]
    public async Task LintUnchangedCopy()
    {
        using var copy = new CatalogCopy();
        _unchanged = await FindingsAsync(copy);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Lint_PlantedFault_IsFound(string rule, string where, string file, Action<JsonNode> plant)
    {
        using var copy = new CatalogCopy();
        copy.Edit(file, plant);

        var after = await FindingsAsync(copy);

        Assert.That(_unchanged.Where(finding => finding.Rule == rule && finding.Where == where), Is.Empty);
        Assert.That(after.Where(finding => finding.Rule == rule && finding.Where == where), Is.Not.Empty, string.Join('\n', after));
    }

    [Test]
    public async Task Lint_SampleWithAPositionUnused_IsFound()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => EachKeyed(i, _ => "a"));

        var found = (await FindingsAsync(copy)).Select(finding => (finding.Rule, finding.Where));
        Assert.That(found, Has.Member(("key-balance", "python-fundamentals/sample")));
    }

    [Test]
    public async Task Lint_OneAssessment_ReportsNoOther()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => EachKeyed(i, _ => "a"));

        var report = await CatalogLint.RunAsync(copy.Load(), "communication", execute: false, _ => { }, CancellationToken.None);

        Assert.That(report.Findings.Where(finding => finding.Where.StartsWith("python-fundamentals", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Lint_ScoredItem_HasTheOptionOfTheHighestCategoryAsItsBest()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i =>
        {
            var item = First(i);
            item.Remove("key");
            item.Remove("check");
            item["scores"] = new JsonObject { ["a"] = 0, ["b"] = 2, ["c"] = 1, ["d"] = 0 };
        });
        copy.Edit(Calibration, c => c["items"]![0] = new JsonObject
        {
            ["item"] = "py-ds-001",
            ["model"] = "gpcm",
            ["a"] = 1,
            ["thresholds"] = new JsonArray(-4, 1),
            ["provisional"] = true,
            ["reason"] = "Planted.",
        });

        var report = await LintAsync(copy);

        var sample = report.Tables
            .SkipWhile(line => !line.Contains("python-fundamentals/sample", StringComparison.Ordinal))
            .TakeWhile(line => !line.Contains("/full", StringComparison.Ordinal))
            .ToList();
        Assert.That(report.Findings.Where(finding => finding.Severity == Severity.Error), Is.SubsetOf(_unchanged));
        Assert.That(sample, Has.Some.Contains("best options a 1   b 2   c 1   d 1"));
        Assert.That(sample, Has.Some.Matches(@"difficulty +-1.50 to "), "the mean of -4 and 1");
    }

    // Counted by hand: one sentence, six words, seven syllables; then one sentence, nine words, ten syllables.
    [TestCase("The cat sat on the table.", 0.39 * 6 + 11.8 * 7 / 6 - 15.59)]
    [TestCase("What does `f(x)` print when the list is empty?", 0.39 * 9 + 11.8 * 10 / 9 - 15.59)]
    public void Grade_OfAStem_IsFleschKincaid(string stem, double grade)
    {
        Assert.That(ItemText.Grade(stem), Is.EqualTo(grade).Within(1e-12));
    }

    private static async Task<IReadOnlyList<LintFinding>> FindingsAsync(CatalogCopy copy) => (await LintAsync(copy)).Findings;

    /// <summary>Of the one assessment that faults are planted in; its duplicates are looked for everywhere.</summary>
    private static Task<LintReport> LintAsync(CatalogCopy copy) =>
        CatalogLint.RunAsync(copy.Load(), "python-fundamentals", execute: false, _ => { }, CancellationToken.None);

    private static JsonNode Blueprint(JsonNode assessment) => assessment["forms"]![1]!["blueprint"]!["value"]!;

    private static JsonObject First(JsonNode items) => (JsonObject)items["items"]![0]!;

    private static JsonObject Single(JsonNode document, string member, string id) =>
        (JsonObject)document["items"]!.AsArray().Single(row => (string?)row![member] == id)!;

    private static void EachKeyed(JsonNode items, Func<string, string> key)
    {
        foreach (var item in items["items"]!.AsArray().Where(item => item!["key"] is not null))
        {
            item!["key"] = key((string)item["key"]!);
        }
    }

    private static void EachOption(JsonNode items, Func<bool, string, string> text)
    {
        foreach (var item in items["items"]!.AsArray())
        {
            foreach (var option in item!["options"]!.AsArray())
            {
                var isKey = (string?)option!["id"] == (string?)item["key"];
                option["text"] = text(isKey, (string)option["text"]!);
            }
        }
    }

    /// <summary>The first item of a form and its last.</summary>
    private static JsonObject Enemies(FormKind kind)
    {
        var forms = CatalogFiles.Load(ShippedCatalogTests.Folder).Assessments["python-fundamentals"].Forms;
        var listed = forms.Single(form => form.Kind == kind).Items!;
        return new JsonObject { ["items"] = new JsonArray(listed[0], listed[^1]), ["reason"] = "Planted." };
    }

    /// <summary>Items of middling difficulty that allow for no guessing: a guess looks like ability.</summary>
    private static void Guessed(JsonNode calibration)
    {
        foreach (var row in calibration["items"]!.AsArray()) (row!["a"], row["b"], row["c"]) = (1, 0, 0);
    }

    private static void Copy(JsonNode items, Action<JsonNode> change)
    {
        var copied = First(items).DeepClone();
        copied["id"] = "copied-001";
        change(copied);
        items["items"]!.AsArray().Add(copied);
    }

    private static TestCaseData Plant(string rule, string where, string file, Action<JsonNode> plant) =>
        new TestCaseData(rule, where, file, plant).SetArgDisplayNames(rule, where);
}
