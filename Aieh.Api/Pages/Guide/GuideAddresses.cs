using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Pages.Guide;

internal static class GuideAddresses
{
    public const string Tests = "/tests";
    public const string Roles = "/roles";
    public const string Methodology = "/methodology";

    public static GuideLink LinkTo(AssessmentDocument test) => new($"{Tests}/{test.Slug}", test.Title);

    public static GuideLink LinkTo(RoleDocument role) => new($"{Roles}/{role.Slug}", role.Title);

    /// <summary>A test by its slug; one that the catalog does not have is called by it.</summary>
    public static GuideLink TestNamed(string slug, CatalogSnapshot catalog) =>
        new($"{Tests}/{slug}", catalog.TitleOf(slug));

    public static GuideLink RoleNamed(string slug, CatalogSnapshot catalog) =>
        new($"{Roles}/{slug}", catalog.RoleTitleOf(slug));
}
