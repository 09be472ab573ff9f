using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>Not beside other fixtures: traces and metrics of all services of a process come together.</summary>
[NonParallelizable]
internal sealed class TelemetryTests
{
    private const string Secret = "aieh_link_THIS-IS-A-SECRET";
    private const string Passport = "01890000-0000-7000-8000-00000000abcd";
    private static readonly string Url = $"/v1/passports/{Passport}?share={Secret}&asOf=2026-01-01";

    [Test]
    public async Task Metrics_OfARequestWithAShareLink_HoldItsRouteButNeitherSecretNorId()
    {
        await using var host = await StartAsync();
        using var answer = await host.GetAsync(Url);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Telemetry.Attempts.Add(1, new("assessment", "python"), new("form", "sample"), new("outcome", "started"));
        using var scraped = await host.GetAsync(Telemetry.MetricsPath);

        // A request is counted after its answer, and a scrape is answered from the last one for 300 ms.
        Assert.That(ScrapeAsync, Does.Contain("http_route=\"/v1/passports/{id}\"").After(HangGuard.Milliseconds, 50));
        var text = await ScrapeAsync();

        Assert.That(text, Does.Contain("aieh_attempts_total{").And.Contain("outcome=\"started\""));
        Assert.That(text, Does.Not.Contain(Secret).And.Not.Contain(Passport));
        Assert.That(
            text,
            Does.Not.Match("http_server_request_duration_seconds_count\\{.*http_route=\"/metrics\""),
            "operational requests are not counted");

        Task<string> ScrapeAsync() => host.Client.GetStringAsync(Telemetry.MetricsPath);
    }

    [Test]
    public async Task Histograms_OfTheService_BeginAtMicroseconds()
    {
        await using var host = await StartAsync();
        Telemetry.ScoringDuration.Record(0.00003, new KeyValuePair<string, object?>("assessment", "python"));

        var text = await host.Client.GetStringAsync(Telemetry.MetricsPath);

        const string UpTo = "aieh_scoring_duration_seconds_bucket\\{.*le=";
        Assert.That(text, Does.Match($"{UpTo}\"5E-05\"|{UpTo}\"5e-05\"|{UpTo}\"0.00005\""));
    }

    [Test]
    public async Task Traces_OfARequestWithAShareLink_DoNotHoldTheQuery()
    {
        using var recorder = new Recorder();
        await using var host = await StartAsync(recorder, (Telemetry.OtlpEndpointSetting, "http://127.0.0.1:9"));
        using var live = await host.GetAsync("/health/live");
        using var metrics = await host.GetAsync(Telemetry.MetricsPath);
        using var answer = await host.GetAsync(Url);

        // The span ends after the answer has been sent.
        Assert.That(() => recorder.Ended, Is.Not.Empty.After(HangGuard.Milliseconds, 20));
        var spans = recorder.Ended.Where(span => span.Kind == ActivityKind.Server).ToArray();
        Assert.That(spans.Select(span => span.GetTagItem("http.route")), Is.EqualTo(new[] { "/v1/passports/{id}" }));
        Assert.That(recorder.Text, Does.Not.Contain(Secret));
        Assert.That(recorder.Text, Does.Not.Contain(Passport));
        Assert.That(spans[0].GetTagItem("url.query"), Is.Null);
        Assert.That(spans[0].DisplayName, Is.EqualTo("GET /v1/passports/{id}"));
    }

    [Test]
    public async Task Tracing_WithoutAnEndpointToSendTo_IsNotSetUp()
    {
        await using var host = await StartAsync();
        Assert.That(host.Services.GetService<TracerProvider>(), Is.Null);
        Assert.That(Telemetry.Source.HasListeners(), Is.False);
    }

    private static Task<SmallHost> StartAsync(Recorder? recorder = null, params (string Setting, string Value)[] settings)
    {
        return SmallHost.StartAsync(AddTelemetry, Pipeline, settings);

        void AddTelemetry(WebApplicationBuilder builder)
        {
            builder.AddTelemetry();
            if (recorder is not null) builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(recorder));
        }
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseRouting();
        var routes = app.MapAll();
        routes.MapGet("/v1/passports/{id:guid}", (Guid id) => Results.Ok());
        routes.MapGet("/health/live", () => Results.Ok());
        routes.MapMetrics();
    }

    private sealed class Recorder : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> Ended { get; } = new();

        public string Text => string.Join('\n', Ended.SelectMany(span => span.TagObjects
            .Concat(span.Events.SelectMany(@event => @event.Tags))
            .Select(tag => $"{tag.Key}={tag.Value}")
            .Append(span.DisplayName)));

        public override void OnEnd(Activity data) => Ended.Enqueue(data);
    }
}
