using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Passport;

/// <summary>The pages of whoever owns a passport.</summary>
internal static class PassportPages
{
    public static IServiceCollection AddPassportPages(this IServiceCollection services)
    {
        services.AddSingleton<SecretLinks>();
        services.AddSingleton<PassportAnswers>();
        services.AddSingleton<PassportWhatIf>();
        services.AddSingleton<PassportPictures>();
        services.AddTransient<ScoreViewMaker>();
        services.AddTransient<PassportViewMaker>();
        services.AddTransient<ReadinessViewMaker>();
        services.AddSingleton<GroupNames>();
        services.AddSingleton<SelfIdentificationViewMaker>();
        return services.AddTransient<SharingViewMaker>();
    }

    public static void MapPassportPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPassportDoor();
        routes.MapPassportHome();
        routes.MapReadinessPage();
        routes.MapSharing();
        routes.MapPassportData();
        routes.MapSelfIdentificationForms();
    }
}
