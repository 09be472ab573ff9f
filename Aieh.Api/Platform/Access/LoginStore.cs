using System.Security.Cryptography;
using System.Text;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Access;

/// <summary>Somebody's account at an identity provider, as far as it is kept: the provider, and a hash of who it is there.</summary>
internal sealed record Login(string Issuer, byte[] SubjectHash)
{
    /// <summary>What the table takes.</summary>
    private const int MostIssuer = 400;

    /// <summary>The account that a token names; null when it names none.</summary>
    public static Login? OfClaims(Func<string, string?> claim) =>
        claim("iss") is { Length: > 0 and <= MostIssuer } issuer && claim("sub") is { Length: > 0 } subject ? Of(issuer, subject) : null;

    /// <summary>A subject is unique at its issuer only.</summary>
    public static Login Of(string issuer, string subject) => new(issuer, SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")));

    /// <summary>Name for idempotency scopes and rate limits.</summary>
    public string Id => IdOf(SubjectHash);

    public static string IdOf(byte[] subjectHash) => "login:" + Convert.ToHexStringLower(subjectHash);
}

/// <summary>A login of a passport.</summary>
internal sealed record LoginRow
{
    public byte[] SubjectHash { get; init; } = [];
    public Guid PassportId { get; init; }
    public string Issuer { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The passport that a login leads to.</summary>
internal sealed record LoginHolderRow
{
    public Guid PassportId { get; init; }
    public DateTimeOffset PassportCreatedAt { get; init; }
    public DateTimeOffset? PassportErasedAt { get; init; }
}

internal static class LoginStore
{
    internal static class Sql
    {
        public const string FindHolder = """
            SELECT l.PassportId, p.CreatedAt AS PassportCreatedAt, p.ErasedAt AS PassportErasedAt
            FROM PassportLogin AS l
            JOIN Passport AS p ON p.Id = l.PassportId
            WHERE l.SubjectHash = @SubjectHash
            """;

        public const string Insert = """
            INSERT INTO PassportLogin (SubjectHash, PassportId, Issuer, CreatedAt)
            VALUES (@SubjectHash, @PassportId, @Issuer, @CreatedAt)
            """;

        public const string ListByPassport = """
            SELECT SubjectHash, PassportId, Issuer, CreatedAt
            FROM PassportLogin
            WHERE PassportId = @PassportId
            ORDER BY CreatedAt
            """;

        public const string DeleteByPassport = "DELETE FROM PassportLogin WHERE PassportId = @PassportId";
    }

    public static Task<LoginHolderRow?> FindHolderAsync(DbSession session, byte[] subjectHash) =>
        session.FirstOrDefaultAsync<LoginHolderRow>(Sql.FindHolder, new { SubjectHash = subjectHash });

    /// <summary>Breaks a unique constraint when the login has a passport.</summary>
    public static Task<int> InsertAsync(DbSession session, LoginRow login) => session.ExecuteAsync(Sql.Insert, login);

    public static Task<IReadOnlyList<LoginRow>> ListByPassportAsync(DbSession session, Guid passport) =>
        session.ListAsync<LoginRow>(Sql.ListByPassport, new { PassportId = passport });

    public static Task<int> DeleteByPassportAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.DeleteByPassport, new { PassportId = passport });
}
