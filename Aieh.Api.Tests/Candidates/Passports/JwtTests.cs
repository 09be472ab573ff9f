using System.Net;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>Tokens of an identity provider in place of a candidate's.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class JwtTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Passports = "/v1/passports";

    private readonly IdentityProvider _provider = new();
    private int _subjects;

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Auth:Jwt:Authority", _provider.Address), ("Auth:Jwt:Audience", IdentityProvider.Audience),
        ("RateLimits:RefusedCredentialsPerMinute", "0"),
    ];

    [SetUp]
    public void ShareTheClock() => _provider.Clock = App.Clock.GetUtcNow;

    [OneTimeTearDown]
    public async Task StopProvider() => await _provider.DisposeAsync();

    [Test]
    public async Task CreatePassport_WithAnAccount_MakesTheOneThatItsTokenOpens()
    {
        using var account = App.Client(_provider.Token(NewSubject()));

        var created = await account.PostAsync<CreatedPassportResponse>(Passports, new { });
        var passport = await account.GetAsync<PassportResponse>($"{Passports}/{created.Id}");
        using var again = await account.SendAsync(HttpMethod.Post, Passports, new { });
        var problem = await again.ProblemAsync(409, "passport-exists");
        using var byToken = App.Client(created.Token);

        Assert.That(passport.Id, Is.EqualTo(created.Id));
        Assert.That((Guid)problem["passport"]!, Is.EqualTo(created.Id));
        Assert.That((await byToken.GetAsync<PassportResponse>($"{Passports}/{created.Id}")).Id, Is.EqualTo(created.Id));
    }

    [Test]
    public async Task CreatePassport_RepeatedUnderItsKey_AnswersWithTheSameToken()
    {
        var subject = NewSubject();
        using var account = App.Client(_provider.Token(subject));
        var first = await account.PostAsync<CreatedPassportResponse>(Passports, new { }, "a");
        App.Clock.Advance(TimeSpan.FromSeconds(2));
        using var later = App.Client(_provider.Token(subject));

        Assert.That(await later.PostAsync<CreatedPassportResponse>(Passports, new { }, "a"), Is.EqualTo(first));
    }

    [Test]
    public async Task CreatePassport_ByOneAccountManyTimesAtOnce_MakesOne()
    {
        using var account = App.Client(_provider.Token(NewSubject()));

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => account.SendAsync(HttpMethod.Post, Passports, new { })));

        var statuses = responses.Select(response => (int)response.StatusCode).Order();
        Assert.That(statuses, Is.EqualTo(new[] { 201, 409, 409, 409, 409, 409 }));
        foreach (var response in responses) response.Dispose();
    }

    [Test]
    public async Task Account_WithAPassport_IsItsCandidateEverywhere()
    {
        var (id, account) = await NewAccountAsync();
        var start = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await account.PostAsync<AttemptResponse>("/v1/attempts", start);
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport };
        var grant = await account.PostAsync<GrantResponse>($"{Passports}/{id}/grants", toHolder);
        await account.PutAsync($"{Passports}/{id}/accommodation", new { timeMultiplier = 1.5 });

        foreach (var path in (string[])
        [
            $"/v1/attempts/{attempt.Id}", $"{Passports}/{id}", $"{Passports}/{id}/evidence", $"{Passports}/{id}/export",
            $"{Passports}/{id}/readiness/backend-engineer", $"{Passports}/{id}/grants", $"{Passports}/{id}/grants/{grant.Id}",
            $"{Passports}/{id}/accommodation", $"{Passports}/{id}/access-log", $"{Passports}/{id}/invitations", "/v1/roles",
        ])
        {
            using var response = await account.SendAsync(HttpMethod.Get, path);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        }

        using var export = await account.SendAsync(HttpMethod.Get, $"{Passports}/{id}/export");
        Assert.That(await export.Content.ReadAsStringAsync(), Does.Contain($"\"logins\":[{{\"issuer\":\"{_provider.Address}\""));
    }

    [Test]
    public async Task Accounts_OfTwoSubjects_DoNotSeeEachOthersPassport()
    {
        var (one, _) = await NewAccountAsync();
        var (_, other) = await NewAccountAsync();

        using var response = await other.SendAsync(HttpMethod.Get, $"{Passports}/{one}");
        await response.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Account_WithoutAPassport_IsToldHowToMakeOne()
    {
        using var account = App.Client(_provider.Token(NewSubject()));
        var (stranger, _, _) = await App.CreatePassportAsync();

        foreach (var path in (string[])[$"{Passports}/{stranger}", "/v1/roles", "/v1/nothing"])
        {
            using var response = await account.SendAsync(HttpMethod.Get, path);
            var problem = await response.ProblemAsync(401, "invalid-token");
            Assert.That((string?)problem["detail"], Does.Contain("POST /v1/passports"));
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.Contain("invalid_token"));
        }
    }

    [Test]
    public async Task ErasePassport_OfAnAccount_UnlinksItAndLeavesNothingOfIt()
    {
        var subject = NewSubject();
        using var account = App.Client(_provider.Token(subject));
        var first = await account.PostAsync<CreatedPassportResponse>(Passports, new { }, "key");
        var scope = Login.Of(_provider.Address, subject).Id;
        var kept = await App.CountAsync("IdempotencyRecord", $"Principal = '{scope}'");

        using var erased = await account.SendAsync(HttpMethod.Delete, $"{Passports}/{first.Id}");
        using var gone = await account.SendAsync(HttpMethod.Get, $"{Passports}/{first.Id}");

        Assert.That((kept, erased.StatusCode), Is.EqualTo((1, HttpStatusCode.NoContent)));
        await gone.ProblemAsync(401, "invalid-token");
        Assert.That(await App.CountAsync("PassportLogin", "PassportId = @Id", first.Id), Is.Zero);
        Assert.That(await App.CountAsync("IdempotencyRecord", $"Principal = '{scope}'"), Is.Zero);
        var second = await account.PostAsync<CreatedPassportResponse>(Passports, new { }, "key");
        Assert.That(second.Id, Is.Not.EqualTo(first.Id));
    }

    /// <summary>Tokens with one thing wrong each; the service would take the subject's own.</summary>
    private static readonly Dictionary<string, Func<IdentityProvider, string, string>> _bad = new()
    {
        ["another issuer"] = (provider, who) => provider.Token(who, said => said.Issuer = "https://login.example.com"),
        ["no issuer"] = (provider, who) => provider.Token(who, said => said.Issuer = null),
        ["another audience"] = (provider, who) => provider.Token(who, said => said.Audience = "another-service"),
        ["no audience"] = (provider, who) => provider.Token(who, said => said.Audience = null),
        ["expired"] = (provider, who) => provider.Token(who, said => said.Expires = said.NotBefore!.Value.AddSeconds(-61)),
        ["without an end"] = (provider, who) => provider.Token(who, said => said.Expires = null),
        ["not yet valid"] = (provider, who) => provider.Token(who, said => said.NotBefore = said.NotBefore!.Value.AddSeconds(61)),
        ["no subject"] = (provider, _) => provider.Token(null),
        ["empty subject"] = (provider, _) => provider.Token(""),
        ["unsigned"] = (provider, who) => IdentityProvider.Unsigned(provider.Token(who)),
        ["signature cut off"] = (provider, who) => provider.Token(who)[..^300],
        ["the public key as a secret"] = (provider, who) => provider.SignedWithThePublicKey(who),
        ["another's key of the same name"] = (provider, who) => provider.Token(who, said => said.SigningCredentials =
            new SigningCredentials(IdentityProvider.NewKey(provider.Key.KeyId), SecurityAlgorithms.RsaSha256)),
        ["a key of another name"] = (provider, who) => provider.Token(who, said => said.SigningCredentials =
            new SigningCredentials(IdentityProvider.NewKey("unknown"), SecurityAlgorithms.RsaSha256)),
        ["another subject under the signature"] = (provider, who) =>
            string.Join('.', provider.Token("x").Split('.')[0], provider.Token(who).Split('.')[1], provider.Token("x").Split('.')[2]),
        ["three words"] = (_, _) => "a.b.c",
        ["nothing but dots"] = (_, _) => "..",
        ["four parts"] = (provider, who) => provider.Token(who) + ".x",
    };

    private static IEnumerable<string> Bad => _bad.Keys;

    [TestCaseSource(nameof(Bad))]
    public async Task Token_ThatIsNotToBeBelieved_Is401AndMakesNothing(string what)
    {
        var subject = NewSubject();
        using var good = App.Client(_provider.Token(subject));
        var id = (await good.PostAsync<CreatedPassportResponse>(Passports, new { })).Id;
        var before = await App.CountAsync("Passport");
        using var bad = App.Client(_bad[what](_provider, subject));

        foreach (var (method, path) in (IEnumerable<(HttpMethod, string)>)
            [(HttpMethod.Get, $"{Passports}/{id}"), (HttpMethod.Post, Passports), (HttpMethod.Get, "/v1/roles")])
        {
            using var response = await bad.SendAsync(method, path, method == HttpMethod.Post ? new { } : null);
            await response.ProblemAsync(401, "invalid-token");
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.Contain("invalid_token"));
        }

        Assert.That(await App.CountAsync("Passport"), Is.EqualTo(before));
    }

    [Test]
    public async Task Token_WhenItsTimeIsOver_IsRefusedByTheServicesClock()
    {
        var (id, account) = await NewAccountAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(59));
        using var stillTaken = await account.SendAsync(HttpMethod.Get, $"{Passports}/{id}");
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var over = await account.SendAsync(HttpMethod.Get, $"{Passports}/{id}");

        Assert.That(stillTaken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await over.ProblemAsync(401, "invalid-token");
    }

    private string NewSubject() => $"subject-{Interlocked.Increment(ref _subjects)}";

    private async Task<(Guid Id, HttpClient Account)> NewAccountAsync()
    {
        var account = App.Client(_provider.Token(NewSubject()));
        return ((await account.PostAsync<CreatedPassportResponse>(Passports, new { })).Id, account);
    }
}
