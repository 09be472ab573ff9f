using System.Text.Json;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Tests.Employers.Integrity;

/// <summary>What an employer is shown of how attempts were taken, what a person decides, and what the candidate says and reads.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ReviewTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private Employer _employer = null!;

    [OneTimeSetUp]
    public async Task CreateEmployer() => _employer = await Employer.CreateAsync(App);

    [OneTimeTearDown]
    public void Dispose() => _employer.Dispose();

    [Test]
    public async Task Review_AfterAStatement_IsReadByTheCandidateToldAndAudited()
    {
        var (invitation, attempt, candidate) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium);
        await candidate.PostAsync<StatementResponse>($"/v1/attempts/{attempt}/statement", new { text = "It was loud." });
        var before = await IntegrityOfAsync(invitation);
        var shown = before.Items.Single();

        await ReviewAsync(invitation, shown.Evidence, ReviewOutcome.Cleared, "Explained.");

        var after = await IntegrityOfAsync(invitation);
        var told = await candidate.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt}/integrity");
        var log = await _employer.Client.GetAsync<AuditLogResponse>($"/v1/audit-log?subject=invitation:{invitation}&limit=200");
        var entry = log.Items.Last(each => each.Action == "integrity.reviewed");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((shown.Status, shown.Statement!.Text), Is.EqualTo((IntegrityStatus.Medium, "It was loud.")));
            Assert.That(shown.Reasons.Single().Text, Is.EqualTo("12 of 50 answers came faster than the question can be read."));
            Assert.That(before.Summary, Is.EqualTo(new IntegritySummary { Status = IntegrityStatus.Medium }));
            Assert.That(
                after.Summary, Is.EqualTo(new IntegritySummary { Status = IntegrityStatus.Medium, Review = ReviewOutcome.Cleared }));
            Assert.That(told.Reviews.Single().Outcome, Is.EqualTo(ReviewOutcome.Cleared));
            Assert.That(told.Reviews.Single().Note, Is.EqualTo("Explained."));
            Assert.That(await _employer.EventsAsync(invitation), Has.Exactly(1).EqualTo("integrity.reviewed"));
            Assert.That(JsonSerializer.Serialize(entry, WireContracts.Options), Does.Contain("cleared").And.Not.Contain("Explained"));
        }
    }

    [Test]
    public async Task Review_TheSameAgain_ChangesNothing()
    {
        var (invitation, attempt, _) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium);
        var evidence = (await IntegrityOfAsync(invitation)).Items.Single().Evidence;
        var first = await ReviewAsync(invitation, evidence, ReviewOutcome.Undecided, null);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await ReviewAsync(invitation, evidence, ReviewOutcome.Undecided, null);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(await _employer.EventsAsync(invitation), Has.Exactly(1).EqualTo("integrity.reviewed"));
    }

    [Test]
    public async Task Review_WithTheTagOfAnOlderOne_Is412()
    {
        var (invitation, attempt, _) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium);
        var evidence = (await IntegrityOfAsync(invitation)).Items.Single().Evidence;
        var path = PathOf(invitation, evidence);
        using var none = await _employer.Client.SendAsync(HttpMethod.Get, path);
        await ReviewAsync(invitation, evidence, ReviewOutcome.Confirmed, "A");
        using var read = await _employer.Client.SendAsync(HttpMethod.Get, path);
        var tag = read.Headers.ETag!.ToString();

        using var changed = await _employer.Client.SendAsync(HttpMethod.Put, path, """{"outcome":"cleared"}""", null, ("If-Match", tag));
        using var stale = await _employer.Client.SendAsync(HttpMethod.Put, path, """{"outcome":"confirmed"}""", null, ("If-Match", tag));

        await none.ProblemAsync(404, "not-found");
        Assert.That((int)changed.StatusCode, Is.EqualTo(200));
        await stale.ProblemAsync(412, "precondition-failed");
        Assert.That((await IntegrityOfAsync(invitation)).Summary.Review, Is.EqualTo(ReviewOutcome.Cleared));
    }

    [Test]
    public async Task Review_OfWhatAnotherTenantIsShown_Is404()
    {
        var (invitation, attempt, _) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium);
        var evidence = (await IntegrityOfAsync(invitation)).Items.Single().Evidence;
        using var other = await Employer.CreateAsync(App);
        var path = PathOf(invitation, evidence);

        foreach (var (method, address, body) in new[]
        {
            (HttpMethod.Get, $"/v1/invitations/{invitation}/integrity", null), (HttpMethod.Get, path, null),
            (HttpMethod.Put, path, """{"outcome":"cleared"}"""),
        })
        {
            using var hidden = await other.Client.SendAsync(method, address, body);
            await hidden.ProblemAsync(404, "not-found");
        }

        using var unknown = await _employer.Client.SendAsync(
            HttpMethod.Put, PathOf(invitation, invitation), """{"outcome":"cleared"}""");
        await unknown.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Review_WithoutItsScope_Is403()
    {
        var (invitation, _, _) = await CompleteAsync();
        var (_, reader, _) = await App.CreateKeyAsync(Scopes.ResultsRead, _employer.Tenant);
        using var client = reader;
        using var read = await client.SendAsync(HttpMethod.Get, $"/v1/invitations/{invitation}/integrity");
        using var refused = await client.SendAsync(HttpMethod.Put, PathOf(invitation, invitation), """{"outcome":"cleared"}""");

        Assert.That((int)read.StatusCode, Is.EqualTo(200));
        await refused.ProblemAsync(403, "insufficient-scope");
    }

    [Test]
    public async Task Integrity_WhileTheInvitationIsOpen_Is409()
    {
        var invitation = await _employer.InviteAsync(await _employer.CreateLoopAsync());
        using var open = await _employer.Client.SendAsync(HttpMethod.Get, $"/v1/invitations/{invitation.Id}/integrity");

        await open.ProblemAsync(409, "result-not-available");
    }

    /// <summary>What was noted is the candidate's: times would tell who was given more of it.</summary>
    [Test]
    public async Task Integrity_AsTheEmployerSeesIt_HoldsNothingThatWasCollected()
    {
        var (invitation, attempt, _) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium);
        using var read = await _employer.Client.SendAsync(HttpMethod.Get, $"/v1/invitations/{invitation}/integrity");
        var text = await read.Content.ReadAsStringAsync();

        Assert.That(text, Does.Contain("medium").And.Not.Contain("signals").And.Not.Contain("seconds"));
        Assert.That(text, Does.Not.Contain($"{attempt}"), "an attempt's id holds the time of its start");
    }

    [Test]
    public async Task ResultAndRanking_TellItBesideTheirFigures()
    {
        var (invitation, attempt, _) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium with { RapidP = 0.03 });
        var result = await _employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation}/result");
        var now = await _employer.Client.GetAsync<RankingResponse>($"/v1/hiring-loops/{result.HiringLoop}/candidates");
        var past = await _employer.Client.GetAsync<RankingResponse>(
            $"/v1/hiring-loops/{result.HiringLoop}/candidates?asOf={App.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}");

        var low = new IntegritySummary { Status = IntegrityStatus.Low };
        Assert.That((result.Integrity, now.Items.Single().Integrity), Is.EqualTo((low, low)));
        Assert.That(past.Items.Single().Integrity, Is.Null, "of a past moment nothing is told that was not known then");
    }

    [Test]
    public async Task Permission_TakenBack_TakesTheReviewWithIt()
    {
        var (invitation, attempt, candidate) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium);
        var evidence = (await IntegrityOfAsync(invitation)).Items.Single().Evidence;
        await ReviewAsync(invitation, evidence, ReviewOutcome.Confirmed, "A");
        var row = await _employer.GetAsync(invitation);
        var grants = await candidate.GetAsync<GrantListResponse>($"/v1/passports/{row.Passport}/grants");
        using var revoked = await candidate.SendAsync(HttpMethod.Delete, $"/v1/passports/{row.Passport}/grants/{grants.Items.Single().Id}");
        using var withdrawn = await _employer.Client.SendAsync(HttpMethod.Get, $"/v1/invitations/{invitation}/integrity");

        await withdrawn.ProblemAsync(410, "result-withdrawn");
        Assert.That(await App.CountAsync("IntegrityReview", "InvitationId = @Id", invitation), Is.Zero);
    }

    [Test]
    public async Task Export_HoldsItAll_AndErasureLeavesNothing()
    {
        var (invitation, attempt, candidate) = await CompleteAsync();
        await App.JudgeAsync(attempt, TakenAttempts.Medium);
        await candidate.PostAsync<StatementResponse>($"/v1/attempts/{attempt}/statement", new { text = "It was loud." }, "key");
        var evidence = (await IntegrityOfAsync(invitation)).Items.Single().Evidence;
        await ReviewAsync(invitation, evidence, ReviewOutcome.Confirmed, "Not explained.");
        var passport = (await _employer.GetAsync(invitation)).Passport!.Value;
        using var exported = await candidate.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/export");
        var export = JsonSerializer.Deserialize<PassportExportResponse>(await exported.Content.ReadAsStringAsync(), WireContracts.Options)!;

        var taken = export.Attempts.Single().Integrity;
        Assert.That((taken.Statement!.Text, taken.Reviews.Single().Note), Is.EqualTo(("It was loud.", "Not explained.")));
        Assert.That((taken.Status, taken.Items.Count), Is.EqualTo((IntegrityStatus.Medium, 50)));

        using var erased = await candidate.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)erased.StatusCode, Is.EqualTo(204));
            foreach (var table in (string[])["AttemptIntegrity", "IntegrityReview", "AttemptSimilarity"])
            {
                Assert.That(await App.CountAsync(table, "AttemptId = @Id", attempt), Is.Zero, table);
            }

            Assert.That(await App.CountAsync("IntegrityReview", "InvitationId = @Id", invitation), Is.Zero);
        }
    }

    /// <summary>An invitation to one assessment that its candidate has completed.</summary>
    private async Task<(Guid Invitation, Guid Attempt, HttpClient Candidate)> CompleteAsync()
    {
        var loop = await _employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
        var invitation = await _employer.InviteAsync(loop);
        var accepted = await _employer.AcceptAsync(invitation);
        var attempt = await _employer.TakeAsync(accepted.Token!, Employer.Python, right: 30);
        return (invitation.Id, attempt.Id, App.Client(accepted.Token));
    }

    private Task<InvitationIntegrityResponse> IntegrityOfAsync(Guid invitation) =>
        _employer.Client.GetAsync<InvitationIntegrityResponse>($"/v1/invitations/{invitation}/integrity");

    private async Task<ReviewResponse> ReviewAsync(Guid invitation, Guid evidence, ReviewOutcome outcome, string? note)
    {
        await _employer.Client.PutAsync(PathOf(invitation, evidence), new ReviewRequest { Outcome = outcome, Note = note });
        return await _employer.Client.GetAsync<ReviewResponse>(PathOf(invitation, evidence));
    }

    private static string PathOf(Guid invitation, Guid evidence) => $"/v1/invitations/{invitation}/integrity/{evidence}/review";
}
