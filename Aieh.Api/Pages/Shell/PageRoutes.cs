using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Shell;

/// <summary>How pages are put on the road.</summary>
internal static class PageRoutes
{
    /// <summary>A page that is read.</summary>
    /// <param name="routes">Where it is put.</param>
    /// <param name="path">Its address.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="needs">What it does in a browser.</param>
    /// <param name="cookies">Which cookies say who is calling, the first that is there; without any, nobody is.</param>
    public static RouteHandlerBuilder MapPage(
        this IEndpointRouteBuilder routes, string path, Delegate handler, PageNeeds needs = PageNeeds.None,
        params PageCookie[] cookies) => AsPage(routes.MapGet(path, handler), needs, cookies);

    /// <summary>What a page's form is sent to: what no page of this service has sent is refused before the handler.</summary>
    public static RouteHandlerBuilder MapForm(
        this IEndpointRouteBuilder routes, string path, Delegate handler, params PageCookie[] cookies) =>
        AsPage(routes.MapPost(path, handler), PageNeeds.Forms, cookies).AddEndpointFilter<RouteHandlerBuilder, OwnFormsOnly>();

    /// <summary>The page is about nobody: search engines may list it.</summary>
    public static RouteHandlerBuilder ForEverybody(this RouteHandlerBuilder route) => Change(route, page => page with { IsPublic = true });

    /// <summary>The page that answers a form runs a script.</summary>
    public static RouteHandlerBuilder WithScripts(this RouteHandlerBuilder route) =>
        Change(route, page => page with { Needs = page.Needs | PageNeeds.Scripts });

    /// <summary>The fields of the form that was sent.</summary>
    public static IFormCollection FormOf(HttpContext context) => context.Features.Get<SentForm>()!.Fields;

    private static RouteHandlerBuilder Change(RouteHandlerBuilder route, Func<PageRoute, PageRoute> change)
    {
        route.Add(builder => builder.Metadata.Add(change(builder.Metadata.OfType<PageRoute>().Last())));
        return route;
    }

    private static RouteHandlerBuilder AsPage(RouteHandlerBuilder route, PageNeeds needs, PageCookie[] cookies) =>
        route.Access(PrincipalKinds.Everyone)
            .WithMetadata(new PageRoute(MessagePages.WriteProblemAsync) { Needs = needs, Cookies = cookies })
            .ExcludeFromDescription();

    private sealed record SentForm(IFormCollection Fields);

    private sealed class OwnFormsOnly(PageForms forms) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            if (await forms.ReadAsync(context.HttpContext) is not { } fields) return MessagePages.ForeignForm(context.HttpContext);

            context.HttpContext.Features.Set(new SentForm(fields));
            return await next(context);
        }
    }
}
