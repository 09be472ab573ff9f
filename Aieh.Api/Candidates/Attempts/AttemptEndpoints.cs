using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Attempts;

internal static class AttemptEndpoints
{
    private const PrincipalKinds Owners = PrincipalKinds.Candidate | PrincipalKinds.Attempt;

    public static IServiceCollection AddAttempts(this IServiceCollection services)
    {
        services.AddSingleton<AssembledForms>();
        services.AddSingleton<AttemptStart>();
        services.AddSingleton<ResponseSave>();
        services.AddSingleton<AttemptEvidence>();
        services.AddSingleton<AttemptVerification>();
        services.AddSingleton<AttemptSubmission>();
        services.AddSingleton<AttemptSaving>();
        services.AddSingleton<ScoreReports>();
        services.AddSingleton<AttemptSweep>().AddMaintenanceTask<AttemptSweep>("attempt-sweep", sweep => sweep.RunAsync);
        services.AddOptions<PassportOptions>().BindConfiguration(PassportOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddWireJson(AttemptJson.Wire);
    }

    public static void MapAttempts(this IEndpointRouteBuilder routes)
    {
        Problems.Kind[] closed = [Problems.AttemptAlreadySubmittedKind, Problems.AttemptExpiredKind, Problems.AttemptCancelledKind];
        var group = routes.MapGroup("/v1/attempts")
            .Tag("Attempts", "Taking an assessment: start, save answers, submit, read the score report.")
            .Refusals(() => AttemptExamples.Refusals);
        group.MapPost("/", CreateAttempt).WithName("createAttempt").Access(PrincipalKinds.Anonymous | PrincipalKinds.Candidate)
            .Produces<AttemptResponse>(StatusCodes.Status201Created).Example(() => AttemptExamples.Create, () => AttemptExamples.Created)
            .Problems(400, 401, 403, 409, 410, 413, 415, 422)
            .Raises(
                Problems.UnauthenticatedKind, Problems.AttemptInProgressKind, Problems.RetakeNotYetEligibleKind, Problems.BusyKind,
                Problems.LimitReachedKind, Problems.AssessmentNotAvailableKind, Problems.DeclarationOutdatedKind,
                Problems.VerificationNotAskedKind);
        group.MapGet("/{id:guid}", GetAttempt).WithName("getAttempt").Access(Owners)
            .Example(() => AttemptExamples.InProgress).Problems(401, 403, 404);
        group.MapGet("/{id:guid}/next", GetNextItem).WithName("getNextItem").Access(Owners)
            .Example(() => AttemptExamples.Next).Problems(401, 403, 404, 409).Raises(closed);
        group.MapPut("/{id:guid}/responses", SaveResponses).WithName("saveResponses").Access(Owners)
            .Example(() => AttemptExamples.Save, () => AttemptExamples.Saved)
            .Problems(400, 401, 403, 404, 409, 413, 415, 422).Raises([.. closed, Problems.ResponsesRefusedKind]);
        group.MapPost("/{id:guid}/submission", SubmitAttempt).WithName("submitAttempt").Access(Owners).RequireIdempotencyKey()
            .Produces<ScoreReportResponse>(StatusCodes.Status201Created).Example(() => AttemptExamples.Submit, () => AttemptExamples.Report)
            .Problems(400, 401, 403, 404, 409, 413, 415, 422)
            .Raises(
                [
                    .. closed, Problems.AttemptIncompleteKind, Problems.BusyKind, Problems.ResponsesRefusedKind,
                    Problems.SupervisionRequiredKind,
                ]);
        group.MapGet("/{id:guid}/score", GetScoreReport).WithName("getScoreReport").Access(Owners)
            .Example(() => AttemptExamples.Report).Problems(401, 403, 404, 409).Raises(Problems.AttemptNotScoredKind);
        group.MapPut("/{id:guid}/passport", SaveAttempt).WithName("saveAttempt").Access(PrincipalKinds.Attempt)
            .Example(() => AttemptExamples.SaveInPassport, () => AttemptExamples.SavedReport)
            .Problems(400, 401, 403, 404, 409, 410, 413, 415, 422)
            .Raises(
                Problems.AttemptAlreadySavedKind, Problems.AttemptNotScoredKind, Problems.LimitReachedKind, Problems.PassportRefusedKind,
                Problems.RetakeNotYetEligibleKind);
    }

    /// <summary>
    /// Start an attempt. A sample needs no account: the response then carries the attempt's own token, once. Of the other forms, a network
    /// can start so many an hour (429 with the policy assessed-starts); passports that were made with a key are not counted. What a form
    /// asks to be agreed to is its aiPolicy: a declaration names the version that the person has read. A verification starts when an
    /// employer has asked for it, once, and within its time.
    /// </summary>
    internal static Task<IResult> CreateAttempt(
        CreateAttemptRequest request, Principal principal, AttemptStart start, Idempotency idempotency, HttpContext context) =>
        idempotency.RunAsync(
            context, request, AttemptJson.Wire.CreateAttemptRequest,
            session => start.LoadAsync(session, request, principal),
            history => start.PlanAsync(request, principal, history, context));

    /// <summary>Get an attempt: its items while it is in progress, the answers saved so far, and the time left.</summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<Tagged<AttemptResponse>, ProblemHttpResult>> GetAttempt(
        Guid id, Principal principal, Db db, AssembledForms forms, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(id, principal, db, cancellationToken) is not { } attempt) return Problems.NotFound();

        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        var form = await forms.OfAsync(attempt, order, cancellationToken);
        var now = time.Now();
        return new Tagged<AttemptResponse>(AttemptView.Of(attempt, order, form, now), AttemptView.TagOf(attempt, now));
    }

    /// <summary>
    /// Get the item to answer next, or learn that there is none. Of an adaptive form it is chosen by the answers so far and stays the
    /// same until it is answered; of the other forms it is the first one without an answer.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<Tagged<NextItemResponse>, ProblemHttpResult>> GetNextItem(
        Guid id, Principal principal, Db db, AssembledForms forms, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(id, principal, db, cancellationToken) is not { } attempt) return Problems.NotFound();

        var now = time.Now();
        if (AttemptView.RefusesAnswers(attempt, now) is { } refused) return refused;

        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        var next = AttemptView.Next(attempt, order, await forms.OfAsync(attempt, order, cancellationToken), now);
        return new Tagged<NextItemResponse>(next, AttemptView.TagOf(attempt, now));
    }

    /// <summary>
    /// Save answers. Safe to repeat; answers given before are kept unless the same item is answered again. Of an adaptive form only the
    /// item being asked takes an answer, which is final.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<Tagged<SavedResponsesResponse>, ProblemHttpResult>> SaveResponses(
        Guid id, SaveResponsesRequest request, Principal principal, Preconditions conditions, Db db, ResponseSave save,
        CancellationToken cancellationToken) =>
        await FindOwnAsync(id, principal, db, cancellationToken) is { } attempt
            ? await save.RunAsync(attempt, request, conditions, cancellationToken)
            : Problems.NotFound();

    /// <summary>
    /// Submit an attempt for scoring, once. The Idempotency-Key makes a repeated submission return the first answer to the letter. After
    /// the time is over, a submission without responses scores what was saved in time. Where a hiring loop counts supervised scores alone
    /// and nobody watches, nothing is scored (409) unless acceptUnsupervised says so.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static Task<IResult> SubmitAttempt(
        Guid id, SubmitAttemptRequest? request, Principal principal, AttemptSubmission submission, Idempotency idempotency,
        HttpContext context)
    {
        request ??= new SubmitAttemptRequest();
        return idempotency.RunAsync(
            context, request, AttemptJson.Wire.SubmitAttemptRequest,
            session => submission.LoadAsync(session, id),
            PlanForOwnerAsync);

        ValueTask<Plan> PlanForOwnerAsync(SubmissionBasis basis) => Owns(principal, basis.Attempt)
            ? submission.PlanAsync(basis, request, context.RequestAborted)
            : ValueTask.FromResult(Plan.RefuseWithoutKeeping(Problems.NotFound()));
    }

    /// <summary>Get the score report of a submitted attempt.</summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<Ok<ScoreReportResponse>, ProblemHttpResult>> GetScoreReport(
        Guid id, Principal principal, Db db, AssembledForms forms, ScoreReports reports, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(id, principal, db, cancellationToken) is not { } attempt) return Problems.NotFound();
        if (attempt.Score is null) return Problems.Of(Problems.AttemptNotScoredKind, "Submit the attempt first.");

        var form = await forms.OfAsync(attempt, ItemResponses.ReadOrder(attempt.ItemOrder), cancellationToken);
        return TypedResults.Ok(reports.Of(attempt, form));
    }

    /// <summary>
    /// Save the scored attempt of somebody who had no passport in one: it becomes evidence there, as if it had been started with it. Safe
    /// to repeat; another passport does not get it afterwards. The attempt's token goes on showing it until it ends.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<Ok<ScoreReportResponse>, ProblemHttpResult>> SaveAttempt(
        Guid id, SaveAttemptRequest request, Principal principal, Preconditions conditions, TokenHolders holders, AttemptSaving saving,
        Db db, AssembledForms forms, ScoreReports reports, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(id, principal, db, cancellationToken) is not { } attempt) return Problems.NotFound();
        if (attempt.Score is null) return Problems.Of(Problems.AttemptNotScoredKind, "Submit the attempt first.");

        var owner = await holders.FindAsync(request.Passport, cancellationToken);
        if (owner is not { Kind: PrincipalKinds.Candidate, PassportId: { } passport }) return Problems.PassportRefused();

        return await saving.RunAsync(attempt, passport, conditions, cancellationToken) is { } refused
            ? refused
            : await GetScoreReport(id, principal, db, forms, reports, cancellationToken);
    }

    /// <summary>An attempt of the caller's; null otherwise.</summary>
    internal static async Task<AttemptRow?> FindOwnAsync(Guid id, Principal principal, Db db, CancellationToken cancellationToken)
    {
        var attempt = await db.ReadAsync(session => AttemptStore.FindAsync(session, id), cancellationToken);
        return Owns(principal, attempt) ? attempt : null;
    }

    internal static bool Owns(Principal principal, AttemptRow? attempt) => attempt is not null && principal.Kind switch
    {
        PrincipalKinds.Candidate => attempt.PassportId == principal.PassportId,
        PrincipalKinds.Attempt => attempt.Id == principal.AttemptId,
        _ => false,
    };
}
