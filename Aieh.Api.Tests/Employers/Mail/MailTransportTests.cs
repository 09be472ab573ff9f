using System.Text;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Mail;

/// <summary>What is said to a mail server, and what is not.</summary>
internal sealed class MailTransportTests
{
    private const string To = "robin@example.org";

    [Test]
    public async Task Server_WithoutTls_IsToldNothingWhereTlsIsAskedFor()
    {
        await using var server = new MailServer { Extensions = ["AUTH PLAIN"] };

        var reply = await SendAsync(server, options => (options.User, options.Password) = ("sender", "a password"));

        Assert.That((reply.Outcome, reply.Code), Is.EqualTo((MailOutcome.Retried, (int?)null)));
        Assert.That(reply.Fault, Does.Contain("Mail:Security"));
        Assert.That(server.Commands.Select(command => command.Split(' ')[0]), Is.All.AnyOf("EHLO", "QUIT"));
    }

    [Test]
    public async Task Server_OfThisMachine_IsToldUserAndPasswordBeforeTheMail()
    {
        await using var server = new MailServer { Extensions = ["AUTH PLAIN"] };

        var reply = await SendAsync(server, options =>
            (options.Security, options.User, options.Password) = (MailSecurity.None, "sender", "a password"));

        var said = Convert.ToBase64String(Encoding.UTF8.GetBytes("\0sender\0a password"));
        Assert.That(reply, Is.EqualTo(new MailReply(MailOutcome.Sent)));
        Assert.That(server.Commands, Has.Some.EqualTo("AUTH PLAIN " + said));
        Assert.That(server.Of(To), Has.Count.EqualTo(1));
    }

    [TestCase("535 5.7.8 no")]
    [TestCase("454 4.7.0 not now")]
    public async Task Password_ThatIsRefused_IsTheOperatorsFault(string answer)
    {
        await using var server = new MailServer { Extensions = ["AUTH PLAIN"] };
        server.Answers("", (_, verb) => verb == "AUTH" ? answer : null);

        var reply = await SendAsync(server, options =>
            (options.Security, options.User, options.Password) = (MailSecurity.None, "sender", "a password"));

        Assert.That(reply.Outcome, Is.EqualTo(MailOutcome.Retried));
        Assert.That(server.Of(To), Is.Empty);
    }

    [Test]
    public async Task Server_ThatIsNotThere_IsTriedAgain()
    {
        int port;
        await using (var server = new MailServer()) port = server.Port;

        var reply = await SendAsync(port, options => options.Security = MailSecurity.None);

        Assert.That(reply, Is.EqualTo(new MailReply(MailOutcome.Retried, Fault: "No connection could be made.")));
    }

    [Test]
    public async Task Certificate_ThatNobodyVouchesFor_IsNotTrusted()
    {
        await using var server = new MailServer();

        var reply = await SendAsync(server, options => options.Security = MailSecurity.Tls);

        Assert.That(reply.Outcome, Is.EqualTo(MailOutcome.Retried));
        Assert.That(server.Commands, Has.None.StartsWith("MAIL"));
    }

    [TestCase(null, null, null, null, null)]
    [TestCase("mail.example.com", null, null, "StartTls", "Mail:From")]
    [TestCase("mail.example.com", "nobody", null, "StartTls", "Mail:From")]
    [TestCase("mail.example.com", "a@example.com, b@example.com", null, "StartTls", "Mail:From")]
    [TestCase("mail.example.com", "Example <a@example.com>", null, "StartTls", null)]
    [TestCase("mail.example.com:25", "a@example.com", null, "StartTls", "Mail:Host")]
    [TestCase("mail.example.com", "a@example.com", "sender", "None", "Mail:Security")]
    [TestCase("127.0.0.1", "a@example.com", "sender", "None", null)]
    [TestCase("mail.example.com", "a@example.com", "sender", "Tls", null)]
    public void Settings_ThatCannotWork_AreRefusedByName(string? host, string? from, string? user, string? security, string? named)
    {
        var options = new MailOptions
        {
            Host = host, From = from, User = user, Password = user, Security = Enum.Parse<MailSecurity>(security ?? "StartTls"),
        };

        var fault = new MailOptionsValidator().Validate(null, options).FailureMessage;

        if (named is null) Assert.That(fault, Is.Null);
        else Assert.That(fault, Does.Contain(named));
    }

    [Test]
    public void Settings_OutOfRangeOrByHalf_AreRefusedByName()
    {
        var fault = new MailOptionsValidator().Validate(null, new MailOptions { Port = 0, User = "sender" }).FailureMessage;

        Assert.That(fault, Does.Contain("Mail:Port").And.Contain("Mail:Password"));
    }

    private static Task<MailReply> SendAsync(MailServer server, Action<MailOptions> set) => SendAsync(server.Port, set);

    private static async Task<MailReply> SendAsync(int port, Action<MailOptions> set)
    {
        var options = new MailOptions { Host = "127.0.0.1", Port = port, From = "no-reply@example.com" };
        set(options);
        var transport = new MailTransport(
            Options.Create(options), Options.Create(new DatabaseOptions()), new HostingEnvironment(),
            new FakeTimeProvider(AiehApplication.Start), NullLogger<MailTransport>.Instance);
        using var message = new MimeMessage([transport.Sender], [new MailboxAddress(null, To)], "Subject", new TextPart { Text = "Text" });
        return await transport.SendAsync(message, Guid.Empty, CancellationToken.None);
    }
}
