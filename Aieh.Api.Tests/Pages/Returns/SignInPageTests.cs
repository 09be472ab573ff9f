using System.Net;
using Aieh.Api.Tests.Pages.Passport;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Returns;

/// <summary>Signing in at an identity provider, and the passport that a browser holds by it.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SignInPageTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private readonly IdentityProvider _provider = new();
    private HttpClient _elsewhere = null!;

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        .. base.Settings, ("Auth:Oidc:Authority", _provider.Address), ("Auth:Oidc:ClientId", IdentityProvider.Audience),
        ("Auth:Oidc:ClientSecret", IdentityProvider.ClientSecret),
    ];

    [OneTimeSetUp]
    public void Arrive()
    {
        _provider.Clock = App.Clock.GetUtcNow;
        _elsewhere = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = HangGuard.Limit };
    }

    [OneTimeTearDown]
    public async Task Leave()
    {
        _elsewhere?.Dispose();
        await _provider.DisposeAsync();
    }

    [Test]
    public async Task SignIn_InABrowserThatHoldsNone_HoldsThePassportForAsLongAsTheSecretLasts()
    {
        _provider.SignedIn = "robin";
        using var browser = new PageVisitor(App);
        var door = await browser.OpenAsync("/passport");
        var home = await browser.OpenAsync(await CallbackAsync(browser));
        var held = browser.Cookies.All.Single(cookie => cookie.Name == Cookie);
        await browser.OpenAsync("/passport");

        Assert.That(door.Root.Descendants("a").Select(each => (string?)each.Attribute("href")), Has.Some.EqualTo("/passport/sign-in"));
        Assert.That((home.Status, home.Address), Is.EqualTo((200, "/passport")));
        Assert.That((held.HttpOnly, held.MaxAge), Is.EqualTo((true, (TimeSpan?)TimeSpan.FromHours(12))));
        Assert.That(
            browser.Cookies.All.Single(cookie => cookie.Name == Cookie).MaxAge, Is.EqualTo(TimeSpan.FromHours(12)),
            "a visit makes it last no longer");
    }

    /// <summary>Another site can lead a browser to sign in; who holds a passport whose link was not kept would lose it.</summary>
    [Test]
    public async Task SignIn_OverAnotherPassport_IsAskedForFirst()
    {
        _provider.SignedIn = "kim";
        using var held = await OwnerAsync();
        var asked = await held.Browser.OpenAsync(await CallbackAsync(held.Browser));

        Assert.That((asked.Status, asked.Heading), Is.EqualTo((200, "This browser holds another passport")));
        Assert.That(asked.Headers["Cache-Control"], Does.Contain("no-store"));
        Assert.That(held.Browser.Cookies[Cookie], Is.EqualTo(held.Token));

        var home = await held.Browser.SubmitAsync(asked, "Put the other one in its place");
        var cookie = held.Browser.Cookies.All.Single(each => each.Name == Cookie);
        Assert.That((home.Status, home.Address, cookie.MaxAge), Is.EqualTo((200, "/passport", (TimeSpan?)TimeSpan.FromHours(12))));
        Assert.That(cookie.Value.ToString(), Is.Not.EqualTo(held.Token));
    }

    [Test]
    public async Task SignIn_ToThePassportThatIsHeld_LeadsToIt()
    {
        _provider.SignedIn = "sasha";
        using var browser = new PageVisitor(App);
        await browser.OpenAsync(await CallbackAsync(browser));
        var before = browser.Cookies[Cookie];
        var again = await browser.OpenAsync(await CallbackAsync(browser));

        Assert.That((again.Status, again.Address), Is.EqualTo((200, "/passport")));
        Assert.That(browser.Cookies[Cookie], Is.Not.EqualTo(before));
    }

    [Test]
    public async Task SignIn_ThatWasRefused_IsAPageThatSaysSo()
    {
        using var browser = new PageVisitor(App);
        var page = await browser.OpenAsync("/passport/sign-in/callback?error=access_denied&state=x");

        Assert.That((page.Status, page.Heading), Is.EqualTo((400, "You were not signed in")));
        Assert.That(page.Root.Descendants("a").Select(each => (string?)each.Attribute("href")), Has.Some.EqualTo("/passport/sign-in"));
        Assert.That(browser.Cookies[Cookie], Is.Null);
    }

    /// <summary>To the provider, where somebody is signed in, and back: the address of the callback.</summary>
    private async Task<string> CallbackAsync(PageVisitor browser)
    {
        using var start = await browser.GetAsync("/passport/sign-in");
        Assert.That(start.StatusCode, Is.EqualTo(HttpStatusCode.Found));
        using var authorized = await _elsewhere.GetAsync(start.Headers.Location);
        return authorized.Headers.Location!.PathAndQuery;
    }
}
