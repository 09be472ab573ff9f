using System.Globalization;
using System.Net;
using System.Text;
using Aieh.Api.Platform.Http;
using MimeKit;
using MimeKit.Text;

namespace Aieh.Api.Employers.Mail;

/// <summary>
/// What is written to candidates, as text and as HTML that says the same: no pictures, nothing that is fetched, nothing that tells who has
/// opened it.
/// </summary>
internal static class MailTemplates
{
    /// <param name="mail">What it says.</param>
    /// <param name="id">Id of its event: the same message has the same Message-ID, however often it is sent.</param>
    /// <param name="sender">Who sends it.</param>
    /// <param name="now">When it is sent.</param>
    public static MimeMessage MessageOf(InvitationMail mail, Guid id, MailboxAddress sender, DateTimeOffset now) =>
        MessageOf(mail.To, SubjectOf(mail), TextOf(mail), HtmlOf(mail), id, sender, now);

    /// <summary>A message in two forms that say the same.</summary>
    internal static MimeMessage MessageOf(
        string to, string subject, string text, string html, Guid id, MailboxAddress sender, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Subject = subject,
            Date = now,
            MessageId = $"{id:N}@{sender.Domain}",
            Body = new MultipartAlternative(PartOf(TextFormat.Plain, text), PartOf(TextFormat.Html, html)),
        };
        message.From.Add(sender);
        message.To.Add(new MailboxAddress(null, to));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    internal static string SubjectOf(InvitationMail mail)
    {
        var asked = mail.Assessments.Count == 1 ? "an assessment" : "assessments";
        var role = mail.RoleTitle is { } title ? $": {OneLine(title)}" : "";
        return $"{OneLine(mail.Employer)} invites you to take {asked}{role}";
    }

    private static string TextOf(InvitationMail mail)
    {
        var said = Said.By(mail, OneLine);
        var text = new StringBuilder().AppendLine("Hello,").AppendLine().AppendLine(said.Request).AppendLine();
        foreach (var assessment in mail.Assessments) text.Append("- ").AppendLine(OneLine(assessment));
        return text.AppendLine().AppendLine(said.Deadline).AppendLine()
            .AppendLine(mail.Link).AppendLine()
            .AppendLine(said.Choice).AppendLine()
            .AppendLine(said.Questions).ToString();
    }

    private static string HtmlOf(InvitationMail mail)
    {
        var said = Said.By(mail, Encoded);
        var assessments = string.Concat(mail.Assessments.Select(each => $"<li>{Encoded(each)}</li>\n"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{Encoded(SubjectOf(mail))}</title></head>
            <body style="font-family: sans-serif; line-height: 1.5">
            <p>Hello,</p>
            <p>{said.Request}</p>
            <ul>
            {assessments}</ul>
            <p>{said.Deadline}</p>
            <p><a href="{Encoded(mail.Link)}">{Encoded(mail.Link)}</a></p>
            <p>{said.Choice}</p>
            <p>{said.Questions}</p>
            </body>
            </html>

            """;
    }

    private static TextPart PartOf(TextFormat format, string text) =>
        new(format) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };

    internal static string Encoded(string text) => WebUtility.HtmlEncode(OneLine(text));

    /// <summary>A name stays on its line, whatever is in it: it neither ends a header nor looks like a paragraph of ours.</summary>
    internal static string OneLine(string text) =>
        new([.. text.Trim().Select(character => RequestText.IsUnseen(character) ? ' ' : character)]);

    /// <summary>The paragraphs, whose names are written as the format wants them.</summary>
    private sealed record Said(string Request, string Deadline, string Choice, string Questions)
    {
        public static Said By(InvitationMail mail, Func<string, string> write)
        {
            var employer = write(mail.Employer);
            var asked = mail.Assessments.Count == 1 ? "this assessment" : "these assessments";
            var role = mail.RoleTitle is { } title ? $" for the role {write(title)}" : "";
            var until = mail.ExpiresAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);
            return new Said(
                $"{employer} asks you to take {asked}{role}:",
                $"The invitation is open until {until} (UTC). This link is for you alone; please do not pass it on:",
                $"The page that it opens says what {employer} can see of your results, and asks whether you agree before anything is "
                + "shared. You can decline there, and need no reason.",
                $"If you have questions, please ask {employer}. This message was sent automatically, and answers to it are not read.");
        }
    }
}
