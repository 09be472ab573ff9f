using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Declared on a route that people open in a browser. What goes wrong there is told by a page too, and browsers are told what a page may
/// do. In its address a page takes what it does not know: programs for mail and chat add things of their own.
/// </summary>
/// <param name="WriteProblemAsync">Writes the page of a problem.</param>
internal sealed record PageRoute(Func<HttpContext, ProblemDetails, Task> WriteProblemAsync)
{
    public static PageRoute? Of(HttpContext context) => AccessLog.EndpointOf(context)?.Metadata.GetMetadata<PageRoute>();
}
