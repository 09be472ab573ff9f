using System.Globalization;
using System.Threading.RateLimiting;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Platform.Limits;

/// <summary>
/// One bucket per caller: a window's quota at once, refilled evenly. Buckets that are full again are dropped by the limiter.
/// </summary>
internal sealed class RateLimitPolicy : IDisposable
{
    public const string Header = "RateLimit";

    private readonly int _quota;
    private readonly string _what;
    private readonly string _policyHeader;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;
    private readonly string?[] _withinASecond;

    // Until anything has been taken, there is nobody to look up.
    private volatile bool _isTouched;

    /// <param name="name">Names the policy on the wire.</param>
    /// <param name="what">What is counted, for people: the beginning of a sentence.</param>
    /// <param name="permits">The quota of a window; 0 is no limit.</param>
    /// <param name="window">The time in which an empty bucket is full again.</param>
    /// <param name="caller">Whose bucket a request is counted in.</param>
    /// <param name="time">The clock.</param>
    public RateLimitPolicy(string name, string what, int permits, TimeSpan window, Func<HttpContext, Caller> caller, TimeProvider time)
    {
        Name = name;
        _what = what;
        _quota = permits;
        _withinASecond = new string?[permits + 1];
        _policyHeader = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={permits};w={(int)window.TotalSeconds}");
        Func<Caller, RateLimiter> bucket = _ => new RefillingBucket(Math.Max(1, permits), window, time); // once, not per request
        _limiter = PartitionedRateLimiter.Create<HttpContext, Caller>(BucketOf);

        RateLimitPartition<Caller> BucketOf(HttpContext context) => RateLimitPartition.Get(caller(context), bucket);
    }

    public string Name { get; }

    public bool IsOff => _quota == 0;

    public bool TryTake(HttpContext context)
    {
        _isTouched = true;
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public bool IsUsedUp(HttpContext context) => !IsOff && _isTouched && LevelOf(context).CurrentAvailablePermits == 0;

    public void Describe(HttpContext context) => Describe(context, LevelOf(context));

    public Task RefuseAsync(HttpContext context)
    {
        CountRefusal(context);
        return Refusal().ExecuteAsync(context);
    }

    /// <summary>Takes a permit where a route without a plan is about to work; the refusal, or null.</summary>
    public ProblemHttpResult? Take(HttpContext context)
    {
        if (IsOff || TryTake(context)) return null;

        CountRefusal(context);
        return Refusal();
    }

    /// <summary>
    /// Asks for a permit where the work is decided on, which is later than where other limits stand; the refusal, or null. What the plan
    /// then writes takes it, see <see cref="Taking"/>. A repeated request is answered from its key even when there is none left.
    /// </summary>
    public Plan? Refuses(HttpContext context)
    {
        if (IsOff) return null;

        context.Response.OnStarting(TellAsync);
        return IsUsedUp(context) ? Plan.RefuseWithoutKeeping(Refusal()) : null;

        // Also of a success, in place of the wider limits: it is this one that the caller meets next.
        Task TellAsync()
        {
            if (context.Response.StatusCode == StatusCodes.Status429TooManyRequests) CountRefusal(context);
            else Describe(context);
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

    private ProblemHttpResult Refusal() =>
        Problems.RateLimited(Name, string.Create(CultureInfo.InvariantCulture, $"{_what}: {_quota} at most."));

    private RefillingBucket.Level LevelOf(HttpContext context) => (RefillingBucket.Level)_limiter.GetStatistics(context)!;

    private void CountRefusal(HttpContext context)
    {
        Telemetry.RateLimitRejections.Add(1, new KeyValuePair<string, object?>("policy", Name));
        var level = LevelOf(context);
        Describe(context, level);
        context.Response.Headers.RetryAfter = SecondsUntilNext(level).ToString(CultureInfo.InvariantCulture);
    }

    private void Describe(HttpContext context, RefillingBucket.Level level)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = _policyHeader;
        var (remaining, seconds) = (level.CurrentAvailablePermits, SecondsUntilNext(level));
        // The usual one is written once per number, then shared: a benign race, since every writer writes the same text.
        headers[Header] = seconds == 1 ? _withinASecond[remaining] ??= TextOf(remaining, 1) : TextOf(remaining, seconds);
    }

    private static int SecondsUntilNext(RefillingBucket.Level level) => Math.Max(1, (int)Math.Ceiling(level.UntilNext.TotalSeconds));

    private string TextOf(long remaining, int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";r={remaining};t={seconds}");
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
