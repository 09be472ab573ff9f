using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

/// <summary>What is for everybody: what the service is, its tests and roles, and how its scores are made.</summary>
internal static class GuideEndpoints
{
    public static IServiceCollection AddGuide(this IServiceCollection services)
    {
        services.AddSingleton<FormPrecisions>();
        services.AddSingleton<GuideText>();
        services.AddSingleton<HomeViews>();
        services.AddSingleton<TestViews>();
        services.AddSingleton<TestsViews>();
        services.AddSingleton<RoleBundleViews>();
        services.AddSingleton<RolePayViews>();
        services.AddSingleton<RoleViews>();
        services.AddSingleton<MethodologyNumbers>();
        services.AddSingleton<WorkedExampleViews>();
        return services.AddSingleton<MethodologyViews>();
    }

    public static void MapGuide(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/", GetHome, PageNeeds.Forms).ForEverybody();
        routes.MapPage(GuideAddresses.Tests, GetTests).ForEverybody();
        routes.MapPage(GuideAddresses.Tests + "/{slug}", GetTest, PageNeeds.Forms).ForEverybody();
        routes.MapPage(GuideAddresses.Roles, GetRoles).ForEverybody();
        routes.MapPage(GuideAddresses.Roles + "/{slug}", GetRole, PageNeeds.Forms).ForEverybody();
        routes.MapPage(GuideAddresses.Methodology, GetMethodology).ForEverybody();
    }

    internal static PageResult<HomePage> GetHome(CatalogCache catalog, HomeViews views, HttpContext context) =>
        PageResult.Of<HomePage>(views.Of(catalog.Current, $"{context.Request.Scheme}://{context.Request.Host}"));

    internal static PageResult<TestsPage> GetTests(CatalogCache catalog, TestsViews views) =>
        PageResult.Of<TestsPage>(views.Of(catalog.Current));

    internal static IResult GetTest(string slug, CatalogCache catalog, TestViews views, IStringLocalizer<GuideWords> words)
    {
        var current = catalog.Current;
        return current.Assessments.TryGetValue(slug, out var test)
            ? PageResult.Of<TestPage>(views.Of(test, current))
            : Unknown(words["UnknownTest"], words["UnknownTestText"], current.Assessments.Values.Select(GuideAddresses.LinkTo));
    }

    internal static PageResult<RolesPage> GetRoles(CatalogCache catalog) =>
        PageResult.Of<RolesPage>(RoleViews.ListOf(catalog.Current));

    internal static IResult GetRole(string slug, CatalogCache catalog, RoleViews views, IStringLocalizer<GuideWords> words)
    {
        var current = catalog.Current;
        return current.Roles.TryGetValue(slug, out var role)
            ? PageResult.Of<RolePage>(views.Of(role, current))
            : Unknown(words["UnknownRole"], words["UnknownRoleText"], current.Roles.Values.Select(GuideAddresses.LinkTo));
    }

    internal static PageResult<MethodologyPage> GetMethodology(CatalogCache catalog, MethodologyViews views) =>
        PageResult.Of<MethodologyPage>(views.Of(catalog.Current));

    private static PageResult<UnknownPage> Unknown(string title, string text, IEnumerable<GuideLink> there) =>
        PageResult.Of<UnknownPage>(new UnknownView(title, text, [.. there]), StatusCodes.Status404NotFound);
}
