using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

internal sealed class RoleViews(GuideText text, IStringLocalizer<GuideWords> words, RolePayViews pay, RoleBundleViews bundles)
{
    public static IReadOnlyList<RoleCard> ListOf(CatalogSnapshot catalog) =>
    [
        .. catalog.Roles.Values.OrderBy(role => role.Bundle is null)
            .Select(role => new RoleCard(GuideAddresses.LinkTo(role), role.Summary, role.Bundle is not null)),
    ];

    public RoleView Of(RoleDocument role, CatalogSnapshot catalog) => new()
    {
        Title = role.Title,
        Summary = role.Summary,
        Pay = pay.Of(role),
        Activities = [.. role.Activities.Select(each => new NamedText(each.Name, each.Description))],
        Skills = [.. role.Skills.Select(each => new NamedText(each.Name, each.Description))],
        SkillsNote = role.SkillsNote,
        SeniorSkill = role.SeniorSkill is { } senior ? new NamedText(senior.Name, senior.Description) : null,
        WorkingCadence = role.WorkingCadence,
        Neighbours = [.. NeighboursOf(role, catalog)],
        Origins = [.. role.Origins.Select(each => new OriginView(each.Name, text.Of(each.Frequency), each.Description))],
        OriginsNote = role.OriginsNote,
        Bundle = role.Bundle is null ? null : bundles.Of(role, role.Bundle, catalog),
        Tests = role.Bundle is null ? [.. catalog.Assessments.Values.Select(GuideAddresses.LinkTo)] : [],
        Lacks = [.. LacksOf(role)],
        Sources = [.. role.Sources.Select(source => new SourceView(source.Citation, AddressOf(source)))],
    };

    /// <summary>Roles that it names, and those that name it and that it does not.</summary>
    private static IEnumerable<NeighbourView> NeighboursOf(RoleDocument role, CatalogSnapshot catalog)
    {
        foreach (var near in role.AdjacentRoles)
        {
            yield return new NeighbourView(GuideAddresses.RoleNamed(near.Role, catalog), near.Difference, null);
        }

        foreach (var other in catalog.Roles.Values.Where(other => role.AdjacentRoles.All(near => near.Role != other.Slug)))
        {
            if (other.AdjacentRoles.FirstOrDefault(near => near.Role == role.Slug) is not { } told) continue;

            yield return new NeighbourView(GuideAddresses.LinkTo(other), told.Difference, other.Title);
        }
    }

    private IEnumerable<string> LacksOf(RoleDocument role)
    {
        if (role.Bundle is null) yield return words["LacksBundle"];
        if (role.Activities.Count == 0) yield return words["LacksActivities"];
        if (role.Skills.Count == 0) yield return words["LacksSkills"];
        if (role.Origins.Count == 0) yield return words["LacksOrigins"];
        if (role.Compensation.ReferencePoints.Count == 0) yield return words["LacksPay"];
    }

    /// <summary>Only what a browser may follow.</summary>
    private static string? AddressOf(SourceReference source) =>
        Uri.TryCreate(source.Url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? source.Url : null;
}
