using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tests.Catalog.Documents;

/// <summary>
/// Each error is planted in a copy of the shipped catalog; loading must name the file, the place and the reason, and nothing else.
/// </summary>
public sealed class PlantedErrorTests
{
    private const string Methodology = "methodology.json";
    private const string Role = "roles/backend-engineer.json";
    private const string Assessment = "assessments/python-fundamentals/assessment.json";
    private const string Items = "assessments/python-fundamentals/items.json";
    private const string Calibration = "assessments/python-fundamentals/calibration.json";

    private const string Concordance = "concordances/percentile-general-cognitive.json";

    private static IEnumerable<TestCaseData> Schema() =>
    [
        Plant("unknown member", Role, r => r["bundle"]!["colour"] = "red", "/bundle/colour: is not a known member"),
        Plant("unknown member at the root", Methodology, m => m["colour"] = "red", "/colour: is not a known member"),
        Plant("missing member", Role, r => ((JsonObject)r["compensation"]!).Remove("median"), "/compensation/median: is required"),
        Plant("weight above 1", Role, r => r["bundle"]!["entries"]![0]!["relevance"]!["value"] = 1.2,
            "/bundle/entries/0/relevance/value: must be at most 1"),
        Plant("negative weight", Methodology, m => m["pillars"]![0]!["compositeWeight"]!["value"] = -0.1,
            "/pillars/0/compositeWeight/value: must be at least 0"),
        Plant("number in a string", Role, r => r["compensation"]!["low"]!["value"] = "100000",
            "/compensation/low/value: must be a whole number"),
        Plant("fraction of a dollar", Role, r => r["compensation"]!["low"]!["value"] = 100000.5,
            "/compensation/low/value: must be a whole number"),
        Plant("published without source", Methodology, m => ((JsonObject)m["scale"]!["minimum"]!).Remove("source"),
            "/scale/minimum: breaks a rule: A published value has a source"),
        Plant("default without rationale", Methodology, m => ((JsonObject)m["scale"]!["centre"]!).Remove("rationale"),
            "/scale/centre: breaks a rule: A published value has a source"),
        Plant("unknown provenance", Methodology, m => m["scale"]!["centre"]!["provenance"] = "guessed",
            "/scale/centre/provenance: must be one of"),
        Plant("unknown context value", Role, r => r["bundle"]!["contextAdjustments"]![0]!["value"] = "cobol",
            "/bundle/contextAdjustments/0: breaks a rule: The value is"),
        Plant("context value of the other dimension", Role, r => r["bundle"]!["contextAdjustments"]![0]!["value"] = "senior",
            "/bundle/contextAdjustments/0: breaks a rule: The value is"),
        Plant("bad slug", Role, r => r["slug"] = "Backend Engineer", "/slug: must match"),
        Plant("empty text", Role, r => r["summary"] = " ", "/summary: must match"),
        Plant("half-life of 0", Methodology, m => m["pillars"]![0]!["halfLifeMonths"]!["value"] = 0,
            "/pillars/0/halfLifeMonths/value: must be more than 0"),
        Plant("model without a number of answers", Methodology, m => ((JsonObject)m["promotion"]!["minimumAnswers"]!).Remove("grm"),
            "/promotion/minimumAnswers/grm: is required"),
        Plant("difficulty error of 0", Methodology, m => m["promotion"]!["largestDifficultyError"]!["value"] = 0,
            "/promotion/largestDifficultyError/value: must be more than 0"),
        Plant("check that expects nothing", Items, i => ((JsonObject)i["items"]![0]!["check"]!).Remove("expectStdout"),
            "/items/0/check: breaks a rule: Programs that prove the key"),
        Plant("unknown language of a check", Items, i => i["items"]![0]!["check"]!["language"] = "cobol",
            "/items/0/check/language: must be one of"),
        Plant("share of a topic above 1", Assessment, a => a["forms"]![1]!["blueprint"]!["value"]!["topics"]!["async"] = 1.4,
            "/forms/1/blueprint/value/topics/async: must be at most 1"),
        Plant("available form without items", Assessment, a => a["forms"]![0]!["items"] = null,
            "/forms/0: breaks a rule: An available form"),
        Plant("item without key or scores", Items, i => ((JsonObject)i["items"]![3]!).Remove("key"),
            "/items/3: breaks a rule: One question"),
        Plant("item with key and scores", Items, i => i["items"]![3]!["scores"] = new JsonObject { ["a"] = 0, ["b"] = 1 },
            "/items/3: breaks a rule: One question"),
        Plant("guessing of 1", Calibration, c => c["items"]![0]!["c"] = 1, "/items/0/c: must be less than 1"),
        Plant("discrimination of 0", Calibration, c => c["items"]![0]!["a"] = 0, "/items/0/a: must be more than 0"),
        Plant("concordance without error", Concordance, c => ((JsonObject)c).Remove("standardError"),
            ": breaks a rule: A linear or percentile mapping"),
        Plant("standard error of 0", Concordance, c => c["standardError"]!["value"] = 0, "/standardError/value: must be more than 0"),
        Plant("unknown mapping", Concordance, c => c["mapping"] = "quadratic", "/mapping: must be one of"),
        Plant("unknown model", Calibration, c => c["items"]![0]!["model"] = "4pl", "/items/0/model: must be one of"),
    ];

