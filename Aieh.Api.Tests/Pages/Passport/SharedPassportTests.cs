using System.Net;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tests.Pages.Passport;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SharedPassportTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string History = "Evidence, oldest first";

    [Test]
    public async Task Link_IsExchangedForACookieOfThisPassport()
    {
        using var owner = await OwnerAsync();
        var grant = await owner.ShareAsync(GrantScope.Passport);
        using var reader = new PageVisitor(App);
        using var response = await reader.GetAsync("/p/" + grant.Token);
        var held = reader.Cookies.All.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (response.StatusCode, response.Headers.Location!.ToString()),
                Is.EqualTo((HttpStatusCode.SeeOther, $"/p/{owner.Passport}")));
            Assert.That((held.Name.ToString(), held.Path.ToString()), Is.EqualTo(("aieh-link", $"/p/{owner.Passport}")));
            Assert.That((held.HttpOnly, held.SameSite, held.MaxAge), Is.EqualTo((true, SameSiteMode.Lax, (TimeSpan?)null)));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Page_ShowsWhatTheLinkAllows(bool hasHistory)
    {
        var scope = hasHistory ? GrantScope.Evidence : GrantScope.Passport;
        using var owner = await OwnerAsync();
        using var employer = await Employer.CreateAsync(App);
        var attempt = await employer.TakeAsync(owner.Token, Employer.Python);
        var grant = await owner.ShareAsync(scope, Now.AddDays(30));
        using var reader = new PageVisitor(App);
        var page = await reader.OpenAsync("/p/" + grant.Token);
        var captions = page.Root.Descendants("caption").Select(ReadPage.TextOf).ToList();
        var api = await owner.ReadAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, page.Heading), Is.EqualTo((200, "A skills passport")));
            Assert.That(ReadPage.TextOf(page.Root.Descendants("strong").First()), Is.EqualTo($"{api.Composite!.Score}"));
            Assert.That(captions.Contains(History), Is.EqualTo(hasHistory));
            Assert.That(captions, Does.Contain("Readiness by the published weights"));
            Assert.That(page.Page.Facts["The link works until"], Does.StartWith($"{Now.AddDays(30):d MMM yyyy}"));
            Assert.That(page.Page.Html, Does.Not.Contain(grant.Token));
            Assert.That(page.Page.Html, Does.Not.Contain(attempt.Id.ToString()), "when it began is the owner's to know");
            Assert.That(page.Root.Descendants("form"), Is.Empty);
            Assert.That(page.Root.Descendants("nav"), Is.Empty);
            Assert.That(page.Text, Does.Contain("The owner shares nothing else"));
        }
    }

    [Test]
    public async Task Link_ThatHasExpired_SaysSo()
    {
        using var owner = await OwnerAsync();
        var grant = await owner.ShareAsync(GrantScope.Passport, Now.AddHours(1));
        using var reader = new PageVisitor(App);
        await reader.OpenAsync("/p/" + grant.Token);
        App.Clock.Advance(TimeSpan.FromHours(2));
        var open = await reader.OpenAsync($"/p/{owner.Passport}");
        var anew = await reader.OpenAsync("/p/" + grant.Token);

        Assert.That((open.Status, open.Heading), Is.EqualTo((410, "This link has ended")));
        Assert.That((anew.Status, anew.Heading), Is.EqualTo((410, "This link has ended")));
    }

    [Test]
    public async Task Page_WithoutItsLink_ShowsNothing()
    {
        using var owner = await OwnerAsync();
        using var reader = new PageVisitor(App);
        string[] paths = [$"/p/{owner.Passport}", "/p/x", "/p/" + SecretToken.Create(SecretToken.LinkPrefix), "/p/" + owner.Token];
        foreach (var path in paths)
        {
            var page = await reader.OpenAsync(path);
            Assert.That((page.Status, page.Heading), Is.EqualTo((404, "There is no such passport")), path);
            Assert.That(page.Page.Html, Does.Not.Contain(owner.Token));
        }

        // Nor does it to its owner: what others see is seen by the link.
        Assert.That((await owner.Browser.OpenAsync($"/p/{owner.Passport}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Link_OfTheApi_StaysAsItIs()
    {
        using var owner = await OwnerAsync();
        var grant = await owner.ShareAsync(GrantScope.Passport);
        using var anybody = App.Client();
        var passport = await anybody.GetAsync<PassportResponse>(grant.Url!);

        Assert.That(grant.Url, Does.StartWith($"/v1/passports/{owner.Passport}?share="));
        Assert.That(passport.Id, Is.EqualTo(owner.Passport));
    }

    /// <summary>On paper there is nothing that is only for a screen.</summary>
    [Test]
    public async Task Stylesheet_HidesOnPaperWhatIsForTheScreen()
    {
        using var reader = new PageVisitor(App);
        var page = await reader.OpenAsync("/p/x");
        var sheet = page.Root.Descendants("link").Single(link => (string?)link.Attribute("rel") == "stylesheet");
        using var response = await reader.GetAsync((string)sheet.Attribute("href")!);
        var print = (await response.Content.ReadAsStringAsync()).Split("@media print", 2)[1];

        Assert.That(print, Does.Contain("nav.passport { display: none; }"));
    }
}
