using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Passport;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class PassportDataTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Data = "/passport/data";
    private const string EraseButton = "Delete everything";

    [Test]
    public async Task Export_IsTheApisAsAFile()
    {
        using var owner = await OwnerAsync();
        await App.AddEvidenceAsync(owner.Passport, Employer.Python, 650, Now.AddDays(-30));
        var page = await owner.Browser.OpenAsync(Data);
        var link = page.Root.Descendants("a").Single(each => ReadPage.TextOf(each) == "Download everything as a file");
        using var response = await owner.Browser.GetAsync((string)link.Attribute("href")!);
        var api = await owner.Api.GetAsync<JsonObject>(owner.Path + "/export");
        var file = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            response.Content.Headers.ContentDisposition!.ToString(),
            Is.EqualTo($"attachment; filename=\"skills-passport-{Now:yyyy-MM-dd}.json\""));
        Assert.That(file.ToJsonString(), Is.EqualTo(api.ToJsonString()));
    }

    [Test]
    public async Task Erasure_WithoutTheTick_ErasesNothing()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync(Data);
        var answer = await owner.Browser.SubmitAsync(page, EraseButton);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(TextOf(answer, "erase-problem"), Is.EqualTo("Nothing was deleted: tick the box to say that you mean it."));
        Assert.That((await owner.ReadAsync()).Id, Is.EqualTo(owner.Passport));
        Assert.That(owner.Browser.Cookies[Cookie], Is.EqualTo(owner.Token));
    }

    [Test]
    public async Task Erasure_WithTheTick_ErasesAllAndSaysGoodbye()
    {
        using var owner = await OwnerAsync();
        await App.AddEvidenceAsync(owner.Passport, Employer.Python, 650, Now.AddDays(-30));
        var shared = await owner.ShareAsync(GrantScope.Evidence);
        var page = await owner.Browser.OpenAsync(Data);
        var goodbye = await owner.Browser.SubmitAsync(page, EraseButton, ("sure", "yes"));
        using var api = await owner.Api.SendAsync(HttpMethod.Get, owner.Path);
        using var browser = new PageVisitor(App);
        var link = await browser.OpenAsync("/passport/" + owner.Token);
        var others = await browser.OpenAsync("/p/" + shared.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((goodbye.Status, goodbye.Heading), Is.EqualTo((200, "Everything was deleted")));
            Assert.That(goodbye.Address, Is.EqualTo("/passport/goodbye"));
            Assert.That(owner.Browser.Cookies[Cookie], Is.Null);
            Assert.That(api.StatusCode, Is.EqualTo(HttpStatusCode.Gone));
            Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", owner.Passport), Is.Zero);
            Assert.That((link.Status, link.Heading), Is.EqualTo((410, "This passport was deleted")));
            Assert.That((others.Status, others.Heading), Is.EqualTo((410, "This passport was deleted")));
            Assert.That((await owner.Browser.OpenAsync("/passport")).Text, Does.Contain("Make a passport"));
        }
    }

    [Test]
    public async Task SignOut_ForgetsThePassportAndLeavesIt()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync(Data);
        var door = await owner.Browser.SubmitAsync(page, "Sign out");

        Assert.That(page.Text, Does.Contain("To come back you need the link that you have kept"));
        Assert.That((door.Address, owner.Browser.Cookies[Cookie]), Is.EqualTo(("/passport", (string?)null)));
        Assert.That((await owner.ReadAsync()).Id, Is.EqualTo(owner.Passport));
    }

    [Test]
    public async Task MoreTime_IsShownToItsOwner()
    {
        using var owner = await OwnerAsync();
        Assert.That((await owner.Browser.OpenAsync(Data)).Text, Does.Not.Contain("More time for attempts"));

        await owner.Api.PutAsync(owner.Path + "/accommodation", new { timeMultiplier = 1.5, extraMinutes = 10 });
        var page = await owner.Browser.OpenAsync(Data);

        Assert.That((page.Page.Facts["Time multiplied by"], page.Page.Facts["Minutes added"]), Is.EqualTo(("1.5", "10")));
    }

    [Test]
    public async Task Groups_AnsweredAndWithdrawnByTheForm_AreThoseOfTheApi()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync(Data);
        Assert.That(page.Text, Does.Contain("Two voluntary questions").And.Contain("no employer is ever shown your answers"));
        Assert.That(page.Text, Does.Not.Contain("Withdraw my answers"));

        var answered = await owner.Browser.SubmitAsync(page, "Save my answers", ("sex", "female"), ("race-ethnicity", "asian"));
        var told = await AnswersAsync(owner);
        Assert.That((told?.Sex, told?.RaceEthnicity), Is.EqualTo(((Sex?)Sex.Female, (RaceEthnicity?)RaceEthnicity.Asian)));
        Assert.That(
            answered.Root.Descendants("option").Where(option => option.Attribute("selected") is not null).Select(ReadPage.TextOf),
            Is.EqualTo(new[] { "Female", "Asian" }));

        var changed = await owner.Browser.SubmitAsync(answered, "Save my answers", ("sex", ""), ("race-ethnicity", "prefer-not-to-say"));
        told = await AnswersAsync(owner);
        Assert.That((told?.Sex, told?.RaceEthnicity), Is.EqualTo(((Sex?)null, (RaceEthnicity?)RaceEthnicity.PreferNotToSay)));

        var withdrawn = await owner.Browser.SubmitAsync(changed, "Withdraw my answers");
        Assert.That((withdrawn.Status, withdrawn.Address), Is.EqualTo((200, Data)));
        Assert.That(await AnswersAsync(owner), Is.Null);
    }

    private static async Task<SelfIdentificationAnswers?> AnswersAsync(Owner owner) =>
        (await owner.Api.GetAsync<SelfIdentificationResponse>(owner.Path + "/self-identification")).Answers;
}
