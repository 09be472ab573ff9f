using System.Net;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>Who may read a passport, from when and until when.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class GrantTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Tenant_WithoutAGrant_Is404AndWithOneReadsItsScope()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.PassportsRead);

        var before = await ReadAsync(key, passport);
        await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Passport });
        var shallow = await ReadAsync(key, passport);
        await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence });
        var deep = await ReadAsync(key, passport);

        Assert.That(before, Is.EqualTo(new[] { 404, 404, 404 }));
        Assert.That(shallow, Is.EqualTo(new[] { 200, 200, 404 }), "evidence was not granted");
        Assert.That(deep, Is.EqualTo(new[] { 200, 200, 200 }));
    }

    [Test]
    public async Task Tenant_WithAGrantButNoScopeOnItsKey_Is403()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.PassportsWrite);
        await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence });

        Assert.That(await ReadAsync(key, passport), Is.EqualTo(new[] { 403, 403, 403 }));
    }

    [Test]
    public async Task Tenant_OtherThanTheGranted_Is404()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, _, _) = await App.CreateKeyAsync(Scopes.PassportsRead);
        var (_, other, _) = await App.CreateKeyAsync(Scopes.PassportsRead);
        await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence });

        Assert.That(await ReadAsync(other, passport), Is.EqualTo(new[] { 404, 404, 404 }));
    }

    [Test]
    public async Task Tenant_OnceTheGrantIsOver_Is404AtThatInstant()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.PassportsRead);
        await GrantAsync(owner, passport, new CreateGrantRequest
        {
            Kind = GrantKind.Tenant,
            Tenant = tenant,
            Scope = GrantScope.Evidence,
            ExpiresAt = App.Clock.GetUtcNow().AddHours(1),
        });
        App.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        var last = await ReadAsync(key, passport);
        App.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(last, Is.EqualTo(new[] { 200, 200, 200 }));
        Assert.That(await ReadAsync(key, passport), Is.EqualTo(new[] { 404, 404, 404 }));
    }

    [Test]
    public async Task Tenant_OnceTheGrantIsRevoked_Is404AtOnceUnlessAnotherGrantHolds()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.PassportsRead);
        var toEvidence = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence };
        var deep = await GrantAsync(owner, passport, toEvidence);
        var shallow = await GrantAsync(owner, passport, toEvidence with { Scope = GrantScope.Passport });

        await RevokeAsync(owner, passport, deep.Id);
        var one = await ReadAsync(key, passport);
        await RevokeAsync(owner, passport, shallow.Id);

        Assert.That(one, Is.EqualTo(new[] { 200, 200, 404 }));
        Assert.That(await ReadAsync(key, passport), Is.EqualTo(new[] { 404, 404, 404 }));
    }

    [Test]
    public async Task Link_AsBearerOrInTheAddress_ReadsItsScopeAndNothingElse()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (other, _, _) = await App.CreatePassportAsync();
        var link = await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });
        using var bearer = App.Client(link.Token);
        using var browser = App.Client();

        using var opened = await browser.GetAsync(new Uri(link.Url!, UriKind.Relative));
        using var evidence = await browser.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/evidence?share={link.Token}");
        using var foreign = await browser.SendAsync(HttpMethod.Get, $"/v1/passports/{other}?share={link.Token}");
        using var erase = await browser.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}?share={link.Token}");

        Assert.That(opened.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await ReadAsync(bearer, passport), Is.EqualTo(new[] { 200, 200, 404 }));
        await evidence.ProblemAsync(404, "not-found");
        await foreign.ProblemAsync(404, "not-found");
        await erase.ProblemAsync(403, "insufficient-scope");
        Assert.That(await ReadAsync(owner, passport), Is.EqualTo(new[] { 200, 200, 200 }));
    }

    [Test]
    public async Task Link_BesideAnotherCredential_IsNotLookedAt()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (other, stranger, _) = await App.CreatePassportAsync();
        var link = await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });

        using var own = await owner.GetAsync(new Uri(link.Url!, UriKind.Relative));
        using var strangers = await stranger.GetAsync(new Uri(link.Url!, UriKind.Relative));
        using var wrong = await stranger.SendAsync(HttpMethod.Get, $"/v1/passports/{other}/evidence?share=x");

        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await strangers.ProblemAsync(404, "not-found");
        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Link_WhereTheContractHasNone_Is400()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var link = await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });
        using var browser = App.Client();

        using var roles = await browser.SendAsync(HttpMethod.Get, $"/v1/roles?share={link.Token}");

        Assert.That((await roles.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "share" }));
    }

    [TestCase("aieh_link_wrong")]
    [TestCase("")]
    [TestCase("x")]
    public async Task Link_InTheAddressButWrong_Is401(string share)
    {
        using var browser = App.Client();

        using var response = await browser.SendAsync(HttpMethod.Get, $"/v1/roles?share={share}");

        await response.ProblemAsync(401, "invalid-token");
    }

    [Test]
    public async Task Share_WithAnotherKindOfToken_Is401()
    {
        var (passport, _, token) = await App.CreatePassportAsync();
        using var browser = App.Client();

        using var response = await browser.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}?share={token}");

        await response.ProblemAsync(401, "invalid-token");
    }

    [Test]
    public async Task Link_OnceRevokedOrOver_Is401AtOnce()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var request = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport };
        var revoked = await GrantAsync(owner, passport, request);
        var over = await GrantAsync(owner, passport, request with { ExpiresAt = App.Clock.GetUtcNow().AddMinutes(1) });
        using var one = App.Client(revoked.Token);
        using var two = App.Client(over.Token);
        var before = (await ReadAsync(one, passport)).Concat(await ReadAsync(two, passport)).ToArray();

        await RevokeAsync(owner, passport, revoked.Id);
        App.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(before, Is.EqualTo(new[] { 200, 200, 404, 200, 200, 404 }));
        Assert.That(await ReadAsync(one, passport), Is.EqualTo(new[] { 401, 401, 401 }));
        Assert.That(await ReadAsync(two, passport), Is.EqualTo(new[] { 401, 401, 401 }));
    }

    [Test]
    public async Task RevokeGrant_OfAnotherPassportOrUnknown_Is404AndRevokesNothing()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (otherPassport, other, _) = await App.CreatePassportAsync();
        var link = await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });

        using var foreign = await other.SendAsync(HttpMethod.Delete, $"/v1/passports/{otherPassport}/grants/{link.Id}");
        using var unknown = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}/grants/{passport}");

        await foreign.ProblemAsync(404, "not-found");
        await unknown.ProblemAsync(404, "not-found");
        using var holder = App.Client(link.Token);
        Assert.That((await ReadAsync(holder, passport))[0], Is.EqualTo(200));
    }

    [Test]
    public async Task RevokeGrant_Twice_Is204AndKeepsTheFirstTime()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var link = await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });
        var at = App.Clock.GetUtcNow();
        await RevokeAsync(owner, passport, link.Id);
        App.Clock.Advance(TimeSpan.FromHours(1));
        await RevokeAsync(owner, passport, link.Id);

        var listed = await owner.GetAsync<GrantListResponse>($"/v1/passports/{passport}/grants");

        Assert.That(listed.Items.Single().RevokedAt, Is.EqualTo(at));
        Assert.That(listed.Items.Single().Token, Is.Null, "shown once");
    }

    [Test]
    public async Task CreateGrant_ToAnUnknownTenant_Is422AndGrantsNothing()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var toNobody = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = passport, Scope = GrantScope.Passport };
        using var refused = await owner.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/grants", toNobody);

        await refused.ProblemAsync(422, "grant-refused");
        Assert.That(await App.CountAsync("PassportGrant", "PassportId = @Id", passport), Is.Zero);
    }

    [Test]
    public async Task CreateGrant_EndWithAnOffsetAndFinerThanAMillisecond_IsShownAsItIsKept()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var request = """{"kind":"link","scope":"passport","expiresAt":"2099-01-01T02:00:00.1234567+02:00"}""";
        var made = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", request);
        var listed = await owner.GetAsync<GrantListResponse>($"/v1/passports/{passport}/grants");

        Assert.That(made.ExpiresAt, Is.EqualTo(new DateTimeOffset(2099, 1, 1, 0, 0, 0, 123, TimeSpan.Zero)));
        Assert.That(listed.Items.Single().ExpiresAt, Is.EqualTo(made.ExpiresAt));
    }

    [Test]
    public async Task ListGrants_PageByPage_ShowsEachOnceInTheOrderGiven()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await GrantAsync(owner, passport, new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport })).Id);
            App.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var seen = new List<Guid>();
        string? next = null;
        do
        {
            var cursor = next is null ? "" : "&cursor=" + next;
            var page = await owner.GetAsync<GrantListResponse>($"/v1/passports/{passport}/grants?limit=2{cursor}");
            seen.AddRange(page.Items.Select(grant => grant.Id));
            next = page.Next;
        }
        while (next is not null);

        Assert.That(seen, Is.EqualTo(made));
    }

    private static Task<GrantResponse> GrantAsync(HttpClient owner, Guid passport, CreateGrantRequest request) =>
        owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", request);

    private static async Task RevokeAsync(HttpClient owner, Guid passport, Guid grant)
    {
        using var response = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}/grants/{grant}");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    /// <summary>The statuses of the passport, of its readiness and of its evidence.</summary>
    private static async Task<int[]> ReadAsync(HttpClient client, Guid passport)
    {
        var statuses = new List<int>();
        foreach (var path in (string[])["", "/readiness/backend-engineer", "/evidence"])
        {
            using var response = await client.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}{path}");
            statuses.Add((int)response.StatusCode);
        }

        return [.. statuses];
    }
}
