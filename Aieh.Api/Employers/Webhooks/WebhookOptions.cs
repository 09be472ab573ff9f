using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Webhooks;

internal sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Hosts, with or without a port, that may be called at any address and without TLS: receivers of the operator's own.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Days for which events and what became of them are kept.</summary>
    /// <value>The default value is 30.</value>
    public int KeepDays { get; set; } = 30;

    public bool Allows(string host, int port) =>
        AllowedHosts.Any(allowed => IsSame(allowed, host) || IsSame(allowed, $"{host}:{port}") || IsSame(allowed, $"[{host}]:{port}"));

    private static bool IsSame(string allowed, string asked) => string.Equals(allowed, asked, StringComparison.OrdinalIgnoreCase);
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options) => options.KeepDays is >= 1 and <= 3650
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Webhooks:KeepDays is {options.KeepDays}; it must be between 1 and 3650.");
}
