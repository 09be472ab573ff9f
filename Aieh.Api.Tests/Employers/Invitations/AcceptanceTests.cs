using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Invitations;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AcceptanceTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Acceptance = "/v1/invitations/current/acceptance";

    private static readonly AcceptInvitationRequest Consent = new() { Consent = ConsentText.Version };

    private Employer _employer = null!;
    private Guid _loop;

    [OneTimeSetUp]
    public async Task CreateEmployer()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await _employer.CreateLoopAsync();
    }

    [OneTimeTearDown]
    public void Dispose() => _employer.Dispose();

    [Test]
    public async Task Accept_WithoutAPassport_MakesOneAndAGrantForTheLoopAlone()
    {
        var accepted = await _employer.AcceptAsync(await _employer.InviteAsync(_loop));
        using var owner = App.Client(accepted.Token);
        var grants = await owner.GetAsync<JsonObject>($"/v1/passports/{accepted.Passport}/grants");
        using var passport = await _employer.Client.GetAsync(new Uri($"/v1/passports/{accepted.Passport}", UriKind.Relative));
        using var evidence = await _employer.Client.GetAsync(new Uri($"/v1/passports/{accepted.Passport}/evidence", UriKind.Relative));
        using var published = await _employer.Client.GetAsync(Readiness(accepted.Passport));
        using var own = await _employer.Client.GetAsync(Readiness(accepted.Passport, $"?hiringLoop={_loop}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(accepted.Invitation.State, Is.EqualTo(InvitationState.Accepted));
            Assert.That((string?)grants["items"]![0]!["scope"], Is.EqualTo("loop"));
            Assert.That((Guid?)grants["items"]![0]!["hiringLoop"], Is.EqualTo(_loop));
            Assert.That(passport.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(evidence.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(published.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task Accept_WithAFreshPassport_CompletesAtOnce()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 650, App.Clock.GetUtcNow().AddDays(-30));
        await App.AddEvidenceAsync(passport, Employer.Sql, 600, App.Clock.GetUtcNow().AddDays(-30));
        var invitation = await _employer.InviteAsync(_loop);
        var accepted = await _employer.AcceptAsync(invitation, token);
        var result = await ResultAsync(invitation.Id);
        var log = await _employer.Client.GetAsync<JsonObject>($"/v1/audit-log?passport={passport}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                log["items"]!.AsArray().Select(entry => (string?)entry!["action"]),
                Is.EquivalentTo(new[] { "invitation.accepted", "invitation.completed", "result.read" }));
            Assert.That((accepted.Passport, accepted.Token), Is.EqualTo((passport, default(string))));
            Assert.That(accepted.Invitation.State, Is.EqualTo(InvitationState.Completed));
            Assert.That(accepted.Invitation.Assessments.Select(asked => asked.State), Is.All.EqualTo(AskedAssessmentState.Covered));
            Assert.That(
                await _employer.EventsAsync(invitation.Id),
                Is.EqualTo(new[] { EventTypes.InvitationCreated, EventTypes.InvitationAccepted, EventTypes.InvitationCompleted }));
            Assert.That(result.Assessments!.Select(score => score.Score), Is.EquivalentTo(new[] { 650, 600 }));
            Assert.That(result.Readiness!.HiringLoop, Is.EqualTo(_loop));
        }
    }

    [Test]
    public async Task Loop_WithoutARole_NamesNoneToTheCandidateNorInTheResultNorInTheRanking()
    {
        var loop = await _employer.CreateLoopAsync(
            new { role = (string?)null, assessments = (string?)null, weights = new Dictionary<string, double> { [Employer.Python] = 1 } });
        var invitation = await _employer.InviteAsync(loop, new { reference = "without-a-role" });
        using var candidate = App.Client(invitation.Token);
        var current = await candidate.GetAsync<JsonObject>("/v1/invitations/current");
        var accepted = await _employer.AcceptAsync(invitation);
        await _employer.TakeAsync(accepted.Token!, Employer.Python, right: 30);
        var result = await _employer.Client.GetAsync<JsonObject>($"/v1/invitations/{invitation.Id}/result");
        var ranking = await _employer.Client.GetAsync<RankingResponse>($"/v1/hiring-loops/{loop}/candidates");
        using var byRole = await _employer.Client.GetAsync(Readiness(accepted.Passport, $"?hiringLoop={loop}"));
        var consent = string.Join(' ', current["consent"]!["text"]!.AsArray().Select(paragraph => (string)paragraph!));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((current["role"], current["roleTitle"]), Is.EqualTo((default(JsonNode), default(JsonNode))));
            Assert.That((string?)current["assessments"]![0]!["assessment"], Is.EqualTo(Employer.Python));
            Assert.That(consent, Does.Not.Contain("role").And.Contain("can see your scores in the assessments that count for it"));
            Assert.That((string?)result["state"], Is.EqualTo("completed"));
            Assert.That(result["readiness"]!.AsObject().ContainsKey("role"), Is.False);
            Assert.That((int?)result["readiness"]!["readiness"], Is.EqualTo((int?)result["assessments"]![0]!["score"]), "it alone weighs");
            Assert.That(
                ranking.Items.Select(row => (row.Reference, row.Readiness)),
                Is.EqualTo(new[] { ((string?)"without-a-role", (int?)result["readiness"]!["readiness"]) }));
        }

        await byRole.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Accept_WithOldEvidence_AsksForItAgain()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        // Two years: less than 0.63 of an 18 months' half-life.
        await App.AddEvidenceAsync(passport, Employer.Python, 650, App.Clock.GetUtcNow().AddYears(-2));
        var accepted = await _employer.AcceptAsync(await _employer.InviteAsync(_loop), token);

        Assert.That(accepted.Invitation.Assessments.Select(asked => asked.State), Is.All.EqualTo(AskedAssessmentState.Remaining));
    }

    [Test]
    public async Task Attempts_OfAnAcceptedInvitation_MoveItToItsEnd()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var accepted = await _employer.AcceptAsync(invitation);
        using var owner = App.Client(accepted.Token);
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Full });
        var started = await _employer.GetAsync(invitation.Id);
        await _employer.SubmitAsync(owner, attempt);
        var halfway = await _employer.GetAsync(invitation.Id);
        using var early = await _employer.Client.GetAsync(new Uri($"/v1/invitations/{invitation.Id}/result", UriKind.Relative));
        var open = JsonNode.Parse(await early.Content.ReadAsStringAsync())!;
        await _employer.TakeAsync(accepted.Token!, Employer.Sql);
        var completed = await _employer.GetAsync(invitation.Id);
        var result = await ResultAsync(invitation.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(started.State, Is.EqualTo(InvitationState.InProgress));
            Assert.That(halfway.Remaining, Is.EqualTo(new[] { Employer.Sql }));
            Assert.That(early.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(open["readiness"], Is.Null);
            Assert.That((completed.State, completed.Remaining.Count), Is.EqualTo((InvitationState.Completed, 0)));
            Assert.That(completed.RetainedUntil, Is.EqualTo(App.Clock.GetUtcNow().AddMonths(24)));
            Assert.That(result.Assessments!.Select(score => score.Assessment), Is.EquivalentTo(new[] { Employer.Python, Employer.Sql }));
        }
    }

    [Test]
    public async Task Evidence_AfterCompletion_UpdatesTheResult()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 650, App.Clock.GetUtcNow().AddDays(-30));
        await App.AddEvidenceAsync(passport, Employer.Sql, 600, App.Clock.GetUtcNow().AddDays(-30));
        var invitation = await _employer.InviteAsync(_loop);
        await _employer.AcceptAsync(invitation, token);
        await _employer.TakeAsync(token, Employer.Python, right: 25);

        Assert.That((await _employer.EventsAsync(invitation.Id))[^1], Is.EqualTo(EventTypes.ResultUpdated));
        var result = await ResultAsync(invitation.Id);
        Assert.That(result.Assessments!.Single(score => score.Assessment == Employer.Python).EvidenceCount, Is.EqualTo(2));
    }

    [Test]
    public async Task Accept_Raced64Times_IsAcceptedOnce()
    {
        var invitation = await _employer.InviteAsync(_loop);
        using var candidate = App.Client(invitation.Token);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => candidate.SendAsync(HttpMethod.Post, Acceptance, Consent, _employer.NewKey())));
        var statuses = answers.Select(answer => (int)answer.StatusCode).ToList();
        foreach (var answer in answers) answer.Dispose();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(statuses.Count(status => status == 201), Is.EqualTo(1));
            Assert.That(statuses.Count(status => status == 409), Is.EqualTo(63));
            Assert.That(
                await App.CountAsync("PassportGrant", "Id = (SELECT GrantId FROM Invitation WHERE Id = @Id)", invitation.Id),
                Is.EqualTo(1));
            Assert.That(
                await _employer.EventsAsync(invitation.Id),
                Is.EqualTo(new[] { EventTypes.InvitationCreated, EventTypes.InvitationAccepted }));
        }
    }

    [Test]
    public async Task Accept_ByTwoPassports_IsTheFirstOnes()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var (first, _, firstToken) = await App.CreatePassportAsync();
        var (_, _, secondToken) = await App.CreatePassportAsync();
        var accepted = await _employer.AcceptAsync(invitation, firstToken);
        using var candidate = App.Client(invitation.Token);
        using var second = await candidate.SendAsync(
            HttpMethod.Post, Acceptance, Consent with { Passport = secondToken }, _employer.NewKey());
        await second.ProblemAsync(409, "invitation-already-accepted");

        Assert.That(accepted.Passport, Is.EqualTo(first));
    }

    [Test]
    public async Task Accept_RepeatedWithItsKey_GivesTheSameAnswer()
    {
        var invitation = await _employer.InviteAsync(_loop);
        using var candidate = App.Client(invitation.Token);
        var key = Guid.CreateVersion7(App.Clock.GetUtcNow()).ToString();
        var first = await candidate.PostAsync<AcceptedInvitationResponse>(Acceptance, Consent, key);
        var again = await candidate.PostAsync<AcceptedInvitationResponse>(Acceptance, Consent, key);

        Assert.That((again.Passport, again.Token), Is.EqualTo((first.Passport, first.Token)));
    }

    /// <summary>The employer can have a new link, and may know the key: neither opens the passport.</summary>
    [Test]
    public async Task Accept_RepeatedWithANewLink_DoesNotGiveTheTokenAgain()
    {
        var invitation = await _employer.InviteAsync(_loop);
        using var candidate = App.Client(invitation.Token);
        var key = _employer.NewKey();
        await candidate.PostAsync<AcceptedInvitationResponse>(Acceptance, Consent, key);
        var renewed = await _employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{invitation.Id}/link", new { });
        using var other = App.Client(renewed.Token);
        using var again = await other.SendAsync(HttpMethod.Post, Acceptance, Consent, key);
        await again.ProblemAsync(409, "invitation-already-accepted");
        using var declined = await other.SendAsync(HttpMethod.Post, "/v1/invitations/current/declination");
        await declined.ProblemAsync(409, "invitation-already-accepted");
    }

    [Test]
    public async Task Accept_WithAKeyThatOthersCanHitOn_IsRefused()
    {
        using var candidate = App.Client((await _employer.InviteAsync(_loop)).Token);
        using var response = await candidate.SendAsync(HttpMethod.Post, Acceptance, Consent, "accept-1");
        await response.ProblemAsync(400, "idempotency-key-invalid");
    }

    [Test]
    public async Task Result_AsOfBeforeTheAgreement_IsRefused()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 650, App.Clock.GetUtcNow().AddDays(-30));
        await App.AddEvidenceAsync(passport, Employer.Sql, 600, App.Clock.GetUtcNow().AddDays(-30));
        var invitation = await _employer.InviteAsync(_loop);
        await _employer.AcceptAsync(invitation, token);
        var before = App.Clock.GetUtcNow().AddDays(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        using var result = await _employer.Client.GetAsync(
            new Uri($"/v1/invitations/{invitation.Id}/result?asOf={before}", UriKind.Relative));
        using var readiness = await _employer.Client.GetAsync(Readiness(passport, $"?hiringLoop={_loop}&asOf={before}"));
        using var practice = await _employer.Client.GetAsync(Readiness(passport, $"?hiringLoop={_loop}&include=indicative"));

        await result.ProblemAsync(400, "invalid-request");
        await readiness.ProblemAsync(404, "not-found");
        await practice.ProblemAsync(400, "invalid-request");
    }

    [Test]
    public async Task Accept_TwoInvitationsOfOneLoop_IsRefused()
    {
        var (_, _, token) = await App.CreatePassportAsync();
        await _employer.AcceptAsync(await _employer.InviteAsync(_loop), token);
        using var candidate = App.Client((await _employer.InviteAsync(_loop)).Token);
        using var second = await candidate.SendAsync(HttpMethod.Post, Acceptance, Consent with { Passport = token }, _employer.NewKey());
        await second.ProblemAsync(409, "already-in-hiring-loop");
    }

    [TestCase("""{"consent":"1999-01"}""", 422, "consent-outdated")]
    [TestCase("""{"consent":"2026-11-b","passport":"aieh_cand_wrong"}""", 422, "invitation-refused")]
    [TestCase("""{}""", 400, "invalid-request")]
    public async Task Accept_WhatCannotBe_IsRefused(string body, int status, string kind)
    {
        using var candidate = App.Client((await _employer.InviteAsync(_loop)).Token);
        using var response = await candidate.SendAsync(HttpMethod.Post, Acceptance, body, _employer.NewKey());
        await response.ProblemAsync(status, kind);
    }

    [Test]
    public async Task Accept_AfterExpiry_IsRefused()
    {
        var invitation = await _employer.InviteAsync(_loop, new { expiresAt = App.Clock.GetUtcNow().AddMinutes(5) });
        App.Clock.Advance(TimeSpan.FromMinutes(5));
        using var candidate = App.Client(invitation.Token);
        using var response = await candidate.SendAsync(HttpMethod.Post, Acceptance, Consent, _employer.NewKey());
        var problem = await response.ProblemAsync(409, "invitation-closed");
        Assert.That((string?)problem["state"], Is.EqualTo("expired"));
    }

    [Test]
    public async Task Submit_AfterTheInvitationIsOver_CountsInThePassportAndLeavesItExpired()
    {
        var invitation = await _employer.InviteAsync(_loop, new { expiresAt = App.Clock.GetUtcNow().AddMinutes(5) });
        var accepted = await _employer.AcceptAsync(invitation);
        using var owner = App.Client(accepted.Token);
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Full });
        App.Clock.Advance(TimeSpan.FromMinutes(6));
        await _employer.SubmitAsync(owner, attempt);
        await App.Services.GetRequiredService<InvitationSweep>().ExpireAsync(CancellationToken.None);
        var result = await ResultAsync(invitation.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Expired));
            Assert.That(result.Remaining, Is.EquivalentTo(new[] { Employer.Python, Employer.Sql }));
            Assert.That(result.Assessments!.Select(score => score.Assessment), Is.EqualTo(new[] { Employer.Python }));
        }
    }

    [Test]
    public async Task Revoke_AfterCompletion_WithdrawsTheResult()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 650, App.Clock.GetUtcNow().AddDays(-30));
        await App.AddEvidenceAsync(passport, Employer.Sql, 600, App.Clock.GetUtcNow().AddDays(-30));
        var invitation = await _employer.InviteAsync(_loop);
        await _employer.AcceptAsync(invitation, token);
        await RevokeGrantAsync(owner, passport);
        using var result = await _employer.Client.GetAsync(new Uri($"/v1/invitations/{invitation.Id}/result", UriKind.Relative));
        await result.ProblemAsync(410, "result-withdrawn");
        using var readiness = await _employer.Client.GetAsync(Readiness(passport, $"?hiringLoop={_loop}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(readiness.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await _employer.EventsAsync(invitation.Id))[^1], Is.EqualTo(EventTypes.GrantRevoked));
            Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Completed));
            Assert.That(await App.CountAsync("Standing", "InvitationId = @Id", invitation.Id), Is.Zero);
        }
    }

    [Test]
    public async Task Revoke_WhileOpen_IsToDecline()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var accepted = await _employer.AcceptAsync(invitation);
        using var owner = App.Client(accepted.Token);
        await RevokeGrantAsync(owner, accepted.Passport);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Declined));
            Assert.That((await _employer.GetAsync(invitation.Id)).Passport, Is.Null);
            Assert.That(
                await _employer.EventsAsync(invitation.Id),
                Is.EqualTo(new[]
                {
                    EventTypes.InvitationCreated, EventTypes.InvitationAccepted, EventTypes.GrantRevoked, EventTypes.InvitationDeclined,
                }));
        }
    }

    [Test]
    public async Task Erase_WithAnOpenInvitation_DeclinesItTellsTheTenantAndForgetsTheCandidate()
    {
        var invitation = await _employer.InviteAsync(_loop, new { candidate = new { name = "Robin" } });
        var accepted = await _employer.AcceptAsync(invitation);
        using var owner = App.Client(accepted.Token);
        using (await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{accepted.Passport}")) { }
        using var candidate = App.Client(invitation.Token);
        using var again = await candidate.SendAsync(HttpMethod.Post, Acceptance, Consent, _employer.NewKey());
        await again.ProblemAsync(409, "invitation-closed");
        var read = await _employer.GetAsync(invitation.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((read.State, read.Withdrawn), Is.EqualTo((InvitationState.Declined, true)));
            Assert.That((read.Candidate, read.Passport), Is.EqualTo((default(InvitedCandidate), default(Guid?))));
            Assert.That(
                await _employer.EventsAsync(invitation.Id),
                Is.EqualTo(new[]
                {
                    EventTypes.InvitationCreated, EventTypes.InvitationAccepted, EventTypes.PassportErased, EventTypes.InvitationDeclined,
                }));
            Assert.That(await _employer.EventsAsync(accepted.Passport), Is.Empty, "the tenant reads nothing else of the passport");
        }
    }

    [Test]
    public async Task Erase_AfterCompletion_MakesTheResultGone()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        await App.AddEvidenceAsync(passport, Employer.Python, 650, App.Clock.GetUtcNow().AddDays(-30));
        await App.AddEvidenceAsync(passport, Employer.Sql, 600, App.Clock.GetUtcNow().AddDays(-30));
        var invitation = await _employer.InviteAsync(_loop);
        await _employer.AcceptAsync(invitation, token);
        using (await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}")) { }
        using var result = await _employer.Client.GetAsync(new Uri($"/v1/invitations/{invitation.Id}/result", UriKind.Relative));
        await result.ProblemAsync(410, "passport-erased");

        Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Completed));
        Assert.That((await _employer.EventsAsync(invitation.Id))[^1], Is.EqualTo(EventTypes.PassportErased));
    }

    [Test]
    public async Task Accept_AfterAnExpiredInvitationOfTheLoop_TakesItsPlace()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        var first = await _employer.InviteAsync(_loop, new { expiresAt = App.Clock.GetUtcNow().AddMinutes(5) });
        await _employer.AcceptAsync(first, token);
        App.Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await _employer.InviteAsync(_loop);
        var accepted = await _employer.AcceptAsync(second, token);
        var former = await _employer.GetAsync(first.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(accepted.Passport, Is.EqualTo(passport));
            Assert.That((former.State, former.Withdrawn), Is.EqualTo((InvitationState.Expired, true)));
            Assert.That(await App.CountAsync("Standing", "InvitationId = @Id", first.Id), Is.Zero);
            Assert.That(await App.CountAsync("Standing", "InvitationId = @Id", second.Id), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Retention_ThatIsRaisedAfterwards_IsNotLongerThanAgreed()
    {
        using var employer = await Employer.CreateAsync(App);
        var accepted = await employer.InviteAsync(await employer.CreateLoopAsync());
        await employer.AcceptAsync(accepted);
        var settings = new TenantSettings { RetentionMonths = 60 };
        await App.Db.WriteAsync(
            session => TenantStore.SaveSettingsAsync(session, employer.Tenant, settings, 1, App.Clock.GetUtcNow()), CancellationToken.None);
        var ended = await employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{accepted.Id}/cancellation", new { });

        Assert.That(ended.RetainedUntil, Is.EqualTo(App.Clock.GetUtcNow().AddMonths(24)));
    }

    [Test]
    public async Task Candidate_WithTwoOpenInvitations_SeesBothAndOneAttemptMovesBoth()
    {
        using var other = await Employer.CreateAsync(App);
        var otherLoop = await other.CreateLoopAsync();
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        var one = await _employer.InviteAsync(_loop);
        var two = await other.InviteAsync(otherLoop);
        await _employer.AcceptAsync(one, token);
        await other.AcceptAsync(two, token);
        await _employer.TakeAsync(token, Employer.Python);
        var listed = await owner.GetAsync<PassportInvitationListResponse>($"/v1/passports/{passport}/invitations");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Items.Select(item => item.Id), Is.EquivalentTo(new[] { one.Id, two.Id }));
            Assert.That((await _employer.GetAsync(one.Id)).Remaining, Is.EqualTo(new[] { Employer.Sql }));
            Assert.That((await other.GetAsync(two.Id)).Remaining, Is.EqualTo(new[] { Employer.Sql }));
        }
    }

    [Test]
    public async Task Retention_WhenItsTimeIsOver_DeletesTheInvitationAndAllItHolds()
    {
        var invitation = await _employer.InviteAsync(
            _loop, new { candidate = new { name = "Robin" }, accommodation = new { timeMultiplier = 2 } });
        var accepted = await _employer.AcceptAsync(invitation);
        await _employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{invitation.Id}/cancellation", new { });
        App.Clock.Advance(App.Clock.GetUtcNow().AddMonths(24) - App.Clock.GetUtcNow());
        await App.Services.GetRequiredService<InvitationSweep>().DeleteAsync(CancellationToken.None);
        using var gone = await _employer.Client.GetAsync(new Uri($"/v1/invitations/{invitation.Id}", UriKind.Relative));
        using var candidate = App.Client(invitation.Token);
        using var link = await candidate.GetAsync(new Uri("/v1/invitations/current", UriKind.Relative));
        using var owner = App.Client(accepted.Token);
        using var passport = await owner.GetAsync(new Uri($"/v1/passports/{accepted.Passport}", UriKind.Relative));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(link.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(passport.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await _employer.EventsAsync(invitation.Id))[^1], Is.EqualTo(EventTypes.InvitationErased));
            Assert.That(await App.CountAsync("Accommodation", "InvitationId = @Id", invitation.Id), Is.Zero);
            Assert.That(await App.CountAsync("Credential", "InvitationId = @Id", invitation.Id), Is.Zero);
            Assert.That(await App.CountAsync("IdempotencyRecord", $"Principal = 'invitation:{invitation.Id}'"), Is.Zero);
        }
    }

    private static async Task RevokeGrantAsync(HttpClient owner, Guid passport)
    {
        var grants = await owner.GetAsync<JsonObject>($"/v1/passports/{passport}/grants");
        using var revoked = await owner.SendAsync(
            HttpMethod.Delete, $"/v1/passports/{passport}/grants/{(Guid)grants["items"]![0]!["id"]!}");
        Assert.That(revoked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private static Uri Readiness(Guid passport, string query = "") =>
        new($"/v1/passports/{passport}/readiness/backend-engineer{query}", UriKind.Relative);

    private Task<InvitationResultResponse> ResultAsync(Guid invitation) =>
        _employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation}/result");
}
