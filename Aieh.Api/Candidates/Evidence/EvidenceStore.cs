using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>One immutable piece of evidence.</summary>
internal sealed record EvidenceRow
{
    public Guid Id { get; init; }
    public Guid PassportId { get; init; }
    public string Assessment { get; init; } = "";
    public string Kind { get; init; } = "";
    public double Theta { get; init; }
    public double SeTheta { get; init; }
    public double Score { get; init; }
    public double SeScore { get; init; }
    public DateTimeOffset ObservedAt { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public string CalibrationId { get; init; } = "";
    public int CalibrationVersion { get; init; }
    public string ScoringVersion { get; init; } = "";
    public Guid? AttemptId { get; init; }
    public string? Reference { get; init; }
    public Guid? TenantId { get; init; }
    public double? RawScore { get; init; }

    /// <summary>The share of the variance that uncertain item parameters make; null where it was not reckoned.</summary>
    public double? ParameterShare { get; init; }
    public Guid? SupervisedBy { get; init; }
    public DateTimeOffset? SupervisedAt { get; init; }

    /// <summary>Which help the form allowed; null where nothing was said of it.</summary>
    public string? AiPolicy { get; init; }

    public string? AiPolicyVersion { get; init; }

    /// <summary>When the person agreed to that; null where nobody has.</summary>
    public DateTimeOffset? AgreedAt { get; init; }
}

/// <summary>The part of a piece of evidence that scores are made of.</summary>
internal sealed record EvidenceMeasureRow
{
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
    public string? AiPolicy { get; init; }
    public string? AiPolicyVersion { get; init; }
    public DateTimeOffset? AgreedAt { get; init; }
}

internal static class EvidenceStore
{
    internal static class Sql
    {
        public const string Insert = """
            INSERT INTO Evidence (Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt,
                                  CalibrationId, CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore,
                                  SupervisedBy, SupervisedAt, ParameterShare, AiPolicy, AiPolicyVersion, AgreedAt)
            VALUES (@Id, @PassportId, @Assessment, @Kind, @Theta, @SeTheta, @Score, @SeScore, @ObservedAt, @RecordedAt,
                    @CalibrationId, @CalibrationVersion, @ScoringVersion, @AttemptId, @Reference, @TenantId, @RawScore,
                    @SupervisedBy, @SupervisedAt, @ParameterShare, @AiPolicy, @AiPolicyVersion, @AgreedAt)
            """;

        public const string Count = "SELECT COUNT(*) FROM Evidence WHERE PassportId = @PassportId";

        public const string ListMeasuresAsOf = """
            SELECT Assessment, Kind, Theta, SeTheta, ObservedAt, CalibrationId, CalibrationVersion, TenantId, ParameterShare,
                   SupervisedBy, AiPolicy, AiPolicyVersion, AgreedAt
            FROM Evidence
            WHERE PassportId = @PassportId AND ObservedAt <= @AsOf
            ORDER BY ObservedAt, Id
            """;

        // The first bound is what finds the place in the index: no database takes it from the second.
        public const string ListAfterPaged = """
            SELECT Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt,
                   CalibrationId, CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore,
                   SupervisedBy, SupervisedAt, ParameterShare, AiPolicy, AiPolicyVersion, AgreedAt
            FROM Evidence
            WHERE PassportId = @PassportId AND ObservedAt >= @AfterAt AND (ObservedAt > @AfterAt OR Id > @AfterId)
            ORDER BY ObservedAt, Id
            """;

        public const string FindByReference =
            "SELECT Id FROM Evidence WHERE TenantId = @TenantId AND CalibrationId = @CalibrationId AND Reference = @Reference";

        public const string DeleteByPassport = "DELETE FROM Evidence WHERE PassportId = @PassportId";
    }

    public static Task<int> InsertAsync(DbSession session, EvidenceRow evidence) => session.ExecuteAsync(Sql.Insert, evidence);

    public static Task<int> CountAsync(DbSession session, Guid passport) =>
        session.FirstOrDefaultAsync<int>(Sql.Count, new { PassportId = passport });

    /// <summary>What evidence observed at or before <paramref name="asOf"/> measured: what came later does not exist then.</summary>
    public static Task<IReadOnlyList<EvidenceMeasureRow>> ListMeasuresAsOfAsync(DbSession session, Guid passport, DateTimeOffset asOf) =>
        session.ListAsync<EvidenceMeasureRow>(Sql.ListMeasuresAsOf, new { PassportId = passport, AsOf = asOf });

    /// <summary>One row more than the page has, to tell whether there is a next one.</summary>
    public static Task<IReadOnlyList<EvidenceRow>> ListAfterAsync(DbSession session, Guid passport, Page page) =>
        session.ListAsync<EvidenceRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { PassportId = passport, AfterAt = page.After.At, AfterId = page.After.Id, Skip = 0, Take = page.Limit + 1 });

    /// <summary>The evidence that a tenant has recorded under this reference of its own, on any passport.</summary>
    public static Task<Guid?> FindByReferenceAsync(DbSession session, Guid tenant, string concordance, string reference) =>
        session.FirstOrDefaultAsync<Guid?>(
            Sql.FindByReference,
            new { TenantId = tenant, CalibrationId = concordance, Reference = reference });

    public static Task<int> DeleteByPassportAsync(DbSession session, Guid passport) =>
        session.ExecuteAsync(Sql.DeleteByPassport, new { PassportId = passport });
}
