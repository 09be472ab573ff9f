using System.Net;
using System.Text;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Candidates.Supervising;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Invitations;

/// <summary>Hiring loops that count supervised scores alone.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SupervisedLoopTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = Employer.Python;

    private Employer _employer = null!;

    [SetUp]
    public async Task CreateEmployer() => _employer = await Employer.CreateAsync(App);

    [TearDown]
    public void DisposeEmployer() => _employer.Dispose();

    /// <summary>What nobody has watched is refused with what to do about it; watched, it completes the invitation.</summary>
    [Test]
    public async Task Journey_RefusesWhatNobodyWatchesAndIsCompletedByWhatSomebodyDoes()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var candidate = owner;
        await App.AddEvidenceAsync(passport, Python, 700, App.Clock.GetUtcNow().AddDays(-1));
        var invitation = await _employer.InviteAsync(await CreateLoopAsync());
        var accepted = await _employer.AcceptAsync(invitation, token);
        Assert.That(accepted.Invitation.Supervision, Is.EqualTo(LoopSupervision.Required));
        Assert.That(accepted.Invitation.Assessments.Single().State, Is.EqualTo(AskedAssessmentState.Remaining), "unwatched covers nothing");

        var attempt = await StartAsync(candidate);
        var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, 30) };
        using var refused = await candidate.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", submission, "one");
        var problem = await refused.ProblemAsync(409, "supervision-required");
        Assert.That((string?)problem["detail"], Does.Contain("/supervision").And.Contain("acceptUnsupervised"));

        var named = (await _employer.GetAsync(invitation.Id)).Attempts!.Single();
        Assert.That((named.Id, named.Assessment, named.Supervised), Is.EqualTo((attempt.Id, Python, false)));
        await _employer.Client.PostAsync<AttemptSupervisionResponse>($"/v1/attempts/{named.Id}/supervision", new { });
        Assert.That((await _employer.GetAsync(invitation.Id)).Attempts!.Single().Supervised, Is.True);
        using var scored = await candidate.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", submission, "one");

        Assert.That(scored.StatusCode, Is.EqualTo(HttpStatusCode.Created), "the key is free");
        var completed = await _employer.GetAsync(invitation.Id);
        Assert.That(completed.State, Is.EqualTo(InvitationState.Completed));
        Assert.That(completed.Attempts, Is.Null);
        var result = await ResultAsync(invitation.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Supervision, Is.EqualTo(LoopSupervision.Required));
            Assert.That(result.Assessments!.Single().Supervision, Is.EqualTo(PooledSupervision.Supervised));
            Assert.That(result.Assessments!.Single().EvidenceCount, Is.EqualTo(1), "not pooled with what nobody watched");
            Assert.That(result.Readiness!.Contributions.Single().Supervision, Is.EqualTo(PooledSupervision.Supervised));
            Assert.That(
                result.Readiness.Uncounted.Select(each => (each.Assessment, each.Score, each.Reason)),
                Is.EqualTo(new[] { (Python, 700, UncountedReason.Unsupervised) }));
        }

        var shown = await candidate.GetAsync<PassportResponse>($"/v1/passports/{passport}");
        Assert.That(shown.Assessments.Single().EvidenceCount, Is.EqualTo(2), "in the passport both count");
    }

    [Test]
    public async Task Submission_AcceptedUnsupervised_GoesToThePassportAndTheLoopWaits()
    {
        var invitation = await _employer.InviteAsync(await CreateLoopAsync());
        var accepted = await _employer.AcceptAsync(invitation);
        using var candidate = App.Client(accepted.Token);
        var attempt = await StartAsync(candidate);
        var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, 30), AcceptUnsupervised = true };

        var report = await candidate.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, "one");

        var seen = await _employer.GetAsync(invitation.Id);
        Assert.That(report.Supervision, Is.EqualTo(Supervision.Unsupervised));
        Assert.That((seen.State, seen.Remaining), Is.EqualTo((InvitationState.InProgress, new[] { Python })));
    }

    [Test]
    public async Task Submission_AfterTheTimeIsOver_ScoresWhatWasSavedAsItIs()
    {
        var invitation = await _employer.InviteAsync(await CreateLoopAsync());
        var accepted = await _employer.AcceptAsync(invitation);
        using var candidate = App.Client(accepted.Token);
        var attempt = await StartAsync(candidate);
        await candidate.PutAsync(
            $"/v1/attempts/{attempt.Id}/responses", new SaveResponsesRequest { Responses = App.Answers(attempt, 30) });
        App.Clock.Advance(attempt.ExpiresAt - attempt.ServerTime);

        var report = await candidate.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", new { }, "one");

        Assert.That((report.Counts.Answered, report.Supervision), Is.EqualTo((50, Supervision.Unsupervised)));
        Assert.That((await _employer.GetAsync(invitation.Id)).Remaining, Is.EqualTo(new[] { Python }));
    }

    [Test]
    public async Task Submission_ThatNoSupervisedLoopWaitsFor_IsTakenUnwatched()
    {
        var invitation = await _employer.InviteAsync(await CreateLoopAsync());
        var accepted = await _employer.AcceptAsync(invitation);
        using var candidate = App.Client(accepted.Token);
        var other = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Sql, Form = FormKind.Full });
        var sample = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = FormKind.Sample });
        var asked = await StartAsync(candidate);
        await _employer.SubmitAsync(candidate, other);
        await _employer.SubmitAsync(candidate, sample);
        await _employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{invitation.Id}/cancellation", new { });

        var report = await _employer.SubmitAsync(candidate, asked);

        Assert.That(report.Supervision, Is.EqualTo(Supervision.Unsupervised));
    }

    [Test]
    public async Task Ranking_OfASupervisedLoop_GoesByWatchedScoresAlone()
    {
        var loop = await CreateLoopAsync();
        var watched = await AcceptAsync(loop, (600, true));
        var unwatched = await AcceptAsync(loop, (800, false));
        var both = await AcceptAsync(loop, (800, false), (650, true));

        var now = await RankingAsync(loop);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var past = await RankingAsync(loop, now.AsOf);

        foreach (var ranking in new[] { now, past })
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(
                    ranking.Items.Select(item => (item.Invitation, item.Readiness)),
                    Is.EqualTo(new[] { (both, (int?)650), (watched, 600), (unwatched, null) }));
                Assert.That(
                    ranking.Items.Select(item => item.Uncounted.Select(each => (each.Score, each.Reason)).ToArray()),
                    Is.EqualTo(new[]
                    {
                        new[] { (800, UncountedReason.Unsupervised) }, [], [(800, UncountedReason.Unsupervised)],
                    }));
                Assert.That(ranking.Items[2].Status, Is.EqualTo(ReadinessStatus.NoEvidence));
            }
        }
    }

    [Test]
    public async Task Update_ToSupervised_IsAVersionThatRankingsFollowAndInvitationsDoNot()
    {
        var loop = await CreateLoopAsync("none");
        var invitation = await AcceptAsync(loop, (800, false));
        Assert.That((await RankingAsync(loop)).Items.Single().Readiness, Is.EqualTo(800));

        using var content = new StringContent("""{"supervision":"required"}""", Encoding.UTF8, "application/merge-patch+json");
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/v1/hiring-loops/{loop}") { Content = content };
        patch.Headers.TryAddWithoutValidation("If-Match", "*");
        using var patched = await _employer.Client.SendAsync(patch);
        Assert.That(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());

        var changed = await _employer.Client.GetAsync<HiringLoopResponse>($"/v1/hiring-loops/{loop}");
        var first = await _employer.Client.GetAsync<HiringLoopResponse>($"/v1/hiring-loops/{loop}/versions/1");
        var row = (await RankingAsync(loop)).Items.Single();
        Assert.That(
            (changed.Version, changed.Supervision, first.Supervision),
            Is.EqualTo((2, LoopSupervision.Required, LoopSupervision.None)));
        Assert.That((row.Invitation, row.Readiness), Is.EqualTo((invitation, (int?)null)));
    }

    [Test]
    public async Task Readiness_ByASupervisedLoop_CountsForItsOwnerAsForItsTenant()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var candidate = owner;
        await App.AddEvidenceAsync(passport, Python, 700, App.Clock.GetUtcNow());
        var loop = await CreateLoopAsync();
        await _employer.AcceptAsync(await _employer.InviteAsync(loop), token);

        foreach (var reader in new[] { candidate, _employer.Client })
        {
            var readiness = await reader.GetAsync<ReadinessResponse>(
                $"/v1/passports/{passport}/readiness/backend-engineer?hiringLoop={loop}");
            Assert.That((readiness.Status, readiness.Readiness), Is.EqualTo((ReadinessStatus.NoEvidence, (int?)null)));
            Assert.That(readiness.Uncounted.Single().Score, Is.EqualTo(700));
        }

        var published = await candidate.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");
        Assert.That((published.Readiness, published.Uncounted.Count), Is.EqualTo(((int?)700, 0)));
    }

    [Test]
    public async Task Invitation_ForAKeyThatMayNotSupervise_NamesNoAttempt()
    {
        var invitation = await _employer.InviteAsync(await CreateLoopAsync());
        var accepted = await _employer.AcceptAsync(invitation);
        using var candidate = App.Client(accepted.Token);
        await StartAsync(candidate);
        var (_, reader, _) = await App.CreateKeyAsync(Scopes.InvitationsWrite, _employer.Tenant);
        using var key = reader;

        Assert.That((await key.GetAsync<InvitationResponse>($"/v1/invitations/{invitation.Id}")).Attempts, Is.Null);
        Assert.That((await _employer.GetAsync(invitation.Id)).Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Invitation_ReadAgain_IsSentAnewWhenSomebodyBeginsToWatch()
    {
        var invitation = await _employer.InviteAsync(await CreateLoopAsync());
        var accepted = await _employer.AcceptAsync(invitation);
        using var candidate = App.Client(accepted.Token);
        var attempt = await StartAsync(candidate);
        var path = $"/v1/invitations/{invitation.Id}";
        using var first = await _employer.Client.SendAsync(HttpMethod.Get, path);
        var tag = first.Headers.ETag!.ToString();

        using var same = await _employer.Client.SendAsync(HttpMethod.Get, path, headers: ("If-None-Match", tag));
        await _employer.Client.PostAsync<AttemptSupervisionResponse>($"/v1/attempts/{attempt.Id}/supervision", new { });
        using var other = await _employer.Client.SendAsync(HttpMethod.Get, path, headers: ("If-None-Match", tag));
        using var cancelled = await _employer.Client.SendAsync(
            HttpMethod.Post, path + "/cancellation", "{}", headers: ("If-Match", tag));

        Assert.That((same.StatusCode, other.StatusCode), Is.EqualTo((HttpStatusCode.NotModified, HttpStatusCode.OK)));
        Assert.That(cancelled.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the invitation itself has not changed");
    }

    /// <summary>A loop that asks for Python and weighs nothing else.</summary>
    private Task<Guid> CreateLoopAsync(string supervision = "required") => _employer.CreateLoopAsync(new
    {
        assessments = new[] { Python },
        weights = new Dictionary<string, double>
        {
            [Employer.Sql] = 0, ["communication"] = 0, ["cognitive-reasoning"] = 0, ["javascript-fundamentals"] = 0,
        },
        supervision,
    });

    private async Task<Guid> AcceptAsync(Guid loop, params (double Score, bool IsWatched)[] scores)
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        owner.Dispose();
        foreach (var (score, isWatched) in scores)
        {
            await App.AddEvidenceAsync(passport, Python, score, App.Clock.GetUtcNow(), supervisedBy: isWatched ? _employer.Tenant : null);
        }

        var invitation = await _employer.InviteAsync(loop);
        await _employer.AcceptAsync(invitation, token);
        return invitation.Id;
    }

    private static Task<AttemptResponse> StartAsync(HttpClient candidate) => candidate.PostAsync<AttemptResponse>(
        "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = FormKind.Full });

    private Task<InvitationResultResponse> ResultAsync(Guid invitation) =>
        _employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation}/result");

    private Task<RankingResponse> RankingAsync(Guid loop, DateTimeOffset? asOf = null) => _employer.Client.GetAsync<RankingResponse>(
        $"/v1/hiring-loops/{loop}/candidates{(asOf is { } at ? $"?asOf={at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}" : "")}");
}
