using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tests.Catalog.Documents;

/// <summary>
/// Situational judgement: an item that scores its options instead of having one key. None is shipped yet, so one is planted.
/// </summary>
public sealed class ScoredItemTests
{
    private const string Items = "assessments/python-fundamentals/items.json";
    private const string Calibration = "assessments/python-fundamentals/calibration.json";

    [Test]
    public void Load_ScenarioWithScoredOptions_IsAccepted()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => Score(i, "a", 0, "b", 2, "c", 1, "d", 0));
        copy.Edit(Calibration, c => c["items"]![0] = Graded(-0.5, 0.75));

        Assert.That(copy.Problems(), Is.Empty);
    }

    [TestCase(new object[] { "a", 0, "b", 2, "c", 1 }, Items, "/items/0/scores: must score each option")]
    [TestCase(new object[] { "a", 0, "b", 3, "c", 1, "d", 0 }, Items, "/items/0/scores: must use every category")]
    [TestCase(new object[] { "a", 0, "b", 1, "c", 1, "d", 0 }, Calibration, "/items/0/thresholds: must be 1")]
    public void Load_ScenarioWithBadScores_IsNamed(object[] scores, string file, string expected)
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => Score(i, scores));
        copy.Edit(Calibration, c => c["items"]![0] = Graded(-0.5, 0.75));

        Assert.That(copy.Problems(), Has.Some.StartsWith($"{file}#{expected}"));
    }

    [Test]
    public void Load_ThresholdsOutOfOrder_AreNamedForGrm()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => Score(i, "a", 0, "b", 2, "c", 1, "d", 0));
        copy.Edit(Calibration, c => c["items"]![0] = Graded(0.75, -0.5));

        Assert.That(copy.Problems(), Is.EqualTo((string[])[$"{Calibration}#/items/0/thresholds: must increase for grm"]));
    }

    [Test]
    public void Load_ScoredItemWithDichotomousModel_IsNamed()
    {
        using var copy = new CatalogCopy();
        copy.Edit(Items, i => Score(i, "a", 0, "b", 2, "c", 1, "d", 0));

        Assert.That(
            copy.Problems(),
            Is.EqualTo((string[])[$"{Calibration}#/items/0/model: is polytomous exactly for items with scored options"]));
    }

    [TestCase("a", 0)]
    [TestCase("b", 2)]
    [TestCase("c", 1)]
    [TestCase("z", 0)]
    [TestCase(null, 0)]
    public void CategoryOf_ScoredItem_IsTheScoreOfTheOption(string? option, int category)
    {
        var shipped = CatalogFiles.Load(ShippedCatalogTests.Folder).ItemBanks["python-fundamentals"].Items[0];
        var item = shipped with { Key = null, Scores = new Dictionary<string, int> { ["a"] = 0, ["b"] = 2, ["c"] = 1, ["d"] = 0 } };

        Assert.That((item.CategoryOf(option), item.HighestCategory), Is.EqualTo((category, 2)));
    }

    private static void Score(JsonNode items, params object[] scores)
    {
        var item = (JsonObject)items["items"]![0]!;
        item.Remove("key");
        item["scores"] = new JsonObject(scores.Chunk(2).Select(ScoreOfOption));

        static KeyValuePair<string, JsonNode?> ScoreOfOption(object[] pair) => new((string)pair[0], JsonValue.Create((int)pair[1]));
    }

    private static JsonObject Graded(params double[] thresholds) => new()
    {
        ["item"] = "py-ds-001",
        ["model"] = "grm",
        ["a"] = 1.2,
        ["thresholds"] = new JsonArray([.. thresholds.Select(t => JsonValue.Create(t))]),
        ["provisional"] = true,
        ["reason"] = "Planted.",
    };
}
