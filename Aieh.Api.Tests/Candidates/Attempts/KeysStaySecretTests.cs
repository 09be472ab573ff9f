using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Candidates.Attempts;

/// <summary>Every answer that a candidate gets in the course of an attempt, searched for what would help to cheat.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class KeysStaySecretTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly string[] SecretMembers =
    [
        "key", "scores", "rationale", "check", "setup", "predictions", "expectStdout", "expectRaises", "category", "status", "topic",
        "cognitiveLevel",
    ];

    [TestCase("sample", 300)]
    [TestCase("full", 3600)]
    [TestCase("adaptive", 1800)]
    public async Task Responses_InEveryState_HoldNoKeyNoCategoryScoreAndNoRationale(string form, int seconds)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var answers = new List<string>();
        var request = $$"""{"assessment":"python-fundamentals","form":"{{form}}"}""";
        using var created = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", request, "start");
        var attempt = JsonSerializer.Deserialize(await created.Content.ReadAsStringAsync(), AttemptJson.Wire.AttemptResponse)!;
        var path = $"/v1/attempts/{attempt.Id}";
        var asked = await owner.GetStringAsync(new Uri(path + "/next", UriKind.Relative));
        var next = JsonSerializer.Deserialize(asked, AttemptJson.Wire.NextItemResponse)!;
        var shown = attempt with { Items = form == "adaptive" ? [next.Item!] : attempt.Items };
        var wrong = new SaveResponsesRequest { Responses = [new ItemResponse { Item = next.Item!.Item, Option = "zz" }] };
        await AddAsync(HttpMethod.Post, "/v1/attempts", request, "start");
        await AddAsync(HttpMethod.Post, "/v1/attempts", request);
        await AddAsync(HttpMethod.Get, path);
        await AddAsync(HttpMethod.Get, path + "/next");
        await AddAsync(HttpMethod.Put, path + "/responses", wrong);
        await AddAsync(HttpMethod.Put, path + "/responses", new SaveResponsesRequest { Responses = App.Answers(shown, right: 2) });
        await AddAsync(HttpMethod.Get, path);
        await AddAsync(HttpMethod.Get, path + "/next");
        while (form == "adaptive" && (await owner.GetAsync<NextItemResponse>(path + "/next")).Item is { } item)
        {
            await AddAsync(HttpMethod.Get, path + "/next");
            var right = App.Answers(attempt with { Items = [item] }, right: 1);
            await AddAsync(HttpMethod.Put, path + "/responses", new SaveResponsesRequest { Responses = right });
        }

        await AddAsync(HttpMethod.Get, path + "/score");
        App.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await AddAsync(HttpMethod.Get, path);
        await AddAsync(HttpMethod.Get, path + "/next");
        await AddAsync(HttpMethod.Post, path + "/submission", wrong, "late");
        await AddAsync(HttpMethod.Post, path + "/submission", "{}", "submit");
        await AddAsync(HttpMethod.Post, path + "/submission", "{}", "again");
        await AddAsync(HttpMethod.Get, path);
        await AddAsync(HttpMethod.Get, path + "/score");
        foreach (var view in (string[])["", "/evidence", "/export", "/readiness/backend-engineer?include=indicative"])
        {
            await AddAsync(HttpMethod.Get, $"/v1/passports/{passport}{view}");
        }

        await AddAsync(HttpMethod.Get, "/v1/assessments/python-fundamentals", members: false);

        var bank = App.Services.GetRequiredService<CatalogCache>().Current.ItemBanks["python-fundamentals"];
        var rationales = bank.Items.Select(item => item.Rationale);
        var secrets = rationales.Concat(bank.Items.Select(item => item.Check?.Code).OfType<string>())
            .Select(text => JsonEncodedText.Encode(text, WireJson.Wire.Options.Encoder).ToString())
            .ToArray();
        Assert.That(secrets, Has.Length.GreaterThan(bank.Items.Count).And.All.Length.GreaterThan(20));
        var leaked = string.Concat(bank.Items.SelectMany(item => new[] { item.Rationale, item.Check?.Code ?? "" }).Select(Leak));
        Assert.That(secrets.All(secret => leaked.Contains(secret, StringComparison.Ordinal)), "a leak would be seen");
        foreach (var answer in answers) Assert.That(secrets.Where(secret => answer.Contains(secret, StringComparison.Ordinal)), Is.Empty);

        static string Leak(string text) =>
            JsonSerializer.Serialize(new AttemptItemOption { Option = "a", Text = text }, AttemptJson.Wire.AttemptItemOption);

        async Task AddAsync(HttpMethod method, string route, object? body = null, string? key = null, bool members = true)
        {
            using var response = await owner.SendAsync(method, route, body, key);
            var text = await response.Content.ReadAsStringAsync();
            Assert.That((int)response.StatusCode, Is.LessThan(500), text);
            answers.Add(text);
            var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
            if (members && isJson) AssertNoSecretMember(JsonNode.Parse(text)!, route);
        }
    }

    private static void AssertNoSecretMember(JsonNode node, string route)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array) if (element is not null) AssertNoSecretMember(element, route);
        }

        if (node is not JsonObject members) return;
        foreach (var (name, value) in members)
        {
            // The calibration and readiness have a status of their own.
            var allowed = name == "status" && (members.ContainsKey("version") || members.ContainsKey("readiness"));
            if (!allowed) Assert.That(SecretMembers, Does.Not.Contain(name), route);
            if (value is not null) AssertNoSecretMember(value, route);
        }
    }
}
