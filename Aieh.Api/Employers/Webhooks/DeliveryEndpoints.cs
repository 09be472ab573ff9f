using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Webhooks;

internal static class DeliveryEndpoints
{
    internal const int MostReplayed = 1000;

    public static void MapDeliveries(this IEndpointRouteBuilder group)
    {
        group.MapPost("/{id:guid}/ping", PingWebhookEndpoint).WithName("pingWebhookEndpoint")
            .Access(PrincipalKinds.Key, Scopes.WebhooksWrite).Example(() => WebhookExamples.Ping)
            .Problems(401, 403, 404, 422).Raises(Problems.WebhookEndpointRefusedKind);
        group.MapGet("/{id:guid}/deliveries", ListWebhookDeliveries).WithName("listWebhookDeliveries")
            .Access(PrincipalKinds.Key, Scopes.WebhooksWrite).Example(() => WebhookExamples.Deliveries).Problems(401, 403, 404);
        group.MapPost("/{id:guid}/deliveries/{event:guid}/replay", ReplayWebhookDelivery).WithName("replayWebhookDelivery")
            .Access(PrincipalKinds.Key, Scopes.WebhooksWrite).Example(() => WebhookExamples.Replayed)
            .Problems(401, 403, 404, 422).Raises(Problems.WebhookEndpointRefusedKind);
        group.MapPost("/{id:guid}/replay", ReplayWebhookEvents).WithName("replayWebhookEvents")
            .Access(PrincipalKinds.Key, Scopes.WebhooksWrite)
            .Example(() => WebhookExamples.ReplayRange, () => WebhookExamples.Replayed)
            .Problems(401, 403, 404, 409, 413, 415, 422).Raises(Problems.LimitReachedKind, Problems.WebhookEndpointRefusedKind);
    }

    /// <summary>Send an event of the type endpoint.ping to this endpoint alone, whatever types it asks for.</summary>
    /// <param name="id">Id of the endpoint.</param>
    internal static async Task<Results<Accepted<WebhookPingResponse>, ProblemHttpResult>> PingWebhookEndpoint(
        Guid id, Principal principal, Preconditions conditions, Db db, WebhookDispatcher dispatcher, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var tenant = principal.TenantId!.Value;
        // A subject of its own: a ping waits for no other that has failed.
        var subject = Guid.CreateVersion7(now);
        var ping = OutboxEventRow.Of(EventTypes.EndpointPing, tenant, subject, new EventData { WebhookEndpoint = id }, now);
        var problem = await db.WriteAsync(PingAsync, cancellationToken);
        if (problem is not null) return problem;

        dispatcher.Wake();
        return TypedResults.Accepted((string?)null, new WebhookPingResponse { Event = ping.Id });

        async Task<ProblemHttpResult?> PingAsync(DbSession session)
        {
            var (_, refused) = await FindAsync(session, id, tenant, conditions);
            if (refused is null) await Outbox.AppendForAsync(session, ping, id);
            return refused;
        }
    }

    /// <summary>List what was sent to an endpoint, newest first, with what became of it.</summary>
    /// <param name="id">Id of the endpoint.</param>
    internal static async Task<Results<Ok<WebhookDeliveryListResponse>, ProblemHttpResult>> ListWebhookDeliveries(
        Guid id, int? limit, string? cursor, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("webhook-deliveries", limit, cursor);
        if (invalid is not null) return invalid;

        var (now, tenant) = (time.Now(), principal.TenantId!.Value);
        var rows = await db.ReadAsync(ListAsync, cancellationToken);
        if (rows is null) return Problems.NotFound();

        var (items, next) = page.Cut(rows, row => new Cursor(row.CreatedAt, row.EventId));
        return TypedResults.Ok(new WebhookDeliveryListResponse { Items = [.. items.Select(row => ViewOf(row, now))], Next = next });

        async Task<IReadOnlyList<DeliveryRow>?> ListAsync(DbSession session) =>
            await WebhookStore.FindAsync(session, id, tenant) is null ? null : await DeliveryStore.ListBeforeAsync(session, id, page);
    }

