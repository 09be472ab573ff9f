using Aieh.Api.Contract;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Ats;

internal static class AtsConnectionEndpoints
{
    public static void MapAtsConnections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/ats-connections")
            .Tag("ATS connections", "How a tenant's applicant tracking systems are spoken with, and what they were told.")
            .Refusals(() => AtsExamples.Refusals);
        group.MapGet("/", ListAtsConnections).WithName("listAtsConnections").Access(PrincipalKinds.Key, Scopes.ConnectionsWrite)
            .Example(() => AtsExamples.Connections).Problems(401, 403);
        group.MapGet("/{ats}", GetAtsConnection).WithName("getAtsConnection").Access(PrincipalKinds.Key, Scopes.ConnectionsWrite)
            .Example(() => AtsExamples.Connection).Problems(401, 403, 404);
        group.MapPut("/{ats}", PutAtsConnection).WithName("putAtsConnection").Access(PrincipalKinds.Key, Scopes.ConnectionsWrite)
            .Example(() => AtsExamples.PutConnection, () => AtsExamples.Connection).Problems(401, 403, 404, 409, 413, 415)
            .Raises(Problems.BusyKind);
        group.MapDelete("/{ats}", DeleteAtsConnection).WithName("deleteAtsConnection")
            .Access(PrincipalKinds.Key, Scopes.ConnectionsWrite).Problems(401, 403, 404);
        group.MapGet("/{ats}/calls", ListAtsCalls).WithName("listAtsCalls").Access(PrincipalKinds.Key, Scopes.ConnectionsWrite)
            .Example(() => AtsExamples.Calls).Problems(401, 403, 404);
    }

    /// <summary>List the tenant's connections.</summary>
    internal static async Task<Ok<AtsConnectionListResponse>> ListAtsConnections(
        Principal principal, Db db, Sealing sealing, CancellationToken cancellationToken)
    {
        var rows = await db.ReadAsync(session => AtsConnectionStore.ListAsync(session, principal.TenantId!.Value), cancellationToken);
        return TypedResults.Ok(new AtsConnectionListResponse
        {
            Items = [.. rows.Select(row => AtsConnections.ViewOf(row, sealing))], Next = null,
        });
    }

    /// <summary>Get the connection to one system.</summary>
    /// <param name="ats">The system: greenhouse, ashby or kombo.</param>
    internal static async Task<Results<Tagged<AtsConnectionResponse>, ProblemHttpResult>> GetAtsConnection(
        string ats, Principal principal, Db db, Sealing sealing, CancellationToken cancellationToken) =>
        await FindAsync(ats, principal, db, cancellationToken) is { } row ? Shown(row, sealing) : NotFound();

    /// <summary>
    /// Make or change the connection to one system. Secrets that are left out stay as they are; all else that is left out goes back to its
    /// default.
    /// </summary>
    /// <param name="ats">The system: greenhouse, ashby or kombo.</param>
    internal static async Task<Results<Tagged<AtsConnectionResponse>, ProblemHttpResult>> PutAtsConnection(
        string ats, PutAtsConnectionRequest request, Principal principal, Preconditions conditions, Db db, Sealing sealing,
        WebhookDispatcher dispatcher, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!KebabCase.TryParse<AtsKind>(ats, out var kind)) return NotFound();
        if (AtsConnections.FaultsOf(request, kind).ToArray() is { Length: > 0 } faults)
        {
            return Problems.Invalid("The connection cannot be so.", faults);
        }

        var (now, tenant) = (time.Now(), principal.TenantId!.Value);
        var before = await FindAsync(ats, principal, db, cancellationToken);
        if (conditions.Fail(before is null ? null : AtsConnections.TagOf(before))) return Problems.PreconditionFailed();

        var id = before?.Id ?? Guid.CreateVersion7(now);
        var after = AtsConnections.After(
            before ?? AtsConnections.NewRow(tenant, id, kind, AtsCredentials.None.Seal(sealing, id), now), request, sealing);
        if (after == before) return Shown(before, sealing);
        if (!await AtsConnectionChange.TryWriteAsync(db, before, after, principal.Actor, now, cancellationToken))
        {
            return Problems.Of(Problems.BusyKind, "Nothing was done. Repeat the request.");
        }

        dispatcher.Wake();
        return Shown(before is null ? after : after with { Version = after.Version + 1 }, sealing);
    }

    /// <summary>
    /// Delete the connection to one system, with its secrets. What was ordered goes on, and the system is not told any more; Greenhouse
    /// makes another with its next order.
    /// </summary>
    /// <param name="ats">The system: greenhouse, ashby or kombo.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAtsConnection(
        string ats, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await FindAsync(ats, principal, db, cancellationToken) is not { } row) return NotFound();
        if (conditions.Fail(AtsConnections.TagOf(row))) return Problems.PreconditionFailed();

        return await db.WriteAsync(session => AtsConnectionChange.DeleteAsync(session, row, principal.Actor, now), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.PreconditionFailed();
    }

    /// <summary>List what a system was told of its orders, newest first. Each call that was made is in the audit log.</summary>
    /// <param name="ats">The system: greenhouse, ashby or kombo.</param>
    internal static async Task<Results<Ok<AtsCallListResponse>, ProblemHttpResult>> ListAtsCalls(
        string ats, int? limit, string? cursor, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("ats-calls", limit, cursor);
        if (invalid is not null) return invalid;
        if (await FindAsync(ats, principal, db, cancellationToken) is not { } row) return NotFound();

        var rows = await db.ReadAsync(session => DeliveryStore.ListBeforeAsync(session, row.Id, page), cancellationToken);
        var (items, next) = page.Cut(rows, each => new Cursor(each.CreatedAt, each.EventId));
        var now = time.Now();
        return TypedResults.Ok(new AtsCallListResponse { Items = [.. items.Select(each => CallOf(each, now))], Next = next });
    }

    private static ProblemHttpResult NotFound() => Problems.Of(
        Problems.NotFoundKind, "There is no connection to it: PUT makes one. The systems are greenhouse, ashby and kombo.");

    private static Task<WebhookRow?> FindAsync(string ats, Principal principal, Db db, CancellationToken cancellationToken) =>
        KebabCase.TryParse<AtsKind>(ats, out var kind)
            ? db.ReadAsync(
                session => AtsConnectionStore.FindAsync(session, principal.TenantId!.Value, KebabCase.Of(kind)), cancellationToken)
            : Task.FromResult<WebhookRow?>(null);

    private static Tagged<AtsConnectionResponse> Shown(WebhookRow row, Sealing sealing) =>
        new(AtsConnections.ViewOf(row, sealing), AtsConnections.TagOf(row));

    private static AtsCallResponse CallOf(DeliveryRow row, DateTimeOffset now)
    {
        var shown = DeliveryEndpoints.ViewOf(row, now);
        return new AtsCallResponse
        {
            Event = shown.Event,
            Invitation = row.Subject,
            Type = shown.Type,
            State = shown.State,
            Attempts = shown.Attempts,
            CreatedAt = shown.CreatedAt,
            NextAttemptAt = shown.NextAttemptAt,
            LastAttemptAt = shown.LastAttemptAt,
            Status = shown.Status,
            LatencyMilliseconds = shown.LatencyMilliseconds,
            Error = shown.Error,
        };
    }
}
