using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Webhooks;

internal static class WebhookEndpoints
{
    internal const int MostEndpoints = 20;

    private const string Path = "/v1/webhook-endpoints";

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path)
            .Tag("Webhooks", "Events sent to a tenant's endpoints as Standard Webhooks 1.0.0, and what became of them.")
            .Refusals(() => WebhookExamples.Refusals);
        group.MapPost("/", CreateWebhookEndpoint).WithName("createWebhookEndpoint").Access(PrincipalKinds.Key, Scopes.WebhooksWrite)
            .Produces<WebhookEndpointResponse>(StatusCodes.Status201Created)
            .Example(() => WebhookExamples.Create, () => WebhookExamples.Created).Problems(401, 403, 409, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.LimitReachedKind, Problems.WebhookEndpointRefusedKind);
        group.MapGet("/", ListWebhookEndpoints).WithName("listWebhookEndpoints").Access(PrincipalKinds.Key, Scopes.WebhooksWrite)
            .Example(() => WebhookExamples.List).Problems(401, 403);
        group.MapGet("/{id:guid}", GetWebhookEndpoint).WithName("getWebhookEndpoint").Access(PrincipalKinds.Key, Scopes.WebhooksWrite)
            .Example(() => WebhookExamples.Endpoint).Problems(401, 403, 404);
        group.MapPatch("/{id:guid}", UpdateWebhookEndpoint).WithName("updateWebhookEndpoint")
            .Access(PrincipalKinds.Key, Scopes.WebhooksWrite)
            .Accepts<UpdateWebhookEndpointRequest>("application/json", "application/merge-patch+json")
            .Example(() => WebhookExamples.Update, () => WebhookExamples.Updated).Problems(401, 403, 404, 413, 415, 422, 428)
            .Raises(Problems.WebhookEndpointRefusedKind);
        group.MapDelete("/{id:guid}", DeleteWebhookEndpoint).WithName("deleteWebhookEndpoint")
            .Access(PrincipalKinds.Key, Scopes.WebhooksWrite).Problems(401, 403, 404);
        group.MapRotation();
        group.MapDeliveries();
    }

    /// <summary>
    /// Have events sent to an address. The secret that they are signed with is shown once. A tenant has at most 20 endpoints.
    /// </summary>
    internal static async Task<IResult> CreateWebhookEndpoint(
        CreateWebhookEndpointRequest request, Principal principal, IOptions<WebhookOptions> options, Sealing sealing,
        Idempotency idempotency, TimeProvider time, HttpContext context)
    {
        var faults = WebhookChanges.FaultsOf(request.Url, request.EventTypes, options.Value);
        var (tenant, now) = (principal.TenantId!.Value, time.Now());
        return await idempotency.RunAsync(
            context, request, WebhookJson.Wire.CreateWebhookEndpointRequest,
            session => WebhookStore.CountAsync(session, tenant),
            count => ValueTask.FromResult(
                faults.Count > 0 ? Plan.Refuse(Problems.WebhookEndpointRefused([.. faults]))
                : count >= MostEndpoints
                    ? Plan.RefuseWithoutKeeping(Problems.LimitReached(MostEndpoints, "webhook endpoints. Delete one first"))
                    : PlanEndpoint(request, principal, tenant, sealing, now)));
    }

    /// <summary>List the tenant's endpoints, oldest first.</summary>
    internal static async Task<Results<Ok<WebhookEndpointListResponse>, ProblemHttpResult>> ListWebhookEndpoints(
        int? limit, string? cursor, Principal principal, Db db, Sealing sealing, TimeProvider time, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("webhook-endpoints", limit, cursor);
        if (invalid is not null) return invalid;

        var now = time.Now();
        var tenant = principal.TenantId!.Value;
        var rows = await db.ReadAsync(session => WebhookStore.ListAfterAsync(session, tenant, page), cancellationToken);
        var (items, next) = page.Cut(rows, row => new Cursor(row.CreatedAt, row.Id));
        return TypedResults.Ok(new WebhookEndpointListResponse
        {
            Items = [.. items.Select(row => WebhookChanges.ViewOf(row, sealing, now))],
            Next = next,
        });
    }

    /// <summary>Get one endpoint.</summary>
    /// <param name="id">Id of the endpoint.</param>
    internal static async Task<Results<Tagged<WebhookEndpointResponse>, ProblemHttpResult>> GetWebhookEndpoint(
        Guid id, Principal principal, Db db, Sealing sealing, TimeProvider time, CancellationToken cancellationToken) =>
        await db.ReadAsync(session => WebhookStore.FindAsync(session, id, principal.TenantId!.Value), cancellationToken) is { } row
            ? Shown(row, sealing, time.Now())
            : Problems.NotFound();

    /// <summary>
    /// Change an endpoint, by a JSON merge patch (RFC 7396) on the state that If-Match names. Enabling it again gives it five days anew.
    /// </summary>
    /// <param name="id">Id of the endpoint.</param>
    internal static async Task<Results<Tagged<WebhookEndpointResponse>, ProblemHttpResult>> UpdateWebhookEndpoint(
        Guid id, UpdateWebhookEndpointRequest request, Principal principal, Preconditions conditions, IOptions<WebhookOptions> options,
        Db db, Sealing sealing, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var faults = WebhookChanges.FaultsOf(request.Url, request.EventTypes, options.Value);
        var tenant = principal.TenantId!.Value;
        var (updated, problem) = await db.WriteAsync(UpdateAsync, cancellationToken);
        return problem is null ? Shown(updated!, sealing, now) : problem;

        async Task<(WebhookRow?, ProblemHttpResult?)> UpdateAsync(DbSession session)
        {
            if (await WebhookStore.FindAsync(session, id, tenant) is not { } row) return (null, Problems.NotFound());
            if (conditions.RefuseWithoutIfMatch() is { } required) return (null, required);
            if (conditions.FailOfState(WebhookChanges.StateTagOf(row))) return (null, Problems.PreconditionFailed());
            if (faults.Count > 0) return (null, Problems.WebhookEndpointRefused([.. faults]));

            var patched = WebhookChanges.Patched(row, request);
            if (patched == row) return (row, null);
            if (!await WebhookStore.UpdateAsync(session, patched)) return (null, Problems.PreconditionFailed());
            await AuditTrail.AddAsync(session, WebhookChanges.Audited(principal, "updated", row, patched, now));
            return (patched with { Version = row.Version + 1 }, null);
        }
    }

    /// <summary>Delete an endpoint, and what is kept of its deliveries. Nothing more is sent there.</summary>
    /// <param name="id">Id of the endpoint.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteWebhookEndpoint(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var problem = await db.WriteAsync(DeleteAsync, cancellationToken);
        return problem is null ? TypedResults.NoContent() : problem;

        async Task<ProblemHttpResult?> DeleteAsync(DbSession session)
        {
            if (await WebhookStore.FindAsync(session, id, principal.TenantId!.Value) is not { } row) return Problems.NotFound();
            if (conditions.FailOfState(WebhookChanges.StateTagOf(row))) return Problems.PreconditionFailed();
            if (!await WebhookStore.DeleteAsync(session, row, now)) return Problems.PreconditionFailed();

            await AuditTrail.AddAsync(session, WebhookChanges.Audited(principal, "deleted", row, null, now));
            return null;
        }
    }

    private static Tagged<WebhookEndpointResponse> Shown(WebhookRow row, Sealing sealing, DateTimeOffset now) =>
        new(WebhookChanges.ViewOf(row, sealing, now), WebhookChanges.TagOf(row, sealing, now));

    private static Plan PlanEndpoint(
        CreateWebhookEndpointRequest request, Principal principal, Guid tenant, Sealing sealing, DateTimeOffset now)
    {
        var (id, secret) = (Guid.CreateVersion7(now), WebhookSecret.Create());
        var row = new WebhookRow
        {
            Id = id,
            TenantId = tenant,
            Url = request.Url,
            EventTypes = WebhookChanges.Joined(request.EventTypes ?? []),
            State = WebhookRow.Enabled,
            Secret = sealing.Seal(secret, WebhookSecret.Purpose, id.ToString()),
            Version = 1,
            CreatedAt = now,
        };
        return new Plan(CreatedOf(row, secret, sealing, now), async session =>
        {
            if (!await WebhookStore.TryInsertAsync(session, row, MostEndpoints)) return false;
            await AuditTrail.AddAsync(session, WebhookChanges.Audited(principal, "created", null, row, now));
            return true;
        });
    }

    /// <summary>With the secret, which is never shown again.</summary>
    internal static Outcome CreatedOf(WebhookRow row, string secret, Sealing sealing, DateTimeOffset now) => Outcome.Created(
        $"{Path}/{row.Id}",
        WebhookChanges.ViewOf(row, sealing, now) with { Secret = secret },
        WebhookJson.Wire.WebhookEndpointResponse);
}
