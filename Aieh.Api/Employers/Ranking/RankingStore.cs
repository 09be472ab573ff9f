using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ranking;

/// <summary>Of an accepted invitation, what a ranking shows.</summary>
internal record CandidateRow
{
    public Guid InvitationId { get; init; }
    public Guid PassportId { get; init; }
    public string? Reference { get; init; }
    public string State { get; init; } = "";
    public string? CandidateName { get; init; }
    public string? CandidateEmail { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? ConsentVersion { get; init; }
}

/// <summary>A candidate at a place of the standings.</summary>
internal sealed record StandingCandidateRow : CandidateRow
{
    public double RankKey { get; init; }
}

/// <summary>Of an accepted invitation, what it takes to rank it.</summary>
internal sealed record AcceptedRow
{
    public Guid Id { get; init; }
    public Guid PassportId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Evidence of one of many passports.</summary>
internal sealed record PassportMeasureRow
{
    public Guid PassportId { get; init; }
    public string Assessment { get; init; } = "";
    public string Kind { get; init; } = "";
    public double Theta { get; init; }
    public double SeTheta { get; init; }
    public DateTimeOffset ObservedAt { get; init; }
    public string CalibrationId { get; init; } = "";
    public int CalibrationVersion { get; init; }
    public Guid? TenantId { get; init; }
    public double? ParameterShare { get; init; }
    public Guid? SupervisedBy { get; init; }

    public EvidenceMeasureRow ToMeasure() => new()
    {
        Assessment = Assessment,
        Kind = Kind,
        Theta = Theta,
        SeTheta = SeTheta,
        ObservedAt = ObservedAt,
        CalibrationId = CalibrationId,
        CalibrationVersion = CalibrationVersion,
        TenantId = TenantId,
        ParameterShare = ParameterShare,
        SupervisedBy = SupervisedBy,
    };
}

/// <summary>Candidates whose consent holds: a grant that was taken back, or has ended, is as if there had been none.</summary>
internal static class RankingStore
{
    internal static class Sql
    {
        private const string Columns = """
            i.Id AS InvitationId, i.PassportId, i.Reference, i.State, i.CandidateName, i.CandidateEmail, i.ExpiresAt, i.EndedAt,
            i.ConsentVersion
            """;

        private const string Standing = $"""
            SELECT {Columns}, s.RankKey
            FROM Standing AS s
            INNER JOIN Invitation AS i ON i.Id = s.InvitationId
            INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
            WHERE s.LoopId = @LoopId AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
            """;

        // A page is read in two: many candidates without evidence share one place, and no index is searched by a condition on both columns.
        public const string ListAtPlacePaged = $"""
            {Standing}
                AND s.RankKey = @RankKey AND s.InvitationId > @InvitationId
            ORDER BY s.RankKey, s.InvitationId
            """;

        public const string ListBelowPlacePaged = $"""
            {Standing}
                AND s.RankKey > @RankKey
            ORDER BY s.RankKey, s.InvitationId
            """;

        public const string Find = $"""
            SELECT {Columns}
            FROM Invitation AS i
            INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
            WHERE i.Id = @InvitationId AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
            """;

        public const string ListAcceptedAfterPaged = """
            SELECT i.Id, i.PassportId, i.CreatedAt
            FROM Invitation AS i
            INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
            WHERE i.LoopId = @LoopId AND i.CreatedAt >= @AfterAt AND (i.CreatedAt > @AfterAt OR i.Id > @AfterId)
                AND i.AcceptedAt <= @AsOf AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
            ORDER BY i.CreatedAt, i.Id
            """;

        // In the order in which one passport's evidence is read, so that the same figures come of it.
        public const string ListEvidence = """
            SELECT i.PassportId, e.Assessment, e.Kind, e.Theta, e.SeTheta, e.ObservedAt, e.CalibrationId, e.CalibrationVersion, e.TenantId,
                   e.ParameterShare, e.SupervisedBy
            FROM Invitation AS i
            INNER JOIN Evidence AS e ON e.PassportId = i.PassportId
            WHERE i.LoopId = @LoopId AND i.CreatedAt >= @FirstCreatedAt AND i.CreatedAt <= @LastCreatedAt AND e.ObservedAt <= @AsOf
            ORDER BY i.CreatedAt, i.Id, e.ObservedAt, e.Id
            """;
    }

    /// <summary>The next candidates of the standings behind a place.</summary>
    public static async Task<IReadOnlyList<StandingCandidateRow>> ListAfterAsync(
        DbSession session, Guid loop, double rankKey, Guid invitation, DateTimeOffset now, int take)
    {
        var tied = await ListAsync(Sql.ListAtPlacePaged, take);
        return tied.Count == take ? tied : [.. tied, .. await ListAsync(Sql.ListBelowPlacePaged, take - tied.Count)];

        Task<IReadOnlyList<StandingCandidateRow>> ListAsync(string sql, int most) => session.ListAsync<StandingCandidateRow>(
            session.Dialect.Page(sql),
            new { LoopId = loop, RankKey = rankKey, InvitationId = invitation, Now = now, Skip = 0, Take = most });
    }

    public static Task<CandidateRow?> FindAsync(DbSession session, Guid invitation, DateTimeOffset now) =>
        session.FirstOrDefaultAsync<CandidateRow>(Sql.Find, new { InvitationId = invitation, Now = now });

    /// <summary>Those who had accepted by <paramref name="asOf"/>, and whose consent holds now.</summary>
    public static Task<IReadOnlyList<AcceptedRow>> ListAcceptedAfterAsync(
        DbSession session, Guid loop, DateTimeOffset asOf, AcceptedRow? after, DateTimeOffset now, int take) =>
        session.ListAsync<AcceptedRow>(
            session.Dialect.Page(Sql.ListAcceptedAfterPaged),
            new
            {
                LoopId = loop, AsOf = asOf, AfterAt = after?.CreatedAt ?? DateTimeOffset.MinValue, AfterId = after?.Id ?? Guid.Empty,
                Now = now, Skip = 0, Take = take,
            });

    /// <summary>The evidence of those whose invitations were made between two moments, observed by <paramref name="asOf"/>.</summary>
    public static Task<IReadOnlyList<PassportMeasureRow>> ListEvidenceAsync(
        DbSession session, Guid loop, DateTimeOffset first, DateTimeOffset last, DateTimeOffset asOf) =>
        session.ListAsync<PassportMeasureRow>(
            Sql.ListEvidence, new { LoopId = loop, FirstCreatedAt = first, LastCreatedAt = last, AsOf = asOf });
}
