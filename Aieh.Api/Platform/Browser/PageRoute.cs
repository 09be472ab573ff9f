using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Platform.Browser;

/// <summary>What a page does in a browser besides being read; its Content-Security-Policy allows that and nothing else.</summary>
[Flags]
internal enum PageNeeds
{
    None = 0,

    /// <summary>It sends forms to this service.</summary>
    Forms = 1,

    /// <summary>It runs scripts of this service, which call this service.</summary>
    Scripts = 2,
}

/// <summary>
/// Declared on a route that people open in a browser. What goes wrong there is told by a page too, and browsers are told what a page may
/// do. In its address a page takes what it does not know: programs for mail and chat add things of their own.
/// </summary>
/// <param name="WriteProblemAsync">Writes the page of a problem.</param>
internal sealed record PageRoute(Func<HttpContext, ProblemDetails, Task> WriteProblemAsync)
{
    public PageNeeds Needs { get; init; }

    /// <summary>Whether search engines may list it: it is about nobody.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Who is calling is said by the first of these that the browser sends; never by a header.</summary>
    public IReadOnlyList<PageCookie> Cookies { get; init; } = [];

    public static PageRoute? Of(HttpContext context) => AccessLog.EndpointOf(context)?.Metadata.GetMetadata<PageRoute>();

    /// <summary>The Content-Security-Policy: a style sheet and pictures of this service's own, and besides what is needed.</summary>
    public string SecurityPolicy
    {
        get
        {
            var scripts = Needs.HasFlag(PageNeeds.Scripts) ? "script-src 'self'; connect-src 'self'; " : "";
            var forms = Needs.HasFlag(PageNeeds.Forms) ? "'self'" : "'none'";
            return "default-src 'none'; style-src 'self'; img-src 'self'; "
                + $"{scripts}base-uri 'none'; form-action {forms}; frame-ancestors 'none'";
        }
    }

    /// <summary>The cookie that says who is calling, with what it holds; null without one.</summary>
    public (PageCookie Cookie, string Token)? ReadCookie(HttpRequest request)
    {
        foreach (var cookie in Cookies)
        {
            if (cookie.Read(request) is { } token) return (cookie, token);
        }

        return null;
    }

    public void ForgetCookie(HttpContext context) => ReadCookie(context.Request)?.Cookie.Forget(context);
}
