using System.Text.Json;
using Aieh.Api.Tests.Catalog.Assessments;
using Aieh.Api.Tests.Catalog.Roles;
using Aieh.Scoring;

namespace Aieh.Api.Tests.Catalog.Methodology;

public sealed class MethodologyEndpointsTests
{
    private CatalogApplication _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await CatalogApplication.StartAsync(PlantedContent.Shipped().Documents);

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public async Task GetMethodology_Shipped_ShowsScaleBandsPillarsAndScoringVersion()
    {
        var methodology = await _app.GetAsync("/v1/methodology");

        Assert.That(methodology.GetProperty("scoringVersion").GetString(), Is.EqualTo(ScoringVersion.Current));
        Assert.That(Value(methodology.GetProperty("scale").GetProperty("minimum")), Is.EqualTo(300));
        Assert.That(Value(methodology.GetProperty("scale").GetProperty("maximum")), Is.EqualTo(850));
        Assert.That(methodology.GetProperty("scale").GetProperty("slope").GetProperty("numerator").GetInt32(), Is.EqualTo(275));
        Assert.That(Value(methodology.GetProperty("scale").GetProperty("slope")), Is.EqualTo(275.0 / 3));
        Assert.That(methodology.GetProperty("bands").EnumerateArray().Select(Band), Is.EqualTo(new[]
        {
            ("below-threshold", 300.0, 499.0), ("functional", 500.0, 649.0), ("strong", 650.0, 749.0), ("exceptional", 750.0, 850.0),
        }));
        var halfLives = methodology.GetProperty("pillars").EnumerateArray()
            .ToDictionary(pillar => pillar.GetProperty("slug").GetString()!, pillar => Value(pillar.GetProperty("halfLifeMonths")));
        Assert.That(halfLives, Is.EquivalentTo(new Dictionary<string, double>
        {
            ["domain"] = 18, ["cognitive"] = 60, ["ai-fluency"] = 12, ["communication"] = 36,
        }));

        static (string?, double, double) Band(JsonElement band) =>
            (band.GetProperty("slug").GetString(), Value(band.GetProperty("from")), Value(band.GetProperty("to")));
    }

    [Test]
    public async Task GetMethodology_Shipped_ShowsWhatEndsBeingProvisional()
    {
        var promotion = (await _app.GetAsync("/v1/methodology")).GetProperty("promotion");

        var fewest = promotion.GetProperty("minimumAnswers").EnumerateObject()
            .ToDictionary(model => model.Name, model => Value(model.Value));
        Assert.That(fewest, Is.EquivalentTo(new Dictionary<string, double>
        {
            ["1pl"] = 200, ["2pl"] = 500, ["3pl"] = 1_000, ["grm"] = 500, ["gpcm"] = 500,
        }));
        Assert.That(Value(promotion.GetProperty("largestDifficultyError")), Is.EqualTo(0.2));
    }

    [Test]
    public async Task GetMethodology_EveryNumber_SaysWhereItComesFrom()
    {
        var methodology = await _app.GetAsync("/v1/methodology");

        var sourced = Sourced(methodology).ToList();
        Assert.That(sourced, Has.Count.GreaterThan(20));
        foreach (var number in sourced)
        {
            var reason = number.GetProperty("provenance").GetString() == "published" ? "source" : "rationale";
            Assert.That(number.TryGetProperty(reason, out var text) && text.GetString() is { Length: > 0 }, number.GetRawText());
        }
    }

    private static double Value(JsonElement number) => number.GetProperty("value").GetDouble();

    private static IEnumerable<JsonElement> Sourced(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("value", out _) => [json],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Sourced(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Sourced),
        _ => [],
    };
}
