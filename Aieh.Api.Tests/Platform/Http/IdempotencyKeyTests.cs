using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>What an Idempotency-Key is, whose it is, how long it lives, and what it replays.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class IdempotencyKeyTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Sample = """{"assessment":"python-fundamentals","form":"sample"}""";

    [Test]
    public async Task Key_SentTwiceInOneRequest_Is400()
    {
        string[] keys = ["the-first-key-of-two-keys", "the-second-key-of-two-keys"];
        using var client = App.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation(IdempotencyKey.Header, keys);

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/attempts", Sample);

        await refused.ProblemAsync(400, "idempotency-key-invalid");
    }

    [Test]
    public async Task Key_InTwoHeaderLines_Is400()
    {
        using var client = App.Client();

        var answer = await RawHttp.SendAsync(
            client.BaseAddress!,
            "POST /v1/passports HTTP/1.1\r\n"
            + "Idempotency-Key: the-first-key-of-two-keys\r\n"
            + "Idempotency-Key: the-second-key-of-two-keys\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 2",
            "{}"u8.ToArray());

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("urn:aieh:problem:idempotency-key-invalid"));
    }

    [Test]
    public async Task Key_WithACharacterThatIsNotAscii_Is400()
    {
        using var client = App.Client();

        var answer = await RawHttp.SendAsync(
            client.BaseAddress!,
            "POST /v1/passports HTTP/1.1\r\n"
            + "Idempotency-Key: schlüssel-von-genügender-länge\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 2",
            "{}"u8.ToArray());

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("urn:aieh:problem:idempotency-key-invalid"));
    }

    [Test]
    public async Task Key_ShortWithoutACredential_Is400AndSaysWhy()
    {
        using var client = App.Client();
        var before = await App.CountAsync("Passport");

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", new string('k', 19));
        using var longEnough = await client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", NewKey());

        var problem = await refused.ProblemAsync(400, "idempotency-key-invalid");
        Assert.That((string?)problem["detail"], Does.Contain("at least 20").And.Contain("nobody else"));
        Assert.That((int)longEnough.StatusCode, Is.EqualTo(201));
        Assert.That(await App.CountAsync("Passport"), Is.EqualTo(before + 1));
    }

    [TestCase("00000000-0000-0000-0000-000000000000")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Key_ThatOthersWouldHitOn_Is400WithoutACredential(string key)
    {
        using var client = App.Client();

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", key);

        await refused.ProblemAsync(400, "idempotency-key-invalid");
    }

    [Test]
    public async Task Key_OnAnotherRoute_IsAnotherKey()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var attempt = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "one");
        var link = """{"kind":"link","scope":"passport"}""";
        using var grant = await owner.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/grants", link, "one");

        Assert.That((int)attempt.StatusCode, Is.EqualTo(201));
        Assert.That((int)grant.StatusCode, Is.EqualTo(201));
        Assert.That(grant.Headers.Contains(StoredResult.ReplayedHeader), Is.False);
    }

    [Test]
    public async Task Key_OnAnotherAttempt_Is422AndScoresNothing()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var request = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Full };
        var full = await owner.PostAsync<AttemptResponse>("/v1/attempts", request);
        var sample = await owner.PostAsync<AttemptResponse>("/v1/attempts", request with { Form = FormKind.Sample });
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{full.Id}/submission", "{}", "one");

        using var refused = await owner.SendAsync(HttpMethod.Post, $"/v1/attempts/{sample.Id}/submission", "{}", "one");

        await refused.ProblemAsync(422, "idempotency-key-reused");
        Assert.That((await owner.GetAsync<AttemptResponse>($"/v1/attempts/{sample.Id}")).State, Is.EqualTo(AttemptState.InProgress));
    }

    [Test]
    public async Task Key_OnTheSamePathSpelledOtherwise_IsReplayed()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var id = (await owner.PostAsync<AttemptResponse>("/v1/attempts", Sample)).Id;
        string[] spellings =
        [
            $"/v1/attempts/{id}/submission", $"/v1/attempts/{id}/submission/",
            $"/V1/Attempts/{id.ToString().ToUpperInvariant()}/SUBMISSION",
            $"/v1/attempts/{id:N}/submission", $"/v1/attempts/%7B{id}%7D/submission", $"/v1/%61ttempts/{id}/submission",
        ];
        var bodies = new List<string>();
        foreach (var path in spellings)
        {
            using var answer = await owner.SendAsync(HttpMethod.Post, path, "{}", "one");
            bodies.Add(await answer.Content.ReadAsStringAsync());
            Assert.That((int)answer.StatusCode, Is.EqualTo(201), path + bodies[^1]);
            Assert.That(answer.Headers.Contains(StoredResult.ReplayedHeader), Is.EqualTo(bodies.Count > 1), path);
        }

        Assert.That(bodies.Distinct().Count(), Is.EqualTo(1));
    }

    /// <summary>The case http/d1-replayed-server-time.</summary>
    [Test]
    public async Task Replay_OfAStart_TellsTheTimeOfNowAndIsOtherwiseTheSame()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var first = await owner.PostAsync<AttemptResponse>("/v1/attempts", Sample, "one");
        App.Clock.Advance(TimeSpan.FromMinutes(3));

        using var response = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "one");
        var text = await response.Content.ReadAsStringAsync();
        var again = JsonSerializer.Deserialize<AttemptResponse>(text, WireContracts.Options)!;

        Assert.That(response.Headers.Contains(StoredResult.ReplayedHeader));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(System.Text.Encoding.UTF8.GetByteCount(text)));
        Assert.That(again.ServerTime, Is.EqualTo(first.ServerTime.AddMinutes(3)));
        Assert.That(Text(again with { ServerTime = first.ServerTime }), Is.EqualTo(Text(first)));

        static string Text(AttemptResponse attempt) => JsonSerializer.Serialize(attempt, WireContracts.Options);
    }

    [Test]
    public async Task Key_OfAnotherPrincipal_IsAnotherKey()
    {
        var (_, one, _) = await App.CreatePassportAsync();
        var (_, other, _) = await App.CreatePassportAsync();

        var first = await one.PostAsync<AttemptResponse>("/v1/attempts", Sample, "one");
        var second = await other.PostAsync<AttemptResponse>("/v1/attempts", Sample, "one");

        Assert.That(second.Id, Is.Not.EqualTo(first.Id));
        Assert.That(second.Passport, Is.Not.EqualTo(first.Passport));
    }

    [Test]
    public async Task Key_WithARefusal_ReplaysItToTheLetter()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        const string Planned = """{"assessment":"javascript-fundamentals","form":"full"}""";

        using var first = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Planned, "one");
        using var again = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Planned, "one");

        await again.ProblemAsync(422, "assessment-not-available");
        Assert.That(again.Headers.Contains(StoredResult.ReplayedHeader));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task Key_WithARefusalForItsTime_ReplaysItWhenTheTimeHasPassed()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        var open = await owner.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        using var refused = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "one");
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{open.Id}/submission", "{}", "submit");

        using var sameKey = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "one");
        using var newKey = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "two");

        await sameKey.ProblemAsync(409, "attempt-in-progress");
        Assert.That(sameKey.Headers.Contains(StoredResult.ReplayedHeader));
        Assert.That((int)newKey.StatusCode, Is.EqualTo(201));
    }

    [Test]
    public async Task Key_OlderThanItsDays_IsANewKey()
    {
        using var client = App.Client();
        var key = NewKey();
        var first = await client.PostAsync<CreatedPassportResponse>("/v1/passports", "{}", key);
        App.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        var replayed = await client.PostAsync<CreatedPassportResponse>("/v1/passports", "{}", key);
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        using var response = await client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", key);
        var again = await client.PostAsync<CreatedPassportResponse>("/v1/passports", "{}", key);

        Assert.That(replayed, Is.EqualTo(first));
        Assert.That(response.Headers.Contains(StoredResult.ReplayedHeader), Is.False);
        Assert.That(again.Id, Is.Not.EqualTo(first.Id));
    }

    [Test]
    public async Task Key_WithARefusal_IsANewKeyAfterTenMinutes()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        await owner.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        using var first = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "refused");
        App.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        using var replayed = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "refused");
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        using var anew = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample, "refused");

        await first.ProblemAsync(409, "attempt-in-progress");
        Assert.That(replayed.Headers.Contains(StoredResult.ReplayedHeader), Is.True);
        Assert.That(anew.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.Created), "the attempt's time is over, too");
    }

    [TestCase("/v1/attempts", Sample)]
    [TestCase("/v1/passports", "{}")]
    public async Task Secret_OfAnAnonymousRequest_IsReplayedWithItsKey(string path, string body)
    {
        using var client = App.Client();
        var key = NewKey();

        using var first = await client.SendAsync(HttpMethod.Post, path, body, key);
        using var again = await client.SendAsync(HttpMethod.Post, path, body, key);

        var text = await first.Content.ReadAsStringAsync();
        Assert.That((int)first.StatusCode, Is.EqualTo(201), text);
        Assert.That(text, Does.Contain("\"token\":\"aieh_"));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(text));
        Assert.That(again.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(again.Headers.Contains(StoredResult.ReplayedHeader));
    }

    [Test]
    public async Task Secret_OfALink_IsReplayedAfterTheLinkIsOver()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var over = App.Clock.GetUtcNow().AddHours(1);
        var body = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport, ExpiresAt = over };
        var first = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", body, "one");
        App.Clock.Advance(TimeSpan.FromHours(2));

        var again = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", body, "one");

        Assert.That(again, Is.EqualTo(first));
        Assert.That(await App.CountAsync("PassportGrant", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    [Test]
    public async Task Refusal_ForWantOfACredential_IsNotKeptForTheNextCaller()
    {
        using var client = App.Client();
        var key = NewKey();
        const string Full = """{"assessment":"python-fundamentals","form":"full"}""";

        using var first = await client.SendAsync(HttpMethod.Post, "/v1/attempts", Full, key);
        using var again = await client.SendAsync(HttpMethod.Post, "/v1/attempts", Full, key);

        await first.ProblemAsync(401, "unauthenticated");
        Assert.That(first.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"aieh\""));
        Assert.That(again.Headers.Contains(StoredResult.ReplayedHeader), Is.False);
    }

    private static string NewKey() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}

