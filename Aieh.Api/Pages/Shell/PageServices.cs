using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Pages.Shell;

internal sealed class PageOptions
{
    public const string Section = "Pages";

    /// <summary>Whether there are any: without them the service is the API alone.</summary>
    /// <value>The default value is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Languages that pages are written in besides English, by their codes: there is a file of words for each.</summary>
    /// <value>The default is none.</value>
    public IList<string> Languages { get; } = [];
}

internal static class PageServices
{
    private const string English = "en";

    /// <summary>
    /// Components are rendered by themselves (<see cref="PageResult{TPage}"/>). The framework's AddRazorComponents would bring scripts
    /// that are not wanted, and a key ring of its own in the file system, made at every start: see <see cref="Platform.Access.Sealing"/>.
    /// </summary>
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddOptions<PageOptions>().BindConfiguration(PageOptions.Section);
        services.AddSingleton<PageForms>();
        services.AddScoped(provider => new PageContext(provider.GetRequiredService<PageForms>()));
        services.AddLocalization();
        services.AddOptions<RequestLocalizationOptions>().Configure<IOptions<PageOptions>>((request, pages) =>
        {
            string[] languages = [English, .. pages.Value.Languages];
            request.SetDefaultCulture(English);
            request.SupportedUICultures = [.. languages.Select(CultureInfo.GetCultureInfo)];
            // Numbers and days as in the reader's country, where the words are in the reader's language.
            request.SupportedCultures =
            [
                .. CultureInfo.GetCultures(CultureTypes.NeutralCultures | CultureTypes.SpecificCultures)
                    .Where(culture => languages.Contains(culture.TwoLetterISOLanguageName) || languages.Contains(culture.Name)),
            ];
            request.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
        });
        return services;
    }
}
