using System.Net;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Tests.Candidates.Attempts;

/// <summary>The adaptive form: one item at a time, final answers, and the same score report.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AdaptiveAttemptTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";
    private const int Least = 12;
    private const int Most = 20;
    private const int Bank = 94;

    [Test]
    public async Task Attempt_AnsweredToTheEnd_IsScoredAsAssessedOnWhatItGave()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var given = await AnswerAsync(owner, attempt.Id, count => count % 2 == 0);

        var last = await NextAsync(owner, attempt.Id);
        var seen = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", "submit");
        var again = await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/score");
        var view = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");

        var counts = new ItemCounts
        {
            Items = given.Count,
            Answered = given.Count,
            Omitted = 0,
            NotReached = 0,
            NotAdministered = Bank - given.Count,
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That((attempt.Form, attempt.Items.Count, attempt.ItemCount), Is.EqualTo((FormKind.Adaptive, 0, Most)));
            Assert.That((last.Complete, last.Item, last.AnsweredCount), Is.EqualTo((true, (AttemptItem?)null, given.Count)));
            Assert.That(given.Count, Is.InRange(Least, Most));
            Assert.That(given.Select(answer => answer.Item), Is.Unique);
            Assert.That(seen.Responses, Is.EqualTo(given), "in the order given");
            Assert.That(seen.Items, Is.Empty);
            Assert.That(report.Kind, Is.EqualTo(EvidenceKind.Assessed));
            Assert.That(report.Counts, Is.EqualTo(counts));
            // Told in steps of 5 points: 0.60 logits are 55.
            Assert.That(report.StandardError, given.Count < Most ? Is.LessThanOrEqualTo(55) : Is.LessThanOrEqualTo(70));
            Assert.That((again.Score, again.StandardError, again.Counts), Is.EqualTo((report.Score, report.StandardError, report.Counts)));
            Assert.That(view.Assessments.Single(measured => measured.Assessment == Python).Score, Is.EqualTo(report.Score));
        }
    }

    [Test]
    public async Task GetNextItem_Repeated_StaysTheSameUntilAnswered()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var first = await NextAsync(owner, attempt.Id);
        var repeated = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NextAsync(owner, attempt.Id)));
        await SaveAsync(owner, attempt.Id, Answer(first, right: true));
        var second = await NextAsync(owner, attempt.Id);

        Assert.That(repeated.Select(next => next.Item!.Item), Is.All.EqualTo(first.Item!.Item));
        Assert.That(second.Item!.Item, Is.Not.EqualTo(first.Item.Item));
        Assert.That((first.AnsweredCount, second.AnsweredCount, second.MinimumCount, second.ItemCount), Is.EqualTo((0, 1, Least, Most)));
    }

    // The row is all there is: copied under another id, with the same seed, it leads through the same items.
    [Test]
    public async Task Attempt_SameSeedAndAnswers_GivesTheSameItems()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var (_, other, _) = await App.CreatePassportAsync();
        var (first, second) = (await StartAsync(owner), await StartAsync(other));
        await App.Db.WriteAsync(CopySeedAsync, CancellationToken.None);

        var given = await AnswerAsync(owner, first.Id, count => count % 3 == 0);

        Assert.That(await AnswerAsync(other, second.Id, count => count % 3 == 0), Is.EqualTo(given));

        Task<int> CopySeedAsync(DbSession session) => session.ExecuteAsync(
            "UPDATE Attempt SET Adaptive = (SELECT Adaptive FROM Attempt WHERE Id = @First) WHERE Id = @Second",
            new { First = first.Id, Second = second.Id });
    }

    [Test]
    public async Task Attempt_Started_PinsHowOftenItemsAreGiven()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);

        var row = await App.Db.ReadAsync(session => AttemptStore.FindAsync(session, attempt.Id), CancellationToken.None);
        var exposure = AdaptivePlan.Of(row!)!.Exposure!;

        Assert.That(exposure, Is.Not.Empty.And.Count.LessThan(Bank));
        Assert.That(exposure.Values, Is.All.InRange(0.1, 1.0));
    }

    [Test]
    public async Task Attempt_OtherAnswers_LeadsToOtherItemsAndAnotherScore()
    {
        var reports = new List<ScoreReportResponse>();
        var items = new List<string>();
        foreach (var right in (bool[])[false, true])
        {
            var (_, owner, _) = await App.CreatePassportAsync();
            var attempt = await StartAsync(owner);
            var given = await AnswerAsync(owner, attempt.Id, _ => right);
            items.Add(string.Join(' ', given.Select(answer => answer.Item).Order()));
            reports.Add(await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", "submit"));
        }

        Assert.That(items, Is.Unique);
        Assert.That(reports[1].Score, Is.GreaterThan(reports[0].Score + 200));
    }

    [Test]
    public async Task SaveResponses_ForAnotherItemThanTheOneAsked_Is422AndSavesNothing()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var first = await NextAsync(owner, attempt.Id);
        var bank = App.Services.GetService(typeof(CatalogCache)) as CatalogCache;
        var other = bank!.Current.ItemBanks[Python].Items
            .First(item => item.Id != first.Item!.Item && item.Id.EndsWith("-004", StringComparison.Ordinal));
        var answerToOther = new ItemResponse { Item = other.Id, Option = other.Options[0].Id };

        using var ahead = await PutAsync(owner, attempt.Id, answerToOther);
        using var both = await PutAsync(owner, attempt.Id, Answer(first, right: true), answerToOther);
        using var option = await PutAsync(owner, attempt.Id, new ItemResponse { Item = first.Item!.Item, Option = "zz" });

        Assert.That((await ahead.ProblemAsync(422, "responses-refused")).Places(), Is.EqualTo(new[] { "#/responses/0/item" }));
        Assert.That((await both.ProblemAsync(422, "responses-refused")).Places(), Is.EqualTo(new[] { "#/responses/1/item" }));
        Assert.That((await option.ProblemAsync(422, "responses-refused")).Places(), Is.EqualTo(new[] { "#/responses/0/option" }));
        Assert.That((await NextAsync(owner, attempt.Id)).AnsweredCount, Is.Zero);
    }

    [Test]
    public async Task SaveResponses_ToAnEarlierItem_TakesTheSameAnswerAndRefusesAnother()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var first = await NextAsync(owner, attempt.Id);
        await SaveAsync(owner, attempt.Id, Answer(first, right: true));
        var second = await NextAsync(owner, attempt.Id);

        using var same = await PutAsync(owner, attempt.Id, Answer(first, right: true));
        using var changed = await PutAsync(owner, attempt.Id, Answer(second, right: true), Answer(first, right: false));
        var after = await NextAsync(owner, attempt.Id);
        using var sameWithNext = await PutAsync(owner, attempt.Id, Answer(first, right: true), Answer(second, right: true));

        Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await changed.ProblemAsync(422, "responses-refused")).Places(), Is.EqualTo(new[] { "#/responses/1/option" }));
        Assert.That((after.AnsweredCount, after.Item!.Item), Is.EqualTo((1, second.Item!.Item)));
        Assert.That(sameWithNext.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await NextAsync(owner, attempt.Id)).AnsweredCount, Is.EqualTo(2));
    }

    [Test]
    public async Task SaveResponses_TwoAnswersToTheSameItemAtOnce_KeepsOneAndRefusesTheOther()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        for (var n = 0; n < 5; n++)
        {
            var next = await NextAsync(owner, attempt.Id);
            var answers = next.Item!.Options.Take(4).Select(option => new ItemResponse { Item = next.Item.Item, Option = option.Option });
            var responses = await Task.WhenAll(answers.Select(answer => PutAsync(owner, attempt.Id, answer)));

            Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
            foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.OK))
            {
                await refused.ProblemAsync(422, "responses-refused");
            }

            Assert.That((await NextAsync(owner, attempt.Id)).AnsweredCount, Is.EqualTo(n + 1));
        }
    }

    [Test]
    public async Task SaveResponses_SameAnswerRepeated_WritesItOnce()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var next = await NextAsync(owner, attempt.Id);

        await SaveAsync(owner, attempt.Id, Answer(next, right: true));
        for (var n = 0; n < 3; n++) await SaveAsync(owner, attempt.Id, Answer(next, right: true));
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => PutAsync(owner, attempt.Id, Answer(next, right: true))));

        Assert.That(atOnce.Select(response => response.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(
            await App.CountAsync("Attempt", "Id = @Id AND Version = 2", attempt.Id),
            Is.EqualTo(1),
            "a repeat that writes makes the saves beside it stale");
    }

    [Test]
    public async Task SubmitAttempt_BeforeTheMinimum_Is409AndGoesOnUnderTheSameKey()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        await AnswerAsync(owner, attempt.Id, _ => true, stopAfter: Least - 1);

        using var early = await owner.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", "{}", "submit");
        await AnswerAsync(owner, attempt.Id, _ => true, stopAfter: 1);
        var asked = (await NextAsync(owner, attempt.Id)).Item!.Item;
        var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", "submit");

        var counts = new ItemCounts
        {
            Items = Least + 1,
            Answered = Least,
            Omitted = 1,
            NotReached = 0,
            NotAdministered = Bank - Least - 1,
        };
        await early.ProblemAsync(409, "attempt-incomplete");
        Assert.That(asked, Is.Not.Empty);
        Assert.That(report.Counts, Is.EqualTo(counts), "the item being asked is omitted");
    }

    [Test]
    public async Task SubmitAttempt_WithAnAnswerThatWasNotSaved_Is422()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var given = await AnswerAsync(owner, attempt.Id, _ => true, stopAfter: Least);
        var next = await NextAsync(owner, attempt.Id);

        var path = $"/v1/attempts/{attempt.Id}/submission";
        var withAnother = new SubmitAttemptRequest { Responses = [Answer(next, right: true)] };
        using var refused = await owner.SendAsync(HttpMethod.Post, path, withAnother, "one");
        var report = await owner.PostAsync<ScoreReportResponse>(path, new SubmitAttemptRequest { Responses = given }, "two");

        Assert.That((await refused.ProblemAsync(422, "responses-refused")).Places(), Is.EqualTo(new[] { "#/responses" }));
        Assert.That(report.Counts.Answered, Is.EqualTo(Least));
    }

    [Test]
    public async Task Attempt_OnceItsTimeIsOver_AsksNothingMoreAndScoresWhatSuffices()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var (_, hasty, _) = await App.CreatePassportAsync();
        var (attempt, tooShort) = (await StartAsync(owner), await StartAsync(hasty));
        var first = await NextAsync(hasty, tooShort.Id);
        await SaveAsync(hasty, tooShort.Id, Answer(first, right: true));
        await AnswerAsync(owner, attempt.Id, _ => true, stopAfter: Least);
        var pending = await NextAsync(owner, attempt.Id);
        App.Clock.Advance(attempt.ExpiresAt - App.Clock.GetUtcNow());

        using var next = await owner.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}/next");
        using var late = await PutAsync(owner, attempt.Id, Answer(pending, right: true));
        var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", "submit");
        using var never = await hasty.SendAsync(HttpMethod.Post, $"/v1/attempts/{tooShort.Id}/submission", "{}", "submit");

        await next.ProblemAsync(409, "attempt-expired");
        await late.ProblemAsync(409, "attempt-expired");
        await never.ProblemAsync(409, "attempt-incomplete");
        Assert.That((report.Counts.Answered, report.ObservedAt), Is.EqualTo((Least, attempt.ExpiresAt)));
    }

    [Test]
    public async Task GetNextItem_OnceSubmittedOrOfSomebodyElse_IsRefused()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var (_, stranger, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var first = await NextAsync(owner, attempt.Id);

        using var foreign = await stranger.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}/next");
        using var foreignAnswer = await PutAsync(stranger, attempt.Id, Answer(first, right: true));
        await AnswerAsync(owner, attempt.Id, _ => true);
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", "submit");
        using var submitted = await owner.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}/next");

        await foreign.ProblemAsync(404, "not-found");
        await foreignAnswer.ProblemAsync(404, "not-found");
        await submitted.ProblemAsync(409, "attempt-already-submitted");
    }

    [Test]
    public async Task GetNextItem_OfAFixedForm_IsTheFirstWithoutAnAnswer()
    {
        using var anonymous = App.Client();
        var sample = new CreateAttemptRequest { Assessment = Python, Form = FormKind.Sample };
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", sample);
        using var owner = App.Client(attempt.Token);
        var answers = App.Answers(attempt, right: 5);
        await SaveAsync(owner, attempt.Id, answers[0], answers[2]);

        var next = await NextAsync(owner, attempt.Id);
        await SaveAsync(owner, attempt.Id, answers);
        var last = await NextAsync(owner, attempt.Id);

        Assert.That((next.Item!.Item, next.Complete, next.MinimumCount), Is.EqualTo((attempt.Items[1].Item, false, (int?)null)));
        Assert.That((last.Item, last.Complete, last.AnsweredCount, last.ItemCount), Is.EqualTo(((AttemptItem?)null, true, 5, 5)));
    }

    // The forms have the same items: what was seen in one is known in the other.
    [Test]
    public async Task CreateAttempt_AtTheOtherAssessedForm_CountsTogether()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner);
        var full = new CreateAttemptRequest { Assessment = Python, Form = FormKind.Full };

        using var open = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", full);
        await AnswerAsync(owner, attempt.Id, _ => true);
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", "submit");
        using var soon = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", full);
        App.Clock.Advance(TimeSpan.FromDays(30));
        var later = await owner.PostAsync<AttemptResponse>("/v1/attempts", full);

        Assert.That((Guid?)(await open.ProblemAsync(409, "attempt-in-progress"))["attempt"], Is.EqualTo(attempt.Id));
        await soon.ProblemAsync(409, "retake-not-yet-eligible");
        Assert.That(later.Items, Has.Count.EqualTo(50));
    }

    [Test]
    public async Task CreateAttempt_BothAssessedFormsAtOnce_StartsOne()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(StartOneOfBothAsync));

        Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.EqualTo(1));

        Task<HttpResponseMessage> StartOneOfBothAsync(int n)
        {
            var form = n % 2 == 0 ? FormKind.Full : FormKind.Adaptive;
            return owner.SendAsync(HttpMethod.Post, "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = form });
        }
    }

    [Test]
    public async Task CreateAttempt_WithoutAPassportOrWithoutAnAdaptiveForm_IsRefused()
    {
        using var anonymous = App.Client();
        var (_, owner, _) = await App.CreatePassportAsync();

        var python = new CreateAttemptRequest { Assessment = Python, Form = FormKind.Adaptive };
        var communication = new CreateAttemptRequest { Assessment = "communication", Form = FormKind.Adaptive };
        using var nobody = await anonymous.SendAsync(HttpMethod.Post, "/v1/attempts", python);
        using var none = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", communication);

        await nobody.ProblemAsync(401, "unauthenticated");
        await none.ProblemAsync(422, "assessment-not-available");
    }

    private static Task<AttemptResponse> StartAsync(HttpClient client) =>
        client.PostAsync<AttemptResponse>("/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = FormKind.Adaptive });

    private static Task<NextItemResponse> NextAsync(HttpClient client, Guid attempt) =>
        client.GetAsync<NextItemResponse>($"/v1/attempts/{attempt}/next");

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, Guid attempt, params ItemResponse[] answers) =>
        client.SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt}/responses", new SaveResponsesRequest { Responses = answers });

    private static async Task SaveAsync(HttpClient client, Guid attempt, params ItemResponse[] answers)
    {
        using var response = await PutAsync(client, attempt, answers);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
    }

    private ItemResponse Answer(NextItemResponse next, bool right)
    {
        var key = App.KeyOf(Python, next.Item!.Item);
        var chosen = right ? key : next.Item.Options.First(option => option.Option != key).Option;
        return new ItemResponse { Item = next.Item.Item, Option = chosen };
    }

    private async Task<List<ItemResponse>> AnswerAsync(HttpClient client, Guid attempt, Func<int, bool> right, int stopAfter = int.MaxValue)
    {
        var given = new List<ItemResponse>();
        while (given.Count < stopAfter && await NextAsync(client, attempt) is { Item: not null } next)
        {
            given.Add(Answer(next, right(given.Count)));
            await SaveAsync(client, attempt, given[^1]);
        }

        return given;
    }
}
