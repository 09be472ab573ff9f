using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Impact;

/// <summary>Figures of a sample that were told.</summary>
internal sealed record ImpactReleaseRow
{
    public Guid Id { get; init; }
    public Guid LoopId { get; init; }
    public int LoopVersion { get; init; }
    public DateTimeOffset TakenAt { get; init; }

    /// <summary>The scores that the sample was divided at, ascending, separated by spaces.</summary>
    public string Thresholds { get; init; } = "";

    /// <summary>How many people stood at each place, from below the lowest threshold, separated by spaces.</summary>
    public string PlaceCounts { get; init; } = "";

    /// <summary><see cref="ReleasedFigures"/> as JSON: what is told, and nothing besides.</summary>
    public string Figures { get; init; } = "";
}

/// <summary>Where somebody stood in a release. Of what group they are is not there.</summary>
internal sealed record ImpactMemberRow
{
    public Guid ReleaseId { get; init; }
    public Guid PassportId { get; init; }

    /// <summary>Through which they were in it: the row goes with it.</summary>
    public Guid InvitationId { get; init; }

    /// <summary>How many thresholds the score had reached.</summary>
    public int Place { get; init; }
}

/// <summary>What a candidate of a loop has said in the voluntary questionnaire.</summary>
internal sealed record CandidateAnswersRow
{
    public Guid InvitationId { get; init; }
    public Guid PassportId { get; init; }
    public string Answers { get; init; } = "";
}

internal static class ImpactStore
{
    internal static class Sql
    {
        // Each is made while the loop is held, so that the row numbers are their order, whatever the clocks of two replicas say.
        public const string ListReleases = """
            SELECT Id, LoopId, LoopVersion, TakenAt, Thresholds, PlaceCounts, Figures
            FROM ImpactRelease
            WHERE LoopId = @LoopId
            ORDER BY Seq DESC
            """;

        public const string ListMembers =
            "SELECT ReleaseId, PassportId, InvitationId, Place FROM ImpactMember WHERE ReleaseId = @ReleaseId";

        public const string ListAnswers = """
            SELECT i.Id AS InvitationId, i.PassportId, s.Answers
            FROM Invitation AS i
            INNER JOIN SelfIdentification AS s ON s.PassportId = i.PassportId
            WHERE i.LoopId = @LoopId AND i.CreatedAt >= @FirstCreatedAt AND i.CreatedAt <= @LastCreatedAt
            """;

        public const string InsertRelease = """
            INSERT INTO ImpactRelease (Id, LoopId, LoopVersion, TakenAt, Thresholds, PlaceCounts, Figures)
            VALUES (@Id, @LoopId, @LoopVersion, @TakenAt, @Thresholds, @PlaceCounts, @Figures)
            """;

        public const string InsertMember = """
            INSERT INTO ImpactMember (ReleaseId, PassportId, InvitationId, Place)
            VALUES (@ReleaseId, @PassportId, @InvitationId, @Place)
            """;

        public const string DeleteMember = "DELETE FROM ImpactMember WHERE InvitationId = @InvitationId";
    }

    /// <summary>The newest first.</summary>
    public static Task<IReadOnlyList<ImpactReleaseRow>> ListReleasesAsync(DbSession session, Guid loop) =>
        session.ListAsync<ImpactReleaseRow>(Sql.ListReleases, new { LoopId = loop });

    public static Task<IReadOnlyList<ImpactMemberRow>> ListMembersAsync(DbSession session, Guid release) =>
        session.ListAsync<ImpactMemberRow>(Sql.ListMembers, new { ReleaseId = release });

    /// <summary>The sealed answers of candidates whose invitations were made between two moments.</summary>
    public static Task<IReadOnlyList<CandidateAnswersRow>> ListAnswersAsync(
        DbSession session, Guid loop, DateTimeOffset first, DateTimeOffset last) =>
        session.ListAsync<CandidateAnswersRow>(
            Sql.ListAnswers, new { LoopId = loop, FirstCreatedAt = first, LastCreatedAt = last });

    public static Task<int> InsertReleaseAsync(DbSession session, ImpactReleaseRow release) =>
        session.ExecuteAsync(Sql.InsertRelease, release);

    public static Task<int> InsertMemberAsync(DbSession session, ImpactMemberRow member) =>
        session.ExecuteAsync(Sql.InsertMember, member);

    public static Task<int> DeleteMemberAsync(DbSession session, Guid invitation) =>
        session.ExecuteAsync(Sql.DeleteMember, new { InvitationId = invitation });
}
