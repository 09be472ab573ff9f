using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>Rolling windows over started attempts: all of them must have room.</summary>
internal static class RetakePolicy
{
    /// <summary>How many of the latest starts the windows look at.</summary>
    public static int Depth(IReadOnlyList<RetakeWindow> windows) => windows.Count == 0 ? 1 : windows.Max(window => window.Attempts);

    /// <summary>The first instant at which another attempt may start; null when that is now.</summary>
    public static DateTimeOffset? NextEligibleAt(
        IReadOnlyList<RetakeWindow> windows, IReadOnlyList<DateTimeOffset> startsNewestFirst, DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var window in windows)
        {
            if (startsNewestFirst.Count < window.Attempts) continue;

            // The window has room again when the start that fills it has left it.
            var free = startsNewestFirst[window.Attempts - 1].AddDays(window.Days);
            if (free > now && (next is null || free > next)) next = free;
        }

        return next;
    }

    /// <summary>How far the windows look.</summary>
    public static TimeSpan Reach(IReadOnlyList<RetakeWindow> windows) =>
        TimeSpan.FromDays(windows.Count == 0 ? 0 : windows.Max(window => window.Days));

    /// <summary>
    /// Whether a start of the past has room among the others: neither it nor one after it is earlier than those before allow.
    /// </summary>
    public static bool HasRoomFor(IReadOnlyList<RetakeWindow> windows, IEnumerable<DateTimeOffset> others, DateTimeOffset start)
    {
        DateTimeOffset[] all = [.. others.Append(start).OrderDescending()];
        return !Enumerable.Range(0, all.Length)
            .TakeWhile(index => all[index] >= start)
            .Any(index => NextEligibleAt(windows, all[(index + 1)..], all[index]) is not null);
    }
}
