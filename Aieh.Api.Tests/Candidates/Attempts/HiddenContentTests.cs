using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Assessments;
using Aieh.Api.Tests.Catalog.Roles;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Attempts;

/// <summary>What stays behind the switch of a planned form, and what no route gives away of a check.</summary>
public sealed class HiddenContentTests
{
    private const string Secret = "kept-secret";

    [Test]
    public async Task PlannedFormWithItems_IsShownAsPlanned_AndCannotBeTaken()
    {
        await using var app = await CatalogApplication.StartAsync([.. PlantedContent.Documents().Select(WithAPlannedForm)]);

        using var refused = await StartAsync(app);
        var shown = await app.GetAsync($"/v1/assessments/{PlantedContent.Assessment}");

        await refused.ProblemAsync(422, "assessment-not-available");
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Not.Contain(PlantedContent.Marker));
        Assert.That(shown.GetProperty("forms")[0].GetProperty("availability").GetString(), Is.EqualTo("planned"));
        Assert.That(shown.GetRawText(), Does.Not.Contain(PlantedContent.Marker));
    }

    [Test]
    public async Task Attempt_ItemsWithEveryMemberOfAChecks_GiveNoneAway()
    {
        await using var app = await CatalogApplication.StartAsync([.. PlantedContent.Documents().Select(WithChecks)]);

        using var started = await StartAsync(app);
        var text = await started.Content.ReadAsStringAsync();
        var attempt = JsonNode.Parse(text)!;
        var path = $"/v1/attempts/{(string)attempt["id"]!}";
        app.Client.DefaultRequestHeaders.Authorization = new("Bearer", (string)attempt["token"]!);
        List<string> answers = [text, (await app.GetAsync(path)).GetRawText()];
        using var submission = new HttpRequestMessage(HttpMethod.Post, new Uri(path + "/submission", UriKind.Relative))
        {
            Content = JsonContent.Create(new { }),
            Headers = { { "Idempotency-Key", "submit" } },
        };
        using var submitted = await app.Client.SendAsync(submission);
        answers.Add(await submitted.Content.ReadAsStringAsync());
        answers.Add((await app.GetAsync(path)).GetRawText());
        answers.Add((await app.GetAsync(path + "/score")).GetRawText());
        answers.Add((await app.GetAsync($"/v1/assessments/{PlantedContent.Assessment}")).GetRawText());

        Assert.That(((int)started.StatusCode, (int)submitted.StatusCode), Is.EqualTo((201, 201)), string.Join('\n', answers));
        Assert.That(answers[0], Does.Contain($"{PlantedContent.Marker} stem"), "the items were served");
        Assert.That(answers, Has.None.Contain(Secret));
    }

    [Test]
    public async Task Attempt_CodeWithItsWords_ServesBoth()
    {
        await using var app = await CatalogApplication.StartAsync([.. PlantedContent.Documents().Select(WithWords)]);

        using var started = await StartAsync(app);
        var items = JsonNode.Parse(await started.Content.ReadAsStringAsync())!["items"]!.AsArray();

        var shown = items.Select(item => ((string?)item!["code"]?["text"], (string?)item["spoken"])).Order();
        (string?, string?)[] expected = [.. Enumerable.Repeat(((string?)null, (string?)null), 4), ("[##]", "Two.")];
        Assert.That(shown, Is.EqualTo(expected));

        static CatalogDocument WithWords(CatalogDocument document) =>
            document is { Kind: CatalogKinds.Items, Slug: PlantedContent.Assessment }
                ? PlantedContent.Changed(document, bank => AddWords(bank["items"]![0]!))
                : document;

        static void AddWords(JsonNode item)
        {
            item["code"] = new JsonObject { ["language"] = "text", ["version"] = "1", ["text"] = "[##]" };
            item["spoken"] = "Two.";
        }
    }

    private static CatalogDocument WithAPlannedForm(CatalogDocument document) =>
        document is { Kind: CatalogKinds.Assessment, Slug: PlantedContent.Assessment }
            ? PlantedContent.Changed(document, assessment => assessment["forms"]![0]!["availability"] = "planned")
            : document;

    private static CatalogDocument WithChecks(CatalogDocument document) =>
        document is { Kind: CatalogKinds.Items, Slug: PlantedContent.Assessment }
            ? PlantedContent.Changed(document, AddChecks)
            : document;

    private static void AddChecks(JsonNode bank)
    {
        string[] checks =
        [
            $$"""
            {
              "language": "sqlite", "setup": "{{Secret}}", "code": "{{Secret}}", "expectStdout": "{{Secret}}",
              "predictions": { "a": "{{Secret}}", "b": "x" }
            }
            """,
            $$"""{ "language": "javascript", "expectStdout": "{{Secret}}", "options": { "a": "{{Secret}}", "b": "x" } }""",
        ];
        var items = bank["items"]!.AsArray();
        for (var i = 0; i < items.Count; i++) items[i]!["check"] = JsonNode.Parse(checks[i % checks.Length]);
    }

    private static Task<HttpResponseMessage> StartAsync(CatalogApplication app) => app.Client.PostAsJsonAsync(
        new Uri("/v1/attempts", UriKind.Relative),
        new { assessment = PlantedContent.Assessment, form = "sample" });
}
