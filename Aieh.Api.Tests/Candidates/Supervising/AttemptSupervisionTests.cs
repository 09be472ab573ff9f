using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Supervising;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Supervising;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AttemptSupervisionTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";

    private Guid _tenant;
    private HttpClient _key = null!;
    private Guid _passport;
    private HttpClient _owner = null!;
    private Guid _grant;

    [SetUp]
    public async Task LetATenantIn()
    {
        (_tenant, _key, _) = await App.CreateKeyAsync($"{Scopes.AttemptsSupervise} {Scopes.AuditRead} {Scopes.PassportsRead}");
        (_passport, _owner, _) = await App.CreatePassportAsync();
        _grant = await LetInAsync(_tenant);
    }

    [TearDown]
    public void Leave()
    {
        _key.Dispose();
        _owner.Dispose();
    }

    [Test]
    public async Task Supervise_AnAttemptThatRuns_IsSaidWhereverItsScoreIsShown()
    {
        var attempt = await StartAsync();
        var at = App.Clock.GetUtcNow();

        var said = await _key.PostAsync<AttemptSupervisionResponse>(PathOf(attempt.Id), new { });
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await _key.PostAsync<AttemptSupervisionResponse>(PathOf(attempt.Id), new { });
        var running = await _owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        await SubmitAsync(attempt);

        Assert.That(
            (said.Attempt, said.Assessment, said.Supervision, said.SupervisedBy, said.SupervisedAt),
            Is.EqualTo((attempt.Id, Python, Supervision.Supervised, _tenant, at)));
        Assert.That(again, Is.EqualTo(said), "the first time counts");
        Assert.That(
            (running.Supervision, running.SupervisedBy, running.SupervisedAt),
            Is.EqualTo((Supervision.Supervised, (Guid?)_tenant, (DateTimeOffset?)at)));
        foreach (var shown in await ShownAsync(attempt.Id))
        {
            Assert.That((string?)shown["supervision"], Is.EqualTo("supervised"), shown.ToJsonString());
            Assert.That(((Guid)shown["supervisedBy"]!, (DateTimeOffset)shown["supervisedAt"]!), Is.EqualTo((_tenant, at)));
        }

        var passport = await _key.GetAsync<PassportResponse>($"/v1/passports/{_passport}");
        Assert.That(passport.Assessments.Single().Supervision, Is.EqualTo(PooledSupervision.Supervised));
    }

    [Test]
    public async Task Passport_WithWatchedAndUnwatchedEvidence_SaysPartly()
    {
        await SubmitAsync(await StartAsync());
        App.Clock.Advance(TimeSpan.FromDays(40));
        var watched = await StartAsync();
        await _key.PostAsync<AttemptSupervisionResponse>(PathOf(watched.Id), new { });
        await SubmitAsync(watched);

        var passport = await _owner.GetAsync<PassportResponse>($"/v1/passports/{_passport}");

        Assert.That(passport.Assessments.Single().Supervision, Is.EqualTo(PooledSupervision.Partly));
    }

    [Test]
    public async Task Supervise_ByWhoWasNotLetIn_IsNotFound()
    {
        var attempt = await StartAsync();
        var (_, stranger, _) = await App.CreateKeyAsync(Scopes.AttemptsSupervise);
        using var other = stranger;
        using var anybody = App.Client();
        var anonymous = await anybody.PostAsync<AttemptResponse>("/v1/attempts", new { assessment = Python, form = "sample" });
        using var revoked = await _owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{_passport}/grants/{_grant}");
        var unknown = Guid.CreateVersion7(App.Clock.GetUtcNow());

        foreach (var (key, id) in new[] { (other, attempt.Id), (_key, attempt.Id), (_key, anonymous.Id), (_key, unknown) })
        {
            using var said = await key.SendAsync(HttpMethod.Post, PathOf(id));
            using var takenBack = await key.SendAsync(HttpMethod.Delete, PathOf(id));
            await said.ProblemAsync(404, "not-found");
            await takenBack.ProblemAsync(404, "not-found");
        }
    }

    [Test]
    public async Task Supervise_AnAttemptThatDoesNotRun_IsRefused()
    {
        var submitted = await StartAsync();
        await SubmitAsync(submitted);
        var over = await StartAsync("communication");
        App.Clock.Advance(over.ExpiresAt - over.ServerTime);

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete })
        {
            using var late = await _key.SendAsync(method, PathOf(submitted.Id));
            using var tooLate = await _key.SendAsync(method, PathOf(over.Id));
            await late.ProblemAsync(409, "attempt-already-submitted");
            await tooLate.ProblemAsync(409, "attempt-expired");
        }
    }

    [Test]
    public async Task Supervise_WhereAnotherTenantHasSaidSo_LeavesItWithThatOne()
    {
        var attempt = await StartAsync();
        await _key.PostAsync<AttemptSupervisionResponse>(PathOf(attempt.Id), new { });
        var (tenant, second, _) = await App.CreateKeyAsync(Scopes.AttemptsSupervise);
        using var other = second;
        await LetInAsync(tenant);

        using var said = await other.SendAsync(HttpMethod.Post, PathOf(attempt.Id));
        using var takenBack = await other.SendAsync(HttpMethod.Delete, PathOf(attempt.Id));

        await said.ProblemAsync(409, "attempt-supervised");
        await takenBack.ProblemAsync(409, "attempt-supervised");
        Assert.That((await _owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).SupervisedBy, Is.EqualTo(_tenant));
    }

    /// <summary>Somebody sits down, is watched, takes the permission back and leaves: whoever watched can say so.</summary>
    [Test]
    public async Task Withdraw_AfterThePermissionWasTakenBack_IsStillForWhoSaidIt()
    {
        var attempt = await StartAsync();
        await _key.PostAsync<AttemptSupervisionResponse>(PathOf(attempt.Id), new { });
        using var revoked = await _owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{_passport}/grants/{_grant}");
        var (_, other, _) = await App.CreateKeyAsync(Scopes.AttemptsSupervise);
        using var _ = other;
        using var foreign = await other.SendAsync(HttpMethod.Delete, PathOf(attempt.Id));
        using var withdrawn = await _key.SendAsync(HttpMethod.Delete, PathOf(attempt.Id));
        var running = await _owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        using var again = await _key.SendAsync(HttpMethod.Post, PathOf(attempt.Id), new { });

        await foreign.ProblemAsync(404, "not-found");
        Assert.That(withdrawn.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(running.Supervision, Is.EqualTo(Supervision.Unsupervised));
        await again.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Withdraw_WhileTheAttemptRuns_IsAsIfNobodyHadSaidSoAndIsSeenByTheOwner()
    {
        var attempt = await StartAsync();
        await _key.PostAsync<AttemptSupervisionResponse>(PathOf(attempt.Id), new { });
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        using var takenBack = await _key.SendAsync(HttpMethod.Delete, PathOf(attempt.Id));
        using var again = await _key.SendAsync(HttpMethod.Delete, PathOf(attempt.Id));
        await SubmitAsync(attempt);

        Assert.That((takenBack.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NoContent)));
        foreach (var shown in await ShownAsync(attempt.Id))
        {
            Assert.That((string?)shown["supervision"], Is.EqualTo("unsupervised"));
            Assert.That((shown["supervisedBy"], shown["supervisedAt"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
        }

        string[] expected = ["attempt.supervision-withdrawn", "attempt.supervised"];
        var seen = await _owner.GetAsync<AccessLogResponse>($"/v1/passports/{_passport}/access-log");
        Assert.That(seen.Items.Select(item => (item.Action, item.Tenant.Id)), Is.EqualTo(expected.Select(action => (action, _tenant))));
        var audit = JsonNode.Parse(await _key.GetStringAsync("/v1/audit-log"))!["items"]!.AsArray();
        var ofAttempt = audit.Where(entry => (string?)entry!["subject"] == $"attempt:{attempt.Id}");
        Assert.That(ofAttempt.Select(entry => (string?)entry!["action"]), Is.EquivalentTo(expected));
    }

    [Test]
    public async Task Submission_BesideAMark_IsNeverScoredWithoutIt()
    {
        var attempt = await StartAsync();
        await _key.PostAsync<AttemptSupervisionResponse>(PathOf(attempt.Id), new { });
        using var stale = await _owner.SendAsync(
            HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", "{}", "stale", ("If-Match", "\"1-in-progress\""));

        await stale.ProblemAsync(412, "precondition-failed");
    }

    [Test]
    public async Task ErasePassport_WithASupervisedAttempt_LeavesNothingOfIt()
    {
        var attempt = await StartAsync();
        await _key.PostAsync<AttemptSupervisionResponse>(PathOf(attempt.Id), new { });
        await SubmitAsync(attempt);
        var before = await App.CountAsync("Attempt", "SupervisedBy = @Id", _tenant);

        using var erased = await _owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{_passport}");

        Assert.That((before, erased.StatusCode), Is.EqualTo((1, HttpStatusCode.NoContent)));
        Assert.That(await App.CountAsync("Attempt", "SupervisedBy = @Id", _tenant), Is.Zero);
        Assert.That(await App.CountAsync("Evidence", "SupervisedBy = @Id", _tenant), Is.Zero);
    }

    private static string PathOf(Guid attempt) => $"/v1/attempts/{attempt}/supervision";

    private async Task<Guid> LetInAsync(Guid tenant)
    {
        var request = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Passport };
        return (await _owner.PostAsync<GrantResponse>($"/v1/passports/{_passport}/grants", request)).Id;
    }

    private Task<AttemptResponse> StartAsync(string assessment = Python) =>
        _owner.PostAsync<AttemptResponse>("/v1/attempts", new CreateAttemptRequest { Assessment = assessment, Form = FormKind.Full });

    private Task<ScoreReportResponse> SubmitAsync(AttemptResponse attempt) => _owner.PostAsync<ScoreReportResponse>(
        $"/v1/attempts/{attempt.Id}/submission", new SubmitAttemptRequest { Responses = App.Answers(attempt, 20) }, $"{attempt.Id}");

    /// <summary>The only piece of evidence and the attempt, in the list, in the export and as the report.</summary>
    private async Task<JsonNode[]> ShownAsync(Guid attempt)
    {
        var list = await ReadAsync($"/v1/passports/{_passport}/evidence");
        var export = await ReadAsync($"/v1/passports/{_passport}/export");
        var report = await ReadAsync($"/v1/attempts/{attempt}/score");
        return
        [
            list["items"]!.AsArray().Single()!, export["evidence"]!.AsArray().Single()!, export["attempts"]!.AsArray().Single()!,
            report,
        ];

        async Task<JsonNode> ReadAsync(string path) => JsonNode.Parse(await _owner.GetStringAsync(path))!;
    }
}
