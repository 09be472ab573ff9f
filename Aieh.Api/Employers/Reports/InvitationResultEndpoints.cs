using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Contract;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Reports;

internal static class InvitationResultEndpoints
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddOptions<ReportOptions>().BindConfiguration(ReportOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReportOptions>, ReportOptionsValidator>();
        services.AddSingleton<PageLinks>();
        services.AddSingleton<ReportLinks>();
        services.AddSingleton<RankingLinks>();
        services.AddSingleton<IRankingLinks>(provider => provider.GetRequiredService<RankingLinks>());
        services.AddSingleton<InvitationResults>();
        return services.AddWireJson(ReportJson.Wire);
    }

    public static void MapInvitationResult(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/invitations").Tag(InvitationEndpoints.Tag, InvitationEndpoints.Description)
            .MapGet("/{id:guid}/result", GetInvitationResult).WithName("getInvitationResult")
            .Access(PrincipalKinds.Key, Scopes.ResultsRead)
            .Produces<InvitationResultResponse>().Produces<InvitationResultResponse>(StatusCodes.Status202Accepted)
            .Example(() => ReportExamples.Result).Problems(400, 401, 403, 404, 409, 410)
            .Raises(Problems.ResultNotAvailableKind, Problems.ResultWithdrawnKind);

    /// <summary>
    /// Get the result of an invitation. While it is open: 202 and what is left to take. Afterwards: readiness by the loop's weights, and
    /// the assessments in it. One that has expired after it was accepted gives what there is.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<IResult> GetInvitationResult(
        Guid id, string? asOf, Principal principal, Db db, InvitationResults results, ReportLinks links, AuditedReads reads,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (moment, invalid) = Timestamp.ReadAsOf(asOf, now);
        if (invalid is not null) return invalid;

        var found = await db.ReadAsync(LoadIfOwnAsync, cancellationToken);
        if (found is null) return Problems.NotFound();
        if (Refuses(found) is { } refused) return refused;
        if (moment < found.Invitation.AcceptedAt) return Problems.InvalidParameter("asOf", "Not before the candidate has agreed.");
        if (found.Lack is not null) return TypedResults.Accepted((string?)null, Of(found, now));

        var read = new AuditedRead("result.read", InvitationTrail.SubjectOf(found.Invitation), found.Invitation.PassportId!.Value);
        await reads.NoteAsync(principal.TenantId!.Value, principal.Actor, [read], now, cancellationToken);
        return TypedResults.Ok(Of(found, now) with { ReportUrl = links.UrlOf(found.Invitation, now) });

        async Task<InvitationResult?> LoadIfOwnAsync(DbSession session) =>
            await InvitationEndpoints.FindOwnAsync(session, id, principal) is { } invitation
                ? await results.LoadAsync(session, invitation, moment, now)
                : null;
    }

    /// <summary>The problem where there is no result and none to wait for; null otherwise.</summary>
    internal static ProblemHttpResult? Refuses(InvitationResult found) => found.Lack switch
    {
        null or NoResultReason.Open => null,
        NoResultReason.Erased => Problems.PassportErased(),
        NoResultReason.Withdrawn =>
            Problems.Of(Problems.ResultWithdrawnKind, "The permission to read it has ended. What it said is not kept."),
        _ => Problems.ResultNotAvailable(KebabCase.Of(found.State)),
    };

    private static InvitationResultResponse Of(InvitationResult found, DateTimeOffset now) => new()
    {
        Invitation = found.Invitation.Id,
        HiringLoop = found.Invitation.LoopId,
        HiringLoopVersion = found.Invitation.LoopVersion,
        Reference = found.Invitation.Reference,
        State = found.State,
        Remaining = found.Invitation.RemainingSlugs,
        Supervision = found.Loop.Supervision ?? LoopSupervision.None,
        EndedAt = found.Invitation.EndAt(now),
        Readiness = found.Readiness,
        Assessments = found.Assessments,
        Verifications = found.Verifications,
        Integrity = found.Readiness is null ? null : IntegrityViews.SummaryOf(found.Shown),
    };
}
