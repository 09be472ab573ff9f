using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

internal static class InvitationStore
{
    internal static class Sql
    {
        private const string Columns = """
            Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
                   CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
                   RetainUntil
            """;

        public const string Insert = """
            INSERT INTO Invitation (Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, CandidateName, CandidateEmail,
                                    ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt)
            VALUES (@Id, @TenantId, @LoopId, @LoopVersion, @Reference, @State, @Remaining, @CandidateName, @CandidateEmail, @ReturnUrl,
                    @EndpointId, @Version, @CreatedAt, @ExpiresAt)
            """;

        public const string Find = $"SELECT {Columns} FROM Invitation WHERE Id = @Id";

        // As the index has it: what was declined or cancelled, or has expired, does not stand in the way of another one.
        public const string FindByReference = $"""
            SELECT {Columns}
            FROM Invitation
            WHERE LoopId = @LoopId AND Reference = @Reference AND State <> 'declined' AND State <> 'expired' AND State <> 'cancelled'
            """;

        public const string FindByGrant = $"SELECT {Columns} FROM Invitation WHERE GrantId = @GrantId";

        public const string FindOfPassport =
            $"SELECT {Columns} FROM Invitation WHERE LoopId = @LoopId AND PassportId = @PassportId AND GrantId IS NOT NULL";

        // Changes nothing: it locks the row.
        public const string Lock = "UPDATE Invitation SET Version = Version WHERE Id = @Id";

        public const string ListByPassport = $"""
            SELECT {Columns}
            FROM Invitation
            WHERE PassportId = @PassportId
            ORDER BY CreatedAt, Id
            """;

        // The first bound is what finds the place in the index: no database takes it from the second.
        public const string ListAfterPaged = $"""
            SELECT {Columns}
            FROM Invitation
            WHERE LoopId = @LoopId AND CreatedAt >= @AfterAt AND (CreatedAt > @AfterAt OR Id > @AfterId)
            ORDER BY CreatedAt, Id
            """;

        public const string ListOverPaged = $"""
            SELECT {Columns}
            FROM Invitation
            WHERE EndedAt IS NULL AND ExpiresAt <= @Now
            ORDER BY ExpiresAt, Id
            """;

        public const string ListKeptLongEnoughPaged = $"""
            SELECT {Columns}
            FROM Invitation
            WHERE RetainUntil <= @Now
            ORDER BY RetainUntil, Id
            """;

        public const string Accept = """
            UPDATE Invitation
            SET State = @State, Remaining = @Remaining, PassportId = @PassportId, GrantId = @GrantId, ConsentVersion = @ConsentVersion,
                RetentionMonths = @RetentionMonths, AcceptedAt = @AcceptedAt, SimilarityDueAt = @AcceptedAt, Version = Version + 1
            WHERE Id = @Id AND State = 'invited' AND EndedAt IS NULL
            """;

        public const string Progress = """
            UPDATE Invitation SET State = @State, Remaining = @Remaining, StartedAt = @StartedAt, Version = Version + 1
            WHERE Id = @Id AND EndedAt IS NULL
            """;

        public const string End = """
            UPDATE Invitation
            SET State = @State, Remaining = @Remaining, EndedAt = @EndedAt, RetainUntil = @RetainUntil, Version = Version + 1
            WHERE Id = @Id AND EndedAt IS NULL
            """;

        public const string Withdraw =
            "UPDATE Invitation SET GrantId = NULL, SimilarityDueAt = NULL, Version = Version + 1 WHERE Id = @Id";

        public const string Compare = "UPDATE Invitation SET SimilarityDueAt = @Now WHERE Id = @Id";

        public const string Anonymise =
            "UPDATE Invitation SET CandidateName = NULL, CandidateEmail = NULL, ReturnUrl = NULL, Version = Version + 1 WHERE Id = @Id";

        public const string DeleteCredentials = "DELETE FROM Credential WHERE InvitationId = @InvitationId";

        public const string Delete = "DELETE FROM Invitation WHERE Id = @Id";
    }

    public static Task<int> InsertAsync(DbSession session, InvitationRow invitation) => session.ExecuteAsync(Sql.Insert, invitation);

