using System.Net;
using System.Web;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SignIn;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Aieh.Api.Tests.Candidates.SignIn;

/// <summary>A browser that is led to an identity provider and back, with pages that keep the token where the test sees it.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class OidcTests<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string SignIn = "/passport/sign-in";

    private readonly TDatabase _database = new();
    private readonly RememberedSession _session = new();
    private IdentityProvider _provider = null!;
    private AiehApplication _app = null!;
    private HttpClient _browser = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        await _database.StartAsync();
        _provider = new IdentityProvider();
        _app = new AiehApplication(
            _database,
            ("Auth:Oidc:Authority", _provider.Address), ("Auth:Oidc:ClientId", IdentityProvider.Audience),
            ("Auth:Oidc:ClientSecret", IdentityProvider.ClientSecret), ("Auth:Jwt:Audience", IdentityProvider.Audience))
        {
            Additions = services => services.AddSingleton<IPassportSession>(_session),
        };
        _app.StartServer();
        _provider.Clock = _app.Clock.GetUtcNow;
        using var client = _app.Client();
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = client.BaseAddress, Timeout = HangGuard.Limit,
        };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _browser?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public void Forget() => (_session.Token, _provider.Changes) = (null, _ => { });

    [Test]
    public async Task SignIn_OfANewAccount_MakesAPassportThatTheNextOneOpensToo()
    {
        _provider.SignedIn = "robin";
        using var first = await SignInAsync();
        var (token, end) = (_session.Token!, _session.ExpiresAt);
        using var second = await SignInAsync();

        Assert.That((int)first.StatusCode, Is.EqualTo(302));
        Assert.That(first.Headers.Location!.ToString(), Is.EqualTo("/passport"));
        Assert.That(end, Is.EqualTo(_app.Clock.GetUtcNow().AddHours(12)));
        Assert.That(_session.Token, Is.Not.EqualTo(token));
        var passport = await PassportOfAsync(token);
        Assert.That(await PassportOfAsync(_session.Token!), Is.EqualTo(passport));
        Assert.That(await _app.CountAsync("Credential", "PassportId = @Id AND ExpiresAt IS NULL", passport), Is.Zero);

        // The account is one, whichever way it comes.
        using var account = _app.Client(_provider.Token("robin"));
        Assert.That((await account.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Id, Is.EqualTo(passport));
    }

    [Test]
    public async Task SignIn_LeadsToTheProviderWithPkceAndAsksForNothingPersonal()
    {
        using var response = await _browser.GetAsync(new Uri(SignIn, UriKind.Relative));
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Headers.Location.AbsoluteUri, Does.StartWith(_provider.Address + "/authorize?"));
            Assert.That(query["response_type"], Is.EqualTo("code"));
            Assert.That(query["scope"], Is.EqualTo("openid"));
            Assert.That(query["code_challenge_method"], Is.EqualTo("S256"));
            Assert.That(query["redirect_uri"], Is.EqualTo($"{_browser.BaseAddress}passport/sign-in/callback"));
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
            foreach (var cookie in response.Headers.GetValues("Set-Cookie"))
            {
                Assert.That(cookie, Does.Contain("httponly").IgnoreCase.And.Contain("samesite=lax").IgnoreCase);
            }
        }
    }

    [Test]
    public async Task Callback_OfAnotherBrowserOrTwiceOrOfItself_SignsNobodyIn()
    {
        _provider.SignedIn = "kim";
        var (callback, cookies) = await AuthorizeAsync();

        using var another = await GetAsync(callback, []);
        Assert.That((another.StatusCode, _session.Token), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)), "without its cookies");
        using var good = await GetAsync(callback, cookies);
        Assert.That(_session.Token, Is.Not.Null);
        _session.Token = null;
        using var twice = await GetAsync(callback, cookies);
        using var itself = await GetAsync(SignIn + "/callback", []);
        using var refused = await GetAsync(SignIn + "/callback?error=access_denied&state=x", []);

        foreach (var response in (HttpResponseMessage[])[twice, itself, refused])
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        }

        Assert.That(_session.Token, Is.Null);
    }

    /// <summary>Identity tokens with one thing wrong each.</summary>
    private static readonly Dictionary<string, Action<SecurityTokenDescriptor>> _bad = new()
    {
        ["another audience"] = said => said.Audience = "another",
        ["another issuer"] = said => said.Issuer = "https://login.example.com",
        ["another nonce"] = said => said.Claims["nonce"] = "639000000000000000.AAAA",
        ["no nonce"] = said => said.Claims.Remove("nonce"),
        ["no subject"] = said => said.Claims.Remove("sub"),
        ["expired"] = said => said.Expires = said.NotBefore!.Value.AddSeconds(-61),
        ["unsigned"] = said => said.SigningCredentials = null,
        ["another key"] = said =>
            said.SigningCredentials = new SigningCredentials(IdentityProvider.NewKey("first"), SecurityAlgorithms.RsaSha256),
    };

    private static IEnumerable<string> Bad => _bad.Keys;

    [TestCaseSource(nameof(Bad))]
    public async Task Callback_WithATokenThatIsNotToBeBelieved_SignsNobodyIn(string what)
    {
        _provider.SignedIn = "sasha";
        _provider.Changes = _bad[what];
        var before = await _app.CountAsync("Passport");

        using var response = await SignInAsync();

        Assert.That((response.StatusCode, _session.Token), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
        Assert.That(await _app.CountAsync("Passport"), Is.EqualTo(before));
    }

    [Test]
    public async Task ErasePassport_OfAnAccount_HasTheNextSignInMakeAnother()
    {
        _provider.SignedIn = "toni";
        using (await SignInAsync()) { }
        var first = await PassportOfAsync(_session.Token!);
        using var owner = _app.Client(_session.Token);
        using (await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{first}")) { }
        using (await SignInAsync()) { }

        Assert.That(await PassportOfAsync(_session.Token!), Is.Not.EqualTo(first));
    }

    private async Task<HttpResponseMessage> SignInAsync()
    {
        var (callback, cookies) = await AuthorizeAsync();
        return await GetAsync(callback, cookies);
    }

    /// <summary>To the provider and back to the door: the address of the callback, and the cookies for it.</summary>
    private async Task<(string Callback, string[] Cookies)> AuthorizeAsync()
    {
        using var start = await _browser.GetAsync(new Uri(SignIn, UriKind.Relative));
        var cookies = start.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]).ToArray();
        using var authorized = await _browser.GetAsync(start.Headers.Location);
        return (authorized.Headers.Location!.PathAndQuery, cookies);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string[] cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookies.Length > 0) request.Headers.Add("Cookie", string.Join("; ", cookies));
        return await _browser.SendAsync(request);
    }

    private Task<Guid> PassportOfAsync(string token) => _app.Db.ReadAsync(
        async session => (await CredentialStore.FindHolderAsync(session, SecretToken.Hash(token)))!.PassportId!.Value,
        CancellationToken.None);

    /// <summary>In place of a cookie.</summary>
    private sealed class RememberedSession : IPassportSession
    {
        public string? Token { get; set; }

        public DateTimeOffset ExpiresAt { get; private set; }

        public PageRoute Page { get; } = new((context, problem) => context.Response.WriteAsync(problem.Detail ?? ""));

        public string Home => "/passport";

        public IResult Enter(HttpContext context, SignedIn signedIn)
        {
            (Token, ExpiresAt) = (signedIn.Token, signedIn.ExpiresAt);
            return TypedResults.LocalRedirect(Home);
        }

        public IResult Refuse() => TypedResults.BadRequest();
    }
}
