using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Catalog.Roles;

internal static class RoleEndpoints
{
    public static IServiceCollection AddRoles(this IServiceCollection services) => services.AddWireJson(RoleJson.Wire);

    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/roles")
            .Tag("Roles", "Role profiles: what a role is and pays, and the bundle of assessments that makes up readiness for it.");
        group.MapGet("/", ListRoles).WithName("listRoles").Access(PrincipalKinds.Everyone)
            .Produces<RoleListResponse>().Produces(304).Example(() => RoleExamples.Roles).Problems(400, 401);
        group.MapGet("/{role}", GetRole).WithName("getRole").Access(PrincipalKinds.Everyone)
            .Produces<RoleResponse>().Produces(304).Example(() => RoleExamples.Role).Problems(401, 404);
    }

    /// <summary>List the roles, ordered by slug.</summary>
    /// <param name="limit">The most roles to return, 1 to 200; 50 when left out.</param>
    /// <param name="cursor">Where to go on: 'next' of the page before.</param>
    internal static Results<Representation, ProblemHttpResult> ListRoles(CatalogCache catalog, int? limit, string? cursor)
    {
        var (page, refused) = SlugPage.Read("roles", limit, cursor);
        if (refused is not null) return refused;

        var (roles, next) = page.Cut(catalog.Current.Roles);
        var list = new RoleListResponse { Items = [.. roles.Select(RoleSummaryResponse.Of)], Next = next };
        return Representation.Of(list, RoleJson.Wire.RoleListResponse);
    }

    /// <summary>Get a role's profile and the bundle of assessments that makes up readiness for it.</summary>
    /// <param name="role">Slug of the role.</param>
    internal static Results<Representation, ProblemHttpResult> GetRole(
        string role, CatalogCache catalog, RepresentationCache representations)
    {
        var current = catalog.Current;
        return current.Roles.TryGetValue(role, out var found)
            ? representations.GetOrAdd(current, $"role/{role}", () => Representation.Of(RoleResponse.Of(found), RoleJson.Wire.RoleResponse))
            : Problems.NotFound();
    }
}
