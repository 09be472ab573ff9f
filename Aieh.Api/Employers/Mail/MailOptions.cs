using System.Net;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Mail;

/// <summary>How the connection to the mail server is kept from others' eyes.</summary>
internal enum MailSecurity
{
    /// <summary>It begins in clear and must be turned to TLS before anything is said; where that cannot be, nothing is sent.</summary>
    StartTls,

    /// <summary>It is TLS from the first byte.</summary>
    Tls,

    /// <summary>It stays in clear.</summary>
    None,
}

internal sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The mail server that takes what is sent.</summary>
    /// <value>The default is none: no mail is sent then, and in Development it is written into <see cref="Folder"/>.</value>
    public string? Host { get; set; }

    /// <value>The default value is 587.</value>
    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Who sends, with a name or without: <c>Example &lt;no-reply@example.com&gt;</c>.</summary>
    public string? From { get; set; }

    /// <value>The default value is <see cref="MailSecurity.StartTls"/>.</value>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Mails that one address gets in a day from one process; 0 is no limit.</summary>
    /// <value>The default value is 20.</value>
    public int MostPerAddressAndDay { get; set; } = 20;

    /// <summary>Where mails are written in Development, while no server is named.</summary>
    /// <value>The default is the folder <c>mail</c> beside the database's file.</value>
    public string? Folder { get; set; }
}

internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var errors = new List<string>();
        if (options.Host is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            errors.Add("Mail:Host must be the name or the address of a mail server, without a port.");
        }

        if (options.Port is < 1 or > 65_535) errors.Add($"Mail:Port is {options.Port}; it must be between 1 and 65535.");
        if (options is { Host: not null, From: null }) errors.Add("Mail:From is required with Mail:Host.");
        if (options.From is { } from && MailAddresses.SenderOf(from) is null)
        {
            errors.Add("Mail:From must be one e-mail address, with a name or without: Example <no-reply@example.com>.");
        }

        if (options.User is null != options.Password is null) errors.Add("Mail:User and Mail:Password go together.");
        if (options is { User: not null, Host: { } server, Security: MailSecurity.None } && !IsThisMachine(server))
        {
            errors.Add("Mail:Security is None, and Mail:Password would go over the network in clear: use StartTls or Tls.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
