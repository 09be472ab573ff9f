using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Access;

/// <summary>
/// Whoever writes something that belongs to a passport holds the passport first, as an erasure does, and looks whether it is still there:
/// so nothing is written beside an erasure or after it.
/// </summary>
internal static class PassportLock
{
    internal static class Sql
    {
        public const string CountLive = "SELECT COUNT(*) FROM Passport WHERE Id = @Id AND ErasedAt IS NULL";

        // Changes nothing: it locks the row.
        public const string Lock = "UPDATE Passport SET ErasedAt = NULL WHERE Id = @Id AND ErasedAt IS NULL";
    }

    /// <summary>
    /// False when the passport does not exist or has been erased; otherwise it stays as it is until the transaction ends. Where
    /// transactions that write run one after the other, looking is enough.
    /// </summary>
    public static async Task<bool> TakeAsync(DbSession session, Guid passport)
    {
        var live = session.Dialect.HasOneWriter
            ? await session.FirstOrDefaultAsync<int>(Sql.CountLive, new { Id = passport })
            : await session.ExecuteAsync(Sql.Lock, new { Id = passport });
        return live == 1;
    }
}
