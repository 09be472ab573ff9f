namespace Aieh.Api.Platform.Data;

internal sealed record IdempotencyRecord
{
    public required byte[] KeyHash { get; init; }
    public required string Principal { get; init; }
    public required byte[] Fingerprint { get; init; }
    public required int Status { get; init; }
    public string? Location { get; init; }
    public required string ContentType { get; init; }
    public required byte[] Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Stored answers. The methods take the session because they belong into the transaction of the work they answer for.</summary>
internal static class IdempotencyStore
{
    internal static class Sql
    {
        public const string Find = """
            SELECT KeyHash, Principal, Fingerprint, Status, Location, ContentType, Body, CreatedAt, ExpiresAt
            FROM IdempotencyRecord
            WHERE Principal = @Principal AND KeyHash = @KeyHash
            """;

        public const string TryInsert = """
            INSERT INTO IdempotencyRecord (KeyHash, Principal, Fingerprint, Status, Location, ContentType, Body, CreatedAt, ExpiresAt)
            SELECT @KeyHash, @Principal, @Fingerprint, @Status, @Location, @ContentType, @Body, @CreatedAt, @ExpiresAt
            WHERE NOT EXISTS (SELECT 1 FROM IdempotencyRecord WHERE Principal = @Principal AND KeyHash = @KeyHash)
            """;

        // A bounded DELETE has no common text: SQLite is built without DELETE ... LIMIT. READPAST: replicas that sweep at once pass each
        // other's rows.
        public const string DeleteExpired_SqlServer = """
            DELETE TOP (@Take) FROM IdempotencyRecord WITH (READPAST)
            WHERE ExpiresAt <= @Now
            """;

        public const string DeleteExpired_Sqlite = """
            DELETE FROM IdempotencyRecord
            WHERE Seq IN (SELECT Seq FROM IdempotencyRecord WHERE ExpiresAt <= @Now LIMIT @Take)
            """;

        public const string DeleteExpiredKey = """
            DELETE FROM IdempotencyRecord
            WHERE Principal = @Principal AND KeyHash = @KeyHash AND ExpiresAt <= @CreatedAt
            """;

        public const string DeleteByPrincipal = """
            DELETE FROM IdempotencyRecord
            WHERE Principal = @Principal
            """;
    }

    public static Task<IdempotencyRecord?> FindAsync(DbSession session, string principal, byte[] keyHash) =>
        session.FirstOrDefaultAsync<IdempotencyRecord>(Sql.Find, new { Principal = principal, KeyHash = keyHash });

    /// <summary>False, and nothing written, when there is a row with this key.</summary>
    public static async Task<bool> TryInsertAsync(DbSession session, IdempotencyRecord record) =>
        await session.ExecuteAsync(Sql.TryInsert, record) == 1;

    public static Task<int> DeleteExpiredAsync(DbSession session, DateTimeOffset now, int take) =>
        session.ExecuteAsync(session.Dialect.Pick(Sql.DeleteExpired_SqlServer, Sql.DeleteExpired_Sqlite), new { Now = now, Take = take });

    /// <summary>Makes room for a record whose key the sweep has not reached yet.</summary>
    public static Task<int> DeleteExpiredKeyAsync(DbSession session, IdempotencyRecord successor) =>
        session.ExecuteAsync(Sql.DeleteExpiredKey, successor);

    public static Task<int> DeleteByPrincipalAsync(DbSession session, string principal) =>
        session.ExecuteAsync(Sql.DeleteByPrincipal, new { Principal = principal });
}
