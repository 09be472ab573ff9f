using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Reports;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ReportTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const char Space = '\u00A0';

    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Employer _employer = null!;
    private Guid _loop;
    private HttpClient _browser = null!;

    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [(AccessLog.EnabledSetting, "true"), ("Logging:LogLevel:Default", "Trace")];

    [OneTimeSetUp]
    public async Task CreateEmployer()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await _employer.CreateLoopAsync(new { weights = new Dictionary<string, double> { ["communication"] = 0 } });
        _browser = App.Client();
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        _employer.Dispose();
        _browser.Dispose();
    }

    [Test]
    public async Task Page_OfACompletedInvitation_HoldsTheNumbersOfTheApi()
    {
        var (result, _) = await CompleteAsync(new { reference = "application-4711", candidate = new { name = "Robin" } });
        var page = await ReadPage.OpenAsync(_browser, result.ReportUrl!);
        var readiness = result.Readiness!;
        var (first, second) = (ScoreOf(result, Employer.Python), ScoreOf(result, Employer.Sql));
        var interval = $"interval {readiness.Interval!.Lower}–{readiness.Interval.Upper}";
        var coverage = Of(Math.Floor(readiness.Coverage * 1000) / 10, "0.#");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, page.Heading), Is.EqualTo((200, "Robin")));
            Assert.That(page.Facts["Reference"], Is.EqualTo("application-4711"));
            Assert.That(page.Facts["Role"], Is.EqualTo("Backend Engineer"));
            Assert.That(page.Facts["Hiring loop"], Is.EqualTo("Backend, version 1"));
            Assert.That(page.Facts["Completed"], Is.EqualTo(Day(result.EndedAt!.Value)));
            Assert.That(ReadPage.TextOf(page.Root.Descendants("strong").Single()), Is.EqualTo(Of(readiness.Readiness!.Value)));
            Assert.That(page.Text, Does.Contain($"{interval}, standard error {Of(readiness.StandardError!.Value, "0.0")}"));
            Assert.That(page.Text, Does.Contain($"covers {coverage}{Space}%").And.Contain($"at least 60{Space}% is asked for"));
            Assert.That(page.Text, Does.Contain("Provisional:").And.Contain("with changes by Tenant"));
            Assert.That(page.Table("Scores").Skip(1).Select(row => row[..3]), Is.EqualTo(new[] { Score(first), Score(second) }));
            Assert.That(page.Table("How recent the evidence is").Skip(1), Is.EqualTo(new[] { Recency(first), Recency(second) }));
            Assert.That(
                page.Table("What each adds to readiness").Skip(1).Select(row => (row[0], row[1], row[3])),
                Is.EqualTo(readiness.Contributions.Select(part => (
                    Title(part.Assessment), Of(part.Relevance, "0.00####"), Of(part.Points, "0.0")))));
            Assert.That(
                page.Table("Without a score").Skip(1).Select(row => (row[0], row[1])),
                Is.EqualTo(readiness.Missing.Select(missing => (Title(missing.Assessment), Of(missing.Relevance, "0.00####")))));
            Assert.That(page.Root.Descendants("svg").Single().Value, Does.Contain($"{first.Score} ({Score(first)[2]})"));
        }

        static string[] Score(AssessmentScoreResponse score) =>
            [Title(score.Assessment), Of(score.Score), $"{score.Interval.Lower}–{score.Interval.Upper}"];

        static string[] Recency(AssessmentScoreResponse score) =>
            [Title(score.Assessment), Day(score.ObservedAt), Day(score.RefreshDueAt), "current"];

        static string Title(string slug) => slug switch
        {
            Employer.Python => "Python Fundamentals",
            Employer.Sql => "AI-Augmented SQL",
            "cognitive-reasoning" => "Cognitive Reasoning",
            "javascript-fundamentals" => "JavaScript Fundamentals",
            _ => slug,
        };
    }

    [Test]
    public async Task Page_OfAProbableBand_SaysEachWithItsProbability()
    {
        var (result, _) = await CompleteAsync(new { });
        var page = await ReadPage.OpenAsync(_browser, result.ReportUrl!);
        var band = ScoreOf(result, Employer.Sql).BandProbabilities.MaxBy(each => each.Probability)!;
        var probability = band.Probability.ToString($"0{Space}%", CultureInfo.InvariantCulture);
        var told = page.Table("Scores").Single(row => row[0] == "AI-Augmented SQL")[3];

        Assert.That(page.Heading, Is.EqualTo("A candidate"), "nobody has named it");
        Assert.That(told.Replace(' ', '-'), Does.StartWith($"{band.Band}{Space}{probability}").IgnoreCase);
    }

    /// <summary>What the loop does not weigh, and what is said of the candidate elsewhere, is nobody's business here.</summary>
    [Test]
    public async Task Page_OfAPassportWithMore_ShowsNothingElseOfIt()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        (string, int)[] scores = [(Employer.Python, 650), (Employer.Sql, 600), ("communication", 775)];
        foreach (var (assessment, score) in scores)
        {
            await App.AddEvidenceAsync(passport, assessment, score, App.Clock.GetUtcNow().AddDays(-30));
        }

        var invitation = await _employer.InviteAsync(_loop, new { candidate = new { email = "somebody@example.org" } });
        await _employer.AcceptAsync(invitation, token);
        var page = await ReadPage.OpenAsync(_browser, (await ResultAsync(invitation.Id)).ReportUrl!);

        Assert.That(page.Table("Scores").Select(row => row[1]), Is.EqualTo(new[] { "Score", "650", "600" }));
        Assert.That(page.Text, Does.Not.Contain("775"));
        Assert.That(page.Html, Does.Not.Contain("Communication").And.Not.Contain("somebody@"));
        Assert.That(page.Html, Does.Not.Contain(passport.ToString()).And.Not.Contain(invitation.Id.ToString()));
    }

    [Test]
    public async Task Page_WithoutARole_NamesNone()
    {
        var loop = await _employer.CreateLoopAsync(
            new { role = (string?)null, assessments = (string?)null, weights = new Dictionary<string, double> { [Employer.Python] = 1 } });
        var invitation = await _employer.InviteAsync(loop, new { reference = "no-role" });
        await _employer.TakeAsync((await _employer.AcceptAsync(invitation)).Token!, Employer.Python);
        var page = await ReadPage.OpenAsync(_browser, (await ResultAsync(invitation.Id)).ReportUrl!);

        Assert.That(page.Heading, Is.EqualTo("no-role"));
        Assert.That(page.Facts.Keys, Does.Not.Contain("Role").And.Not.Contain("Reference"), "it is the heading");
        Assert.That(page.Text, Does.Contain("own choice"));
        Assert.That(page.Root.Descendants("caption").Select(ReadPage.TextOf), Does.Not.Contain("Without a score"));
    }

    [Test]
    public async Task Page_OfOneThatExpiredWithNothingTaken_SaysThatThereIsNoEvidence()
    {
        var invitation = await _employer.InviteAsync(_loop, new { expiresAt = App.Clock.GetUtcNow().AddMinutes(5) });
        await _employer.AcceptAsync(invitation);
        App.Clock.Advance(TimeSpan.FromMinutes(6));
        var page = await ReadPage.OpenAsync(_browser, (await ResultAsync(invitation.Id)).ReportUrl!);

        Assert.That(page.Facts.Keys, Does.Contain("Expired"));
        Assert.That(page.Text, Does.Contain("No evidence:").And.Contain("this is what there is"));
        Assert.That(page.Root.Descendants("svg"), Is.Empty);
        Assert.That(
            page.Table("Without a score").Select(row => row[2]),
            Does.Contain("asked for and not taken").And.Contain("not asked for"));
    }

    [TestCase("<script>alert(1)</script>", "</h1><img src=x onerror=alert(2)>")]
    [TestCase("\"onmouseover='alert(3)' &amp; &#60;", "]]> --> @Html {{x}} 100%")]
    public async Task Page_OfHostileNames_ShowsThemAsTheyAre(string name, string reference)
    {
        var (result, _) = await CompleteAsync(new { reference, candidate = new { name } });
        var page = await ReadPage.OpenAsync(_browser, result.ReportUrl!);

        Assert.That((page.Heading, page.Facts["Reference"]), Is.EqualTo((name, reference)));
        Assert.That(page.Html, Does.Not.Contain("<script").And.Not.Contain("<img"));
        var attributes = page.Root.Descendants().Attributes().Select(each => each.Name.LocalName);
        Assert.That(attributes, Has.None.StartsWith("on").And.None.EqualTo("style"));
    }

    [Test]
    public async Task Page_WhateverItsStatus_HasTheHeadersOfAPage()
    {
        var (result, _) = await CompleteAsync(new { });
        foreach (var path in (string[])[result.ReportUrl!, result.ReportUrl + "?utm_source=mail&utm_source=chat", "/report/unknown"])
        {
            using var response = await _browser.GetAsync(new Uri(path, UriKind.Relative));
            using (Assert.EnterMultipleScope())
            {
                Assert.That((int)response.StatusCode, Is.EqualTo(path.EndsWith("unknown", StringComparison.Ordinal) ? 404 : 200), path);
                Assert.That(Header(response, "Content-Security-Policy"), Is.EqualTo(Policy));
                Assert.That(Header(response, "Cache-Control"), Is.EqualTo("no-store"));
                Assert.That(Header(response, "X-Robots-Tag"), Is.EqualTo("noindex"));
                Assert.That(Header(response, "Referrer-Policy"), Is.EqualTo("no-referrer"));
                Assert.That(response.Headers.Contains("Set-Cookie"), Is.False);
            }

            using var head = await _browser.SendAsync(HttpMethod.Head, path);
            Assert.That((head.StatusCode, head.Content.Headers.ContentLength > 100), Is.EqualTo((response.StatusCode, true)));
        }
    }

    [Test]
    public async Task Page_WithACredential_IsTheSame()
    {
        using var client = App.Client("not-a-token");

        Assert.That((await ReadPage.OpenAsync(client, "/report/unknown")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Link_OfAnOpenInvitation_SaysWhatIsStillToBeTaken()
    {
        var invitation = await _employer.InviteAsync(_loop, new { candidate = new { name = "Robin" } });
        var accepted = await _employer.AcceptAsync(invitation);
        await _employer.TakeAsync(accepted.Token!, Employer.Python);
        var open = await ResultAsync(invitation.Id);
        var page = await ReadPage.OpenAsync(_browser, await UrlOfAsync(invitation.Id));

        Assert.That(open.ReportUrl, Is.Null);
        Assert.That((page.Status, page.Heading), Is.EqualTo((200, "Not completed yet")));
        Assert.That(page.Root.Descendants("main").Descendants("li").Select(ReadPage.TextOf), Is.EqualTo(new[] { "AI-Augmented SQL" }));
        Assert.That(page.Text, Does.Contain($"until {Day(invitation.ExpiresAt)}").And.Not.Contain("Robin"));
    }

    [TestCase("revoked", "This report was withdrawn")]
    [TestCase("erased", "This report was erased")]
    public async Task Link_OfAResultThatIsGone_SaysSoAndNothingOfTheCandidate(string how, string heading)
    {
        var (result, accepted) = await CompleteAsync(new { reference = $"gone-{how}", candidate = new { name = "Robin" } });
        using var owner = App.Client(accepted.Token);
        var path = $"/v1/passports/{accepted.Passport}";
        var gone = how == "erased" ? path : $"{path}/grants/{accepted.Invitation.Grant}";
        using (var response = await owner.SendAsync(HttpMethod.Delete, gone)) Assert.That((int)response.StatusCode, Is.EqualTo(204));
        var page = await ReadPage.OpenAsync(_browser, result.ReportUrl!);

        Assert.That((page.Status, page.Heading), Is.EqualTo((410, heading)));
        Assert.That(page.Html, Does.Not.Contain("Robin").And.Not.Contain("gone-"));
    }

    [Test]
    public async Task Link_OfAnInvitationThatEndedWithoutAResult_SaysSo()
    {
        var (cancelled, declined) = (await _employer.InviteAsync(_loop), await _employer.InviteAsync(_loop));
        var passed = await _employer.InviteAsync(_loop, new { expiresAt = App.Clock.GetUtcNow().AddMinutes(5) });
        using var candidate = App.Client(declined.Token);
        using (await candidate.SendAsync(HttpMethod.Post, "/v1/invitations/current/declination")) { }
        using (await _employer.Client.SendAsync(HttpMethod.Post, $"/v1/invitations/{cancelled.Id}/cancellation")) { }
        App.Clock.Advance(TimeSpan.FromMinutes(5));
        (InvitationResponse, string)[] ends =
        [
            (cancelled, "taken the invitation back"), (declined, "has declined"), (passed, "before the candidate had accepted"),
        ];
        foreach (var (invitation, text) in ends)
        {
            var page = await ReadPage.OpenAsync(_browser, await UrlOfAsync(invitation.Id));
            Assert.That((page.Status, page.Heading), Is.EqualTo((410, "There is no report")));
            Assert.That(page.Text, Does.Contain(text));
        }
    }

    [Test]
    public async Task Link_AfterItsDays_HasEndedAndTheNextOneOpens()
    {
        var (result, _) = await CompleteAsync(new { });
        App.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        var before = await ReadPage.OpenAsync(_browser, result.ReportUrl!);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await ReadPage.OpenAsync(_browser, result.ReportUrl!);
        var anew = await ReadPage.OpenAsync(_browser, (await ResultAsync(result.Invitation)).ReportUrl!);

        Assert.That((before.Status, after.Status, anew.Status), Is.EqualTo((200, 410, 200)));
        Assert.That(after.Heading, Is.EqualTo("This link has ended"));
    }

    [Test]
    public async Task Link_OfAnInvitationThatIsNotKeptForSoLong_EndsWithIt()
    {
        var settings = new TenantSettings { RetentionMonths = 1 };
        using var employer = await Employer.CreateAsync(App);
        await App.Db.WriteAsync(
            session => TenantStore.SaveSettingsAsync(session, employer.Tenant, settings, 1, App.Clock.GetUtcNow()), CancellationToken.None);
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        var accepted = await employer.AcceptAsync(invitation);
        foreach (var assessment in (string[])[Employer.Python, Employer.Sql]) await employer.TakeAsync(accepted.Token!, assessment);
        var result = await employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation.Id}/result");
        var link = App.Services.GetRequiredService<ReportLinks>().Read(result.ReportUrl!["/report/".Length..]);

        // In whole seconds.
        Assert.That(link!.Value.ExpiresAt, Is.EqualTo(App.Clock.GetUtcNow().AddMonths(1)).Within(TimeSpan.FromSeconds(1)));
        App.Clock.Advance(link.Value.ExpiresAt - App.Clock.GetUtcNow());
        Assert.That((await ReadPage.OpenAsync(_browser, result.ReportUrl)).Status, Is.EqualTo(410));
    }

    [Test]
    public async Task Link_OfAnInvitationThatWasDeleted_HasEnded()
    {
        var (result, _) = await CompleteAsync(new { });
        await App.Db.WriteAsync(DeleteAsync, CancellationToken.None);

        Assert.That((await ReadPage.OpenAsync(_browser, result.ReportUrl!)).Status, Is.EqualTo(410));

        async Task<int> DeleteAsync(DbSession session)
        {
            await Standings.DeleteAsync(session, result.Invitation);
            await InvitationStore.DeleteCredentialsAsync(session, result.Invitation);
            return await InvitationStore.DeleteAsync(session, result.Invitation);
        }
    }

    [Test]
    public async Task Link_Tampered_IsUnknown()
    {
        var (result, _) = await CompleteAsync(new { });
        var url = result.ReportUrl!;
        var last = url[^2] == 'A' ? 'B' : 'A';
        string[] tampered =
        [
            $"{url[..^2]}{last}{url[^1]}", url[..^4], url + "AAAA", $"{url[..60]}{(url[60] == 'A' ? 'B' : 'A')}{url[61..]}",
            "/report/x", "/report/a%20b", $"/report/{result.Invitation}", "/report/" + new string('A', 4000),
        ];
        foreach (var path in tampered)
        {
            var page = await ReadPage.OpenAsync(_browser, path);
            Assert.That((page.Status, page.Heading), Is.EqualTo((404, "There is no such report")), path);
        }
    }

    [Test]
    public async Task Reading_IsWrittenDownForTheTenantAndShownToTheOwner()
    {
        var (result, accepted) = await CompleteAsync(new { });
        for (var i = 0; i < 2; i++) Assert.That((await ReadPage.OpenAsync(_browser, result.ReportUrl!)).Status, Is.EqualTo(200));
        using var owner = App.Client(accepted.Token);
        var log = await owner.GetAsync<AccessLogResponse>($"/v1/passports/{accepted.Passport}/access-log");
        var audit = await _employer.Client.GetAsync<JsonObject>($"/v1/audit-log?passport={accepted.Passport}");
        var read = audit["items"]!.AsArray().Single(entry => (string?)entry!["action"] == "report.read")!;

        Assert.That(log.Items.Count(access => access.Action == "report.read" && access.Tenant.Id == _employer.Tenant), Is.EqualTo(1));
        Assert.That(((string?)read["actor"], (string?)read["subject"]), Is.EqualTo(("report-link", $"invitation:{result.Invitation}")));
    }

    [Test]
    public async Task Logs_OfAReading_HoldTheRouteAndNotTheLink()
    {
        var (result, _) = await CompleteAsync(new { candidate = new { name = "Robin-in-no-log" } });
        await ReadPage.OpenAsync(_browser, result.ReportUrl!);

        Assert.That(App.Logs.Entries, Has.Some.Contains("GET /report/{token} 200"));
        foreach (var secret in (string[])[result.ReportUrl![40..80], "Robin-in-no-log"])
        {
            Assert.That(App.Logs.Entries, Has.None.Contains(secret));
        }
    }

    private async Task<(InvitationResultResponse Result, AcceptedInvitationResponse Accepted)> CompleteAsync(object request)
    {
        var invitation = await _employer.InviteAsync(_loop, request);
        var accepted = await _employer.AcceptAsync(invitation);
        await _employer.TakeAsync(accepted.Token!, Employer.Python, right: 30);
        await _employer.TakeAsync(accepted.Token!, Employer.Sql, right: 20);
        return (await ResultAsync(invitation.Id), accepted);
    }

    private Task<InvitationResultResponse> ResultAsync(Guid invitation) =>
        _employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation}/result");

    /// <summary>As whoever tells an applicant tracking system of an invitation that is open makes it.</summary>
    private async Task<string> UrlOfAsync(Guid id)
    {
        var row = await App.Db.ReadAsync(session => InvitationStore.FindAsync(session, id), CancellationToken.None);
        return App.Services.GetRequiredService<ReportLinks>().UrlOf(row!, App.Clock.GetUtcNow())!;
    }

    private static AssessmentScoreResponse ScoreOf(InvitationResultResponse result, string assessment) =>
        result.Assessments!.Single(each => each.Assessment == assessment);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static string Of(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
