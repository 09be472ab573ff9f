using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Passport;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class PassportHomeTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Passport_WithEvidence_ShowsTheNumbersOfTheApi()
    {
        using var owner = await OwnerAsync();
        await App.AddEvidenceAsync(owner.Passport, Employer.Python, 650, Now.AddDays(-30));
        await App.AddEvidenceAsync(owner.Passport, "communication", 600, Now.AddDays(-800));
        await App.AddEvidenceAsync(owner.Passport, Employer.Sql, 700, Now.AddDays(-3), kind: "indicative");
        var api = await owner.ReadAsync();
        var page = await owner.Browser.OpenAsync("/passport");
        var (composite, python) = (api.Composite!, api.Assessments.Single(each => each.Assessment == Employer.Python));
        var cards = page.Root.Descendants("article").ToDictionary(
            card => ReadPage.TextOf(card.Element("h3")!),
            card => card.Element("dl")!.Elements("div").ToDictionary(
                fact => ReadPage.TextOf(fact.Element("dt")!), fact => ReadPage.TextOf(fact.Element("dd")!)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ReadPage.TextOf(page.Root.Descendants("strong").First()), Is.EqualTo(Of(composite.Score)));
            Assert.That(page.Text, Does.Contain($"95 % interval {composite.Interval.Lower}–{composite.Interval.Upper}"));
            Assert.That(page.Text, Does.Contain("Current evidence covers " + Of(Math.Floor(1000 * composite.Coverage) / 10, "0.#")));
            Assert.That(page.Text, Does.Contain("Missing, which is not zero: Cognitive reasoning, AI fluency"));
            Assert.That(page.Page.Table("What the composite is made of").Skip(1).Select(row => (row[0], row[2])), Is.EqualTo(
                api.Pillars.Select(pillar => (pillar.Pillar == "domain" ? "Domain skill" : "Communication", Of(pillar.Score)))));
            Assert.That(cards.Keys, Is.EquivalentTo(new[] { "Python Fundamentals", "Communication" }));
            Assert.That(cards["Python Fundamentals"]["Score"], Is.EqualTo(Of(python.Score)));
            Assert.That(cards["Python Fundamentals"]["95 % interval"], Is.EqualTo($"{python.Interval.Lower}–{python.Interval.Upper}"));
            Assert.That(cards["Python Fundamentals"]["Freshness"], Is.EqualTo("current"));
            Assert.That(cards["Python Fundamentals"]["Refresh due"], Is.EqualTo(Day(python.RefreshDueAt)));
            Assert.That(cards["Communication"]["Freshness"], Is.EqualTo("aging: a refresh is due"));
            Assert.That(page.Page.Table("What free samples indicate").Single(row => row[0] == "AI-Augmented SQL")[1], Is.EqualTo("700"));
            Assert.That(page.Root.Descendants("svg").Count(), Is.EqualTo(2 + api.Assessments.Count), "scores, bands, a curve for each");
            Assert.That(page.Root.Descendants("svg").Last().Value, Does.Contain("Today"));
        }
    }

    [Test]
    public async Task Passport_WithNothing_SaysWhatCanBeTaken()
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync("/passport");
        var starts = page.Root.Descendants("form").Select(form => form.Descendants("input").Skip(2).ToDictionary(
            field => (string)field.Attribute("name")!, field => (string)field.Attribute("value")!)).ToList();

        Assert.That(page.Text, Does.Contain("Nothing that counts is in it yet"));
        Assert.That(starts.Select(each => (each["assessment"], each["form"])), Does.Contain((Employer.Python, "full")));
        Assert.That(starts.Select(each => (each["assessment"], each["form"])), Does.Contain((Employer.Python, "adaptive")));
        Assert.That(starts.Select(each => (each["assessment"], each["form"])), Does.Not.Contain((Employer.Sql, "adaptive")), "it has none");
        Assert.That(starts.Select(each => each["assessment"]), Does.Not.Contain("javascript-fundamentals"), "it is planned");
        Assert.That(page.Text, Does.Contain("It is not offered yet."));
    }

    [Test]
    public async Task Passport_WithAnOpenAttempt_LeadsBackToItAndThenSaysFromWhen()
    {
        using var owner = await OwnerAsync();
        var attempt = await owner.Api.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Sql, Form = FormKind.Full });
        var open = await owner.Browser.OpenAsync("/passport");
        Assert.That(Links(open), Does.Contain($"/take/{attempt.Id}"));

        App.Clock.Advance(TimeSpan.FromDays(1));
        var later = await owner.Browser.OpenAsync("/passport");

        Assert.That(Links(later), Does.Not.Contain($"/take/{attempt.Id}"), "its time is over");
        Assert.That(later.Text, Does.Contain("It can be taken again from").Or.Contain("Take the full form AI-Augmented SQL"));
    }

    [Test]
    public async Task Passport_WithInvitations_LeadsToEachWithItsState()
    {
        using var owner = await OwnerAsync();
        using var employer = await Employer.CreateAsync(App);
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        await employer.AcceptAsync(invitation, owner.Token);
        var page = await owner.Browser.OpenAsync("/passport");
        var card = page.Root.Descendants("li").Single(item => item.Descendants("a").Any(
            link => (string?)link.Attribute("href") == $"/invitation/{invitation.Id}"));

        Assert.That(
            ReadPage.TextOf(card), Does.Contain($"Tenant {employer.Tenant}").And.Contain("Backend Engineer").And.Contain("Accepted"));
    }

    [Test]
    public async Task History_OfManyPieces_IsPagedAndSaysWhatEachCountsAs()
    {
        using var owner = await OwnerAsync();
        for (var i = 0; i < 51; i++)
        {
            await App.AddEvidenceAsync(
                owner.Passport, Employer.Python, 600, Now.AddDays(-100 + i), kind: i == 0 ? "indicative" : "assessed");
        }

        var first = await owner.Browser.OpenAsync("/passport/history");
        var next = Links(first).Single(link => link.StartsWith("/passport/history?cursor=", StringComparison.Ordinal));
        var second = await owner.Browser.OpenAsync(next);
        var rows = first.Page.Table("Evidence, oldest first").Skip(1).ToList();

        Assert.That(rows, Has.Count.EqualTo(50));
        Assert.That(rows[0][1], Is.EqualTo(Day(Now.AddDays(-100))));
        Assert.That(rows[0][2], Is.EqualTo("a free sample: shown apart; it counts only where somebody asks for samples"));
        Assert.That(rows[1][2], Is.EqualTo("assessed: it counts"));
        Assert.That(second.Page.Table("Evidence, oldest first"), Has.Count.EqualTo(2));
        Assert.That((await owner.Browser.OpenAsync("/passport/history?cursor=x")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task History_OfAnAttempt_LeadsToItsResult()
    {
        using var owner = await OwnerAsync();
        using var employer = await Employer.CreateAsync(App);
        var attempt = await employer.TakeAsync(owner.Token, Employer.Python);
        var page = await owner.Browser.OpenAsync("/passport/history");

        Assert.That(Links(page), Does.Contain($"/result/{attempt.Id}"));
    }

    /// <summary>Numbers and days as the reader's country writes them.</summary>
    [Test]
    public async Task Passport_ForAReaderElsewhere_HasTheirNumbers()
    {
        using var owner = await OwnerAsync();
        await App.AddEvidenceAsync(owner.Passport, Employer.Python, 650, Now.AddDays(-30), standardError: 25.5);
        owner.Browser.Headers["Accept-Language"] = "en-DE";
        var page = await owner.Browser.OpenAsync("/passport");

        Assert.That(page.Text, Does.Match(@"standard error \d+,\d"));
    }

    private static string[] Links(VisitedPage page) =>
        [.. page.Root.Descendants("a").Select(link => (string?)link.Attribute("href") ?? "")];

    private static string Of(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
