using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Evidence;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Candidates.Attempts;

/// <summary>A sample that was taken without a passport, and is wanted in one afterwards.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AttemptSavingTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";
    private const int SamplesADay = 20;

    private static readonly CreateAttemptRequest Sample = new() { Assessment = Python, Form = FormKind.Sample };

    [Test]
    public async Task SaveAttempt_Scored_IsTheEvidenceThatASampleWithThePassportWouldBe()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        var (attempt, taker, before) = await TakeAsync(right: 5);
        var (otherPassport, other, _) = await App.CreatePassportAsync();
        var own = await other.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        await SubmitAsync(other, own, right: 5);
        App.Clock.Advance(TimeSpan.FromHours(1));

        using var saved = await SaveAsync(taker, attempt.Id, token);
        using var again = await SaveAsync(taker, attempt.Id, token);

        var report = await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/score");
        var evidence = (await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence")).Items;
        var usual = (await other.GetAsync<EvidenceListResponse>($"/v1/passports/{otherPassport}/evidence")).Items.Single();
        var shares = await App.CountAsync("Evidence", "AttemptId = @Id AND ParameterShare IS NOT NULL", attempt.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await saved.Content.ReadAsStringAsync()));
            Assert.That(report.Passport, Is.EqualTo(passport));
            Assert.That((report.Score, report.ObservedAt), Is.EqualTo((before.Score, before.ObservedAt)));
            Assert.That(evidence, Has.Count.EqualTo(1));
            Assert.That((evidence[0].Kind, evidence[0].Attempt), Is.EqualTo((EvidenceKind.Indicative, attempt.Id)));
            Assert.That(evidence[0] with { Id = usual.Id, Attempt = usual.Attempt, RecordedAt = usual.RecordedAt }, Is.EqualTo(usual));
            Assert.That(evidence[0].RecordedAt, Is.EqualTo(App.Clock.GetUtcNow()));
            Assert.That(shares, Is.EqualTo(1));
            Assert.That((await taker.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).Passport, Is.EqualTo(passport));
        }
    }

    [Test]
    public async Task SaveAttempt_InTwoPassportsAtOnce_IsInOne()
    {
        var (attempt, taker, _) = await TakeAsync();
        string[] tokens = [(await App.CreatePassportAsync()).Token, (await App.CreatePassportAsync()).Token];

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(each => SaveAsync(taker, attempt.Id, tokens[each % 2])));

        Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.OK), Is.EqualTo(4));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.OK))
        {
            await refused.ProblemAsync(409, "attempt-already-saved");
        }

        Assert.That(await App.CountAsync("Evidence", "AttemptId = @Id", attempt.Id), Is.EqualTo(1));
    }

    [Test]
    public async Task SaveAttempt_NotScored_Is409()
    {
        var (_, _, token) = await App.CreatePassportAsync();
        using var anonymous = App.Client();
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        using var taker = App.Client(attempt.Token);

        using var refused = await SaveAsync(taker, attempt.Id, token);

        await refused.ProblemAsync(409, "attempt-not-scored");
    }

    [Test]
    public async Task SaveAttempt_WithoutThePassportsToken_Is422AtItsPlace()
    {
        var (attempt, taker, _) = await TakeAsync();
        var (_, _, key) = await App.CreateKeyAsync("passports:read");
        foreach (var token in (string[])["", "aieh_cand_x", attempt.Token!, key])
        {
            using var refused = await SaveAsync(taker, attempt.Id, token);
            Assert.That((await refused.ProblemAsync(422, "passport-refused")).Places(), Is.EqualTo(new[] { "#/passport" }));
        }
    }

    [Test]
    public async Task SaveAttempt_ByOthers_IsRefused()
    {
        var (attempt, _, _) = await TakeAsync();
        var (_, stranger, _) = await TakeAsync();
        var (_, owner, token) = await App.CreatePassportAsync();

        using var byStranger = await SaveAsync(stranger, attempt.Id, token);
        using var byOwner = await SaveAsync(owner, attempt.Id, token);

        await byStranger.ProblemAsync(404, "not-found");
        await byOwner.ProblemAsync(403, "insufficient-scope");
    }

    [Test]
    public async Task SaveAttempt_OfAnOlderState_Is412AndIsNotSaved()
    {
        var (attempt, taker, _) = await TakeAsync();
        var (passport, _, token) = await App.CreatePassportAsync();
        var body = new SaveAttemptRequest { Passport = token };
        using var read = await taker.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}");
        var tag = read.Headers.ETag!.ToString();

        using var stale = await taker.SendAsync(HttpMethod.Put, PathOf(attempt.Id), body, null, ("If-Match", "\"1-in-progress\""));
        using var current = await taker.SendAsync(HttpMethod.Put, PathOf(attempt.Id), body, null, ("If-Match", tag));
        using var after = await taker.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}");

        await stale.ProblemAsync(412, "precondition-failed");
        Assert.That(current.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(after.Headers.ETag!.ToString(), Is.Not.EqualTo(tag));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    /// <summary>The windows go by when it was started, whether the passport's own starts came before it or after it.</summary>
    [TestCase(-1)]
    [TestCase(1)]
    public async Task SaveAttempt_BesideAsManySamplesAsTheWindowAllows_Is409(int hoursFromTheAttempt)
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        if (hoursFromTheAttempt < 0) await FillTheDayAsync(owner);
        App.Clock.Advance(TimeSpan.FromHours(1));
        var (attempt, taker, _) = await TakeAsync();
        App.Clock.Advance(TimeSpan.FromHours(1));
        if (hoursFromTheAttempt > 0) await FillTheDayAsync(owner);

        using var refused = await SaveAsync(taker, attempt.Id, token);
        App.Clock.Advance(TimeSpan.FromDays(2));
        using var later = await SaveAsync(taker, attempt.Id, token);
        var (another, anothersTaker, _) = await TakeAsync();
        using var outside = await SaveAsync(anothersTaker, another.Id, token);

        await refused.ProblemAsync(409, "retake-not-yet-eligible");
        var problem = await later.ProblemAsync(409, "retake-not-yet-eligible");
        Assert.That((DateTimeOffset?)problem["nextEligibleAt"], Is.EqualTo(App.Clock.GetUtcNow()), "a new one may start at once");
        Assert.That(outside.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.EqualTo(SamplesADay + 1));
    }

    [Test]
    public async Task Export_AfterASave_HoldsTheAttempt()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        var (attempt, taker, _) = await TakeAsync();
        using var _ = await SaveAsync(taker, attempt.Id, token);

        var export = await owner.GetAsync<JsonObject>($"/v1/passports/{passport}/export");

        Assert.That((string?)export["attempts"]!.AsArray().Single()!["id"], Is.EqualTo(attempt.Id.ToString()));
        Assert.That((string?)export["evidence"]!.AsArray().Single()!["attempt"], Is.EqualTo(attempt.Id.ToString()));
    }

    [Test]
    public async Task ErasePassport_AfterASave_TakesTheAttemptItsTokenAndItsKeptAnswers()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        var (attempt, taker, _) = await TakeAsync();
        var (unsaved, other, _) = await TakeAsync();
        using var saved = await SaveAsync(taker, attempt.Id, token);
        Assert.That(await KeptForAsync(attempt.Id), Is.EqualTo(1), "the submission's answer");

        using var erased = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}");

        using var read = await taker.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt.Id}/score");
        using var late = await SaveAsync(other, unsaved.Id, token);
        Assert.That(erased.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await read.ProblemAsync(401, "invalid-token");
        await late.ProblemAsync(410, "passport-erased");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await App.CountAsync("Attempt", "Id = @Id", attempt.Id), Is.Zero);
            Assert.That(await App.CountAsync("Credential", "AttemptId = @Id", attempt.Id), Is.Zero);
            Assert.That(await KeptForAsync(attempt.Id), Is.Zero);
            Assert.That(await App.CountAsync("Attempt", "Id = @Id", unsaved.Id), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Sweep_TokenOver_LeavesTheSavedAttempt()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        var (attempt, taker, _) = await TakeAsync();
        using var saved = await SaveAsync(taker, attempt.Id, token);
        App.Clock.Advance(TimeSpan.FromDays(31));

        await App.Services.GetRequiredService<AttemptSweep>().RunAsync(CancellationToken.None);

        Assert.That(await App.CountAsync("Credential", "AttemptId = @Id", attempt.Id), Is.Zero);
        Assert.That((await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/score")).Attempt, Is.EqualTo(attempt.Id));
    }

    private async Task<(AttemptResponse Attempt, HttpClient Taker, ScoreReportResponse Report)> TakeAsync(int right = 2)
    {
        using var anonymous = App.Client();
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        var taker = App.Client(attempt.Token);
        return (attempt, taker, await SubmitAsync(taker, attempt, right));
    }

    private async Task FillTheDayAsync(HttpClient owner)
    {
        for (var count = 0; count < SamplesADay; count++)
        {
            await SubmitAsync(owner, await owner.PostAsync<AttemptResponse>("/v1/attempts", Sample), right: 2);
        }
    }

    private Task<ScoreReportResponse> SubmitAsync(HttpClient client, AttemptResponse attempt, int right)
    {
        var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, right) };
        return client.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, $"of-{attempt.Id}");
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient client, Guid attempt, string passport) =>
        client.SendAsync(HttpMethod.Put, PathOf(attempt), new SaveAttemptRequest { Passport = passport });

    private static string PathOf(Guid attempt) => $"/v1/attempts/{attempt}/passport";

    private Task<int> KeptForAsync(Guid attempt) => App.CountAsync("IdempotencyRecord", $"Principal = 'attempt:{attempt}'");
}
