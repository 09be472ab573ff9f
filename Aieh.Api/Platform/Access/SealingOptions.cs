using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Access;

/// <summary>
/// What the keys are protected with that secrets are sealed with: a certificate, or a file of 32 random bytes in base64. In Development a
/// file is made when neither is named.
/// </summary>
internal sealed class SealingOptions
{
    public const string Section = "Sealing";

    /// <value>
    /// A PFX file. All its certificates that have a private key open; the one that began to be valid last seals.
    /// </value>
    public string? CertificateFile { get; set; }

    public string? CertificatePassword { get; set; }

    public string? KeyFile { get; set; }

    /// <value>Files that were <see cref="KeyFile"/> once: they open, and do not seal.</value>
    public IList<string> PreviousKeyFiles { get; } = [];
}

internal sealed class SealingOptionsValidator : IValidateOptions<SealingOptions>
{
    public ValidateOptionsResult Validate(string? name, SealingOptions options)
    {
        if (options is { CertificateFile: not null, KeyFile: not null })
        {
            return ValidateOptionsResult.Fail("Sealing:CertificateFile and Sealing:KeyFile are both set; only one of them can seal.");
        }

        var errors = new List<string>();
        if (options.CertificateFile is { } certificates)
        {
            Try("CertificateFile", () => SealingKeys.ReadCertificates(certificates, options.CertificatePassword));
        }

        if (options.KeyFile is { } key) Try("KeyFile", () => SealingKeyFile.Read(key));
        foreach (var previous in options.PreviousKeyFiles) Try("PreviousKeyFiles", () => SealingKeyFile.Read(previous));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Try(string setting, Func<object> read)
        {
            try
            {
                read();
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException or FormatException or CryptographicException)
            {
                errors.Add($"Sealing:{setting} cannot be used: {exception.Message}");
            }
        }
    }
}
