using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.HiringLoops;

internal static class HiringLoopEndpoints
{
    /// <summary>Of one tenant, the archived ones too: nothing that reads them reads all of them, but they are kept for ever.</summary>
    private const int MostLoops = 10_000;

    public static IServiceCollection AddHiringLoops(this IServiceCollection services) =>
        services.AddSingleton<IHiringLoopBundles, HiringLoopBundles>().AddSingleton<LoopChange>().AddWireJson(HiringLoopJson.Wire);

    public static void MapHiringLoops(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/hiring-loops")
            .Tag("Hiring loops", "What an employer hires for: the role, what weighs how much there, and what candidates are asked to take.")
            .Refusals(() => HiringLoopExamples.Refusals);
        group.MapPost("/", CreateHiringLoop).WithName("createHiringLoop").Access(PrincipalKinds.Key, Scopes.LoopsWrite)
            .Produces<HiringLoopResponse>(StatusCodes.Status201Created)
            .Example(() => HiringLoopExamples.Create, () => HiringLoopExamples.Loop).Problems(400, 401, 403, 409, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.HiringLoopRefusedKind, Problems.LimitReachedKind);
        group.MapGet("/", ListHiringLoops).WithName("listHiringLoops").Access(PrincipalKinds.Key, Scopes.LoopsRead)
            .Example(() => HiringLoopExamples.List).Problems(400, 401, 403);
        group.MapGet("/{id:guid}", GetHiringLoop).WithName("getHiringLoop").Access(PrincipalKinds.Key, Scopes.LoopsRead)
            .Example(() => HiringLoopExamples.Loop).Problems(401, 403, 404);
        group.MapPatch("/{id:guid}", UpdateHiringLoop).WithName("updateHiringLoop").Access(PrincipalKinds.Key, Scopes.LoopsWrite)
            .Example(() => HiringLoopExamples.Update, () => HiringLoopExamples.Updated)
            .Problems(400, 401, 403, 404, 413, 415, 422, 428).Raises(Problems.HiringLoopRefusedKind);
        group.MapGet("/{id:guid}/versions", ListHiringLoopVersions).WithName("listHiringLoopVersions")
            .Access(PrincipalKinds.Key, Scopes.LoopsRead).Example(() => HiringLoopExamples.Versions).Problems(400, 401, 403, 404);
        group.MapGet("/{id:guid}/versions/{version:int}", GetHiringLoopVersion).WithName("getHiringLoopVersion")
            .Access(PrincipalKinds.Key, Scopes.LoopsRead).Example(() => HiringLoopExamples.Loop).Problems(401, 403, 404);
    }

    /// <summary>
    /// Make a hiring loop. The answer shows what each assessment of the role's bundle weighs in it, beside what AIEH publishes.
    /// </summary>
    internal static async Task<IResult> CreateHiringLoop(
        CreateHiringLoopRequest request, Principal principal, CatalogCache cache, Idempotency idempotency, TimeProvider time,
        HttpContext context)
    {
        if (LoopRules.FaultsOf(request) is { Length: > 0 } faults) return LoopRules.Refuse(faults);

        var now = time.Now();
        return await idempotency.RunAsync(
            context, request, HiringLoopJson.Wire.CreateHiringLoopRequest,
            session => HiringLoopStore.CountAsync(session, principal.TenantId!.Value),
            count => ValueTask.FromResult(
                count < MostLoops
                    ? PlanLoop(request, principal, cache.Current, now)
                    : Plan.RefuseWithoutKeeping(Problems.LimitReached(MostLoops, "hiring loops"))));
    }

    /// <summary>List the tenant's hiring loops, oldest first, the archived ones too.</summary>
    internal static async Task<Results<Ok<HiringLoopListResponse>, ProblemHttpResult>> ListHiringLoops(
        int? limit, string? cursor, Principal principal, Db db, CatalogCache cache, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("hiring-loops", limit, cursor);
        if (invalid is not null) return invalid;

        var rows = await db.ReadAsync(
            session => HiringLoopStore.ListAfterAsync(
                session, principal.TenantId!.Value, page.After.At, page.After.Id, page.Limit + 1),
            cancellationToken);
        var (items, next) = page.Cut(rows, row => new Cursor(row.CreatedAt, row.Id));
        return TypedResults.Ok(HiringLoopViews.ListOf(items, next, cache.Current));
    }

