using System.Net;
using System.Xml.Linq;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Tests.Employers.Mail;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Pages.Passport;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Returns;

/// <summary>A link to a passport that was lost, and the mail that leads back, by pages alone.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ReturnPageTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Return = "/passport/return";
    private const string Contact = "/passport/contact";
    private const string Data = "/passport/data";
    private const string SignOutButton = "Sign out";

    private readonly MailServer _server = new();
    private int _people;

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        .. base.Settings, ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{_server.Port}"), ("Mail:Security", "None"),
        ("Mail:From", "no-reply@mail.example.com"),
    ];

    [OneTimeTearDown]
    public async Task StopServer() => await _server.DisposeAsync();

    /// <summary>Links of one moment end together.</summary>
    [SetUp]
    public void Later() => App.Clock.Advance(TimeSpan.FromSeconds(1));

    [Test]
    public async Task Passport_OfALostLink_IsOpenedByTheMailsButtonAndNotByLooking()
    {
        using var owner = await OwnerAsync();
        var email = await LeaveAddressAsync(owner);
        using var browser = new PageVisitor(App);
        var door = await browser.OpenAsync("/passport");
        var asked = await AskAsync(browser, email.ToUpperInvariant());
        var link = await LinkOfAsync(email);
        var looked = await browser.OpenAsync(link);
        looked = await browser.OpenAsync(link);
        Assert.That(browser.Cookies[Cookie], Is.Null, "programs look at links in mails");

        var home = await browser.SubmitAsync(looked, "Open it");
        var held = browser.Cookies.All.Single(cookie => cookie.Name == Cookie);
        using var returned = App.Client(held.Value.ToString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(door.Root.Descendants("a").Select(each => (string?)each.Attribute("href")), Has.Some.EqualTo(Return));
            Assert.That((asked.Status, asked.Heading), Is.EqualTo((202, "Look into your mail")));
            Assert.That((looked.Status, looked.Heading), Is.EqualTo((200, "Open your passport")));
            Assert.That(looked.Headers["Referrer-Policy"], Is.EqualTo("no-referrer"));
            Assert.That(looked.Text, Does.Not.Contain("another passport"));
            Assert.That((home.Status, home.Address), Is.EqualTo((200, "/passport")));
            Assert.That((await returned.GetAsync<PassportResponse>(owner.Path)).Id, Is.EqualTo(owner.Passport));
            Assert.That((held.HttpOnly, held.MaxAge), Is.EqualTo((true, (TimeSpan?)TimeSpan.FromDays(90))));
            Assert.That(App.Logs.Entries, Has.None.Contain(link.Split('/')[^1]).And.None.Contain(email));
        }
    }

    [Test]
    public async Task Link_UsedOrOld_SaysSoAndWhereAnotherIsHad()
    {
        using var owner = await OwnerAsync();
        var email = await LeaveAddressAsync(owner);
        using var browser = new PageVisitor(App);
        await AskAsync(browser, email);
        var used = await LinkOfAsync(email);
        var page = await browser.OpenAsync(used);
        await browser.SubmitAsync(page, "Open it");
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(browser, email);
        var old = await LinkOfAsync(email, count: 2);
        App.Clock.Advance(TimeSpan.FromMinutes(30));

        foreach (var link in (string[])[used, old, Return + "/nonsense"])
        {
            using var another = new PageVisitor(App);
            var ended = await another.SubmitAsync(await another.OpenAsync(link), "Open it");

            Assert.That((ended.Status, ended.Heading), Is.EqualTo((410, "This link has ended")), link);
            Assert.That(ended.Root.Descendants("a").Select(each => (string?)each.Attribute("href")), Has.Some.EqualTo(Return));
            Assert.That(another.Cookies[Cookie], Is.Null);
        }
    }

    [Test]
    public async Task Link_OverAnotherPassport_SaysWhatItReplaces()
    {
        using var lost = await OwnerAsync();
        using var held = await OwnerAsync();
        var email = await LeaveAddressAsync(lost);
        await AskAsync(held.Browser, email);
        var page = await held.Browser.OpenAsync(await LinkOfAsync(email));

        Assert.That(page.Text, Does.Contain("This browser holds another passport"));
        Assert.That(held.Browser.Cookies[Cookie], Is.EqualTo(held.Token));
        await held.Browser.SubmitAsync(page, "Open it");
        Assert.That(held.Browser.Cookies[Cookie], Is.Not.EqualTo(held.Token));
    }

    /// <summary>By the page too, nobody learns who has a passport.</summary>
    [Test]
    public async Task Asking_ForAnAddressThatNobodyHas_LooksTheSame()
    {
        using var owner = await OwnerAsync();
        using var browser = new PageVisitor(App);
        var known = await AskAsync(browser, await LeaveAddressAsync(owner));
        var unknown = await AskAsync(browser, "nobody@example.org");
        var wrong = await AskAsync(browser, "nobody");

        Assert.That((unknown.Status, unknown.Page.Html), Is.EqualTo((known.Status, known.Page.Html)));
        Assert.That((wrong.Status, TextOf(wrong, "email-problem")), Is.EqualTo((400, "No mail can be sent to this address.")));
    }

    [Test]
    public async Task Address_LeftAndRemoved_IsTheApis()
    {
        using var owner = await OwnerAsync();
        var email = await LeaveAddressAsync(owner);
        var kept = await owner.Api.GetAsync<ContactResponse>(owner.Path + "/contact");
        var page = await owner.Browser.OpenAsync(Contact);
        var wrong = await owner.Browser.SubmitAsync(page, "Keep this address", ("email", "robin"));
        var still = await owner.Api.GetAsync<ContactResponse>(owner.Path + "/contact");
        var removed = await owner.Browser.SubmitAsync(page, "Remove the address");
        using var none = await owner.Api.SendAsync(HttpMethod.Get, owner.Path + "/contact");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((kept.Email, still.Email), Is.EqualTo((email, email)));
            Assert.That(page.Text, Does.Contain($"The address is {email}. Nobody has opened a link there yet."));
            Assert.That((wrong.Status, TextOf(wrong, "email-problem")), Is.EqualTo((400, "No mail can be sent to this address.")));
            Assert.That((removed.Status, removed.Address), Is.EqualTo((200, Contact)));
            Assert.That(removed.Text, Does.Not.Contain(email));
            Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task Address_WithoutAPassport_IsNobodys()
    {
        using var browser = new PageVisitor(App);

        foreach (var page in (VisitedPage[])[await browser.OpenAsync(Contact), await SendAsync(browser)])
        {
            Assert.That(page.Address, Is.EqualTo("/passport"), "where one is made or opened");
        }

        static async Task<VisitedPage> SendAsync(PageVisitor browser)
        {
            var form = await browser.OpenAsync(Return);
            var sent = form with { Page = form.Page with { Root = Elsewhere(form.Root) } };
            return await browser.SubmitAsync(sent, Contact, ("email", "robin@example.org"));
        }

        static XElement Elsewhere(XElement page)
        {
            var root = new XElement(page);
            root.Descendants("form").Single().SetAttributeValue("action", Contact);
            return root;
        }
    }

    /// <summary>The secret was made for this browser; the link that the owner has kept goes on.</summary>
    [Test]
    public async Task SignOut_AfterAReturn_EndsTheSecretOfThisBrowserAlone()
    {
        using var owner = await OwnerAsync();
        var email = await LeaveAddressAsync(owner);
        using var browser = new PageVisitor(App);
        await AskAsync(browser, email);
        await browser.SubmitAsync(await browser.OpenAsync(await LinkOfAsync(email)), "Open it");
        var token = browser.Cookies[Cookie]!;
        using var api = App.Client(token);
        Assert.That((await api.GetAsync<PassportResponse>(owner.Path)).Id, Is.EqualTo(owner.Passport));

        await browser.SubmitAsync(await browser.OpenAsync(Data), SignOutButton);
        await owner.Browser.SubmitAsync(await owner.Browser.OpenAsync(Data), SignOutButton);

        using var ended = await api.SendAsync(HttpMethod.Get, owner.Path);
        await ended.ProblemAsync(401, "invalid-token");
        Assert.That((browser.Cookies[Cookie], owner.Browser.Cookies[Cookie]), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That((await owner.ReadAsync()).Id, Is.EqualTo(owner.Passport));
    }

    private async Task<string> LeaveAddressAsync(Owner owner)
    {
        var email = $"robin{Interlocked.Increment(ref _people)}@example.org";
        var page = await owner.Browser.SubmitAsync(await owner.Browser.OpenAsync(Contact), "Keep this address", ("email", $" {email} "));
        Assert.That((page.Status, page.Address), Is.EqualTo((200, Contact)));
        return email;
    }

    private static async Task<VisitedPage> AskAsync(PageVisitor browser, string email) =>
        await browser.SubmitAsync(await browser.OpenAsync(Return), "Send me a link", ("email", email));

    /// <summary>The path of the link in the newest mail, once so many have come.</summary>
    private async Task<string> LinkOfAsync(string email, int count = 1)
    {
        await WebhookFixture<TDatabase>.UntilAsync(() => Task.FromResult(_server.Of(email).Count >= count));
        var lines = _server.Of(email)[^1].TextBody!.Split('\n', StringSplitOptions.TrimEntries);
        return new Uri(lines.First(line => line.StartsWith("http", StringComparison.Ordinal))).PathAndQuery;
    }
}
