using System.Globalization;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Employers;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Reports;

/// <summary>The ranking of a hiring loop for whoever holds its link.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class LoopTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const char Space = '\u00A0';
    private const string Communication = "communication";
    private const string Tiers = "Candidates in tiers";
    private const string TooLittle = "Candidates with insufficient evidence";
    private const string None = "Candidates without evidence";

    private Employer _employer = null!;
    private Guid _loop;
    private PageVisitor _visitor = null!;

    [SetUp]
    public async Task MakeLoop()
    {
        _employer = await Employer.CreateAsync(App);
        var loop = await _employer.Client.PostAsync<HiringLoopResponse>("/v1/hiring-loops", new CreateHiringLoopRequest
        {
            Name = "Data",
            Role = "data-engineer",
            Weights = new Dictionary<string, double> { [Employer.Python] = 0.5, [Communication] = 0.5 },
            MinimumCoverage = 0.4,
        });
        _loop = loop.Id;
        _visitor = new PageVisitor(App);
    }

    [TearDown]
    public void Leave()
    {
        _employer.Dispose();
        _visitor.Dispose();
    }

    [Test]
    public async Task Page_OfARanking_HoldsTheNumbersOfTheApi()
    {
        await AcceptAsync("none");
        await AcceptAsync("good", (Employer.Python, 600), (Communication, 650));
        await AcceptAsync("alike", (Employer.Python, 600), (Communication, 625));
        await AcceptAsync("better", (Employer.Python, 750), (Communication, 750));
        await AcceptAsync("little", TimeSpan.FromDays(600), (Communication, 500));
        var ranking = await RankAsync();
        var page = await _visitor.OpenAsync(ranking.RankingUrl!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, page.Heading), Is.EqualTo((200, "Data")));
            Assert.That(page.Page.Facts["Role"], Is.EqualTo("Data Engineer"));
            Assert.That(page.Page.Facts["Hiring loop"], Is.EqualTo("Data, version 1"));
            Assert.That(page.Page.Facts["As of"], Is.EqualTo(Minute(ranking.AsOf)));
            Assert.That(
                page.Page.Table(Tiers).Skip(1).Select(row => row[0]),
                Is.EqualTo(new[] { "Tier 1", "Candidate better", "Tier 2", "Candidate good", "Candidate alike" }));
            Assert.That(
                page.Page.Table(Tiers).Where(row => row.Length > 1).Skip(1).Concat(page.Page.Table(TooLittle).Skip(1)),
                Is.EqualTo(ranking.Items.Take(4).Select(Row)));
            Assert.That(page.Page.Table(None).Skip(1), Is.EqualTo(new[] { new[] { "Candidate none", "", "none", "under way" } }));
            Assert.That(page.Text, Does.Contain("Nobody in a tier is behind its first"));
            Assert.That(page.Text, Does.Contain($"less than 40{Space}% of what counts"));
        }

        var picture = page.Root.Descendants("svg").Single().Value;
        foreach (var item in ranking.Items.Take(4))
        {
            Assert.That(picture, Does.Contain($"{item.Readiness} ({item.Interval!.Lower}–{item.Interval.Upper})"));
        }

        // No band is named of any, so that there is no column for it.
        static string[] Row(RankedCandidate item) =>
        [
            item.Candidate!.Name!, Of(item.Readiness!.Value), $"{item.Interval!.Lower}–{item.Interval.Upper}",
            $"{Of(Math.Floor(item.Coverage * 1000 + 1e-6) / 10, "0.#")}{Space}%", "unsupervised", item.Reference!,
            "under way",
        ];
    }

    [Test]
    public async Task Page_OfNobody_SaysSo()
    {
        var page = await _visitor.OpenAsync((await RankAsync()).RankingUrl!);

        Assert.That(page.Text, Does.Contain("Nobody has accepted an invitation to this hiring loop yet."));
        Assert.That(page.Root.Descendants("table").Concat(page.Root.Descendants("svg")), Is.Empty);
    }

    /// <summary>Names are the tenant's; an address for mail is none, and what else the service knows of somebody is not shown.</summary>
    [TestCase("<script>alert(1)</script>")]
    [TestCase("\"onmouseover='x' &amp; {{x}} @Html 100%")]
    public async Task Page_OfNames_ShowsThemAsTheTenantGaveThem(string name)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var _o = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 640, App.Clock.GetUtcNow());
        var unnamed = await App.AcceptAsync(_employer.Tenant, _loop, passport);
        await AcceptAsync(name, (Employer.Python, 600));
        var page = await _visitor.OpenAsync((await RankAsync()).RankingUrl!);

        Assert.That(
            page.Page.Table(Tiers).Where(row => row.Length > 1).Skip(1).Select(row => (row[0], row[^2])),
            Is.EqualTo(new[] { ($"Candidate {unnamed.Id.ToString().Split('-')[^1]}", ""), ($"Candidate {name}", name) }));
        Assert.That(page.Page.Html, Does.Not.Contain("<script").And.Not.Contain("@example.com").And.Not.Contain(passport.ToString()));
    }

    [Test]
    public async Task Pages_Beyond200_AreOfOneMomentAndOneOrder()
    {
        for (var i = 0; i < 203; i++) await AcceptAsync($"c{i}", (Employer.Python, 650));
        var url = (await RankAsync()).RankingUrl!;
        var first = await _visitor.OpenAsync(url);
        var moment = App.Clock.GetUtcNow();
        App.Clock.Advance(TimeSpan.FromHours(1));
        var second = await _visitor.OpenAsync(LinkOf(first, "Next candidates"));
        var back = await _visitor.OpenAsync(LinkOf(second, "From the beginning"));

        Assert.That(
            NamesOn(first).Concat(NamesOn(second)), Is.EquivalentTo(Enumerable.Range(0, 203).Select(i => $"Candidate c{i}")));
        Assert.That(NamesOn(second), Has.Length.EqualTo(3));
        Assert.That(second.Page.Table(Tiers)[1], Is.EqualTo(new[] { "Tier 1, going on from the page before" }));
        Assert.That(second.Page.Facts["As of"], Is.EqualTo(Minute(moment)));
        Assert.That((back.Address, NamesOn(back)), Is.EqualTo((url, NamesOn(first))));
        Assert.That(second.Root.Descendants("a").Select(ReadPage.TextOf), Has.None.EqualTo("Next candidates"));

        App.Clock.Advance(TimeSpan.FromDays(2));
        var ended = await _visitor.OpenAsync(second.Address);
        Assert.That((ended.Status, ended.Heading), Is.EqualTo((410, "This page of the ranking has ended")));
        Assert.That(LinkOf(ended, "Read the ranking of now"), Is.EqualTo(url));
    }

    [TestCase("revoked")]
    [TestCase("erased")]
    public async Task Page_WhenSomebodyHasGone_ShowsTheOthers(string how)
    {
        await AcceptAsync("stays", (Employer.Python, 600));
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var _o = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 700, App.Clock.GetUtcNow());
        var gone = await App.AcceptAsync(_employer.Tenant, _loop, passport, "goes");
        var url = (await RankAsync()).RankingUrl!;
        Assert.That(NamesOn(await _visitor.OpenAsync(url)), Is.EqualTo(new[] { "Candidate goes", "Candidate stays" }));

        var path = $"/v1/passports/{passport}" + (how == "revoked" ? $"/grants/{gone.GrantId}" : "");
        using (var response = await owner.SendAsync(HttpMethod.Delete, path)) Assert.That((int)response.StatusCode, Is.EqualTo(204));
        Assert.That(NamesOn(await _visitor.OpenAsync(url)), Is.EqualTo(new[] { "Candidate stays" }));
    }

    [Test]
    public async Task Reading_IsWrittenDownForTheTenantAndShownToTheOwner()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var _o = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 700, App.Clock.GetUtcNow());
        var accepted = await App.AcceptAsync(_employer.Tenant, _loop, passport, "read");
        var url = UrlOf(_loop);
        for (var i = 0; i < 2; i++) Assert.That((await _visitor.OpenAsync(url)).Status, Is.EqualTo(200));
        var log = await owner.GetAsync<AccessLogResponse>($"/v1/passports/{passport}/access-log");
        var audit = await _employer.Client.GetAsync<JsonObject>($"/v1/audit-log?passport={passport}");
        var read = audit["items"]!.AsArray().Single(entry => (string?)entry!["action"] == "ranking.read")!;

        Assert.That(((string?)read["actor"], (string?)read["subject"]), Is.EqualTo(("ranking-link", $"invitation:{accepted.Id}")));
        Assert.That(log.Items.Count(access => access.Action == "ranking.read" && access.Tenant.Id == _employer.Tenant), Is.EqualTo(1));
    }

    [Test]
    public async Task Link_AfterItsDays_HasEnded()
    {
        var url = (await RankAsync()).RankingUrl!;
        App.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        var before = await _visitor.OpenAsync(url);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await _visitor.OpenAsync(url);

        Assert.That((before.Status, after.Status, after.Heading), Is.EqualTo((200, 410, "This link has ended")));
        Assert.That(before.Page.Facts.Keys, Does.Contain("As of"));
    }

    [Test]
    public async Task Link_ThatIsNone_IsUnknown()
    {
        var url = (await RankAsync()).RankingUrl!;
        var invitation = await _employer.InviteAsync(_loop);
        var row = await App.Db.ReadAsync(
            session => Api.Employers.Invitations.InvitationStore.FindAsync(session, invitation.Id), CancellationToken.None);
        var report = App.Services.GetRequiredService<ReportLinks>().UrlOf(row!, App.Clock.GetUtcNow())!;
        string[] unknown =
        [
            url[..^4], url + "AAAA", $"/loops/{_loop}", "/loops/x", report.Replace("/report/", "/loops/", StringComparison.Ordinal),
        ];
        foreach (var path in unknown)
        {
            var page = await _visitor.OpenAsync(path);
            Assert.That((page.Status, page.Heading), Is.EqualTo((404, "There is no such ranking")), path);
        }

        var other = await _visitor.OpenAsync(url.Replace("/loops/", "/report/", StringComparison.Ordinal));
        Assert.That((other.Status, other.Heading), Is.EqualTo((404, "There is no such report")));
    }

    [Test]
    public async Task Page_TakesWhatOthersAddToItsAddressAndIsListedNowhere()
    {
        var url = (await RankAsync()).RankingUrl!;
        var page = await _visitor.OpenAsync(url + "?utm_source=mail&utm_source=chat");

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That((page.Headers["X-Robots-Tag"], page.Headers["Cache-Control"]), Is.EqualTo(("noindex", "no-store")));
        Assert.That(_visitor.Cookies.All, Is.Empty);
    }

    [Test]
    public async Task Cursor_ThatIsNone_LeadsToTheFirstPage()
    {
        var url = (await RankAsync()).RankingUrl!;
        foreach (var cursor in (string[])["abc", ""])
        {
            var page = await _visitor.OpenAsync($"{url}?cursor={cursor}");
            Assert.That((page.Status, LinkOf(page, "Read the ranking of now")), Is.EqualTo((410, url)));
        }
    }

    /// <summary>A cursor is no secret: whoever writes one gets no page of it that the API would not give, and no fault.</summary>
    [Test]
    public async Task Cursor_ThatIsForged_LeadsToTheFirstPage()
    {
        var url = (await RankAsync()).RankingUrl!;
        var now = App.Clock.GetUtcNow();
        RankingPlace[] forged =
        [
            new() { AsOf = now, Version = 99, Invitation = Guid.CreateVersion7(now) },
            new() { AsOf = now, Version = 1, Before = 3, Invitation = Guid.CreateVersion7(now) },
            new() { AsOf = DateTimeOffset.MaxValue, Version = 1, RankKey = double.NaN, Invitation = Guid.CreateVersion7(now) },
        ];
        foreach (var place in forged)
        {
            var page = await _visitor.OpenAsync($"{url}?cursor={Uri.EscapeDataString(place.ToText(_loop))}");
            Assert.That((page.Status, LinkOf(page, "Read the ranking of now")), Is.EqualTo((410, url)), place.ToString());
        }
    }

    private Task<RankingResponse> RankAsync() =>
        _employer.Client.GetAsync<RankingResponse>($"/v1/hiring-loops/{_loop}/candidates");

    private string UrlOf(Guid loop) =>
        App.Services.GetRequiredService<RankingLinks>().UrlOf(loop, _employer.Tenant, App.Clock.GetUtcNow())!;

    private Task AcceptAsync(string reference, params (string Assessment, double Score)[] evidence) =>
        AcceptAsync(reference, TimeSpan.Zero, evidence);

    private async Task AcceptAsync(string reference, TimeSpan age, params (string Assessment, double Score)[] evidence)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var _o = owner;
        foreach (var (assessment, score) in evidence) await App.AddEvidenceAsync(passport, assessment, score, App.Clock.GetUtcNow() - age);
        await App.AcceptAsync(_employer.Tenant, _loop, passport, reference);
    }

    private static string[] NamesOn(VisitedPage page) =>
        [.. page.Page.Table(Tiers).Where(row => row.Length > 1).Skip(1).Select(row => row[0])];

    private static string LinkOf(VisitedPage page, string text) =>
        (string)page.Root.Descendants("a").Single(link => ReadPage.TextOf(link) == text).Attribute("href")!;

    private static string Of(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
