using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Verifications;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Tests.Employers.Verifications;

/// <summary>An unsupervised score, the short test under supervision that it is compared with, and what follows.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class VerificationTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = Employer.Python;

    private Employer _employer = null!;
    private Guid _loop;

    [SetUp]
    public async Task CreateEmployer()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await CreateLoopAsync();
    }

    [TearDown]
    public void DisposeEmployer() => _employer.Dispose();

    [Test]
    public async Task Journey_InconsistentAndConfirmed_TakesThePlaceOfTheScoreInThisLoopAlone()
    {
        var other = await _employer.InviteAsync(await CreateLoopAsync());
        var (invitation, accepted, unsupervised) = await TakeUnsupervisedAsync(right: 50);
        using var candidate = App.Client(accepted.Token);
        await _employer.AcceptAsync(other, accepted.Token);
        var before = await ResultAsync(invitation.Id);

        var asked = await AskAsync(invitation.Id);
        var attempt = await StartAsync(candidate);
        var shown = await AnswerAsync(candidate, attempt.Id, right: false);
        using var refused = await SubmitAsync(candidate, attempt.Id);
        await refused.ProblemAsync(409, "supervision-required");
        var named = (await _employer.GetAsync(invitation.Id)).Attempts!.Single();
        await SuperviseAsync(named.Id);
        using var submitted = await SubmitAsync(candidate, attempt.Id);
        var taken = await ResultAsync(invitation.Id);

        Assert.That((named.Id, named.Form), Is.EqualTo((attempt.Id, FormKind.Verification)));
        Assert.That(shown, Has.Count.InRange(10, 12).And.All.Not.AnyOf(unsupervised.Items.Select(item => item.Item).ToArray()));
        Assert.That(submitted.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        var figures = taken.Verifications!.Single().Figures!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures.Outcome, Is.EqualTo(VerificationOutcome.Inconsistent));
            Assert.That(figures.P, Is.LessThanOrEqualTo(figures.FalseAlarmRate));
            Assert.That((figures.FalseAlarmRate, figures.MissRate), Is.EqualTo((0.01, 0.1)));
            Assert.That(taken.Readiness!.Readiness, Is.EqualTo(before.Readiness!.Readiness), "nothing follows yet");
            Assert.That(taken.Readiness.Uncounted, Is.Empty);
        }

        var confirmed = await ConfirmAsync(invitation.Id, asked.Id);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await ConfirmAsync(invitation.Id, asked.Id);
        var after = await ResultAsync(invitation.Id);
        var ranked = await _employer.Client.GetAsync<RankingResponse>($"/v1/hiring-loops/{_loop}/candidates");
        var past = await _employer.Client.GetAsync<RankingResponse>(
            $"/v1/hiring-loops/{_loop}/candidates?asOf={ranked.AsOf.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
        var readiness = await candidate.GetAsync<ReadinessResponse>(
            $"/v1/passports/{accepted.Passport}/readiness/backend-engineer?hiringLoop={_loop}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(confirmed.ConfirmedAt, Is.Not.Null.And.EqualTo(again.ConfirmedAt));
            Assert.That(after.Readiness!.Readiness, Is.LessThan(before.Readiness.Readiness!.Value));
            Assert.That(after.Readiness.Uncounted.Select(each => each.Reason), Is.EqualTo(new[] { UncountedReason.Replaced }));
            Assert.That(after.Assessments!.Single().Supervision, Is.EqualTo(PooledSupervision.Supervised));
            foreach (var row in new[] { ranked.Items.Single(), past.Items.Single() })
            {
                Assert.That((row.Readiness, row.Uncounted.Count), Is.EqualTo((after.Readiness.Readiness, 1)));
            }

            Assert.That(readiness.Readiness, Is.EqualTo(after.Readiness.Readiness));
            Assert.That((await ResultAsync(other.Id)).Readiness!.Readiness, Is.EqualTo(before.Readiness.Readiness), "another loop");
            var passport = await candidate.GetAsync<PassportResponse>($"/v1/passports/{accepted.Passport}");
            Assert.That(passport.Assessments.Single().Score, Is.EqualTo(before.Assessments!.Single().Score), "the passport");
            Assert.That(passport.Assessments.Single().EvidenceCount, Is.EqualTo(1));
            Assert.That(
                (await _employer.EventsAsync(invitation.Id)).Skip(3), Is.EqualTo(new[] { "result.updated", "result.updated" }));
        }

        var own = await CurrentAsync(invitation);
        Assert.That(
            (own.Verifications.Single().Outcome, own.Verifications.Single().Open, own.Verifications.Single().ConfirmedAt),
            Is.EqualTo(((VerificationOutcome?)VerificationOutcome.Inconsistent, false, confirmed.ConfirmedAt)));
        var audit = JsonNode.Parse(await _employer.Client.GetStringAsync("/v1/audit-log?limit=200"))!["items"]!.AsArray();
        Assert.That(
            audit.Select(entry => (string?)entry!["action"]).Where(action => action!.StartsWith("verification.", StringComparison.Ordinal)),
            Is.EquivalentTo(new[] { "verification.requested", "verification.confirmed" }));
    }

    [Test]
    public async Task Verification_AsGoodAsTheScore_ChangesNothingWhenItIsConfirmed()
    {
        var (invitation, accepted, _) = await TakeUnsupervisedAsync(right: 30);
        using var candidate = App.Client(accepted.Token);
        var before = await ResultAsync(invitation.Id);
        var asked = await AskAsync(invitation.Id);
        var attempt = await StartAsync(candidate);
        await AnswerAsync(candidate, attempt.Id, right: true);
        await SuperviseAsync(attempt.Id);
        using var submitted = await SubmitAsync(candidate, attempt.Id);

        var confirmed = await ConfirmAsync(invitation.Id, asked.Id);

        var after = await ResultAsync(invitation.Id);
        Assert.That(confirmed.Figures!.Outcome, Is.EqualTo(VerificationOutcome.Consistent));
        Assert.That(after.Readiness!.Readiness, Is.EqualTo(before.Readiness!.Readiness));
        Assert.That(after.Readiness.Uncounted, Is.Empty);
    }

    [Test]
    public async Task Verification_ThatNobodyWatches_SaysNothing()
    {
        var (invitation, accepted, _) = await TakeUnsupervisedAsync(right: 50);
        using var candidate = App.Client(accepted.Token);
        var asked = await AskAsync(invitation.Id);
        var attempt = await StartAsync(candidate);
        await AnswerAsync(candidate, attempt.Id, right: false);
        using var submitted = await SubmitAsync(candidate, attempt.Id, acceptUnsupervised: true);

        using var confirmation = await _employer.Client.SendAsync(HttpMethod.Put, PathOf(invitation.Id, asked.Id));

        Assert.That(submitted.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        await confirmation.ProblemAsync(409, "nothing-to-confirm");
        var taken = (await ResultAsync(invitation.Id)).Verifications!.Single();
        Assert.That((taken.State, taken.Figures), Is.EqualTo((VerificationState.Taken, (VerificationFigures?)null)));
    }

    [Test]
    public async Task Start_OfAVerification_TakesAnEmployerWhoWaitsAndHappensOnce()
    {
        var (invitation, accepted, _) = await TakeUnsupervisedAsync(right: 50);
        using var candidate = App.Client(accepted.Token);
        using var anybody = App.Client();
        await RefusedAsync(candidate, 409, "verification-not-asked");
        await RefusedAsync(anybody, 401, "unauthenticated");
        var asked = await AskAsync(invitation.Id);
        Assert.That((await AskAsync(invitation.Id)).Id, Is.EqualTo(asked.Id));
        App.Clock.Advance(TimeSpan.FromDays(15));
        await RefusedAsync(candidate, 409, "verification-not-asked");
        Assert.That((await ListAsync(invitation.Id)).Single().State, Is.EqualTo(VerificationState.Expired));

        var anew = await AskAsync(invitation.Id);
        var attempt = await StartAsync(candidate);
        await RefusedAsync(candidate, 409, "attempt-in-progress");
        App.Clock.Advance(attempt.ExpiresAt - attempt.ServerTime);
        await RefusedAsync(candidate, 409, "verification-not-asked");

        Assert.That((anew.Id, anew.ExpiresAt), Is.EqualTo((asked.Id, App.Clock.GetUtcNow().AddDays(14) - TimeSpan.FromMinutes(18))));

        async Task RefusedAsync(HttpClient client, int status, string kind)
        {
            using var refused = await client.SendAsync(
                HttpMethod.Post, "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = FormKind.Verification });
            await refused.ProblemAsync(status, kind);
        }
    }

    [Test]
    public async Task Request_WithNothingToVerify_IsRefused()
    {
        var supervised = await _employer.InviteAsync(await CreateLoopAsync("required"));
        await _employer.AcceptAsync(supervised);
        var silent = await _employer.InviteAsync(_loop);
        var idle = await _employer.InviteAsync(_loop);
        await _employer.AcceptAsync(idle);
        using var stranger = await Employer.CreateAsync(App);

        foreach (var (invitation, assessment) in new[]
        {
            (supervised.Id, Python), (silent.Id, Python), (idle.Id, Python), (idle.Id, "communication"), (idle.Id, "unknown"),
        })
        {
            using var refused = await _employer.Client.SendAsync(
                HttpMethod.Post, $"/v1/invitations/{invitation}/verifications", new { assessment });
            await refused.ProblemAsync(409, "verification-refused");
        }

        using var foreign = await stranger.Client.SendAsync(
            HttpMethod.Post, $"/v1/invitations/{idle.Id}/verifications", new { assessment = Python });
        await foreign.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task ErasePassport_WithAVerification_TakesItAlongAndLeavesNothing()
    {
        var (invitation, accepted, unsupervised) = await TakeUnsupervisedAsync(right: 50);
        using var candidate = App.Client(accepted.Token);
        await AskAsync(invitation.Id);
        var attempt = await StartAsync(candidate);
        await AnswerAsync(candidate, attempt.Id, right: false);
        await SuperviseAsync(attempt.Id);
        using var submitted = await SubmitAsync(candidate, attempt.Id);

        var export = JsonNode.Parse(await candidate.GetStringAsync($"/v1/passports/{accepted.Passport}/export"))!;
        using var erased = await candidate.SendAsync(HttpMethod.Delete, $"/v1/passports/{accepted.Passport}");

        var exported = export["verifications"]!.AsArray().Single()!;
        Assert.That(
            ((Guid)exported["verified"]!, (Guid)exported["attempt"]!, (string?)exported["outcome"]),
            Is.EqualTo((unsupervised.Id, attempt.Id, "inconsistent")));
        Assert.That(erased.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await App.CountAsync("Verification", "PassportId = @Id", accepted.Passport), Is.Zero);
    }

    private static string PathOf(Guid invitation, Guid verification) =>
        $"/v1/invitations/{invitation}/verifications/{verification}/confirmation";

    /// <summary>A loop that asks for Python and weighs nothing else.</summary>
    private Task<Guid> CreateLoopAsync(string supervision = "none") => _employer.CreateLoopAsync(new
    {
        assessments = new[] { Python },
        weights = new Dictionary<string, double>
        {
            [Employer.Sql] = 0, ["communication"] = 0, ["cognitive-reasoning"] = 0, ["javascript-fundamentals"] = 0,
        },
        supervision,
    });

    private async Task<(InvitationResponse, AcceptedInvitationResponse, AttemptResponse)> TakeUnsupervisedAsync(int right)
    {
        var invitation = await _employer.InviteAsync(_loop);
        var accepted = await _employer.AcceptAsync(invitation);
        return (invitation, accepted, await _employer.TakeAsync(accepted.Token!, Python, right));
    }

    private async Task<VerificationResponse> AskAsync(Guid invitation)
    {
        await _employer.Client.PostAsync<VerificationResponse>($"/v1/invitations/{invitation}/verifications", new { assessment = Python });
        return (await ListAsync(invitation)).Single();
    }

    private async Task<IReadOnlyList<VerificationResponse>> ListAsync(Guid invitation) =>
        (await _employer.Client.GetAsync<VerificationListResponse>($"/v1/invitations/{invitation}/verifications")).Items;

    private static Task<AttemptResponse> StartAsync(HttpClient candidate) => candidate.PostAsync<AttemptResponse>(
        "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = FormKind.Verification });

    private Task<IReadOnlyList<string>> AnswerAsync(HttpClient candidate, Guid attempt, bool right) =>
        App.AnswerOneByOneAsync(candidate, attempt, Python, right);

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient candidate, Guid attempt, bool acceptUnsupervised = false) =>
        candidate.SendAsync(
            HttpMethod.Post, $"/v1/attempts/{attempt}/submission",
            new SubmitAttemptRequest { AcceptUnsupervised = acceptUnsupervised ? true : null }, $"{attempt}");

    private async Task SuperviseAsync(Guid attempt)
    {
        using var supervised = await _employer.Client.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt}/supervision");
        Assert.That(supervised.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task<VerificationResponse> ConfirmAsync(Guid invitation, Guid verification)
    {
        await _employer.Client.PutAsync(PathOf(invitation, verification), new { });
        return (await ListAsync(invitation)).Single(each => each.Id == verification);
    }

    private Task<InvitationResultResponse> ResultAsync(Guid invitation) =>
        _employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation}/result");

    private async Task<CurrentInvitationResponse> CurrentAsync(InvitationResponse invitation)
    {
        using var holder = App.Client(invitation.Token);
        return await holder.GetAsync<CurrentInvitationResponse>("/v1/invitations/current");
    }
}
