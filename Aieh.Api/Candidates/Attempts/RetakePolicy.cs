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
}
