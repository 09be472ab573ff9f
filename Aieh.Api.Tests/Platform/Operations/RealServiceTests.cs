using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>The operations side of the service as it is put together in <see cref="Server"/>. Metrics are the whole process's.</summary>
[NonParallelizable]
internal sealed class RealServiceTests
{
    [Test]
    public async Task Ready_OfTheWholeService_PassesEveryCheck()
    {
        await using var service = await StartAsync();

        // A check may take three seconds, which a busy machine may need at first.
        Assert.That(
            async () => (await service.Client.GetAsync("/health/ready")).StatusCode,
            Is.EqualTo(HttpStatusCode.OK).After(HangGuard.Milliseconds, 10));
        using var response = await service.Client.GetAsync("/health/ready");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            body.RootElement.GetProperty("checks").EnumerateObject().Select(check => $"{check.Name} {check.Value.GetProperty("status")}"),
            Is.EquivalentTo(new[] { "lifetime pass", "database pass", "schema pass", "catalog pass" }));
    }

    [Test]
    public async Task Metrics_AfterTraffic_HoldNoIdAndNoSecret()
    {
        await using var service = await StartAsync();
        var (passport, token) = await CreatePassportAsync(service.Client);
        using var read = new HttpRequestMessage(HttpMethod.Get, $"/v1/passports/{passport}");
        read.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await service.Client.SendAsync(read);
        using var shared = await service.Client.GetAsync($"/v1/passports/{passport}?share=aieh_link_x");

        var text = service.Scrape("http_route=\"/v1/passports/{id}\"");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(text, Does.Contain("aieh_passports_created_total").And.Contain("http_server_request_duration_seconds_bucket"));
        Assert.That(text, Does.Not.Contain(passport).And.Not.Contain(token).And.Not.Contain("aieh_link"));
    }

    [Test]
    public async Task BadCredentials_InAFlood_AreStoppedBeforeTheyAreLookedUp()
    {
        await using var service = await StartAsync(("RateLimits:RefusedCredentialsPerMinute", "1"));
        service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "aieh_live_wrong");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await service.Client.GetAsync("/v1/roles");
            statuses.Add(response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[]
        {
            HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests,
        }));
    }

    [Test]
    public async Task Response_OfTheWholeService_HasRateLimitAndSecurityHeadersAndNoServer()
    {
        await using var service = await StartAsync();
        using var response = await service.Client.GetAsync("/v1/roles");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(string.Concat(response.Headers.GetValues("RateLimit")), Does.Match("^\"anonymous\";r=\\d+;t=1$"));
        Assert.That(string.Concat(response.Headers.GetValues("X-Content-Type-Options")), Is.EqualTo("nosniff"));
        Assert.That(response.Headers.Contains("Server"), Is.False);
        Assert.That(response.Headers.CacheControl?.NoStore, Is.False, "the catalog sets its own");
    }

    [Test]
    public async Task Management_OnAPortOfItsOwn_AnswersThereAloneAndTheApiDoesNot()
    {
        var port = FreePort();
        await using var service = await StartAsync(("Management:Port", port));
        using var management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = HangGuard.Limit };
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        forged.Headers.Host = $"127.0.0.1:{port}";

        Assert.That(await StatusAsync(management, "/health/live"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(management, "/metrics"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(management, "/v1/roles"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(service.Client, "/v1/roles"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(service.Client, "/health/live"), Is.EqualTo(HttpStatusCode.NotFound));
        using var fromOutside = await service.Client.SendAsync(forged);
        await fromOutside.ProblemAsync(404, "not-found");

        static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
        {
            using var response = await client.GetAsync(path);
            return response.StatusCode;
        }

        static string FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        }
    }

    [Test]
    public async Task Management_BesideEndpointsOfKestrel_IsRefusedAtStartByBothNames()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            ("Management:Port", "9090"), ("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0")));

        Assert.That(refused!.Message, Does.Contain("Management:Port is 9090").And.Contain("Kestrel:Endpoints"));
    }

    [Test]
    public async Task Passports_MoreThanANetworkMayMakeInAnHour_Are429ButAKeyAndARepeatGoOn()
    {
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        await using var service = await RealService.StartAsync(database, ("RateLimits:PassportsPerHour", "1"));
        const string Key = "0f8fad5b-d9cb-469f-a165-70867728950e";
        using var first = await service.Client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", Key);
        using var refused = await service.Client.SendAsync(HttpMethod.Post, "/v1/passports", "{}");
        using var again = await service.Client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", Key);
        var made = await VerbProcess.RunAsync(database, "keys", "create", "--tenant", "T", "--scope", "passports:write");
        var secret = ("Authorization", "Bearer " + made.Value("secret"));
        using var byKey = await service.Client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", null, secret);

        Assert.That((int)first.StatusCode, Is.EqualTo(201));
        var problem = await refused.ProblemAsync(429, "rate-limited");
        Assert.That((string?)problem["violatedPolicies"]![0], Is.EqualTo("passports"));
        Assert.That((string?)problem["detail"], Does.StartWith("Passports that one network makes without a key in an hour: 1 at most."));
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
        Assert.That(string.Concat(first.Headers.GetValues("RateLimit")), Does.Match("^\"passports\";r=0;t=\\d+$"));
        Assert.That(string.Concat(refused.Headers.GetValues("RateLimit-Policy")), Is.EqualTo("\"passports\";q=1;w=3600"));
        Assert.That((int)again.StatusCode, Is.EqualTo(201));
        Assert.That(again.Headers.Contains("Idempotency-Replayed"));
        Assert.That(again.Headers.RetryAfter, Is.Null);
        Assert.That((int)byKey.StatusCode, Is.EqualTo(201));
        Assert.That(string.Concat(byKey.Headers.GetValues("RateLimit")), Does.StartWith("\"default\";r="), "the tenant's own quota");
    }

    [Test]
    public async Task AssessedStarts_OfPassportsThatAKeyMade_AreNotCountedForTheNetwork()
    {
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        await using var service = await RealService.StartAsync(database, ("RateLimits:AssessedStartsPerHour", "1"));
        var made = await VerbProcess.RunAsync(database, "keys", "create", "--tenant", "T", "--scope", "passports:write");
        var (_, own) = await CreatePassportAsync(service.Client);
        var (_, another) = await CreatePassportAsync(service.Client);
        service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Value("secret"));
        var (_, one) = await CreatePassportAsync(service.Client);
        var (_, two) = await CreatePassportAsync(service.Client);
        service.Client.DefaultRequestHeaders.Authorization = null;

        using var first = await StartFormAsync(service.Client, own, "full");
        using var refused = await StartFormAsync(service.Client, another, "full");
        using var ofTheTenant = await StartFormAsync(service.Client, one, "full");
        using var ofTheTenantToo = await StartFormAsync(service.Client, two, "full");

        Assert.That((int)first.StatusCode, Is.EqualTo(201));
        Assert.That(string.Concat(first.Headers.GetValues("RateLimit")), Does.StartWith("\"assessed-starts\";r=0;t="));
        await refused.ProblemAsync(429, "rate-limited");
        Assert.That((int)ofTheTenant.StatusCode, Is.EqualTo(201));
        Assert.That((int)ofTheTenantToo.StatusCode, Is.EqualTo(201));
    }

    [Test]
    public async Task AssessedStarts_MoreThanANetworkMayMakeInAnHour_Are429AndSamplesGoOn()
    {
        await using var service = await StartAsync(("RateLimits:AssessedStartsPerHour", "1"));
        var (_, one) = await CreatePassportAsync(service.Client);
        var (_, two) = await CreatePassportAsync(service.Client);

        using var first = await StartFormAsync(service.Client, one, "full");
        using var refused = await StartFormAsync(service.Client, two, "full");
        using var sample = await StartFormAsync(service.Client, two, "sample");
        using var open = await StartFormAsync(service.Client, one, "full");

        Assert.That((int)first.StatusCode, Is.EqualTo(201));
        await refused.ProblemAsync(429, "rate-limited");
        Assert.That((int)sample.StatusCode, Is.EqualTo(201));
        await open.ProblemAsync(409, "attempt-in-progress");
        var text = service.Scrape("aieh_exposure_total{");
        Assert.That(text, Does.Match("aieh_exposure_total\\{[^}]*assessment=\"python-fundamentals\",form=\"full\"[^}]*\\} 50\\b"));
    }

    [Test]
    public async Task Host_ThatIsNotServed_IsRefusedWithoutAPageOfHtml()
    {
        await using var service = await StartAsync(("AllowedHosts", "api.example.com"));
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/v1/roles");
        forged.Headers.Host = "elsewhere.example";

        using var refused = await service.Client.SendAsync(forged);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await refused.Content.ReadAsStringAsync(), Is.Empty);
    }

    /// <summary>Behind the deployment's proxy every connection comes from one address; the callers must still be told apart.</summary>
    [Test]
    public async Task Callers_BehindAProxy_AreCountedApart()
    {
        await using var service = await StartAsync(("RateLimits:AnonymousPermitsPerMinute", "1"), ("ForwardedHeaders_Enabled", "true"));

        Assert.That(await StatusAsync("203.0.113.1"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync("203.0.113.1"), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync("203.0.113.2"), Is.EqualTo(HttpStatusCode.OK));

        async Task<HttpStatusCode> StatusAsync(string caller)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/roles");
            request.Headers.Add("X-Forwarded-For", caller);
            using var response = await service.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Test]
    public async Task Stop_UnderLoad_KeepsEveryPassportThatWasAnswered()
    {
        const int Clients = 16;
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        var created = new ConcurrentBag<string>();
        await using (var service = await RealService.StartAsync(
            database, ("RateLimits:AnonymousPermitsPerMinute", "0"), ("RateLimits:PassportsPerHour", "0"),
            ("Shutdown:TimeoutSeconds", "600")))
        {
            var running = Enumerable.Range(0, Clients).Select(_ => CreateUntilRefusedAsync(service.Client, created)).ToArray();
            Assert.That(() => created.Count, Is.GreaterThan(10 * Clients).After(HangGuard.Milliseconds, 10));
            await service.StopAsync();
            await Task.WhenAll(running);
        }

        await using var services = database.BuildServices();
        var kept = await services.GetRequiredService<Db>().ReadAsync(
            session => session.ListAsync<Guid>("SELECT Id FROM Passport"), CancellationToken.None);
        Assert.That(created.Select(Guid.Parse).Except(kept), Is.Empty, "answered with 201, but not in the database");
    }

    private static Task<HttpResponseMessage> StartFormAsync(HttpClient client, string token, string form) => client.SendAsync(
        HttpMethod.Post, "/v1/attempts", $$"""{"assessment":"python-fundamentals","form":"{{form}}"}""", null,
        ("Authorization", "Bearer " + token));

    private static async Task CreateUntilRefusedAsync(HttpClient client, ConcurrentBag<string> created)
    {
        try
        {
            while (true) created.Add((await CreatePassportAsync(client)).Id);
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
    }

    private static async Task<(string Id, string Token)> CreatePassportAsync(HttpClient client)
    {
        using var content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync("/v1/passports", content);
        response.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (body.RootElement.GetProperty("id").GetString()!, body.RootElement.GetProperty("token").GetString()!);
    }

    private static Task<RealService> StartAsync(params (string Setting, string Value)[] settings) => RealService.StartAsync(null, settings);
}
