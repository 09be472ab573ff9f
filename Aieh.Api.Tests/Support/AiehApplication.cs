using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Aieh.Api.Tests.Support;

/// <summary>The real service on Kestrel and a real database, with a clock that the test moves.</summary>
internal sealed class AiehApplication : WebApplicationFactory<Program>
{
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly IReadOnlyDictionary<string, string> _settings;

    public AiehApplication(TestDatabase database, params IEnumerable<(string Setting, string Value)> settings)
    {
        _database = database;
        _settings = settings.ToDictionary(setting => setting.Setting, setting => setting.Value);
        UseKestrel(0);
    }

    /// <summary>What a test adds to the service.</summary>
    public Action<IServiceCollection> Additions { get; init; } = _ => { };

    public FakeTimeProvider Clock { get; init; } = new(Start);

    /// <summary>What the service has logged.</summary>
    public CapturedLogs Logs { get; } = new();

    public Db Db => Services.GetRequiredService<Db>();

    /// <summary>Where the running service listens.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A client of the running service; with a token, it is that token's holder.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = CreateClient();
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A new passport and its owner.</summary>
    public async Task<(Guid Id, HttpClient Owner, string Token)> CreatePassportAsync()
    {
        using var anonymous = Client();
        var created = await anonymous.PostAsync<CreatedPassportResponse>("/v1/passports", new { });
        return (created.Id, Client(created.Token), created.Token);
    }

    /// <summary>A tenant with an API key, straight into the database.</summary>
    public async Task<(Guid Tenant, HttpClient Client, string Token)> CreateKeyAsync(
        string scopes, Guid? existing = null, DateTimeOffset? expiresAt = null)
    {
        var now = Clock.GetUtcNow();
        var tenant = existing ?? Guid.CreateVersion7(now);
        var token = SecretToken.Create(SecretToken.KeyPrefix);
        var key = new CredentialRow
        {
            Id = Guid.CreateVersion7(now),
            Kind = "key",
            SecretHash = SecretToken.Hash(token),
            Hint = SecretToken.Hint(token),
            TenantId = tenant,
            Scopes = scopes,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        await Db.WriteAsync(InsertAsync, CancellationToken.None);
        return (tenant, Client(token), token);

        async Task<int> InsertAsync(DbSession session)
        {
            var row = new TenantRow { Id = tenant, Name = $"Tenant {tenant}", CreatedAt = now };
            if (existing is null) await CredentialStore.InsertTenantAsync(session, row);
            return await CredentialStore.InsertAsync(session, key);
        }
    }

    /// <summary>Id of a key by its secret.</summary>
    public Task<Guid> IdOfKeyAsync(string token) => Db.ReadAsync(
        async session => (await CredentialStore.FindHolderAsync(session, SecretToken.Hash(token)))!.Id, CancellationToken.None);

    /// <summary>How many rows a table has, or those of them that a condition on @Id selects.</summary>
    public Task<int> CountAsync(string table, string condition = "1 = 1", Guid? id = null) =>
        Db.ReadAsync(
            session => session.FirstOrDefaultAsync<int>($"SELECT COUNT(*) FROM {table} WHERE {condition}", new { Id = id }),
            CancellationToken.None);

    /// <summary>Evidence as if measured at a moment, straight into the database.</summary>
    public Task AddEvidenceAsync(
        Guid passport, string assessment, double score, DateTimeOffset observedAt, double standardError = 25, string kind = "assessed",
        double? parameterShare = null, Guid? supervisedBy = null)
    {
        var scale = ScoringRules.Of(Services.GetRequiredService<CatalogCache>().Current).Scale;
        return Db.WriteAsync(
            session => EvidenceStore.InsertAsync(session, new EvidenceRow
            {
                Id = Guid.CreateVersion7(observedAt),
                PassportId = passport,
                Assessment = assessment,
                Kind = kind,
                Theta = scale.ThetaOf(score),
                SeTheta = standardError / scale.PointsPerLogit,
                Score = score,
                SeScore = standardError,
                ObservedAt = observedAt,
                RecordedAt = observedAt,
                CalibrationId = "test",
                CalibrationVersion = 1,
                ScoringVersion = "test",
                ParameterShare = parameterShare,
                SupervisedBy = supervisedBy,
                SupervisedAt = supervisedBy is null ? null : observedAt,
            }),
            CancellationToken.None);
    }

    /// <summary>Version of what whoever takes a form agrees to.</summary>
    public string PolicyOf(string assessment, FormKind form) => FormPolicy.Of(
        Services.GetRequiredService<CatalogCache>().Current.Assessments[assessment].Forms.Single(each => each.Kind == form))!.Version;

    /// <summary>The key of each item of the current catalog.</summary>
    public string KeyOf(string assessment, string item) =>
        Services.GetRequiredService<CatalogCache>().Current.ItemBanks[assessment].Items.Single(candidate => candidate.Id == item).Key!;

    /// <summary>Right answers to the first items as served, wrong ones to the rest.</summary>
    public ItemResponse[] Answers(AttemptResponse attempt, int right)
    {
        return [.. attempt.Items.Select(Answer)];

        ItemResponse Answer(AttemptItem item, int index)
        {
            var key = KeyOf(attempt.Assessment, item.Item);
            var chosen = index < right ? key : item.Options.First(option => option.Option != key).Option;
            return new ItemResponse { Item = item.Item, Option = chosen };
        }
    }

    /// <summary>Answers the items of an adaptive attempt as they come, all right or all wrong; the items in their order.</summary>
    public async Task<IReadOnlyList<string>> AnswerOneByOneAsync(HttpClient candidate, Guid attempt, string assessment, bool right)
    {
        var shown = new List<string>();
        while (await candidate.GetAsync<NextItemResponse>($"/v1/attempts/{attempt}/next") is { Item: { } item })
        {
            var key = KeyOf(assessment, item.Item);
            var option = item.Options.First(each => each.Option == key == right).Option;
            var answer = new SaveResponsesRequest { Responses = [new ItemResponse { Item = item.Item, Option = option }] };
            await candidate.PutAsync($"/v1/attempts/{attempt}/responses", answer);
            shown.Add(item.Item);
        }

        return shown;
    }

    protected override void ConfigureClient(HttpClient client)
    {
        base.ConfigureClient(client);
        client.Timeout = HangGuard.Limit;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Database:Provider", _database.Provider);
        builder.UseSetting("Database:ConnectionString", _database.ConnectionString);
        builder.UseSetting("RateLimits:PermitsPerMinute", "0");
        builder.UseSetting("RateLimits:AnonymousPermitsPerMinute", "0");
        builder.UseSetting("RateLimits:NetworkPermitsPerMinute", "0");
        builder.UseSetting("RateLimits:PassportsPerHour", "0");
        builder.UseSetting("RateLimits:AssessedStartsPerHour", "0");
        builder.UseSetting("RateLimits:ReturnsPerHour", "0");
        builder.UseSetting("Mail:MostPerAddressAndDay", "0");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (setting, value) in _settings) builder.UseSetting(setting, value);
        builder.ConfigureServices(services => services
            .Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock))
            .AddSingleton<ILoggerProvider>(Logs));
        builder.ConfigureServices(Additions);
    }
}

