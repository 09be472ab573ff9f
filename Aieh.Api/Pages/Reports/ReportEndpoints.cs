using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Pages.Reports;

internal static class ReportEndpoints
{
    private const string Path = "/report/";

    /// <summary>Who reads by a link: the link does not tell.</summary>
    private const string Reader = "report-link";

    public static IServiceCollection AddReportPages(this IServiceCollection services)
    {
        services.AddSingleton<IReportPages, ReportPages>();
        return services.AddSingleton<ReportText>()
            .AddSingleton<ReportMessages>()
            .AddSingleton<ReportViews>()
            .AddSingleton<LoopViews>()
            .AddSingleton<ImpactViews>();
    }

    public static void MapReport(this IEndpointRouteBuilder routes) =>
        routes.MapPage(Path + "{token}", GetReport);

    /// <summary>One candidate in one loop, for whoever holds the link. That it is shown is a read of the candidate's data.</summary>
    internal static async Task<IResult> GetReport(
        string token, Db db, ReportLinks links, InvitationResults results, ReportViews views, ReportMessages messages, AuditedReads reads,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (links.Read(token) is not { } link) return messages.UnknownReport();
        if (link.ExpiresAt <= now) return messages.EndedReport();

        var found = await db.ReadAsync(LoadAsync, cancellationToken);
        if (found is null) return messages.EndedReport();
        if (found.Lack is { } lack) return messages.Of(lack, found, views);

        var invitation = found.Invitation;
        var read = new AuditedRead("report.read", InvitationTrail.SubjectOf(invitation), invitation.PassportId!.Value);
        await reads.NoteAsync(invitation.TenantId, Reader, [read], now, cancellationToken);
        return PageResult.Of<ReportPage>(views.Of(found, link, now));

        async Task<InvitationResult?> LoadAsync(DbSession session) =>
            await InvitationStore.FindAsync(session, link.Invitation) is { } invitation
                ? await results.LoadAsync(session, invitation, now, now)
                : null;
    }

    private sealed class ReportPages(IOptions<PageOptions> options) : IReportPages
    {
        public bool AreShown => options.Value.Enabled;

        public string PathOf(LinkedPage page, string token) => page switch
        {
            LinkedPage.Report => Path + token,
            LinkedPage.Impact => ImpactPageEndpoints.Path + token,
            _ => LoopEndpoints.Path + token,
        };
    }
}
