using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Mail;

/// <summary>A mail that is ready to be written: sealed, because it holds an address and the secret of a link.</summary>
internal sealed record QueuedMail(OutboxEventRow Event);

/// <summary>
/// Mails go out as events do: written in the transaction of what they tell, as a delivery to the tenant's endpoint of the kind
/// <see cref="Kind"/>, and sent by whichever replica comes to it first.
/// </summary>
internal sealed class Mailing(MailTransport transport, MailQuota quota, Sealing sealing)
{
    public const string Kind = "mail";

    private const string Purpose = "mail";

    /// <summary>Whether there is a way to send any.</summary>
    public bool IsOn => transport.IsOn;

    /// <summary>Whether an address has had as many mails today as it may.</summary>
    public bool IsUsedUp(string address) => quota.IsUsedUp(address);

    /// <summary>Seals a mail. Not for use within a unit of work: see <see cref="Sealing"/>.</summary>
    /// <exception cref="SealingUnavailableException">There is nothing to seal with.</exception>
    public QueuedMail Prepare(InvitationMail mail, DateTimeOffset now)
    {
        quota.Take(mail.To);
        var id = Guid.CreateVersion7(now);
        return new QueuedMail(new OutboxEventRow
        {
            Id = id,
            TenantId = mail.TenantId,
            Type = EventTypes.MailInvitation,
            Subject = mail.InvitationId,
            Body = sealing.Seal(mail.ToJson(), Purpose, id.ToString()),
            CreatedAt = now,
        });
    }

    /// <summary>Null when it cannot be opened any more. Not for use within a unit of work either.</summary>
    public InvitationMail? Open(string sealedMail, Guid id) =>
        sealing.Open(sealedMail, Purpose, id.ToString()) is { } json ? InvitationMail.FromJson(json) : null;

    /// <summary>Writes a mail in the transaction of what it tells.</summary>
    public static async Task QueueAsync(DbSession session, QueuedMail mail)
    {
        var queued = mail.Event;
        var endpoint = await EndpointOfAsync(session, queued.TenantId, queued.CreatedAt);
        // An earlier mail of the same invitation that waits to be tried again would have this one wait for it.
        await MailStore.HurryAsync(session, endpoint, queued.Subject, queued.CreatedAt);
        await Outbox.AppendForAsync(session, queued, endpoint);
    }

    /// <summary>The tenant's endpoint for mails, which is made with its first one. Of several at once one makes it.</summary>
    private static async Task<Guid> EndpointOfAsync(DbSession session, Guid tenant, DateTimeOffset now)
    {
        if (await MailStore.FindEndpointAsync(session, tenant) is { } known) return known;

        await TenantStore.HoldAsync(session, tenant);
        if (await MailStore.FindEndpointAsync(session, tenant) is { } made) return made;

        var id = Guid.CreateVersion7(now);
        await MailStore.InsertEndpointAsync(session, id, tenant, now);
        return id;
    }
}
