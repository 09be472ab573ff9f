using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Ranking;

/// <summary>Which page of a ranking is asked for.</summary>
/// <param name="AsOf">The moment.</param>
/// <param name="IsPast">Whether a moment was named: then everything is worked out for it, and nothing read from the standings.</param>
/// <param name="Limit">The most candidates.</param>
/// <param name="After">Where the page before has ended; null for the first one.</param>
internal sealed record RankingQuery(DateTimeOffset AsOf, bool IsPast, int Limit, RankingPlace? After)
{
    /// <summary>For so long the pages of a ranking of now can be read.</summary>
    private static readonly TimeSpan LongestRead = TimeSpan.FromDays(1);

    public static (RankingQuery Query, ProblemHttpResult? Refused) Read(
        Guid loop, string? asOf, int? limit, string? cursor, DateTimeOffset now)
    {
        var (page, invalid) = Page.Read("ranking", limit, cursor: null);
        if (invalid is not null) return (default!, invalid);

        (var moment, invalid) = Timestamp.ReadAsOf(asOf, now);
        if (invalid is not null) return (default!, invalid);
        if (cursor is null) return (new RankingQuery(moment.ToMilliseconds(), asOf is not null, page.Limit, null), null);

        if (RankingPlace.Parse(loop, cursor) is not { } after || after.AsOf.IsAfter(now)) return (default!, Page.RefuseCursor());
        // Standings are of now; of older moments they would show what was not asked for by a named one.
        if (after.Before is null && after.AsOf < now - LongestRead) return (default!, Page.RefuseCursor());
        // The cursor may be of a replica whose clock is ahead, and what was asked for then counts as now here.
        if (asOf is not null && moment.ToMilliseconds() != after.AsOf.AtMost(now))
        {
            return (default!, Problems.InvalidParameter("asOf", "The pages before were of another moment. Leave it out, or start anew."));
        }

        return (new RankingQuery(after.AsOf, after.Before is not null, page.Limit, after), null);
    }
}
