using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>How long an attempt may take: the form's limit, lengthened by the passport's most generous accommodation.</summary>
internal static class TimeAllowance
{
    private const int SecondsPerMinute = 60;

    /// <summary>When an attempt ends that starts with these accommodations.</summary>
    public static DateTimeOffset EndOf(AttemptRow attempt, IEnumerable<StandingAccommodationRow> standing) =>
        attempt.StartedAt.AddSeconds(SecondsOf(attempt.TimeLimitSeconds!.Value, attempt.Assessment, standing)).ToMilliseconds();

    private static double SecondsOf(int limitSeconds, string assessment, IEnumerable<StandingAccommodationRow> standing) =>
        standing
            .Where(each => each.Remaining is null || each.Remaining.Split(' ').Contains(assessment))
            .Select(each => limitSeconds * each.TimeMultiplier + each.ExtraMinutes * SecondsPerMinute)
            .Append(limitSeconds)
            .Max();

    /// <summary>
    /// Lengthens the attempts that are running, after an accommodation has changed. None is shortened: what somebody was told to have, they
    /// have.
    /// </summary>
    public static async Task LengthenOpenAsync(DbSession session, Guid passport, DateTimeOffset now)
    {
        var standing = await AccommodationStore.ListStandingAsync(session, passport, now);
        foreach (var open in await AttemptStore.ListOpenAsync(session, passport, now))
        {
            var limit = open.TimeLimitSeconds ?? (int)(open.ExpiresAt - open.StartedAt).TotalSeconds;
            var end = open.StartedAt.AddSeconds(SecondsOf(limit, open.Assessment, standing)).ToMilliseconds();
            if (end > open.ExpiresAt) await AttemptStore.LengthenAsync(session, open.Id, end);
        }
    }
}
