using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Invitation;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class InvitationPageTests<TDatabase> : VisitorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private Employer _employer = null!;
    private Guid _loop;
    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [(AccessLog.EnabledSetting, "true"), ("Logging:LogLevel:Default", "Trace")];

    [OneTimeSetUp]
    public async Task CreateEmployer()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await _employer.CreateLoopAsync();
    }

    [OneTimeTearDown]
    public void DisposeEmployer() => _employer.Dispose();

    /// <summary>From the link to the completed invitation, without a script, and with no program between.</summary>
    [Test]
    public async Task Invitation_WithoutAPassport_IsAcceptedTakenAndCompleted()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var page = await Visitor.OpenAsync(invitation.Url!);
        Assert.That(page.Address, Is.EqualTo($"/invitation/{invitation.Id}"));
        Assert.That(page.Heading, Does.Contain("asks you to take tests for the role Backend Engineer"));

        var accepted = await Visitor.SubmitAsync(page, "Accept", ("passport", "new"));
        Assert.That(accepted.Heading, Is.EqualTo("You have accepted"));
        page = await Visitor.OpenAsync($"/invitation/{invitation.Id}");
        for (var left = 2; left > 0; left--)
        {
            var starts = page.Root.Descendants("form").Where(form => (string?)form.Attribute("action") == "/take").ToList();
            Assert.That(starts, Has.Count.EqualTo(left));
            var slug = (string)starts[0].Descendants("input")
                .Single(input => (string?)input.Attribute("name") == "assessment").Attribute("value")!;
            var take = await Visitor.SubmitAsync(page, $"Start {TitleOf(slug)}");
            take = await TakeAsync(take);
            var back = take.Root.Descendants("a").Single(link => ReadPage.TextOf(link) == "Back to the invitation");
            page = await Visitor.OpenAsync((string)back.Attribute("href")!);
        }

        Assert.That(page.Text, Does.Contain("All that was asked for is done, and the employer has been told."));
        Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Completed));
    }

    [Test]
    public async Task Link_IsExchangedAtOnceAndInNoLogNorAddress()
    {
        var invitation = await _employer.InviteAsync(_loop);
        using var response = await Visitor.GetAsync(PathOf(invitation));
        var cookie = Visitor.Cookies.All.Single();

        Assert.That((int)response.StatusCode, Is.EqualTo(303));
        Assert.That(response.Headers.Location!.ToString(), Is.EqualTo($"/invitation/{invitation.Id}"));
        Assert.That(response.Headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("no-referrer"));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
        Assert.That((cookie.HttpOnly, cookie.SameSite.ToString(), cookie.Path.ToString()),
            Is.EqualTo((true, "Lax", $"/invitation/{invitation.Id}")));
        Assert.That(App.Logs.Entries, Is.Not.Empty);
        Assert.That(App.Logs.Entries, Has.None.Contains(invitation.Token));
        Assert.That((await Visitor.OpenAsync($"/invitation/{invitation.Id}")).Page.Html, Does.Not.Contain(invitation.Token));
    }

    [Test]
    public async Task Invitation_WithThePassportInTheBrowser_IsAcceptedWithIt()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        Visitor.Cookies.Add("aieh-passport", token);
        var invitation = await _employer.InviteAsync(_loop);
        var page = await Visitor.SubmitAsync(await Visitor.OpenAsync(PathOf(invitation)), "Accept");

        Assert.That(page.Text, Does.Contain("You have accepted."));
        Assert.That((await _employer.GetAsync(invitation.Id)).Passport, Is.EqualTo(passport));
    }

    [Test]
    public async Task Invitation_AcceptedWithANewPassport_OffersTheVoluntaryQuestionnaireAndLeadsBack()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var accepted = await Visitor.SubmitAsync(await Visitor.OpenAsync(PathOf(invitation)), "Accept", ("passport", "new"));
        Assert.That(accepted.Text, Does.Contain("has no effect on anything, and no employer is ever shown your answers"));

        var back = await Visitor.SubmitAsync(accepted, "Save my answers", ("sex", "prefer-not-to-say"), ("race-ethnicity", "white"));
        Assert.That((back.Status, back.Address), Is.EqualTo((200, $"/invitation/{invitation.Id}")));
        Assert.That(back.Root.Descendants("a").Select(link => (string?)link.Attribute("href")), Does.Contain("/passport/data#groups"));
        var passport = (await _employer.GetAsync(invitation.Id)).Passport;
        Assert.That(await App.CountAsync("SelfIdentification", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    [Test]
    public async Task Invitation_WithAPastedLink_IsAcceptedWithThatPassport()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        var invitation = await _employer.InviteAsync(_loop);
        var page = await Visitor.OpenAsync(PathOf(invitation));
        var wrong = await Visitor.SubmitAsync(page, "Accept", ("passport", "pasted"), ("link", "https://example.com/passport/x"));
        Assert.That((wrong.Status, wrong.Heading), Is.EqualTo((422, "This is not the link of a passport")));

        // Whoever pastes a link means it, whichever button was chosen.
        await Visitor.SubmitAsync(page, "Accept", ("passport", "new"), ("link", $"https://example.com/passport/{token}"));
        Assert.That((await _employer.GetAsync(invitation.Id)).Passport, Is.EqualTo(passport));
    }

    [Test]
    public async Task Invitation_ThatIsDeclined_SaysSoAndOffersNothing()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var page = await Visitor.SubmitAsync(await Visitor.OpenAsync(PathOf(invitation)), "Decline the invitation");

        Assert.That(page.Text, Does.Contain("You have declined."));
        Assert.That(page.Root.Descendants("form"), Is.Empty);
        Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Declined));
    }

    /// <summary>The link can be in the employer's hands too: what was accepted is the passport's.</summary>
    [Test]
    public async Task Invitation_AcceptedElsewhere_StartsNothingInABrowserWithoutThePassport()
    {
        var invitation = await _employer.InviteAsync(_loop);
        await _employer.AcceptAsync(invitation);
        var page = await Visitor.OpenAsync(PathOf(invitation));

        Assert.That(page.Text, Does.Contain("accepted with a passport that this browser does not hold"));
        Assert.That(page.Root.Descendants("form"), Is.Empty);
    }

    [Test]
    public async Task Invitation_OfThePassport_IsShownWithoutTheLink()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        var invitation = await _employer.InviteAsync(_loop);
        await _employer.AcceptAsync(invitation, token);
        Visitor.Cookies.Add("aieh-passport", token);

        Assert.That((await Visitor.OpenAsync($"/invitation/{invitation.Id}")).Text, Does.Contain("You have accepted."));
    }

    [Test]
    public async Task Invitation_WithAReturnAddress_LeadsThereOnceItIsCompleted()
    {
        using var employer = await Employer.CreateAsync(App);
        var settings = new TenantSettings { ReturnOrigins = ["https://jobs.example.com"] };
        await App.Db.WriteAsync(
            session => TenantStore.SaveSettingsAsync(session, employer.Tenant, settings, version: 1, App.Clock.GetUtcNow()),
            CancellationToken.None);
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        foreach (var assessment in (string[])[Employer.Python, Employer.Sql])
        {
            await App.AddEvidenceAsync(passport, assessment, 650, App.Clock.GetUtcNow().AddDays(-30));
        }

        Visitor.Cookies.Add("aieh-passport", token);
        var invitation = await employer.InviteAsync(
            await employer.CreateLoopAsync(), new { returnUrl = "https://jobs.example.com/done?a=1" });
        var page = await Visitor.SubmitAsync(await Visitor.OpenAsync(PathOf(invitation)), "Accept");
        var back = page.Root.Descendants("a").Single(link => ReadPage.TextOf(link) == "Go on at jobs.example.com");

        Assert.That(
            (string?)back.Attribute("href"), Is.EqualTo($"https://jobs.example.com/done?a=1&invitation={invitation.Id}"));
    }

    [TestCase("aieh_inv_nobody")]
    [TestCase("x")]
    public async Task Link_ThatIsNobodys_SaysSo(string token)
    {
        var page = await Visitor.OpenAsync("/invitation/" + token);

        Assert.That((page.Status, page.Heading), Is.EqualTo((404, "There is no such invitation here")));
        Assert.That(page.Page.Html, Does.Not.Contain("aieh_inv_nobody"));
    }

    [TestCase("acceptance")]
    [TestCase("declination")]
    public async Task Form_FromAnotherSite_DoesNothing(string what)
    {
        var invitation = await _employer.InviteAsync(_loop);
        await Visitor.OpenAsync(PathOf(invitation));
        var fields = new Dictionary<string, string> { ["consent"] = ConsentText.Version };
        using var response = await Visitor.PostAsync($"/invitation/{invitation.Id}/{what}", fields);

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Invited));
    }

    private async Task<VisitedPage> TakeAsync(VisitedPage page)
    {
        while (OptionOf(page) is { } option)
        {
            var isAdaptive = page.Heading.Contains("at most", StringComparison.Ordinal);
            var isLast = !page.Root.Descendants("button").Any(button => ReadPage.TextOf(button) == "Next");
            page = await Visitor.SubmitAsync(
                page, isAdaptive ? "Answer and go on" : isLast ? "Look over and submit" : "Next", ("option", option));
        }

        return await Visitor.SubmitAsync(page, "Submit for scoring");
    }

    private static string? OptionOf(VisitedPage page) => (string?)page.Root.Descendants("input")
        .FirstOrDefault(input => (string?)input.Attribute("name") == "option")?.Attribute("value");

    private static string PathOf(InvitationResponse invitation) => $"/invitation/{invitation.Token}";

    private static string TitleOf(string slug) => slug == Employer.Python ? "Python Fundamentals" : "AI-Augmented SQL";
}
