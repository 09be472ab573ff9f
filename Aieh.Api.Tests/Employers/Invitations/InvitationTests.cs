using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Invitations;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class InvitationTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
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
    public async Task Change_OfAnInvitationThatIsNotAsItWasRead_Is412AndNotDone()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var path = $"/v1/invitations/{invitation.Id}";
        using var read = await _employer.Client.GetAsync(new Uri(path, UriKind.Relative));
        var before = ("If-Match", read.Headers.ETag!.ToString());
        using var candidate = App.Client(invitation.Token);
        using var declined = await candidate.SendAsync(HttpMethod.Post, "/v1/invitations/current/declination", headers: before);
        await _employer.AcceptAsync(invitation);
        using var again = await _employer.Client.GetAsync(new Uri(path, UriKind.Relative));
        var current = ("If-Match", again.Headers.ETag!.ToString());

        using var stale = await _employer.Client.SendAsync(HttpMethod.Post, path + "/cancellation", headers: before);
        using var link = await _employer.Client.SendAsync(HttpMethod.Post, path + "/link", headers: before);
        using var time = await _employer.Client.SendAsync(
            HttpMethod.Put, path + "/accommodation", """{"timeMultiplier":2}""", headers: before);
        using var cancelled = await _employer.Client.SendAsync(HttpMethod.Post, path + "/cancellation", headers: current);

        await stale.ProblemAsync(412, "precondition-failed");
        await link.ProblemAsync(412, "precondition-failed");
        await time.ProblemAsync(412, "precondition-failed");
        await declined.ProblemAsync(412, "precondition-failed");
        Assert.That(cancelled.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            await _employer.EventsAsync(invitation.Id),
            Is.EqualTo(new[] { EventTypes.InvitationCreated, EventTypes.InvitationAccepted, EventTypes.InvitationCancelled }));
    }

    [Test]
    public async Task Create_WithALink_ShowsItOnceAndTellsTheCandidateAlone()
    {
        var made = await _employer.InviteAsync(_loop, new { candidate = new { name = "Robin", email = "robin@example.org" } });
        var read = await _employer.GetAsync(made.Id);
        using var candidate = App.Client(made.Token);
        var current = await candidate.GetAsync<JsonObject>("/v1/invitations/current");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Url, Is.EqualTo("/invitation/" + made.Token));
            Assert.That(made.ExpiresAt, Is.EqualTo(App.Clock.GetUtcNow().AddDays(14)));
            Assert.That((read.Token, read.Url, read.State), Is.EqualTo((default(string), default(string), InvitationState.Invited)));
            Assert.That(read.Candidate?.Name, Is.EqualTo("Robin"));
            Assert.That(read.Remaining, Is.EquivalentTo(new[] { Employer.Python, Employer.Sql }));
            Assert.That(current.ToJsonString(), Does.Not.Contain("robin").IgnoreCase);
            Assert.That((string?)current["employer"], Is.EqualTo($"Tenant {_employer.Tenant}"));
        }
    }

    [Test]
    public async Task Create_WithAReferenceThatIsThere_GivesTheSameInvitation()
    {
        var first = await _employer.InviteAsync(_loop, new { reference = "twice" });
        using var response = await _employer.Client.SendAsync(
            HttpMethod.Post, $"/v1/hiring-loops/{_loop}/invitations", new { reference = "twice", candidate = new { name = "Somebody" } });
        var second = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((Guid)second["id"]!, Is.EqualTo(first.Id));
            Assert.That(second["token"], Is.Null);
        }
    }

    [Test]
    public async Task Create_SameReferenceRaced_MakesOneInvitation()
    {
        var requests = Enumerable.Range(0, 16).Select(_ => _employer.InviteAsync(_loop, new { reference = "raced" }));
        var answers = await Task.WhenAll(requests);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => answer.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(answers.Count(answer => answer.Token is not null), Is.EqualTo(1));
            Assert.That(await _employer.EventsAsync(answers[0].Id), Is.EqualTo(new[] { EventTypes.InvitationCreated }));
        }
    }

    [TestCase("cancelled")]
    [TestCase("expired")]
    public async Task Create_WithTheReferenceOfOneThatHasEnded_MakesAnother(string how)
    {
        var request = new { reference = $"again-{how}", expiresAt = App.Clock.GetUtcNow().AddMinutes(5) };
        var first = await _employer.InviteAsync(_loop, request);
        if (how == "cancelled") await _employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{first.Id}/cancellation", new { });
        else App.Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await _employer.InviteAsync(_loop, new { request.reference });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Id, Is.Not.EqualTo(first.Id));
            Assert.That(second.Token, Is.Not.Null);
            Assert.That(KebabCase.Of((await _employer.GetAsync(first.Id)).State), Is.EqualTo(how));
        }
    }

    [TestCase("""{"expiresAt":"2026-05-01T00:00:00Z"}""", "#/expiresAt")]
    [TestCase("""{"expiresAt":"2028-05-01T00:00:00Z"}""", "#/expiresAt")]
    [TestCase("""{"returnUrl":"https://elsewhere.example/"}""", "#/returnUrl")]
    public async Task Create_WhatCannotBe_IsRefused(string body, string place)
    {
        using var response = await _employer.Client.SendAsync(HttpMethod.Post, $"/v1/hiring-loops/{_loop}/invitations", body);
        var problem = await response.ProblemAsync(422, "invitation-refused");
        Assert.That(problem.Places(), Is.EqualTo(new[] { place }));
    }

    [TestCase("""{"reference":""}""", "#/reference")]
    [TestCase("""{"reference":" a"}""", "#/reference")]
    [TestCase("""{"candidate":{"email":"nobody"}}""", "#/candidate/email")]
    [TestCase("""{"accommodation":{"timeMultiplier":0.5}}""", "#/accommodation/timeMultiplier")]
    [TestCase("""{"accommodation":{"timeMultiplier":1.5,"extraMinutes":-1}}""", "#/accommodation/extraMinutes")]
    public async Task Create_Unreadable_IsRefused(string body, string place)
    {
        using var response = await _employer.Client.SendAsync(HttpMethod.Post, $"/v1/hiring-loops/{_loop}/invitations", body);
        var problem = await response.ProblemAsync(400, "invalid-request");
        Assert.That(problem.Places(), Is.EqualTo(new[] { place }));
    }

    [Test]
    public async Task Routes_OfAnotherTenantsInvitation_AnswerAsIfItWereNotThere()
    {
        var made = await _employer.InviteAsync(_loop);
        using var other = await Employer.CreateAsync(App);
        (HttpMethod Method, string Path, string? Body)[] calls =
        [
            (HttpMethod.Post, "/v1/hiring-loops/{loop}/invitations", "{}"),
            (HttpMethod.Get, "/v1/hiring-loops/{loop}/invitations", null),
            (HttpMethod.Post, "/v1/hiring-loops/{loop}/invitations/batch", """{"invitations":[{}]}"""),
            (HttpMethod.Get, "/v1/invitations/{id}", null),
            (HttpMethod.Post, "/v1/invitations/{id}/link", null),
            (HttpMethod.Post, "/v1/invitations/{id}/cancellation", null),
            (HttpMethod.Get, "/v1/invitations/{id}/result", null),
            (HttpMethod.Get, "/v1/invitations/{id}/accommodation", null),
            (HttpMethod.Put, "/v1/invitations/{id}/accommodation", """{"timeMultiplier":2}"""),
            (HttpMethod.Delete, "/v1/invitations/{id}/accommodation", null),
        ];
        foreach (var (method, path, body) in calls)
        {
            var foreign = await AnswerAsync(path.Replace("{loop}", _loop.ToString()).Replace("{id}", made.Id.ToString()));
            var absent = await AnswerAsync(path.Replace("{loop}", Guid.Empty.ToString()).Replace("{id}", Guid.Empty.ToString()));
            Assert.That(foreign, Is.EqualTo(absent), $"{method} {path}");

            async Task<string> AnswerAsync(string at)
            {
                using var response = await other.Client.SendAsync(method, at, body);
                var problem = await response.ProblemAsync(404, "not-found");
                problem.Remove("traceId");
                problem.Remove("instance");
                return problem.ToJsonString();
            }
        }
    }

    [Test]
    public async Task Link_MadeAnew_EndsTheFormerOne()
    {
        var made = await _employer.InviteAsync(_loop);
        var renewed = await _employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{made.Id}/link", new { });
        using var former = App.Client(made.Token);
        using var latter = App.Client(renewed.Token);
        using var refused = await former.GetAsync(new Uri("/v1/invitations/current", UriKind.Relative));

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((Guid)(await latter.GetAsync<JsonObject>("/v1/invitations/current"))["id"]!, Is.EqualTo(made.Id));
    }

    [Test]
    public async Task Cancel_Open_EndsItAndItsLinkSaysSo()
    {
        var made = await _employer.InviteAsync(_loop);
        var cancelled = await _employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{made.Id}/cancellation", new { });
        using var again = await _employer.Client.SendAsync(HttpMethod.Post, $"/v1/invitations/{made.Id}/cancellation");
        var problem = await again.ProblemAsync(409, "invitation-closed");
        using var candidate = App.Client(made.Token);
        using var accepted = await candidate.SendAsync(
            HttpMethod.Post, "/v1/invitations/current/acceptance", new { consent = ConsentText.Version }, _employer.NewKey());
        await accepted.ProblemAsync(409, "invitation-closed");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cancelled.State, Is.EqualTo(InvitationState.Cancelled));
            Assert.That(cancelled.RetainedUntil, Is.EqualTo(App.Clock.GetUtcNow().AddMonths(24)));
            Assert.That((string?)problem["state"], Is.EqualTo("cancelled"));
            Assert.That(
                await _employer.EventsAsync(made.Id), Is.EqualTo(new[] { EventTypes.InvitationCreated, EventTypes.InvitationCancelled }));
        }
    }

    [Test]
    public async Task Decline_Open_EndsItWithoutAReason()
    {
        var made = await _employer.InviteAsync(_loop);
        using var candidate = App.Client(made.Token);
        await candidate.PostAsync<JsonObject>("/v1/invitations/current/declination", new { });
        using var again = await candidate.SendAsync(HttpMethod.Post, "/v1/invitations/current/declination");
        await again.ProblemAsync(409, "invitation-closed");
        using var result = await _employer.Client.GetAsync(new Uri($"/v1/invitations/{made.Id}/result", UriKind.Relative));
        await result.ProblemAsync(409, "result-not-available");

        Assert.That((await _employer.GetAsync(made.Id)).State, Is.EqualTo(InvitationState.Declined));
    }

    [Test]
    public async Task Expiry_IsTrueBeforeItIsWritten_AndIsWrittenOnce()
    {
        var made = await _employer.InviteAsync(_loop, new { expiresAt = App.Clock.GetUtcNow().AddHours(1) });
        App.Clock.Advance(TimeSpan.FromHours(1));
        var before = await _employer.GetAsync(made.Id);
        var eventsBefore = await _employer.EventsAsync(made.Id);
        var sweep = App.Services.GetRequiredService<InvitationSweep>();
        await Task.WhenAll(sweep.ExpireAsync(CancellationToken.None), sweep.ExpireAsync(CancellationToken.None));
        var after = await _employer.GetAsync(made.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.State, Is.EqualTo(InvitationState.Expired));
            Assert.That(eventsBefore, Is.EqualTo(new[] { EventTypes.InvitationCreated }));
            Assert.That((after.State, after.EndedAt), Is.EqualTo((InvitationState.Expired, (DateTimeOffset?)made.ExpiresAt)));
            Assert.That(
                await _employer.EventsAsync(made.Id), Is.EqualTo(new[] { EventTypes.InvitationCreated, EventTypes.InvitationExpired }));
        }
    }

    [Test]
    public async Task List_OverPages_GivesEachOnceOldestFirst()
    {
        var loop = await _employer.CreateLoopAsync();
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await _employer.InviteAsync(loop)).Id);
            App.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var listed = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var at = cursor.Length == 0 ? "" : "&cursor=" + cursor;
            var page = await _employer.Client.GetAsync<InvitationListResponse>($"/v1/hiring-loops/{loop}/invitations?limit=2{at}");
            listed.AddRange(page.Items.Select(item => item.Id));
            cursor = page.Next;
        }

        Assert.That(listed, Is.EqualTo(made), "oldest first");
    }

    [Test]
    public async Task Batch_WithGoodBadAndKnown_GivesEachItsOutcome()
    {
        var known = await _employer.InviteAsync(_loop, new { reference = "known" });
        const string body = """
            {"invitations":[{"reference":"new"},{"reference":"known"},{"reference":"new"},
                            {"returnUrl":"https://elsewhere.example"},{"reference":""}]}
            """;
        var key = Guid.CreateVersion7(App.Clock.GetUtcNow()).ToString();
        var first = await _employer.Client.PostAsync<InvitationBatchResponse>($"/v1/hiring-loops/{_loop}/invitations/batch", body, key);
        var again = await _employer.Client.PostAsync<InvitationBatchResponse>($"/v1/hiring-loops/{_loop}/invitations/batch", body, key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                first.Items.Select(item => item.Outcome),
                Is.EqualTo(new[]
                {
                    BatchOutcome.Created, BatchOutcome.Existing, BatchOutcome.Existing, BatchOutcome.Refused, BatchOutcome.Refused,
                }));
            Assert.That(first.Items[1].Invitation!.Id, Is.EqualTo(known.Id));
            Assert.That(first.Items[2].Invitation!.Id, Is.EqualTo(first.Items[0].Invitation!.Id));
            Assert.That(first.Items[3].Errors!.Single().Pointer, Is.EqualTo("#/invitations/3/returnUrl"));
            Assert.That(first.Items[4].Errors!.Single().Pointer, Is.EqualTo("#/invitations/4/reference"));
            Assert.That(again.Items[0].Invitation!.Token, Is.EqualTo(first.Items[0].Invitation!.Token));
        }
    }

    [Test]
    public async Task Batch_OfFiveHundred_IsMadeWhole()
    {
        var loop = await _employer.CreateLoopAsync();
        var invitations = Enumerable.Range(0, 500).Select(i => new
        {
            reference = $"candidate-{i}", candidate = new { name = new string('n', 150), email = $"candidate-{i}@example.org" },
        });
        var made = await _employer.Client.PostAsync<InvitationBatchResponse>(
            $"/v1/hiring-loops/{loop}/invitations/batch", new { invitations });
        using var tooMany = await _employer.Client.SendAsync(
            HttpMethod.Post, $"/v1/hiring-loops/{loop}/invitations/batch", new { invitations = new object[501].Select(_ => new { }) });
        await tooMany.ProblemAsync(400, "invalid-request");

        Assert.That(made.Items.Count(item => item.Outcome == BatchOutcome.Created), Is.EqualTo(500));
        Assert.That(await App.CountAsync("Invitation", "LoopId = @Id", loop), Is.EqualTo(500));
    }

    [Test]
    public async Task Create_InAnArchivedLoop_IsRefused()
    {
        var loop = await _employer.CreateLoopAsync();
        await ArchiveAsync(loop);
        using var response = await _employer.Client.SendAsync(HttpMethod.Post, $"/v1/hiring-loops/{loop}/invitations", "{}");
        await response.ProblemAsync(409, "hiring-loop-archived");
    }

    [Test]
    public async Task Accommodation_WithoutItsScope_IsRefused()
    {
        using var limited = App.Client((await App.CreateKeyAsync(Scopes.InvitationsWrite, _employer.Tenant)).Token);
        using var response = await limited.SendAsync(
            HttpMethod.Post, $"/v1/hiring-loops/{_loop}/invitations", """{"accommodation":{"timeMultiplier":2}}""");
        await response.ProblemAsync(403, "insufficient-scope");
    }

    [TestCase("https://jobs.example.com/done", "https://jobs.example.com/done?invitation={0}")]
    [TestCase("https://jobs.example.com/done?job=7#top", "https://jobs.example.com/done?job=7&invitation={0}#top")]
    public async Task ReturnUrl_OfTheCandidate_HasTheIdOfTheInvitation(string given, string shown)
    {
        using var employer = await Employer.CreateAsync(App);
        var settings = new TenantSettings { ReturnOrigins = ["https://jobs.example.com"] };
        await App.Db.WriteAsync(
            session => TenantStore.SaveSettingsAsync(session, employer.Tenant, settings, version: 1, App.Clock.GetUtcNow()),
            CancellationToken.None);
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync(), new { returnUrl = given });
        using var candidate = App.Client(invitation.Token);

        var current = await candidate.GetAsync<CurrentInvitationResponse>("/v1/invitations/current");

        Assert.That(invitation.ReturnUrl, Is.EqualTo(given));
        Assert.That(current.ReturnUrl, Is.EqualTo(shown.Replace("{0}", invitation.Id.ToString(), StringComparison.Ordinal)));
    }

    private async Task ArchiveAsync(Guid loop)
    {
        using var read = await _employer.Client.GetAsync(new Uri($"/v1/hiring-loops/{loop}", UriKind.Relative));
        using var patched = await _employer.Client.SendAsync(
            HttpMethod.Patch, $"/v1/hiring-loops/{loop}", """{"state":"archived"}""", null, ("If-Match", read.Headers.ETag!.ToString()));
        Assert.That(patched.StatusCode, Is.EqualTo(HttpStatusCode.OK), await patched.Content.ReadAsStringAsync());
    }
}
