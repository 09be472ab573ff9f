using System.Globalization;
using System.Text;
using Aieh.Api.Employers.Mail;
using MimeKit;

namespace Aieh.Api.Employers.Returns;

/// <summary>A mail with ways back to passports.</summary>
internal sealed record ReturnMail(string To, DateTimeOffset EndsAt, IReadOnlyList<ReturnMailLink> Links);

/// <summary>A link to one of them, absolute.</summary>
internal sealed record ReturnMailLink(DateTimeOffset PassportCreatedAt, string Url);

/// <summary>What is written to who wants back, as text and as HTML that says the same.</summary>
internal static class ReturnTemplates
{
    private const string Subject = "Your way back to your skills passport";

    private const string Request = "Somebody, most likely you, has asked for a way back to the skills passport with this e-mail address.";

    private const string Warning =
        "Whoever opens a link first gets into the passport. Please do not pass it on. If it was not you who asked, you need not do "
        + "anything; and if you have no passport, somebody has given your address by mistake.";

    private const string Automatic = "This message was sent automatically, and answers to it are not read.";

    /// <param name="mail">What it says.</param>
    /// <param name="id">Its id.</param>
    /// <param name="sender">Who sends it.</param>
    /// <param name="now">When it is sent.</param>
    public static MimeMessage MessageOf(ReturnMail mail, Guid id, MailboxAddress sender, DateTimeOffset now) =>
        MailTemplates.MessageOf(mail.To, Subject, TextOf(mail), HtmlOf(mail), id, sender, now);

    private static string TextOf(ReturnMail mail)
    {
        var text = new StringBuilder().AppendLine("Hello,").AppendLine().AppendLine(Request).AppendLine();
        foreach (var link in mail.Links) text.AppendLine(Heading(link)).AppendLine(link.Url).AppendLine();
        return text.AppendLine(Deadline(mail)).AppendLine().AppendLine(Warning).AppendLine().AppendLine(Automatic).ToString();
    }

    private static string HtmlOf(ReturnMail mail)
    {
        var links = string.Concat(mail.Links.Select(link =>
            $"<p>{Heading(link)}<br><a href=\"{MailTemplates.Encoded(link.Url)}\">{MailTemplates.Encoded(link.Url)}</a></p>\n"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{Subject}</title></head>
            <body style="font-family: sans-serif; line-height: 1.5">
            <p>Hello,</p>
            <p>{Request}</p>
            {links}<p>{Deadline(mail)}</p>
            <p>{Warning}</p>
            <p>{Automatic}</p>
            </body>
            </html>

            """;
    }

    private static string Heading(ReturnMailLink link) => $"The passport of {Told(link.PassportCreatedAt, "d MMMM yyyy")}:";

    private static string Deadline(ReturnMail mail) =>
        $"Each link works once, until {Told(mail.EndsAt, "d MMMM yyyy, HH:mm")} (UTC).";

    private static string Told(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
