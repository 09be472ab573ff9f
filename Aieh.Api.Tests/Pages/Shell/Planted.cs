using System.Globalization;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Shell;

/// <summary>Pages of the tests' own, put on the road of the service as it is.</summary>
internal sealed class Planted : IStartupFilter
{
    /// <summary>A page that says who calls.</summary>
    public const string Who = "/planted/who";

    /// <summary>A page with a form.</summary>
    public const string Form = "/planted/form";

    /// <summary>What of forms came through.</summary>
    public List<(string? Field, string? Key)> Sent { get; } = [];

    public void AddTo(IServiceCollection services) => services.AddSingleton<IStartupFilter>(this);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        app.UseEndpoints(routes => Map(routes.MapAll()));
    };

    private void Map(IEndpointRouteBuilder routes)
    {
        var who = (HttpContext context) => PageOf(Principal.Of(context).Id);
        routes.MapPage(Who, who, PageNeeds.None, PageCookie.Passport, PageCookie.Attempt);
        routes.MapPage("/planted/nobody", who).ForEverybody();
        routes.MapPage("/planted/script", () => PageOf("script"), PageNeeds.Forms | PageNeeds.Scripts);
        routes.MapPage("/planted/held/{token}", Hold);
        routes.MapPage("/planted/figures", () => PageOf(string.Create(CultureInfo.CurrentCulture, $"{1234.5:N1} {Start:d}")));
        routes.MapPage(Form, () => PageOf("form"), PageNeeds.Forms);
        routes.MapForm(Form, Send);
    }

    private static DateTime Start => AiehApplication.Start.UtcDateTime;

    private static PageResult<PlantedPage> PageOf(string text) => PageResult.Of<PlantedPage>(text);

    private static IResult Hold(string token, HttpContext context)
    {
        PageCookie.Passport.Hold(context, token);
        PageCookie.Attempt.Hold(context, token, Who, TimeSpan.FromDays(1));
        return PageResult.GoTo(Who);
    }

    private IResult Send(HttpContext context)
    {
        Sent.Add((PageRoutes.FormOf(context)["field"], context.Request.Headers[IdempotencyKey.Header]));
        return PageResult.GoTo("/planted/nobody");
    }
}

/// <summary>A page with a text and a form.</summary>
public sealed class PlantedPage : ComponentBase
{
    [Parameter]
    public string View { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<PageLayout>(0);
        builder.AddComponentParameter(1, nameof(PageLayout.Title), "Planted");
        builder.AddComponentParameter(2, nameof(PageLayout.ChildContent), (RenderFragment)Render);
        builder.CloseComponent();
    }

    private void Render(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "h1");
        builder.AddContent(1, View);
        builder.CloseElement();
        if (View != "form") return;

        builder.OpenElement(2, "form");
        builder.AddAttribute(3, "method", "post");
        builder.AddAttribute(4, "action", Planted.Form);
        builder.OpenComponent<FormFields>(5);
        builder.CloseComponent();
        builder.OpenElement(6, "input");
        builder.AddAttribute(7, "name", "field");
        builder.AddAttribute(8, "required", true);
        builder.CloseElement();
        builder.OpenElement(9, "button");
        builder.AddContent(10, "Send");
        builder.CloseElement();
        builder.CloseElement();
    }
}
