using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Mail;

/// <summary>Where mail is off, where it is files, and what it takes to have it on. SQLite alone: the settings decide.</summary>
public sealed class MailSwitchTests : HttpFixture<SqliteDatabase>
{
    private static readonly object _invited = new { candidate = new { email = "robin@example.org" }, sendMail = true };

    [Test]
    public async Task Mail_InDevelopment_IsAFileBesideTheDatabaseWhoseLinkOpens()
    {
        using var employer = await Employer.CreateAsync(App);
        var made = await employer.InviteAsync(await employer.CreateLoopAsync(), _invited);
        var folder = Path.Combine(Path.GetDirectoryName(new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource)!, "mail");
        await WebhookFixture<SqliteDatabase>.UntilAsync(async () =>
        {
            App.Services.GetRequiredService<WebhookDispatcher>().Wake();
            return await App.CountAsync("WebhookDelivery", "Subject = @Id AND State = 'delivered'", made.Id) == 1;
        });

        var path = Directory.GetFiles(folder, "*.eml").Single();
        var message = await MimeMessage.LoadAsync(path);
        var lines = message.TextBody!.Split('\n', StringSplitOptions.TrimEntries);
        var link = lines.Single(line => line.StartsWith("http", StringComparison.Ordinal));
        using var candidate = App.Client(link.Split('/')[^1]);
        var current = await candidate.GetAsync<CurrentInvitationResponse>("/v1/invitations/current");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(link, Is.EqualTo(new Uri(candidate.BaseAddress!, made.Url).AbsoluteUri));
            Assert.That(current.Id, Is.EqualTo(made.Id));
            Assert.That(App.Logs.Entries, Has.Some.EndsWith($"MailTransport: {path} "), "the path and nothing besides");
        }
    }

    protected override IEnumerable<(string Setting, string Value)> Settings => [("Logging:LogLevel:Aieh", "Information")];

    [Test]
    public async Task Mail_ElsewhereByDefault_IsOffAndAskingForItIsRefused()
    {
        await using var app = Start();
        await AssertRefusedAsync(app, "Mail:Host");
    }

    [Test]
    public async Task Mail_WithoutAPublicAddress_IsRefusedByTheSettingThatIsMissing()
    {
        await using var app = Start(("Mail:Host", "127.0.0.1"), ("Mail:From", "no-reply@example.com"));
        await AssertRefusedAsync(app, "Invitations:PublicUrl");
    }

    [Test]
    public async Task Mail_WithNothingToSealWith_Is503AndNothingIsMade()
    {
        await using var app = Start(
            ("Mail:Host", "127.0.0.1"), ("Mail:From", "no-reply@example.com"), ("Invitations:PublicUrl", "https://passport.example.com"));
        using var employer = await Employer.CreateAsync(app);
        var loop = await employer.CreateLoopAsync();

        using var response = await employer.Client.SendAsync(HttpMethod.Post, $"/v1/hiring-loops/{loop}/invitations", _invited);

        Assert.That((string?)(await response.ProblemAsync(503, "unavailable"))["detail"], Does.Contain("Sealing:KeyFile"));
        Assert.That(await app.CountAsync("Invitation", "LoopId = @Id", loop), Is.Zero);
    }

    private AiehApplication Start(params (string Setting, string Value)[] settings)
    {
        var app = new AiehApplication(Database, [.. settings, ("environment", "Production")]);
        app.StartServer();
        return app;
    }

    private static async Task AssertRefusedAsync(AiehApplication app, string setting)
    {
        using var employer = await Employer.CreateAsync(app);
        var loop = await employer.CreateLoopAsync();
        var unmailed = await employer.InviteAsync(loop, new { candidate = new { email = "robin@example.org" } });

        using var invited = await employer.Client.SendAsync(HttpMethod.Post, $"/v1/hiring-loops/{loop}/invitations", _invited);
        using var linked = await employer.Client.SendAsync(
            HttpMethod.Post, $"/v1/invitations/{unmailed.Id}/link", new { sendMail = true });

        foreach (var response in (HttpResponseMessage[])[invited, linked])
        {
            var problem = await response.ProblemAsync(422, "invitation-refused");
            Assert.That(problem.Places(), Is.EqualTo(new[] { "#/sendMail" }));
            Assert.That((string?)problem["errors"]![0]!["detail"], Does.Contain(setting));
        }
    }
}
