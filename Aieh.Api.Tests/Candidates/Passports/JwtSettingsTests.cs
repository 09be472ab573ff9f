using System.Net;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>What an operator settles about an identity provider, and what the provider does. SQLite alone: no statement differs.</summary>
public sealed class JwtSettingsTests
{
    private const string Passports = "/v1/passports";

    private SqliteDatabase _database = null!;
    private IdentityProvider _provider = null!;

    [SetUp]
    public async Task Start()
    {
        (_database, _provider) = (new SqliteDatabase(), new IdentityProvider());
        await _database.StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await _provider.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Tokens_WhereNoProviderIsNamed_AreRefusedLikeAnyOther()
    {
        await using var app = new AiehApplication(_database);
        using var account = app.Client(_provider.Token("robin"));

        using var response = await account.SendAsync(HttpMethod.Post, Passports, new { });

        Assert.That((string?)(await response.ProblemAsync(401, "invalid-token"))["detail"], Does.StartWith("It is unknown"));
    }

    [Test]
    public async Task Keys_WhenTheProviderChangesThem_AreFetchedAndTheFormerEnds()
    {
        await using var app = StartApp();
        var former = _provider.Token("robin");
        using var before = app.Client(former);
        var id = (await before.PostAsync<CreatedPassportResponse>(Passports, new { })).Id;
        _provider.Rotate("second");
        using var after = app.Client(_provider.Token("robin"));

        // The first token under the new key may only have the keys fetched, beside its own answer.
        var status = HttpStatusCode.Unauthorized;
        for (var i = 0; i < 50 && status != HttpStatusCode.OK; i++)
        {
            using var response = await after.SendAsync(HttpMethod.Get, $"{Passports}/{id}");
            status = response.StatusCode;
            if (status != HttpStatusCode.OK) await Task.Delay(100);
        }

        using var refused = await before.SendAsync(HttpMethod.Get, $"{Passports}/{id}");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        await refused.ProblemAsync(401, "invalid-token");
    }

    [Test]
    public async Task Token_WhileTheProviderDoesNotAnswer_Is503AndOwnTokensWork()
    {
        await using var app = StartApp();
        var (id, owner, _) = await app.CreatePassportAsync();
        using var account = app.Client(_provider.Token("robin"));
        await _provider.DisposeAsync();

        for (var i = 0; i < 2; i++)
        {
            using var response = await account.SendAsync(HttpMethod.Post, Passports, new { });
            var problem = await response.ProblemAsync(503, "unavailable");
            Assert.That((string?)problem["detail"], Does.Contain("identity provider"));
        }

        Assert.That((await owner.GetAsync<PassportResponse>($"{Passports}/{id}")).Id, Is.EqualTo(id));
    }

    [Test]
    public async Task RefusedTokens_InAFlood_StopTheirNetwork()
    {
        await using var app = StartApp(("RateLimits:RefusedCredentialsPerMinute", "3"));
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            using var client = app.Client(_provider.Token($"{i}", said => said.Audience = "another"));
            using var response = await client.SendAsync(HttpMethod.Post, Passports, new { });
            statuses.Add((int)response.StatusCode);
        }

        using var unlinked = app.Client(_provider.Token("one without a passport"));
        using var refused = await unlinked.SendAsync(HttpMethod.Get, "/v1/roles");

        Assert.That(statuses, Is.EqualTo(new[] { 401, 401, 401, 429, 429 }));
        Assert.That((int)refused.StatusCode, Is.EqualTo(429));
    }

    [Test]
    public async Task Passports_OfManyAccounts_CountForTheirNetwork()
    {
        await using var app = StartApp(("RateLimits:PassportsPerHour", "2"));
        var statuses = new List<int>();
        foreach (var subject in (string[])["a", "b", "c"])
        {
            using var client = app.Client(_provider.Token(subject));
            using var response = await client.SendAsync(HttpMethod.Post, Passports, new { });
            statuses.Add((int)response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { 201, 201, 429 }));
    }

    [Test]
    public async Task Logs_OfTokens_NameNobody()
    {
        await using var app = StartApp(
            ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"), ("AccessLog:Enabled", "true"));
        var good = _provider.Token("robin@example.org");
        var bad = _provider.Token("robin@example.org", said => said.Audience = "another");
        foreach (var token in (string[])[good, bad, bad + "x"])
        {
            using var client = app.Client(token);
            using (await client.SendAsync(HttpMethod.Post, Passports, new { })) { }
            using (await client.SendAsync(HttpMethod.Get, "/v1/roles")) { }
        }

        Assert.That(app.Logs.Entries, Is.Not.Empty);
        foreach (var secret in (string[])["robin@example.org", good.Split('.')[1], good.Split('.')[2], bad.Split('.')[2]])
        {
            Assert.That(app.Logs.Entries, Has.None.Contain(secret));
        }
    }

    [TestCase("https://login.example.com/tenant", "a", "Production", true)]
    [TestCase("http://127.0.0.1:5000", "a", "Development", true)]
    [TestCase("http://localhost:5000", "a", "Development", true)]
    [TestCase("http://localhost:5000", "a", "Production", false)]
    [TestCase("http://login.example.com", "a", "Development", false)]
    [TestCase("https://user@login.example.com", "a", "Production", false)]
    [TestCase("login.example.com", "a", "Production", false)]
    [TestCase(null, "a", "Production", false)]
    [TestCase("https://login.example.com", null, "Production", false)]
    [TestCase("https://login.example.com", " ", "Production", false)]
    [TestCase(null, null, "Production", true)]
    public void Settings_AreTakenWhereNobodyElseCanSpeakForTheProvider(
        string? authority, string? audience, string environment, bool isTaken)
    {
        var validator = new JwtOptionsValidator(new HostingEnvironment { EnvironmentName = environment });

        Assert.That(
            validator.Validate(null, new JwtOptions { Authority = authority, Audience = audience }).Succeeded, Is.EqualTo(isTaken));
    }

    private AiehApplication StartApp(params (string Setting, string Value)[] settings)
    {
        var app = new AiehApplication(
            _database, [("Auth:Jwt:Authority", _provider.Address), ("Auth:Jwt:Audience", IdentityProvider.Audience), .. settings]);
        app.StartServer();
        return app;
    }
}
