using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Assessments;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Catalog.Roles;

public sealed class RoleEndpointsTests
{
    private CatalogApplication _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await CatalogApplication.StartAsync(PlantedContent.Shipped().Documents);

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public async Task ListRoles_Default_ListsEveryRoleAndSaysWhichHaveABundle()
    {
        var list = await _app.GetAsync("/v1/roles");

        var roles = list.GetProperty("items").EnumerateArray()
            .ToDictionary(role => role.GetProperty("slug").GetString()!, role => role.GetProperty("hasBundle").GetBoolean());
        Assert.That(
            roles.Keys,
            Is.EqualTo(new[] { "backend-engineer", "data-engineer", "devops-platform-engineer", "full-stack-engineer", "ml-engineer" }));
        Assert.That(roles.Where(role => role.Value).Select(role => role.Key), Is.EqualTo(new[] { "backend-engineer" }));
        Assert.That(list.GetProperty("next").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public async Task ListRoles_PageByPage_VisitsEveryRoleOnceInOrder(int limit)
    {
        var slugs = (await _app.WalkAsync("/v1/roles", limit)).Select(role => role.GetProperty("slug").GetString());

        Assert.That(
            slugs,
            Is.EqualTo(new[] { "backend-engineer", "data-engineer", "devops-platform-engineer", "full-stack-engineer", "ml-engineer" }));
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("cursor=", "cursor")]
    [TestCase("cursor=a", "cursor")]
    [TestCase("cursor=%C3%A9", "cursor")]
    [TestCase("cursor=QmFja2VuZA", "cursor")] // "Backend": not a slug
    [TestCase("cursor=NjM4LmFiYw", "cursor")] // a (time, id) cursor's shape
    public async Task ListRoles_BadPaging_Returns400ProblemThatNamesTheParameter(string query, string parameter)
    {
        using var response = await _app.Client.GetAsync(new Uri($"/v1/roles?{query}", UriKind.Relative));

        var problem = await response.ProblemAsync(400, "invalid-request");
        Assert.That((string?)problem["errors"]![0]!["parameter"], Is.EqualTo(parameter));
    }

    [Test]
    public async Task ListRoles_LimitNotANumber_Returns400Problem()
    {
        using var response = await _app.Client.GetAsync(new Uri("/v1/roles?limit=many", UriKind.Relative));

        await response.ProblemAsync(400, "invalid-request");
    }

    [Test]
    public async Task GetRole_BackendEngineer_CarriesThePublishedRelevancesInBundleOrder()
    {
        var role = await _app.GetAsync("/v1/roles/backend-engineer");

        var bundle = role.GetProperty("bundle").GetProperty("assessments").EnumerateArray().ToList();
        Assert.That(
            bundle.Select(Entry),
            Is.EqualTo(new[]
            {
                ("python-fundamentals", 0.90, "published"),
                ("ai-augmented-sql", 0.85, "published"),
                ("communication", 0.65, "published"),
                ("cognitive-reasoning", 0.60, "published"),
                ("javascript-fundamentals", 0.50, "published"),
            }));

        static (string?, double, string?) Entry(JsonElement entry) => (
            entry.GetProperty("assessment").GetString(),
            entry.GetProperty("relevance").GetDouble(),
            entry.GetProperty("provenance").GetString());
    }

    [Test]
    public async Task GetRole_BackendEngineer_SeparatesPublishedFromDefaultNumbers()
    {
        var role = await _app.GetAsync("/v1/roles/backend-engineer");

        var pay = role.GetProperty("compensation");
        Assert.That(
            (pay.GetProperty("low").GetInt32(), pay.GetProperty("median").GetInt32(), pay.GetProperty("high").GetInt32()),
            Is.EqualTo((100_000, 155_000, 290_000)));
        Assert.That(pay.GetProperty("provenance").GetString(), Is.EqualTo("published"));
        var bundle = role.GetProperty("bundle");
        Assert.That(bundle.GetProperty("minimumCoverage").GetDouble(), Is.EqualTo(0.6));
        Assert.That(bundle.GetProperty("minimumCoverageProvenance").GetString(), Is.EqualTo("default"));
        var node = bundle.GetProperty("contextAdjustments").EnumerateArray().First(IsJavaScriptOnNode);
        Assert.That(node.GetProperty("direction").GetString(), Is.EqualTo("raises"));
        Assert.That(node.GetProperty("directionProvenance").GetString(), Is.EqualTo("published"));
        Assert.That(node.GetProperty("multiplierProvenance").GetString(), Is.EqualTo("default"));
        Assert.That(node.GetProperty("multiplierRationale").GetString(), Is.Not.Empty);

        static bool IsJavaScriptOnNode(JsonElement adjustment) =>
            adjustment.GetProperty("value").GetString() == "node"
            && adjustment.GetProperty("assessment").GetString() == "javascript-fundamentals";
    }

    [Test]
    public async Task GetRole_WithoutPublishedBundle_SaysNull()
    {
        var role = await _app.GetAsync("/v1/roles/full-stack-engineer");

        Assert.That(role.GetProperty("bundle").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(role.TryGetProperty("seniorSkill", out _), Is.False, "other absent parts stay absent");
    }

    [TestCase("no-such-role")]
    [TestCase("Backend-Engineer")]
    public async Task GetRole_Unknown_Returns404Problem(string slug)
    {
        using var response = await _app.Client.GetAsync(new Uri($"/v1/roles/{slug}", UriKind.Relative));

        await response.ProblemAsync(404, "not-found");
    }

    [TestCase("/v1/roles")]
    [TestCase("/v1/roles/backend-engineer")]
    [TestCase("/v1/assessments")]
    [TestCase("/v1/assessments/communication")]
    [TestCase("/v1/methodology")]
    public async Task CatalogRead_HeldByClient_Returns304WithTheTag(string path)
    {
        using var first = await _app.Client.GetAsync(new Uri(path, UriKind.Relative));
        var tag = first.Headers.ETag!;
        Assert.That(tag.IsWeak, Is.False);
        Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=60"));

        foreach (var held in new[] { tag.Tag, "W/" + tag.Tag, "\"other\", " + tag.Tag, "*" })
        {
            using var second = await GetIfNoneMatchAsync(_app, path, held);
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), held);
            Assert.That(second.Headers.ETag, Is.EqualTo(tag), held);
            Assert.That(second.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=60"), held);
            Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.Empty, held);
        }
    }

    [TestCase("\"other\"")]
    [TestCase("not a tag")]
    public async Task CatalogRead_NotHeldByClient_Returns200(string held)
    {
        using var response = await GetIfNoneMatchAsync(_app, "/v1/roles/backend-engineer", held);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task GetRole_AfterImportOfAChangedProfile_ShowsItUnderANewTag()
    {
        await using var app = await CatalogApplication.StartAsync(PlantedContent.Shipped().Documents);
        const string path = "/v1/roles/ml-engineer";
        using var before = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        await app.ImportAsync([.. PlantedContent.Shipped().Documents.Select(WithAnotherTitle)]);

        using var after = await GetIfNoneMatchAsync(app, path, before.Headers.ETag!.Tag);

        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await after.Content.ReadAsStringAsync(), Does.Contain("\"title\":\"Changed\""));
        Assert.That(after.Headers.ETag, Is.Not.EqualTo(before.Headers.ETag));

        static CatalogDocument WithAnotherTitle(CatalogDocument document) =>
            document is { Kind: CatalogKinds.Role, Slug: "ml-engineer" }
                ? PlantedContent.Changed(document, role => role["title"] = JsonValue.Create("Changed"))
                : document;
    }

    private static async Task<HttpResponseMessage> GetIfNoneMatchAsync(CatalogApplication app, string path, string held)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Assert.That(request.Headers.TryAddWithoutValidation("If-None-Match", held), Is.True);
        return await app.Client.SendAsync(request);
    }
}
