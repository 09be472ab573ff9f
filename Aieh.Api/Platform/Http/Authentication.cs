using System.Text;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Turns the request's credential into a <see cref="Principal"/>. A missing credential is the anonymous principal; a bad one is
/// a 401 on every route, the public ones too, so that a client never mistakes an expired token for a working one.
/// </summary>
internal sealed class Authentication(RequestDelegate next, TokenHolders holders, JwtPrincipals jwts)
{
    /// <summary>Query parameter that carries a public share link's secret, so that a link can be opened as it is.</summary>
    public const string ShareParameter = "share";

    public const string Challenge = "Bearer realm=\"aieh\"";

    /// <summary>Applicant tracking systems send a key by HTTP Basic (RFC 7617).</summary>
    private const string BasicChallenge = "Basic realm=\"aieh\"";

    public async Task InvokeAsync(HttpContext context)
    {
        if (Telemetry.IsOperational(context.Request.Path))
        {
            await next(context);
            return;
        }

        var (token, malformed) = ReadToken(context.Request);
        if (malformed)
        {
            await ChallengeAsync(context, Problems.InvalidTokenKind, "Send 'Authorization: Bearer <token>'.");
            return;
        }

        if (token is not null)
        {
            var page = PageRoute.Of(context);
            var (principal, refusal) = page is null && JwtReader.IsOne(token)
                ? await jwts.FindAsync(context)
                : (await holders.FindAsync(token, context.RequestAborted), null);
            if (principal is null && page is not null)
            {
                // A browser cannot know that what it holds has ended. The page tells, and it holds it no longer.
                page.ForgetCookie(context);
                context.Features.Set(new RefusedCookie());
            }
            else if (principal is null)
            {
                await ChallengeAsync(context, Problems.InvalidTokenKind, refusal ?? "It is unknown, mistyped, expired or revoked.");
                return;
            }

            context.Features.Set(principal);
        }

        await next(context);
    }

    internal static Task ChallengeAsync(HttpContext context, Problems.Kind kind, string detail)
    {
        var error = kind == Problems.InvalidTokenKind ? ", error=\"invalid_token\"" : "";
        var isOfSystem = Routes.IsOfSystems(context.Request.Path);
        context.Response.Headers.WWWAuthenticate = isOfSystem ? BasicChallenge : Challenge + error;
        if (isOfSystem && kind == Problems.UnauthenticatedKind) detail = "Send the key by HTTP Basic, as user name and without a password.";
        return Problems.Of(kind, detail).ExecuteAsync(context);
    }

    /// <summary>The credential without what may be spelled in many ways around it; null when there is none.</summary>
    internal static (string? Token, bool Malformed) ReadToken(HttpRequest request)
    {
        if (PageRoute.Of(request.HttpContext) is { } page) return (page.ReadCookie(request)?.Token, false);

        var authorization = request.Headers.Authorization;
        if (authorization.Count == 0)
        {
            return request.Query.TryGetValue(ShareParameter, out var share)
                ? (share.ToString(), !share.ToString().StartsWith(SecretToken.LinkPrefix, StringComparison.Ordinal))
                : (null, false);
        }

        var value = authorization.ToString();
        const string scheme = "Bearer ";
        if (value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return (value[scheme.Length..].Trim(), false);

        return Routes.IsOfSystems(request.Path) && ReadBasic(value) is { } key ? (key, false) : (value, true);
    }

    /// <summary>The key, as user name or as password: which of the two is left empty differs; null when it is no such header.</summary>
    private static string? ReadBasic(string authorization)
    {
        const string scheme = "Basic ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;

        var encoded = authorization.AsSpan(scheme.Length).Trim();
        var decoded = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, decoded, out var length)) return null;

        var pair = Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2);
        return pair is [{ Length: > 0 } user, ..] ? user : pair[^1];
    }
}