/// <summary>SQLite only: its one writer can be held, so that a request runs for as long as the test wants.</summary>
public sealed class IdempotencyKeyInUseTests : HttpFixture<SqliteDatabase>
{
    [Test]
    public async Task Key_OfARequestThatRunsLongerThan5Seconds_Is409WithRetryAfterAndThenReplays()
    {
        using var client = App.Client();
        const string Key = "a-key-that-is-in-use-for-long";
        var writer = await HeldWriter.HoldAsync(App.Db);
        var first = client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", Key);
        var second = client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", Key);

        // Whichever came first holds the key and cannot finish; the other waits on the clock.
        Assert.That(
            () =>
            {
                App.Clock.Advance(TimeSpan.FromSeconds(1));
                return first.IsCompleted || second.IsCompleted;
            },
            Is.True.After(HangGuard.Milliseconds, 10));

        var (told, running) = first.IsCompleted ? (first, second) : (second, first);
        using var refused = await told;
        await writer.DisposeAsync();
        using var done = await running;
        using var again = await client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", Key);

        await refused.ProblemAsync(409, "idempotency-key-in-use");
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That((int)done.StatusCode, Is.EqualTo(201));
        Assert.That(again.Headers.Contains(StoredResult.ReplayedHeader));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await done.Content.ReadAsStringAsync()));
    }
}
