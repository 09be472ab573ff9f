using System.Threading.RateLimiting;

namespace Aieh.Api.Platform.Limits;

/// <summary>
/// A quota at once, refilled evenly over the window. As the framework's token bucket, except that it knows when the next permit will be
/// there: that one tells the whole time between two.
/// </summary>
internal sealed class RefillingBucket : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly int _quota;
    private readonly long _perPermit;

    // In ticks since the start; the whole state, because the bucket refills by itself.
    private long _fullAt;

    public RefillingBucket(int quota, TimeSpan window, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _quota = quota;
        _perPermit = window.Ticks / quota;
    }

    /// <summary>For how long it has been full: the limiter drops buckets that are for long. Null while it is not.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                var full = Now - _fullAt;
                return full >= 0 ? TimeSpan.FromTicks(full) : null;
            }
        }
    }

    private long Now => _time.GetElapsedTime(_start).Ticks;

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            var missing = Math.Max(0, _fullAt - Now);
            var available = _quota - (missing + _perPermit - 1) / _perPermit;
            return new Level
            {
                CurrentAvailablePermits = available,
                UntilNext = TimeSpan.FromTicks(missing == 0 ? 0 : missing - (_quota - available - 1) * _perPermit),
            };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            var now = Now;
            var fullAt = Math.Max(_fullAt, now) + permitCount * _perPermit;
            if (fullAt - now > _quota * _perPermit) return Lease.Refused;

            _fullAt = fullAt;
            return Lease.Granted;
        }
    }

    /// <summary>Nobody waits here: who finds no permit is refused.</summary>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    /// <summary>What is in the bucket, and when one more will be.</summary>
    internal sealed class Level : RateLimiterStatistics
    {
        /// <summary>Zero when it is full.</summary>
        public TimeSpan UntilNext { get; init; }
    }

    private sealed class Lease(bool isAcquired) : RateLimitLease
    {
        public static readonly Lease Granted = new(true);
        public static readonly Lease Refused = new(false);

        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
