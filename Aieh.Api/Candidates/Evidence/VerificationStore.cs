using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>A verification that an employer has asked for, and what came of it.</summary>
internal sealed record VerificationRow
{
    public Guid Id { get; init; }
    public Guid InvitationId { get; init; }
    public Guid LoopId { get; init; }
    public Guid PassportId { get; init; }
    public string Assessment { get; init; } = "";

    /// <summary>The unsupervised attempt that it is compared with.</summary>
    public Guid VerifiedAttemptId { get; init; }

    /// <summary>The verification's own; null until it is started.</summary>
    public Guid? AttemptId { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when it can be started.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null until it was taken under supervision, as all that follows is.</summary>
    public string? Outcome { get; init; }

    public double? PValue { get; init; }
    public double? GainPValue { get; init; }
    public double? Power { get; init; }
    public double? Theta { get; init; }
    public double? SeTheta { get; init; }
    public double? ParameterShare { get; init; }
    public string? CalibrationId { get; init; }
    public int? CalibrationVersion { get; init; }
    public Guid? SupervisedBy { get; init; }

    /// <summary>When it was submitted, watched or not; null before.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>When a person has confirmed the outcome; null before, and then nothing follows from it.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    public bool IsAskedAt(DateTimeOffset now) => AttemptId is null && ExpiresAt > now;

    /// <summary>What it measured, as evidence that takes the place of what nobody watched.</summary>
    public EvidenceMeasureRow ToMeasure() => new()
    {
        Assessment = Assessment,
        Kind = "assessed",
        Theta = Theta!.Value,
        SeTheta = SeTheta!.Value,
        ObservedAt = ObservedAt!.Value,
        CalibrationId = CalibrationId!,
        CalibrationVersion = CalibrationVersion!.Value,
        ParameterShare = ParameterShare,
        SupervisedBy = SupervisedBy,
    };
}

internal static class VerificationStore
{
    internal static class Sql
    {
        private const string Columns = """
            Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, AttemptId, RequestedAt, ExpiresAt, Outcome, PValue,
                   GainPValue, Power, Theta, SeTheta, ParameterShare, CalibrationId, CalibrationVersion, SupervisedBy, ObservedAt,
                   ConfirmedAt
            """;

        public const string Insert = """
            INSERT INTO Verification (Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, RequestedAt, ExpiresAt)
            VALUES (@Id, @InvitationId, @LoopId, @PassportId, @Assessment, @VerifiedAttemptId, @RequestedAt, @ExpiresAt)
            """;

        // Only of one that nobody has started.
        public const string AskAgain = """
            UPDATE Verification SET VerifiedAttemptId = @VerifiedAttemptId, RequestedAt = @RequestedAt, ExpiresAt = @ExpiresAt
            WHERE Id = @Id AND AttemptId IS NULL
            """;

        public const string ListByInvitation =
            $"SELECT {Columns} FROM Verification WHERE InvitationId = @InvitationId ORDER BY Assessment";

        public const string ListByPassport = $"SELECT {Columns} FROM Verification WHERE PassportId = @PassportId ORDER BY RequestedAt, Id";

        public const string ListByAttempt = $"SELECT {Columns} FROM Verification WHERE AttemptId = @AttemptId";

        public const string ListReplacing = $"""
            SELECT {Columns}
            FROM Verification
            WHERE PassportId = @PassportId AND LoopId = @LoopId AND Outcome = 'inconsistent' AND ConfirmedAt <= @AsOf
            ORDER BY Assessment, ConfirmedAt
            """;

        public const string ListReplacingOfLoop = $"""
            SELECT {Columns}
            FROM Verification
            WHERE LoopId = @LoopId AND Outcome = 'inconsistent' AND ConfirmedAt IS NOT NULL AND ConfirmedAt <= @AsOf
            ORDER BY PassportId, Assessment, ConfirmedAt
            """;

        public const string Start = """
            UPDATE Verification SET AttemptId = @AttemptId
            WHERE PassportId = @PassportId AND Assessment = @Assessment AND VerifiedAttemptId = @VerifiedAttemptId AND AttemptId IS NULL
                AND ExpiresAt > @Now
            """;

