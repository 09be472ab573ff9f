using System.Net;
using System.Text.Json;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Tenants;

/// <summary>API keys over HTTP, by an operator's key: as the verb, and with the verb's entries in the audit trail.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class KeyTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly string[] Read = [Scopes.PassportsRead];

    [Test]
    public async Task Key_Created_OpensTheServiceUntilItsEndAndIsListedWithoutItsSecret()
    {
        var (tenant, admin) = await WorldAsync();
        var end = App.Clock.GetUtcNow().AddDays(1);

        var created = await CreateAsync(admin, tenant, new CreateKeyRequest
        {
            Name = "careers page",
            Scopes = [Scopes.AuditRead, Scopes.UsageRead, Scopes.AuditRead],
            ExpiresAt = end,
        });
        var opened = await StatusAsync(created.Secret!);
        using var listed = await admin.GetAsync(new Uri($"/v1/tenants/{tenant}/keys", UriKind.Relative));
        var text = await listed.Content.ReadAsStringAsync();
        App.Clock.SetUtcNow(end);
        var ended = await StatusAsync(created.Secret!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((opened, ended), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
            Assert.That(created.Scopes, Is.EqualTo(new[] { Scopes.AuditRead, Scopes.UsageRead }));
            Assert.That(SecretToken.IsWellFormed(created.Secret!));
            Assert.That(text, Does.Contain("careers page").And.Contain(created.Hint).And.Not.Contain(created.Secret![10..^4]));
        }
    }

    [Test]
    public async Task Keys_OfATenant_ArePagedOldestFirstAndNoOthersAreThere()
    {
        var (tenant, admin) = await WorldAsync();
        var (another, _) = await WorldAsync();
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await CreateAsync(admin, tenant)).Id);
            await CreateAsync(admin, another);
            App.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await admin.GetAsync<KeyListResponse>($"/v1/tenants/{tenant}/keys?limit=3");
        var second = await admin.GetAsync<KeyListResponse>($"/v1/tenants/{tenant}/keys?limit=3&cursor={first.Next}");

        Assert.That(first.Items.Concat(second.Items).Select(key => key.Id), Is.EqualTo(made));
        Assert.That(second.Next, Is.Null);
    }

    [TestCase("""{"scopes":[]}""", "#/scopes")]
    [TestCase("""{"scopes":["passports:read","everything"]}""", "#/scopes/1")]
    [TestCase("""{"scopes":[null]}""", "#/scopes/0")]
    [TestCase("""{"name":"","scopes":["admin"]}""", "#/name")]
    [TestCase("""{"scopes":["admin"],"expiresAt":"2026-01-01T00:00:00Z"}""", "#/expiresAt")]
    [TestCase("""{"scopes":["admin"],"expiresAt":"2126-01-01T00:00:00Z"}""", "#/expiresAt")]
    [TestCase("""{"name":"x"}""", "#")]
    public async Task Create_OfAnotherShape_Is400AndMakesNoKey(string body, string place)
    {
        var (tenant, admin) = await WorldAsync();
        var before = await App.CountAsync("Credential");

        using var refused = await admin.SendAsync(HttpMethod.Post, $"/v1/tenants/{tenant}/keys", body);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { place }));
        Assert.That(await App.CountAsync("Credential"), Is.EqualTo(before));
    }

    [Test]
    public async Task Rotation_OldAndNew_WorkTogetherUntilTheOverlapEnds()
    {
        var (tenant, admin) = await WorldAsync();
        var old = await CreateAsync(admin, tenant, new CreateKeyRequest { Name = "ats", Scopes = [Scopes.AuditRead] });

        var successor = await admin.PostAsync<KeyResponse>($"/v1/keys/{old.Id}/rotation", new { overlapHours = 2.5 });
        App.Clock.Advance(TimeSpan.FromHours(2.5) - TimeSpan.FromMilliseconds(1));
        var during = (await StatusAsync(old.Secret!), await StatusAsync(successor.Secret!));
        App.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = (await StatusAsync(old.Secret!), await StatusAsync(successor.Secret!));
        using var again = await admin.SendAsync(HttpMethod.Post, $"/v1/keys/{old.Id}/rotation");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((successor.Tenant, successor.Name), Is.EqualTo((tenant, "ats")));
            Assert.That(successor.Scopes, Is.EqualTo(old.Scopes));
            Assert.That(during, Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
            Assert.That(after, Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.OK)));
        }

        await again.ProblemAsync(409, "key-not-live");
    }

    [Test]
    public async Task Rotation_WithoutABody_OverlapsByADay()
    {
        var (tenant, admin) = await WorldAsync();
        var old = await CreateAsync(admin, tenant);

        using (await admin.SendAsync(HttpMethod.Post, $"/v1/keys/{old.Id}/rotation")) { }
        var keys = await admin.GetAsync<KeyListResponse>($"/v1/tenants/{tenant}/keys");

        Assert.That(keys.Items.Single(key => key.Id == old.Id).ExpiresAt, Is.EqualTo(App.Clock.GetUtcNow().AddHours(24)));
        Assert.That(keys.Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Rotation_RepeatedUnderItsIdempotencyKey_TellsTheSameSecret()
    {
        var (tenant, admin) = await WorldAsync();
        var old = await CreateAsync(admin, tenant);

        var first = await admin.PostAsync<KeyResponse>($"/v1/keys/{old.Id}/rotation", "{}", "rotation-1");
        var second = await admin.PostAsync<KeyResponse>($"/v1/keys/{old.Id}/rotation", "{}", "rotation-1");

        Assert.That(second.Secret, Is.EqualTo(first.Secret));
        Assert.That((await admin.GetAsync<KeyListResponse>($"/v1/tenants/{tenant}/keys")).Items, Has.Count.EqualTo(2));
    }

    [TestCase("-1")]
    [TestCase("8760.5")]
    [TestCase("1e999")]
    public async Task Rotation_OverlapOutOfRange_Is400(string hours)
    {
        var (tenant, admin) = await WorldAsync();
        var old = await CreateAsync(admin, tenant);

        using var refused = await admin.SendAsync(HttpMethod.Post, $"/v1/keys/{old.Id}/rotation", $$"""{"overlapHours":{{hours}}}""");

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/overlapHours" }));
    }

    [Test]
    public async Task Revocation_EndsTheKeyAtOnceAndMayBeRepeated()
    {
        var (tenant, admin) = await WorldAsync();
        var key = await CreateAsync(admin, tenant, new CreateKeyRequest { Scopes = [Scopes.AuditRead] });

        using var revoked = await admin.SendAsync(HttpMethod.Delete, $"/v1/keys/{key.Id}");
        var after = await StatusAsync(key.Secret!);
        using var again = await admin.SendAsync(HttpMethod.Delete, $"/v1/keys/{key.Id}");
        using var rotated = await admin.SendAsync(HttpMethod.Post, $"/v1/keys/{key.Id}/rotation");

        Assert.That((revoked.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NoContent)));
        Assert.That(after, Is.EqualTo(HttpStatusCode.Unauthorized));
        await rotated.ProblemAsync(409, "key-not-live");
    }

    [Test]
    public async Task Revocation_UnderACondition_Is412BecauseAKeyHasNoTag()
    {
        var (tenant, admin) = await WorldAsync();
        var key = await CreateAsync(admin, tenant, new CreateKeyRequest { Scopes = [Scopes.AuditRead] });

        using var refused = await admin.SendAsync(HttpMethod.Delete, $"/v1/keys/{key.Id}", headers: ("If-Match", "\"1\""));

        await refused.ProblemAsync(412, "precondition-failed");
        Assert.That(await StatusAsync(key.Secret!), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Key_OrTenantThatDoesNotExist_Is404()
    {
        var (_, admin) = await WorldAsync();
        var (_, owner, ownerToken) = await App.CreatePassportAsync();
        var nobody = Guid.CreateVersion7(App.Clock.GetUtcNow());
        var noKey = await App.IdOfKeyAsync(ownerToken);

        using var created = await admin.SendAsync(HttpMethod.Post, $"/v1/tenants/{nobody}/keys", new CreateKeyRequest { Scopes = Read });
        using var listed = await admin.SendAsync(HttpMethod.Get, $"/v1/tenants/{nobody}/keys");
        using var rotated = await admin.SendAsync(HttpMethod.Post, $"/v1/keys/{nobody}/rotation");
        using var revoked = await admin.SendAsync(HttpMethod.Delete, $"/v1/keys/{noKey}");
        using var still = await owner.SendAsync(HttpMethod.Get, "/v1/roles");

        foreach (var refused in new[] { created, listed, rotated, revoked }) await refused.ProblemAsync(404, "not-found");
        Assert.That(still.StatusCode, Is.EqualTo(HttpStatusCode.OK), "a candidate's credential is no key");
    }

    [Test]
    public async Task Changes_ByTheVerbAndOverHttp_AreAuditedAlikeWithoutSecretsOrNames()
    {
        var name = $"Both {Guid.CreateVersion7(App.Clock.GetUtcNow())}";
        var created = await VerbProcess.RunAsync(Database, "keys", "create", "--tenant", name, "--name", "Jo Doe", "--scope", Scopes.Admin);
        App.Clock.SetUtcNow(TimeProvider.System.GetUtcNow().ToMilliseconds());
        var (tenant, id) = (Guid.Parse(created.Value("tenant")), created.Value("id"));
        using var admin = App.Client(created.Value("secret"));
        var second = await admin.PostAsync<KeyResponse>($"/v1/keys/{id}/rotation", "{}");
        using (await admin.SendAsync(HttpMethod.Delete, $"/v1/keys/{second.Id}")) { }
        var rotated = await VerbProcess.RunAsync(Database, "keys", "rotate", id);
        var revoked = await VerbProcess.RunAsync(Database, "keys", "revoke", id);

        var (_, auditor, _) = await App.CreateKeyAsync(Scopes.AuditRead, tenant);
        var entries = (await auditor.GetAsync<AuditLogResponse>("/v1/audit-log")).Items;
        var told = JsonSerializer.Serialize(entries, WireContracts.Options.GetTypeInfo(typeof(AuditLogResponse)).Options);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((created.ExitCode, rotated.ExitCode, revoked.ExitCode), Is.EqualTo((0, 0, 0)), rotated.Error + revoked.Error);
            Assert.That(
                entries.Where(entry => entry.Actor == "operator").Select(entry => entry.Action),
                Is.EquivalentTo(new[] { "tenant.created", "key.created", "key.created", "key.rotated", "key.revoked" }));
            Assert.That(
                entries.Where(entry => entry.Actor == $"key:{id}").Select(entry => entry.Action),
                Is.EquivalentTo(new[] { "key.created", "key.rotated", "key.revoked" }));
            Assert.That(told, Does.Contain(second.Hint), "which key it was");
            Assert.That(told, Does.Not.Contain(second.Secret![10..^4]).And.Not.Contain("Jo Doe"));
        }
    }

    private async Task<(Guid Tenant, HttpClient Admin)> WorldAsync()
    {
        var (tenant, _, _) = await App.CreateKeyAsync(Scopes.Admin);
        var (_, admin, _) = await App.CreateKeyAsync(Scopes.Admin);
        var made = await admin.PostAsync<TenantResponse>("/v1/tenants", new CreateTenantRequest { Name = $"Of {tenant}" });
        return (made.Id, admin);
    }

    private static Task<KeyResponse> CreateAsync(HttpClient admin, Guid tenant, CreateKeyRequest? request = null) =>
        admin.PostAsync<KeyResponse>($"/v1/tenants/{tenant}/keys", request ?? new CreateKeyRequest { Scopes = Read });

    private async Task<HttpStatusCode> StatusAsync(string secret)
    {
        using var client = App.Client(secret);
        using var response = await client.SendAsync(HttpMethod.Get, "/v1/audit-log");
        return response.StatusCode;
    }
}
