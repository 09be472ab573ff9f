using System.Text.Json.Nodes;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Reports;

/// <summary>What operators settle about pages.</summary>
public sealed class PageSettingsTests
{
    private SqliteDatabase _database = null!;

    [SetUp]
    public async Task StartDatabase()
    {
        _database = new SqliteDatabase();
        await _database.StartAsync();
    }

    [TearDown]
    public async Task StopDatabase() => await _database.DisposeAsync();

    [Test]
    public async Task Result_WithPagesSwitchedOff_LeadsToNone()
    {
        await using var app = Start(("Pages:Enabled", "false"));
        var result = await CompleteAsync(app);
        Assert.That((string?)result["state"], Is.EqualTo("completed"));
        Assert.That(result.ContainsKey("reportUrl"), Is.False);
    }

    [Test]
    public async Task Result_WithNothingToSealWith_HasNoLink()
    {
        // In Production the database is not made at the start.
        await using (Start()) { }
        await using var app = Start(("environment", "Production"));
        var result = await CompleteAsync(app);
        using var client = app.Client();

        Assert.That(result.ContainsKey("reportUrl"), Is.False);
        Assert.That((await ReadPage.OpenAsync(client, "/report/x")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Link_WithAnAddressOfTheService_BeginsWithIt()
    {
        await using var app = Start(("Invitations:PublicUrl", "https://passport.example.com"), ("Reports:LinkDays", "2"));
        var url = (string)(await CompleteAsync(app))["reportUrl"]!;

        Assert.That(url, Does.Match("^https://passport\\.example\\.com/report/[A-Za-z0-9_-]+$"));
        var link = app.Services.GetRequiredService<ReportLinks>().Read(url.Split('/')[^1]);
        Assert.That(link!.Value.ExpiresAt, Is.EqualTo(app.Clock.GetUtcNow().AddDays(2)));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(3650, true)]
    [TestCase(3651, false)]
    public void LinkDays_OutOfRange_AreRefused(int days, bool isTaken) => Assert.That(
        new ReportOptionsValidator().Validate(null, new ReportOptions { LinkDays = days }).Succeeded, Is.EqualTo(isTaken));

    [Test]
    public async Task Page_BeyondTheLimit_IsAPageThatSaysToWait()
    {
        await using var app = Start(("RateLimits:AnonymousPermitsPerMinute", "2"));
        using var client = app.Client();
        for (var i = 0; i < 2; i++) Assert.That((await ReadPage.OpenAsync(client, "/report/x")).Status, Is.EqualTo(404));
        using var response = await client.GetAsync(new Uri("/report/x", UriKind.Relative));
        var page = await ReadPage.OfAsync(response);

        Assert.That((page.Status, page.Heading), Is.EqualTo((429, "Too many requests")));
        Assert.That(response.Headers.RetryAfter, Is.Not.Null);
    }

    /// <summary>What goes wrong in the middle is a page as well, and the headers are those of a page.</summary>
    [Test]
    public async Task Page_WhenTheDatabaseIsGone_IsAPageThatSaysSo()
    {
        await using var app = Start();
        var url = (string)(await CompleteAsync(app))["reportUrl"]!;
        await app.Db.WriteAsync(session => session.ExecuteAsync("ALTER TABLE Invitation RENAME TO Elsewhere"), CancellationToken.None);
        using var client = app.Client();
        using var response = await client.GetAsync(new Uri(url, UriKind.Relative));
        var page = await ReadPage.OfAsync(response);

        Assert.That((page.Status, page.Heading), Is.EqualTo((500, "Something went wrong")));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("style-src 'self'"));
    }

    private AiehApplication Start(params (string Setting, string Value)[] settings)
    {
        var app = new AiehApplication(_database, settings);
        app.StartServer();
        return app;
    }

    /// <summary>The result of an invitation whose candidate had all that is asked for.</summary>
    private static async Task<JsonObject> CompleteAsync(AiehApplication app)
    {
        using var employer = await Employer.CreateAsync(app);
        var (passport, owner, token) = await app.CreatePassportAsync();
        using var _ = owner;
        foreach (var assessment in (string[])[Employer.Python, Employer.Sql])
        {
            await app.AddEvidenceAsync(passport, assessment, 650, app.Clock.GetUtcNow().AddDays(-30));
        }

        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        await employer.AcceptAsync(invitation, token);
        return await employer.Client.GetAsync<JsonObject>($"/v1/invitations/{invitation.Id}/result");
    }
}
