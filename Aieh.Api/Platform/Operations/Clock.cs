namespace Aieh.Api.Platform.Operations;

internal static class Clock
{
    /// <summary>Now, to the millisecond: what both databases keep, so that a time reads back as it was written.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => time.GetUtcNow().ToMilliseconds();

    public static DateTimeOffset ToMilliseconds(this DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
