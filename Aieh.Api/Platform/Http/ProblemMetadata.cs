namespace Aieh.Api.Platform.Http;

/// <summary>The statuses with a problem body that a route can answer; rendered into the contract.</summary>
internal sealed record ProblemMetadata(IReadOnlyList<int> Statuses);

internal static class ProblemMetadataExtensions
{
    /// <summary>Declares the problems of a route; 429, 500 and 503 can come from every route and are added to each.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder route, params int[] statuses) =>
        route.WithMetadata(new ProblemMetadata([.. statuses, 429, 500, 503]));
}
