using System.Text;
using MimeKit;

namespace Aieh.Api.Employers.Mail;

/// <summary>Who can send, and to whom.</summary>
internal static class MailAddresses
{
    /// <summary>Null when the setting is not one address, with a name or without.</summary>
    public static MailboxAddress? SenderOf(string setting) =>
        MailboxAddress.TryParse(setting, out var sender) && sender.Domain.Length > 0 ? sender : null;

    /// <summary>
    /// Whether a text is one address and nothing besides, at a host that has a name. Before the @ only ASCII: many servers still take no
    /// other.
    /// </summary>
    public static bool IsRecipient(string text)
    {
        try
        {
            var recipient = new MailboxAddress(null, text);
            var isNamed = recipient.Domain is [not '[', ..] && recipient.Domain.Contains('.');
            return recipient.Address == text && isNamed && Ascii.IsValid(recipient.LocalPart);
        }
        catch (ParseException)
        {
            return false;
        }
    }
}
