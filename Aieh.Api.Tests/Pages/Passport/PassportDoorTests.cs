using System.Net;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tests.Pages.Passport;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class PassportDoorTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string MakeButton = "Make a passport";

    [Test]
    public async Task Passport_Made_IsHeldAndItsLinkShownOnce()
    {
        using var browser = new PageVisitor(App);
        var door = await browser.OpenAsync("/passport");
        var made = await browser.SubmitAsync(door, MakeButton);
        var link = ValueOf(made, "secret")!;
        var held = browser.Cookies.All.Single(cookie => cookie.Name == Cookie);
        var home = await browser.OpenAsync("/passport");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((door.Status, door.Heading), Is.EqualTo((200, "Your passport")));
            Assert.That((made.Status, made.Heading, made.Address), Is.EqualTo((200, "Your passport is made", "/passport/new")));
            Assert.That(link, Does.Match("^http://[^/]+/passport/aieh_cand_[A-Za-z0-9_-]+$"));
            Assert.That(link, Does.EndWith("/" + held.Value));
            Assert.That((held.HttpOnly, held.Secure, held.Path.ToString()), Is.EqualTo((true, false, "/")));
            Assert.That(held.SameSite, Is.EqualTo(SameSiteMode.Lax));
            Assert.That(held.MaxAge, Is.EqualTo(TimeSpan.FromDays(400)));
            Assert.That(made.Headers["Cache-Control"], Does.Contain("no-store"));
            Assert.That(made.Headers["Referrer-Policy"], Is.EqualTo("no-referrer"));
            Assert.That(made.Headers["Content-Security-Policy"], Does.Contain("script-src 'self'"));
            Assert.That(home.Page.Facts, Does.ContainKey("Made on"));
            Assert.That(home.Page.Html, Does.Not.Contain(link[^40..]));
        }
    }

    [Test]
    public async Task Form_SentTwiceAtOnce_MakesOnePassport()
    {
        using var browser = new PageVisitor(App);
        var door = await browser.OpenAsync("/passport");
        var before = await App.CountAsync("Passport");
        var first = await browser.SubmitAsync(door, MakeButton);
        browser.Cookies.Add(Cookie, "");
        var second = await browser.SubmitAsync(door, MakeButton);

        Assert.That(ValueOf(second, "secret"), Is.EqualTo(ValueOf(first, "secret")), "the answer to the first had not arrived");
        Assert.That(await App.CountAsync("Passport"), Is.EqualTo(before + 1));

        var third = await browser.SubmitAsync(door, MakeButton);
        Assert.That((third.Address, ValueOf(third, "secret")), Is.EqualTo(("/passport", (string?)null)), "the browser holds it");
        Assert.That(await App.CountAsync("Passport"), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task Link_ThatWasKept_IsExchangedAndWritesNothing()
    {
        using var owner = await OwnerAsync();
        owner.Browser.Cookies.Clear();
        using var response = await owner.Browser.GetAsync("/passport/" + owner.Token);
        var held = owner.Browser.Cookies.All.Single();
        var used = await App.CountAsync("Credential", "PassportId = @Id AND LastUsedAt IS NOT NULL", owner.Passport);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((response.StatusCode, response.Headers.Location!.ToString()), Is.EqualTo((HttpStatusCode.SeeOther, "/passport")));
            Assert.That((held.Name.ToString(), held.Value.ToString(), held.HttpOnly), Is.EqualTo((Cookie, owner.Token, true)));
            Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(used, Is.Zero);
        }
    }

    [Test]
    public async Task Link_ThatOpensNothing_IsAPageThatDoesNotRepeatIt()
    {
        using var browser = new PageVisitor(App);
        using var share = await OwnerAsync();
        var link = await share.ShareAsync(GrantScope.Passport);
        string[] wrong = [SecretToken.Create(SecretToken.CandidatePrefix), "aieh_cand_cut-off", link.Token!, "new", "%3Cscript%3E"];
        foreach (var token in wrong)
        {
            var page = await browser.OpenAsync("/passport/" + token);

            Assert.That((page.Status, page.Heading), Is.EqualTo((404, "This link opens no passport")), token);
            Assert.That(browser.Cookies.All.Where(cookie => cookie.Name == Cookie), Is.Empty);
        }

        Assert.That((await browser.OpenAsync("/passport/" + wrong[0])).Page.Html, Does.Not.Contain(wrong[0]));
    }

    [TestCase("{0}")]
    [TestCase("  https://passport.example.com/passport/{0}\r\n")]
    [TestCase("It is this one: <{0}>.")]
    public async Task Pasted_LinkOrToken_OpensThePassport(string pasted)
    {
        using var owner = await OwnerAsync();
        owner.Browser.Cookies.Clear();
        var door = await owner.Browser.OpenAsync("/passport");
        using var response = await owner.Browser.PostAsync(
            door, "Open it", ("link", string.Format(System.Globalization.CultureInfo.InvariantCulture, pasted, owner.Token)));

        Assert.That((response.StatusCode, response.Headers.Location!.ToString()), Is.EqualTo((HttpStatusCode.SeeOther, "/passport")));
        Assert.That(owner.Browser.Cookies[Cookie], Is.EqualTo(owner.Token));
    }

    [Test]
    public async Task Pasted_Nonsense_SaysSoWhereItWasPasted()
    {
        using var browser = new PageVisitor(App);
        var door = await browser.OpenAsync("/passport");
        var page = await browser.SubmitAsync(door, "Open it", ("link", "half-of-a-secret"));

        Assert.That(page.Status, Is.EqualTo(404));
        Assert.That(TextOf(page, "open-problem"), Does.StartWith("There is no passport behind it."));
        Assert.That(page.Page.Html, Does.Not.Contain("half-of-a-secret"));
    }

    /// <summary>Whoever holds a passport whose link was not kept would lose it.</summary>
    [Test]
    public async Task Link_OverAnotherPassport_IsAskedForFirst()
    {
        using var mine = await OwnerAsync();
        using var other = await OwnerAsync();
        var asked = await mine.Browser.OpenAsync("/passport/" + other.Token);

        Assert.That((asked.Status, asked.Heading), Is.EqualTo((200, "This browser holds another passport")));
        Assert.That(asked.Page.Html, Does.Not.Contain(other.Token));
        Assert.That(mine.Browser.Cookies[Cookie], Is.EqualTo(mine.Token));

        using var agreed = await mine.Browser.PostAsync(asked, "Put the other one in its place");
        Assert.That((agreed.StatusCode, agreed.Headers.Location!.ToString()), Is.EqualTo((HttpStatusCode.SeeOther, "/passport")));
        Assert.That(mine.Browser.Cookies[Cookie], Is.EqualTo(other.Token));
    }

    [Test]
    public async Task Pasted_OverAnotherPassport_IsAskedForFirst()
    {
        using var mine = await OwnerAsync();
        using var other = await OwnerAsync();
        using var stale = new PageVisitor(App);
        var door = await stale.OpenAsync("/passport");
        stale.Cookies.Add(Cookie, mine.Token);
        var asked = await stale.SubmitAsync(door, "Open it", ("link", other.Token));

        Assert.That((asked.Status, asked.Heading), Is.EqualTo((200, "This browser holds another passport")));
        Assert.That(asked.Page.Html, Does.Not.Contain(other.Token));
        Assert.That(stale.Cookies[Cookie], Is.EqualTo(mine.Token));

        await stale.SubmitAsync(asked, "Put the other one in its place", ("link", other.Token));
        Assert.That(stale.Cookies[Cookie], Is.EqualTo(other.Token));
    }

    [Test]
    public async Task Link_OfThePassportThatIsHeld_LeadsToIt()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync("/passport/" + owner.Token);

        Assert.That((page.Status, page.Address), Is.EqualTo((200, "/passport")));
    }

    [Test]
    public async Task Cookie_ThatHasEnded_IsForgottenAndThePageSaysSo()
    {
        using var browser = new PageVisitor(App);
        browser.Cookies.Add(Cookie, SecretToken.Create(SecretToken.CandidatePrefix));
        var page = await browser.OpenAsync("/passport");

        Assert.That((page.Status, page.Text.Contains("opens nothing any more", StringComparison.Ordinal)), Is.EqualTo((200, true)));
        Assert.That(browser.Cookies[Cookie], Is.Null);
    }

    [Test]
    public async Task Logs_OfLinks_HoldTheRouteAndNotTheSecret()
    {
        using var owner = await OwnerAsync();
        var share = await owner.ShareAsync(GrantScope.Evidence);
        using var browser = new PageVisitor(App);
        await browser.OpenAsync("/passport/" + owner.Token);
        await browser.OpenAsync("/p/" + share.Token);

        Assert.That(App.Logs.Entries, Has.Some.Contains("GET /passport/{token} 303").And.Some.Contains("GET /p/{secret} 303"));
        foreach (var secret in (string[])[owner.Token[10..40], share.Token![10..40]])
        {
            Assert.That(App.Logs.Entries, Has.None.Contains(secret));
        }
    }

    /// <summary>Under https the name has the prefix by which browsers take it from this host alone.</summary>
    [Test]
    public async Task Cookies_UnderHttps_AreSecureAndBoundToTheHost()
    {
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        await using var app = new AiehApplication(database)
        {
            Additions = services => services.AddSingleton<IStartupFilter, Https>(),
        };
        app.StartServer();
        var (passport, api, token) = await app.CreatePassportAsync();
        using var _ = api;
        var grant = await api.PostAsync<GrantResponse>(
            $"/v1/passports/{passport}/grants", new { kind = "link", scope = "passport" });
        using var browser = new PageVisitor(app);
        using (await browser.GetAsync("/passport/" + token)) { }
        using (await browser.GetAsync("/p/" + grant.Token)) { }
        var own = browser.Cookies.All.Single(cookie => cookie.Name == "__Host-aieh-passport");
        var shared = browser.Cookies.All.Single(cookie => cookie.Name == "__Secure-aieh-link");

        Assert.That((own.Secure, own.HttpOnly, own.SameSite, own.Path.ToString()), Is.EqualTo((true, true, SameSiteMode.Lax, "/")));
        Assert.That(
            (shared.Secure, shared.HttpOnly, shared.SameSite, shared.Path.ToString()),
            Is.EqualTo((true, true, SameSiteMode.Lax, $"/p/{passport}")));
        Assert.That((await browser.OpenAsync("/passport")).Heading, Is.EqualTo("Your passport"));
        Assert.That((await browser.OpenAsync($"/p/{passport}")).Heading, Is.EqualTo("A skills passport"));
    }

    private sealed class Https : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, then) =>
            {
                context.Request.Scheme = "https";
                return then(context);
            });
            next(app);
        };
    }
}
