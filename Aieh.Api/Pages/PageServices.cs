using Aieh.Api.Employers.Reports;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Pages;

internal sealed class PageOptions
{
    public const string Section = "Pages";

    /// <summary>Whether there are any: without them the service is the API alone.</summary>
    /// <value>The default value is true.</value>
    public bool Enabled { get; set; } = true;
}

internal static class PageServices
{
    /// <summary>
    /// Components are rendered by themselves (<see cref="PageResult{TPage}"/>). The framework's AddRazorComponents would bring forms and
    /// their tokens, and with them a key ring of its own in the file system, made at every start: see
    /// <see cref="Platform.Access.Sealing"/>.
    /// </summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddOptions<PageOptions>().BindConfiguration(PageOptions.Section);
        services.AddSingleton<IReportPages, ReportPages>();
        return services.AddSingleton<ReportViews>();
    }

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<PageOptions>>().Value.Enabled) return;

        routes.MapStylesheet();
        routes.MapReport();
    }

    private sealed class ReportPages(IOptions<PageOptions> options) : IReportPages
    {
        public bool AreShown => options.Value.Enabled;

        public string PathOf(string token) => ReportEndpoints.Path + token;
    }
}
