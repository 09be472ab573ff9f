using Aieh.Api.Catalog;
using Aieh.Api.Http;

namespace Aieh.Api.Methodology;

internal static class MethodologyEndpoints
{
    private const PrincipalKinds Everyone = PrincipalKinds.Anonymous | PrincipalKinds.Candidate | PrincipalKinds.Attempt | PrincipalKinds.Key | PrincipalKinds.Link;

    public static void MapMethodology(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/methodology", GetMethodology).WithName("getMethodology").WithTags("Methodology").Access(Everyone)
            .Produces<MethodologyResponse>().Produces(StatusCodes.Status304NotModified);
    }

    /// <summary>Get the numbers that scores are made with, each marked as published or as this service's default.</summary>
    internal static Representation GetMethodology(CatalogueCache catalogue, RepresentationCache representations)
    {
        var current = catalogue.Current;
        return representations.GetOrAdd(
            current, "methodology", () => Representation.Of(MethodologyResponse.From(current.Methodology), WireJson.Default.MethodologyResponse));
    }
}
