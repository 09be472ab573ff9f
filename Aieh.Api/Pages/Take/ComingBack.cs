using Aieh.Api.Platform.Browser;

namespace Aieh.Api.Pages.Take;

/// <summary>Where somebody came from who started an attempt, so that its result leads back there.</summary>
internal static class ComingBack
{
    private const string Cookie = "aieh-from";
    private const string Invitation = "/invitation/";

    public static void Remember(HttpContext context, Guid attempt, string from)
    {
        if (!IsOurs(from)) return;

        context.Response.Cookies.Append(Cookie, from, PageCookie.OptionsOf(context.Request, TakeAddresses.ResultOf(attempt)));
    }

    /// <summary>Null when it is not known.</summary>
    public static string? Read(HttpContext context) => context.Request.Cookies[Cookie] is { } from && IsOurs(from) ? from : null;

    private static bool IsOurs(string path) =>
        path == "/passport"
        || (path.StartsWith(Invitation, StringComparison.Ordinal) && Guid.TryParse(path[Invitation.Length..], out _));
}
