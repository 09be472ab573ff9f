using System.Globalization;

namespace Aieh.Api.Platform.Operations;

internal static class Clock
{
    /// <summary>Now, to the millisecond: what both databases keep, so that a time reads back as it was written.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => time.GetUtcNow().ToMilliseconds();

    /// <summary>By how much the clocks of others may be ahead of ours.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <summary>Whether a time that somebody else's clock gave lies in the future, whatever the two clocks show.</summary>
    public static bool IsAfter(this DateTimeOffset theirs, DateTimeOffset now) => theirs > now + Tolerance;

    /// <summary>Their time, but not later than now: what the tolerance lets pass counts as now.</summary>
    public static DateTimeOffset AtMost(this DateTimeOffset theirs, DateTimeOffset now) => theirs > now ? now : theirs;

    /// <summary>In UTC, to the millisecond (RFC 3339).</summary>
    public static string ToRfc3339(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset ToMilliseconds(this DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
