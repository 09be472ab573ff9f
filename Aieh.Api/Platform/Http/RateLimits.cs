using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Http;

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
    /// Requests per minute whose credential is refused, for each address; above it, credentials from there are not looked at. 0 is no
    /// limit.
    /// </summary>
    /// <value>The default value is 60.</value>
    public int RefusedCredentialsPerMinute { get; set; } = 60;
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
internal sealed class RateLimits(IOptions<RateLimitOptions> options) : IDisposable
{
    public RateLimitPolicy Default { get; } = new("default", options.Value.PermitsPerMinute, HolderOf);

    public RateLimitPolicy Anonymous { get; } = new("anonymous", options.Value.AnonymousPermitsPerMinute, Caller.Network);

    public RateLimitPolicy Network { get; } = new("network", options.Value.NetworkPermitsPerMinute, Caller.Network);

    public RateLimitPolicy RefusedCredentials { get; } =
        new("refused-credentials", options.Value.RefusedCredentialsPerMinute, Caller.Network);

    public void Dispose()
    {
        Default.Dispose();
        Anonymous.Dispose();
        Network.Dispose();
        RefusedCredentials.Dispose();
    }

    private static Caller HolderOf(HttpContext context) => new(Principal.Of(context).Id, 0);
}

/// <summary>
/// One token bucket per caller: a minute's quota at once, refilled evenly. Buckets that are full again are dropped by the limiter.
/// </summary>
internal sealed class RateLimitPolicy : IDisposable
{
    private readonly int _quota;
    private readonly string _policyHeader;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;
    private readonly string?[] _remaining;

    public RateLimitPolicy(string name, int permitsPerMinute, Func<HttpContext, Caller> caller)
    {
        Name = name;
        _quota = permitsPerMinute;
        _remaining = new string?[permitsPerMinute + 1];
        SecondsToMore = permitsPerMinute == 0 ? 0 : (60 + permitsPerMinute - 1) / permitsPerMinute;
        _policyHeader = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={permitsPerMinute};w=60");
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, permitsPerMinute),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / Math.Max(1, permitsPerMinute),
        };
        Func<Caller, TokenBucketRateLimiterOptions> options = _ => bucket; // once, not per request
        _limiter = PartitionedRateLimiter.Create<HttpContext, Caller>(BucketOf);

        RateLimitPartition<Caller> BucketOf(HttpContext context) => RateLimitPartition.GetTokenBucketLimiter(caller(context), options);
    }

    public string Name { get; }

    /// <summary>Time in which one more request becomes possible: the same for every caller, because the buckets refill evenly.</summary>
    public int SecondsToMore { get; }

    public bool IsOff => _quota == 0;

    /// <summary>Whether anything has ever been taken; until then there is nobody to look up.</summary>
    public bool IsUntouched { get; private set; } = true;

    public bool TryTake(HttpContext context)
    {
        IsUntouched = false;
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <summary>
    /// Whole permits the caller has left. Acquiring none would not tell: the limiter grants that while any fraction of one is left.
    /// </summary>
    public int Remaining(HttpContext context)
    {
        var available = _limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0;
        return (int)Math.Clamp(available, 0, _quota);
    }

    public void Describe(HttpContext context)
    {
        var remaining = Remaining(context);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = _policyHeader;
        // Written once per number, then shared: a benign race, since every writer writes the same text.
        headers["RateLimit"] = _remaining[remaining] ??= TextOf(remaining);
    }

    private string TextOf(int remaining) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";r={remaining};t={SecondsToMore}");

    public void Dispose() => _limiter.Dispose();
}

/// <summary>Who a bucket belongs to: a principal, or the network a request comes from.</summary>
internal readonly record struct Caller(string? Principal, ulong Address)
{
    /// <summary>An IPv6 host commonly owns a whole /64, so the lower half of the address would name nobody.</summary>
    public static Caller Network(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return default;

        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.TryWriteBytes(bytes, out var length) && length == 4
            ? new Caller(null, BitConverter.ToUInt32(bytes))
            : new Caller("v6", BitConverter.ToUInt64(bytes));
    }
}
