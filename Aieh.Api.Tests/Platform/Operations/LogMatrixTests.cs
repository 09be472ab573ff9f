using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>
/// Every rule that opens a log is set, for every provider and category, at the most open level; then candidates come by with secrets in all
/// places that requests have. What is enabled by fewer rules is a part of that. Traces are the whole process's.
/// </summary>
[NonParallelizable]
internal sealed class LogMatrixTests
{
    private const string Key = "my-own-idempotency-key-9F2c";

    private static readonly string[] _providers = ["", "Console:", "Debug:", "EventSource:", "EventLog:", "OpenTelemetry:"];

    private static readonly string[] _categories =
    [
        "Default", "Aieh", "Microsoft", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging", "Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware", "Microsoft.AspNetCore.W3CLogging",
        "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware", "Microsoft.AspNetCore.StaticFiles",
        "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Server.Kestrel.Connections", "Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets",
        "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.HostFiltering", "Microsoft.AspNetCore.Cors",
        "Microsoft.Extensions", "System", "System.Net.Http", "System.Net.Http.HttpClient", "Polly", "OpenTelemetry",
    ];

    private static IEnumerable<(string Setting, string Value)> Open =>
        from provider in _providers
        from category in _categories
        select ($"Logging:{provider}LogLevel:{category}", "Trace");

    private static readonly (string Setting, string Value)[] _scopes =
    [
        ("Logging:Console:FormatterOptions:IncludeScopes", "true"), ("Logging:OpenTelemetry:IncludeScopes", "true"),
        (AccessLog.EnabledSetting, "true"),
    ];

    [Test]
    public async Task Logs_WithEveryRuleOpen_HoldNoSecretInAnyFormat()
    {
        var (logs, _, secrets) = await PlayAsync(_ => { });

        Assert.That(logs.Select(entry => entry.Formatter).Distinct(), Is.SupersetOf(new[] { "json", "json-lines", "simple", "systemd" }));
        AssertNone(logs.Select(entry => entry.Text), secrets);
    }

    [Test]
    public async Task Logs_WithoutTheGuard_HoldThem()
    {
        var (logs, _, secrets) = await PlayAsync(services => services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(Unguarded)));

        var told = secrets.Where(secret => logs.Any(entry => entry.Text.Contains(secret, StringComparison.Ordinal)));
        Assert.That(told.Count(), Is.GreaterThan(1), "or the other test would see nothing either");

