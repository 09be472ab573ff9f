using System.Globalization;
using System.Threading.RateLimiting;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// One token bucket per caller: a window's quota at once, refilled evenly. Buckets that are full again are dropped by the limiter.
/// </summary>
internal sealed class RateLimitPolicy : IDisposable
{
    public const string Header = "RateLimit";

    private readonly int _quota;
    private readonly string _policyHeader;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;
    private readonly string?[] _remaining;

    // Until anything has been taken, there is nobody to look up.
    private volatile bool _isTouched;

    public RateLimitPolicy(string name, int permits, TimeSpan window, Func<HttpContext, Caller> caller)
    {
        Name = name;
        _quota = permits;
        _remaining = new string?[permits + 1];
        var seconds = (int)window.TotalSeconds;
        SecondsToMore = permits == 0 ? 0 : (seconds + permits - 1) / permits;
        _policyHeader = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={permits};w={seconds}");
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, permits),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = window / Math.Max(1, permits),
        };
        Func<Caller, TokenBucketRateLimiterOptions> options = _ => bucket; // once, not per request
        _limiter = PartitionedRateLimiter.Create<HttpContext, Caller>(BucketOf);

        RateLimitPartition<Caller> BucketOf(HttpContext context) => RateLimitPartition.GetTokenBucketLimiter(caller(context), options);
    }

    public string Name { get; }

    /// <summary>Time in which one more request becomes possible: the same for every caller, because the buckets refill evenly.</summary>
    public int SecondsToMore { get; }

    public bool IsOff => _quota == 0;

    public bool TryTake(HttpContext context)
    {
        _isTouched = true;
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

    public bool IsUsedUp(HttpContext context) => !IsOff && _isTouched && Remaining(context) == 0;

    public void Describe(HttpContext context)
    {
        var remaining = Remaining(context);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = _policyHeader;
        // Written once per number, then shared: a benign race, since every writer writes the same text.
        headers[Header] = _remaining[remaining] ??= TextOf(remaining);
    }

    public Task RefuseAsync(HttpContext context)
    {
        CountRefusal(context);
        return Problems.RateLimited(Name).ExecuteAsync(context);
    }

    /// <summary>
    /// Asks for a permit where the work is decided on, which is later than where other limits stand; the refusal, or null. What the plan
    /// then writes takes it, see <see cref="Taking"/>. A repeated request is answered from its key even when there is none left.
    /// </summary>
    public Plan? Refuses(HttpContext context)
    {
        if (!IsUsedUp(context)) return null;

        context.Response.OnStarting(TellAsync);
        return Plan.RefuseWithoutKeeping(Problems.RateLimited(Name));

        Task TellAsync()
        {
            if (context.Response.StatusCode == StatusCodes.Status429TooManyRequests) CountRefusal(context);
            return Task.CompletedTask;
        }
    }

    /// <summary>
    /// The plan, whose writes take a permit when all else is done: a replay, or a loser of a race, takes none; and of many at once, those
    /// that find none left are rolled back, planned anew and refused.
    /// </summary>
    public Plan Taking(Plan planned, HttpContext context)
    {
        if (IsOff || planned.Write is not { } write) return planned;

        var isTaken = false; // the writes may run again
        return planned with { Write = WriteAsync };

        async Task<bool> WriteAsync(DbSession session) => await write(session) && (isTaken = isTaken || TryTake(context));
    }

    public void Dispose() => _limiter.Dispose();

    private void CountRefusal(HttpContext context)
    {
        Telemetry.RateLimitRejections.Add(1, new KeyValuePair<string, object?>("policy", Name));
        Describe(context);
        context.Response.Headers.RetryAfter = SecondsToMore.ToString(CultureInfo.InvariantCulture);
    }

    private string TextOf(int remaining) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";r={remaining};t={SecondsToMore}");
}

/// <summary>Who a bucket belongs to: a principal, a credential that was refused, or the network a request comes from.</summary>
internal readonly record struct Caller(string? Kind, ulong Number, uint Slot = 0)
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
