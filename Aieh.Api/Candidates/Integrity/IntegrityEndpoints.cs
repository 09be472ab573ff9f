using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Integrity;

internal static class IntegrityEndpoints
{
    public const string Tag = "Integrity";

    public const string Description =
        "How attempts were taken, apart from every score: what is collected, what is made of it, what the candidate says, and what people "
        + "decide. None of it changes a score or rejects anybody by itself.";

    private const PrincipalKinds Owners = PrincipalKinds.Candidate | PrincipalKinds.Attempt;

    public static IServiceCollection AddIntegrity(this IServiceCollection services) =>
        services.AddSingleton<SignalSave>()
            .AddSingleton<IntegritySweep>()
            .AddMaintenanceTask<IntegritySweep>("integrity", sweep => sweep.RunAsync)
            .AddWireJson(IntegrityJson.Wire);

    public static void MapIntegrity(this IEndpointRouteBuilder routes)
    {
        Problems.Kind[] closed = [Problems.AttemptAlreadySubmittedKind, Problems.AttemptExpiredKind, Problems.AttemptCancelledKind];
        var attempts = routes.MapGroup("/v1/attempts/{id:guid}").Tag(Tag, Description).Refusals(() => IntegrityExamples.Refusals);
        attempts.MapPost("/signals", SendSignals).WithName("sendSignals").Access(Owners)
            .WithMetadata(new BodyExamples(() => IntegrityExamples.Signals, Response: null))
            .Problems(400, 401, 403, 404, 409, 413, 415).Raises(closed);
        attempts.MapPost("/statement", StateOnAttempt).WithName("stateOnAttempt").Access(Owners)
            .Produces<StatementResponse>(StatusCodes.Status201Created)
            .Example(() => IntegrityExamples.State, () => IntegrityExamples.Statement)
            .Problems(400, 401, 403, 404, 409, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.AttemptNotScoredKind, Problems.StatementNotTakenKind);
        attempts.MapGet("/integrity", GetAttemptIntegrity).WithName("getAttemptIntegrity").Access(Owners)
            .Example(() => IntegrityExamples.Attempt).Problems(401, 403, 404);
        routes.MapGroup("/v1/passports/{id:guid}/integrity").Tag(Tag, Description)
            .MapGet("/", ListPassportIntegrity).WithName("listPassportIntegrity").Access(PrincipalKinds.Candidate)
            .Example(() => IntegrityExamples.OfPassport).Problems(400, 401, 403, 404, 410);
    }

    /// <summary>
    /// Tell what happens in the browser while an attempt runs: its tab is hidden, something is copied or pasted, a connection comes back.
    /// Safe to repeat, and never needed: an attempt without any signal is like another. Of an attempt at most 500 are kept; of a sample,
    /// none is.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> SendSignals(
        Guid id, SendSignalsRequest request, Principal principal, Preconditions conditions, Db db, SignalSave save,
        CancellationToken cancellationToken)
    {
        if (await AttemptEndpoints.FindOwnAsync(id, principal, db, cancellationToken) is not { } attempt) return Problems.NotFound();

        return await save.RunAsync(attempt, request.Signals, conditions, cancellationToken) is { } refused
            ? refused
            : TypedResults.NoContent();
    }

    /// <summary>
    /// Say something about an attempt that has been submitted, to whoever reviews how it was taken. A later statement takes the place of
    /// the one before.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static Task<IResult> StateOnAttempt(
        Guid id, StateRequest request, Principal principal, Idempotency idempotency, TimeProvider time, HttpContext context)
    {
        if (CandidateStatements.Read(request.Text) is not { } text)
        {
            return Task.FromResult<IResult>(Problems.Invalid("The statement cannot be read.", CandidateStatements.Fault));
        }

        var now = time.Now();
        return idempotency.RunAsync(
            context, request, IntegrityJson.Wire.StateRequest,
            session => AttemptStore.FindAsync(session, id),
            attempt => ValueTask.FromResult(PlanFor(attempt)));

        Plan PlanFor(AttemptRow? attempt)
        {
            if (!AttemptEndpoints.Owns(principal, attempt)) return Plan.RefuseWithoutKeeping(Problems.NotFound());
            if (CandidateStatements.Refuses(attempt!) is { } refused) return Plan.RefuseWithoutKeeping(refused);

            var said = new StatementResponse { Text = text, StatedAt = now };
            return new Plan(
                Outcome.Created($"/v1/attempts/{id}/integrity", said, IntegrityJson.Wire.StatementResponse),
                session => CandidateStatements.SaveAsync(session, id, text, now));
        }
    }

    /// <summary>
    /// Get how an attempt was taken: all that was collected, all that was made of it, and what people have decided who were shown it.
    /// </summary>
    /// <param name="id">Id of the attempt.</param>
    internal static async Task<Results<Ok<AttemptIntegrityResponse>, ProblemHttpResult>> GetAttemptIntegrity(
        Guid id, Principal principal, Db db, CancellationToken cancellationToken)
    {
        if (await AttemptEndpoints.FindOwnAsync(id, principal, db, cancellationToken) is not { } attempt) return Problems.NotFound();

        var record = await db.ReadAsync(session => AttemptRecord.LoadAsync(session, attempt), cancellationToken);
        return TypedResults.Ok(IntegrityViews.Of(record));
    }

    /// <summary>List how the attempts were taken that are evidence in a passport, oldest first. Nobody but its owner may.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<PassportIntegrityResponse>, ProblemHttpResult>> ListPassportIntegrity(
        Guid id, int? limit, string? cursor, Principal principal, Db db, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("integrity", limit, cursor);
        if (invalid is not null) return invalid;
        if (principal.PassportId != id) return Problems.NotFound();
        if (principal.PassportErasedAt is not null) return Problems.PassportErased();

        var (rows, similarity) = await db.ReadAsync(ReadAsync, cancellationToken);
        var (items, next) = page.Cut(rows, row => new Cursor(row.ObservedAt, row.EvidenceId));
        return TypedResults.Ok(new PassportIntegrityResponse
        {
            Items = [.. items.Select(row => IntegrityViews.Of(row, similarity[row.AttemptId]))],
            Next = next,
        });

        async Task<(IReadOnlyList<PassportIntegrityRow>, ILookup<Guid, SimilarityRow>)> ReadAsync(DbSession session) =>
            (await IntegrityStore.ListByPassportAsync(session, id, page),
                (await ReviewStore.ListSimilarityOfPassportAsync(session, id)).ToLookup(row => row.AttemptId));
    }
}
