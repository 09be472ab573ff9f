using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.SelfIdentification;

/// <summary>What a passport's owner has said of themselves, sealed.</summary>
internal sealed record SelfIdentificationRow
{
    public Guid PassportId { get; init; }

    /// <summary>As <see cref="SealedAnswers"/> makes it: no statement finds anybody by it.</summary>
    public string Answers { get; init; } = "";

    public string ConsentVersion { get; init; } = "";
    public DateTimeOffset UpdatedAt { get; init; }
}

internal static class SelfIdentificationStore
{
    internal static class Sql
    {
        public const string Find = """
            SELECT PassportId, Answers, ConsentVersion, UpdatedAt
            FROM SelfIdentification
            WHERE PassportId = @PassportId
            """;

        public const string Insert = """
            INSERT INTO SelfIdentification (PassportId, Answers, ConsentVersion, UpdatedAt)
            VALUES (@PassportId, @Answers, @ConsentVersion, @UpdatedAt)
            """;

        public const string Delete = "DELETE FROM SelfIdentification WHERE PassportId = @PassportId";
    }

    public static Task<SelfIdentificationRow?> FindAsync(DbSession session, Guid passport) =>
        session.FirstOrDefaultAsync<SelfIdentificationRow>(Sql.Find, new { PassportId = passport });

    /// <summary>The passport is held, so that it has one.</summary>
    public static async Task ReplaceAsync(DbSession session, SelfIdentificationRow row)
    {
        await DeleteAsync(session, row.PassportId);
        await session.ExecuteAsync(Sql.Insert, row);
    }

    public static Task<int> DeleteAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.Delete, new { PassportId = passport });
}
