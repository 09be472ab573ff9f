using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace Aieh.Api.Platform.Operations;

/// <summary>
/// One line for each request, where <c>AccessLog:Enabled</c> asks for it: method, route, status, time. The route and never the path: in
/// paths and queries are ids and secrets.
/// </summary>
internal sealed partial class AccessLog(RequestDelegate next, TimeProvider time, ILogger<AccessLog> logger)
{
    public const string EnabledSetting = "AccessLog:Enabled";

    private static readonly HashSet<string> KnownMethods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            // A method is whatever the caller wrote.
            var method = KnownMethods.Contains(context.Request.Method) ? context.Request.Method : "other";
            var route = RouteOf(context) ?? "(none)";
            var milliseconds = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);
            LogRequest(method, route, context.Response.StatusCode, milliseconds);
        }
    }

    /// <summary>The path of the request's route as the contract writes it; null without a route.</summary>
    public static string? RouteOf(HttpContext context) =>
        EndpointOf(context)?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;

    /// <summary>The request's route, also when the exception handler has taken it away.</summary>
    public static Endpoint? EndpointOf(HttpContext context) =>
        context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;

    [LoggerMessage(EventName = "Request", Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Milliseconds} ms")]
    private partial void LogRequest(string method, string route, int status, double milliseconds);
}
