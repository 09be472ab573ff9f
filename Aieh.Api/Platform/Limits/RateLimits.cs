using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Limits;

internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>
    /// Requests per minute for each holder of a credential (a tenant, a passport, an attempt, a share link), on each replica; 0 is no
    /// limit.
    /// </summary>
    /// <value>The default value is 600.</value>
    public int PermitsPerMinute { get; set; } = 600;

    /// <summary>
    /// Requests per minute without a credential, for each IPv4 address or IPv6 /64 network, on each replica; 0 is no limit.
    /// </summary>
    /// <value>The default value is 120.</value>
    public int AnonymousPermitsPerMinute { get; set; } = 120;

    /// <summary>
    /// Requests per minute by candidates, attempts and share links together, for each IPv4 address or IPv6 /64 network, on each replica; 0
    /// is no limit. Such credentials cost nothing to make, so that a limit for each of them alone would be none.
    /// </summary>
    /// <value>The default value is 6000.</value>
    public int NetworkPermitsPerMinute { get; set; } = 6_000;

    /// <summary>
    /// Refusals per minute of one and the same credential of one network, and of different ones that are no tokens of this service, on each
    /// replica; 0 is no limit. Different ones that could be its tokens have <see cref="NetworkPermitsPerMinute"/> of their own.
    /// </summary>
    /// <value>The default value is 60.</value>
    public int RefusedCredentialsPerMinute { get; set; } = 60;

    /// <summary>
    /// Passports per hour that are made without a key, for each network, on each replica; 0 is no limit. Whoever makes many can take the
    /// same form with each, and learn its key from the scores.
    /// </summary>
    /// <value>The default value is 10.</value>
    public int PassportsPerHour { get; set; } = 10;

    /// <summary>
    /// Starts per hour of forms that count as assessed, for each network, on each replica; 0 is no limit. Passports that were made with a
    /// key are not counted: their tenant answers for them.
    /// </summary>
    /// <value>The default value is 20.</value>
    public int AssessedStartsPerHour { get; set; } = 20;

    /// <summary>
    /// Ways back to a passport by e-mail that are asked for in an hour, for each network, on each replica; 0 is no limit. Each can be a
    /// mail to somebody who did not ask.
    /// </summary>
    /// <value>The default value is 20.</value>
    public int ReturnsPerHour { get; set; } = 20;
}

internal sealed class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>
{
    private const int Most = 100_000;

    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        string?[] errors =
        [
            Error(nameof(options.PermitsPerMinute), options.PermitsPerMinute),
            Error(nameof(options.AnonymousPermitsPerMinute), options.AnonymousPermitsPerMinute),
            Error(nameof(options.NetworkPermitsPerMinute), options.NetworkPermitsPerMinute),
            Error(nameof(options.RefusedCredentialsPerMinute), options.RefusedCredentialsPerMinute),
            Error(nameof(options.PassportsPerHour), options.PassportsPerHour),
            Error(nameof(options.AssessedStartsPerHour), options.AssessedStartsPerHour),
            Error(nameof(options.ReturnsPerHour), options.ReturnsPerHour),
        ];
        return Array.TrueForAll(errors, error => error is null)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(errors.OfType<string>());
    }

    private static string? Error(string setting, int value) => value is >= 0 and <= Most
        ? null
        : $"{RateLimitOptions.Section}:{setting} is {value}; it must be between 0 (no limit) and {Most}.";
}

/// <summary>The policies, one instance per process.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public RateLimitPolicy Default { get; } = new(
        "default", "Requests of one holder of a credential in a minute", options.Value.PermitsPerMinute, Minute, HolderOf, time);

    public RateLimitPolicy Anonymous { get; } = new(
        "anonymous", "Requests of one network without a credential in a minute", options.Value.AnonymousPermitsPerMinute, Minute,
        Caller.Network, time);

    public RateLimitPolicy Network { get; } = new(
        "network", "Requests of all candidates, attempts and share links of one network in a minute", options.Value.NetworkPermitsPerMinute,
        Minute, Caller.Network, time);

    public RateLimitPolicy RefusedCredential { get; } = new(
        "refused-credential", "Refusals of one and the same credential in a minute", options.Value.RefusedCredentialsPerMinute, Minute,
        CredentialMarks.CallerOf, time);

    public RateLimitPolicy Guessing { get; } = new(
        "refused-credentials", "Different credentials of one network that are refused in a minute",
        options.Value.RefusedCredentialsPerMinute, Minute, Caller.Network, time);

    public RateLimitPolicy UnknownCredentials { get; } = new(
        "unknown-credentials", "Different credentials of one network that could be tokens and are refused in a minute",
        options.Value.NetworkPermitsPerMinute, Minute, Caller.Network, time);

    public RateLimitPolicy Passports { get; } = new(
        "passports", "Passports that one network makes without a key in an hour", options.Value.PassportsPerHour, Hour, Caller.Network,
        time);

    public RateLimitPolicy AssessedStarts { get; } = new(
        "assessed-starts", "Full and adaptive forms that one network starts in an hour", options.Value.AssessedStartsPerHour, Hour,
        Caller.Network, time);

    public RateLimitPolicy Returns { get; } = new(
        "returns", "Ways back by e-mail that one network asks for in an hour", options.Value.ReturnsPerHour, Hour, Caller.Network, time);

    /// <summary>Those that have worked, as far as they are remembered.</summary>
    public CredentialMarks AcceptedCredentials { get; } = new();

    /// <summary>Those that were refused, each on its network, as far as they are remembered.</summary>
    public CredentialMarks RefusedCredentials { get; } = new();

    public void Dispose()
    {
        RateLimitPolicy[] all =
            [Default, Anonymous, Network, RefusedCredential, Guessing, UnknownCredentials, Passports, AssessedStarts, Returns];
        foreach (var policy in all) policy.Dispose();
    }

    private static Caller HolderOf(HttpContext context) => new(Principal.Of(context).Id, 0);
}
