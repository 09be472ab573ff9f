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

        public const string Erase = "UPDATE Passport SET ErasedAt = @ErasedAt WHERE Id = @Id AND ErasedAt IS NULL";

        public const string ClearCredentials =
            "UPDATE Credential SET TenantId = NULL, Name = NULL, Hint = '', LastUsedAt = NULL WHERE PassportId = @PassportId";

        public const string FindMaker =
            "SELECT TenantId FROM Credential WHERE PassportId = @PassportId AND Kind = 'candidate' AND TenantId IS NOT NULL";

        public const string DeleteEndedCredentials =
            "DELETE FROM Credential WHERE PassportId = @PassportId AND Kind = 'candidate' AND ExpiresAt <= @Now";
    }

    public static Task<PassportRow?> FindAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<PassportRow>(Sql.Find, new { Id = id });

    public static Task<int> InsertAsync(DbSession session, PassportRow passport) => session.ExecuteAsync(Sql.Insert, passport);

    /// <summary>Makes the passport a tombstone; false when it is one already.</summary>
    public static async Task<bool> EraseAsync(DbSession session, Guid id, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.Erase, new { Id = id, ErasedAt = now }) == 1;

    /// <summary>The tenant whose key has made it; null when none has.</summary>
    public static Task<Guid?> FindMakerAsync(DbSession session, Guid passport) =>
        session.FirstOrDefaultAsync<Guid?>(Sql.FindMaker, new { PassportId = passport });

    public static Task<int> DeleteEndedCredentialsAsync(DbSession session, Guid passport, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.DeleteEndedCredentials, new { PassportId = passport, Now = now });

    public static Task<int> ClearCredentialsAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.ClearCredentials, new { PassportId = passport });
}
