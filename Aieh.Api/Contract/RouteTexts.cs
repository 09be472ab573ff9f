using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Contract;

/// <summary>A tag of the document and what it is about.</summary>
internal sealed record TagText(string Name, string Description);

/// <summary>Bodies that show an operation. They are made when a document is first written, not when the service starts.</summary>
internal sealed record BodyExamples(Func<object>? Request, Func<object>? Response);

/// <summary>Problems that show what the room's routes refuse; made as <see cref="BodyExamples"/> are.</summary>
internal sealed record ProblemExamples(Func<IReadOnlyList<ProblemHttpResult>> Make);

/// <summary>
/// A query parameter that only some routes have: what it does, and the type of its values or the only one that it takes; any text, of
/// <paramref name="Format"/>, when neither is there.
/// </summary>
internal sealed record QueryText(string Name, string Description, Type? Type, string? OnlyValue, string? Format = null);

/// <summary>What a room says about its routes, for the document alone.</summary>
internal static class RouteTexts
{
    public static RouteGroupBuilder Tag(this RouteGroupBuilder group, string name, string description) =>
        group.WithTags(name).WithMetadata(new TagText(name, description));

    public static RouteGroupBuilder Refusals(this RouteGroupBuilder group, Func<IReadOnlyList<ProblemHttpResult>> examples) =>
        group.WithMetadata(new ProblemExamples(examples));

    public static RouteHandlerBuilder Example(this RouteHandlerBuilder route, Func<object> response) =>
        route.WithMetadata(new BodyExamples(null, response));

    public static RouteHandlerBuilder Example(this RouteHandlerBuilder route, Func<object> request, Func<object> response) =>
        route.WithMetadata(new BodyExamples(request, response));

    public static RouteHandlerBuilder Query<T>(this RouteHandlerBuilder route, string name, string description) where T : struct, Enum =>
        route.WithMetadata(new QueryText(name, description, typeof(T), null));

    public static RouteHandlerBuilder QueryId(this RouteHandlerBuilder route, string name, string description) =>
        route.WithMetadata(new QueryText(name, description, typeof(Guid), null));

    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string description, string onlyValue) =>
        route.WithMetadata(new QueryText(name, description, null, onlyValue));

    public static RouteHandlerBuilder QueryText(this RouteHandlerBuilder route, string name, string description, string? format = null) =>
        route.WithMetadata(new QueryText(name, description, null, null, format));
}
