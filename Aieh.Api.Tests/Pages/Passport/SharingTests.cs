using System.Net;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Passport;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SharingTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Sharing = "/passport/sharing";
    private const string MakeButton = "Make the link";

    protected override IEnumerable<(string Setting, string Value)> Settings => [.. base.Settings, ("Passports:MostGrants", "3")];

    [Test]
    public async Task Link_Made_IsShownOnceAndShowsThePassport()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync(Sharing);
        var made = await owner.Browser.SubmitAsync(page, MakeButton, ("scope", "evidence"), ("days", "7"));
        var link = new Uri(ValueOf(made, "secret")!);
        var grant = (await owner.GrantsAsync()).Single();
        var after = await owner.Browser.OpenAsync(Sharing);
        using var reader = new PageVisitor(App);
        var shared = await reader.OpenAsync(link.PathAndQuery);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((made.Status, made.Heading), Is.EqualTo((200, "The link is made")));
            Assert.That(link.AbsolutePath, Does.Match("^/p/aieh_link_[A-Za-z0-9_-]+$"));
            Assert.That((grant.Kind, grant.Scope), Is.EqualTo((GrantKind.Link, GrantScope.Evidence)));
            Assert.That(
                grant.ExpiresAt, Is.EqualTo(new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(8)), "the end of a day");
            Assert.That(after.Page.Html, Does.Not.Contain(link.Segments[^1]));
            Assert.That(after.Text, Does.Contain("Whoever has a link"));
            Assert.That((shared.Status, shared.Address), Is.EqualTo((200, $"/p/{owner.Passport}")));
        }
    }

    [Test]
    public async Task Link_WithoutAnEnd_LastsUntilItIsTakenBack()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync(Sharing);
        await owner.Browser.SubmitAsync(page, MakeButton, ("days", "none"));
        var grant = (await owner.GrantsAsync()).Single();

        Assert.That((grant.Scope, grant.ExpiresAt), Is.EqualTo((GrantScope.Passport, (DateTimeOffset?)null)));
        Assert.That((await owner.Browser.OpenAsync(Sharing)).Text, Does.Contain("until you take it back"));
    }

    [Test]
    public async Task Form_SentTwice_MakesOneLink()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync(Sharing);
        var first = await owner.Browser.SubmitAsync(page, MakeButton);
        App.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await owner.Browser.SubmitAsync(page, MakeButton);

        Assert.That(ValueOf(second, "secret"), Is.EqualTo(ValueOf(first, "secret")));
        Assert.That(await owner.GrantsAsync(), Has.Count.EqualTo(1));
    }

    [TestCase("loop", "30")]
    [TestCase("everything", "30")]
    [TestCase("passport", "31")]
    [TestCase("passport", "-7")]
    public async Task Form_WithWhatIsNotOffered_MakesNoLink(string scope, string days)
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync(Sharing);
        var answer = await owner.Browser.SubmitAsync(page, MakeButton, ("scope", scope), ("days", days));

        Assert.That((answer.Status, answer.Heading), Is.EqualTo((400, "No link was made")));
        Assert.That(await owner.GrantsAsync(), Is.Empty);
    }

    [Test]
    public async Task Links_BeyondTheLimit_AreRefusedInWords()
    {
        using var owner = await OwnerAsync();
        for (var i = 0; i < 3; i++) await owner.ShareAsync(GrantScope.Passport);
        var page = await owner.Browser.OpenAsync(Sharing);
        var refused = await owner.Browser.SubmitAsync(page, MakeButton);

        Assert.That(refused.Status, Is.EqualTo(409));
        Assert.That(refused.Text, Does.Contain("at most 3 grants"));
    }

    [Test]
    public async Task Grant_TakenBack_EndsAtOnce()
    {
        using var owner = await OwnerAsync();
        var grant = await owner.ShareAsync(GrantScope.Passport);
        using var reader = new PageVisitor(App);
        Assert.That((await reader.OpenAsync("/p/" + grant.Token)).Status, Is.EqualTo(200));

        var page = await owner.Browser.OpenAsync(Sharing);
        var after = await owner.Browser.SubmitAsync(page, $"{Sharing}/{grant.Id}/revocation");
        var open = await reader.OpenAsync($"/p/{owner.Passport}");
        using var again = new PageVisitor(App);
        var anew = await again.OpenAsync("/p/" + grant.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Text, Does.Contain("It was taken back.").And.Contain("Nobody but you."));
            Assert.That((await owner.GrantsAsync()).Single().RevokedAt, Is.Not.Null);
            Assert.That((open.Status, open.Heading), Is.EqualTo((410, "This link was taken back")));
            Assert.That((anew.Status, anew.Heading), Is.EqualTo((410, "This link was taken back")));
            Assert.That(anew.Page.Html, Does.Not.Contain(grant.Token));
        }
    }

    [Test]
    public async Task Grants_ToOrganisations_AreNamedAndTheirLooksListed()
    {
        using var owner = await OwnerAsync();
        var (tenant, key, _) = await App.CreateKeyAsync("passports:read");
        using var __ = key;
        await owner.Api.PostAsync<GrantResponse>(
            owner.Path + "/grants", new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence });
        using (await key.SendAsync(HttpMethod.Get, owner.Path)) { }
        using (await key.SendAsync(HttpMethod.Get, owner.Path + "/evidence")) { }
        using var employer = await Employer.CreateAsync(App);
        await employer.AcceptAsync(await employer.InviteAsync(await employer.CreateLoopAsync()), owner.Token);
        var page = await owner.Browser.OpenAsync(Sharing);
        var cards = page.Root.Descendants("li").Where(item => (string?)item.Attribute("class") == "card").Select(ReadPage.TextOf).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cards, Has.Some.StartsWith($"Tenant {tenant}").And.Some.StartsWith($"Tenant {employer.Tenant}"));
            Assert.That(
                cards.Single(card => card.StartsWith($"Tenant {employer.Tenant}", StringComparison.Ordinal)), Does.Contain("declined"));
            Assert.That(
                page.Page.Table("Looks at your passport, the latest first").Skip(1).Select(row => (row[1], row[2])),
                Is.EquivalentTo(new[] { ($"Tenant {tenant}", "the passport"), ($"Tenant {tenant}", "the history of evidence") }));
        }
    }

    [Test]
    public async Task Looks_OfAnUnreadableCursor_AreRefusedInWords()
    {
        using var owner = await OwnerAsync();
        using var response = await owner.Browser.GetAsync(Sharing + "?cursor=x");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await ReadPage.OfAsync(response)).Text, Does.Contain("To your passport"));
    }
}
