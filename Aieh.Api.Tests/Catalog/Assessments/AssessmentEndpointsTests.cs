using System.Text.Json;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Roles;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Catalog.Assessments;

public sealed class AssessmentEndpointsTests
{
    private static readonly string[] Slugs =
        ["ai-augmented-sql", "cognitive-reasoning", "communication", "javascript-fundamentals", "python-fundamentals"];

    private CatalogApplication _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await CatalogApplication.StartAsync(PlantedContent.Documents());

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase(1)]
    [TestCase(200)]
    public async Task ListAssessments_PageByPage_VisitsEveryAssessmentOnceInOrder(int limit)
    {
        var slugs = (await _app.WalkAsync("/v1/assessments", limit)).Select(assessment => assessment.GetProperty("slug").GetString());

        Assert.That(slugs, Is.EqualTo(Slugs));
    }

    [TestCase("limit=0")]
    [TestCase("limit=201")]
    [TestCase("cursor=%21")]
    public async Task ListAssessments_BadPaging_Returns400Problem(string query)
    {
        using var response = await _app.Client.GetAsync(new Uri($"/v1/assessments?{query}", UriKind.Relative));

        await response.ProblemAsync(400, "invalid-request");
    }

    [Test]
    public async Task GetAssessment_WithContent_ShowsFormsPolicyAndCalibration()
    {
        var assessment = await _app.GetAsync($"/v1/assessments/{PlantedContent.Assessment}");

        Assert.That(assessment.GetProperty("pillar").GetString(), Is.EqualTo("domain"));
        Assert.That(assessment.GetProperty("method").GetString(), Is.EqualTo("multiple-choice-knowledge"));
        Assert.That(assessment.GetProperty("halfLifeMonths").GetDouble(), Is.EqualTo(18));
        Assert.That(assessment.GetProperty("halfLifeProvenance").GetString(), Is.EqualTo("published"));
        Assert.That(assessment.GetProperty("calibration").GetProperty("status").GetString(), Is.EqualTo("provisional"));
        Assert.That(assessment.GetProperty("calibration").GetProperty("version").GetInt32(), Is.EqualTo(PlantedContent.CalibrationVersion));

        var sample = Form(assessment, "sample");
        Assert.That(sample.GetProperty("availability").GetString(), Is.EqualTo("available"));
        Assert.That(sample.GetProperty("itemCount").GetInt32(), Is.EqualTo(5));
        Assert.That(sample.GetProperty("itemCountProvenance").GetString(), Is.EqualTo("published"));
        Assert.That(sample.GetProperty("expectedSecondsProvenance").GetString(), Is.EqualTo("published"));
        Assert.That(sample.GetProperty("timeLimitSeconds").GetInt32(), Is.Positive);
        Assert.That(sample.GetProperty("retakePolicy").GetProperty("windows").GetArrayLength(), Is.EqualTo(1));
        Assert.That(
            Form(assessment, "full").GetProperty("retakePolicy").GetProperty("windows")[0].GetProperty("days").GetInt32(),
            Is.Positive);
    }

    [Test]
    public async Task GetAssessment_PlannedForm_IsShownAsPlannedWithWhatIsKnown()
    {
        var full = Form(await _app.GetAsync($"/v1/assessments/{PlantedContent.Assessment}"), "full");

        Assert.That(full.GetProperty("availability").GetString(), Is.EqualTo("planned"));
        Assert.That(full.GetProperty("note").GetString(), Is.Not.Empty);
        Assert.That(full.GetProperty("itemCount").GetInt32(), Is.EqualTo(50));
        Assert.That(full.GetProperty("timeLimitSeconds").GetInt32(), Is.Positive);
    }

    [Test]
    public void AssessmentResponse_WithoutContent_HasNoCalibrationAndOnlyPlannedForms()
    {
        var catalog = CatalogSnapshot.FromDocuments(PlantedContent.WithoutContent(PlantedContent.Documents()));

        var assessment = AssessmentResponse.Of(catalog.Assessments[PlantedContent.Assessment], catalog);

        Assert.That(assessment.Calibration, Is.Null);
        Assert.That(assessment.Forms.Select(form => form.Availability), Is.All.EqualTo(FormAvailability.Planned));
    }

    [Test]
    public async Task GetAssessment_Unknown_Returns404Problem()
    {
        using var response = await _app.Client.GetAsync(new Uri("/v1/assessments/no-such-assessment", UriKind.Relative));

        await response.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task CatalogRoutes_Everywhere_KeepItemsAndParametersToThemselves()
    {
        var paths = Slugs.Select(slug => $"/v1/assessments/{slug}")
            .Concat((await _app.WalkAsync("/v1/roles", 200)).Select(role => $"/v1/roles/{role.GetProperty("slug").GetString()}"))
            .Concat(["/v1/assessments", "/v1/roles", "/v1/methodology"]);
        string[] secret = ["key", "scores", "stem", "options", "topics", "a", "b", "c", "thresholds", "parameters", "blueprint"];

        foreach (var path in paths)
        {
            var json = await _app.GetAsync(path);
            Assert.That(json.GetRawText(), Does.Not.Contain(PlantedContent.Marker), path);
            Assert.That(MemberNames(json).Intersect(secret), Is.Empty, path);
        }
    }

    private static JsonElement Form(JsonElement assessment, string kind) =>
        assessment.GetProperty("forms").EnumerateArray().Single(form => form.GetProperty("form").GetString() == kind);

    private static IEnumerable<string> MemberNames(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => MemberNames(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(MemberNames),
        _ => [],
    };
}
