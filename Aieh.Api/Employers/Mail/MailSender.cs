using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Mail;

/// <summary>
/// Sends a mail, once. With the end of its delivery, by whichever way, what it has said is wiped in the same transaction; where it did not
/// reach the candidate, the tenant is told. Nothing that goes wrong here is counted against the endpoint: the tenant has no part in it.
/// </summary>
internal sealed partial class MailSender(
    Mailing mailing, MailTransport transport, IMailSubject subject, Db db, TimeProvider time, ILogger<MailSender> logger) : IDeliverySender
{
    /// <summary>What the tenant is told in place of a reply code when no server has taken or refused it in all the time.</summary>
    internal const string GivenUp = "given-up";

    public string Kind => Mailing.Kind;

    public async Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var reply = await TrySendAsync(work, cancellationToken);
        var isLast = work.Attempts + 1 >= RetrySchedule.MaxAttempts;
        if (isLast && reply.Outcome == MailOutcome.Retried) reply = reply with { Outcome = MailOutcome.Failed };

        var outcome = KebabCase.Of(reply.Outcome);
        Telemetry.Mails.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (reply.Fault is not null) LogUnsent(work.EventId, outcome, reply.Code, reply.Fault);
        return AttemptOf(work, reply) with { Latency = time.GetElapsedTime(began) };
    }

    /// <summary>An unexpected fault is told by its kind alone: what it says could name somebody.</summary>
    private async Task<MailReply> TrySendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        try
        {
            return await SendIfWantedAsync(work, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailReply(MailOutcome.Retried, Fault: $"It could not be sent: {exception.GetType().Name}.");
        }
    }

    private async Task<MailReply> SendIfWantedAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        if (work.Body.Length == 0) return new MailReply(MailOutcome.Dropped);

        if (mailing.Open(work.Body, work.EventId) is not { } mail)
        {
            return new MailReply(MailOutcome.Retried, Fault: "It cannot be opened: see to Sealing:KeyFile.");
        }

        var now = time.Now();
        var isWanted = await db.ReadAsync(session => subject.IsStillWantedAsync(session, mail, now), cancellationToken);
        if (!isWanted) return new MailReply(MailOutcome.Dropped);

        using var message = MailTemplates.MessageOf(mail, work.EventId, transport.Sender, now);
        return await transport.SendAsync(message, work.EventId, cancellationToken);
    }

    private WebhookAttempt AttemptOf(DeliveryWork work, MailReply reply)
    {
        // A reply code is no HTTP status: while a mail waits, nothing is to be read into it.
        var code = reply.Outcome == MailOutcome.Retried ? null : reply.Code;
        var attempt = new WebhookAttempt(code, reply.Fault) { Spares = true };
        return reply.Outcome switch
        {
            MailOutcome.Sent or MailOutcome.Dropped => attempt with { AlsoWrite = session => MailStore.WipeAsync(session, work.EventId) },
            MailOutcome.Retried => attempt,
            _ => attempt with { IsFinal = true, AlsoWrite = EndUnsent(work, reply, time.Now()) },
        };
    }

    private static Func<DbSession, Task> EndUnsent(DeliveryWork work, MailReply reply, DateTimeOffset now)
    {
        var state = reply is { Outcome: MailOutcome.Bounced, Code: { } code } ? FormattableString.Invariant($"{code}") : GivenUp;
        var data = new EventData { Invitation = work.Subject, State = state };
        var told = OutboxEventRow.Of(EventTypes.InvitationMailBounced, work.TenantId, work.Subject, data, now);
        var audited = new AuditEntryRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = work.TenantId,
            OccurredAt = now,
            Actor = "service",
            Action = EventTypes.InvitationMailBounced,
            Subject = $"invitation:{work.Subject}",
            AfterState = $$"""{"mail":"{{state}}"}""",
        };
        return async session =>
        {
            await MailStore.WipeAsync(session, work.EventId);
            await Outbox.AppendAsync(session, told);
            await AuditTrail.AddAsync(session, audited);
        };
    }

    [LoggerMessage(
        EventName = "MailUnsent", Level = LogLevel.Warning, Message = "The mail {Mail} was not sent ({Outcome}, reply {Code}): {Fault}")]
    private partial void LogUnsent(Guid mail, string outcome, int? code, string fault);
}
