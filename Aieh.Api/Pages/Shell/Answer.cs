using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Pages.Shell;

/// <summary>What a handler of the API has answered: pages ask the API's handlers, and show what these say.</summary>
/// <param name="Value">What was asked for; null beside a problem.</param>
/// <param name="Problem">Why there is none.</param>
internal readonly record struct Answer<T>(T? Value, ProblemDetails? Problem) where T : class
{
    /// <param name="result">The handler's result.</param>
    /// <param name="type">How the value is written, where the result holds it as bytes.</param>
    public static Answer<T> Of(IResult result, JsonTypeInfo<T> type) => result switch
    {
        INestedHttpResult nested => Of(nested.Result, type),
        ProblemHttpResult refused => new(null, refused.ProblemDetails),
        IValueHttpResult<T> value => new(value.Value, null),
        StoredResult { Outcome: var outcome } when outcome.Status < StatusCodes.Status400BadRequest =>
            new(JsonSerializer.Deserialize(outcome.Body, type), null),
        StoredResult { Outcome: var outcome } => new(null, JsonSerializer.Deserialize(outcome.Body, WireJson.Wire.ProblemDetails)),
        _ => throw new ArgumentException($"A {result.GetType().Name} is no answer that pages read.", nameof(result)),
    };

    /// <summary>Whether the problem is of the kind.</summary>
    public bool Is(Problems.Kind kind) => Problem?.Type == kind.Type;
}
