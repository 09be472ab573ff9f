using System.Xml.Linq;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Employers.Impact;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Employers.Impact;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Reports;

/// <summary>What selection in a loop does to groups, for whoever holds the link.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ImpactPageTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const char Space = '\u00A0';
    private const string BySex = "Selection from 650 by sex";

    private Employer _employer = null!;
    private Guid _loop;
    private Crowd _crowd = null!;
    private PageVisitor _visitor = null!;

    [SetUp]
    public async Task MakeLoop()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await _employer.CreateLoopAsync(new { name = "<b>Backend</b>", minimumCoverage = 0.2 });
        _crowd = new Crowd(App, _employer.Tenant, _loop);
        _visitor = new PageVisitor(App);
    }

    [TearDown]
    public void Leave()
    {
        _employer.Dispose();
        _visitor.Dispose();
    }

    [Test]
    public async Task Page_OfACut_HoldsTheNumbersOfTheApiAndNoCandidate()
    {
        await FillAsync();
        var impact = await ReadAsync();
        var page = await _visitor.OpenAsync(impact.ImpactUrl + "?cut=650");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, page.Heading), Is.EqualTo((200, "<b>Backend</b>")));
            Assert.That(page.Page.Facts["Candidates counted"], Is.EqualTo("120"));
            Assert.That(
                page.Page.Table(BySex).Skip(1),
                Is.EqualTo(new[]
                {
                    new[]
                    {
                        "Female", "below four fifths", "40", "12", $"30.0{Space}%", $"18.1{Space}% to 45.4{Space}%", "0.500", "0.0034",
                        "−3.10", "8.0",
                    },
                    ["Male", "highest rate", "80", "48", $"60.0{Space}%", $"49.0{Space}% to 70.0{Space}%", "", "", "", ""],
                    ["Not known", "counted, not compared", "0", "0", "", "", "", "", "", ""],
                }));
            Assert.That(page.Root.Descendants("svg").Count(), Is.EqualTo(2), "the selection and the scoring rates");
            Assert.That(page.Text, Does.Contain("Nothing here is a legal finding").And.Contain("fewer than ten people are not told"));
            Assert.That(page.Page.Html, Does.Not.Contain("/invitation").And.Not.Contain("@example.com"), "nobody is named");
        }
    }

    [Test]
    public async Task Page_WithoutACut_LeadsToThose()
    {
        await FillAsync();
        var url = (await ReadAsync()).ImpactUrl!;
        var page = await _visitor.OpenAsync(url);
        var cuts = page.Root.Descendants("nav").Descendants("a").ToList();
        string[] names = ["from 500 (Functional)", "from 650 (Strong)", "from 750 (Exceptional)"];

        Assert.That(cuts.Select(ReadPage.TextOf), Is.EqualTo(names));
        Assert.That(page.Text, Does.Not.Contain("Selection from"));
        Assert.That((await _visitor.OpenAsync((string)cuts[1].Attribute("href")!)).Text, Does.Contain("Selection from 650"));
        Assert.That((await _visitor.OpenAsync(url + "?cut=651&utm_source=mail")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Summary_IsTheApisTable()
    {
        await FillAsync();
        var page = await _visitor.OpenAsync((await ReadAsync()).ImpactUrl + "?cut=650");
        var link = page.Root.Descendants("a").Single(each => ReadPage.TextOf(each) == "Take the figures as CSV");
        using var response = await _visitor.GetAsync((string)link.Attribute("href")!);

        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo(await _employer.Client.GetStringAsync(
                new Uri($"/v1/hiring-loops/{_loop}/impact?cut=650&format=csv", UriKind.Relative))));
    }

    [Test]
    public async Task Page_OfTooFew_SaysWhy()
    {
        var page = await _visitor.OpenAsync((await ReadAsync()).ImpactUrl!);

        Assert.That(page.Text, Does.Contain("There are no figures yet: they begin with twenty candidates"));
        Assert.That(page.Root.Descendants("table").Concat(page.Root.Descendants("svg")), Is.Empty);
    }

    [Test]
    public async Task Link_ThatIsNoneOrHasEnded_ShowsNothing()
    {
        var url = (await ReadAsync()).ImpactUrl!;
        var ranking = App.Services.GetRequiredService<RankingLinks>().UrlOf(_loop, _employer.Tenant, App.Clock.GetUtcNow())!;
        string[] others = ["/impact/x", url[..^4], ranking.Replace("/loops/", "/impact/", StringComparison.Ordinal), "/impact/x/summary"];
        foreach (var path in others)
        {
            var unknown = await _visitor.OpenAsync(path);
            Assert.That((unknown.Status, unknown.Heading), Is.EqualTo((404, "There are no such figures")), path);
        }

        App.Clock.Advance(TimeSpan.FromDays(91));
        var ended = await _visitor.OpenAsync(url);
        Assert.That((ended.Status, ended.Heading), Is.EqualTo((410, "This link has ended")));
    }

    private async Task FillAsync()
    {
        await _crowd.AddAsync(48, 700, Sex.Male);
        await _crowd.AddAsync(32, 560, Sex.Male);
        await _crowd.AddAsync(12, 700, Sex.Female);
        await _crowd.AddAsync(28, 560, Sex.Female);
    }

    private Task<ImpactResponse> ReadAsync() => _employer.Client.GetAsync<ImpactResponse>($"/v1/hiring-loops/{_loop}/impact?cut=650");
}
