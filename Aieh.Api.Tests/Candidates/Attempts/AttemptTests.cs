using System.Net;
using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Attempts;

/// <summary>Starting, answering and expiring, and the retake policy.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AttemptTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";

    [Test]
    public async Task CreateAttempt_SampleWithoutAnAccount_IsServedAnsweredAndScored()
    {
        using var anonymous = App.Client();
        using var created = await TryStartAsync(anonymous, FormKind.Sample);
        var location = created.Headers.Location!.OriginalString;
        var attempt = JsonSerializer.Deserialize(await created.Content.ReadAsStringAsync(), AttemptJson.Wire.AttemptResponse)!;
        using var owner = App.Client(attempt.Token);

        var seen = await owner.GetAsync<AttemptResponse>(location);
        var answers = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 5) };
        var report = await owner.PostAsync<ScoreReportResponse>($"{location}/submission", answers, "key");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(
                seen.Items.Select(item => item.Item),
                Is.EqualTo(attempt.Items.Select(item => item.Item)),
                "the same order every time");
            Assert.That(seen.Token, Is.Null, "shown once");
            Assert.That(attempt.ExpiresAt - attempt.StartedAt, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That(report.Passport, Is.Null);
            Assert.That(report.Counts.Answered, Is.EqualTo(5));
        }
    }

    [Test]
    public async Task CreateAttempt_FullWithoutAPassport_Is401AndStartsNothing()
    {
        using var anonymous = App.Client();
        var before = await App.CountAsync("Attempt");

        using var refused = await TryStartAsync(anonymous, FormKind.Full);

        await refused.ProblemAsync(401, "unauthenticated");
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"aieh\""));
        Assert.That(await App.CountAsync("Attempt"), Is.EqualTo(before));
    }

    [TestCase("javascript-fundamentals", "full")]
    [TestCase("javascript-fundamentals", "sample")]
    [TestCase("astrology", "full")]
    [TestCase("", "full")]
    [TestCase("'; DROP TABLE Attempt; --", "sample")]
    public async Task CreateAttempt_PlannedOrUnknown_Is422AndStartsNothing(string assessment, string form)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var request = $$"""{"assessment":"{{assessment}}","form":"{{form}}"}""";
        using var refused = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", request);

        await refused.ProblemAsync(422, "assessment-not-available");
        Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.Zero);
    }

    [Test]
    public async Task CreateAttempt_WhileOneIsOpen_Is409WithItsId()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var open = await StartAsync(owner, FormKind.Full);

        using var refused = await TryStartAsync(owner, FormKind.Full);

        Assert.That((Guid?)(await refused.ProblemAsync(409, "attempt-in-progress"))["attempt"], Is.EqualTo(open.Id));
        Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    [Test]
    public async Task CreateAttempt_16AtOnce_StartsOneAndNamesItToTheOthers()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var request = new CreateAttemptRequest { Assessment = Python, Form = FormKind.Full };

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(key => owner.SendAsync(HttpMethod.Post, "/v1/attempts", request, $"key-{key}")));

        var started = responses.Single(response => response.StatusCode == HttpStatusCode.Created);
        var id = started.Headers.Location!.OriginalString.Split('/')[^1];
        foreach (var refused in responses.Where(response => response != started))
        {
            Assert.That((string?)(await refused.ProblemAsync(409, "attempt-in-progress"))["attempt"], Is.EqualTo(id));
        }

        Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    [Test]
    public async Task CreateAttempt_TooSoonAfterTheLast_Is409UntilNextEligibleAt()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var first = await StartAsync(owner, FormKind.Full);
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{first.Id}/submission", "{}", "first");
        var eligible = first.StartedAt.AddDays(30);
        App.Clock.Advance(eligible - App.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));

        using var early = await TryStartAsync(owner, FormKind.Full);
        var asOf = $"{first.StartedAt.AddMinutes(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}";
        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer?asOf={asOf}");
        var step = readiness.NextSteps.Single(next => next.Assessment == Python);
        App.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await StartAsync(owner, FormKind.Full);

        var problem = await early.ProblemAsync(409, "retake-not-yet-eligible");
        Assert.That((DateTimeOffset?)problem["nextEligibleAt"], Is.EqualTo(eligible));
        Assert.That(step.NextEligibleAt, Is.EqualTo(eligible));
        Assert.That(step.AvailableNow, Is.False);
        Assert.That(second.Id, Is.Not.EqualTo(first.Id));
    }

    [Test]
    public async Task CreateAttempt_FourthInHalfAYear_WaitsForTheLongWindow()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var starts = new List<DateTimeOffset>();
        for (var i = 0; i < 3; i++)
        {
            starts.Add((await StartAsync(owner, FormKind.Full)).StartedAt);
            App.Clock.Advance(TimeSpan.FromDays(30));
        }

        using var fourth = await TryStartAsync(owner, FormKind.Full);
        App.Clock.Advance(starts[0].AddDays(180) - App.Clock.GetUtcNow());
        var later = await StartAsync(owner, FormKind.Full);

        var problem = await fourth.ProblemAsync(409, "retake-not-yet-eligible");
        Assert.That((DateTimeOffset?)problem["nextEligibleAt"], Is.EqualTo(starts[0].AddDays(180)));
        Assert.That(later.State, Is.EqualTo(AttemptState.InProgress));
    }

    [Test]
    public async Task GetAttempt_OnceItsTimeIsOver_IsExpiredAndShowsAnswersButNoItems()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var answers = App.Answers(attempt, right: 50)[..3];
        await SaveAsync(owner, attempt.Id, answers);
        App.Clock.Advance(attempt.ExpiresAt - App.Clock.GetUtcNow());

        var expired = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        using var score = await owner.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}/score");

        Assert.That(expired.State, Is.EqualTo(AttemptState.Expired));
        Assert.That(expired.Items, Is.Empty);
        Assert.That(expired.Responses, Is.EqualTo(answers));
        await score.ProblemAsync(409, "attempt-not-scored");
    }

    [Test]
    public async Task SaveResponses_AgainAndForOtherItems_MergesAndLetsTheLaterAnswerWin()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Sample);
        var (first, second) = (attempt.Items[0], attempt.Items[1]);
        await SaveAsync(owner, attempt.Id, [Answer(first, 0)]);
        await SaveAsync(owner, attempt.Id, [Answer(second, 1)]);
        var saved = await SaveAsync(owner, attempt.Id, [Answer(first, 2)]);
        await SaveAsync(owner, attempt.Id, [Answer(first, 2)]);
        await SaveAsync(owner, attempt.Id, []);

        var kept = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        Assert.That(saved.AnsweredCount, Is.EqualTo(2));
        Assert.That(kept.Responses, Is.EqualTo(new[] { Answer(first, 2), Answer(second, 1) }));
    }

    [Test]
    public async Task SaveResponses_16AtOnceAndThenTheRest_AreAllAccepted()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var answers = App.Answers(attempt, right: 25);

        foreach (var together in answers.Chunk(16))
        {
            var responses = await Task.WhenAll(together.Select(answer => PutAsync(owner, attempt.Id, [answer])));
            Assert.That(responses.Select(response => response.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        }

        Assert.That((await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).Responses, Is.EqualTo(answers));
    }

    [Test]
    public async Task SaveResponses_16AtOnceBesideASubmission_AreAcceptedOrTooLateAndItIsScored()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var saves = App.Answers(attempt, right: 25).Take(16).Select(answer => PutAsync(owner, attempt.Id, [answer])).ToArray();

        using var submitted = await owner.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", "{}", "submission");
        var responses = await Task.WhenAll(saves);

        Assert.That(submitted.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        foreach (var late in responses.Where(response => response.StatusCode != HttpStatusCode.OK))
        {
            await late.ProblemAsync(409, "attempt-already-submitted");
        }

        var report = await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/score");
        Assert.That(report.Counts.Answered, Is.EqualTo(responses.Count(response => response.StatusCode == HttpStatusCode.OK)));
    }

    [Test]
    public async Task SaveResponses_WithFaults_Is422ForEachAndSavesNone()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Sample);
        var (first, second, third) = (attempt.Items[0], attempt.Items[1], attempt.Items[2]);
        await SaveAsync(owner, attempt.Id, [Answer(third, 0)]);
        ItemResponse[] faulty =
        [
            Answer(first, 0), Answer(first, 1), new() { Item = second.Item, Option = "zz" }, new() { Item = "js-xx-001", Option = "a" },
            new() { Item = new string('i', 1000), Option = "a" }, Answer(third, 1),
        ];
        string[] places = ["#/responses/1/item", "#/responses/2/option", "#/responses/3/item", "#/responses/4/item"];

        using var refused = await PutAsync(owner, attempt.Id, faulty);

        var problem = await refused.ProblemAsync(422, "responses-refused");
        Assert.That(problem.Places(), Is.EqualTo(places));
        Assert.That(problem.ToJsonString(), Has.Length.LessThan(1200), "what was sent is not echoed at length");
        var kept = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        Assert.That(kept.Responses, Is.EqualTo(new[] { Answer(third, 0) }));
    }

    [Test]
    public async Task SubmitAttempt_With1000Responses_Is422AndCanStillBeSubmitted()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Sample);
        var many = Enumerable.Repeat(Answer(attempt.Items[0], 0), 1000).ToArray();

        var path = $"/v1/attempts/{attempt.Id}/submission";
        using var refused = await owner.SendAsync(HttpMethod.Post, path, new SubmitAttemptRequest { Responses = many }, "first");
        // The same key: refused answers are not kept under it, neither as an answer nor as a body.
        using var accepted = await owner.SendAsync(HttpMethod.Post, path, "{}", "first");

        Assert.That((await refused.ProblemAsync(422, "responses-refused")).Places().Count(), Is.EqualTo(20));
        Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Attempt_OnceSubmitted_RefusesAnswersAndKeepsItsScore()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var answers = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 20) };
        var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", answers, "first");

        using var late = await PutAsync(owner, attempt.Id, App.Answers(attempt, right: 50));

        await late.ProblemAsync(409, "attempt-already-submitted");
        var score = await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/score");
        Assert.That((score.Score, score.StandardError), Is.EqualTo((report.Score, report.StandardError)));
        Assert.That((await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).State, Is.EqualTo(AttemptState.Scored));
    }

    // Half right is near the middle: the answers alone put it within the scale, further out than the score, and less surely. With none
    // right an end would leave the scale, and five answers have no likelihood that is nearly normal.
    [TestCase("full", 25, true)]
    [TestCase("full", 0, false)]
    [TestCase("sample", 3, false)]
    public async Task SubmitAttempt_LikelihoodInterval_IsThereWhereItMeansSomething(string form, int right, bool expected)
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormSlugs.Parse(form));
        var answers = new SubmitAttemptRequest { Responses = App.Answers(attempt, right) };

        var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", answers, "first");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.LikelihoodInterval is not null, Is.EqualTo(expected));
            Assert.That((report.Provisional, report.Band), Is.EqualTo((true, (string?)null)));
            Assert.That((report.Score % 25, report.StandardError % 5), Is.EqualTo((0, 0)));
            if (report.LikelihoodInterval is { } likelihood)
            {
                Assert.That(likelihood.Upper - likelihood.Lower, Is.GreaterThan(report.Interval.Upper - report.Interval.Lower));
            }
        }
    }

    [Test]
    public async Task CreateAttempt_ForDifferentCandidates_ServesTheItemsInDifferentOrders()
    {
        var orders = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var (_, owner, _) = await App.CreatePassportAsync();
            orders.Add(string.Join(' ', (await StartAsync(owner, FormKind.Full)).Items.Select(item => item.Item)));
        }

        // Three equal ones of 50! orders would be a fault.
        Assert.That(orders, Is.Unique);
        Assert.That(orders.Select(order => string.Join(' ', order.Split(' ').Order())).Distinct().Count(), Is.EqualTo(1), "the same items");
    }

    private Task<AttemptResponse> StartAsync(HttpClient client, FormKind form) =>
        client.PostAsync<AttemptResponse>("/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = form });

    private static Task<HttpResponseMessage> TryStartAsync(HttpClient client, FormKind form) =>
        client.SendAsync(HttpMethod.Post, "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = form });

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, Guid attempt, ItemResponse[] answers) =>
        client.SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt}/responses", new SaveResponsesRequest { Responses = answers });

    private static async Task<SavedResponsesResponse> SaveAsync(HttpClient client, Guid attempt, ItemResponse[] answers)
    {
        using var response = await PutAsync(client, attempt, answers);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return JsonSerializer.Deserialize(text, AttemptJson.Wire.SavedResponsesResponse)!;
    }

    private static ItemResponse Answer(AttemptItem item, int option) => new() { Item = item.Item, Option = item.Options[option].Option };
}
