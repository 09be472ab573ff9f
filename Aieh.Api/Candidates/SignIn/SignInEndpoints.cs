using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Candidates.SignIn;

/// <summary>The way to the identity provider and back, for pages.</summary>
internal static class SignInEndpoints
{
    public const string Path = "/passport/sign-in";
    public const string CallbackPath = Path + "/callback";

    private const string NoStore = "no-store";

    /// <summary>Where the operator has a provider, and pages remember who has signed in; otherwise there is nothing here.</summary>
    public static void MapOidcSignIn(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<OidcOptions>>().Value.IsOn) return;
        if (routes.ServiceProvider.GetService<IPassportSession>() is not { } session) return;

        routes.MapGet(Path, SignIn).Access(PrincipalKinds.Everyone).WithMetadata(session.Page).ExcludeFromDescription();
        routes.MapGet(CallbackPath, FinishSignIn).Access(PrincipalKinds.Everyone).WithMetadata(session.Page).ExcludeFromDescription();
    }

    /// <summary>Leads to the provider.</summary>
    internal static async Task SignIn(OidcSignIn oidc, IPassportSession session, HttpContext context)
    {
        context.Response.Headers.CacheControl = NoStore;
        await oidc.ChallengeAsync(context, session.Home);
    }

    /// <summary>Comes back from there: to the account's passport, which is made when there is none.</summary>
    internal static async Task<IResult> FinishSignIn(
        OidcSignIn oidc, IPassportSession session, RateLimits limits, HttpContext context)
    {
        if (await oidc.ReadAsync(context) is not { } login) return session.Refuse();

        var signedIn = await oidc.FindAsync(login, context.RequestAborted);
        if (signedIn is null)
        {
            if (limits.Passports.Take(context) is { } limited) return limited;
            signedIn = await oidc.MakeAsync(login, context.RequestAborted);
        }

        if (signedIn is null) return Problems.PassportErased();

        context.Response.Headers.CacheControl = NoStore;
        return session.Enter(context, signedIn);
    }
}
