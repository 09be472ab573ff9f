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

        public const string Delete = "DELETE FROM Standing WHERE InvitationId = @InvitationId";

        public const string MarkStale = "UPDATE Standing SET StaleAt = @StaleAt WHERE LoopId = @LoopId";
    }

    /// <summary>Puts the standing in the place of the one that is there, if there is one.</summary>
    public static async Task SaveAsync(DbSession session, StandingRow standing)
    {
        if (await session.ExecuteAsync(Sql.Update, standing) == 0) await session.ExecuteAsync(Sql.Insert, standing);
    }

    public static Task<int> DeleteAsync(DbSession session, Guid invitation) =>
        session.ExecuteAsync(Sql.Delete, new { InvitationId = invitation });

    /// <summary>All standings of a loop are to be worked out anew.</summary>
    public static Task<int> MarkStaleAsync(DbSession session, Guid loop, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.MarkStale, new { LoopId = loop, StaleAt = now });
}
