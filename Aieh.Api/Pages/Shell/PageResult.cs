using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Aieh.Api.Pages.Shell;

/// <summary>
/// A page, rendered whole before its first byte is sent: what goes wrong in it is told by a page about that, and never by half of this one.
/// </summary>
/// <param name="status">Status of the answer.</param>
/// <param name="parameters">What the page is given.</param>
internal sealed class PageResult<TPage>(int status, IDictionary<string, object?> parameters) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        services.GetRequiredService<PageContext>().Begin(httpContext);
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        var content = Encoding.UTF8.GetBytes(html);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, httpContext.RequestAborted);
    }
}

internal static class PageResult
{
    /// <summary>A page that is given one thing to show, as its parameter View.</summary>
    public static PageResult<TPage> Of<TPage>(object view, int status = StatusCodes.Status200OK) where TPage : IComponent =>
        new(status, new Dictionary<string, object?> { ["View"] = view });

    /// <summary>Where to go on after a form: by GET, so that loading the page again sends nothing again.</summary>
    public static IResult GoTo(string path) => new SeeOther(path);

    private sealed record SeeOther(string Path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Path;
            return Task.CompletedTask;
        }
    }
}
