using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Integrity;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Candidates.Integrity;

/// <summary>What the background makes of how attempts were taken.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class IntegritySweepTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";

    // The worker that moves with the clock would come between.
    protected override IEnumerable<(string Setting, string Value)> Settings => [("Maintenance:IntervalSeconds", "86400")];

    [Test]
    public async Task Attempt_TakenInPeace_HasTheStatusNone()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        await AnswerAsync(taker, attempt, secondsEach: 40);
        var before = await TakenAsync(taker, attempt);
        await SubmitAsync(taker, attempt);
        await SweepAsync();

        var taken = await TakenAsync(taker, attempt);
        Assert.That((before.Status, before.JudgedAt), Is.EqualTo(((IntegrityStatus?)null, (DateTimeOffset?)null)));
        Assert.That((taken.Status, taken.Reasons.Count, taken.Method), Is.EqualTo(((IntegrityStatus?)IntegrityStatus.None, 0, "1")));
        Assert.That(taken.JudgedAt, Is.EqualTo(App.Clock.GetUtcNow()));
    }

    [Test]
    public async Task Attempt_GuessedThroughAndPastedInto_HasReasonsInWords()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        var paste = new ClientSignal { Kind = SignalKind.Paste, At = attempt.StartedAt.AddSeconds(3) };
        using var sent = await taker.SendAsync(
            HttpMethod.Post, $"/v1/attempts/{attempt.Id}/signals",
            JsonSerializer.Serialize(new SendSignalsRequest { Signals = [paste] }, WireContracts.Options));
        await AnswerAsync(taker, attempt, secondsEach: 0.8);
        await SubmitAsync(taker, attempt);
        await SweepAsync();

        var taken = await TakenAsync(taker, attempt);
        Assert.That(taken.Status, Is.EqualTo(IntegrityStatus.High));
        Assert.That(
            taken.Reasons.Select(reason => (reason.Signal, reason.Text)), Does.Contain((
                IntegritySignal.RapidGuessing, "50 of 50 answers came faster than the question can be read.")));
        Assert.That(
            taken.Reasons.Select(reason => (reason.Signal, reason.Status, reason.Text)), Does.Contain((
                IntegritySignal.CopyOrPaste, IntegrityStatus.Low, "Something was copied or pasted 1 times.")));
    }

    /// <summary>Easy ones wrong and hard ones right, as nobody answers who knows as much.</summary>
    [Test]
    public async Task Attempt_WithHardOnesRightAndEasyOnesWrong_HasAReason()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        var byDifficulty = attempt.Items.OrderByDescending(item => DifficultyOf(item.Item)).ToList();
        var backwards = App.Answers(attempt with { Items = byDifficulty }, right: 25);
        App.Clock.Advance(TimeSpan.FromMinutes(40));
        await taker.PostAsync<ScoreReportResponse>(
            $"/v1/attempts/{attempt.Id}/submission", new SubmitAttemptRequest { Responses = backwards }, $"{attempt.Id}");
        await SweepAsync();

        Assert.That((await TakenAsync(taker, attempt)).Reasons.Select(reason => reason.Signal), Does.Contain(IntegritySignal.PersonFit));
    }

    [Test]
    public async Task Attempt_ThatIsASample_IsNotJudged()
    {
        var (attempt, taker) = await StartAsync(FormKind.Sample);
        await AnswerAsync(taker, attempt, secondsEach: 0.5);
        await SubmitAsync(taker, attempt);
        await SweepAsync();

        Assert.That((await TakenAsync(taker, attempt)).Status, Is.Null);
    }

    [Test]
    public async Task Sweep_OnTwoReplicasAtOnce_CountsEachAnswerOnce()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        await AnswerAsync(taker, attempt, secondsEach: 30);
        await SubmitAsync(taker, attempt);
        var item = attempt.Items[0].Item;
        var before = await AnswersAsync(item);

        await Task.WhenAll(SweepAsync(), SweepAsync());
        await SweepAsync();

        Assert.That(await AnswersAsync(item), Is.EqualTo(before + 1));
    }

    /// <summary>Whatever is wrong with one, the others do not wait for it, and it is heard of.</summary>
    [Test]
    public async Task Sweep_OfAnAttemptThatCannotBeWorkedOut_PassesItOverForAnHour()
    {
        var (broken, taker) = await StartAsync(FormKind.Full);
        await SubmitAsync(taker, broken);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var (whole, other) = await StartAsync(FormKind.Full);
        await SubmitAsync(other, whole);
        await WriteItemsHashAsync(broken.Id, "none");
        Assert.That(SweepAsync, Throws.InstanceOf<AggregateException>());

        Assert.That((await TakenAsync(other, whole)).Status, Is.Not.Null);
        await SweepAsync();
        App.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(SweepAsync, Throws.InstanceOf<AggregateException>());

        // For the tests that come after.
        await App.Db.WriteAsync(
            session => session.ExecuteAsync("UPDATE Attempt SET IntegrityDueAt = NULL WHERE Id = @Id", new { broken.Id }),
            CancellationToken.None);
    }

    private Task<int> WriteItemsHashAsync(Guid attempt, string hash) => App.Db.WriteAsync(
        session => session.ExecuteAsync("UPDATE Attempt SET ItemsHash = @Hash WHERE Id = @Id", new { Id = attempt, Hash = hash }),
        CancellationToken.None);

    [Test]
    public async Task Sweep_OfAnErasedPassport_WritesNothing()
    {
        var (attempt, taker) = await StartAsync(FormKind.Full);
        await SubmitAsync(taker, attempt);
        using var erased = await taker.SendAsync(HttpMethod.Delete, $"/v1/passports/{attempt.Passport}");
        var isTaken = await App.Db.WriteAsync(session => IntegrityStore.TakeDueAsync(session, attempt.Id), CancellationToken.None);

        Assert.That(isTaken, Is.False);
    }

    private double DifficultyOf(string item)
    {
        var catalog = App.Services.GetRequiredService<CatalogCache>().Current;
        return catalog.Calibrations[Python].Items.Single(each => each.Item == item).B!.Value;
    }

    private Task<int> AnswersAsync(string item) => App.Db.ReadAsync(
        session => session.FirstOrDefaultAsync<int>("SELECT Answers FROM ItemTime WHERE Item = @Item", new { Item = item }),
        CancellationToken.None);

    private Task SweepAsync() => App.Services.GetRequiredService<IntegritySweep>().RunAsync(CancellationToken.None);

    private async Task<(AttemptResponse Attempt, HttpClient Taker)> StartAsync(FormKind form)
    {
        var (_, taker, _) = await App.CreatePassportAsync();
        var request = new CreateAttemptRequest { Assessment = Python, Form = form };
        return (await taker.PostAsync<AttemptResponse>("/v1/attempts", request), taker);
    }

    /// <summary>Every item, one after the other, the easier half of them right: who has it the other way round stands out.</summary>
    private async Task AnswerAsync(HttpClient taker, AttemptResponse attempt, double secondsEach)
    {
        var easyFirst = attempt with { Items = [.. attempt.Items.OrderBy(item => DifficultyOf(item.Item))] };
        foreach (var answer in App.Answers(easyFirst, right: attempt.Items.Count / 2))
        {
            App.Clock.Advance(TimeSpan.FromSeconds(secondsEach));
            await taker.PutAsync($"/v1/attempts/{attempt.Id}/responses", new SaveResponsesRequest { Responses = [answer] });
        }
    }

    private static Task<ScoreReportResponse> SubmitAsync(HttpClient taker, AttemptResponse attempt) =>
        taker.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", $"{attempt.Id}");

    private static Task<AttemptIntegrityResponse> TakenAsync(HttpClient taker, AttemptResponse attempt) =>
        taker.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt.Id}/integrity");
}
