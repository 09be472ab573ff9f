using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Tenants;

internal static class TenantEndpoints
{
    public static IServiceCollection AddTenants(this IServiceCollection services) => services.AddWireJson(TenantJson.Wire);

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/tenants")
            .Tag("Tenants", "Who uses the service, what each has settled, and its API keys. For the operator: a key with the scope admin.")
            .Refusals(() => TenantExamples.Refusals);
        group.MapPost("/", CreateTenant).WithName("createTenant").Access(PrincipalKinds.Key, Scopes.Admin)
            .Produces<TenantResponse>(StatusCodes.Status201Created).Example(() => TenantExamples.Create, () => TenantExamples.Tenant)
            .Problems(400, 401, 403, 409, 413, 415, 422).Raises(Problems.BusyKind, Problems.TenantNameTakenKind);
        group.MapGet("/", ListTenants).WithName("listTenants").Access(PrincipalKinds.Key, Scopes.Admin)
            .Example(() => TenantExamples.List).Problems(400, 401, 403);
        group.MapGet("/{id:guid}", GetTenant).WithName("getTenant").Access(PrincipalKinds.Key, Scopes.Admin)
            .Example(() => TenantExamples.Tenant).Problems(401, 403, 404);
        group.MapPatch("/{id:guid}", UpdateTenant).WithName("updateTenant").Access(PrincipalKinds.Key, Scopes.Admin)
            .Example(() => TenantExamples.Update, () => TenantExamples.Tenant)
            .Problems(400, 401, 403, 404, 409, 413, 415, 428).Raises(Problems.TenantNameTakenKind);
        group.MapKeysOfTenant();
    }

    /// <summary>Make a tenant.</summary>
    internal static async Task<IResult> CreateTenant(
        CreateTenantRequest request, Principal principal, Idempotency idempotency, TimeProvider time, HttpContext context)
    {
        if (TenantRules.FaultOf(request) is { } fault) return Problems.Invalid("The tenant cannot be so.", fault);

        var now = time.Now();
        return await idempotency.RunAsync(
            context, request, TenantJson.Wire.CreateTenantRequest,
            session => CredentialStore.FindTenantByNameAsync(session, request.Name),
            namesake => ValueTask.FromResult(
                namesake is null ? PlanTenant(request, principal.Actor, now) : Plan.RefuseWithoutKeeping(NameTaken())));
    }

    /// <summary>List the tenants, oldest first.</summary>
    internal static async Task<Results<Ok<TenantListResponse>, ProblemHttpResult>> ListTenants(
        int? limit, string? cursor, Db db, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("tenants", limit, cursor);
        if (invalid is not null) return invalid;

        var rows = await db.ReadAsync(
            session => TenantStore.ListAsync(session, page.After.At, page.After.Id, page.Limit + 1), cancellationToken);
        var (items, next) = page.Cut(rows, row => new Cursor(row.CreatedAt, row.Id));
        return TypedResults.Ok(new TenantListResponse { Items = [.. items.Select(Of)], Next = next });
    }

    /// <summary>Get a tenant.</summary>
    /// <param name="id">Id of the tenant.</param>
    internal static async Task<Results<Tagged<TenantResponse>, ProblemHttpResult>> GetTenant(
        Guid id, Db db, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => TenantStore.FindAsync(session, id), cancellationToken);
        return found is null ? Problems.NotFound() : new Tagged<TenantResponse>(Of(found), TagOf(found));
    }

    /// <summary>Change a tenant's name or settings, as a JSON merge patch. If-Match must name the state that is changed.</summary>
    /// <param name="id">Id of the tenant.</param>
    internal static async Task<Results<Tagged<TenantResponse>, ProblemHttpResult>> UpdateTenant(
        Guid id, MergePatch<UpdateTenantRequest> patch, Principal principal, Preconditions conditions, Db db, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => TenantStore.FindAsync(session, id), cancellationToken);
        if (found is null) return Problems.NotFound();
        if (conditions.RefuseWithoutIfMatch() is { } required) return required;
        if (conditions.Fail(TagOf(found))) return Problems.PreconditionFailed();

        var request = patch.ApplyTo(RequestOf(found), TenantJson.Wire.CreateTenantRequest);
        if (TenantRules.FaultOf(request) is { } fault) return Problems.Invalid("The tenant cannot be so.", fault);

        var change = TenantChange.Of(found, request, time.Now());
        var refused = await change.WriteAsync(db, principal.Actor, cancellationToken);
        return refused is null ? new Tagged<TenantResponse>(Of(change.After), TagOf(change.After)) : refused;
    }

    internal static ProblemHttpResult NameTaken() => Problems.Of(Problems.TenantNameTakenKind, "Nothing was done. Choose another name.");

    private static Plan PlanTenant(CreateTenantRequest request, string actor, DateTimeOffset now)
    {
        var tenant = new TenantRow { Id = Guid.CreateVersion7(now), Name = request.Name, CreatedAt = now };
        var settings = TenantRules.SettingsOf(request);
        var made = new TenantDetailRow
        {
            Id = tenant.Id,
            Name = tenant.Name,
            CreatedAt = now,
            RetentionMonths = settings.RetentionMonths,
            ReturnOrigins = ReturnOrigins.Join(settings.ReturnOrigins),
            Version = 1,
        };
        return new Plan(Outcome.Created($"/v1/tenants/{tenant.Id}", Of(made), TenantJson.Wire.TenantResponse), WriteAsync);

        async Task<bool> WriteAsync(DbSession session)
        {
            await ApiKeys.AddTenantAsync(session, tenant, TenantChange.StateOf(made), actor);
            return await TenantStore.SaveSettingsAsync(session, tenant.Id, settings, version: 1, now);
        }
    }

    private static string TagOf(TenantDetailRow row) => FormattableString.Invariant($"\"{row.Version ?? 0}\"");

    private static TenantResponse Of(TenantDetailRow row)
    {
        var settings = TenantSettings.Of(row);
        return new TenantResponse
        {
            Id = row.Id,
            Name = row.Name,
            CreatedAt = row.CreatedAt,
            Settings = new TenantSettingsResponse { RetentionMonths = settings.RetentionMonths, ReturnOrigins = settings.ReturnOrigins },
        };
    }

    private static CreateTenantRequest RequestOf(TenantDetailRow row)
    {
        var settings = TenantSettings.Of(row);
        return new CreateTenantRequest
        {
            Name = row.Name,
            Settings = new TenantSettingsRequest { RetentionMonths = settings.RetentionMonths, ReturnOrigins = settings.ReturnOrigins },
        };
    }
}
