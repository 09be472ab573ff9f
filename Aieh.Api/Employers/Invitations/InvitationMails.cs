using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Invitations;

/// <summary>
/// The mail that takes a link to its candidate: whether it can be sent, what it says, and whether it is still wanted when its turn comes.
/// </summary>
internal sealed class InvitationMails(Mailing mailing, InvitationViews views, CatalogCache cache, ServiceAddress address) : IMailSubject
{
    /// <summary>Whether there is a way to send any.</summary>
    public bool IsOn => mailing.IsOn;

    /// <summary>Why a link cannot be sent to the candidate's address, in words; null when it can.</summary>
    public string? RefusalOf(string? email)
    {
        if (!mailing.IsOn) return "The service sends no mail: its operator has to set Mail:Host.";
        if (email is null) return "The invitation has no e-mail address.";
        if (!MailAddresses.IsRecipient(email)) return "No mail can be sent to the candidate's e-mail address.";

        if (mailing.IsUsedUp(email)) return "The address has had as many mails today as it may.";

        return address.Current is null
            ? "The service does not know its own address, with which links begin: its operator has to set Invitations:PublicUrl."
            : null;
    }

    /// <summary>Not for use within a unit of work: see <see cref="Mailing.Prepare"/>.</summary>
    public QueuedMail Prepare(InvitationRow invitation, LoopDefinition loop, string employer, string token, DateTimeOffset now)
    {
        var catalog = cache.Current;
        var mail = new InvitationMail
        {
            TenantId = invitation.TenantId,
            InvitationId = invitation.Id,
            To = invitation.CandidateEmail!,
            Employer = employer,
            RoleTitle = loop.RoleTitleIn(catalog),
            Assessments = [.. invitation.RemainingSlugs.Select(slug => catalog.Assessments[slug].Title)],
            ExpiresAt = invitation.ExpiresAt,
            Link = address.LinkTo(views.UrlOf(token)),
            QueuedAt = now,
        };
        return mailing.Prepare(mail, now);
    }

    /// <summary>The mail of a new link, or why it cannot be sent; neither when the tenant has no such invitation.</summary>
    public async Task<(QueuedMail? Mail, string? Refusal)> PrepareAsync(
        Db db, Guid id, Guid tenant, string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => CandidatesInvitation.LoadAsync(session, id), cancellationToken);
        if (found is null || found.Row.TenantId != tenant) return (null, null);

        return RefusalOf(found.Row.CandidateEmail) is { } refusal
            ? (null, refusal)
            : (Prepare(found.Row, found.Loop, found.Employer, token, now), null);
    }

    /// <summary>While the invitation is open by the link in the mail, and the candidate has not accepted it without the mail.</summary>
    public async Task<bool> IsStillWantedAsync(DbSession session, InvitationMail mail, DateTimeOffset now)
    {
        var invitation = await InvitationStore.FindAsync(session, mail.InvitationId);
        if (invitation is null || !invitation.IsOpenAt(now) || invitation.AcceptedAt > mail.QueuedAt) return false;

        var token = mail.Link[(mail.Link.LastIndexOf('/') + 1)..];
        return await CredentialStore.FindHolderAsync(session, SecretToken.Hash(token)) is { RevokedAt: null };
    }
}
