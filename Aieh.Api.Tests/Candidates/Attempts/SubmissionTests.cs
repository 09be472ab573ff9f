using System.Net;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Attempts;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SubmissionTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";

    [Test]
    public async Task SubmitAttempt_64AtOnceWithOneKey_OneEvidenceAnd63IdenticalReplays()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var request = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 30) };

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => SubmitAsync(owner, attempt.Id, request, "one-key")));
        var bodies = await Task.WhenAll(responses.Select(response => response.Content.ReadAsByteArrayAsync()));
        var evidence = await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(responses.Select(response => response.StatusCode), Is.All.EqualTo(HttpStatusCode.Created));
            Assert.That(responses.Count(response => response.Headers.Contains(StoredResult.ReplayedHeader)), Is.EqualTo(63));
            Assert.That(
                responses.Select(response => response.Headers.Location?.OriginalString).Distinct(),
                Is.EqualTo(new[] { $"/v1/attempts/{attempt.Id}/score" }));
            Assert.That(bodies, Is.All.EqualTo(bodies[0]));
            Assert.That(evidence.Items, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task SubmitAttempt_TwoKeysAtOnce_OneIsScoredAndTheOtherToldSo()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var request = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 30) };

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(key => SubmitAsync(owner, attempt.Id, request, $"key-{key}")));

        Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.Created), Is.EqualTo(1));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.Created))
        {
            await refused.ProblemAsync(409, "attempt-already-submitted");
        }

        Assert.That((await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence")).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task SubmitAttempt_SameKeyOtherBody_Is422AndLosesNothing()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var (some, all) = (App.Answers(attempt, right: 30), App.Answers(attempt, right: 50));
        var path = $"/v1/attempts/{attempt.Id}/submission";
        var first = await owner.PostAsync<ScoreReportResponse>(path, new SubmitAttemptRequest { Responses = some }, "k");

        using var other = await owner.SendAsync(HttpMethod.Post, path, new SubmitAttemptRequest { Responses = all }, "k");

        await other.ProblemAsync(422, "idempotency-key-reused");
        Assert.That((await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/score")).Score, Is.EqualTo(first.Score));
    }

    [TestCase("\"quoted-key-of-some-length\"", "quoted-key-of-some-length")]
    [TestCase("bare-key-of-some-length", "\"bare-key-of-some-length\"")]
    public async Task SubmitAttempt_KeyQuotedThenBare_IsTheSameKey(string first, string second)
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Sample);
        var path = $"/v1/attempts/{attempt.Id}/submission";

        using var once = await owner.SendAsync(HttpMethod.Post, path, "{}", first);
        using var again = await owner.SendAsync(HttpMethod.Post, path, "{}", second);

        Assert.That(once.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(again.Headers.Contains(StoredResult.ReplayedHeader));
    }

    [Test]
    public async Task SubmitAttempt_SameBodySpelledOtherwise_IsTheSameBody()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Sample);
        var path = $"/v1/attempts/{attempt.Id}/submission";
        var (item, option) = (attempt.Items[0].Item, attempt.Items[0].Options[0].Option);

        var body = $$"""{"responses":[{"item":"{{item}}","option":"{{option}}"}]}""";
        var otherwise = $$"""{ "responses" : [ { "option" : "{{option}}", "item" : "{{item}}" } ] }""";
        using var once = await owner.SendAsync(HttpMethod.Post, path, body, "k");
        using var again = await owner.SendAsync(HttpMethod.Post, path, otherwise, "k");

        Assert.That(again.Headers.Contains(StoredResult.ReplayedHeader));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await once.Content.ReadAsStringAsync()));
    }

    [TestCase(null, "idempotency-key-missing")]
    [TestCase("", "idempotency-key-invalid")]
    [TestCase("with space", "idempotency-key-invalid")]
    [TestCase("\"unclosed", "idempotency-key-invalid")]
    public async Task SubmitAttempt_KeyMissingOrInvalid_Is400AndNothingIsScored(string? key, string kind)
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Sample);

        using var refused = await owner.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", "{}", key);

        await refused.ProblemAsync(400, kind);
        Assert.That((await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).State, Is.EqualTo(AttemptState.InProgress));
    }

    [Test]
    public async Task SubmitAttempt_KeyOf300Characters_Is400()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Sample);

        using var refused = await SubmitAsync(owner, attempt.Id, "{}", new string('k', 300));
        using var longest = await SubmitAsync(owner, attempt.Id, "{}", new string('k', 255));

        await refused.ProblemAsync(400, "idempotency-key-invalid");
        Assert.That(longest.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task SubmitAttempt_AfterTheTime_RefusesAnswersButScoresWhatWasSaved()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var answers = App.Answers(attempt, right: 50);
        var path = $"/v1/attempts/{attempt.Id}";
        var inTime = new SaveResponsesRequest { Responses = [.. answers.Take(20)] };
        using var saved = await owner.SendAsync(HttpMethod.Put, $"{path}/responses", inTime);
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        App.Clock.Advance(attempt.ExpiresAt - attempt.ServerTime);

        using var late = await owner.SendAsync(HttpMethod.Put, $"{path}/responses", new SaveResponsesRequest { Responses = answers });
        using var lateSubmission = await SubmitAsync(owner, attempt.Id, new SubmitAttemptRequest { Responses = answers }, "late");
        var state = (await owner.GetAsync<AttemptResponse>(path)).State;
        var report = await owner.PostAsync<ScoreReportResponse>($"{path}/submission", new SubmitAttemptRequest(), "saved");

        var counts = new ItemCounts { Items = 50, Answered = 20, Omitted = 0, NotReached = 30, NotAdministered = 0 };
        await late.ProblemAsync(409, "attempt-expired");
        await lateSubmission.ProblemAsync(409, "attempt-expired");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(state, Is.EqualTo(AttemptState.Expired));
            Assert.That(report.Counts, Is.EqualTo(counts));
            Assert.That(report.ObservedAt, Is.EqualTo(attempt.ExpiresAt));
        }
    }

    [Test]
    public async Task SubmitAttempt_MoreRightAnswers_ScoresHigher()
    {
        var scores = new List<int>();
        foreach (var right in (int[])[0, 25, 50])
        {
            var (_, owner, _) = await App.CreatePassportAsync();
            var attempt = await StartAsync(owner, FormKind.Full);
            var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, right) };
            var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, "k");
            scores.Add(report.Score);
        }

        Assert.That(scores, Is.Ordered.Ascending);
        Assert.That(scores, Is.Unique);
    }

    private static Task<AttemptResponse> StartAsync(HttpClient client, FormKind form) =>
        client.PostAsync<AttemptResponse>("/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = form });

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient client, Guid attempt, object request, string key) =>
        client.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt}/submission", request, key);
}
