using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

internal static class PassportEndpoints
{
    public static IServiceCollection AddPassports(this IServiceCollection services) =>
        services.AddSingleton<PassportViews>().AddSingleton<SealedAnswers>().AddWireJson(PassportJson.Wire);

    public static void MapPassports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/passports")
            .Tag("Passports", "A candidate's evidence, what it amounts to now, and readiness for a role.")
            .Refusals(() => PassportExamples.Refusals);
        group.MapPost("/", CreatePassport).WithName("createPassport")
            .Access(PrincipalKinds.Anonymous | PrincipalKinds.Key | PrincipalKinds.Login, Scopes.PassportsWrite)
            .Produces<CreatedPassportResponse>(StatusCodes.Status201Created)
            .Example(() => PassportExamples.Create, () => PassportExamples.Created)
            .Problems(400, 401, 403, 409, 413, 415, 422).Raises(Problems.BusyKind, Problems.PassportExistsKind);
        group.MapGet("/{id:guid}", GetPassport).WithName("getPassport").Access(PassportAccess.Readers, Scopes.PassportsRead)
            .Example(() => PassportExamples.Passport).Problems(400, 401, 403, 404, 410);
        group.MapGet("/{id:guid}/evidence", ListEvidence).WithName("listEvidence").Access(PassportAccess.Readers, Scopes.PassportsRead)
            .Example(() => EvidenceExamples.List).Problems(400, 401, 403, 404, 410);
        group.MapGet("/{id:guid}/export", ExportPassport).WithName("exportPassport").Access(PrincipalKinds.Candidate)
            .Produces<PassportExportResponse>().Example(() => PassportExamples.Export).Problems(401, 403, 404, 410);
        group.MapDelete("/{id:guid}", ErasePassport).WithName("erasePassport").Access(PrincipalKinds.Candidate)
            .Problems(401, 403, 404, 410);
        group.MapVendorEvidence();
        group.MapAccommodation();
        group.MapSelfIdentification();
        group.MapAccessLog();
    }

    /// <summary>
    /// Create an empty passport. Its token is shown once and belongs to the candidate. Without an API key, a network can make a few an hour
    /// (429 with the policy passports). With a token (JWT) of the operator's identity provider it is the passport of that account, which
    /// has one and no more: the token opens it from then on.
    /// </summary>
    internal static Task<IResult> CreatePassport(
        CreatePassportRequest? request, Principal principal, RateLimits limits, Idempotency idempotency, TimeProvider time,
        HttpContext context) =>
        idempotency.RunAsync(
            context, request ?? new CreatePassportRequest(), PassportJson.Wire.CreatePassportRequest,
            session => FindOfLoginAsync(session, principal),
            existing => ValueTask.FromResult(
                existing is { } known ? Plan.RefuseWithoutKeeping(Problems.PassportExists(known.PassportId))
                : principal.Kind == PrincipalKinds.Key ? PlanPassport(principal, time.Now())
                : PlanWithinLimit(limits.Passports, principal, time.Now(), context)));

    /// <summary>Get a passport: composite, pillars and assessments, each with how sure and how current it is.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Tagged<PassportResponse>, ProblemHttpResult>> GetPassport(
        Guid id, string? asOf, Principal principal, Db db, PassportViews views, AuditedReads audited, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (moment, invalid) = Timestamp.ReadAsOf(asOf, now);
        if (invalid is not null) return invalid;

        var (refused, response) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Passport, now, ReadViewAsync, cancellationToken);
        if (refused is not null) return refused;

        await PassportAccess.NoteAsync(audited, "passport.read", id, principal, now, cancellationToken);
        return response;

        async Task<Tagged<PassportResponse>> ReadViewAsync(DbSession session, PassportRow passport)
        {
            var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, id, moment);
            return views.TaggedOf(passport, evidence, moment);
        }
    }

    /// <summary>List the immutable history of evidence, oldest first.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<EvidenceListResponse>, ProblemHttpResult>> ListEvidence(
        Guid id, int? limit, string? cursor, Principal principal, Db db, PassportViews views, AuditedReads audited, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("evidence", limit, cursor);
        if (invalid is not null) return invalid;

        var now = time.Now();
        var (refused, rows) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, now,
            (session, _) => EvidenceStore.ListAfterAsync(session, id, page),
            cancellationToken);
        if (refused is not null) return refused;

        await PassportAccess.NoteAsync(audited, "evidence.read", id, principal, now, cancellationToken);

        var (items, next) = page.Cut(rows, row => new Cursor(row.ObservedAt, row.Id));
        return TypedResults.Ok(new EvidenceListResponse { Items = [.. items.Select(Shown)], Next = next });

        // An attempt's id holds the time at which it started: with that of the evidence it would tell others how long it took.
        EvidenceResponse Shown(EvidenceRow row) =>
            principal.Kind == PrincipalKinds.Candidate ? views.Of(row) : views.Of(row) with { Attempt = null };
    }

    /// <summary>Export everything that is held under a passport.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<IResult> ExportPassport(
        Guid id, Principal principal, Db db, PassportViews views, AssembledForms forms, SealedAnswers answers, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (refused, found) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, now,
            (_, passport) => Task.FromResult(passport),
            cancellationToken);
        return refused is null ? new PassportExport(found, now, db, views, forms, answers) : refused;
    }

    /// <summary>Erase everything in a passport, at once and for good. A tombstone without personal data stays, and answers 410.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> ErasePassport(
        Guid id, Principal principal, Preconditions conditions, Db db, CredentialHolders holders, IPassportObserver observer,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await PassportAccess.RefuseAsync(db, id, principal, now, cancellationToken) is { } refused) return refused;

        try
        {
            var erased = await db.WriteAsync(
                session => PassportErasure.RunAsync(session, id, observer, now, Fails), cancellationToken);
            if (!erased) return Problems.PassportErased();
        }
        catch (PassportErasure.ConditionFailedException)
        {
            return Problems.PreconditionFailed();
        }
        finally
        {
            // Also after a failure, which does not always say whether the commit was lost.
            holders.ForgetAll();
        }

        Telemetry.PassportsErased.Add(1);
        return TypedResults.NoContent();

        bool Fails(int held) => conditions.FailOfState(PassportViews.StateOf(held));
    }

    /// <summary>The passport that the caller's account has; null without one.</summary>
    private static async Task<LoginHolderRow?> FindOfLoginAsync(DbSession session, Principal principal) =>
        principal.Login is { } login ? await LoginStore.FindHolderAsync(session, login.SubjectHash) : null;

    private static Plan PlanWithinLimit(RateLimitPolicy limit, Principal principal, DateTimeOffset now, HttpContext context) =>
        limit.Refuses(context) ?? limit.Taking(PlanPassport(principal, now), context);

    private static Plan PlanPassport(Principal principal, DateTimeOffset now)
    {
        var passport = new PassportRow { Id = Guid.CreateVersion7(now), CreatedAt = now };
        var token = SecretToken.Create(SecretToken.CandidatePrefix);
        var response = new CreatedPassportResponse { Id = passport.Id, CreatedAt = now, Token = token };
        return new Plan(
            Outcome.Created($"/v1/passports/{passport.Id}", response, PassportJson.Wire.CreatedPassportResponse),
            session => PassportCreation.WriteAsync(session, passport, principal.TenantId, token, principal.Login),
            () => Telemetry.PassportsCreated.Add(1));
    }
}
