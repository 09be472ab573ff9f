using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Evidence;

internal sealed record PassportRow
{
    public Guid Id { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ErasedAt { get; init; }
}

internal static class PassportStore
{
    internal static class Sql
    {
        public const string Find = "SELECT Id, CreatedAt, ErasedAt FROM Passport WHERE Id = @Id";

        public const string Insert = "INSERT INTO Passport (Id, CreatedAt) VALUES (@Id, @CreatedAt)";

        // Changes nothing: it locks the row, so that what is written next cannot pass an erasure that runs at the same time.
        public const string LockLive = "UPDATE Passport SET ErasedAt = NULL WHERE Id = @Id AND ErasedAt IS NULL";

        public const string Erase = "UPDATE Passport SET ErasedAt = @ErasedAt WHERE Id = @Id AND ErasedAt IS NULL";

        public const string ClearCredentials =
            "UPDATE Credential SET Name = NULL, Hint = '', LastUsedAt = NULL WHERE PassportId = @PassportId";
    }

    public static Task<PassportRow?> FindAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<PassportRow>(Sql.Find, new { Id = id });

    public static Task<int> InsertAsync(DbSession session, PassportRow passport) => session.ExecuteAsync(Sql.Insert, passport);

    /// <summary>
    /// False when the passport does not exist or has been erased; otherwise it stays as it is until the transaction ends.
    /// </summary>
    public static async Task<bool> LockLiveAsync(DbSession session, Guid id) =>
        await session.ExecuteAsync(Sql.LockLive, new { Id = id }) == 1;

    /// <summary>Makes the passport a tombstone; false when it is one already.</summary>
    public static async Task<bool> EraseAsync(DbSession session, Guid id, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.Erase, new { Id = id, ErasedAt = now }) == 1;

    public static Task<int> ClearCredentialsAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.ClearCredentials, new { PassportId = passport });
}
