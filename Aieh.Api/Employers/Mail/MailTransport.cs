using System.Net.Sockets;
using Aieh.Api.Platform.Data;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Aieh.Api.Employers.Mail;

/// <summary>What became of an attempt to send a mail.</summary>
internal enum MailOutcome
{
    /// <summary>The server has taken it, or it is written.</summary>
    Sent,

    /// <summary>The server will never take it.</summary>
    Bounced,

    /// <summary>It is tried again.</summary>
    Retried,

    /// <summary>It was tried as often as may be.</summary>
    Failed,

    /// <summary>Nobody needs it any more.</summary>
    Dropped,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Code">The server's reply code, where it is known.</param>
/// <param name="Fault">Why it was not sent, in words that hold nothing of the server's: it repeats addresses.</param>
internal sealed record MailReply(MailOutcome Outcome, int? Code = null, string? Fault = null);

/// <summary>Hands messages to the operator's mail server, or in Development writes them into a folder.</summary>
internal sealed partial class MailTransport(
    IOptions<MailOptions> options, IOptions<DatabaseOptions> database, IHostEnvironment environment, TimeProvider time,
    ILogger<MailTransport> logger)
{
    /// <summary>For all of an attempt, from the name of the host to the answer to the message.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const string DevelopmentFolder = "aieh-data";

    private static readonly MailboxAddress Nobody = new("AIEH", "no-reply@localhost");

    public bool IsOn => options.Value.Host is not null || environment.IsDevelopment();

    public MailboxAddress Sender => options.Value.From is { } from ? MailAddresses.SenderOf(from)! : Nobody;

    /// <param name="message">What to send.</param>
    /// <param name="id">Its id, which names the file.</param>
    /// <param name="cancellationToken">The host stops.</param>
    public async Task<MailReply> SendAsync(MimeMessage message, Guid id, CancellationToken cancellationToken)
    {
        if (!IsOn) return new MailReply(MailOutcome.Retried, Fault: "Mail:Host is not set any more.");

        try
        {
            return options.Value.Host is { } host
                ? await SendToAsync(host, message, cancellationToken)
                : await WriteAsync(message, id, cancellationToken);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new MailReply(MailOutcome.Retried, (int?)(exception as SmtpCommandException)?.StatusCode, FaultOf(exception));
        }
    }

    private async Task<MailReply> SendToAsync(string host, MimeMessage message, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        // As for webhooks: a list of revoked certificates that cannot be fetched must not keep mail from being sent.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        try
        {
            await client.ConnectAsync(host, settings.Port, SecurityOf(settings.Security), either.Token);
            if (settings is { User: { } user, Password: { } password }) await client.AuthenticateAsync(user, password, either.Token);
            await client.SendAsync(message, either.Token);
        }
        catch (SmtpCommandException refused) when (IsFinal(refused))
        {
            return new MailReply(MailOutcome.Bounced, (int)refused.StatusCode, "The mail server refuses the recipient or the message.");
        }

        await LeaveAsync(client, either.Token);
        return new MailReply(MailOutcome.Sent);
    }

    /// <summary>A refused sender is the operator's fault, and so is what is refused before there is one.</summary>
    private static bool IsFinal(SmtpCommandException refused) =>
        refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted && (int)refused.StatusCode >= 500;

    /// <summary>The message is the server's by now, whatever comes of the farewell.</summary>
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is SmtpProtocolException or IOException or OperationCanceledException)
        {
            // It was a courtesy.
        }
    }

    private async Task<MailReply> WriteAsync(MimeMessage message, Guid id, CancellationToken cancellationToken)
    {
        var folder = options.Value.Folder is { } named ? Path.GetFullPath(named) : DefaultFolder(database.Value);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{id}.eml");
        message.Prepare(EncodingConstraint.SevenBit);
        await using (var file = File.Create(path)) await message.WriteToAsync(file, cancellationToken);
        LogWritten(path);
        return new MailReply(MailOutcome.Sent);
    }

    private static string DefaultFolder(DatabaseOptions database)
    {
        var beside = database.Provider == DatabaseProvider.Sqlite
            ? Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(database.SqliteConnectionString).DataSource))!
            : Path.GetFullPath(DevelopmentFolder);
        return Path.Combine(beside, "mail");
    }

    private static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private static string FaultOf(Exception exception) => exception switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } => "The mail server refuses the address of Mail:From.",
        SmtpCommandException => "The mail server does not take it now.",
        SslHandshakeException => "No secure connection could be made: see to Mail:Security, and to the server's certificate.",
        NotSupportedException => "The mail server does not do what the settings ask for: see to Mail:Security and Mail:User.",
        AuthenticationException or ServiceNotAuthenticatedException => "The mail server wants a user and a password, and not these.",
        SocketException => "No connection could be made.",
        OperationCanceledException => $"No answer within {Timeout.TotalSeconds} seconds.",
        IOException or UnauthorizedAccessException or SmtpProtocolException => "The connection broke, or the file could not be written.",
        _ => $"It could not be sent: {exception.GetType().Name}.",
    };

    [LoggerMessage(EventName = "MailWritten", Level = LogLevel.Information, Message = "{Path}")]
    private partial void LogWritten(string path);
}