    private static IEnumerable<TestCaseData> Meaning() =>
    [
        Plant("weights that do not sum to 1", Methodology, m => m["pillars"]![1]!["compositeWeight"]!["value"] = 0.3,
            "/pillars: has composite weights that sum to"),
        Plant("estimator that is not computed", Methodology, m => m["estimation"]!["estimator"]!["value"] = "wle",
            "/estimation/estimator/value: must be eap"),
        Plant("interval that is not computed", Methodology, m => m["estimation"]!["confidenceLevel"]!["value"] = 0.9,
            "/estimation/confidenceLevel/value: must be 0.95"),
        Plant("month that is not computed with", Methodology, m => m["currency"]!["daysPerMonth"]!["value"] = 30,
            "/currency/daysPerMonth/value: must be 30.4375"),
        Plant("unknown band", Methodology, m => m["bands"]![1]!["slug"] = "middling", "/bands/1/slug: is not a band"),
        Plant("gap between bands", Methodology, m => m["bands"]![1]!["from"]!["value"] = 510, "/bands/1/from/value: must be 500"),
        Plant("bands short of the maximum", Methodology, m => m["bands"]![3]!["to"]!["value"] = 849, "/bands: must end at 850"),
        Plant("repeated pillar", Methodology, m => m["pillars"]![3]!["slug"] = "domain", "/pillars/3: repeats the slug 'domain'"),
        Plant("median above high", Role, r => r["compensation"]!["median"]!["value"] = 300000,
            "/compensation/median/value: must lie between"),
        Plant("unknown source", Role, r => r["compensation"]!["referencePoints"]![0]!["sources"]![0] = "hearsay",
            "/compensation/referencePoints/0/sources: names 'hearsay'"),
        Plant("multiplier against its direction", Role, r => r["bundle"]!["contextAdjustments"]![0]!["multiplier"]!["value"] = 0.9,
            "/bundle/contextAdjustments/0/multiplier/value: contradicts"),
        Plant("slug of another file", Role, r => r["slug"] = "frontend-engineer", "/slug: is 'frontend-engineer'"),
        Plant("item twice in a form", Assessment, a => a["forms"]![0]!["items"]![1] = "py-ds-001",
            "/forms/0/items/1: repeats the item 'py-ds-001'"),
        Plant("item in both forms", Assessment, a => a["forms"]![1]!["items"]![0] = "py-ds-001", "/forms: has 'py-ds-001' in both forms"),
        Plant("form shorter than promised", Assessment, a => a["forms"]![0]!["items"]!.AsArray().RemoveAt(0),
            "/forms/0/items: must list 5 items"),
        Plant("sample item in the adaptive form", Assessment, a => a["forms"]![2]!["items"]![0] = "py-ds-001",
            "/forms: has 'py-ds-001' in both forms"),
        Plant("bank too small for the adaptive form", Assessment, a => a["forms"]![2]!["items"]!.AsArray().RemoveRange(0, 45),
            "/forms/2/items: must list 50 items or more"),
        Plant("adaptive rules on a fixed form", Assessment, a => a["forms"]![1]!["adaptive"] = a["forms"]![2]!["adaptive"]!.DeepClone(),
            "/forms/1/adaptive: belongs to an adaptive form"),
        Plant("adaptive form without rules", Assessment, a => ((JsonObject)a["forms"]![2]!).Remove("adaptive"),
            "/forms/2/adaptive: belongs to an adaptive form"),
        Plant("minimum length above the maximum", Assessment, a => a["forms"]![2]!["adaptive"]!["minimumLength"]!["value"] = 21,
            "/forms/2/adaptive/minimumLength/value: must not exceed"),
        Plant("minimum bank below the maximum length", Assessment, a => a["forms"]![2]!["adaptive"]!["minimumBankSize"]!["value"] = 19,
            "/forms/2/adaptive/minimumBankSize/value: must not be below"),
        Plant("content shares that do not sum to 1", Assessment,
            a => a["forms"]![2]!["adaptive"]!["contentShares"]!["value"]!["async"] = 0.15,
            "/forms/2/adaptive/contentShares/value: has shares that sum to"),
        Plant("exposure that the bank cannot keep to", Assessment, a => a["forms"]![2]!["adaptive"]!["maximumExposure"]!["value"] = 0.21,
            "/forms/2/adaptive/maximumExposure/value: must be 20/94 or more"),
        Plant("two sample forms", Assessment, a => a["forms"]![1]!["kind"] = "sample", "/forms: must be one of each kind"),
        Plant("key not among the options", Items, i => i["items"]![0]!["key"] = "e", "/items/0/key: 'e' is not one of the options"),
        Plant("repeated option text", Items,
            i => i["items"]![0]!["options"]![1]!["text"] = (string)i["items"]![0]!["options"]![0]!["text"]!,
            "/items/0/options/1: repeats the text"),
        Plant("repeated item", Items, i => i["items"]![1] = i["items"]![2]!.DeepClone(), "/items/2: repeats the id"),
        Plant("unknown topic", Items, i => i["items"]![0]!["topic"] = "cooking", "/items/0/topic: 'cooking' is not among the topics"),
        Plant("check with output and exception", Items, i => i["items"]![0]!["check"]!["expectRaises"] = "KeyError",
            "/items/0/check: expects either"),
        Plant("setup without a database", Items, i => i["items"]![0]!["check"]!["setup"] = "CREATE TABLE t (x)",
            "/items/0/check/setup: belongs to sqlite"),
        Plant("programs for some options", Items, i => PerOption(i, "options", "a", "b", "c"),
            "/items/0/check/options: must have an entry for each"),
        Plant("predictions for other options", Items, i => PerOption(i, "predictions", "a", "b", "c", "e"),
            "/items/0/check/predictions: must have an entry for each"),
        Plant("programs for options beside one program", Items, ProgramsBesideOne, "/items/0/check/options: go with expectStdout"),
        Plant("shares that do not sum to 1", Assessment, a => a["forms"]![1]!["blueprint"]!["value"]!["topics"]!["async"] = 0.3,
            "/forms/1/blueprint/value/topics: must sum to 1"),
        Plant("empty range of difficulties", Assessment, a => a["forms"]![1]!["blueprint"]!["value"]!["difficulty"]!["minimum"] = 3,
            "/forms/1/blueprint/value/difficulty/maximum: must be above"),
        Plant("planned form that lists too few items", Assessment, PlanTooFewItems, "/forms/0/items: must list 5 items"),
        Plant("3PL without c", Calibration, c => ((JsonObject)c["items"]![0]!).Remove("c"), "/items/0/c: belongs to 3pl"),
        Plant("thresholds on 3PL", Calibration, c => c["items"]![0]!["thresholds"] = new JsonArray(0.5),
            "/items/0/thresholds: belong to grm and gpcm"),
        Plant("slope of a percentile mapping", Concordance, c => c["slope"] = Default(2), "/slope: belongs to linear"),
        Plant("percentile of 0", Concordance, c => c["lowest"]!["value"] = 0, "/lowest/value: The lowest percentile must be above 0"),
        Plant("bounds the wrong way round", Concordance, c => c["highest"]!["value"] = 0.5,
            "/highest/value: The highest raw score must be"),
        Plant("table that turns back", Concordance, c => Tabulate(c, 500, 600, 550),
            "/points/value: The passport scores both rise and fall"),
        Plant("provisional item in a final calibration", Calibration, c => c["status"] = "calibrated",
            "/items/0/provisional: must be false"),
    ];

