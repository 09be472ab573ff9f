using Aieh.Api.Platform.Access;

namespace Aieh.Api.Platform.Browser;

/// <summary>The request's cookie held a token that is nobody's, or not any more.</summary>
internal sealed record RefusedCookie;

/// <summary>
/// A token that a browser holds for its user: read by pages and by nothing else, kept from scripts and from other sites' forms.
/// </summary>
/// <param name="Name">The name, without the prefix by which browsers guard it under https.</param>
/// <param name="TokenPrefix">
/// The kind of token that it holds. Another kind in it is none: a page asks the API's handlers past their routes' rules of who may call.
/// </param>
/// <param name="IsEverywhere">Whether all pages get it; otherwise it is for pages below the first two segments of an address.</param>
internal sealed record PageCookie(string Name, string TokenPrefix, bool IsEverywhere = false)
{
    /// <summary>The passport of whoever sits before the browser.</summary>
    public static readonly PageCookie Passport = new("aieh-passport", SecretToken.CandidatePrefix, IsEverywhere: true);

    public static readonly PageCookie Attempt = new("aieh-attempt", SecretToken.AttemptPrefix);
    public static readonly PageCookie Invitation = new("aieh-invitation", SecretToken.InvitationPrefix);

    /// <summary>A share link's.</summary>
    public static readonly PageCookie Link = new("aieh-link", SecretToken.LinkPrefix);

    /// <summary>Has the browser keep a token.</summary>
    /// <param name="context">The request that is answered with it.</param>
    /// <param name="token">The token.</param>
    /// <param name="path">Address of the pages that get it; null where all do.</param>
    /// <param name="keptFor">How long it is kept, by whatever clock the browser has; null for as long as it is open.</param>
    public void Hold(HttpContext context, string token, string? path = null, TimeSpan? keptFor = null) =>
        context.Response.Cookies.Append(NameIn(context.Request), token, OptionsOf(context.Request, path ?? "/", keptFor));

    public void Forget(HttpContext context) =>
        context.Response.Cookies.Delete(NameIn(context.Request), OptionsOf(context.Request, PathOf(context.Request)));

    /// <summary>Null without one.</summary>
    public string? Read(HttpRequest request) =>
        request.Cookies[NameIn(request)] is { } token && token.StartsWith(TokenPrefix, StringComparison.Ordinal) ? token : null;

    /// <summary>Browsers take a name with these prefixes from this host over https only, the first of them for all paths only.</summary>
    private string NameIn(HttpRequest request) => !request.IsHttps ? Name : (IsEverywhere ? "__Host-" : "__Secure-") + Name;

    private string PathOf(HttpRequest request) =>
        IsEverywhere ? "/" : string.Join('/', request.Path.ToString().Split('/').Take(3));

    /// <summary>How all cookies of pages are kept: from scripts and from other sites' forms.</summary>
    internal static CookieOptions OptionsOf(HttpRequest request, string path, TimeSpan? keptFor = null) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Path = path,
        MaxAge = keptFor,
        IsEssential = true,
    };
}
