using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Integrity;

/// <summary>What browsers tell of attempts: bounded, kept once, never needed.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SignalTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task SendSignals_InProgress_AreKeptInTheOrderOfTheirTimes()
    {
        var (attempt, taker, _) = await StartAsync();
        var (item, at) = (attempt.Items[3].Item, attempt.StartedAt.AddSeconds(20));
        var hidden = new ClientSignal { Kind = SignalKind.TabHidden, Item = item, At = at.AddSeconds(2), Seconds = 12.5 };
        var paste = new ClientSignal { Kind = SignalKind.Paste, At = at };

        using var sent = await SendAsync(taker, attempt, hidden, paste);

        Assert.That((int)sent.StatusCode, Is.EqualTo(204));
        Assert.That((await TakenAsync(taker, attempt)).Signals, Is.EqualTo(new[] { paste, hidden }));
    }

    [Test]
    public async Task SendSignals_Again_AreKeptOnceAndWriteNothing()
    {
        var (attempt, taker, _) = await StartAsync();
        var copy = new ClientSignal { Kind = SignalKind.Copy, At = attempt.StartedAt.AddSeconds(5) };
        using var first = await SendAsync(taker, attempt, copy, copy);
        using var again = await SendAsync(taker, attempt, copy, copy with { Kind = SignalKind.Paste });

        var kinds = (await TakenAsync(taker, attempt)).Signals.Select(signal => signal.Kind);
        Assert.That(((int)first.StatusCode, (int)again.StatusCode), Is.EqualTo((204, 204)));
        Assert.That(kinds, Is.EquivalentTo(new[] { SignalKind.Copy, SignalKind.Paste }));
    }

    [Test]
    public async Task SendSignals_ManyAtOnce_LoseNone()
    {
        var (attempt, taker, _) = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(second => SendAsync(
            taker, attempt, new ClientSignal { Kind = SignalKind.Copy, At = attempt.StartedAt.AddSeconds(second) })));

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.All.EqualTo(204));
        Assert.That((await TakenAsync(taker, attempt)).Signals, Has.Count.EqualTo(8));
        foreach (var answer in answers) answer.Dispose();
    }

    [Test]
    public async Task SendSignals_WithoutEnd_KeepsSoManyAndRefusesNone()
    {
        var (attempt, taker, _) = await StartAsync();
        for (var request = 0; request <= ClientSignals.MostKept / ClientSignals.MostInRequest; request++)
        {
            using var sent = await SendAsync(taker, attempt, [.. SignalsFrom(attempt, request * ClientSignals.MostInRequest)]);
            Assert.That((int)sent.StatusCode, Is.EqualTo(204));
        }

        var kept = (await TakenAsync(taker, attempt)).Signals;
        Assert.That(kept, Has.Count.EqualTo(ClientSignals.MostKept));
        Assert.That(kept[^1].At, Is.EqualTo(attempt.StartedAt.AddSeconds(ClientSignals.MostKept - 1)), "the first ones");
    }

    [Test]
    public async Task SendSignals_TooManyAtOnce_Are400AndNoneIsKept()
    {
        var (attempt, taker, _) = await StartAsync();
        using var refused = await SendAsync(taker, attempt, [.. SignalsFrom(attempt, 0, ClientSignals.MostInRequest + 1)]);

        var problem = await refused.ProblemAsync(400, "invalid-request");
        Assert.That(problem.Places(), Is.EqualTo(new[] { "#/signals" }));
        Assert.That((await TakenAsync(taker, attempt)).Signals, Is.Empty);
    }

    [Test]
    public async Task SendSignals_ThatCannotBe_Are400WithThePlaces()
    {
        var (attempt, taker, _) = await StartAsync();
        var copy = new ClientSignal { Kind = SignalKind.Copy, At = attempt.StartedAt };
        using var refused = await SendAsync(
            taker, attempt, copy, copy with { Item = "no-such-item" }, copy with { Seconds = -1 },
            copy with { At = DateTimeOffset.MaxValue }, copy with { At = attempt.StartedAt.AddDays(-1) },
            copy with { At = attempt.StartedAt.AddDays(-1).AddTicks(-1) });

        var problem = await refused.ProblemAsync(400, "invalid-request");
        Assert.That(
            problem.Places(), Is.EqualTo(new[] { "#/signals/1/item", "#/signals/2/seconds", "#/signals/3/at", "#/signals/5/at" }));
    }

    [Test]
    public async Task SendSignals_AfterTheSubmission_Are409()
    {
        var (attempt, taker, _) = await StartAsync();
        await taker.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", $"{attempt.Id}");
        using var refused = await SendAsync(taker, attempt, [.. SignalsFrom(attempt, 0, 1)]);

        await refused.ProblemAsync(409, "attempt-already-submitted");
    }

    [Test]
    public async Task SendSignals_AfterTheTime_Are409()
    {
        var (attempt, taker, _) = await StartAsync();
        App.Clock.Advance(attempt.ExpiresAt - App.Clock.GetUtcNow());
        using var refused = await SendAsync(taker, attempt, [.. SignalsFrom(attempt, 0, 1)]);

        await refused.ProblemAsync(409, "attempt-expired");
    }

    /// <summary>What nobody is shown is not collected.</summary>
    [Test]
    public async Task SendSignals_OfASample_KeepsNone()
    {
        using var anybody = App.Client();
        var attempt = await anybody.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample });
        using var taker = App.Client(attempt.Token);
        using var sent = await SendAsync(taker, attempt, [.. SignalsFrom(attempt, 0, 1)]);

        Assert.That((int)sent.StatusCode, Is.EqualTo(204));
        Assert.That((await TakenAsync(taker, attempt)).Signals, Is.Empty);
        Assert.That(await App.CountAsync("AttemptIntegrity", "AttemptId = @Id", attempt.Id), Is.Zero);
    }

    [Test]
    public async Task SendSignals_OfSomebodyElse_Are404()
    {
        var (attempt, _, _) = await StartAsync();
        var (_, stranger, _) = await App.CreatePassportAsync();
        using var refused = await SendAsync(stranger, attempt, [.. SignalsFrom(attempt, 0, 1)]);
        using var hidden = await stranger.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}/integrity");

        await refused.ProblemAsync(404, "not-found");
        await hidden.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Statement_BeforeTheSubmissionOrOfASample_Is409()
    {
        var (attempt, taker, _) = await StartAsync();
        var sample = await taker.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample });
        using var early = await StateAsync(taker, attempt.Id, "Text");
        using var idle = await StateAsync(taker, sample.Id, "Text");

        await early.ProblemAsync(409, "attempt-not-scored");
        await idle.ProblemAsync(409, "statement-not-taken");
    }

    [TestCase("")]
    [TestCase("  \n ")]
    [TestCase("a\u0007b")]
    [TestCase("a\u202Eb")]
    public async Task Statement_ThatIsNoText_Is400(string text)
    {
        var (attempt, taker, _) = await StartAsync();
        using var refused = await StateAsync(taker, attempt.Id, text);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/text" }));
    }

    [Test]
    public async Task Statement_Later_TakesThePlaceOfTheOneBefore()
    {
        var (attempt, taker, _) = await StartAsync();
        await taker.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", $"{attempt.Id}");
        using var longest = await StateAsync(taker, attempt.Id, new string('x', CandidateStatements.MostCharacters));
        using var tooLong = await StateAsync(taker, attempt.Id, new string('x', CandidateStatements.MostCharacters + 1));
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await StateAsync(taker, attempt.Id, " Two\r\nlines. ");

        Assert.That(((int)longest.StatusCode, (int)tooLong.StatusCode, (int)later.StatusCode), Is.EqualTo((201, 400, 201)));
        Assert.That(
            (await TakenAsync(taker, attempt)).Statement,
            Is.EqualTo(new StatementResponse { Text = "Two\nlines.", StatedAt = App.Clock.GetUtcNow() }));
    }

    /// <summary>A text about a person stands in no log.</summary>
    [Test]
    public async Task Statement_IsNotLogged()
    {
        var (attempt, taker, _) = await StartAsync();
        await taker.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", $"{attempt.Id}");
        using var said = await StateAsync(taker, attempt.Id, "A very peculiar statement");

        Assert.That((int)said.StatusCode, Is.EqualTo(201));
        Assert.That(App.Logs.Entries, Has.None.Contains("peculiar"));
    }

    private async Task<(AttemptResponse Attempt, HttpClient Taker, Guid Passport)> StartAsync()
    {
        var (passport, taker, _) = await App.CreatePassportAsync();
        var attempt = await taker.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Full });
        return (attempt, taker, passport);
    }

    private static IEnumerable<ClientSignal> SignalsFrom(AttemptResponse attempt, int first, int count = ClientSignals.MostInRequest) =>
        Enumerable.Range(first, count)
            .Select(second => new ClientSignal { Kind = SignalKind.Copy, At = attempt.StartedAt.AddSeconds(second) });

    private static Task<HttpResponseMessage> SendAsync(HttpClient taker, AttemptResponse attempt, params ClientSignal[] signals) =>
        taker.SendAsync(
            HttpMethod.Post, $"/v1/attempts/{attempt.Id}/signals",
            JsonSerializer.Serialize(new SendSignalsRequest { Signals = signals }, WireContracts.Options));

    private static Task<HttpResponseMessage> StateAsync(HttpClient taker, Guid attempt, string text) =>
        taker.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt}/statement", JsonSerializer.Serialize(new { text }));

    private static Task<AttemptIntegrityResponse> TakenAsync(HttpClient taker, AttemptResponse attempt) =>
        taker.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt.Id}/integrity");
}
