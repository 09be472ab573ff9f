using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>Writes down what came of an attempt, and what follows for the delivery and for its endpoint.</summary>
internal sealed class WebhookOutcomes(Db db, TimeProvider time)
{
    /// <summary>Why an endpoint was disabled: it said so itself, it failed for too long, its tenant wanted it.</summary>
    public const string Gone = "gone";
    public const string Failing = "failing";
    public const string Requested = "requested";

    /// <summary>Nothing was sent.</summary>
    public static readonly WebhookAttempt IsDisabled = new(null, "The endpoint is disabled.");

    /// <summary>The fault is here, and logged.</summary>
    public static readonly WebhookAttempt IsUnsendable = new(null, "The event could not be sent, for a reason that is not the endpoint's.");

    /// <summary>Nobody has ended it.</summary>
    public static readonly WebhookAttempt IsOverdue = new(null, "It took too long.");

    /// <summary>So long an endpoint may fail without a success.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(5);

    public async Task WriteAsync(DeliveryWork work, WebhookAttempt attempt, DateTimeOffset leasedUntil)
    {
        var now = time.Now();
        var end = EndOf(work, attempt, leasedUntil, now);
        var reason = attempt.IsGone ? Gone : Failing;
        var isWebhook = work.Kind == WebhookRow.Webhook;
        var told = new EventData
        {
            WebhookEndpoint = isWebhook ? work.EndpointId : null, AtsConnection = isWebhook ? null : work.EndpointId, State = reason,
        };
        var disabled = OutboxEventRow.Of(EventTypes.EndpointDisabled, work.TenantId, work.EndpointId, told, now);
        var noun = isWebhook ? "webhook-endpoint" : "ats-connection";
        var audited = new AuditEntryRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = work.TenantId,
            OccurredAt = now,
            Actor = "service",
            Action = $"{noun}.disabled",
            Subject = $"{noun}:{work.EndpointId}",
            BeforeState = """{"state":"enabled"}""",
            AfterState = $$"""{"state":"disabled","disabledReason":"{{reason}}"}""",
        };
        var isWritten = await db.WriteAsync(WriteAsync, CancellationToken.None);
        if (isWritten) Count(work, attempt, end);

        async Task<bool> WriteAsync(DbSession session)
        {
            if (!await DispatchStore.TryEndAsync(session, end)) return false;
            if (attempt.AlsoWrite is { } alsoWrite) await alsoWrite(session);
            if (attempt == IsDisabled || attempt.Spares) return true;

            if (attempt.IsDelivered)
            {
                await WebhookStore.NoteSuccessAsync(session, work.EndpointId);
                return true;
            }

            await WebhookStore.NoteFailureAsync(session, work.EndpointId, now);
            var isDisabled = attempt.IsGone
                ? await WebhookStore.DisableGoneAsync(session, work.EndpointId, work.Version)
                : await WebhookStore.DisableFailingAsync(session, work.EndpointId, now - Patience);
            if (!isDisabled) return true;

            await Outbox.AppendAsync(session, disabled);
            await AuditTrail.AddAsync(session, audited);
            return true;
        }
    }

    private static DeliveryEnd EndOf(DeliveryWork work, WebhookAttempt attempt, DateTimeOffset leasedUntil, DateTimeOffset now)
    {
        var attempts = attempt == IsDisabled || attempt.IsPutOff ? work.Attempts : work.Attempts + 1;
        var isFinal = attempt.IsDelivered || attempt.IsGone || attempt.IsFinal || attempt == IsDisabled;
        var next = isFinal ? null : RetrySchedule.Next(attempts, attempt.RetryAfter, now);
        return new DeliveryEnd
        {
            EndpointId = work.EndpointId,
            EventId = work.EventId,
            Subject = work.Subject,
            LeasedUntil = leasedUntil,
            State = attempt.IsDelivered ? DeliveryRow.Delivered : next is null ? DeliveryRow.Failed : DeliveryRow.Pending,
            Attempts = attempts,
            NextAt = next ?? now,
            LastStatus = attempt.Status,
            LastError = attempt.Error,
            LastLatencyMilliseconds = (int)attempt.Latency.TotalMilliseconds,
            LastAt = now,
        };
    }

    private static void Count(DeliveryWork work, WebhookAttempt attempt, DeliveryEnd end)
    {
        var outcome = end.State switch
        {
            DeliveryRow.Delivered when attempt.Spares => "passed",
            DeliveryRow.Delivered => "delivered",
            DeliveryRow.Failed => "failed",
            _ => attempt.IsRefused ? "refused" : "retried",
        };
        var told = new KeyValuePair<string, object?>("outcome", outcome);
        var kind = new KeyValuePair<string, object?>("kind", work.Kind);
        Telemetry.WebhookDeliveries.Add(1, new KeyValuePair<string, object?>("event.type", work.Type), kind, told);
        var wasSent = attempt.Status is not null || attempt.Latency > TimeSpan.Zero;
        if (wasSent) Telemetry.WebhookDuration.Record(attempt.Latency.TotalSeconds, kind, told);
    }
}
