using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Turns what the framework and the database throw into problem documents: no error leaves this service in another shape.
/// </summary>
internal sealed partial class ProblemResponses(IProblemDetailsService writer, Db db, ILogger<ProblemResponses> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "2";

    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        var problem = context.ProblemDetails;
        if (problem.Type?.StartsWith("urn:aieh:", StringComparison.Ordinal) is not true)
        {
            var known = Problems.ForStatus(problem.Status ?? context.HttpContext.Response.StatusCode);
            (problem.Type, problem.Title, problem.Detail) = (known.Type, known.Title, problem.Detail ?? known.Detail);
            problem.Status = known.Status;
            context.HttpContext.Response.StatusCode = known.Status!.Value;
        }

        if (Routes.IsOfSystems(context.HttpContext.Request.Path)) Problems.AddMessage(problem);
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // SqlClient reports a cancelled command as an error of its own.
        if (httpContext.RequestAborted.IsCancellationRequested && exception is (OperationCanceledException or DbException))
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Describe(exception);
        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        var context = new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception };
        return await writer.TryWriteAsync(context);
    }

    private ProblemDetails Describe(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                return Malformed(json);
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad
                when UnboundParameter().Match(bad.Message) is { Success: true } match:
                return Problems.InvalidParameter(match.Groups[1].Value, "The value has the wrong type.").ProblemDetails;
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest }:
                return Problems.Details(
                    Problems.InvalidRequestKind, "The request is malformed, or a body is missing where one is required.");
            case BadHttpRequestException bad:
                return Problems.ForStatus(bad.StatusCode);
            case InvalidOperationException when exception.Message.Contains("content type charset", StringComparison.Ordinal):
                return Problems.ForStatus(StatusCodes.Status415UnsupportedMediaType);
            case DatabaseBusyException busy:
                return Problems.Details(
                    Problems.UnavailableKind, busy.Message + " Nothing was done; repeat the request, with the same Idempotency-Key.");
            case SealingUnavailableException unavailable:
                return Problems.Details(Problems.UnavailableKind, unavailable.Message);
            case IdentityProviderUnavailableException unavailable:
                return Problems.Details(Problems.UnavailableKind, unavailable.Message);
            case CommitOutcomeUnknownException unknown:
                Log.DatabaseUnavailable(logger, unknown.InnerException!.GetType().Name, unknown.InnerException.Message);
                return Problems.Details(
                    Problems.UnavailableKind,
                    "Whether it was done is not known. "
                    + "Repeat the request with the same Idempotency-Key: it will not be done twice.");
        }

        if (db.Dialect.IsUnavailable(exception))
        {
            Log.DatabaseUnavailable(logger, exception.GetType().Name, exception.Message);
            return Problems.Details(
                Problems.UnavailableKind,
                db.Dialect.ReasonOf(exception) + " Repeat the request, with the same Idempotency-Key.");
        }

        Log.Unhandled(logger, exception);
        return Problems.Details(Problems.InternalErrorKind, "It has been logged under the traceId.");
    }

    private static ProblemDetails Malformed(JsonException json)
    {
        var problem = Problems.Details(Problems.InvalidRequestKind, "The body is not JSON of the documented shape.");
        problem.Extensions["errors"] = new[] { new ProblemError { Pointer = ToPointer(json.Path), Detail = Safe(json.Message) } };
        return problem;
    }

    /// <summary>System.Text.Json's path ($.responses[0]['a b']) as a JSON Pointer in URI fragment form (#/responses/0/a%20b).</summary>
    internal static string ToPointer(string? path) =>
        "#" + string.Concat(PathStep().Matches(path ?? "$").Select(step => "/" + Escape(NameOf(step))));

    /// <summary>A step matches one of its groups: the one with its name or index.</summary>
    private static string NameOf(Match step) => step.Groups.Values.Skip(1).First(group => group.Success).Value;

    private static string Escape(string name)
    {
        var token = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return Uri.EscapeDataString(token).Replace("%24", "$", StringComparison.Ordinal);
    }

    /// <summary>The reader's message without CLR type names.</summary>
    private static string Safe(string message) => message switch
    {
        _ when message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => "This member is not known here.",
        _ when message.Contains("missing required properties", StringComparison.Ordinal) =>
            "Required members are missing:" + message[(message.LastIndexOf(':') + 1)..].Split(". Path", 2)[0].TrimEnd('.') + ".",
        _ when message.Contains("could not be converted", StringComparison.Ordinal) =>
            "The value has the wrong type or is not one of the allowed values.",
        _ when message.Contains("allow null values", StringComparison.Ordinal) => "Null is not allowed here.",
        _ when message.StartsWith("Duplicate property", StringComparison.Ordinal) => "This member is there twice.",
        _ when message.Contains(" type '", StringComparison.Ordinal) => "The value is not allowed here.",
        _ => message.Split(" Path:", 2)[0].Split(" LineNumber:", 2)[0],
    };

    /// <summary>A step of a path: a plain name, an index, or a name in brackets and quotes, in which quotes are not escaped.</summary>
    [GeneratedRegex(@"(?<=.)\.([^.\[]+)|\[(\d+)\]|\['(.*?)'\](?=[.\[]|$)", RegexOptions.Singleline)]
    private static partial Regex PathStep();

    /// <summary>The framework's words for a query parameter that does not fit its type.</summary>
    [GeneratedRegex("""^Failed to bind parameter "[^"]* (\w+)" from """)]
    private static partial Regex UnboundParameter();

    private static partial class Log
    {
        [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Unhandled exception")]
        public static partial void Unhandled(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "The database did not answer: {Kind}: {Reason}")]
        public static partial void DatabaseUnavailable(ILogger logger, string kind, string reason);
    }
}

internal static class ProblemServices
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        // Its message is a page of HTML.
        services.Configure<HostFilteringOptions>(hosts => hosts.IncludeFailureMessage = false);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails(ProblemResponses.Configure);
        return services.AddExceptionHandler<ProblemResponses>();
    }
}

/// <summary>
/// Writes every problem as application/problem+json, or on the route of a page as a page, whatever the request accepts: the framework's
/// writer leaves the answer to a request that does not accept JSON to others, and they send plain text or nothing.
/// </summary>
internal sealed class ProblemWriter(IOptions<ProblemDetailsOptions> options, IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        options.Value.CustomizeProblemDetails?.Invoke(context);
        var http = context.HttpContext;
        if (PageRoute.Of(http) is { } page) return new ValueTask(page.WriteProblemAsync(http, context.ProblemDetails));

        return new ValueTask(http.Response.WriteAsJsonAsync<ProblemDetails>(
            context.ProblemDetails, json.Value.SerializerOptions, "application/problem+json", http.RequestAborted));
    }
}
