using System.Net;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Passport;

/// <summary>What holds of all pages and forms of a passport.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class PassportFormsTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly string[] Pages =
        ["/passport/history", "/passport/readiness/backend-engineer", "/passport/sharing", "/passport/data", "/passport/data/export"];

    private static readonly string[] Forms =
        ["/passport/sharing/links", "/passport/sharing/{0}/revocation", "/passport/data/erasure", "/passport/data/sign-out"];

    /// <summary>As another site would send it, with the reader's cookies and all fields but the one that it cannot know.</summary>
    [TestCase("/passport/new")]
    [TestCase("/passport/open")]
    [TestCase("/passport/{1}")]
    [TestCase("/passport/sharing/links")]
    [TestCase("/passport/sharing/{0}/revocation")]
    [TestCase("/passport/data/erasure")]
    [TestCase("/passport/data/sign-out")]
    public async Task Form_WithoutItsToken_Is400AndNothingIsDone(string path)
    {
        using var owner = await OwnerAsync();
        using var other = await OwnerAsync();
        var grant = await owner.ShareAsync(GrantScope.Passport);
        var passports = await App.CountAsync("Passport");
        await owner.Browser.OpenAsync("/passport/data");
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, grant.Id, other.Token);
        using var response = await owner.Browser.PostAsync(
            address,
            new Dictionary<string, string>
            {
                ["scope"] = "passport", ["days"] = "30", ["sure"] = "yes", ["link"] = other.Token, ["replace"] = "yes",
                ["form-token"] = "x",
            });
        var grants = await owner.GrantsAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await ReadPage.OfAsync(response)).Heading, Is.EqualTo("This form has ended"));
        Assert.That(owner.Browser.Cookies[Cookie], Is.EqualTo(owner.Token));
        Assert.That(grants.Select(each => (each.Id, each.RevokedAt)), Is.EqualTo(new[] { (grant.Id, (DateTimeOffset?)null) }));
        Assert.That(await App.CountAsync("Passport"), Is.EqualTo(passports));
        Assert.That((await owner.ReadAsync()).Id, Is.EqualTo(owner.Passport));
    }

    [Test]
    public async Task Pages_WithoutAPassport_LeadToTheDoor()
    {
        using var browser = new PageVisitor(App);
        using var owner = await OwnerAsync();
        var link = await owner.ShareAsync(GrantScope.Evidence);
        foreach (var held in (string?[])[null, link.Token])
        {
            if (held is not null) browser.Cookies.Add(Cookie, held);
            foreach (var path in Pages)
            {
                using var response = await browser.GetAsync(path);
                Assert.That(
                    (response.StatusCode, response.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.SeeOther, "/passport")), path);
            }
        }
    }

    [Test]
    public async Task Forms_WithoutAPassport_LeadToTheDoor()
    {
        using var browser = new PageVisitor(App);
        var door = await browser.OpenAsync("/passport");
        var token = door.Root.Descendants("input").First(field => (string?)field.Attribute("name") == "form-token");
        foreach (var path in Forms)
        {
            var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.Empty);
            using var response = await browser.PostAsync(
                address,
                [new("form-token", (string)token.Attribute("value")!), new("sure", "yes"), new("scope", "passport"), new("days", "7")]);
            Assert.That(
                (response.StatusCode, response.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.SeeOther, "/passport")), path);
        }
    }

    /// <summary>Ids of another's are answered as if there were nothing.</summary>
    [Test]
    public async Task Objects_OfAnotherPassport_AreNotReached()
    {
        using var mine = await OwnerAsync();
        using var other = await OwnerAsync();
        var theirs = await other.ShareAsync(GrantScope.Evidence);
        await mine.ShareAsync(GrantScope.Passport);
        var sharing = await mine.Browser.OpenAsync("/passport/sharing");
        var token = sharing.Root.Descendants("input").First(field => (string?)field.Attribute("name") == "form-token");
        using var response = await mine.Browser.PostAsync(
            $"/passport/sharing/{theirs.Id}/revocation", [new("form-token", (string)token.Attribute("value")!)]);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.GrantsAsync()).Single().RevokedAt, Is.Null);
        Assert.That(sharing.Page.Html, Does.Not.Contain(theirs.Id.ToString()));

        // The cookie of one shared passport opens no other.
        using var reader = new PageVisitor(App);
        var myLink = await mine.ShareAsync(GrantScope.Passport);
        reader.Cookies.Add("aieh-link", myLink.Token!);
        Assert.That((await reader.OpenAsync($"/p/{mine.Passport}")).Status, Is.EqualTo(200));
        Assert.That((await reader.OpenAsync($"/p/{other.Passport}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Pages_OfAnErasedPassport_SayItAndForgetIt()
    {
        foreach (var path in (string[])["/passport", .. Pages])
        {
            using var owner = await OwnerAsync();
            using (await owner.Api.SendAsync(HttpMethod.Delete, owner.Path)) { }
            var page = await owner.Browser.OpenAsync(path);

            Assert.That((page.Status, page.Heading), Is.EqualTo((410, "This passport was deleted")), path);
            Assert.That(owner.Browser.Cookies[Cookie], Is.Null, path);
        }
    }

    [Test]
    public async Task Pages_OfAPassport_AreNobodyElsesToKeepOrFind()
    {
        using var owner = await OwnerAsync();
        foreach (var path in (string[])["/passport", .. Pages[..^1]])
        {
            using var response = await owner.Browser.GetAsync(path);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            Assert.That(response.Headers.CacheControl?.NoStore, Is.True, path);
            Assert.That(response.Headers.GetValues("X-Robots-Tag").Single(), Is.EqualTo("noindex"), path);
            Assert.That(response.Headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("no-referrer"), path);
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain(owner.Token), path);
            Assert.That(response.Headers.Location, Is.Null, path);
        }
    }
}
