using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aieh.Api.Platform.Operations;

internal static class HealthEndpoints
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    /// <summary>What a check may take that asks something outside of the process.</summary>
    internal static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The rooms add their checks; they are told in the order of registration.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<IHealthCheckPublisher, HealthMetrics>();
        services.AddHealthChecks().AddCheck<StoppingCheck>("lifetime");
        return services;
    }

    /// <summary>
    /// Live: the process answers, whatever its database does; restarting it would not help the database. Ready: send it requests.
    /// </summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .WithMetadata(new HttpMethodMetadata(["GET"])).DisableHttpMetrics().ExcludeFromDescription();
        endpoints.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync })
            .WithMetadata(new HttpMethodMetadata(["GET"])).DisableHttpMetrics().ExcludeFromDescription();
        return endpoints;
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Word(report.Status));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", Word(entry.Status));
            if (entry.Status != HealthStatus.Healthy) json.WriteString("detail", DetailOf(entry));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static string? DetailOf(HealthReportEntry entry) =>
        entry.Exception is OperationCanceledException ? "No answer in time." : entry.Description;

    private static string Word(HealthStatus status) => status == HealthStatus.Healthy ? "pass" : "fail";
}
