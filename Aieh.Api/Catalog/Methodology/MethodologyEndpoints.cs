using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Catalog.Methodology;

internal static class MethodologyEndpoints
{
    public static void MapMethodology(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/methodology").WithTags("Methodology");
        group.MapGet("/", GetMethodology).Access(PrincipalKinds.Everyone).WithName("getMethodology").Produces<MethodologyResponse>().Produces(304).Problems(401);
    }

    /// <summary>Get the numbers that scores are made with, each marked as published or as this service's default.</summary>
    internal static Representation GetMethodology(CatalogCache catalog, RepresentationCache representations)
    {
        var current = catalog.Current;
        return representations.GetOrAdd(
            current, "methodology", () => Representation.Of(MethodologyResponse.Of(current.Methodology), WireJson.Wire.MethodologyResponse));
    }
}
