using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Candidates.Passports;

internal static class GrantEndpoints
{
    public static void MapGrants(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/passports/{id:guid}/grants")
            .Tag("Grants", "Who else may read a passport: tenants and public links, until they are revoked.");
        group.MapPost("/", CreateGrant).WithName("createGrant").Access(PrincipalKinds.Candidate)
            .Produces<GrantResponse>(StatusCodes.Status201Created).Example(() => GrantExamples.Create, () => GrantExamples.Created)
            .Problems(400, 401, 403, 404, 409, 410, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.GrantRefusedKind, Problems.LimitReachedKind);
        group.MapGet("/", ListGrants).WithName("listGrants").Access(PrincipalKinds.Candidate)
            .Example(() => GrantExamples.List).Problems(400, 401, 403, 404, 410);
        group.MapGet("/{grant:guid}", GetGrant).WithName("getGrant").Access(PrincipalKinds.Candidate)
            .Example(() => GrantExamples.Grant).Problems(401, 403, 404, 410);
        group.MapDelete("/{grant:guid}", RevokeGrant).WithName("revokeGrant").Access(PrincipalKinds.Candidate).Problems(401, 403, 404, 410);
    }

    /// <summary>Let a tenant, or whoever holds a link, read a passport.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<IResult> CreateGrant(
        Guid id, CreateGrantRequest request, Principal principal, Db db, IOptions<PassportOptions> options, Idempotency idempotency,
        TimeProvider time, HttpContext context)
    {
        var now = time.Now();
        if (await PassportAccess.RefuseAsync(db, id, principal, now, context.RequestAborted) is { } refused) return refused;

        if (request.Kind == GrantKind.Tenant != request.Tenant.HasValue)
        {
            return Problems.Invalid(
                "A grant to a tenant names it; a link names none.",
                At("#/tenant", "Required with the kind 'tenant', not allowed with 'link'."));
        }

        if (request.Scope == GrantScope.Loop)
        {
            return Problems.Invalid(
                "This permission is given by accepting an invitation.", At("#/scope", "One of passport, evidence."));
        }

        var most = options.Value.MostGrants;
        return await idempotency.RunAsync(
            context, request, PassportJson.Wire.CreateGrantRequest,
            session => LoadAsync(session, id, request.Tenant, now),
            basis => ValueTask.FromResult(Refuses(request, basis, most, now) ?? PlanGrant(id, request, most, now)));
    }

    /// <summary>List the grants given on a passport, oldest first.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<GrantListResponse>, ProblemHttpResult>> ListGrants(
        Guid id, int? limit, string? cursor, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("grants", limit, cursor);
        if (invalid is not null) return invalid;

        var (refused, rows) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, time.Now(),
            (session, _) => GrantStore.ListAfterAsync(session, id, page),
            cancellationToken);
        if (refused is not null) return refused;

        var (items, next) = page.Cut(rows, row => new Cursor(row.CreatedAt, row.Id));
        return TypedResults.Ok(new GrantListResponse { Items = [.. items.Select(Of)], Next = next });
    }

    /// <summary>Read one grant.</summary>
    /// <param name="id">Id of the passport.</param>
    /// <param name="grant">Id of the grant.</param>
    internal static async Task<Results<Tagged<GrantResponse>, ProblemHttpResult>> GetGrant(
        Guid id, Guid grant, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (refused, row) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, time.Now(),
            (session, _) => GrantStore.FindAsync(session, grant),
            cancellationToken);
        if (refused is not null) return refused;

        if (row is null || row.PassportId != id) return Problems.NotFound();
        return new Tagged<GrantResponse>(Of(row), GrantRevocation.TagOf(row));
    }

    /// <summary>Take a grant back, at once and for good.</summary>
    /// <param name="id">Id of the passport.</param>
    /// <param name="grant">Id of the grant.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeGrant(
        Guid id, Guid grant, Principal principal, Preconditions conditions, Db db, IPassportObserver observer, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await PassportAccess.RefuseAsync(db, id, principal, now, cancellationToken) is { } refused) return refused;

        var problem = await db.WriteAsync(
            session => GrantRevocation.RunAsync(session, grant, id, conditions, observer, now), cancellationToken);
        return problem is null ? TypedResults.NoContent() : problem;
    }

    private static async Task<GrantBasis> LoadAsync(DbSession session, Guid passport, Guid? named, DateTimeOffset now) => new(
        await PassportStore.FindAsync(session, passport),
        await GrantStore.CountStandingAsync(session, passport, now),
        named is not { } tenant || await CredentialStore.FindTenantAsync(session, tenant) is not null);

    private static Plan? Refuses(CreateGrantRequest request, GrantBasis basis, int most, DateTimeOffset now)
    {
        if (basis.Passport?.ErasedAt is not null) return Plan.RefuseWithoutKeeping(Problems.PassportErased());
        if (basis.Standing >= most) return Plan.RefuseWithoutKeeping(Problems.LimitReached(most, "grants that stand. Revoke one first"));

        // Under the key: a grant that was made in time is replayed when its time is over.
        if (request.ExpiresAt <= now)
        {
            return Plan.RefuseWithoutKeeping(Problems.Invalid(
                "The grant would be over already.", At("#/expiresAt", "It must lie in the future.")));
        }

        return basis.IsTenantKnown ? null : Plan.Refuse(Problems.GrantRefused(At("#/tenant", "There is no such tenant.")));
    }

    private static ProblemError At(string pointer, string detail) => new() { Pointer = pointer, Detail = detail };

    /// <summary>What a grant is decided on.</summary>
    /// <param name="Passport">The passport as it is now.</param>
    /// <param name="Standing">How many grants of it are neither revoked nor over.</param>
    /// <param name="IsTenantKnown">True also of a link, which names no tenant.</param>
    private sealed record GrantBasis(PassportRow? Passport, int Standing, bool IsTenantKnown);

    private static Plan PlanGrant(Guid passport, CreateGrantRequest request, int most, DateTimeOffset now)
    {
        var grant = new GrantRow
        {
            Id = Guid.CreateVersion7(now),
            PassportId = passport,
            TenantId = request.Tenant,
            Kind = request.Kind == GrantKind.Link ? "link" : "tenant",
            Scope = PassportAccess.ScopeSlug(request.Scope),
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime().ToMilliseconds(),
        };
        var token = request.Kind == GrantKind.Link ? SecretToken.Create(SecretToken.LinkPrefix) : null;
        var response = Of(grant) with
        {
            Token = token,
            // Relative: a Host header that somebody forged must not decide where the secret is sent.
            Url = token is null ? null : $"/v1/passports/{passport}?{Authentication.ShareParameter}={token}",
        };
        return new Plan(
            Outcome.Created($"/v1/passports/{passport}/grants/{grant.Id}", response, PassportJson.Wire.GrantResponse),
            session => WriteAsync(session, grant, token, most));
    }

    private static async Task<bool> WriteAsync(DbSession session, GrantRow grant, string? token, int most)
    {
        if (!await GrantRoom.TryMakeAsync(session, grant.PassportId, most, grant.CreatedAt)) return false;

        await GrantStore.InsertAsync(session, grant);
        if (token is not null) await CredentialStore.InsertAsync(session, LinkCredential(grant, token));
        return true;
    }

    private static CredentialRow LinkCredential(GrantRow grant, string token) => new()
    {
        Id = Guid.CreateVersion7(grant.CreatedAt),
        Kind = "link",
        SecretHash = SecretToken.Hash(token),
        Hint = SecretToken.Hint(token),
        PassportId = grant.PassportId,
        GrantId = grant.Id,
        CreatedAt = grant.CreatedAt,
        ExpiresAt = grant.ExpiresAt,
    };

    internal static GrantResponse Of(GrantRow row) => new()
    {
        Id = row.Id,
        Kind = row.Kind == "link" ? GrantKind.Link : GrantKind.Tenant,
        Tenant = row.TenantId,
        Scope = KebabCase.TryParse<GrantScope>(row.Scope, out var scope)
            ? scope
            : throw new InvalidOperationException($"A grant is stored with the unknown scope '{row.Scope}'."),
        HiringLoop = row.LoopId,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        RevokedAt = row.RevokedAt,
    };
}
