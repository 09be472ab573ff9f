using System.Net;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>SQLite only: another process holds the write lock, or more writes come than may wait.</summary>
public sealed class DatabaseFailureTests : HttpFixture<SqliteDatabase>
{
    private const int QueueLimit = 4;

    private static readonly CreateAttemptRequest Sample = new() { Assessment = "python-fundamentals", Form = FormKind.Sample };

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Database:LockTimeoutSeconds", "1"),
        ("Database:RetryCount", "1"),
        ("Database:WriteQueueLimit", QueueLimit.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    [Test]
    public async Task Save_WhileTheDatabaseIsLocked_Is503InBoundedTimeAndWorksAfterwards()
    {
        using var anonymous = App.Client();
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        using var owner = App.Client(attempt.Token);
        var body = new SaveResponsesRequest { Responses = App.Answers(attempt, right: 5) };

        await using (await LockAsync())
        {
            // Bounded: it is answered while the lock is still held.
            using var refused = await owner.SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt.Id}/responses", body);
            await refused.ProblemAsync(503, "unavailable");
            Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
            Assert.That((await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}")).Responses, Is.Empty, "reading goes on");
        }

        using var saved = await owner.SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt.Id}/responses", body);
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Create_WhileTheDatabaseIsLocked_Is503AndItsKeyWorksAfterwards()
    {
        const string key = "a-key-of-more-than-20-characters";
        using var anonymous = App.Client();

        await using (await LockAsync())
        {
            using var refused = await anonymous.SendAsync(HttpMethod.Post, "/v1/passports", "{}", key);
            await refused.ProblemAsync(503, "unavailable");
            Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        }

        using var created = await anonymous.SendAsync(HttpMethod.Post, "/v1/passports", "{}", key);
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Replay_WhileTheDatabaseIsLocked_IsTheStoredAnswer()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        var submission = $"/v1/attempts/{attempt.Id}/submission";
        var body = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 3) };
        using var first = await owner.SendAsync(HttpMethod.Post, submission, body, "a-key");
        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Created));

        await using (await LockAsync())
        {
            using var repeated = await owner.SendAsync(HttpMethod.Post, submission, body, "a-key");

            Assert.That(repeated.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(repeated.Headers.Contains(StoredResult.ReplayedHeader), Is.True);
            Assert.That(await repeated.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        }
    }

    [Test]
    public async Task Burst_LargerThanTheQueue_Is503ForTheRestAndLosesNothing()
    {
        const int Requests = 50;
        using var client = App.Client();
        var before = await App.CountAsync("Passport");
        var writer = await HeldWriter.HoldAsync(App.Db);

        var burst = Enumerable.Range(0, Requests)
            .Select(index => client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", KeyOf(index)))
            .ToArray();
        Assert.That(() => burst.Count(request => request.IsCompleted), Is.EqualTo(Requests - QueueLimit).After(HangGuard.Milliseconds, 10));
        await writer.DisposeAsync();
        var responses = await Task.WhenAll(burst);

        Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.Created), Is.EqualTo(QueueLimit));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.Created))
        {
            await refused.ProblemAsync(503, "unavailable");
            Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        }

        var ids = new List<Guid>();
        for (var index = 0; index < Requests; index++)
        {
            var created = await client.PostAsync<CreatedPassportResponse>("/v1/passports", "{}", KeyOf(index));
            ids.Add(created.Id);
        }

        Assert.That(ids, Is.Unique);
        Assert.That(await App.CountAsync("Passport"), Is.EqualTo(before + Requests), "each once");

        static string KeyOf(int index) => $"a-key-of-the-burst-number-{index}";
    }

    // Not pooled: a connection that goes back to the pool keeps its transaction for a while.
    private async Task<SqliteConnection> LockAsync()
    {
        var other = new SqliteConnection(Database.ConnectionString + ";Pooling=False");
        await other.OpenAsync();
        await other.ExecuteAsync("BEGIN IMMEDIATE");
        return other;
    }
}
