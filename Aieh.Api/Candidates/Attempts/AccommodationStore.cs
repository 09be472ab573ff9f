using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>More time: for all attempts of a passport, or for those that an invitation asks for.</summary>
internal sealed record AccommodationRow
{
    public Guid Id { get; init; }

    /// <summary>Null while an invitation has not been accepted.</summary>
    public Guid? PassportId { get; init; }

    /// <summary>Null of the passport's own.</summary>
    public Guid? InvitationId { get; init; }

    public double TimeMultiplier { get; init; }
    public int ExtraMinutes { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>An accommodation that holds for a passport now.</summary>
internal sealed record StandingAccommodationRow
{
    public double TimeMultiplier { get; init; }
    public int ExtraMinutes { get; init; }

    /// <summary>The assessments that the invitation still asks for; null of the passport's own, which holds for all.</summary>
    public string? Remaining { get; init; }
}

internal static class AccommodationStore
{
    internal static class Sql
    {
        public const string ListStanding = """
            SELECT a.TimeMultiplier, a.ExtraMinutes, i.Remaining
            FROM Accommodation AS a
            LEFT JOIN Invitation AS i ON i.Id = a.InvitationId
            WHERE a.PassportId = @PassportId AND (a.InvitationId IS NULL OR (i.EndedAt IS NULL AND i.ExpiresAt > @Now))
            """;

        public const string FindOwn = """
            SELECT Id, PassportId, InvitationId, TimeMultiplier, ExtraMinutes, UpdatedAt
            FROM Accommodation
            WHERE PassportId = @PassportId AND InvitationId IS NULL
            """;

        public const string FindOfInvitation = """
            SELECT Id, PassportId, InvitationId, TimeMultiplier, ExtraMinutes, UpdatedAt
            FROM Accommodation
            WHERE InvitationId = @InvitationId
            """;

        public const string Insert = """
            INSERT INTO Accommodation (Id, PassportId, InvitationId, TimeMultiplier, ExtraMinutes, UpdatedAt)
            VALUES (@Id, @PassportId, @InvitationId, @TimeMultiplier, @ExtraMinutes, @UpdatedAt)
            """;

        public const string Update = """
            UPDATE Accommodation SET TimeMultiplier = @TimeMultiplier, ExtraMinutes = @ExtraMinutes, UpdatedAt = @UpdatedAt
            WHERE Id = @Id
            """;

        public const string GiveToPassport = "UPDATE Accommodation SET PassportId = @PassportId WHERE InvitationId = @InvitationId";

        public const string DeleteOwn = "DELETE FROM Accommodation WHERE PassportId = @PassportId AND InvitationId IS NULL";

        public const string DeleteOfInvitation = "DELETE FROM Accommodation WHERE InvitationId = @InvitationId";

        public const string DeleteByPassport = "DELETE FROM Accommodation WHERE PassportId = @PassportId";
    }

    public static Task<IReadOnlyList<StandingAccommodationRow>> ListStandingAsync(DbSession session, Guid passport, DateTimeOffset now) =>
        session.ListAsync<StandingAccommodationRow>(Sql.ListStanding, new { PassportId = passport, Now = now });

    public static Task<AccommodationRow?> FindOwnAsync(DbSession session, Guid passport) =>
        session.FirstOrDefaultAsync<AccommodationRow>(Sql.FindOwn, new { PassportId = passport });

    public static Task<AccommodationRow?> FindOfInvitationAsync(DbSession session, Guid invitation) =>
        session.FirstOrDefaultAsync<AccommodationRow>(Sql.FindOfInvitation, new { InvitationId = invitation });

    /// <summary>Writes the accommodation in the place of the one that has its id, if there is one.</summary>
    public static async Task SetAsync(DbSession session, AccommodationRow accommodation)
    {
        if (await session.ExecuteAsync(Sql.Update, accommodation) == 0) await session.ExecuteAsync(Sql.Insert, accommodation);
    }

    /// <summary>From now on it lengthens this passport's attempts.</summary>
    public static Task<int> GiveToPassportAsync(DbSession session, Guid invitation, Guid passport) =>
        session.ExecuteAsync(Sql.GiveToPassport, new { InvitationId = invitation, PassportId = passport });

    public static Task<int> DeleteOwnAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.DeleteOwn, new { PassportId = passport });

    public static Task<int> DeleteOfInvitationAsync(DbSession session, Guid invitation) =>
        session.ExecuteAsync(Sql.DeleteOfInvitation, new { InvitationId = invitation });

    public static Task<int> DeleteByPassportAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.DeleteByPassport, new { PassportId = passport });
}
