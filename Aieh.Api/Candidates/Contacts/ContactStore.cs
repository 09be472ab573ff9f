using System.Security.Cryptography;
using System.Text;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Contacts;

/// <summary>The e-mail address that a passport's owner has left with it.</summary>
internal sealed record ContactRow
{
    public Guid PassportId { get; init; }

    /// <summary>Another with every other address: what was made for the former ends.</summary>
    public Guid Id { get; init; }

    public string Email { get; init; } = "";

    /// <summary>By which it is found: <see cref="HashOf"/>.</summary>
    public byte[] EmailHash { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a link that was mailed there was opened first; null before.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>When the link was made that was used last. What is not newer has ended.</summary>
    public DateTimeOffset? LinkedAt { get; init; }

    /// <summary>In upper case: people do not mind how they write an address.</summary>
    public static byte[] HashOf(string email) => SHA256.HashData(Encoding.UTF8.GetBytes(email.ToUpperInvariant()));
}

/// <summary>A passport that has an address, for the mail to it.</summary>
internal sealed record AddressedPassportRow
{
    public Guid PassportId { get; init; }
    public Guid Id { get; init; }
    public string Email { get; init; } = "";
    public DateTimeOffset PassportCreatedAt { get; init; }
}

internal static class ContactStore
{
    internal static class Sql
    {
        public const string Find = """
            SELECT PassportId, Id, Email, EmailHash, CreatedAt, VerifiedAt, LinkedAt
            FROM PassportContact
            WHERE PassportId = @PassportId
            """;

        // Those first whose owner has shown that the address is theirs: others can be anybody's.
        public const string ListByEmailPaged = """
            SELECT c.PassportId, c.Id, c.Email, p.CreatedAt AS PassportCreatedAt
            FROM PassportContact AS c
            JOIN Passport AS p ON p.Id = c.PassportId
            WHERE c.EmailHash = @EmailHash
            ORDER BY CASE WHEN c.VerifiedAt IS NULL THEN 1 ELSE 0 END, c.CreatedAt, c.Id
            """;

        public const string Insert = """
            INSERT INTO PassportContact (PassportId, Id, Email, EmailHash, CreatedAt)
            VALUES (@PassportId, @Id, @Email, @EmailHash, @CreatedAt)
            """;

        public const string UseLink = """
            UPDATE PassportContact SET LinkedAt = @LinkedAt, VerifiedAt = COALESCE(VerifiedAt, @Now)
            WHERE PassportId = @PassportId AND Id = @Id AND (LinkedAt IS NULL OR LinkedAt < @LinkedAt)
            """;

        public const string Delete = "DELETE FROM PassportContact WHERE PassportId = @PassportId";
    }

    public static Task<ContactRow?> FindAsync(DbSession session, Guid passport) =>
        session.FirstOrDefaultAsync<ContactRow>(Sql.Find, new { PassportId = passport });

    public static Task<IReadOnlyList<AddressedPassportRow>> ListByEmailAsync(DbSession session, byte[] emailHash, int take) =>
        session.ListAsync<AddressedPassportRow>(
            session.Dialect.Page(Sql.ListByEmailPaged), new { EmailHash = emailHash, Skip = 0, Take = take });

    /// <summary>The passport is held, so that it has one.</summary>
    public static async Task ReplaceAsync(DbSession session, ContactRow contact)
    {
        await DeleteAsync(session, contact.PassportId);
        await session.ExecuteAsync(Sql.Insert, contact);
    }

    /// <summary>False when the link has ended: it or a newer one was used, or the address is another one or gone.</summary>
    public static async Task<bool> UseLinkAsync(DbSession session, Guid passport, Guid id, DateTimeOffset linkedAt, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.UseLink, new { PassportId = passport, Id = id, LinkedAt = linkedAt, Now = now }) == 1;

    public static Task<int> DeleteAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.Delete, new { PassportId = passport });
}