    public static Task<InvitationRow?> FindAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<InvitationRow>(Sql.Find, new { Id = id });

    public static Task<InvitationRow?> FindByReferenceAsync(DbSession session, Guid loop, string reference) =>
        session.FirstOrDefaultAsync<InvitationRow>(Sql.FindByReference, new { LoopId = loop, Reference = reference });

    public static Task<InvitationRow?> FindByGrantAsync(DbSession session, Guid grant) =>
        session.FirstOrDefaultAsync<InvitationRow>(Sql.FindByGrant, new { GrantId = grant });

    /// <summary>
    /// An invitation as it is now, which stays so until the transaction ends: what was read before may have been answered since. One writer
    /// alone has read it in this transaction.
    /// </summary>
    public static async Task<InvitationRow?> HoldAsync(DbSession session, InvitationRow read)
    {
        if (session.Dialect.HasOneWriter) return read;

        await session.ExecuteAsync(Sql.Lock, new { read.Id });
        return await FindAsync(session, read.Id);
    }

    /// <summary>As <see cref="HoldAsync"/>, the invitation's passport first, as whoever writes under a passport does.</summary>
    public static async Task<InvitationRow?> HoldWithPassportAsync(DbSession session, InvitationRow read)
    {
        if (read.PassportId is { } passport) await PassportLock.TakeAsync(session, passport);
        return await HoldAsync(session, read);
    }

    /// <summary>The invitation of a loop through which a passport is seen.</summary>
    public static Task<InvitationRow?> FindOfPassportAsync(DbSession session, Guid loop, Guid passport) =>
        session.FirstOrDefaultAsync<InvitationRow>(Sql.FindOfPassport, new { LoopId = loop, PassportId = passport });

    public static Task<IReadOnlyList<InvitationRow>> ListByPassportAsync(DbSession session, Guid passport) =>
        session.ListAsync<InvitationRow>(Sql.ListByPassport, new { PassportId = passport });

    /// <summary>One row more than the page has, to tell whether there is a next one.</summary>
    public static Task<IReadOnlyList<InvitationRow>> ListAfterAsync(DbSession session, Guid loop, Page page) =>
        session.ListAsync<InvitationRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { LoopId = loop, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });

    /// <summary>Open ones whose time is over.</summary>
    public static Task<IReadOnlyList<InvitationRow>> ListOverAsync(DbSession session, DateTimeOffset now, int take) =>
        session.ListAsync<InvitationRow>(session.Dialect.Page(Sql.ListOverPaged), new { Now = now, Skip = 0, Take = take });

    public static Task<IReadOnlyList<InvitationRow>> ListKeptLongEnoughAsync(DbSession session, DateTimeOffset now, int take) =>
        session.ListAsync<InvitationRow>(session.Dialect.Page(Sql.ListKeptLongEnoughPaged), new { Now = now, Skip = 0, Take = take });

    /// <summary>False when somebody has answered the invitation before, or it has ended.</summary>
    public static async Task<bool> AcceptAsync(DbSession session, InvitationRow accepted) =>
        await session.ExecuteAsync(Sql.Accept, accepted) == 1;

    public static Task<int> ProgressAsync(DbSession session, InvitationRow moved) => session.ExecuteAsync(Sql.Progress, moved);

    /// <summary>False when it has ended before.</summary>
    public static async Task<bool> EndAsync(DbSession session, InvitationRow ended) => await session.ExecuteAsync(Sql.End, ended) == 1;

    /// <summary>From now on nothing of the passport is shown by it.</summary>
    public static Task<int> WithdrawAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Withdraw, new { Id = id });

    /// <summary>There is an attempt whose answers are to be compared with those of others.</summary>
    public static Task<int> CompareAsync(DbSession session, Guid id, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.Compare, new { Id = id, Now = now });

    /// <summary>Takes out what the employer has said of the candidate.</summary>
    public static Task<int> AnonymiseAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Anonymise, new { Id = id });

    /// <summary>Ends every link of the invitation.</summary>
    public static Task<int> DeleteCredentialsAsync(DbSession session, Guid id) =>
        session.ExecuteAsync(Sql.DeleteCredentials, new { InvitationId = id });

    public static Task<int> DeleteAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Delete, new { Id = id });
}
