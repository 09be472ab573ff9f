using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Passport;

/// <summary>Readiness for a role, and what it would be if other things counted.</summary>
internal static class ReadinessPageEndpoints
{
    public static void MapReadinessPage(this IEndpointRouteBuilder routes) =>
        routes.MapPage(
            PassportAddresses.Readiness + "{role}", ShowReadiness, PageNeeds.Forms | PageNeeds.Scripts, PageCookie.Passport);

    internal static async Task<IResult> ShowReadiness(
        string role, Principal principal, PassportAnswers answers, PassportWhatIf whatIf, ReadinessViewMaker views, CatalogCache cache,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var published = await answers.ReadinessAsync(id, role, principal, cancellationToken);
        if (published.Value is not { } readiness) return PassportMessages.Of(published.Problem!, context);

        var document = cache.Current.Roles[role];
        var weights = TriedWeights.Of(context.Request.Query, document);
        if (!weights.IsAny) return PageResult.Of<ReadinessPage>(views.Of(document, readiness, weights, null, null));

        var (tried, fault) = await whatIf.TryAsync(id, document, weights, principal, cancellationToken);
        if (tried.Problem is { } problem) return PassportMessages.Of(problem, context);

        var status = fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return PageResult.Of<ReadinessPage>(views.Of(document, readiness, weights, tried.Value, fault), status);
    }
}
