using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tests.Catalog.Assessments;

/// <summary>The shipped catalog with known content for one assessment, whatever content it ships with.</summary>
internal static class PlantedContent
{
    public const string Assessment = "python-fundamentals";

    /// <summary>Found in every text of the planted items and in their ids.</summary>
    public const string Marker = "planted";

    /// <summary>Above every shipped one: a calibration of a lower version does not replace one in place.</summary>
    public const int CalibrationVersion = 100;

    private const int SampleItems = 5;

    public static CatalogSnapshot Shipped() => CatalogFiles.Load(CatalogFiles.ShippedFolder);

    public static IReadOnlyList<CatalogDocument> Documents()
    {
        var shipped = Shipped().Documents;
        var assessment = shipped.Single(document => document is { Kind: CatalogKinds.Assessment, Slug: Assessment });
        return
        [
            .. shipped.Where(document => document.Slug != Assessment),
            Changed(assessment, json => Offer(json, sample: true)),
            Document(CatalogKinds.Items, Items()),
            Document(CatalogKinds.Calibration, Calibration("provisional", CalibrationVersion)),
        ];
    }

    /// <summary>The same catalog with nothing to take for the assessment.</summary>
    public static IEnumerable<CatalogDocument> WithoutContent(IEnumerable<CatalogDocument> documents) =>
        from document in documents
        where document.Slug != Assessment || document.Kind == CatalogKinds.Assessment
        select document.Slug == Assessment ? Changed(document, assessment => Offer(assessment, sample: false)) : document;

    /// <summary>A copy of the document with other content, and so with another hash.</summary>
    public static CatalogDocument Changed(CatalogDocument document, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(document.Json)!;
        change(json);
        return CatalogDocument.FromText(document.Kind, document.Slug, json.ToJsonString());
    }

    public static CatalogDocument Document(string kind, JsonNode json) => CatalogDocument.FromText(kind, Assessment, json.ToJsonString());

    /// <summary>The shipped calibration with the planted items in place of its own.</summary>
    public static JsonNode Calibration(string status, int version)
    {
        var shipped = Shipped().Documents.Single(document => document is { Kind: CatalogKinds.Calibration, Slug: Assessment });
        var calibration = JsonNode.Parse(shipped.Json)!;
        calibration["version"] = version;
        calibration["status"] = status;
        calibration["items"] = new JsonArray([.. Ids().Select(id => new JsonObject
        {
            ["item"] = id,
            ["model"] = "2pl",
            ["a"] = 1.2,
            ["b"] = 0,
            ["provisional"] = status == "provisional",
            ["reason"] = $"{Marker} reason",
        })]);
        return calibration;
    }

    private static JsonObject Items() => new()
    {
        ["assessment"] = Assessment,
        ["version"] = 1,
        ["locale"] = "en",
        ["topics"] = new JsonArray(new JsonObject { ["slug"] = "topic", ["name"] = "Topic", ["description"] = $"{Marker} topic" }),
        ["items"] = new JsonArray([.. Ids().Select(Item)]),
    };

    private static JsonObject Item(string id) => new()
    {
        ["id"] = id,
        ["topic"] = "topic",
        ["cognitiveLevel"] = "apply",
        ["status"] = "operational",
        ["stem"] = $"{Marker} stem",
        ["options"] = new JsonArray(
            new JsonObject { ["id"] = "a", ["text"] = $"{Marker} right" },
            new JsonObject { ["id"] = "b", ["text"] = $"{Marker} wrong" }),
        ["key"] = "a",
        ["rationale"] = $"{Marker} rationale",
        ["estimatedSeconds"] = 10,
    };

    private static IEnumerable<string> Ids() => Enumerable.Range(1, SampleItems).Select(number => $"{Marker}-{number}");

    private static void Offer(JsonNode assessment, bool sample)
    {
        foreach (var form in assessment["forms"]!.AsArray())
        {
            var available = sample && (string?)form!["kind"] == "sample";
            form!["availability"] = available ? "available" : "planned";
            form["items"] = available ? new JsonArray([.. Ids()]) : null;
            ((JsonObject)form).Remove("blueprint"); // of the shipped topics
        }
    }
}