        public const string Conclude = """
            UPDATE Verification
            SET Outcome = @Outcome, PValue = @PValue, GainPValue = @GainPValue, Power = @Power, Theta = @Theta, SeTheta = @SeTheta,
                ParameterShare = @ParameterShare, CalibrationId = @CalibrationId, CalibrationVersion = @CalibrationVersion,
                SupervisedBy = @SupervisedBy, ObservedAt = @ObservedAt
            WHERE AttemptId = @AttemptId
            """;

        public const string Confirm = """
            UPDATE Verification SET ConfirmedAt = @ConfirmedAt WHERE Id = @Id AND Outcome IS NOT NULL AND ConfirmedAt IS NULL
            """;

        public const string DeleteByPassport = "DELETE FROM Verification WHERE PassportId = @PassportId";

        public const string DeleteByInvitation = "DELETE FROM Verification WHERE InvitationId = @InvitationId";
    }

    public static Task<int> InsertAsync(DbSession session, VerificationRow asked) => session.ExecuteAsync(Sql.Insert, asked);

    public static Task<int> AskAgainAsync(DbSession session, VerificationRow asked) => session.ExecuteAsync(Sql.AskAgain, asked);

    public static Task<IReadOnlyList<VerificationRow>> ListByInvitationAsync(DbSession session, Guid invitation) =>
        session.ListAsync<VerificationRow>(Sql.ListByInvitation, new { InvitationId = invitation });

    public static Task<IReadOnlyList<VerificationRow>> ListByPassportAsync(DbSession session, Guid passport) =>
        session.ListAsync<VerificationRow>(Sql.ListByPassport, new { PassportId = passport });

    /// <summary>Those that an attempt answers: one for each employer that has asked.</summary>
    public static Task<IReadOnlyList<VerificationRow>> ListByAttemptAsync(DbSession session, Guid attempt) =>
        session.ListAsync<VerificationRow>(Sql.ListByAttempt, new { AttemptId = attempt });

    /// <summary>What takes the place of a passport's unsupervised scores in a hiring loop, as a person had confirmed by a moment.</summary>
    public static async Task<IReadOnlyList<EvidenceMeasureRow>> ListReplacingAsync(
        DbSession session, Guid loop, Guid passport, DateTimeOffset asOf)
    {
        var rows = await session.ListAsync<VerificationRow>(
            Sql.ListReplacing, new { LoopId = loop, PassportId = passport, AsOf = asOf });
        return [.. rows.Select(row => row.ToMeasure())];
    }

    /// <summary>As <see cref="ListReplacingAsync"/>, of all passports of the loop.</summary>
    public static Task<IReadOnlyList<VerificationRow>> ListReplacingOfLoopAsync(DbSession session, Guid loop, DateTimeOffset asOf) =>
        session.ListAsync<VerificationRow>(Sql.ListReplacingOfLoop, new { LoopId = loop, AsOf = asOf });

    /// <summary>Whether anybody still waits for the verification of an attempt that is now started.</summary>
    public static async Task<bool> StartAsync(DbSession session, VerificationRow asked, Guid attempt, DateTimeOffset now) =>
        await session.ExecuteAsync(
            Sql.Start,
            new { asked.PassportId, asked.Assessment, asked.VerifiedAttemptId, AttemptId = attempt, Now = now }) > 0;

    public static Task<int> ConcludeAsync(DbSession session, VerificationRow concluded) => session.ExecuteAsync(Sql.Conclude, concluded);

    /// <summary>False when there is no outcome, or somebody has confirmed it before.</summary>
    public static async Task<bool> ConfirmAsync(DbSession session, Guid id, DateTimeOffset now) =>
        await session.ExecuteAsync(Sql.Confirm, new { Id = id, ConfirmedAt = now }) == 1;

    public static Task<int> DeleteByPassportAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.DeleteByPassport, new { PassportId = passport });

    public static Task<int> DeleteByInvitationAsync(DbSession session, Guid invitation) =>
        session.ExecuteAsync(Sql.DeleteByInvitation, new { InvitationId = invitation });
}