    /// <summary>Send one event once more, whatever became of it. One that is being sent just now is not sent twice.</summary>
    /// <param name="id">Id of the endpoint.</param>
    /// <param name="event">Id of the event.</param>
    internal static async Task<Results<Accepted<WebhookReplayResponse>, ProblemHttpResult>> ReplayWebhookDelivery(
        Guid id, Guid @event, Principal principal, Preconditions conditions, Db db, WebhookDispatcher dispatcher, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (now, tenant) = (time.Now(), principal.TenantId!.Value);
        var problem = await db.WriteAsync(ReplayAsync, cancellationToken);
        if (problem is not null) return problem;

        dispatcher.Wake();
        return TypedResults.Accepted((string?)null, new WebhookReplayResponse { Events = 1 });

        async Task<ProblemHttpResult?> ReplayAsync(DbSession session)
        {
            var (_, refused) = await FindAsync(session, id, tenant, conditions);
            if (refused is not null) return refused;
            return await DeliveryStore.ReplayAsync(session, id, @event, now) ? null : Problems.NotFound();
        }
    }

    /// <summary>
    /// Send the events of a time once more, and those that the endpoint missed while it was disabled or not there yet. At most 1000 at
    /// once.
    /// </summary>
    /// <param name="id">Id of the endpoint.</param>
    internal static async Task<Results<Accepted<WebhookReplayResponse>, ProblemHttpResult>> ReplayWebhookEvents(
        Guid id, ReplayWebhookEventsRequest request, Principal principal, Preconditions conditions, Db db, WebhookDispatcher dispatcher,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.From >= request.To)
        {
            return Problems.Invalid(
                "The time must end after it begins.", new ProblemError { Pointer = "#/to", Detail = "It must be after 'from'." });
        }

        var (now, tenant) = (time.Now(), principal.TenantId!.Value);
        var (count, problem) = await WriteAsync(db, ReplayAsync, cancellationToken);
        if (problem is not null) return problem;

        dispatcher.Wake();
        return TypedResults.Accepted((string?)null, new WebhookReplayResponse { Events = count });

        async Task<(int, ProblemHttpResult?)> ReplayAsync(DbSession session)
        {
            var (endpoint, refused) = await FindAsync(session, id, tenant, conditions);
            if (refused is not null) return (0, refused);

            var replayed = await DeliveryStore.ReplayAsync(session, endpoint!, request.From, request.To, MostReplayed, now);
            return replayed is { } many ? (many, null) : (0, Problems.LimitReached(MostReplayed, "events at once. Ask for a shorter time"));
        }
    }

    /// <summary>Another replay may write the same delivery between looking and writing; a second look finds it there.</summary>
    private static async Task<T> WriteAsync<T>(Db db, Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await db.WriteAsync(work, cancellationToken);
        }
        catch (Exception exception) when (db.Dialect.IsUniqueViolation(exception))
        {
            return await db.WriteAsync(work, cancellationToken);
        }
    }

    /// <summary>The endpoint, or the problem that keeps events from being sent there.</summary>
    private static async Task<(WebhookRow? Endpoint, ProblemHttpResult? Refused)> FindAsync(
        DbSession session, Guid id, Guid tenant, Preconditions conditions)
    {
        if (await WebhookStore.FindAsync(session, id, tenant) is not { } row) return (null, Problems.NotFound());
        if (conditions.FailOfState(WebhookChanges.StateTagOf(row))) return (null, Problems.PreconditionFailed());

        return row.State == WebhookRow.Enabled
            ? (row, null)
            : (null, Problems.WebhookEndpointRefused(new ProblemError { Detail = "It is disabled. Enable it first." }));
    }

    internal static WebhookDeliveryResponse ViewOf(DeliveryRow row, DateTimeOffset now)
    {
        var isWaiting = row.State == DeliveryRow.Pending && !(row.LeasedUntil > now);
        return new WebhookDeliveryResponse
        {
            Event = row.EventId,
            Type = row.Type,
            State = row.State switch
            {
                DeliveryRow.Delivered => WebhookDeliveryState.Delivered,
                DeliveryRow.Failed => WebhookDeliveryState.Failed,
                _ => WebhookDeliveryState.Pending,
            },
            Attempts = row.Attempts,
            CreatedAt = row.CreatedAt,
            NextAttemptAt = isWaiting ? row.NextAt : null,
            LastAttemptAt = row.LastAt,
            Status = row.LastStatus,
            LatencyMilliseconds = row.LastLatencyMilliseconds,
            Error = row.LastError,
            Body = row.Body,
        };
    }
}
