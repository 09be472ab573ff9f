using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Tenants;

internal static class KeyEndpoints
{
    public static void MapKeysOfTenant(this RouteGroupBuilder tenants)
    {
        tenants.MapPost("/{id:guid}/keys", CreateKey).WithName("createKey").Access(PrincipalKinds.Key, Scopes.Admin)
            .Produces<KeyResponse>(StatusCodes.Status201Created).Example(() => TenantExamples.CreateKey, () => TenantExamples.CreatedKey)
            .Problems(400, 401, 403, 404, 409, 413, 415, 422).Raises(Problems.BusyKind);
        tenants.MapGet("/{id:guid}/keys", ListKeys).WithName("listKeys").Access(PrincipalKinds.Key, Scopes.Admin)
            .Example(() => TenantExamples.Keys).Problems(400, 401, 403, 404);
    }

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/keys").Tag("Keys", "API keys give way to successors, and end. For the operator.");
        group.MapPost("/{id:guid}/rotation", RotateKey).WithName("rotateKey").Access(PrincipalKinds.Key, Scopes.Admin)
            .Produces<KeyResponse>(StatusCodes.Status201Created).Example(() => TenantExamples.Rotate, () => TenantExamples.CreatedKey)
            .Problems(400, 401, 403, 404, 409, 413, 415, 422).Raises(Problems.BusyKind, Problems.KeyNotLiveKind);
        group.MapDelete("/{id:guid}", RevokeKey).WithName("revokeKey").Access(PrincipalKinds.Key, Scopes.Admin).Problems(401, 403, 404);
    }

    /// <summary>Make an API key for a tenant. Its secret is shown once.</summary>
    /// <param name="id">Id of the tenant.</param>
    internal static async Task<IResult> CreateKey(
        Guid id, CreateKeyRequest request, Principal principal, Idempotency idempotency, TimeProvider time, HttpContext context)
    {
        var now = time.Now();
        return await idempotency.RunAsync(
            context, request, TenantJson.Wire.CreateKeyRequest,
            session => CredentialStore.FindTenantAsync(session, id),
            tenant => ValueTask.FromResult(
                tenant is null ? Plan.RefuseWithoutKeeping(Problems.NotFound()) : PlanKey(id, request, principal.Actor, now)));
    }

    /// <summary>List the API keys of a tenant, oldest first, without their secrets.</summary>
    /// <param name="id">Id of the tenant.</param>
    internal static async Task<Results<Ok<KeyListResponse>, ProblemHttpResult>> ListKeys(
        Guid id, int? limit, string? cursor, Db db, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("keys", limit, cursor);
        if (invalid is not null) return invalid;

        var (tenant, rows) = await db.ReadAsync(LoadAsync, cancellationToken);
        if (tenant is null) return Problems.NotFound();

        var (items, next) = page.Cut(rows, row => new Cursor(row.CreatedAt, row.Id));
        return TypedResults.Ok(new KeyListResponse { Items = [.. items.Select(Of)], Next = next });

        async Task<(TenantRow? Tenant, IReadOnlyList<KeyRow> Rows)> LoadAsync(DbSession session) => (
            await CredentialStore.FindTenantAsync(session, id),
            await KeyStore.ListAfterAsync(session, id, page));
    }

    /// <summary>
    /// Make a successor of an API key, with the same tenant, name and scopes. The old key ends after the overlap; the secret of the new one
    /// is shown once.
    /// </summary>
    /// <param name="id">Id of the key.</param>
    internal static async Task<IResult> RotateKey(
        Guid id, RotateKeyRequest? request, Principal principal, Idempotency idempotency, TimeProvider time, HttpContext context)
    {
        var asked = request ?? new RotateKeyRequest();
        var hours = asked.OverlapHours ?? ApiKeys.DefaultOverlapHours;
        if (hours is not (>= 0 and <= ApiKeys.MostOverlapHours))
        {
            return Problems.Invalid(
                "The overlap cannot be so long.", TenantRules.At("#/overlapHours", $"From 0 to {ApiKeys.MostOverlapHours}."));
        }

        var now = time.Now();
        return await idempotency.RunAsync(
            context, asked, TenantJson.Wire.RotateKeyRequest,
            session => CredentialStore.FindKeyAsync(session, id),
            key => ValueTask.FromResult(key switch
            {
                null => Plan.RefuseWithoutKeeping(Problems.NotFound()),
                _ when !ApiKeys.IsLive(key, now) => Plan.Refuse(NotLive()),
                _ => PlanRotation(key, TimeSpan.FromHours(hours), principal.Actor, now),
            }));
    }

    /// <summary>End an API key at once and for good; also one that has ended before.</summary>
    /// <param name="id">Id of the key.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeKey(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var key = await db.ReadAsync(session => CredentialStore.FindKeyAsync(session, id), cancellationToken);
        if (key is null) return Problems.NotFound();
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();

        await db.WriteAsync(session => ApiKeys.RevokeAsync(session, key, now, principal.Actor), cancellationToken);
        return TypedResults.NoContent();
    }

    internal static ProblemHttpResult NotLive() =>
        Problems.Of(Problems.KeyNotLiveKind, "It has expired or was revoked, and has no successor by rotation. Make a new key.");

    /// <summary>A refused shape is not kept under the key: whether an end lies in the future is a matter of when it is asked.</summary>
    private static Plan PlanKey(Guid tenant, CreateKeyRequest request, string actor, DateTimeOffset now)
    {
        if (TenantRules.FaultOf(request, now) is { } fault)
        {
            return Plan.RefuseWithoutKeeping(Problems.Invalid("The key cannot be so.", fault));
        }

        var end = request.ExpiresAt?.ToUniversalTime().ToMilliseconds();
        var (key, secret) = ApiKeys.Make(tenant, request.Name, request.Scopes, now, end);
        return new Plan(CreatedOf(key, secret), WriteAsync);

        async Task<bool> WriteAsync(DbSession session)
        {
            await ApiKeys.AddAsync(session, key, actor);
            return true;
        }
    }

    private static Plan PlanRotation(CredentialRow old, TimeSpan overlap, string actor, DateTimeOffset now)
    {
        var (key, secret) = ApiKeys.MakeSuccessor(old, now);
        return new Plan(CreatedOf(key, secret), session => ApiKeys.RotateAsync(session, old, key, now + overlap, actor));
    }

    private static Outcome CreatedOf(CredentialRow key, string secret) => Outcome.Created(
        $"/v1/tenants/{key.TenantId}/keys", Of(RowOf(key)) with { Secret = secret }, TenantJson.Wire.KeyResponse);

    private static KeyRow RowOf(CredentialRow key) => new()
    {
        Id = key.Id,
        TenantId = key.TenantId!.Value,
        Hint = key.Hint,
        Name = key.Name,
        Scopes = key.Scopes,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
    };

    private static KeyResponse Of(KeyRow row) => new()
    {
        Id = row.Id,
        Tenant = row.TenantId,
        Hint = row.Hint,
        Name = row.Name,
        Scopes = row.Scopes.Split(' '),
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        RevokedAt = row.RevokedAt,
        LastUsedAt = row.LastUsedAt,
    };
}
