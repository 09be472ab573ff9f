using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Take;

/// <summary>The result of a sample without a passport, and its way into one.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ResultSavingTests<TDatabase> : VisitorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Assessment = "python-fundamentals";
    private const string Save = "Save to my passport";
    private const string Noted = "The sample is noted in your passport.";

    [Test]
    public async Task Result_WithoutAPassport_SaysHowToSaveItAndIsStillThereAfterOneIsMade()
    {
        var result = await TakeSampleAsync();
        Assert.That(result.Text, Does.Contain("Make a passport, come back to this page, and save it there."));
        Assert.That(LinksOn(result), Does.Contain("/passport"));
        Assert.That(ButtonsOn(result), Does.Not.Contain(Save));
        App.Clock.Advance(TimeSpan.FromDays(29));

        await Visitor.SubmitAsync(await Visitor.OpenAsync("/passport"), "/passport/new");
        var saved = await Visitor.SubmitAsync(await Visitor.OpenAsync(result.Address), Save);

        Assert.That((saved.Status, saved.Address), Is.EqualTo((200, result.Address)));
        Assert.That(saved.Text, Does.Contain(Noted));
        Assert.That(ButtonsOn(saved), Does.Not.Contain(Save));
        using var owner = App.Client(Visitor.Cookies["aieh-passport"]);
        var attempt = result.Address.Split('/')[^1];
        var report = await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{attempt}/score");
        var evidence = await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{report.Passport}/evidence");
        Assert.That(evidence.Items.Select(piece => piece.Attempt), Is.EqualTo(new Guid?[] { report.Attempt }));
    }

    [Test]
    public async Task Save_PressedTwice_LeadsToTheOneResult()
    {
        var result = await TakeSampleAsync();
        var (passport, owner, token) = await App.CreatePassportAsync();
        Visitor.Cookies.Add("aieh-passport", token);
        var page = await Visitor.OpenAsync(result.Address);

        using var first = await Visitor.PostAsync(page, Save);
        using var second = await Visitor.PostAsync(page, Save);

        Assert.That(((int)first.StatusCode, (int)second.StatusCode), Is.EqualTo((303, 303)));
        Assert.That(second.Headers.Location!.ToString(), Is.EqualTo(result.Address));
        Assert.That((await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence")).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Save_WhereThePassportIsFullOfSamples_SaysWhyAndLeadsBack()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        for (var count = 0; count < 20; count++)
        {
            var own = await owner.PostAsync<AttemptResponse>(
                "/v1/attempts", new CreateAttemptRequest { Assessment = Assessment, Form = FormKind.Sample });
            await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{own.Id}/submission", "{}", $"sample-{count}");
        }

        var result = await TakeSampleAsync();
        Visitor.Cookies.Add("aieh-passport", token);
        var refused = await Visitor.SubmitAsync(await Visitor.OpenAsync(result.Address), Save);

        Assert.That((refused.Status, refused.Heading), Is.EqualTo((409, "It cannot be saved")));
        Assert.That(LinksOn(refused), Does.Contain(result.Address));
    }

    /// <summary>Signed out, or erased, in another tab.</summary>
    [Test]
    public async Task Save_WithAPassportThatIsGone_SavesNothing()
    {
        var result = await TakeSampleAsync();
        var (passport, owner, token) = await App.CreatePassportAsync();
        Visitor.Cookies.Add("aieh-passport", token);
        var page = await Visitor.OpenAsync(result.Address);
        using var erased = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}");

        var refused = await Visitor.SubmitAsync(page, Save);
        var after = await Visitor.OpenAsync(result.Address);

        Assert.That(refused.Status, Is.EqualTo(410));
        Assert.That(ButtonsOn(after), Does.Not.Contain(Save));
        Assert.That(after.Text, Does.Contain("Make a passport"));
    }

    [Test]
    public async Task Save_FromAnotherSite_DoesNothing()
    {
        var result = await TakeSampleAsync();
        Visitor.Cookies.Add("aieh-passport", (await App.CreatePassportAsync()).Token);

        using var response = await Visitor.PostAsync($"{result.Address}/passport", []);

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((await Visitor.OpenAsync(result.Address)).Text, Does.Not.Contain(Noted));
    }

    private async Task<VisitedPage> TakeSampleAsync()
    {
        var first = await Visitor.SubmitAsync(await Visitor.OpenAsync($"/tests/{Assessment}"), "Start the sample");
        return await Visitor.SubmitAsync(await Visitor.OpenAsync($"{first.Address}/review"), "Submit for scoring");
    }

    private static IEnumerable<string> LinksOn(VisitedPage page) =>
        page.Root.Descendants("a").Select(link => (string)link.Attribute("href")!);

    private static IEnumerable<string> ButtonsOn(VisitedPage page) =>
        page.Root.Descendants("button").Select(button => ReadPage.TextOf(button));
}