    private static IEnumerable<TestCaseData> References() =>
    [
        Plant("unknown assessment in the bundle", Role, r => Rename(r, "communication", "telepathy"),
            "/bundle/entries/2/assessment: 'telepathy' is not an assessment"),
        Plant("unknown adjacent role", Role, r => r["adjacentRoles"]![0]!["role"] = "astronaut",
            "/adjacentRoles/0/role: 'astronaut' is not a role"),
        Plant("unknown pillar", Assessment, a => a["pillar"] = "luck", "/pillar: 'luck' is not a pillar"),
        Plant("unknown item in a form", Assessment, a => a["forms"]![0]!["items"]![0] = "py-zz-001",
            "/forms/0/items/0: 'py-zz-001' is not in the item bank"),
        Plant("concordance of an unknown assessment", Concordance, c => c["assessment"] = "telepathy",
            "/assessment: 'telepathy' is not an assessment"),
        Plant("concordance beyond the scale", Concordance, c => Tabulate(c, 500, 600, 851), "/mapping: maps the raw score 3 to 851"),
        Plant("blueprint with an unknown topic", Assessment, a => Retopic(a, "async", "cooking"),
            "/forms/1/blueprint/value/topics/cooking: is not a topic"),
        Plant("limit shorter than the items take", Assessment, a => a["forms"]![1]!["timeLimitSeconds"]!["value"] = 600,
            "/forms/1/timeLimitSeconds/value: is shorter than"),
    ];

