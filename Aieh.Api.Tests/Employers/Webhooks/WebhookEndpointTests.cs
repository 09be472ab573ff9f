using System.Text;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Webhooks;

/// <summary>What a tenant can make, see and change of its endpoints.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class WebhookEndpointTests<TDatabase> : WebhookFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly Uri Elsewhere = new("https://ats.example.com/hooks");

    [Test]
    public async Task Endpoint_NewlyMade_ShowsItsSecretOnceAndIsRead()
    {
        var made = await SubscribeAsync(Elsewhere, EventTypes.ResultUpdated, EventTypes.GrantRevoked);

        var (read, list) = (await made.ReadAsync(), await made.Client.GetAsync<WebhookEndpointListResponse>(Endpoints));

        Assert.That(made.Endpoint.Secret, Does.Match("^whsec_[A-Za-z0-9+/]{43}=$"));
        Assert.That(made.Endpoint.EventTypes, Is.EqualTo(new[] { EventTypes.ResultUpdated, EventTypes.GrantRevoked }));
        Assert.That(read.EventTypes, Is.EqualTo(made.Endpoint.EventTypes));
        Assert.That(read with { EventTypes = [] }, Is.EqualTo(made.Endpoint with { Secret = null, EventTypes = [] }));
        Assert.That(list.Items.Select(item => (item.Id, item.Secret)), Is.EqualTo(new[] { (read.Id, (string?)null) }));
        Assert.That(
            await App.CountAsync("WebhookEndpoint", $"Id = @Id AND Secret LIKE '%{made.Endpoint.Secret![6..40]}%'", read.Id), Is.Zero);
    }

    [TestCase("http://ats.example.com/hooks")]
    [TestCase("ftp://ats.example.com/hooks")]
    [TestCase("https://user:secret@ats.example.com/")]
    [TestCase("https://ats.example.com/#part")]
    [TestCase("/hooks")]
    [TestCase("")]
    [TestCase("https://10.0.0.7/hooks")]
    [TestCase("https://[::1]/hooks")]
    [TestCase("https://2130706434/hooks")]
    [TestCase("https://0x7f.2/hooks")]
    [TestCase("https://[::ffff:127.0.0.2]/hooks")]
    public async Task Url_ThatMayNotBeCalled_Is422(string url)
    {
        var (_, client, _) = await App.CreateKeyAsync(Scopes.WebhooksWrite);
        using var response = await client.SendAsync(HttpMethod.Post, Endpoints, new CreateWebhookEndpointRequest { Url = url });

        Assert.That((await response.ProblemAsync(422, "webhook-endpoint-refused")).Places(), Is.EqualTo(new[] { "#/url" }));
    }

    [Test]
    public async Task Url_OfMoreThan2000Characters_Is422AndOf2000IsTaken()
    {
        var (_, client, _) = await App.CreateKeyAsync(Scopes.WebhooksWrite);
        var longest = "https://ats.example.com/" + new string('a', 2000 - "https://ats.example.com/".Length);

        using var taken = await client.SendAsync(HttpMethod.Post, Endpoints, new { url = longest });
        using var refused = await client.SendAsync(HttpMethod.Post, Endpoints, new { url = longest + "a" });

        Assert.That((int)taken.StatusCode, Is.EqualTo(201));
        await refused.ProblemAsync(422, "webhook-endpoint-refused");
    }

    [Test]
    public async Task EventTypes_Unknown_AreNamed()
    {
        var (_, client, _) = await App.CreateKeyAsync(Scopes.WebhooksWrite);
        var request = new { url = Elsewhere, eventTypes = new[] { EventTypes.ResultUpdated, "result.*", null } };
        using var response = await client.SendAsync(HttpMethod.Post, Endpoints, request);

        var problem = await response.ProblemAsync(422, "webhook-endpoint-refused");
        Assert.That(problem.Places(), Is.EqualTo(new[] { "#/eventTypes/1", "#/eventTypes/2" }));
    }

    [Test]
    public async Task Endpoints_BeyondTwenty_Are409UntilOneIsDeleted()
    {
        var (tenant, client, _) = await App.CreateKeyAsync(Scopes.WebhooksWrite);
        for (var i = 1; i < WebhookEndpoints.MostEndpoints; i++) await SubscribeAsync(tenant, client, Elsewhere);
        var last = await SubscribeAsync(tenant, client, Elsewhere);

        using var response = await client.SendAsync(HttpMethod.Post, Endpoints, new { url = Elsewhere });

        await response.ProblemAsync(409, "limit-reached");
        using var deleted = await client.SendAsync(HttpMethod.Delete, last.Path);
        await SubscribeAsync(tenant, client, Elsewhere);
        var page = await client.GetAsync<WebhookEndpointListResponse>(Endpoints + "?limit=15");
        var rest = await client.GetAsync<WebhookEndpointListResponse>($"{Endpoints}?cursor={page.Next}");
        Assert.That(page.Items.Concat(rest.Items).Select(item => item.Id).Distinct().Count(), Is.EqualTo(20));
    }

    [Test]
    public async Task Endpoints_MadeAtOnce_AreTwentyAtMost()
    {
        var (_, client, _) = await App.CreateKeyAsync(Scopes.WebhooksWrite);

        var responses = await Task.WhenAll(Enumerable.Range(0, WebhookEndpoints.MostEndpoints + 5).Select(
            _ => client.SendAsync(HttpMethod.Post, Endpoints, new { url = Elsewhere })));

        Assert.That(responses.Count(response => (int)response.StatusCode == 201), Is.LessThanOrEqualTo(WebhookEndpoints.MostEndpoints));
        Assert.That(responses.Select(response => (int)response.StatusCode), Is.All.EqualTo(201).Or.EqualTo(409));
        foreach (var response in responses) response.Dispose();
    }

    [Test]
    public async Task Update_OfARowThatWasReadBefore_LeavesTheFailureNotedSince()
    {
        var made = await SubscribeAsync(Elsewhere);
        var now = App.Clock.Now();
        var row = (await App.Db.ReadAsync(session => WebhookStore.FindAsync(session, made.Endpoint.Id, made.Tenant), None))!;
        await App.Db.WriteAsync(session => WebhookStore.NoteFailureAsync(session, row.Id, now), None);

        var isUpdated = await App.Db.WriteAsync(session => WebhookStore.UpdateAsync(session, row), None);

        Assert.That(isUpdated);
        Assert.That((await made.ReadAsync()).FailingSince, Is.EqualTo(now));
    }

    [TestCase("application/json")]
    [TestCase("application/merge-patch+json")]
    public async Task Patch_OfTheStateThatItNames_ChangesWhatItHoldsAlone(string contentType)
    {
        var made = await SubscribeAsync(Elsewhere, EventTypes.ResultUpdated);
        var before = await TagAsync(made);

        using var response = await PatchAsync(made, """{"url":"https://ats.example.com/v2"}""", before, contentType);
        var read = await made.ReadAsync();
        using var again = await PatchAsync(made, """{"eventTypes":null,"state":"disabled"}""", await TagAsync(made), contentType);
        var wide = await made.ReadAsync();

        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        Assert.That(response.Headers.ETag!.Tag, Is.Not.EqualTo(before));
        Assert.That(read.Url, Is.EqualTo("https://ats.example.com/v2"));
        Assert.That(read.EventTypes, Is.EqualTo(new[] { EventTypes.ResultUpdated }));
        Assert.That(read.State, Is.EqualTo(WebhookEndpointState.Enabled));
        Assert.That((int)again.StatusCode, Is.EqualTo(200));
        Assert.That(wide.EventTypes, Is.Empty, "null takes the member away, and without it all are sent");
        Assert.That(wide.Url, Is.EqualTo(read.Url));
        Assert.That(wide.DisabledReason, Is.EqualTo(WebhookDisabledReason.Requested));
    }

    [TestCase("""{"url":null}""", 400, "invalid-request")]
    [TestCase("""{"state":null}""", 400, "invalid-request")]
    [TestCase("""{"secret":"whsec_mine"}""", 400, "invalid-request")]
    [TestCase("""{"url":"http://ats.example.com"}""", 422, "webhook-endpoint-refused")]
    [TestCase("""{"eventTypes":["no.such"]}""", 422, "webhook-endpoint-refused")]
    public async Task Patch_ThatCannotBe_IsRefused(string body, int status, string kind)
    {
        var made = await SubscribeAsync(Elsewhere, EventTypes.ResultUpdated);
        using var response = await PatchAsync(made, body, await TagAsync(made));

        await response.ProblemAsync(status, kind);
        Assert.That((await made.ReadAsync()).Url, Is.EqualTo(Elsewhere.AbsoluteUri));
    }

    [Test]
    public async Task Patch_WithoutIfMatch_Is428AndWithAFormerTag412()
    {
        var made = await SubscribeAsync(Elsewhere);
        var former = await TagAsync(made);
        using var first = await PatchAsync(made, """{"state":"disabled"}""", former);

        using var without = await PatchAsync(made, """{"state":"enabled"}""", tag: null);
        using var stale = await PatchAsync(made, """{"state":"enabled"}""", former);

        await without.ProblemAsync(428, "precondition-required");
        await stale.ProblemAsync(412, "precondition-failed");
        Assert.That((await made.ReadAsync()).State, Is.EqualTo(WebhookEndpointState.Disabled));
        foreach (var path in (string[])["", "/rotation", "/ping"])
        {
            var method = path.Length == 0 ? HttpMethod.Delete : HttpMethod.Post;
            using var refused = await made.Client.SendAsync(method, made.Path + path, headers: ("If-Match", former));
            await refused.ProblemAsync(412, "precondition-failed");
        }
    }

    [Test]
    public async Task Endpoint_OfAnotherTenant_IsTheSame404AsOneThatIsNot()
    {
        var made = await SubscribeAsync(Elsewhere);
        var happened = await HappenAsync(made.Tenant);
        var (_, other, _) = await App.CreateKeyAsync(Scopes.WebhooksWrite);
        var range = $$"""{"from":"2020-01-01T00:00:00Z","to":"2030-01-01T00:00:00Z"}""";
        (HttpMethod Method, string Path, string? Body)[] calls =
        [
            (HttpMethod.Get, "", null), (HttpMethod.Patch, "", "{}"), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/rotation", "{}"),
            (HttpMethod.Post, "/ping", null), (HttpMethod.Get, "/deliveries", null), (HttpMethod.Post, "/replay", range),
            (HttpMethod.Post, $"/deliveries/{happened}/replay", null),
        ];
        foreach (var (method, path, body) in calls)
        {
            using var foreign = await other.SendAsync(method, made.Path + path, body, headers: ("If-Match", "*"));
            using var absent = await other.SendAsync(method, $"{Endpoints}/{NewId()}{path}", body, headers: ("If-Match", "*"));

            var told = Told(await absent.ProblemAsync(404, "not-found"));
            Assert.That(Told(await foreign.ProblemAsync(404, "not-found")), Is.EqualTo(told), path);
        }

        Assert.That((await made.ReadAsync()).Url, Is.EqualTo(Elsewhere.AbsoluteUri));

        static string Told(System.Text.Json.Nodes.JsonObject problem)
        {
            problem.Remove("traceId");
            return problem.ToJsonString();
        }
    }

    [Test]
    public async Task Deleted_AtOnce_IsHiddenAndForgetsItsSecretsAndAddress()
    {
        var made = await SubscribeAsync(Elsewhere);
        using var rotated = await made.Client.SendAsync(HttpMethod.Post, made.Path + "/rotation", "{}");
        await HappenAsync(made.Tenant);

        using var response = await made.Client.SendAsync(HttpMethod.Delete, made.Path);
        await HappenAsync(made.Tenant);

        Assert.That((int)response.StatusCode, Is.EqualTo(204));
        (HttpMethod Method, string Path, string? Body)[] calls =
        [
            (HttpMethod.Get, "", null), (HttpMethod.Patch, "", "{}"), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/rotation", "{}"),
            (HttpMethod.Post, "/ping", null), (HttpMethod.Get, "/deliveries", null),
        ];
        foreach (var (method, path, body) in calls)
        {
            using var absent = await made.Client.SendAsync(method, made.Path + path, body, headers: ("If-Match", "*"));
            await absent.ProblemAsync(404, "not-found");
        }

        Assert.That((await made.Client.GetAsync<WebhookEndpointListResponse>(Endpoints)).Items, Is.Empty);
        Assert.That(
            await App.CountAsync("WebhookEndpoint", "Id = @Id AND Url = '' AND Secret = '' AND PreviousSecret IS NULL", made.Endpoint.Id),
            Is.EqualTo(1));
        Assert.That(await App.CountAsync("WebhookDelivery", "EndpointId = @Id", made.Endpoint.Id), Is.EqualTo(1), "none is written for it");
    }

    [Test]
    public async Task Deleted_WithManyDeliveries_IsSweptAwayInBatchesWhenNobodyCanBeWritingForIt()
    {
        var made = await SubscribeAsync(Elsewhere);
        var kept = await SubscribeAsync(made.Tenant, made.Client, Elsewhere);
        var now = App.Clock.Now();
        await App.Db.WriteAsync(FillAsync, None);
        using var response = await made.Client.SendAsync(HttpMethod.Delete, made.Path);
        var sweep = App.Services.GetRequiredService<DeliverySweep>();

        await sweep.RunAsync(None);
        var early = await App.CountAsync("WebhookEndpoint", "Id = @Id", made.Endpoint.Id);
        App.Clock.Advance(DeliverySweep.Grace + TimeSpan.FromMilliseconds(1));
        await sweep.RunAsync(None);

        Assert.That(early, Is.EqualTo(1), "a transaction that has seen it may still write a delivery");
        Assert.That(await App.CountAsync("WebhookDelivery", "EndpointId = @Id", made.Endpoint.Id), Is.Zero);
        Assert.That(await App.CountAsync("WebhookEndpoint", "Id = @Id", made.Endpoint.Id), Is.Zero);
        Assert.That(await App.CountAsync("WebhookDelivery", "EndpointId = @Id", kept.Endpoint.Id), Is.EqualTo(DeliverySweep.BatchSize + 1));

        async Task<int> FillAsync(DbSession session)
        {
            for (var i = 0; i <= DeliverySweep.BatchSize; i++)
            {
                await Outbox.AppendAsync(
                    session, OutboxEventRow.Of(EventTypes.ResultUpdated, made.Tenant, made.Tenant, new EventData(), now));
            }

            return 1;
        }
    }

    [Test]
    public async Task Changes_Each_AreAuditedWithoutSecrets()
    {
        var made = await SubscribeAsync(new Uri("https://ats.example.com:8443/hooks/path-token?key=query-token"));
        using var patched = await PatchAsync(made, """{"eventTypes":["grant.revoked"]}""", await TagAsync(made));
        var rotated = await made.Client.PostAsync<WebhookEndpointResponse>(made.Path + "/rotation", new { });
        using var deleted = await made.Client.SendAsync(HttpMethod.Delete, made.Path);

        var entries = await App.Db.ReadAsync(ListAsync, None);

        Assert.That(entries.Select(entry => entry.Action), Is.EqualTo(new[]
        {
            "webhook-endpoint.created", "webhook-endpoint.updated", "webhook-endpoint.rotated", "webhook-endpoint.deleted",
        }));
        Assert.That(entries.Select(entry => entry.Actor), Is.All.StartsWith("key:"));
        Assert.That((entries[0].BeforeState, entries[3].AfterState), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(entries[1].BeforeState, Does.Contain("\"https://ats.example.com:8443\"").And.Not.Contain("grant.revoked"));
        Assert.That(entries[1].AfterState, Does.Contain("grant.revoked"));
        var told = string.Concat(entries.Select(entry => entry.BeforeState + entry.AfterState));
        Assert.That(told, Does.Not.Contain("path-token").And.Not.Contain("query-token"));
        Assert.That(told, Does.Not.Contain("whsec_").And.Not.Contain(made.Endpoint.Secret![6..]).And.Not.Contain(rotated.Secret![6..]));

        Task<IReadOnlyList<Audited>> ListAsync(DbSession session) => session.ListAsync<Audited>(
            "SELECT Action, Actor, BeforeState, AfterState FROM AuditEntry WHERE TenantId = @Tenant ORDER BY Seq",
            new { made.Tenant });
    }

    private sealed record Audited
    {
        public string Action { get; init; } = "";
        public string Actor { get; init; } = "";
        public string? BeforeState { get; init; }
        public string? AfterState { get; init; }
    }

    private static async Task<string> TagAsync(Subscriber made)
    {
        using var read = await made.Client.GetAsync(new Uri(made.Path, UriKind.Relative));
        return read.Headers.ETag!.Tag;
    }

    private static async Task<HttpResponseMessage> PatchAsync(
        Subscriber made, string body, string? tag, string contentType = "application/json")
    {
        using var message = new HttpRequestMessage(HttpMethod.Patch, made.Path);
        message.Content = new StringContent(body, Encoding.UTF8, contentType);
        if (tag is not null) message.Headers.TryAddWithoutValidation("If-Match", tag);
        return await made.Client.SendAsync(message);
    }
}
