using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Returns;

/// <summary>
/// Mails links to those who have asked for one and have a passport, one after the other. What waits when the service stops is lost: whoever
/// asked does so again. How many mails an address gets in a day is counted apart from those of employers, who are told when there are too
/// many, and would learn from it who has a passport; so would whoever reads the metrics, if these mails were in them.
/// </summary>
internal sealed partial class ReturnSender(
    PassportReturns returns, MailTransport transport, IOptions<MailOptions> options, Db db, TimeProvider time,
    ILogger<ReturnSender> logger) : BackgroundService
{
    /// <summary>Passports that one mail leads to.</summary>
    private const int MostPassports = 5;

    /// <summary>Some servers take the first mail of a stranger only when it comes again.</summary>
    private const int MostTries = 3;

    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromSeconds(10);

    private readonly MailQuota _quota = new(options);

    public override void Dispose()
    {
        _quota.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var email in returns.Asked.ReadAllAsync(stoppingToken)) await TrySendAsync(email, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    /// <summary>What goes wrong is told by its kind alone: what it says could name somebody.</summary>
    private async Task TrySendAsync(string email, CancellationToken cancellationToken)
    {
        try
        {
            var hash = ContactRow.HashOf(email);
            var found = await db.ReadAsync(session => ContactStore.ListByEmailAsync(session, hash, MostPassports), cancellationToken);
            // To the address as its owner has left it, whatever the one who asks has written.
            foreach (var passports in found.GroupBy(each => each.Email, StringComparer.Ordinal))
            {
                if (_quota.IsUsedUp(passports.Key)) continue;

                _quota.Take(passports.Key);
                await SendAsync(passports.Key, [.. passports], cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnsent("failed", null, $"It could not be sent: {exception.GetType().Name}.");
        }
    }

    private async Task SendAsync(string email, AddressedPassportRow[] passports, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var id = Guid.CreateVersion7(now);
        var links = passports.Select(each => (each.PassportCreatedAt, Link: new ReturnLink(each.PassportId, each.Id, now))).ToArray();
        var mail = new ReturnMail(
            email, links[0].Link.EndsAt, [.. links.Select(each => new ReturnMailLink(each.PassportCreatedAt, returns.UrlOf(each.Link)))]);
        var reply = new MailReply(MailOutcome.Failed);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (tries > 0) await Task.Delay(PauseBetweenTries, time, cancellationToken);

            using var message = ReturnTemplates.MessageOf(mail, id, transport.Sender, now);
            reply = await transport.SendAsync(message, id, cancellationToken);
            if (reply.Outcome != MailOutcome.Retried) break;
        }

        if (reply.Outcome == MailOutcome.Retried) reply = reply with { Outcome = MailOutcome.Failed };
        if (reply.Fault is not null) LogUnsent(KebabCase.Of(reply.Outcome), reply.Code, reply.Fault);
    }

    [LoggerMessage(
        EventName = "ReturnMailUnsent", Level = LogLevel.Warning, Message = "A way back was not mailed ({Outcome}, reply {Code}): {Fault}")]
    private partial void LogUnsent(string outcome, int? code, string fault);
}
