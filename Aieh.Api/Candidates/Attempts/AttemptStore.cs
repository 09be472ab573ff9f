using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Attempts;

internal static class AttemptStore
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO Attempt (Id, PassportId, Assessment, Form, State, ItemsHash, CalibrationHash, ItemOrder, Responses, Adaptive, Version,
                                 StartedAt, ExpiresAt, TimeLimitSeconds, AiPolicy, AiPolicyVersion, AgreedAt)
            VALUES (@Id, @PassportId, @Assessment, @Form, @State, @ItemsHash, @CalibrationHash, @ItemOrder, @Responses, @Adaptive, @Version,
                    @StartedAt, @ExpiresAt, @TimeLimitSeconds, @AiPolicy, @AiPolicyVersion, @AgreedAt)
            """;

        public const string Find = """
            SELECT Id, PassportId, Assessment, Form, State, ItemsHash, CalibrationHash, ItemOrder, Responses, Adaptive, Version,
                   StartedAt, ExpiresAt, TimeLimitSeconds, SubmittedAt, Theta, SeTheta, Score, SeScore, AnsweredCount, OmittedCount, NotReachedCount, ScoringVersion,
                   SupervisedBy, SupervisedAt, AiPolicy, AiPolicyVersion, AgreedAt, Times, IntegrityDueAt
            FROM Attempt
            WHERE Id = @Id
            """;

        // The first bound is what finds the place in the index: no database takes it from the second.
        public const string ListAfterPaged = """
            SELECT Id, PassportId, Assessment, Form, State, ItemsHash, CalibrationHash, ItemOrder, Responses, Adaptive, Version,
                   StartedAt, ExpiresAt, TimeLimitSeconds, SubmittedAt, Theta, SeTheta, Score, SeScore, AnsweredCount, OmittedCount, NotReachedCount, ScoringVersion,
                   SupervisedBy, SupervisedAt, AiPolicy, AiPolicyVersion, AgreedAt, Times, IntegrityDueAt
            FROM Attempt
            WHERE PassportId = @PassportId AND StartedAt >= @AfterAt AND (StartedAt > @AfterAt OR Id > @AfterId)
            ORDER BY StartedAt, Id
            """;

        public const string ListStartsPaged = """
            SELECT Id, Assessment, State, StartedAt, ExpiresAt
            FROM Attempt
            WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN (@Form, @OtherForm)
            ORDER BY StartedAt DESC, Id DESC
            """;

        public const string FindNewestUnsupervisedPaged = """
            SELECT Id FROM Attempt
            WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN ('full', 'adaptive') AND State = 'scored'
                AND SupervisedBy IS NULL
            ORDER BY StartedAt DESC, Id DESC
            """;

        public const string ListAssessedStarts = """
            SELECT Id, Assessment, State, StartedAt, ExpiresAt
            FROM Attempt
            WHERE PassportId = @PassportId AND Form IN ('full', 'adaptive')
            ORDER BY StartedAt DESC, Id DESC
            """;

        public const string Expire = """
            UPDATE Attempt SET State = 'expired', Version = Version + 1
            WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form = @Form AND State = 'in-progress' AND ExpiresAt <= @Now
            """;

        public const string ListOpen = """
            SELECT Id, Assessment, Form, SupervisedBy, StartedAt, ExpiresAt, TimeLimitSeconds
            FROM Attempt
            WHERE PassportId = @PassportId AND State = 'in-progress' AND ExpiresAt > @Now
            """;

        public const string Lengthen = """
            UPDATE Attempt SET ExpiresAt = @ExpiresAt, Version = Version + 1
            WHERE Id = @Id AND State = 'in-progress' AND ExpiresAt < @ExpiresAt
            """;

        public const string Supervise = """
            UPDATE Attempt SET SupervisedBy = @SupervisedBy, SupervisedAt = @SupervisedAt, Version = Version + 1 WHERE Id = @Id
            """;

        // Changes nothing: it locks the row.
        public const string Lock = "UPDATE Attempt SET Version = Version WHERE Id = @Id";

        public const string SaveResponses =
            "UPDATE Attempt SET ItemOrder = @ItemOrder, Responses = @Responses, Times = @Times, Version = Version + 1 WHERE Id = @Id";

        public const string Score = """
            UPDATE Attempt
            SET State = 'scored', Responses = @Responses, Version = Version + 1, SubmittedAt = @SubmittedAt,
                Theta = @Theta, SeTheta = @SeTheta, Score = @Score, SeScore = @SeScore,
                AnsweredCount = @AnsweredCount, OmittedCount = @OmittedCount, NotReachedCount = @NotReachedCount, ScoringVersion = @ScoringVersion,
                Times = @Times, IntegrityDueAt = @IntegrityDueAt
            WHERE Id = @Id AND Version = @Version AND State IN ('in-progress', 'expired')
            """;

        public const string DeleteByPassport = "DELETE FROM Attempt WHERE PassportId = @PassportId";

        public const string DeleteAnonymous = "DELETE FROM Attempt WHERE Id = @Id AND PassportId IS NULL";
    }

    public static Task<int> InsertAsync(DbSession session, AttemptRow attempt) => session.ExecuteAsync(Sql.Insert, attempt);

    public static Task<AttemptRow?> FindAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<AttemptRow>(Sql.Find, new { Id = id });

    /// <summary>One row more than the page has, to tell whether there is a next one.</summary>
    public static Task<IReadOnlyList<AttemptRow>> ListAfterAsync(DbSession session, Guid passport, Page page) =>
        session.ListAsync<AttemptRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { PassportId = passport, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });

    /// <summary>The latest <paramref name="take"/> starts of a form, or of one that has the same items, newest first.</summary>
    public static Task<IReadOnlyList<AttemptStartRow>> ListStartsAsync(
        DbSession session, Guid passport, string assessment, string form, int take)
    {
        var other = FormSlugs.SharingItemsWith(form);
        return session.ListAsync<AttemptStartRow>(
            session.Dialect.Page(Sql.ListStartsPaged),
            new { PassportId = passport, Assessment = assessment, Form = form, OtherForm = other, Skip = 0, Take = take });
    }

    /// <summary>The newest scored attempt that counts and that nobody has watched.</summary>
    public static async Task<AttemptRow?> FindNewestUnsupervisedAsync(DbSession session, Guid passport, string assessment)
    {
        var newest = await session.FirstOrDefaultAsync<Guid?>(
            session.Dialect.Page(Sql.FindNewestUnsupervisedPaged),
            new { PassportId = passport, Assessment = assessment, Skip = 0, Take = 1 });
        return newest is { } id ? await FindAsync(session, id) : null;
    }

    /// <summary>Every start of a form that counts as assessed, newest first.</summary>
    public static Task<IReadOnlyList<AttemptStartRow>> ListAssessedStartsAsync(DbSession session, Guid passport) =>
        session.ListAsync<AttemptStartRow>(Sql.ListAssessedStarts, new { PassportId = passport });

    /// <summary>Writes down that open attempts have run out, so that the one-open-attempt index admits a new one.</summary>
    public static Task<int> ExpireAsync(DbSession session, Guid passport, string assessment, string form, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.Expire, new { PassportId = passport, Assessment = assessment, Form = form, Now = now });

    public static Task<IReadOnlyList<OpenAttemptRow>> ListOpenAsync(DbSession session, Guid passport, DateTimeOffset now) =>
        session.ListAsync<OpenAttemptRow>(Sql.ListOpen, new { PassportId = passport, Now = now });

    public static Task<int> LengthenAsync(DbSession session, Guid id, DateTimeOffset expiresAt) =>
        session.ExecuteAsync(Sql.Lengthen, new { Id = id, ExpiresAt = expiresAt });

    /// <summary>Of an attempt that <see cref="LockAsync"/> has given; who submits it meanwhile decides anew.</summary>
    public static Task<int> SuperviseAsync(DbSession session, Guid id, Guid? supervisedBy, DateTimeOffset? supervisedAt) =>
        session.ExecuteAsync(Sql.Supervise, new { Id = id, SupervisedBy = supervisedBy, SupervisedAt = supervisedAt });

    /// <summary>The attempt, which stays as it is until the transaction ends. One writer alone needs no lock for that.</summary>
    public static async Task<AttemptRow?> LockAsync(DbSession session, Guid id)
    {
        if (!session.Dialect.HasOneWriter) await session.ExecuteAsync(Sql.Lock, new { Id = id });
        return await FindAsync(session, id);
    }

    /// <summary>Of an attempt that <see cref="LockAsync"/> has given.</summary>
    public static Task<int> SaveResponsesAsync(DbSession session, AttemptRow merged) => session.ExecuteAsync(Sql.SaveResponses, merged);

    /// <summary>False when the attempt has changed since it was read at the row's version.</summary>
    public static async Task<bool> ScoreAsync(DbSession session, AttemptRow scored) => await session.ExecuteAsync(Sql.Score, scored) == 1;

    public static Task<int> DeleteAnonymousAsync(DbSession session, Guid id) =>
        session.ExecuteAsync(Sql.DeleteAnonymous, new { Id = id });

    public static Task<int> DeleteByPassportAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.DeleteByPassport, new { PassportId = passport });
}
