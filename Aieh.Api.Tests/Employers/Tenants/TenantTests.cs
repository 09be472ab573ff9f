using System.Net;
using System.Text;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Tenants;

/// <summary>Tenants over HTTP, by an operator's key.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class TenantTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly string[] Origins = ["https://careers.example.com"];

    [Test]
    public async Task Tenant_CreatedWithSettings_IsReadBackListedAndAudited()
    {
        var (admin, actor) = await AdminAsync();

        var created = await CreateAsync(admin, new TenantSettingsRequest { RetentionMonths = 6, ReturnOrigins = Origins });
        var read = await admin.GetAsync<TenantResponse>($"/v1/tenants/{created.Id}");
        var settings = await SettingsAsync(created.Id);
        var entry = (await AuditAsync(created.Id)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((read.Name, read.CreatedAt), Is.EqualTo((created.Name, App.Clock.GetUtcNow())));
            Assert.That((read.Settings.RetentionMonths, settings.RetentionMonths), Is.EqualTo((6, 6)));
            Assert.That(read.Settings.ReturnOrigins, Is.EqualTo(Origins));
            Assert.That(settings.ReturnOrigins, Is.EqualTo(Origins));
            Assert.That((await ListAllAsync(admin)).Select(tenant => tenant.Id), Does.Contain(created.Id));
            Assert.That((entry.Action, entry.Subject, entry.Actor), Is.EqualTo(("tenant.created", $"tenant:{created.Id}", actor)));
            Assert.That(entry.After!.Value.GetProperty("retentionMonths").GetInt32(), Is.EqualTo(6));
        }
    }

    [Test]
    public async Task Tenant_WithoutSettings_HasTheDefaults()
    {
        var (admin, _) = await AdminAsync();
        var (verbs, _, _) = await App.CreateKeyAsync(Scopes.PassportsRead);

        var created = await CreateAsync(admin);
        var ofVerb = await admin.GetAsync<TenantResponse>($"/v1/tenants/{verbs}");

        Assert.That((created.Settings.RetentionMonths, created.Settings.ReturnOrigins.Count), Is.EqualTo((24, 0)));
        Assert.That((ofVerb.Settings.RetentionMonths, ofVerb.Settings.ReturnOrigins.Count), Is.EqualTo((24, 0)));
        Assert.That((await SettingsAsync(verbs)).RetentionMonths, Is.EqualTo(24));
    }

    [Test]
    public async Task Tenants_Paged_AreEachThereOnceOldestFirst()
    {
        var (admin, _) = await AdminAsync();
        for (var i = 0; i < 3; i++) await CreateAsync(admin);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync(admin);

        var all = await ListAllAsync(admin, limit: 2);

        Assert.That(all.Select(tenant => tenant.Id), Is.Unique);
        Assert.That(all, Has.Count.EqualTo(await App.CountAsync("Tenant")));
        Assert.That(all.Select(tenant => tenant.CreatedAt), Is.Ordered);
    }

    [TestCase("""{"name":""}""", "#/name")]
    [TestCase("""{"name":" Acme"}""", "#/name")]
    [TestCase("""{"name":"Ac\u0000me"}""", "#/name")]
    [TestCase("""{}""", "#")]
    [TestCase("""{"name":"A","settings":{"retentionMonths":0}}""", "#/settings/retentionMonths")]
    [TestCase("""{"name":"A","settings":{"retentionMonths":121}}""", "#/settings/retentionMonths")]
    [TestCase("""{"name":"A","settings":{"returnOrigins":["https://a.example","http://b.example"]}}""", "#/settings/returnOrigins/1")]
    [TestCase("""{"name":"A","settings":{"returnOrigins":[null]}}""", "#/settings/returnOrigins/0")]
    [TestCase("""{"name":"A","settings":{"colour":1}}""", "#/settings/colour")]
    public async Task Create_OfAnotherShape_Is400(string body, string place)
    {
        var (admin, _) = await AdminAsync();

        using var refused = await admin.SendAsync(HttpMethod.Post, "/v1/tenants", body);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { place }));
    }

    [Test]
    public async Task Create_MoreOriginsThanMayBe_Is400()
    {
        var (admin, _) = await AdminAsync();
        var origins = Enumerable.Range(0, 21).Select(i => $"https://a{i}.example").ToArray();
        var body = new { name = "A", settings = new { returnOrigins = origins } };

        using var refused = await admin.SendAsync(HttpMethod.Post, "/v1/tenants", body);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/settings/returnOrigins" }));
    }

    [Test]
    public async Task Create_NameThatIsTaken_Is409AlsoWhenRaced()
    {
        var (admin, _) = await AdminAsync();
        var body = new CreateTenantRequest { Name = $"Raced {Guid.CreateVersion7(App.Clock.GetUtcNow())}" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => admin.SendAsync(HttpMethod.Post, "/v1/tenants", body)));
        using var later = await admin.SendAsync(HttpMethod.Post, "/v1/tenants", body);

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(1));
        foreach (var refused in answers.Append(later).Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await refused.ProblemAsync(409, "tenant-name-taken");
            refused.Dispose();
        }
    }

    [Test]
    public async Task Create_RepeatedUnderItsKey_IsTheSameTenant()
    {
        var (admin, _) = await AdminAsync();
        var body = new CreateTenantRequest { Name = $"Repeated {Guid.CreateVersion7(App.Clock.GetUtcNow())}" };

        var first = await admin.PostAsync<TenantResponse>("/v1/tenants", body, body.Name[9..]);
        var second = await admin.PostAsync<TenantResponse>("/v1/tenants", body, body.Name[9..]);

        Assert.That(second.Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task Update_MergePatch_ChangesWhatItNamesAndNullGoesBackToTheDefault()
    {
        var (admin, actor) = await AdminAsync();
        var created = await CreateAsync(admin, new TenantSettingsRequest { RetentionMonths = 6, ReturnOrigins = Origins });
        var path = $"/v1/tenants/{created.Id}";

        using var months = await PatchAsync(admin, path, await TagAsync(admin, path), """{"settings":{"retentionMonths":12}}""");
        var afterMonths = await admin.GetAsync<TenantResponse>(path);
        var tag = months.Headers.ETag!.Tag;
        using var origins = await PatchAsync(admin, path, tag, """{"name":"Renamed","settings":{"returnOrigins":null}}""");
        var afterOrigins = await admin.GetAsync<TenantResponse>(path);
        using var all = await PatchAsync(admin, path, "*", """{"settings":null}""");
        var afterAll = await admin.GetAsync<TenantResponse>(path);
        var entries = await AuditAsync(created.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { months.StatusCode, origins.StatusCode, all.StatusCode }, Is.All.EqualTo(HttpStatusCode.OK));
            Assert.That((afterMonths.Name, afterMonths.Settings.RetentionMonths), Is.EqualTo((created.Name, 12)));
            Assert.That(afterMonths.Settings.ReturnOrigins, Is.EqualTo(Origins));
            Assert.That((afterOrigins.Name, afterOrigins.Settings.RetentionMonths), Is.EqualTo(("Renamed", 12)));
            Assert.That(afterOrigins.Settings.ReturnOrigins, Is.Empty);
            Assert.That(afterAll.Settings.RetentionMonths, Is.EqualTo(24));
            Assert.That(all.Headers.ETag!.Tag, Is.EqualTo(await TagAsync(admin, path)));
            Assert.That(entries.Count(entry => entry.Action == "tenant.changed" && entry.Actor == actor), Is.EqualTo(3));
            var rename = entries.Single(entry => entry.Before?.GetProperty("name").GetString() == created.Name
                && entry.After!.Value.GetProperty("name").GetString() == "Renamed");
            Assert.That(rename.Before!.Value.GetProperty("returnOrigins").GetArrayLength(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Update_ThatChangesNothing_KeepsTheTagAndIsNotAudited()
    {
        var (admin, _) = await AdminAsync();
        var created = await CreateAsync(admin);
        var path = $"/v1/tenants/{created.Id}";
        var before = await TagAsync(admin, path);

        using var same = await PatchAsync(admin, path, before, "{}");

        Assert.That((same.StatusCode, same.Headers.ETag!.Tag), Is.EqualTo((HttpStatusCode.OK, before)));
        Assert.That((await AuditAsync(created.Id)).Select(entry => entry.Action), Is.EqualTo(new[] { "tenant.created" }));
    }

    [Test]
    public async Task Update_MediaTypeOfMergePatch_IsTakenAndAnotherIsNot()
    {
        var (admin, _) = await AdminAsync();
        var path = $"/v1/tenants/{(await CreateAsync(admin)).Id}";

        using var patched = await PatchAsync(admin, path, "*", """{"settings":{"retentionMonths":3}}""", "application/merge-patch+json");
        using var text = await PatchAsync(admin, path, "*", """{"settings":{"retentionMonths":4}}""", "text/plain");

        Assert.That(patched.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await text.ProblemAsync(415, "unsupported-media-type");
    }

    [Test]
    public async Task Update_WithoutIfMatch_Is428AndStale412AndNeitherChangesAnything()
    {
        var (admin, _) = await AdminAsync();
        var path = $"/v1/tenants/{(await CreateAsync(admin)).Id}";
        var first = await TagAsync(admin, path);
        using (await PatchAsync(admin, path, first, """{"settings":{"retentionMonths":3}}""")) { }

        using var without = await admin.SendAsync(HttpMethod.Patch, path, """{"settings":{"retentionMonths":4}}""");
        using var stale = await PatchAsync(admin, path, first, """{"settings":{"retentionMonths":5}}""");

        await without.ProblemAsync(428, "precondition-required");
        await stale.ProblemAsync(412, "precondition-failed");
        Assert.That((await admin.GetAsync<TenantResponse>(path)).Settings.RetentionMonths, Is.EqualTo(3));
    }

    [Test]
    public async Task Update_RacedOnOneTag_IsDoneOnce()
    {
        var (admin, _) = await AdminAsync();
        var (tenant, _, _) = await App.CreateKeyAsync(Scopes.PassportsRead);
        var path = $"/v1/tenants/{tenant}";
        var tag = await TagAsync(admin, path);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(
            months => PatchAsync(admin, path, tag, $$$"""{"settings":{"retentionMonths":{{{months}}}}}""")));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            await refused.ProblemAsync(412, "precondition-failed");
        }

        Assert.That(await AuditAsync(tenant), Has.Count.EqualTo(1));
    }

    [TestCase("""{"name":null}""", 400, "invalid-request")]
    [TestCase("""{"name":" "}""", 400, "invalid-request")]
    [TestCase("""{"colour":1}""", 400, "invalid-request")]
    [TestCase("""{"name":"a","name":"b"}""", 400, "invalid-request")]
    [TestCase("""{"settings":{"retentionMonths":"12"}}""", 400, "invalid-request")]
    [TestCase("""{"settings":[]}""", 400, "invalid-request")]
    [TestCase("null", 400, "invalid-request")]
    [TestCase("[]", 400, "invalid-request")]
    [TestCase("""{"name":""", 400, "invalid-request")]
    [TestCase("""{"name":"\ud800"}""", 400, "invalid-request")]
    [TestCase("", 400, "invalid-request")]
    public async Task Update_OfAnotherShape_IsRefused(string body, int status, string kind)
    {
        var (admin, _) = await AdminAsync();
        var path = $"/v1/tenants/{(await CreateAsync(admin)).Id}";
        var before = await TagAsync(admin, path);

        using var refused = await PatchAsync(admin, path, "*", body);

        await refused.ProblemAsync(status, kind);
        Assert.That(await TagAsync(admin, path), Is.EqualTo(before));
    }

    [Test]
    public async Task Update_ToANameThatIsTaken_Is409()
    {
        var (admin, _) = await AdminAsync();
        var (one, another) = (await CreateAsync(admin), await CreateAsync(admin));

        using var refused = await PatchAsync(admin, $"/v1/tenants/{one.Id}", "*", $$"""{"name":"{{another.Name}}"}""");

        await refused.ProblemAsync(409, "tenant-name-taken");
    }

    [Test]
    public async Task Tenant_ThatDoesNotExist_Is404()
    {
        var (admin, _) = await AdminAsync();
        var path = $"/v1/tenants/{Guid.CreateVersion7(App.Clock.GetUtcNow())}";

        using var read = await admin.SendAsync(HttpMethod.Get, path);
        using var patched = await PatchAsync(admin, path, "*", "{}");

        await read.ProblemAsync(404, "not-found");
        await patched.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Routes_WithEveryOtherScope_Are403()
    {
        var all = string.Join(' ', Scopes.All.Where(scope => scope != Scopes.Admin));
        var (tenant, key, token) = await App.CreateKeyAsync(all);
        var id = await App.IdOfKeyAsync(token);
        (HttpMethod Method, string Path, string? Body)[] routes =
        [
            (HttpMethod.Post, "/v1/tenants", """{"name":"A"}"""), (HttpMethod.Get, "/v1/tenants", null),
            (HttpMethod.Get, $"/v1/tenants/{tenant}", null), (HttpMethod.Patch, $"/v1/tenants/{tenant}", "{}"),
            (HttpMethod.Post, $"/v1/tenants/{tenant}/keys", """{"scopes":["admin"]}"""),
            (HttpMethod.Get, $"/v1/tenants/{tenant}/keys", null),
            (HttpMethod.Post, $"/v1/keys/{id}/rotation", "{}"), (HttpMethod.Delete, $"/v1/keys/{id}", null),
        ];

        foreach (var (method, path, body) in routes)
        {
            using var refused = await key.SendAsync(method, path, body);
            await refused.ProblemAsync(403, "insufficient-scope");
        }
    }

    private async Task<(HttpClient Client, string Actor)> AdminAsync()
    {
        var (_, client, token) = await App.CreateKeyAsync(Scopes.Admin);
        return (client, $"key:{await App.IdOfKeyAsync(token)}");
    }

    private Task<TenantResponse> CreateAsync(HttpClient admin, TenantSettingsRequest? settings = null) => admin.PostAsync<TenantResponse>(
        "/v1/tenants",
        new CreateTenantRequest { Name = $"Tenant {Guid.CreateVersion7(App.Clock.GetUtcNow())}", Settings = settings });

    private Task<TenantSettings> SettingsAsync(Guid tenant) =>
        App.Db.ReadAsync(session => TenantStore.SettingsOfAsync(session, tenant), CancellationToken.None);

    private async Task<IReadOnlyList<AuditEntryResponse>> AuditAsync(Guid tenant)
    {
        var (_, auditor, _) = await App.CreateKeyAsync(Scopes.AuditRead, tenant);
        return (await auditor.GetAsync<AuditLogResponse>("/v1/audit-log")).Items;
    }

    private static async Task<List<TenantResponse>> ListAllAsync(HttpClient admin, int limit = 200)
    {
        var all = new List<TenantResponse>();
        for (string? cursor = ""; cursor is not null;)
        {
            var after = cursor.Length == 0 ? "" : $"&cursor={cursor}";
            var page = await admin.GetAsync<TenantListResponse>($"/v1/tenants?limit={limit}{after}");
            all.AddRange(page.Items);
            cursor = page.Next;
        }

        return all;
    }

    private static async Task<string> TagAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return response.Headers.ETag!.Tag;
    }

    private static async Task<HttpResponseMessage> PatchAsync(
        HttpClient client, string path, string tag, string body, string type = "application/json")
    {
        using var message = new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        message.Headers.TryAddWithoutValidation("If-Match", tag);
        return await client.SendAsync(message);
    }
}