    [TestCaseSource(nameof(Schema))]
    [TestCaseSource(nameof(Meaning))]
    [TestCaseSource(nameof(References))]
    public void Load_PlantedError_IsNamed(string file, Action<JsonNode> edit, string expected)
    {
        using var copy = new CatalogCopy();
        copy.Edit(file, edit);

        var problems = copy.Problems();
        TestContext.Out.WriteLine(string.Join("\n", problems));
        Assert.That(problems, Has.Some.StartsWith($"{file}#{expected}"));
        Assert.That(problems, Has.All.StartsWith($"{file}#").Or.StartWith("assessments/"));
    }

    [Test]
    public void Load_MissingCalibrationOfAnItem_IsNamedAtTheForm()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Calibration, c => c["items"]!.AsArray().RemoveAt(0));

        Assert.That(
            copy.Problems(),
            Is.EqualTo((string[])[$"{Assessment}#/forms/0/items/0: 'py-ds-001' has no parameters in the calibration"]));
    }

    [Test]
    public void Load_EnemiesThatLeaveTooFewItems_AreNamedAtTheAdaptiveForm()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i =>
        {
            var ids = new JsonArray([.. i["items"]!.AsArray().Select(item => item!["id"]!.DeepClone())]);
            i["enemies"] = new JsonArray(new JsonObject { ["items"] = ids, ["reason"] = "Planted." });
        });

        var problems = copy.Problems();

        const string Form = $"{Assessment}#/forms/2";
        Assert.That(problems, Has.Some.StartsWith($"{Form}/items: must list 50 items or more, and 1 of those listed go together"));
        Assert.That(problems, Has.Some.EqualTo($"{Form}/adaptive/contentShares/value/async: needs 3 items of the topic"));
    }

    [Test]
    public void Load_PlannedFormWithItems_IsContentReadyBehindASwitch()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Assessment, a => a["forms"]![0]!["availability"] = "planned");

        Assert.That(copy.Problems(), Is.Empty);
    }

    [Test]
    public void Load_DraftItemInAForm_IsNamedAtTheForm()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => i["items"]![0]!["status"] = "draft");

        Assert.That(copy.Problems(), Is.EqualTo((string[])[$"{Assessment}#/forms/0/items/0: 'py-ds-001' is not operational"]));
    }

    [Test]
    public void Load_NoMethodology_IsNamed()
    {
        using var copy = new CatalogCopy();
        copy.Delete(Methodology);

        Assert.That(copy.Problems(), Is.EqualTo((string[])["methodology.json#: is missing"]));
    }

    [Test]
    public void Load_StrayFileAndBrokenJson_AreBothNamed()
    {
        using var copy = new CatalogCopy();
        copy.Write("assessments/python-fundamentals/itmes.json", "{}");
        copy.Write(Role, "{ \"slug\": ");

        Assert.That(copy.Problems(), Has.Count.EqualTo(2));
        Assert.That(
            copy.Problems(),
            Has.Some.EqualTo("assessments/python-fundamentals/itmes.json#: does not belong in the catalog folder"));
        Assert.That(copy.Problems(), Has.Some.StartsWith($"{Role}#"));
    }

    [Test]
    public void Load_SeveralErrors_AreAllListed()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Role, r => r["bundle"]!["entries"]![0]!["relevance"]!["value"] = 1.2);
        copy.Edit(Items, i => i["items"]![0]!["key"] = "e");
        copy.Edit(Methodology, m => m["bands"]![1]!["from"]!["value"] = 510);

        Assert.That(copy.Problems(), Has.Count.EqualTo(3), string.Join('\n', copy.Problems()));
    }

    [Test]
    public void FromDocuments_SameDocumentTwice_IsNamed()
    {
        var documents = CatalogFiles.Load(ShippedCatalogTests.Folder).Documents;

        Assert.That(
            () => CatalogSnapshot.FromDocuments([.. documents, documents[0]]),
            Throws.InstanceOf<CatalogException>().With.Message.Contains($"{documents[0].File}#: is given twice"));
    }

    [Test]
    public void FromDocuments_UnknownMember_IsNamed()
    {
        var documents = CatalogFiles.Load(ShippedCatalogTests.Folder).Documents.ToList();
        var index = documents.FindIndex(d => d.Kind == CatalogKinds.Methodology);
        var renamed = documents[index].Json.Replace("\"centre\"", "\"center\"", StringComparison.Ordinal);
        documents[index] = CatalogDocument.FromText(CatalogKinds.Methodology, "methodology", renamed);

        Assert.That(
            () => CatalogSnapshot.FromDocuments(documents),
            Throws.InstanceOf<CatalogException>().With.Message.Contains("methodology.json#/scale"));
    }

    private static JsonObject Default(JsonNode value) =>
        new() { ["value"] = value, ["provenance"] = "default", ["rationale"] = "Planted." };

    private static void Tabulate(JsonNode concordance, params double[] scores)
    {
        foreach (var member in (string[])["lowest", "highest", "normMean", "normStandardDeviation", "standardError"])
            ((JsonObject)concordance).Remove(member);
        concordance["mapping"] = "table";
        concordance["interpolation"] = Default("none");
        concordance["points"] = Default(new JsonArray([.. scores.Select(Point)]));

        static JsonObject Point(double score, int index) =>
            new() { ["rawScore"] = index + 1, ["score"] = score, ["standardError"] = 60 };
    }

    private static void PerOption(JsonNode items, string member, params string[] options)
    {
        var check = (JsonObject)items["items"]![0]!["check"]!;
        check.Remove("code");
        check[member] = new JsonObject(options.Select(Program));

        static KeyValuePair<string, JsonNode?> Program(string option) => new(option, JsonValue.Create($"print({option})"));
    }

    private static void ProgramsBesideOne(JsonNode items)
    {
        PerOption(items, "options", "a", "b", "c", "d");
        items["items"]![0]!["check"]!["code"] = "print(1)";
    }

    private static void PlanTooFewItems(JsonNode assessment)
    {
        assessment["forms"]![0]!["availability"] = "planned";
        assessment["forms"]![0]!["items"]!.AsArray().RemoveAt(0);
    }

    private static void Retopic(JsonNode assessment, string from, string to)
    {
        var topics = (JsonObject)assessment["forms"]![1]!["blueprint"]!["value"]!["topics"]!;
        topics[to] = topics[from]!.DeepClone();
        topics.Remove(from);
    }

    private static void Rename(JsonNode role, string from, string to)
    {
        role["bundle"]!["entries"]!.AsArray().Single(e => (string)e!["assessment"]! == from)!["assessment"] = to;
        role["nextSteps"]!["candidate"]!.AsArray().Single(e => (string)e!["assessment"]! == from)!["assessment"] = to;
        foreach (var adjustment in role["bundle"]!["contextAdjustments"]!.AsArray().Where(a => (string)a!["assessment"]! == from))
            adjustment!["assessment"] = to;
    }

    private static TestCaseData Plant(string what, string file, Action<JsonNode> edit, string expected) =>
        new TestCaseData(file, edit, expected).SetArgDisplayNames(what);
}
