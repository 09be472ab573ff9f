using System.Net;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>If-Match and If-None-Match of requests that change something: what does not hold is not done.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class PreconditionTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly CreateAttemptRequest Sample = new() { Assessment = "python-fundamentals", Form = FormKind.Sample };

    /// <summary>The case http/c2-if-match-delete is the first.</summary>
    [TestCase("If-Match", "\"nope\"")]
    [TestCase("If-Match", "nope")]
    [TestCase("If-Match", "\"1.20260601-x\"", Description = "of other evidence")]
    [TestCase("If-None-Match", "*")]
    public async Task ErasePassport_ConditionThatDoesNotHold_Is412AndErasesNothing(string header, string value)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var refused = await SendAsync(owner, HttpMethod.Delete, $"/v1/passports/{passport}", header, value);

        await refused.ProblemAsync(412, "precondition-failed");
        Assert.That((await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Id, Is.EqualTo(passport));
    }

    [Test]
    public async Task ErasePassport_TagFromBeforeNewEvidence_Is412AndTheNewTagErases()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var path = $"/v1/passports/{passport}";
        var before = await TagAsync(owner, path);
        await App.AddEvidenceAsync(passport, "python-fundamentals", 700, App.Clock.GetUtcNow());

        using var refused = await SendAsync(owner, HttpMethod.Delete, path, "If-Match", before);
        var evidence = await App.CountAsync("Evidence", "PassportId = @Id", passport);
        using var erased = await SendAsync(owner, HttpMethod.Delete, path, "If-Match", await TagAsync(owner, path));

        await refused.ProblemAsync(412, "precondition-failed");
        Assert.That(evidence, Is.EqualTo(1), "rolled back whole");
        Assert.That((int)erased.StatusCode, Is.EqualTo(204));
    }

    [Test]
    public async Task ErasePassport_TagFromBeforeMidnight_ErasesBecauseNothingWasAdded()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var path = $"/v1/passports/{passport}";
        var before = await TagAsync(owner, path);
        App.Clock.Advance(TimeSpan.FromDays(1));

        var after = await TagAsync(owner, path);
        using var erased = await SendAsync(owner, HttpMethod.Delete, path, "If-Match", before);

        Assert.That(after, Is.Not.EqualTo(before), "what is held may count for less");
        Assert.That((int)erased.StatusCode, Is.EqualTo(204));
    }

    [Test]
    public async Task ErasePassport_IfThereIsOne_IsDoneOnceAndThen410()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var erased = await SendAsync(owner, HttpMethod.Delete, $"/v1/passports/{passport}", "If-Match", "*");
        using var again = await SendAsync(owner, HttpMethod.Delete, $"/v1/passports/{passport}", "If-Match", "*");

        Assert.That((int)erased.StatusCode, Is.EqualTo(204));
        await again.ProblemAsync(410, "passport-erased");
    }

    [Test]
    public async Task SaveResponses_TagOfWhatWasRead_SavesOnceAndAnswersTheNextTag()
    {
        var (attempt, client) = await StartAsync();
        var path = $"/v1/attempts/{attempt.Id}";
        var tag = await TagAsync(client, path);

        using var saved = await SaveAsync(client, attempt, 0, "If-Match", tag);
        using var stale = await SaveAsync(client, attempt, 1, "If-Match", tag);
        using var next = await SaveAsync(client, attempt, 1, "If-Match", saved.Headers.ETag!.ToString());

        Assert.That((int)saved.StatusCode, Is.EqualTo(200));
        await stale.ProblemAsync(412, "precondition-failed");
        Assert.That((int)next.StatusCode, Is.EqualTo(200));
        Assert.That(next.Headers.ETag!.ToString(), Is.EqualTo(await TagAsync(client, path)));
        Assert.That(next.Headers.ETag!.ToString(), Is.EqualTo(await TagAsync(client, path + "/next")));
    }

    [TestCase("W/")]
    [TestCase("If-None-Match")]
    public async Task SaveResponses_WeakTagOrOneThatMustNotBe_Is412(string how)
    {
        var (attempt, client) = await StartAsync();
        var tag = await TagAsync(client, $"/v1/attempts/{attempt.Id}");

        using var refused = how == "W/"
            ? await SaveAsync(client, attempt, 0, "If-Match", "W/" + tag)
            : await SaveAsync(client, attempt, 0, "If-None-Match", tag);

        await refused.ProblemAsync(412, "precondition-failed");
        Assert.That((await client.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).Responses, Is.Empty);
    }

    [Test]
    public async Task SaveResponses_ManyAtOnceWithOneTag_OneIsSaved()
    {
        var (attempt, client) = await StartAsync();
        var tag = await TagAsync(client, $"/v1/attempts/{attempt.Id}");

        var answers = await Task.WhenAll(attempt.Items.Select((_, index) => SaveAsync(client, attempt, index, "If-Match", tag)));

        var refused = Enumerable.Repeat(HttpStatusCode.PreconditionFailed, answers.Length - 1);
        Assert.That(answers.Select(answer => answer.StatusCode), Is.EquivalentTo(refused.Append(HttpStatusCode.OK)));
        Assert.That((await client.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).Responses, Has.Count.EqualTo(1));
        foreach (var answer in answers) answer.Dispose();
    }

    [Test]
    public async Task SubmitAttempt_ConditionThatDoesNotHold_LeavesItsKeyAndIsReplayedAfterItHeld()
    {
        var (attempt, client) = await StartAsync();
        var (path, submission) = ($"/v1/attempts/{attempt.Id}", $"/v1/attempts/{attempt.Id}/submission");
        var tag = await TagAsync(client, path);

        using var refused = await client.SendAsync(HttpMethod.Post, submission, "{}", "one", ("If-Match", "\"nope\""));
        using var scored = await client.SendAsync(HttpMethod.Post, submission, "{}", "one", ("If-Match", tag));
        using var again = await client.SendAsync(HttpMethod.Post, submission, "{}", "one", ("If-Match", tag));

        await refused.ProblemAsync(412, "precondition-failed");
        Assert.That((int)scored.StatusCode, Is.EqualTo(201));
        Assert.That((int)again.StatusCode, Is.EqualTo(201));
        Assert.That(again.Headers.Contains(StoredResult.ReplayedHeader));
    }

    [TestCase("If-Match", "*", 201)]
    [TestCase("If-None-Match", "\"nope\"", 201)]
    [TestCase("If-None-Match", "*", 412, Description = "the list is there")]
    [TestCase("If-Match", "\"nope\"", 412)]
    public async Task CreateGrant_Conditions_AreAboutTheList(string header, string value, int status)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var grants = $"/v1/passports/{passport}/grants";

        using var answer = await owner.SendAsync(HttpMethod.Post, grants, """{"kind":"link","scope":"passport"}""", null, (header, value));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await App.CountAsync("PassportGrant", "PassportId = @Id", passport), Is.EqualTo(status == 201 ? 1 : 0));
    }

    [TestCase("/v1/passports", "{}")]
    [TestCase("/v1/attempts", """{"assessment":"python-fundamentals","form":"sample"}""")]
    public async Task Create_WhereNothingCanBeRead_IsDoneOnlyIfNothingIsAskedToBeThere(string path, string body)
    {
        using var client = App.Client();

        using var ifNone = await client.SendAsync(HttpMethod.Post, path, body, null, ("If-None-Match", "*"));
        using var ifTag = await client.SendAsync(HttpMethod.Post, path, body, null, ("If-Match", "\"nope\""));
        using var ifAny = await client.SendAsync(HttpMethod.Post, path, body, null, ("If-Match", "*"));

        Assert.That((int)ifNone.StatusCode, Is.EqualTo(201));
        await ifTag.ProblemAsync(412, "precondition-failed");
        await ifAny.ProblemAsync(412, "precondition-failed");
    }

    [Test]
    public async Task RevokeGrant_ConditionThatDoesNotHold_Is412AndTheTagRevokes()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport };
        var grant = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toHolder);
        var path = $"/v1/passports/{passport}/grants/{grant.Id}";
        var tag = await TagAsync(owner, path);

        using var refused = await SendAsync(owner, HttpMethod.Delete, path, "If-Match", "\"nope\"");
        var given = await owner.GetAsync<GrantResponse>(path);
        using var revoked = await SendAsync(owner, HttpMethod.Delete, path, "If-Match", tag);
        using var stale = await SendAsync(owner, HttpMethod.Delete, path, "If-Match", tag);

        await refused.ProblemAsync(412, "precondition-failed");
        Assert.That(given.RevokedAt, Is.Null);
        Assert.That((int)revoked.StatusCode, Is.EqualTo(204));
        await stale.ProblemAsync(412, "precondition-failed");
    }

    [Test]
    public async Task AddEvidence_TagOfNothing_Is412AndRecordsNothing()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, vendor, _) = await App.CreateKeyAsync(Scopes.EvidenceWrite);
        var toVendor = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence };
        await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toVendor);
        using var concordances = App.Client();
        var concordance = (await concordances.GetAsync<Api.Catalog.Concordances.ConcordanceListResponse>("/v1/concordances")).Items[0];
        var now = App.Clock.GetUtcNow();
        var body = new AddEvidenceRequest
        {
            Concordance = concordance.Slug, RawScore = 50, ObservedAt = now.AddSeconds(30), Reference = "r",
        };

        using var refused = await vendor.SendAsync(
            HttpMethod.Post, $"/v1/passports/{passport}/evidence", body, "one", ("If-Match", "\"nope\""));
        using var recorded = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", body, "one");

        await refused.ProblemAsync(412, "precondition-failed");
        Assert.That((int)recorded.StatusCode, Is.EqualTo(201), "a clock half a minute ahead is no fault");
        var evidence = (await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence")).Items.Single();
        Assert.That(evidence.ObservedAt, Is.EqualTo(now), "and what it shows counts as now");
    }

    [Test]
    public async Task Condition_WhereTheAnswerWouldBeARefusalAnyhow_IsNotAsked()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var missing = $"/v1/passports/{Guid.Empty}";

        using var erasing = await SendAsync(owner, HttpMethod.Delete, missing, "If-Match", "\"nope\"");
        using var starting = await owner.SendAsync(
            HttpMethod.Post, "/v1/attempts", """{"assessment":"unknown","form":"full"}""", null, ("If-Match", "\"nope\""));

        await erasing.ProblemAsync(404, "not-found");
        await starting.ProblemAsync(422, "assessment-not-available");
    }

    [Test]
    public async Task Get_OfAStateThatTheClientHolds_Is304UntilItChanges()
    {
        var (attempt, client) = await StartAsync();
        var path = $"/v1/attempts/{attempt.Id}";
        var tag = await TagAsync(client, path);
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        using var held = await SendAsync(client, HttpMethod.Get, path, "If-None-Match", tag);
        using var saved = await SaveAsync(client, attempt, 0, "If-Match", tag);
        using var changed = await SendAsync(client, HttpMethod.Get, path, "If-None-Match", tag);

        Assert.That((int)held.StatusCode, Is.EqualTo(304));
        Assert.That((int)changed.StatusCode, Is.EqualTo(200));
    }

    private async Task<(AttemptResponse Attempt, HttpClient Client)> StartAsync()
    {
        using var anonymous = App.Client();
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        return (attempt, App.Client(attempt.Token));
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient client, AttemptResponse attempt, int index, string header, string value)
    {
        var item = attempt.Items[index];
        var answer = new ItemResponse { Item = item.Item, Option = item.Options[0].Option };
        var body = new SaveResponsesRequest { Responses = [answer] };
        return client.SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt.Id}/responses", body, null, (header, value));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string header, string value) =>
        client.SendAsync(method, path, null, null, (header, value));

    private static async Task<string> TagAsync(HttpClient client, string path)
    {
        using var response = await client.SendAsync(HttpMethod.Get, path);
        return response.Headers.ETag!.ToString();
    }
}
