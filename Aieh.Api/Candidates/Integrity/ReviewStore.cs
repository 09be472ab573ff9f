using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>A review as stored.</summary>
internal sealed record ReviewRow
{
    public Guid InvitationId { get; init; }
    public Guid AttemptId { get; init; }
    public string Outcome { get; init; } = "";
    public string? Note { get; init; }
    public int Version { get; init; }
    public DateTimeOffset ReviewedAt { get; init; }
}

/// <summary>A review with whose it is.</summary>
internal sealed record ToldReviewRow
{
    public string Employer { get; init; } = "";
    public string Outcome { get; init; } = "";
    public string? Note { get; init; }
    public DateTimeOffset ReviewedAt { get; init; }
}

/// <summary>How an attempt was compared with others among an employer's.</summary>
internal sealed record SimilarityRow
{
    public Guid InvitationId { get; init; }
    public Guid AttemptId { get; init; }
    public int Compared { get; init; }
    public double? SmallestP { get; init; }
}

/// <summary>An attempt that an invitation shows, and how it was taken.</summary>
internal sealed record ShownIntegrityRow
{
    public Guid EvidenceId { get; init; }
    public Guid AttemptId { get; init; }
    public string Assessment { get; init; } = "";
    public DateTimeOffset ObservedAt { get; init; }
    public Guid? SupervisedBy { get; init; }
    public string? Figures { get; init; }
    public string? Method { get; init; }
    public DateTimeOffset? JudgedAt { get; init; }
    public string? Statement { get; init; }
    public DateTimeOffset? StatedAt { get; init; }
    public int? Compared { get; init; }
    public double? SmallestP { get; init; }
    public string? Outcome { get; init; }
    public string? Note { get; init; }
    public int? ReviewVersion { get; init; }
    public DateTimeOffset? ReviewedAt { get; init; }
}

/// <summary>What an employer has of how attempts were taken: it goes with the invitation, and with the permission.</summary>
internal static class ReviewStore
{
    internal static class Sql
    {
        public const string ListShown = """
            SELECT e.Id AS EvidenceId, e.AttemptId, e.Assessment, e.ObservedAt, e.SupervisedBy, n.Figures, n.Method, n.JudgedAt,
                   n.Statement, n.StatedAt, s.Compared, s.SmallestP, r.Outcome, r.Note, r.Version AS ReviewVersion, r.ReviewedAt
            FROM Evidence AS e
            LEFT JOIN AttemptIntegrity AS n ON n.AttemptId = e.AttemptId
            LEFT JOIN AttemptSimilarity AS s ON s.InvitationId = @InvitationId AND s.AttemptId = e.AttemptId
            LEFT JOIN IntegrityReview AS r ON r.InvitationId = @InvitationId AND r.AttemptId = e.AttemptId
            WHERE e.PassportId = @PassportId AND e.ObservedAt <= @AsOf AND e.Kind = 'assessed' AND e.AttemptId IS NOT NULL
            ORDER BY e.ObservedAt, e.Assessment, e.Id
            """;

        public const string ListTold = """
            SELECT t.Name AS Employer, r.Outcome, r.Note, r.ReviewedAt
            FROM IntegrityReview AS r
            INNER JOIN Invitation AS i ON i.Id = r.InvitationId
            INNER JOIN Tenant AS t ON t.Id = i.TenantId
            WHERE r.AttemptId = @AttemptId
            ORDER BY r.ReviewedAt, r.InvitationId
            """;

        public const string ListSimilarity = """
            SELECT InvitationId, AttemptId, Compared, SmallestP
            FROM AttemptSimilarity
            WHERE AttemptId = @AttemptId
            """;

        public const string ListSimilarityOfPassport = """
            SELECT s.InvitationId, s.AttemptId, s.Compared, s.SmallestP
            FROM Attempt AS a
            INNER JOIN AttemptSimilarity AS s ON s.AttemptId = a.Id
            WHERE a.PassportId = @PassportId
            """;

        public const string Insert = """
            INSERT INTO IntegrityReview (InvitationId, AttemptId, Outcome, Note, Version, ReviewedAt)
            VALUES (@InvitationId, @AttemptId, @Outcome, @Note, @Version, @ReviewedAt)
            """;

        public const string Update = """
            UPDATE IntegrityReview SET Outcome = @Outcome, Note = @Note, Version = @Version, ReviewedAt = @ReviewedAt
            WHERE InvitationId = @InvitationId AND AttemptId = @AttemptId
            """;

        public const string DeleteReviews = "DELETE FROM IntegrityReview WHERE InvitationId = @InvitationId";

        public const string DeleteSimilarity = "DELETE FROM AttemptSimilarity WHERE InvitationId = @InvitationId";
    }

    /// <summary>The attempts that an invitation's passport has as evidence by a moment, oldest first.</summary>
    public static Task<IReadOnlyList<ShownIntegrityRow>> ListShownAsync(
        DbSession session, Guid invitation, Guid passport, DateTimeOffset asOf) =>
        session.ListAsync<ShownIntegrityRow>(Sql.ListShown, new { InvitationId = invitation, PassportId = passport, AsOf = asOf });

    public static Task<IReadOnlyList<ToldReviewRow>> ListToldAsync(DbSession session, Guid attempt) =>
        session.ListAsync<ToldReviewRow>(Sql.ListTold, new { AttemptId = attempt });

    public static Task<IReadOnlyList<SimilarityRow>> ListSimilarityAsync(DbSession session, Guid attempt) =>
        session.ListAsync<SimilarityRow>(Sql.ListSimilarity, new { AttemptId = attempt });

    public static Task<IReadOnlyList<SimilarityRow>> ListSimilarityOfPassportAsync(DbSession session, Guid passport) =>
        session.ListAsync<SimilarityRow>(Sql.ListSimilarityOfPassport, new { PassportId = passport });

    /// <summary>Writes a review in the place of the one that is there, if there is one; of an invitation that is held.</summary>
    public static async Task SetAsync(DbSession session, ReviewRow review)
    {
        if (await session.ExecuteAsync(Sql.Update, review) == 0) await session.ExecuteAsync(Sql.Insert, review);
    }

    /// <summary>The employer is shown the attempts no more.</summary>
    public static async Task ForgetAsync(DbSession session, Guid invitation)
    {
        await session.ExecuteAsync(Sql.DeleteReviews, new { InvitationId = invitation });
        await session.ExecuteAsync(Sql.DeleteSimilarity, new { InvitationId = invitation });
    }
}
