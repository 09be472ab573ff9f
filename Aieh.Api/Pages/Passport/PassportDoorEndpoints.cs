using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Returns;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Pages.Passport;

/// <summary>How a browser comes by a passport: a new one, or one whose link was kept.</summary>
internal static class PassportDoorEndpoints
{
    /// <summary>Browsers keep a cookie for 400 days at most; each visit to the passport begins them anew.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private const string LinkField = "link";
    private const string ReplaceField = "replace";

    public static void MapPassportDoor(this IEndpointRouteBuilder routes)
    {
        routes.MapForm(PassportAddresses.New, MakePassport, PageCookie.Passport).WithScripts();
        routes.MapForm(PassportAddresses.Open, OpenPassport, PageCookie.Passport);
        routes.MapPage("/passport/{token}", OpenLink, PageNeeds.Forms, PageCookie.Passport);
        routes.MapForm("/passport/{token}", OpenLinkAnyway, PageCookie.Passport);
        routes.MapPage(PassportAddresses.Goodbye, SayGoodbye);
    }

    /// <summary>Has the browser keep a passport.</summary>
    public static void Hold(HttpContext context, string token) => PageCookie.Passport.Hold(context, token, keptFor: Kept);

    /// <summary>Whether the browser holds a passport that would go.</summary>
    public static bool HoldsAnother(Principal principal, Guid passport) =>
        PassportAddresses.PassportOf(principal) is { } held && held != passport && principal.PassportErasedAt is null;

    /// <summary>Has the browser keep a passport, for as long as the token lasts, and leads there.</summary>
    public static IResult Enter(HttpContext context, string token, DateTimeOffset? expiresAt, TimeProvider time)
    {
        PageCookie.Passport.Hold(context, token, keptFor: expiresAt - time.Now() ?? Kept);
        return PageResult.GoTo(PassportAddresses.Home);
    }

    /// <summary>The page of whoever holds none.</summary>
    public static IResult Show(HttpContext context, string? problem = null, int status = StatusCodes.Status200OK)
    {
        var hasEnded = context.Features.Get<RefusedCookie>() is not null;
        var services = context.RequestServices;
        var hasMail = services.GetRequiredService<PassportReturns>().Refusal is null;
        var hasSignIn = services.GetRequiredService<IOptions<OidcOptions>>().Value.IsOn;
        return PageResult.Of<PassportDoorPage>(new PassportDoorView(hasEnded, problem, hasMail, hasSignIn), status);
    }

    /// <summary>
    /// The link is on the page that answers, and nowhere after it: there is no address that shows it again. Sent again by a browser that
    /// has not had the answer yet, the form makes no second passport.
    /// </summary>
    internal static async Task<IResult> MakePassport(
        Principal principal, RateLimits limits, Idempotency idempotency, SecretLinks links, TimeProvider time, HttpContext context)
    {
        if (PassportAddresses.PassportOf(principal) is not null) return PageResult.GoTo(PassportAddresses.Home);
        if (!principal.IsAnonymous) return PassportMessages.NoPassport();

        var made = Answer<CreatedPassportResponse>.Of(
            await PassportEndpoints.CreatePassport(null, principal, limits, idempotency, time, context),
            PassportJson.Wire.CreatedPassportResponse);
        if (made.Value is not { } passport) return PassportMessages.Of(made.Problem!, context);

        Hold(context, passport.Token);
        var link = links.AbsoluteOf($"{PassportAddresses.Home}/{passport.Token}", context.Request);
        return PageResult.Of<PassportMadePage>(new PassportMadeView(link));
    }

    /// <summary>A link, or a token, that was pasted. The token is in no address on the way.</summary>
    internal static async Task<IResult> OpenPassport(
        Principal principal, SecretLinks links, IStringLocalizer<PassportWords> words, TimeProvider time, HttpContext context,
        CancellationToken cancellationToken)
    {
        var fields = PageRoutes.FormOf(context);
        var token = SecretLinks.TokenIn(fields[LinkField].ToString());
        var found = await links.FindPassportAsync(token, cancellationToken);
        if (found.State == LinkState.Erased) return PassportMessages.Erased(words);
        if (found.State != LinkState.Standing)
        {
            return PassportAddresses.PassportOf(principal) is null
                ? Show(context, words["UnknownLinkText"], StatusCodes.Status404NotFound)
                : PassportMessages.UnknownLink(words);
        }

        var replaces = fields.ContainsKey(ReplaceField);
        return HoldsAnother(principal, found.Passport) && !replaces
            ? PageResult.Of<AnotherPassportPage>(new AnotherPassportView(IsPasted: true))
            : Enter(context, token, found.ExpiresAt, time);
    }

    /// <summary>A link that was kept. Programs that look at links open it too: all it does is to give a cookie to whoever asks.</summary>
    internal static async Task<IResult> OpenLink(
        string token, Principal principal, SecretLinks links, IStringLocalizer<PassportWords> words, TimeProvider time,
        HttpContext context, CancellationToken cancellationToken)
    {
        var found = await links.FindPassportAsync(token, cancellationToken);
        return found.State switch
        {
            LinkState.Erased => PassportMessages.Erased(words),
            LinkState.Standing when HoldsAnother(principal, found.Passport) =>
                PageResult.Of<AnotherPassportPage>(new AnotherPassportView()),
            LinkState.Standing => Enter(context, token, found.ExpiresAt, time),
            _ => PassportMessages.UnknownLink(words),
        };
    }

    /// <summary>As somebody has agreed to who holds another passport: sent by the page that asks, to the address it was asked at.</summary>
    internal static async Task<IResult> OpenLinkAnyway(
        string token, SecretLinks links, IStringLocalizer<PassportWords> words, TimeProvider time, HttpContext context,
        CancellationToken cancellationToken)
    {
        var found = await links.FindPassportAsync(token, cancellationToken);
        return found.State switch
        {
            LinkState.Erased => PassportMessages.Erased(words),
            LinkState.Standing => Enter(context, token, found.ExpiresAt, time),
            _ => PassportMessages.UnknownLink(words),
        };
    }

    internal static IResult SayGoodbye(IStringLocalizer<PassportWords> words) => PassportMessages.Goodbye(words);

}
