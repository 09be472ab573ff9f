using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aieh.Api.Platform.Operations;

/// <summary>
/// What the service tells about itself. Tags come from small closed sets (slugs, outcomes, policies): an id of a passport, an attempt or a
/// tenant is never a tag, both because it is personal and because every new value is a new time series.
/// </summary>
internal static class Telemetry
{
    public const string Name = "Aieh";
    public const string OtlpEndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string MetricsPath = "/metrics";

    public static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    /// <summary>Tags: assessment, form, outcome (started, submitted, expired).</summary>
    public static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "aieh.attempts", "{attempt}", "Attempts by what became of them.");

    /// <summary>
    /// Tag: assessment. Scoring is arithmetic in memory: the default buckets, which begin at 5 ms, would hold it all in the first.
    /// </summary>
    public static readonly Histogram<double> ScoringDuration = Meter.CreateHistogram<double>(
        "aieh.scoring.duration", "s", "Time to score one attempt, without reading and writing it.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
            [
                0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1,
            ],
        });

    /// <summary>Tags: assessment, form. What has been shown often is no secret any more.</summary>
    public static readonly Counter<long> Exposure = Meter.CreateCounter<long>(
        "aieh.exposure", "{item}", "Items shown to candidates, each time.");

    public static readonly Counter<long> IdempotencyReplays = Meter.CreateCounter<long>(
        "aieh.idempotency.replays", "{request}", "Requests answered from what their Idempotency-Key had already produced.");

    public static readonly Counter<long> PassportsCreated = Meter.CreateCounter<long>(
        "aieh.passports.created", "{passport}", "Passports created.");

    public static readonly Counter<long> PassportsErased = Meter.CreateCounter<long>(
        "aieh.passports.erased", "{passport}", "Passports erased by their owners.");

    /// <summary>Tag: policy.</summary>
    public static readonly Counter<long> RateLimitRejections = Meter.CreateCounter<long>(
        "aieh.rate_limit.rejections", "{request}", "Requests refused with 429, by policy.");

    /// <summary>Tag: check. 1 or 0, as of the last half minute.</summary>
    public static readonly Gauge<int> Health = Meter.CreateGauge<int>(
        "aieh.health", description: "Whether the check passes; all of them together are readiness.");

    /// <summary>Tags: task, outcome (done, failed).</summary>
    public static readonly Counter<long> MaintenanceRuns = Meter.CreateCounter<long>(
        "aieh.maintenance.runs", "{run}", "Runs of each background task.");

    /// <summary>
    /// Tags: event.type, kind (webhook, greenhouse, ashby, kombo, mail), outcome (delivered, passed: there was nothing to be told,
    /// retried, failed, refused: its address may not be asked).
    /// </summary>
    public static readonly Counter<long> WebhookDeliveries = Meter.CreateCounter<long>(
        "aieh.webhook.deliveries", "{delivery}", "Attempts to deliver an event, by what became of them.");

    /// <summary>As of the last round of maintenance, of all replicas together.</summary>
    public static readonly Gauge<int> WebhookQueue = Meter.CreateGauge<int>(
        "aieh.webhook.queue.size", "{delivery}", "Deliveries that are neither delivered nor given up.");

    /// <summary>Tags: kind, outcome.</summary>
    public static readonly Histogram<double> WebhookDuration = Meter.CreateHistogram<double>(
        "aieh.webhook.duration", "s", "Time until an endpoint has answered or was given up.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15] });

    /// <summary>Tag: ats (greenhouse, ashby, kombo).</summary>
    public static readonly Counter<long> AtsOrders = Meter.CreateCounter<long>(
        "aieh.ats.orders", "{order}", "Orders of applicant tracking systems, without repeated ones.");

    /// <summary>Tag: ats. Not one is expected: each is an answer of ours that was malformed.</summary>
    public static readonly Counter<long> AtsResponseErrors = Meter.CreateCounter<long>(
        "aieh.ats.response_errors", "{error}", "Answers that an applicant tracking system could not use.");

    /// <summary>Tag: outcome (sent, bounced, retried, failed: given up, dropped: not wanted any more).</summary>
    public static readonly Counter<long> Mails = Meter.CreateCounter<long>(
        "aieh.mails", "{mail}", "Attempts to send a mail, by what became of them.");

    /// <summary>
    /// What is kept of requests to others. Whom they went to is not: tenants choose that, and each would be a time series.
    /// </summary>
    private static readonly string[] OutgoingTags =
        ["http.request.method", "http.response.status_code", "network.protocol.version", "error.type", "http.connection.state"];

    /// <summary>
    /// Metrics are always collected, for <see cref="MetricsPath"/>. Traces and exported logs exist only when an OTLP endpoint is
    /// configured: with nobody to send them to, no request pays for them.
    /// </summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var exports = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpointSetting]);
        var telemetry = builder.Services.AddOpenTelemetry()
            // The OTEL_ variables are read last, so that they win.
            .ConfigureResource(resource => resource.AddService("aieh-api", serviceVersion: Version).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => AddMetrics(metrics, exports));
        if (!exports) return builder;

        telemetry.WithTracing(AddTraces).WithLogging(logs => logs.AddOtlpExporter());
        return builder;
    }

    /// <summary>Prometheus text. Meant for the inside: the deployment's proxy does not pass it on.</summary>
    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPrometheusScrapingEndpoint(MetricsPath)
            .WithMetadata(new HttpMethodMetadata(["GET"])).DisableHttpMetrics().ExcludeFromDescription();
        return endpoints;
    }

    /// <summary>
    /// Health and metrics are called by machines, all the time: neither traced nor rate limited, nor counted as requests.
    /// </summary>
    public static bool IsOperational(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments(MetricsPath);

    private static string Version { get; } =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static void AddMetrics(MeterProviderBuilder metrics, bool exports)
    {
        metrics
            .AddMeter(Name)
            .AddView(instrument => instrument.Meter.Name is "System.Net.Http" or "System.Net.NameResolution"
                ? new MetricStreamConfiguration { TagKeys = OutgoingTags }
                : null)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddSqlClientInstrumentation()
            .AddPrometheusExporter();
        if (exports) metrics.AddOtlpExporter();
    }

    /// <summary>A request is told by its route; in paths and queries are ids and secrets, such as a share link's.</summary>
    private static void Tell(Activity activity, HttpContext context)
    {
        var route = AccessLog.RouteOf(context);
        activity.SetTag("url.query", null);
        activity.SetTag("url.path", route);
        activity.SetTag("http.route", route);
        if (route is not null) activity.DisplayName = $"{context.Request.Method} {route}";
    }

    /// <summary>Of what others are asked, only whom: their addresses hold secrets too.</summary>
    private static void Tell(Activity activity, Uri? asked) => activity.SetTag("url.full", asked?.GetLeftPart(UriPartial.Authority));

    private static void AddTraces(TracerProviderBuilder traces) => traces
        .AddSource(Name)
        .AddAspNetCoreInstrumentation(options =>
        {
            options.Filter = context => !IsOperational(context.Request.Path);
            options.EnrichWithHttpResponse = (activity, response) => Tell(activity, response.HttpContext);
        })
        .AddHttpClientInstrumentation(options =>
        {
            options.EnrichWithHttpRequestMessage = (activity, request) => Tell(activity, request.RequestUri);
            options.EnrichWithHttpResponseMessage = (activity, response) => Tell(activity, response.RequestMessage?.RequestUri);
        })
        .AddSqlClientInstrumentation()
        .AddOtlpExporter();
}
