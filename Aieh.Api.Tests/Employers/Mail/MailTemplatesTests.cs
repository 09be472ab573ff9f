using Aieh.Api.Employers.Mail;
using Aieh.Api.Tests.Support;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Mail;

internal sealed class MailTemplatesTests
{
    private static readonly MailboxAddress _sender = MailAddresses.SenderOf("Example <no-reply@mail.example.com>")!;
    private static readonly Guid _id = new("019e82f6-2d10-7c83-b6d5-9f1e4a7c0b38");

    private static readonly InvitationMail _mail = new()
    {
        TenantId = _id,
        InvitationId = _id,
        To = "robin@example.org",
        Employer = "Example Company",
        RoleTitle = "Backend Engineer",
        Assessments = ["Python fundamentals", "AI-augmented SQL"],
        ExpiresAt = AiehApplication.Start.AddDays(14),
        Link = "https://passport.example.com/invitation/aieh_inv_x",
        QueuedAt = AiehApplication.Start,
    };

    [Test]
    public void Message_AsText_SaysAllThatThereIsToSay()
    {
        var message = MailTemplates.MessageOf(_mail, _id, _sender, AiehApplication.Start);

        Assert.That(message.Subject, Is.EqualTo("Example Company invites you to take assessments: Backend Engineer"));
        Assert.That(message.TextBody!.ReplaceLineEndings("\n"), Is.EqualTo(
            """
            Hello,

            Example Company asks you to take these assessments for the role Backend Engineer:

            - Python fundamentals
            - AI-augmented SQL

            The invitation is open until 15 June 2026, 09:00 (UTC). This link is for you alone; please do not pass it on:

            https://passport.example.com/invitation/aieh_inv_x

            The page that it opens says what Example Company can see of your results, and asks whether you agree before anything is shared. You can decline there, and need no reason.

            If you have questions, please ask Example Company. This message was sent automatically, and answers to it are not read.

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Message_OfOneAssessmentWithoutARole_NamesNone()
    {
        var message = MailTemplates.MessageOf(_mail with { RoleTitle = null, Assessments = ["SQL"] }, _id, _sender, AiehApplication.Start);

        Assert.That(message.Subject, Is.EqualTo("Example Company invites you to take an assessment"));
        Assert.That(message.TextBody, Does.Contain("Example Company asks you to take this assessment:"));
    }

    [Test]
    public void Message_OfNamesThatWouldBeHeadersOrMarkup_IsTheSameMessageWithThoseNames()
    {
        const string name = "Evil\r\nBcc: other@example.org\r\n\r\n<img src=\"https://example.net/\">\u202E\u2028 & Söhne";
        var mail = _mail with { Employer = name, RoleTitle = name, Assessments = [name], Link = _mail.Link + "?a=\"><script>" };

        var wire = WireOf(MailTemplates.MessageOf(mail, _id, _sender, AiehApplication.Start));
        var message = MimeMessage.Load(new MemoryStream(wire));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wire, Is.All.LessThan(128));
            Assert.That(message.Headers.Select(header => header.Id), Is.EquivalentTo(new[]
            {
                HeaderId.From, HeaderId.Date, HeaderId.Subject, HeaderId.MessageId, HeaderId.To, HeaderId.AutoSubmitted,
                HeaderId.MimeVersion,
            }));
            Assert.That(message.Bcc, Is.Empty);
            Assert.That(message.To.ToString(), Is.EqualTo("robin@example.org"));
            Assert.That(message.Subject, Does.Contain("<img").And.Contain("& Söhne"));
            Assert.That(message.Subject, Has.None.EqualTo('\n').And.None.EqualTo('\u202E'));
            Assert.That(message.TextBody!.ReplaceLineEndings("\n").Split('\n'), Has.None.StartsWith("Bcc"));
            Assert.That(message.HtmlBody, Does.Not.Contain("<img").And.Not.Contain("<script").And.Contain("&lt;img src=&quot;"));
        }
    }

    [Test]
    public void Message_AsHtml_FetchesNothing()
    {
        var html = MailTemplates.MessageOf(_mail, _id, _sender, AiehApplication.Start).HtmlBody!;

        Assert.That(html.Replace(_mail.Link, "", StringComparison.Ordinal), Does.Not.Contain("://"));
        Assert.That(html, Does.Not.Contain("src=").And.Not.Contain("<link").And.Not.Contain("url("));
    }

    [TestCase("robin@example.org", true)]
    [TestCase("robin+tag@exämple.org", true)]
    [TestCase("röbin@example.org", false)]
    [TestCase("robin@example.org ", false)]
    [TestCase("robin(x)@example.org", false)]
    [TestCase("robin", false)]
    [TestCase("robin@", false)]
    [TestCase("@example.org", false)]
    [TestCase("a@example.org,b@example.org", false)]
    [TestCase("Robin <robin@example.org>", false)]
    [TestCase("robin@example.org\r\nRCPT TO:<b@example.org>", false)]
    [TestCase("robin@[127.0.0.1]", false)]
    public void Recipient_IsOneAddressAndNothingBesides(string text, bool isOne) =>
        Assert.That(MailAddresses.IsRecipient(text), Is.EqualTo(isOne));

    private static byte[] WireOf(MimeMessage message)
    {
        using var stream = new MemoryStream();
        message.Prepare(EncodingConstraint.SevenBit);
        message.WriteTo(stream);
        return stream.ToArray();
    }
}
