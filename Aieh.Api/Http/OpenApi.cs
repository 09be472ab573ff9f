namespace Aieh.Api.Http;

internal static class OpenApi
{
    public static IServiceCollection AddOpenApiDocuments(this IServiceCollection services) => services;

    public static void MapOpenApiDocuments(this IEndpointRouteBuilder routes) { }
}
