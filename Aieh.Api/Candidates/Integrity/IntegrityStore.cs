using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>How an attempt was taken, as stored.</summary>
internal sealed record AttemptIntegrityRow
{
    public Guid AttemptId { get; init; }

    /// <summary>As <see cref="ClientSignals"/> writes them; null when there are none.</summary>
    public string? Signals { get; init; }

    /// <summary>As <see cref="TakenFigures"/> writes them; null before they are worked out, as the two after them.</summary>
    public string? Figures { get; init; }

    public string? Method { get; init; }
    public DateTimeOffset? JudgedAt { get; init; }
    public string? Statement { get; init; }
    public DateTimeOffset? StatedAt { get; init; }
}

/// <summary>How an attempt of a passport was taken, in short.</summary>
internal sealed record PassportIntegrityRow
{
    public Guid EvidenceId { get; init; }
    public Guid AttemptId { get; init; }
    public string Assessment { get; init; } = "";
    public DateTimeOffset ObservedAt { get; init; }
    public string? Figures { get; init; }
    public DateTimeOffset? StatedAt { get; init; }
    public int Reviews { get; init; }
}

internal static class IntegrityStore
{
    internal static class Sql
    {
        public const string Find = """
            SELECT AttemptId, Signals, Figures, Method, JudgedAt, Statement, StatedAt
            FROM AttemptIntegrity
            WHERE AttemptId = @AttemptId
            """;

        public const string Insert = "INSERT INTO AttemptIntegrity (AttemptId) VALUES (@AttemptId)";

        public const string SaveSignals = "UPDATE AttemptIntegrity SET Signals = @Signals WHERE AttemptId = @AttemptId";

        public const string SaveStatement =
            "UPDATE AttemptIntegrity SET Statement = @Statement, StatedAt = @StatedAt WHERE AttemptId = @AttemptId";

        public const string ListDuePaged = """
            SELECT Id
            FROM Attempt
            WHERE IntegrityDueAt <= @Now
            ORDER BY IntegrityDueAt, Id
            """;

        public const string TakeDue = "UPDATE Attempt SET IntegrityDueAt = NULL WHERE Id = @Id AND IntegrityDueAt IS NOT NULL";

        public const string Postpone = "UPDATE Attempt SET IntegrityDueAt = @IntegrityDueAt WHERE Id = @Id AND IntegrityDueAt IS NOT NULL";

        public const string SaveFigures =
            "UPDATE AttemptIntegrity SET Figures = @Figures, Method = @Method, JudgedAt = @JudgedAt WHERE AttemptId = @AttemptId";

        // The first bound is what finds the place in the index: no database takes it from the second.
        public const string ListByPassportPaged = """
            SELECT e.Id AS EvidenceId, e.AttemptId, e.Assessment, e.ObservedAt, n.Figures, n.StatedAt,
                   (SELECT COUNT(*) FROM IntegrityReview AS r WHERE r.AttemptId = e.AttemptId) AS Reviews
            FROM Evidence AS e
            LEFT JOIN AttemptIntegrity AS n ON n.AttemptId = e.AttemptId
            WHERE e.PassportId = @PassportId AND e.ObservedAt >= @AfterAt AND (e.ObservedAt > @AfterAt OR e.Id > @AfterId)
                AND e.Kind = 'assessed' AND e.AttemptId IS NOT NULL
            ORDER BY e.ObservedAt, e.Id
            """;
    }

    public static Task<AttemptIntegrityRow?> FindAsync(DbSession session, Guid attempt) =>
        session.FirstOrDefaultAsync<AttemptIntegrityRow>(Sql.Find, new { AttemptId = attempt });

    /// <summary>Of an attempt that is held, as with the others that write.</summary>
    public static Task SaveSignalsAsync(DbSession session, Guid attempt, string signals) =>
        SaveAsync(session, Sql.SaveSignals, attempt, new { AttemptId = attempt, Signals = signals });

    public static Task SaveStatementAsync(DbSession session, Guid attempt, string statement, DateTimeOffset now) =>
        SaveAsync(session, Sql.SaveStatement, attempt, new { AttemptId = attempt, Statement = statement, StatedAt = now });

    /// <summary>Attempts that are to be worked out, the oldest first.</summary>
    public static Task<IReadOnlyList<Guid>> ListDueAsync(DbSession session, DateTimeOffset now, int take) =>
        session.ListAsync<Guid>(session.Dialect.Page(Sql.ListDuePaged), new { Now = now, Skip = 0, Take = take });

    /// <summary>False when somebody else has worked it out, or it is gone.</summary>
    public static async Task<bool> TakeDueAsync(DbSession session, Guid attempt) =>
        await session.ExecuteAsync(Sql.TakeDue, new { Id = attempt }) == 1;

    public static Task<int> PostponeAsync(DbSession session, Guid attempt, DateTimeOffset until) =>
        session.ExecuteAsync(Sql.Postpone, new { Id = attempt, IntegrityDueAt = until });

    public static Task SaveFiguresAsync(DbSession session, Guid attempt, TakenFigures figures, DateTimeOffset now) => SaveAsync(
        session, Sql.SaveFigures, attempt,
        new { AttemptId = attempt, Figures = figures.ToJson(), Judgement.Method, JudgedAt = now });

    /// <summary>One row more than the page has, to tell whether there is a next one.</summary>
    public static Task<IReadOnlyList<PassportIntegrityRow>> ListByPassportAsync(DbSession session, Guid passport, Page page) =>
        session.ListAsync<PassportIntegrityRow>(
            session.Dialect.Page(Sql.ListByPassportPaged),
            new { PassportId = passport, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });

    private static async Task SaveAsync(DbSession session, string sql, Guid attempt, object values)
    {
        if (await session.ExecuteAsync(sql, values) > 0) return;

        await session.ExecuteAsync(Sql.Insert, new { AttemptId = attempt });
        await session.ExecuteAsync(sql, values);
    }
}
