using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.SharedPassport;

/// <summary>A passport as a link shows it to whoever has the link.</summary>
internal static class SharedPassportEndpoints
{
    public static IServiceCollection AddSharedPassport(this IServiceCollection services) =>
        services.AddTransient<SharedViewMaker>();

    public static void MapSharedPassport(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(PassportAddresses.Shared + "{secret}", OpenShared);
        routes.MapPage(PassportAddresses.Shared + "{id:guid}", ShowShared, PageNeeds.None, PageCookie.Link);
    }

    /// <summary>The browser holds the secret from here on, for this one passport and until it is closed.</summary>
    internal static async Task<IResult> OpenShared(
        string secret, SecretLinks links, IStringLocalizer<PassportWords> words, HttpContext context, CancellationToken cancellationToken)
    {
        var found = await links.FindSharedAsync(secret, cancellationToken);
        if (found.State != LinkState.Standing) return PassportMessages.NotShared(found.State, words);

        var path = PassportAddresses.Shared + found.Passport;
        PageCookie.Link.Hold(context, secret, path);
        return PageResult.GoTo(path);
    }

    internal static async Task<IResult> ShowShared(
        Guid id, Principal principal, SecretLinks links, PassportAnswers answers, SharedViewMaker views,
        IStringLocalizer<PassportWords> words, HttpContext context, CancellationToken cancellationToken)
    {
        var held = PageCookie.Link.Read(context.Request) ?? "";
        var link = await links.FindSharedAsync(held, cancellationToken);
        if (link.State != LinkState.Standing || link.Passport != id || principal.Kind != PrincipalKinds.Link)
        {
            var isTold = link.Passport == id && link.State != LinkState.Standing;
            return PassportMessages.NotShared(isTold ? link.State : LinkState.Unknown, words);
        }

        var passport = await answers.PassportAsync(id, principal, cancellationToken);
        // It has ended since it was looked up.
        if (passport.Value is not { } shown) return PassportMessages.NotShared(LinkState.Revoked, words);

        var readiness = await answers.AllReadinessAsync(id, principal, cancellationToken);
        var evidence = await answers.AllEvidenceAsync(id, principal, cancellationToken);
        return PageResult.Of<SharedPassportPage>(views.Of(shown, readiness, evidence, link.ExpiresAt));
    }
}
