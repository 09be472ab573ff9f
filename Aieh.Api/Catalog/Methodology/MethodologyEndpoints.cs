using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Catalog.Methodology;

internal static class MethodologyEndpoints
{
    public static IServiceCollection AddMethodology(this IServiceCollection services) => services.AddWireJson(MethodologyJson.Wire);

    public static void MapMethodology(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/methodology")
            .Tag("Methodology", "The numbers that scores are made with, and where each comes from.");
        group.MapGet("/", GetMethodology).WithName("getMethodology").Access(PrincipalKinds.Everyone)
            .Produces<MethodologyResponse>().Produces(304).Example(() => MethodologyExamples.Methodology).Problems(401);
    }

    /// <summary>Get the numbers that scores are made with, each marked as published or as this service's default.</summary>
    internal static Representation GetMethodology(CatalogCache catalog, RepresentationCache representations)
    {
        var current = catalog.Current;
        return representations.GetOrAdd(current, "methodology", Represent);

        Representation Represent() =>
            Representation.Of(MethodologyResponse.Of(current.Methodology), MethodologyJson.Wire.MethodologyResponse);
    }
}