        static LoggerFactory Unguarded(IServiceProvider provider) => new(
            provider.GetServices<ILoggerProvider>(), provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>());
    }

    [Test]
    public async Task Traces_OfTheSame_HoldNoSecretAndNameRoutes()
    {
        var (_, spans, secrets) = await PlayAsync(_ => { });

        Assert.That(spans, Has.Some.Contain("http.route=/v1/passports/{id}"));
        AssertNone(spans, secrets);
    }

    [Test]
    public async Task Lines_OfJson_TellWhenWhatAndInWhichTrace()
    {
        var (logs, _, _) = await PlayAsync(_ => { });

        var lines = logs.Where(entry => entry.Formatter == JsonLinesFormatter.FormatterName).Select(entry => entry.Text).ToArray();
        Assert.That(lines, Has.All.Match("^\\{\"time\":\"2026-06-01T09:00:00\\.000Z\",\"level\":\"[A-Z][a-z]+\",\"category\":\".+\\}\n$"));
        var requests = lines.Where(line => line.Contains("\"event\":\"Request\"", StringComparison.Ordinal)).ToArray();
        using var request = JsonDocument.Parse(requests.First(line => line.Contains("/v1/passports/{id}\"", StringComparison.Ordinal)));
        Assert.That(request.RootElement.GetProperty("traceId").GetString(), Has.Length.EqualTo(32));
        Assert.That(request.RootElement.GetProperty("message").GetString(), Does.Match("^GET /v1/passports/{id} 200 in [0-9.]+ ms$"));
        Assert.That(request.RootElement.GetProperty("values").GetProperty("Status").GetInt32(), Is.EqualTo(200));
    }

    /// <summary>The 43 characters of a token that are secret, as they stand and escaped.</summary>
    private static string Core(string token) => token[^47..^4];

    private static void AssertNone(IEnumerable<string> texts, string[] secrets)
    {
        var told = texts.Where(text => secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal))).ToArray();
        Assert.That(told, Is.Empty);
    }

    private static async Task<((string Formatter, string Text)[] Logs, string[] Spans, string[] Secrets)> PlayAsync(
        Action<IServiceCollection> additions)
    {
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        using var recorder = new Recorder();
        await using var app = new AiehApplication(database, Open.Concat(_scopes)) { Additions = Add };
        // Read from the environment, as by an operator; nothing else runs beside this fixture.
        Environment.SetEnvironmentVariable(Telemetry.OtlpEndpointSetting, "http://127.0.0.1:9");
        try
        {
            app.StartServer();
        }
        finally
        {
            Environment.SetEnvironmentVariable(Telemetry.OtlpEndpointSetting, null);
        }

        var secrets = await PlayAsync(app);
        var formatted = app.Services.GetServices<ILoggerProvider>().OfType<FormattedLogs>().Single();

        // The span ends after the answer has been sent.
        Assert.That(() => recorder.Spans, Has.Some.Contain("GET /v1/passports/{id}").After(HangGuard.Milliseconds, 20));
        return ([.. formatted.Entries, .. app.Logs.Entries.Select(entry => ("captured", entry))], [.. recorder.Spans], secrets);

        void Add(IServiceCollection services)
        {
            services.AddSingleton<ILoggerProvider, FormattedLogs>();
            services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(recorder));
            additions(services);
        }
    }

    private static async Task<string[]> PlayAsync(AiehApplication app)
    {
        var (passport, owner, token) = await app.CreatePassportAsync();
        using var anonymous = app.Client();
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", sample, Key);
        using var candidate = app.Client(attempt.Token);
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport };
        var link = (await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toHolder)).Token!;
        var escaped = link.Replace("_", "%5F", StringComparison.Ordinal);
        string[] addresses =
        [
            $"/v1/passports/{passport}?share={link}", $"/v1/passports/{passport}?share={escaped}",
            $"/v1/passports/{passport}?%73hare={link}", $"/v1/passports/{passport}?share={link}x",
            $"/v1/passports/{passport}?token={token}",
            $"/p/{link}", $"/report/{link}", $"/docs/{link}.js", $"/v1/roles/{link}", $"/health/live?share={link}",
        ];
        foreach (var address in addresses) using (await anonymous.SendAsync(HttpMethod.Get, address)) { }

        var responses = $"/v1/attempts/{attempt.Id}/responses";
        using (await candidate.SendAsync(HttpMethod.Put, responses, """{"responses":[{"item":"my-answer"}""")) { }

        string[] heads =
        [
            $"GET /v1/passports/{passport}?share={link} HTTP/9.9", $"GET /p/{link} HTTP/1.1 x",
            $"GET /v1/roles HTTP/1.1\r\nAuthorization Bearer {token}", $"GET /v1/roles HTTP/1.1\r\nIdempotency-Key: {Key}\u0001",
        ];
        foreach (var head in heads) await RawHttp.SendAsync(anonymous.BaseAddress!, head);

        return [Core(token), Core(attempt.Token!), Core(link), Key, "my-answer"];
    }

    private sealed class Recorder : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<string> _spans = new();

        public IReadOnlyCollection<string> Spans => _spans;

        public override void OnEnd(Activity data)
        {
            var tags = data.TagObjects.Concat(data.Events.SelectMany(each => each.Tags)).Select(tag => $"{tag.Key}={tag.Value}");
            _spans.Enqueue($"{data.DisplayName} {string.Join(' ', tags)}");
        }
    }
}
