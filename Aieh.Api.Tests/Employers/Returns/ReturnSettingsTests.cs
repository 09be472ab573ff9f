using Aieh.Api.Employers.Returns;
using Aieh.Api.Tests.Employers.Mail;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.Data.Sqlite;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Returns;

/// <summary>
/// Where there is no way back by mail, where the mail is a file, and how often one can ask. SQLite alone: the settings decide.
/// </summary>
public sealed class ReturnSettingsTests
{
    private const string Ask = "/v1/passports/return";

    private SqliteDatabase _database = null!;

    [SetUp]
    public async Task StartDatabase()
    {
        _database = new SqliteDatabase();
        await _database.StartAsync();
        // In Production the database is not made at the start.
        await using var app = new AiehApplication(_database);
        app.StartServer();
    }

    [TearDown]
    public async Task StopDatabase() => await _database.DisposeAsync();

    [TestCase("Mail:Host")]
    [TestCase("Sealing:KeyFile", "Mail:Host", "Mail:From")]
    public async Task Routes_WithoutMail_SayWhatIsMissingAndThatTheTokenIsTheWay(string missing, params string[] set)
    {
        var values = new Dictionary<string, string> { ["Mail:Host"] = "127.0.0.1", ["Mail:From"] = "no-reply@example.com" };
        await using var app = Start([.. set.Select(name => (name, values[name])), ("environment", "Production")]);
        var (id, owner, _) = await app.CreatePassportAsync();
        var body = new { email = "robin@example.org" };

        using var contact = await owner.SendAsync(HttpMethod.Put, $"/v1/passports/{id}/contact", body);
        using var asked = await owner.SendAsync(HttpMethod.Post, Ask, body);
        using var none = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{id}/contact");

        foreach (var response in (HttpResponseMessage[])[contact, asked])
        {
            var problem = await response.ProblemAsync(409, "mail-not-available");
            Assert.That((string?)problem["detail"], Does.Contain(missing).And.Contain("token"));
        }

        await none.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Mail_InDevelopment_IsAFileWhoseLinkLeadsBack()
    {
        await using var app = Start(("Logging:LogLevel:Aieh", "Information"));
        var (id, owner, _) = await app.CreatePassportAsync();
        await owner.PutAsync($"/v1/passports/{id}/contact", new { email = "robin@example.org" });
        using (await owner.SendAsync(HttpMethod.Post, Ask, new { email = "robin@example.org" })) { }
        var folder = Path.Combine(Path.GetDirectoryName(new SqliteConnectionStringBuilder(_database.ConnectionString).DataSource)!, "mail");
        string[] files = [];
        await WebhookFixture<SqliteDatabase>.UntilAsync(() =>
        {
            files = app.Logs.Entries.Any(entry => entry.Contains(".eml", StringComparison.Ordinal)) ? Directory.GetFiles(folder) : [];
            return Task.FromResult(files.Length == 1);
        });

        var message = await MimeMessage.LoadAsync(files[0]);
        var link = message.TextBody!.Split('\n', StringSplitOptions.TrimEntries)
            .Single(line => line.StartsWith("http", StringComparison.Ordinal));
        var returned = await owner.PostAsync<ReturnedPassportResponse>(
            "/v1/passports/return/exchange", new { token = link.Split('/')[^1] });

        Assert.That(link, Does.StartWith($"{owner.BaseAddress}passport/return/"));
        Assert.That(returned.Passport, Is.EqualTo(id));
        Assert.That(app.Logs.Entries, Has.None.Contain("robin@example.org"));
    }

    [Test]
    public async Task Asking_TooOften_StopsTheNetworkAndTooManyMailsTheAddress()
    {
        await using var server = new MailServer();
        await using var app = Start(
            ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{server.Port}"), ("Mail:Security", "None"), ("Mail:From", "no-reply@example.com"),
            ("Mail:MostPerAddressAndDay", "2"), ("RateLimits:ReturnsPerHour", "4"));
        var (id, owner, _) = await app.CreatePassportAsync();
        var (otherId, other, _) = await app.CreatePassportAsync();
        await owner.PutAsync($"/v1/passports/{id}/contact", new { email = "robin@example.org" });
        await other.PutAsync($"/v1/passports/{otherId}/contact", new { email = "other@example.org" });
        var statuses = new List<int>();
        foreach (var email in (string[])["robin", "robin", "robin", "other", "robin"])
        {
            using var response = await owner.SendAsync(HttpMethod.Post, Ask, new { email = email + "@example.org" });
            statuses.Add((int)response.StatusCode);
        }

        // In turn: once the last has come, the others have been looked at.
        await WebhookFixture<SqliteDatabase>.UntilAsync(() => Task.FromResult(server.Of("other@example.org").Count == 1));
        Assert.That(statuses, Is.EqualTo(new[] { 202, 202, 202, 202, 429 }));
        Assert.That(server.Of("robin@example.org"), Has.Count.EqualTo(2));
    }

    private AiehApplication Start(params (string Setting, string Value)[] settings)
    {
        var app = new AiehApplication(_database, settings);
        app.StartServer();
        return app;
    }
}
