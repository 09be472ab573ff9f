using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Mail;

/// <summary>Whoever knows what mails are about.</summary>
internal interface IMailSubject
{
    /// <summary>Whether the mail still serves its purpose: it may have waited while things went on.</summary>
    Task<bool> IsStillWantedAsync(DbSession session, InvitationMail mail, DateTimeOffset now);
}
