using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>Attempts that were taken without a passport and saved in one, and their tokens.</summary>
internal static class SavedAttemptStore
{
    internal static class Sql
    {
        public const string Save = """
            UPDATE Attempt SET PassportId = @PassportId, Version = Version + 1
            WHERE Id = @Id AND PassportId IS NULL AND State = 'scored'
            """;

        public const string ListStartsSince = """
            SELECT Id, Assessment, State, StartedAt, ExpiresAt
            FROM Attempt
            WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN (@Form, @OtherForm) AND StartedAt >= @FirstStartedAt
            ORDER BY StartedAt DESC, Id DESC
            """;

        public const string ListTokens = """
            SELECT c.Id, c.AttemptId
            FROM Attempt AS a
            JOIN Credential AS c ON c.AttemptId = a.Id
            WHERE a.PassportId = @PassportId
            """;
    }

    /// <summary>False when the attempt is in a passport already, or not scored.</summary>
    public static async Task<bool> SaveAsync(DbSession session, Guid id, Guid passport) =>
        await session.ExecuteAsync(Sql.Save, new { Id = id, PassportId = passport }) == 1;

    /// <summary>A passport's starts of the form of an attempt, or of one that has the same items, newest first.</summary>
    public static Task<IReadOnlyList<AttemptStartRow>> ListStartsSinceAsync(
        DbSession session, Guid passport, AttemptRow attempt, DateTimeOffset since)
    {
        var other = FormSlugs.SharingItemsWith(attempt.Form);
        return session.ListAsync<AttemptStartRow>(
            Sql.ListStartsSince,
            new { PassportId = passport, attempt.Assessment, attempt.Form, OtherForm = other, FirstStartedAt = since });
    }

    public static Task<IReadOnlyList<AttemptTokenRow>> ListTokensAsync(DbSession session, Guid passport) =>
        session.ListAsync<AttemptTokenRow>(Sql.ListTokens, new { PassportId = passport });

    /// <summary>With the answers that are kept for its holder, whom nobody can be any more.</summary>
    public static async Task DeleteTokenAsync(DbSession session, AttemptTokenRow token)
    {
        await IdempotencyStore.DeleteByPrincipalAsync(session, "attempt:" + token.AttemptId);
        await CredentialStore.DeleteAsync(session, token.Id);
    }
}
