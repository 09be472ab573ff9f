namespace Aieh.Api.Platform.Http;

/// <summary>The statuses with a problem body that a route can answer; rendered into the contract.</summary>
internal sealed record ProblemMetadata(IReadOnlyList<int> Statuses);

/// <summary>
/// The kinds of problem that a route can answer with besides those that every route with the status can; rendered into the contract.
/// </summary>
internal sealed record RaisedProblems(IReadOnlyList<Problems.Kind> Kinds);

internal static class ProblemMetadataExtensions
{
    /// <summary>Declares the problems of a route; 400, 429, 500 and 503 can come from every route and are added to each.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder route, params int[] statuses) =>
        route.WithMetadata(new ProblemMetadata([.. statuses.Union([400, 429, 500, 503])]));

    public static RouteHandlerBuilder Raises(this RouteHandlerBuilder route, params Problems.Kind[] kinds) =>
        route.WithMetadata(new RaisedProblems(kinds));
}
