using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Access;

/// <summary>A stored credential: who it speaks for and until when. The secret itself is not in it.</summary>
internal sealed record CredentialRow
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public byte[] SecretHash { get; init; } = [];
    public string Hint { get; init; } = "";
    public Guid? TenantId { get; init; }
    public Guid? PassportId { get; init; }
    public Guid? AttemptId { get; init; }
    public Guid? GrantId { get; init; }
    public Guid? InvitationId { get; init; }
    public string? Name { get; init; }
    public string Scopes { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A tenant's key as a list shows it.</summary>
internal sealed record KeyRow
{
    public Guid Id { get; init; }
    public Guid TenantId { get; init; }
    public string TenantName { get; init; } = "";
    public string Hint { get; init; } = "";
    public string? Name { get; init; }
    public string Scopes { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>What a request needs to know of its credential, and of the passport that the credential belongs to, in one read.</summary>
internal sealed record CredentialHolderRow
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public byte[] SecretHash { get; init; } = [];
    public Guid? TenantId { get; init; }
    public Guid? PassportId { get; init; }
    public Guid? AttemptId { get; init; }
    public Guid? GrantId { get; init; }
    public Guid? InvitationId { get; init; }
    public string Scopes { get; init; } = "";
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset? PassportCreatedAt { get; init; }
    public DateTimeOffset? PassportErasedAt { get; init; }
}

/// <summary>The token of an attempt without a passport.</summary>
internal sealed record AttemptTokenRow
{
    public Guid Id { get; init; }
    public Guid AttemptId { get; init; }
}

internal sealed record TenantRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}

internal static class CredentialStore
{
    internal static class Sql
    {
        public const string FindHolder = """
            SELECT c.Id, c.Kind, c.SecretHash, c.TenantId, c.PassportId, c.AttemptId, c.GrantId, c.InvitationId, c.Scopes,
                   c.ExpiresAt, c.RevokedAt, c.LastUsedAt,
                   p.CreatedAt AS PassportCreatedAt, p.ErasedAt AS PassportErasedAt
            FROM Credential AS c
            LEFT JOIN Passport AS p ON p.Id = c.PassportId
            WHERE c.SecretHash = @SecretHash
            """;

        public const string FindKey = """
            SELECT Id, Kind, SecretHash, Hint, TenantId, PassportId, AttemptId, GrantId, InvitationId, Name, Scopes, CreatedAt, ExpiresAt,
                   RevokedAt, LastUsedAt
            FROM Credential
            WHERE Id = @Id AND Kind = 'key'
            """;

        public const string ListKeysPaged = """
            SELECT c.Id, c.TenantId, t.Name AS TenantName, c.Hint, c.Name, c.Scopes, c.CreatedAt, c.ExpiresAt, c.RevokedAt, c.LastUsedAt
            FROM Credential AS c
            JOIN Tenant AS t ON t.Id = c.TenantId
            WHERE c.Kind = 'key'
            ORDER BY c.CreatedAt, c.Id
            """;

        public const string Insert = """
            INSERT INTO Credential (Id, Kind, SecretHash, Hint, TenantId, PassportId, AttemptId, GrantId, InvitationId, Name, Scopes,
                                    CreatedAt, ExpiresAt)
            VALUES (@Id, @Kind, @SecretHash, @Hint, @TenantId, @PassportId, @AttemptId, @GrantId, @InvitationId, @Name, @Scopes,
                    @CreatedAt, @ExpiresAt)
            """;

        public const string Revoke = "UPDATE Credential SET RevokedAt = @RevokedAt WHERE Id = @Id AND RevokedAt IS NULL";

        // Changes nothing: it locks the row.
        public const string HoldLive =
            "UPDATE Credential SET RevokedAt = NULL WHERE Id = @Id AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)";

        public const string RevokeByGrant = "UPDATE Credential SET RevokedAt = @RevokedAt WHERE GrantId = @GrantId AND RevokedAt IS NULL";

        public const string Expire =
            "UPDATE Credential SET ExpiresAt = @ExpiresAt "
            + "WHERE Id = @Id AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @ExpiresAt)";

        // Not after an erasure, which has cleared the time and whose own request would set it again. It has emptied the hint as well: the
        // row itself tells, also to an update that has waited for the erasure's lock and would still see the passport as it was.
        public const string Touch = "UPDATE Credential SET LastUsedAt = @LastUsedAt WHERE Id = @Id AND Hint <> ''";

        public const string DeleteByGrant = "DELETE FROM Credential WHERE GrantId = @GrantId";

        public const string ListAttemptTokensOverPaged = """
            SELECT Id, AttemptId
            FROM Credential
            WHERE Kind = 'attempt' AND ExpiresAt <= @Now
            ORDER BY ExpiresAt, Id
            """;

        public const string Delete = "DELETE FROM Credential WHERE Id = @Id";

        public const string FindTenantByName = "SELECT Id, Name, CreatedAt FROM Tenant WHERE Name = @Name";

        public const string FindTenant = "SELECT Id, Name, CreatedAt FROM Tenant WHERE Id = @Id";

        public const string InsertTenant = "INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Id, @Name, @CreatedAt)";
    }

    public static Task<CredentialHolderRow?> FindHolderAsync(DbSession session, byte[] secretHash) =>
        session.FirstOrDefaultAsync<CredentialHolderRow>(Sql.FindHolder, new { SecretHash = secretHash });

    public static Task<CredentialRow?> FindKeyAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<CredentialRow>(Sql.FindKey, new { Id = id });

    public static Task<IReadOnlyList<KeyRow>> ListKeysAsync(DbSession session, int skip, int take) =>
        session.ListAsync<KeyRow>(session.Dialect.Page(Sql.ListKeysPaged), new { Skip = skip, Take = take });

    public static Task<int> InsertAsync(DbSession session, CredentialRow credential) => session.ExecuteAsync(Sql.Insert, credential);

    public static async Task<bool> RevokeAsync(DbSession session, Guid id, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.Revoke, new { Id = id, RevokedAt = now }) > 0;

    /// <summary>False when the key has ended; otherwise it stays as it is until the transaction ends.</summary>
    public static async Task<bool> HoldLiveAsync(DbSession session, Guid id, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.HoldLive, new { Id = id, Now = now }) == 1;

    public static Task<int> RevokeByGrantAsync(DbSession session, Guid grantId, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.RevokeByGrant, new { GrantId = grantId, RevokedAt = now });

    public static Task<int> ExpireAsync(DbSession session, Guid id, DateTimeOffset expiresAt) =>
        session.ExecuteAsync(Sql.Expire, new { Id = id, ExpiresAt = expiresAt });

    public static Task<int> TouchAsync(DbSession session, Guid id, DateTimeOffset lastUsedAt) =>
        session.ExecuteAsync(Sql.Touch, new { Id = id, LastUsedAt = lastUsedAt });

    public static Task<int> DeleteByGrantAsync(DbSession session, Guid grant) =>
        session.ExecuteAsync(Sql.DeleteByGrant, new { GrantId = grant });

    public static Task<IReadOnlyList<AttemptTokenRow>> ListAttemptTokensOverAsync(DbSession session, DateTimeOffset now, int take) =>
        session.ListAsync<AttemptTokenRow>(
            session.Dialect.Page(Sql.ListAttemptTokensOverPaged), new { Now = now, Skip = 0, Take = take });

    public static Task<int> DeleteAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Delete, new { Id = id });

    public static Task<TenantRow?> FindTenantByNameAsync(DbSession session, string name) =>
        session.FirstOrDefaultAsync<TenantRow>(Sql.FindTenantByName, new { Name = name });

    public static Task<TenantRow?> FindTenantAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<TenantRow>(Sql.FindTenant, new { Id = id });

    public static Task<int> InsertTenantAsync(DbSession session, TenantRow tenant) => session.ExecuteAsync(Sql.InsertTenant, tenant);
}
