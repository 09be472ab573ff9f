using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Contract;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Integrity;

/// <summary>How the attempts were taken that an invitation's result rests on, and what a person decides about it.</summary>
internal static class InvitationIntegrityEndpoints
{
    public static IServiceCollection AddInvitationIntegrity(this IServiceCollection services)
    {
        services.AddOptions<IntegrityOptions>().BindConfiguration(IntegrityOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IntegrityOptions>, IntegrityOptionsValidator>();
        return services.AddSingleton<IntegrityReviews>()
            .AddSingleton<SimilarityPools>()
            .AddSingleton<SimilaritySweep>()
            .AddMaintenanceTask<SimilaritySweep>("answer-similarity", sweep => sweep.RunAsync)
            .AddWireJson(InvitationIntegrityJson.Wire);
    }

    public static void MapInvitationIntegrity(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/invitations/{id:guid}/integrity").Tag(IntegrityEndpoints.Tag, IntegrityEndpoints.Description);
        group.MapGet("/", GetInvitationIntegrity).WithName("getInvitationIntegrity").Access(PrincipalKinds.Key, Scopes.ResultsRead)
            .Example(() => InvitationIntegrityExamples.Integrity).Problems(401, 403, 404, 409, 410)
            .Raises(Problems.ResultNotAvailableKind, Problems.ResultWithdrawnKind);
        const string review = "/{evidence:guid}/review";
        group.MapGet(review, GetIntegrityReview).WithName("getIntegrityReview").Access(PrincipalKinds.Key, Scopes.ResultsRead)
            .Example(() => InvitationIntegrityExamples.Reviewed).Problems(401, 403, 404, 409, 410)
            .Raises(Problems.ResultNotAvailableKind, Problems.ResultWithdrawnKind);
        group.MapPut(review, SetIntegrityReview).WithName("setIntegrityReview").Access(PrincipalKinds.Key, Scopes.IntegrityWrite)
            .Example(() => InvitationIntegrityExamples.Review, () => InvitationIntegrityExamples.Reviewed)
            .Problems(400, 401, 403, 404, 409, 410, 413, 415)
            .Raises(Problems.ResultNotAvailableKind, Problems.ResultWithdrawnKind);
    }

    /// <summary>
    /// Get how the attempts were taken that the result of an invitation rests on, and what the candidate says about it. It is no part of
    /// the result: no figure goes by it. Shown from when the result is.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<Ok<InvitationIntegrityResponse>, ProblemHttpResult>> GetInvitationIntegrity(
        Guid id, Principal principal, Db db, InvitationResults results, AuditedReads reads, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var found = await db.ReadAsync(LoadIfOwnAsync, cancellationToken);
        if (found is null) return Problems.NotFound();
        if (Refuses(found) is { } refused) return refused;

        await NoteAsync(found.Invitation, principal, reads, now, cancellationToken);
        return TypedResults.Ok(InvitationIntegrityViews.Of(found));

        async Task<InvitationResult?> LoadIfOwnAsync(DbSession session) =>
            await InvitationEndpoints.FindOwnAsync(session, id, principal) is { } invitation
                ? await results.LoadAsync(session, invitation, now, now)
                : null;
    }

    /// <summary>Get what a person has decided about how an attempt was taken; 404 when nobody has.</summary>
    /// <param name="id">Id of the invitation.</param>
    /// <param name="evidence">Id of the piece of evidence.</param>
    internal static async Task<Results<Tagged<ReviewResponse>, ProblemHttpResult>> GetIntegrityReview(
        Guid id, Guid evidence, Principal principal, Db db, IntegrityReviews reviews, AuditedReads reads, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (invitation, (refused, row)) = await db.ReadAsync(LoadIfOwnAsync, cancellationToken);
        if (refused is not null) return refused;
        if (InvitationIntegrityViews.ReviewOf(row!) is not { } review) return Problems.NotFound();

        await NoteAsync(invitation!, principal, reads, now, cancellationToken);
        return new Tagged<ReviewResponse>(review, InvitationIntegrityViews.TagOf(row!)!);

        async Task<(InvitationRow?, (ProblemHttpResult?, ShownIntegrityRow?))> LoadIfOwnAsync(DbSession session) =>
            await InvitationEndpoints.FindOwnAsync(session, id, principal) is { } own
                ? (own, await reviews.FindAsync(session, own, evidence, now))
                : (null, (Problems.NotFound(), null));
    }

    /// <summary>
    /// Say what a person has decided who has looked at how an attempt was taken and has read what the candidate says. It is audited, told
    /// as the event integrity.reviewed, and read by the candidate; no score, readiness or order changes by it. Safe to repeat; of two
    /// reviewers, If-Match lets one know of the other.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    /// <param name="evidence">Id of the piece of evidence.</param>
    internal static async Task<Results<Tagged<ReviewResponse>, ProblemHttpResult>> SetIntegrityReview(
        Guid id, Guid evidence, ReviewRequest request, Principal principal, Preconditions conditions, Db db, IntegrityReviews reviews,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var note = request.Note is null ? null : CandidateStatements.Read(request.Note);
        if (request.Note is not null && note is null) return Problems.Invalid("The note cannot be read.", NoteFault);

        var now = time.Now();
        var (refused, row) = await db.WriteAsync(
            session => reviews.ReviewAsync(session, id, evidence, request with { Note = note }, principal, conditions, now),
            cancellationToken);
        return refused is not null
            ? refused
            : new Tagged<ReviewResponse>(InvitationIntegrityViews.ReviewOf(row!)!, InvitationIntegrityViews.TagOf(row!)!);
    }

    /// <summary>The problem where nothing is shown; null otherwise.</summary>
    internal static ProblemHttpResult? Refuses(InvitationResult found) => found.Lack == NoResultReason.Open
        ? Problems.ResultNotAvailable(KebabCase.Of(found.State))
        : InvitationResultEndpoints.Refuses(found);

    private static ProblemError NoteFault => CandidateStatements.Fault with { Pointer = "#/note" };

    private static Task NoteAsync(
        InvitationRow invitation, Principal principal, AuditedReads reads, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = new AuditedRead("integrity.read", InvitationTrail.SubjectOf(invitation), invitation.PassportId!.Value);
        return reads.NoteAsync(invitation.TenantId, principal.Actor, [read], now, cancellationToken);
    }
}
