using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Integrity;

/// <summary>An invitation whose candidate has attempts that are to be compared.</summary>
internal sealed record DueComparisonRow
{
    public Guid Id { get; init; }
    public Guid TenantId { get; init; }
    public Guid LoopId { get; init; }
    public int LoopVersion { get; init; }
    public Guid PassportId { get; init; }
    public DateTimeOffset SimilarityDueAt { get; init; }
}

/// <summary>An attempt in a pool, as far as it is compared.</summary>
internal sealed record PooledAttemptRow
{
    public Guid InvitationId { get; init; }
    public Guid AttemptId { get; init; }
    public Guid PassportId { get; init; }
    public string ItemOrder { get; init; } = "";
    public string Responses { get; init; } = "";
    public double Theta { get; init; }
    public int Compared { get; init; }
    public double? SmallestP { get; init; }
}

/// <summary>What is written of a comparison.</summary>
internal sealed record ComparedRow
{
    public Guid InvitationId { get; init; }
    public Guid AttemptId { get; init; }
    public Guid TenantId { get; init; }
    public string Pool { get; init; } = "";
    public int Compared { get; init; }
    public double? SmallestP { get; init; }
    public string Method { get; init; } = "";
    public DateTimeOffset ComparedAt { get; init; }
}

internal static class SimilarityStore
{
    internal static class Sql
    {
        public const string ListDuePaged = """
            SELECT Id, TenantId, LoopId, LoopVersion, PassportId, SimilarityDueAt
            FROM Invitation
            WHERE SimilarityDueAt <= @Now AND PassportId IS NOT NULL AND GrantId IS NOT NULL AND ConsentVersion <> @ConsentVersion
            ORDER BY SimilarityDueAt, Id
            """;

        public const string Done =
            "UPDATE Invitation SET SimilarityDueAt = NULL WHERE Id = @Id AND SimilarityDueAt = @SimilarityDueAt";

        public const string ListUncompared = """
            SELECT e.AttemptId
            FROM Evidence AS e
            LEFT JOIN AttemptSimilarity AS s ON s.InvitationId = @InvitationId AND s.AttemptId = e.AttemptId
            WHERE e.PassportId = @PassportId AND e.Kind = 'assessed' AND e.AttemptId IS NOT NULL AND s.AttemptId IS NULL
            ORDER BY e.ObservedAt, e.Id
            """;

        public const string FindOfTenant = """
            SELECT s.InvitationId, s.AttemptId, s.TenantId, s.Pool, s.Compared, s.SmallestP, s.Method, s.ComparedAt
            FROM AttemptSimilarity AS s
            WHERE s.AttemptId = @AttemptId AND s.TenantId = @TenantId
            """;

        public const string ListPoolPaged = """
            SELECT s.InvitationId, s.AttemptId, a.PassportId, a.ItemOrder, a.Responses, a.Theta, s.Compared, s.SmallestP
            FROM AttemptSimilarity AS s
            INNER JOIN Attempt AS a ON a.Id = s.AttemptId
            INNER JOIN Invitation AS i ON i.Id = s.InvitationId
            WHERE s.TenantId = @TenantId AND s.Pool = @Pool AND a.PassportId <> @PassportId AND i.GrantId IS NOT NULL
            ORDER BY s.ComparedAt DESC, s.InvitationId
            """;

        public const string CountPool = "SELECT COUNT(*) FROM AttemptSimilarity WHERE TenantId = @TenantId AND Pool = @Pool";

        // Changes nothing: it locks the row.
        public const string HoldTenant = "UPDATE Tenant SET Name = Name WHERE Id = @TenantId";

        public const string Insert = """
            INSERT INTO AttemptSimilarity (InvitationId, AttemptId, TenantId, Pool, Compared, SmallestP, Method, ComparedAt)
            VALUES (@InvitationId, @AttemptId, @TenantId, @Pool, @Compared, @SmallestP, @Method, @ComparedAt)
            """;

        public const string Update = """
            UPDATE AttemptSimilarity SET Compared = @Compared, SmallestP = @SmallestP
            WHERE InvitationId = @InvitationId AND AttemptId = @AttemptId
            """;
    }

    public static Task<IReadOnlyList<DueComparisonRow>> ListDueAsync(DbSession session, DateTimeOffset now, int take) =>
        session.ListAsync<DueComparisonRow>(
            session.Dialect.Page(Sql.ListDuePaged),
            new { Now = now, ConsentVersion = IntegrityViews.ConsentWithout, Skip = 0, Take = take });

    /// <summary>Nothing is left to compare, unless something has been added since it was read.</summary>
    public static Task<int> DoneAsync(DbSession session, DueComparisonRow due) => session.ExecuteAsync(Sql.Done, due);

    /// <summary>The attempts of an invitation's candidate that have not been compared for it, oldest first.</summary>
    public static Task<IReadOnlyList<Guid>> ListUncomparedAsync(DbSession session, DueComparisonRow due) =>
        session.ListAsync<Guid>(Sql.ListUncompared, new { InvitationId = due.Id, due.PassportId });

    /// <summary>How the attempt was compared for other invitations of the tenant.</summary>
    public static Task<ComparedRow?> FindOfTenantAsync(DbSession session, Guid attempt, Guid tenant) =>
        session.FirstOrDefaultAsync<ComparedRow>(Sql.FindOfTenant, new { AttemptId = attempt, TenantId = tenant });

    /// <summary>The attempts of other people in a pool, the latest first.</summary>
    public static Task<IReadOnlyList<PooledAttemptRow>> ListPoolAsync(
        DbSession session, Guid tenant, string pool, Guid passport, int take) => session.ListAsync<PooledAttemptRow>(
        session.Dialect.Page(Sql.ListPoolPaged), new { TenantId = tenant, Pool = pool, PassportId = passport, Skip = 0, Take = take });

    public static Task<int> CountPoolAsync(DbSession session, Guid tenant, string pool) =>
        session.FirstOrDefaultAsync<int>(Sql.CountPool, new { TenantId = tenant, Pool = pool });

    /// <summary>Others who compare attempts of the tenant wait until the transaction ends. One writer needs no lock for that.</summary>
    public static async Task HoldTenantAsync(DbSession session, Guid tenant)
    {
        if (!session.Dialect.HasOneWriter) await session.ExecuteAsync(Sql.HoldTenant, new { TenantId = tenant });
    }

    public static Task<int> InsertAsync(DbSession session, ComparedRow compared) => session.ExecuteAsync(Sql.Insert, compared);

    public static Task<int> UpdateAsync(DbSession session, PooledAttemptRow compared) => session.ExecuteAsync(
        Sql.Update, new { compared.InvitationId, compared.AttemptId, compared.Compared, compared.SmallestP });
}
