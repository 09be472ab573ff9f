using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Integrity;

/// <summary>How long answers take, by the service's clock and by what their sender says.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ItemTimesTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";

    [Test]
    public async Task Answers_OneByOne_TakeTheTimeSinceTheOneBefore()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        await AnswerAsync(taker, attempt, after: 30.2, 0);
        await AnswerAsync(taker, attempt, after: 4, 1);
        await AnswerAsync(taker, attempt, after: 6, 3);

        Assert.That(await SecondsAsync(taker, attempt), Is.EqualTo(new[] { (0, 30.2), (1, 4), (3, 6) }));
    }

    [Test]
    public async Task Answers_Together_ShareTheTime()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        await AnswerAsync(taker, attempt, after: 40, 0, 1, 2, 3);

        Assert.That(await SecondsAsync(taker, attempt), Is.EqualTo(new[] { (0, 10.0), (1, 10), (2, 10), (3, 10) }));
    }

    [Test]
    public async Task Answers_WithTheSubmission_ShareTheTimeUpToIt()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        await AnswerAsync(taker, attempt, after: 8, 0);
        App.Clock.Advance(TimeSpan.FromSeconds(24));
        var last = new SubmitAttemptRequest { Responses = [AnswerTo(attempt, 1), AnswerTo(attempt, 2)] };
        await taker.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", last, $"{attempt.Id}");

        Assert.That(await SecondsAsync(taker, attempt), Is.EqualTo(new[] { (0, 8.0), (1, 12), (2, 12) }));
    }

    /// <summary>Time spent on an item again is added; sending the same answer again is not an answer.</summary>
    [Test]
    public async Task Answer_ChangedLater_AddsItsTime()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        await AnswerAsync(taker, attempt, after: 10, 0);
        await AnswerAsync(taker, attempt, after: 5, 0);
        var other = attempt.Items[0].Options[1].Option;
        App.Clock.Advance(TimeSpan.FromSeconds(2));
        await SaveAsync(taker, attempt, new ItemResponse { Item = attempt.Items[0].Item, Option = other });

        Assert.That(await SecondsAsync(taker, attempt), Is.EqualTo(new[] { (0, 17.0) }));
    }

    [Test]
    public async Task Answers_OfAnAdaptiveForm_KeepTheirTimesWhileTheOrderChanges()
    {
        var (attempt, taker) = await StartAsync(FormKind.Adaptive);
        var expected = new List<(string, double)>();
        for (var seconds = 3; seconds < 8; seconds++)
        {
            var next = await taker.GetAsync<NextItemResponse>($"/v1/attempts/{attempt.Id}/next");
            App.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await SaveAsync(taker, attempt, new ItemResponse { Item = next.Item!.Item, Option = next.Item.Options[0].Option });
            expected.Add((next.Item.Item, seconds));
        }

        var taken = await TakenAsync(taker, attempt);
        Assert.That(taken.Items.Select(item => (item.Item, item.Seconds)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Seconds_ThatTheSenderSays_AreKeptBesideTheServices()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        App.Clock.Advance(TimeSpan.FromSeconds(60));
        await SaveAsync(taker, attempt, AnswerTo(attempt, 0) with { Seconds = 21.5 }, AnswerTo(attempt, 1) with { Seconds = 30 });

        var items = (await TakenAsync(taker, attempt)).Items;
        Assert.That(items.Select(item => (item.Seconds, item.ActiveSeconds)), Is.EqualTo(new (double, double?)[] { (30, 21.5), (30, 30) }));
    }

    /// <summary>After a lost connection answers arrive at once; who sends them knows how long each has taken.</summary>
    [TestCase(20, 40, 20, 40)]
    [TestCase(20, 90, 60, 0, Description = "more in all than has passed: not believed")]
    public async Task SecondsOf_AnItem_AreTheSendersWhereTheyArePossible(int first, int second, double expected, double then)
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        App.Clock.Advance(TimeSpan.FromSeconds(60));
        await SaveAsync(taker, attempt, AnswerTo(attempt, 0) with { Seconds = first });
        await SaveAsync(taker, attempt, AnswerTo(attempt, 1) with { Seconds = second });

        var row = await App.Db.ReadAsync(session => AttemptStore.FindAsync(session, attempt.Id), CancellationToken.None);
        var times = ItemTimes.Of(row!);
        Assert.That((times.SecondsOf(0), times.SecondsOf(1)), Is.EqualTo((expected, then)));
    }

    [TestCase(-0.1)]
    [TestCase(86_401)]
    public async Task Seconds_OutOfBounds_Are422AndNothingIsSaved(double seconds)
    {
        var (attempt, taker) = await StartAsync(FormKind.Sample);
        var request = new SaveResponsesRequest { Responses = [AnswerTo(attempt, 0) with { Seconds = seconds }] };
        using var refused = await taker.SendAsync(
            HttpMethod.Put, $"/v1/attempts/{attempt.Id}/responses", JsonSerializer.Serialize(request, WireContracts.Options));

        var problem = await refused.ProblemAsync(422, "responses-refused");
        Assert.That(problem.Places(), Is.EqualTo(new[] { "#/responses/0/seconds" }));
        Assert.That((await taker.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).Responses, Is.Empty);
    }

    private async Task<(AttemptResponse Attempt, HttpClient Taker)> StartAsync(FormKind form)
    {
        var (_, taker, _) = await App.CreatePassportAsync();
        var request = new CreateAttemptRequest { Assessment = Python, Form = form };
        return (await taker.PostAsync<AttemptResponse>("/v1/attempts", request), taker);
    }

    private async Task AnswerAsync(HttpClient taker, AttemptResponse attempt, double after, params int[] places)
    {
        App.Clock.Advance(TimeSpan.FromSeconds(after));
        await SaveAsync(taker, attempt, [.. places.Select(place => AnswerTo(attempt, place))]);
    }

    private static Task SaveAsync(HttpClient taker, AttemptResponse attempt, params ItemResponse[] answers) =>
        taker.PutAsync($"/v1/attempts/{attempt.Id}/responses", new SaveResponsesRequest { Responses = answers });

    private static ItemResponse AnswerTo(AttemptResponse attempt, int place) =>
        new() { Item = attempt.Items[place].Item, Option = attempt.Items[place].Options[0].Option };

    private static Task<AttemptIntegrityResponse> TakenAsync(HttpClient taker, AttemptResponse attempt) =>
        taker.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt.Id}/integrity");

    private static async Task<IEnumerable<(int Place, double Seconds)>> SecondsAsync(HttpClient taker, AttemptResponse attempt)
    {
        var items = attempt.Items.Select(item => item.Item).ToList();
        return (await TakenAsync(taker, attempt)).Items.Select(item => (items.IndexOf(item.Item), item.Seconds));
    }
}