    /// <summary>Get a hiring loop in its current version.</summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static async Task<Results<Tagged<HiringLoopResponse>, ProblemHttpResult>> GetHiringLoop(
        Guid id, Principal principal, Db db, CatalogCache cache, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => LoopVersions.FindCurrentAsync(session, id, principal), cancellationToken);
        return found is null ? Problems.NotFound() : HiringLoopViews.TaggedOf(found, cache.Current);
    }

    /// <summary>
    /// Change a hiring loop, as a JSON merge patch. Each change is a new version; invitations go on by the version that they were made
    /// with. If-Match must name the version that is changed. Once anybody has been invited, an assessment that weighs nothing in the
    /// current version cannot be given weight: candidates have agreed to be seen by what counted before. Make another hiring loop for it.
    /// </summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static async Task<Results<Tagged<HiringLoopResponse>, ProblemHttpResult>> UpdateHiringLoop(
        Guid id, MergePatch<UpdateHiringLoopRequest> patch, Principal principal, Preconditions conditions, Db db, LoopChange change,
        CatalogCache cache, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => LoopVersions.FindCurrentAsync(session, id, principal), cancellationToken);
        if (found is null) return Problems.NotFound();
        if (conditions.RefuseWithoutIfMatch() is { } required) return required;
        if (conditions.FailOfState(HiringLoopViews.StateOf(found.Version))) return Problems.PreconditionFailed();

        var (loop, refused) = await change.RunAsync(found, patch, principal, time.Now(), cancellationToken);
        return refused is null ? HiringLoopViews.TaggedOf(loop, cache.Current) : refused;
    }

    /// <summary>List the versions of a hiring loop, newest first.</summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static async Task<Results<Ok<HiringLoopListResponse>, ProblemHttpResult>> ListHiringLoopVersions(
        Guid id, int? limit, string? cursor, Principal principal, Db db, CatalogCache cache, CancellationToken cancellationToken)
    {
        var (page, invalid) = LoopVersions.ReadPage(limit, cursor);
        if (invalid is not null) return invalid;

        var rows = await db.ReadAsync(session => LoopVersions.ListAsync(session, id, principal, page), cancellationToken);
        if (rows is null) return Problems.NotFound();

        var (items, next) = page.Cut(rows);
        return TypedResults.Ok(HiringLoopViews.ListOf(items, next, cache.Current));
    }

    /// <summary>Get one version of a hiring loop. It stays as it is.</summary>
    /// <param name="id">Id of the hiring loop.</param>
    /// <param name="version">Number of the version.</param>
    internal static async Task<Results<Tagged<HiringLoopResponse>, ProblemHttpResult>> GetHiringLoopVersion(
        Guid id, int version, Principal principal, Db db, CatalogCache cache, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => LoopVersions.FindAsync(session, id, version, principal), cancellationToken);
        return found is null ? Problems.NotFound() : HiringLoopViews.TaggedOf(found, cache.Current);
    }

    private static Plan PlanLoop(CreateHiringLoopRequest request, Principal principal, CatalogSnapshot catalog, DateTimeOffset now)
    {
        // Not kept under the key: the catalog may know more tomorrow.
        var (definition, errors) = LoopResolution.Of(request, catalog);
        if (definition is null) return Plan.RefuseWithoutKeeping(Problems.HiringLoopRefused(errors));

        var loop = new CurrentLoopRow
        {
            Id = Guid.CreateVersion7(now), Version = 1, CreatedAt = now, Definition = definition.ToJson(), UpdatedAt = now,
        };
        return new Plan(
            Outcome.Created($"/v1/hiring-loops/{loop.Id}", HiringLoopViews.Of(loop, catalog), HiringLoopJson.Wire.HiringLoopResponse),
            WriteAsync);

        async Task<bool> WriteAsync(DbSession session)
        {
            await LoopChange.CreateAsync(session, loop, principal.TenantId!.Value, principal.Actor);
            return true;
        }
    }
}
