using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Catalog.Concordances;

internal static class ConcordanceEndpoints
{
    public static IServiceCollection AddConcordances(this IServiceCollection services) => services.AddWireJson(ConcordanceJson.Wire);

    public static void MapConcordances(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/concordances")
            .Tag("Concordances", "How other providers' scores correspond to the passport scale.");
        group.MapGet("/", ListConcordances).WithName("listConcordances").Access(PrincipalKinds.Everyone)
            .Produces<ConcordanceListResponse>().Produces(304).Example(() => ConcordanceExamples.Concordances).Problems(400, 401);
    }

    /// <summary>List the concordances that vendor evidence can be recorded by, ordered by slug, with the numbers they map with.</summary>
    /// <param name="limit">The most concordances to return, 1 to 200; 50 when left out.</param>
    /// <param name="cursor">Where to go on: 'next' of the page before.</param>
    internal static Results<Representation, ProblemHttpResult> ListConcordances(CatalogCache catalog, int? limit, string? cursor)
    {
        var (page, refused) = SlugPage.Read("concordances", limit, cursor);
        if (refused is not null) return refused;

        var (concordances, next) = page.Cut(catalog.Current.Concordances);
        var list = new ConcordanceListResponse { Items = [.. concordances.Select(ConcordanceResponse.Of)], Next = next };
        return Representation.Of(list, ConcordanceJson.Wire.ConcordanceListResponse);
    }
}
