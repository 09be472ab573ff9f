using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ranking;

/// <summary>Where an accepted invitation stands in its loop, as of a moment.</summary>
internal sealed record StandingRow
{
    public Guid InvitationId { get; init; }
    public Guid LoopId { get; init; }
    public int LoopVersion { get; init; }

    /// <summary>Ascending in the order of the ranking.</summary>
    public double RankKey { get; init; }

    public DateTimeOffset AsOf { get; init; }

    /// <summary>From when it is to be worked out anew.</summary>
    public DateTimeOffset StaleAt { get; init; }
}

/// <summary>A standing that is to be worked out anew.</summary>
internal sealed record StaleStandingRow
{
    public Guid InvitationId { get; init; }
    public Guid LoopId { get; init; }
    public Guid PassportId { get; init; }
    public DateTimeOffset AsOf { get; init; }
    public DateTimeOffset StaleAt { get; init; }
}

internal static class StandingStore
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO Standing (InvitationId, LoopId, LoopVersion, RankKey, AsOf, StaleAt)
            VALUES (@InvitationId, @LoopId, @LoopVersion, @RankKey, @AsOf, @StaleAt)
            """;

        public const string Update = """
            UPDATE Standing
            SET LoopVersion = @LoopVersion, RankKey = @RankKey, AsOf = @AsOf, StaleAt = @StaleAt
            WHERE InvitationId = @InvitationId
            """;

        public const string ListStalePaged = """
            SELECT s.InvitationId, s.LoopId, i.PassportId, s.AsOf, s.StaleAt
            FROM Standing AS s
            INNER JOIN Invitation AS i ON i.Id = s.InvitationId
            WHERE s.StaleAt <= @Now AND i.PassportId IS NOT NULL
            ORDER BY s.StaleAt, s.InvitationId
            """;

        public const string Replace = """
            UPDATE Standing
            SET LoopVersion = @LoopVersion, RankKey = @RankKey, AsOf = @AsOf, StaleAt = @StaleAt
            WHERE InvitationId = @InvitationId AND AsOf = @FormerAsOf AND StaleAt = @FormerStaleAt
            """;

        public const string Delete = "DELETE FROM Standing WHERE InvitationId = @InvitationId";

        public const string MarkStale = "UPDATE Standing SET StaleAt = @StaleAt WHERE LoopId = @LoopId";
    }

    public static Task<int> InsertAsync(DbSession session, StandingRow standing) => session.ExecuteAsync(Sql.Insert, standing);

    /// <summary>Puts the standing in the place of the one that is there; 0 when there is none.</summary>
    public static Task<int> UpdateAsync(DbSession session, StandingRow standing) => session.ExecuteAsync(Sql.Update, standing);

    public static Task<IReadOnlyList<StaleStandingRow>> ListStaleAsync(DbSession session, DateTimeOffset now, int take) =>
        session.ListAsync<StaleStandingRow>(session.Dialect.Page(Sql.ListStalePaged), new { Now = now, Skip = 0, Take = take });

    /// <summary>Puts the standing in the place of the one that was read, unless that has been written since.</summary>
    public static Task<int> ReplaceAsync(DbSession session, StandingRow standing, StaleStandingRow former) => session.ExecuteAsync(
        Sql.Replace,
        new
        {
            standing.InvitationId, standing.LoopVersion, standing.RankKey, standing.AsOf, standing.StaleAt,
            FormerAsOf = former.AsOf, FormerStaleAt = former.StaleAt,
        });

    public static Task<int> DeleteAsync(DbSession session, Guid invitation) =>
        session.ExecuteAsync(Sql.Delete, new { InvitationId = invitation });

    /// <summary>All standings of a loop are to be worked out anew.</summary>
    public static Task<int> MarkStaleAsync(DbSession session, Guid loop, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.MarkStale, new { LoopId = loop, StaleAt = now });
}