internal static class HttpClientExtensions
{
    /// <summary>What would tell a stranger how the service is built.</summary>
    private static readonly string[] Traces = ["Aieh.", "System.", "Microsoft.", ".NET", "   at ", "Exception"];

    /// <summary>Posts JSON, expects success and reads the answer.</summary>
    public static async Task<T> PostAsync<T>(this HttpClient client, string path, object body, string? idempotencyKey = null)
    {
        using var response = await client.SendAsync(HttpMethod.Post, path, body, idempotencyKey);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, $"POST {path}: {(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize<T>(text, WireContracts.Options)!;
    }

    /// <summary>Puts JSON and expects success.</summary>
    public static async Task PutAsync(this HttpClient client, string path, object body)
    {
        using var response = await client.SendAsync(HttpMethod.Put, path, body);
        Assert.That(response.IsSuccessStatusCode, $"PUT {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>Gets JSON, expects success and reads the answer.</summary>
    public static async Task<T> GetAsync<T>(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize<T>(text, WireContracts.Options)!;
    }

    /// <summary>Sends JSON; a body that is a string is sent as it is.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, object? body = null, string? idempotencyKey = null,
        params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, path);
        message.Content = body switch
        {
            null => null,
            string raw => new StringContent(raw, System.Text.Encoding.UTF8, "application/json"),
            _ when WireContracts.Options.TryGetTypeInfo(body.GetType(), out var known) => JsonContent.Create(body, known),
            _ => JsonContent.Create(body),
        };
        if (idempotencyKey is not null) message.Headers.TryAddWithoutValidation(IdempotencyKey.Header, idempotencyKey);
        foreach (var (name, value) in headers) message.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(message);
    }

    /// <summary>Sends content of the test's own making.</summary>
    public static async Task<HttpResponseMessage> SendContentAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content)
    {
        using var message = new HttpRequestMessage(method, path) { Content = content };
        return await client.SendAsync(message);
    }

    /// <summary>The pointers, or names of parameters, that the problem lists.</summary>
    public static IEnumerable<string?> Places(this JsonObject problem) =>
        problem["errors"]?.AsArray().Select(error => (string?)(error!["pointer"] ?? error["parameter"])) ?? [];

    /// <summary>Asserts that the response is this problem, and returns its document.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage response, int status, string kind)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), text);
        var problem = JsonNode.Parse(text)!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)problem["type"], Is.EqualTo("urn:aieh:problem:" + kind), text);
            Assert.That((int?)problem["status"], Is.EqualTo(status), text);
            Assert.That((string?)problem["title"], Is.Not.Empty, text);
            Assert.That((string?)problem["traceId"], Is.Not.Null.And.Not.Empty, text);
            foreach (var trace in Traces) Assert.That(text, Does.Not.Contain(trace));
        }

        return problem;
    }
}
