using System.Net;
using System.Xml.Linq;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Shell;

/// <summary>What pages load besides themselves.</summary>
public sealed class AssetTests : HttpFixture<SqliteDatabase>
{
    private HttpClient _browser = null!;

    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [("RateLimits:AnonymousPermitsPerMinute", "5"), ("RateLimits:PermitsPerMinute", "100")];

    [OneTimeSetUp]
    public void OpenBrowser() => _browser = App.Client();

    [OneTimeTearDown]
    public void CloseBrowser() => _browser.Dispose();

    [Test]
    public async Task Page_Loads_NothingButAssets()
    {
        var page = await ReadPage.OpenAsync(_browser, "/report/unknown");
        var loaded = page.Root.Descendants().Where(each => each.Name.LocalName is "link" or "script" or "img")
            .Attributes().Where(each => each.Name.LocalName is "href" or "src").Select(each => each.Value);

        Assert.That(loaded, Is.EquivalentTo(new[] { PageAssets.Stylesheet, PageAssets.Icon }));
    }

    [TestCase("pages.css", "text/css; charset=utf-8")]
    [TestCase("icon.svg", "image/svg+xml")]
    public async Task Asset_AtItsAddress_IsKeptForGood(string name, string type)
    {
        var path = PageAssets.AddressOf(name);
        using var response = await GetAsync(path);
        var tag = response.Headers.ETag!.ToString();
        using var held = await _browser.SendAsync(HttpMethod.Get, path, headers: ("If-None-Match", tag));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(path, Is.EqualTo($"/assets/{name}?v={tag.Trim('"')[..16]}"));
            Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo(type));
            Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That((response.StatusCode, held.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotModified)));
            foreach (var each in (HttpResponseMessage[])[response, held])
            {
                Assert.That(each.Headers.CacheControl?.ToString(), Is.EqualTo("public, max-age=31536000, immutable"));
                Assert.That(each.Headers.Contains("Set-Cookie"), Is.False);
            }
        }
    }

    /// <summary>As during an upgrade, when a page of the one version asks the other: what comes is not what the address names.</summary>
    [TestCase("")]
    [TestCase("?v=0123456789abcdef")]
    public async Task Asset_OfAnotherVersion_IsKeptForAMinute(string query)
    {
        using var response = await GetAsync("/assets/pages.css" + query);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.CacheControl?.MaxAge, Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [TestCase("/assets/report.css")]
    [TestCase("/assets/Aieh.Api.Pages.Shell.pages.css")]
    [TestCase("/assets/..%2Fpages.css")]
    public async Task Asset_Unknown_IsNotFound(string path)
    {
        using var response = await GetAsync(path);
        await response.ProblemAsync(404, "not-found");
    }

    /// <summary>Everybody of a network loads them, and a page without them is none.</summary>
    [Test]
    public async Task Assets_HoweverOften_CountForNoLimit()
    {
        for (var i = 0; i < 20; i++)
        {
            using var response = await GetAsync(PageAssets.Stylesheet);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Headers.Contains("RateLimit"), Is.False);
        }
    }

    /// <summary>Pages send none: whoever does would look credentials up without a limit.</summary>
    [Test]
    public async Task Assets_AskedForWithACredential_AreCounted()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        using var _ = owner;
        using var response = await owner.GetAsync(new Uri(PageAssets.Stylesheet, UriKind.Relative));

        Assert.That(response.Headers.Contains("RateLimit"), Is.True);
    }

    [Test]
    public async Task Stylesheet_AsksForNothingElse()
    {
        using var response = await GetAsync(PageAssets.Stylesheet);
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(text, Does.StartWith(":root").And.Contain("prefers-color-scheme: dark").And.Contain("@media print"));
        Assert.That(text, Does.Not.Contain("url(").And.Not.Contain("@import"));
    }

    [Test]
    public async Task Icon_IsAPictureThatIsWellFormed()
    {
        using var response = await GetAsync(PageAssets.Icon);
        Assert.That(XElement.Parse(await response.Content.ReadAsStringAsync()).Name.LocalName, Is.EqualTo("svg"));
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _browser.GetAsync(new Uri(path, UriKind.Relative));
}
