using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Candidates.SignIn;
using Aieh.Api.Candidates.Supervising;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Concordances;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Catalog.Methodology;
using Aieh.Api.Catalog.Roles;
using Aieh.Api.Contract;
using Aieh.Api.Employers.Ashby;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.Greenhouse;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Impact;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Kombo;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Returns;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Employers.Usage;
using Aieh.Api.Employers.Verifications;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Pages.Guide;
using Aieh.Api.Pages.Invitation;
using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Reports;
using Aieh.Api.Pages.Returns;
using Aieh.Api.Pages.SharedPassport;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Take;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api;

/// <summary>The HTTP service: what it is made of, and the order in which a request goes through it.</summary>
internal static class Server
{
    private const int MaxBodyBytes = 64 * 1024;
    private const string DefaultUrl = "http://localhost:8080";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        Startup.RefuseFormerSettings(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = OpenFiles.MostConnections();
        });
        builder.UseAddresses(DefaultUrl);
        builder.AddLogs();
        builder.AddTelemetry();
        AddServices(builder.Services, builder.Configuration);

        var app = builder.Build();
        Use(app);
        Map(app);
        return app;
    }

    /// <summary>
    /// From the ground up. Hosted services stop in reverse: the last maintenance runs before the writer commits what it has accepted.
    /// </summary>
    private static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddHealth();
        services.AddManagementPort();
        services.AddDatabase(configuration);
        services.AddMaintenance();
        services.AddGracefulShutdown();
        services.AddAccess();
        services.AddSingleton<TokenHolders>();
        services.AddJwtPrincipals();
        services.AddProblems();
        services.AddSecurityHeaders();
        services.AddRateLimits();
        services.AddIdempotency();
        services.AddRepresentations();
        services.AddOpenApiDocuments();
        services.AddCatalog();
        services.AddMethodology();
        services.AddAssessments();
        services.AddConcordances();
        services.AddRoles();
        services.AddAttempts();
        services.AddIntegrity();
        services.AddPassports();
        services.AddSupervising();
        services.AddReadiness();
        services.AddOidcSignIn();
        services.AddTenants();
        services.AddUsage();
        services.AddAudit();
        services.AddWebhooks();
        services.AddHiringLoops();
        services.AddRanking();
        services.AddMail();
        services.AddInvitations();
        services.AddReturns();
        services.AddVerifications();
        services.AddReports();
        services.AddInvitationIntegrity();
        services.AddImpact();
        services.AddAts();
        services.AddGreenhouse();
        services.AddAshby();
        services.AddKombo();
        services.AddShell();
        services.AddGuide();
        services.AddTake();
        services.AddPassportPages();
        services.AddSharedPassport();
        services.AddInvitationPages();
        services.AddReturnPages();
        services.AddReportPages();
    }

    private static void Use(WebApplication app)
    {
        app.UseAccessLog();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseManagementPort();
        app.UseRouting();
        app.UseWhen(context => PageRoute.Of(context) is not null, pages => pages.UseRequestLocalization());
        app.UseRefusedCredentialLimit();
        app.UseMiddleware<Authentication>();
        app.UseRateLimits();
        app.UseMiddleware<AccessRules>();
        app.UseMiddleware<RequestChecks>();
    }

    private static void Map(WebApplication app)
    {
        var routes = app.MapAll();
        routes.MapRoles();
        routes.MapAssessments();
        routes.MapMethodology();
        routes.MapConcordances();
        routes.MapAttempts();
        routes.MapIntegrity();
        routes.MapPassports();
        routes.MapGrants();
        routes.MapSupervising();
        routes.MapReadiness();
        routes.MapTenants();
        routes.MapKeys();
        routes.MapUsage();
        routes.MapAudit();
        routes.MapWebhooks();
        routes.MapHiringLoops();
        routes.MapRanking();
        routes.MapInvitations();
        routes.MapReturns();
        routes.MapVerifications();
        routes.MapInvitationResult();
        routes.MapInvitationIntegrity();
        routes.MapImpact();
        routes.MapPassportInvitations();
        routes.MapAtsConnections();
        routes.MapGreenhouse();
        routes.MapAshby();
        routes.MapKombo();
        if (app.Services.GetRequiredService<IOptions<PageOptions>>().Value.Enabled) MapPages(routes);
        else routes.MapGet("/", () => TypedResults.Redirect("/docs")).ExcludeFromDescription();
        routes.MapHealth();
        routes.MapMetrics();
        routes.MapOpenApiDocuments();
    }

    private static void MapPages(IEndpointRouteBuilder routes)
    {
        routes.MapAssets();
        routes.MapGuide();
        routes.MapTake();
        routes.MapPassportPages();
        routes.MapSharedPassport();
        routes.MapInvitationPages();
        routes.MapReturnPages();
        routes.MapOidcSignIn();
        routes.MapReport();
        routes.MapLoop();
        routes.MapImpactPage();
    }
}
