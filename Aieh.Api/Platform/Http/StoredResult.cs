using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Platform.Http;

/// <summary>A response as bytes, so that the first answer and each replay are the same to the letter.</summary>
internal sealed record Outcome(int Status, string? Location, string ContentType, byte[] Body)
{
    public static Outcome Created<T>(string location, T value, JsonTypeInfo<T> type) =>
        new(StatusCodes.Status201Created, location, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static Outcome Ok<T>(T value, JsonTypeInfo<T> type) =>
        new(StatusCodes.Status200OK, null, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static Outcome Of(ProblemHttpResult problem)
    {
        var details = problem.ProblemDetails;
        if (Activity.Current is { } activity) details.Extensions["traceId"] = activity.TraceId.ToString();
        var body = JsonSerializer.SerializeToUtf8Bytes(details, WireJson.Wire.ProblemDetails);
        return new(problem.StatusCode, null, "application/problem+json", body);
    }
}

internal sealed record StoredResult(Outcome Outcome, bool Replayed) : IResult
{
    public const string ReplayedHeader = "Idempotency-Replayed";

    public static IResult InUse() => new RetryLater(Problems.Of(
        Problems.IdempotencyKeyInUseKind,
        "It has not finished while this request waited for it. Repeat the request with the same key."));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Outcome.Status;
        response.ContentType = Outcome.ContentType;
        response.ContentLength = Outcome.Body.Length;
        if (Outcome.Location is not null) response.Headers.Location = Outcome.Location;
        if (Outcome.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = Authentication.Challenge;
        if (Replayed) response.Headers[ReplayedHeader] = "true";
        await response.Body.WriteAsync(Outcome.Body, httpContext.RequestAborted);
    }

    private sealed record RetryLater(ProblemHttpResult Problem) : IResult, INestedHttpResult
    {
        public IResult Result => Problem;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = "1";
            return Problem.ExecuteAsync(httpContext);
        }
    }
}
