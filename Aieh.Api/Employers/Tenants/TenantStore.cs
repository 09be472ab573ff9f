using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Tenants;

/// <summary>A tenant with its settings as stored: those of a tenant that never had any changed are null.</summary>
internal sealed record TenantDetailRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public int? RetentionMonths { get; init; }
    public string? ReturnOrigins { get; init; }
    public int? Version { get; init; }
}

/// <summary>What a tenant has settled for its candidates.</summary>
internal sealed record TenantSettings
{
    public const int DefaultRetentionMonths = 24;
    public const int MaxRetentionMonths = 120;

    /// <summary>Months for which an invitation's data is kept after its end.</summary>
    public int RetentionMonths { get; init; } = DefaultRetentionMonths;

    /// <summary>Where a candidate may be sent back to; see <see cref="Tenants.ReturnOrigins.Admit"/>.</summary>
    public IReadOnlyList<string> ReturnOrigins { get; init; } = [];

    public static TenantSettings Of(TenantDetailRow? row) => new()
    {
        RetentionMonths = row?.RetentionMonths ?? DefaultRetentionMonths,
        ReturnOrigins = Tenants.ReturnOrigins.Split(row?.ReturnOrigins ?? ""),
    };
}

internal static class TenantStore
{
    internal static class Sql
    {
        public const string Find = """
            SELECT t.Id, t.Name, t.CreatedAt, s.RetentionMonths, s.ReturnOrigins, s.Version
            FROM Tenant AS t
            LEFT JOIN TenantSettings AS s ON s.TenantId = t.Id
            WHERE t.Id = @Id
            """;

        // One row per customer: read whole and sorted.
        public const string ListPaged = """
            SELECT t.Id, t.Name, t.CreatedAt, s.RetentionMonths, s.ReturnOrigins, s.Version
            FROM Tenant AS t
            LEFT JOIN TenantSettings AS s ON s.TenantId = t.Id
            WHERE t.CreatedAt > @AfterAt OR (t.CreatedAt = @AfterAt AND t.Id > @AfterId)
            ORDER BY t.CreatedAt, t.Id
            """;

        // Changes nothing: it locks the row.
        public const string Hold = "UPDATE Tenant SET CreatedAt = CreatedAt WHERE Id = @Id";

        public const string Rename = "UPDATE Tenant SET Name = @Name WHERE Id = @Id";

        public const string InsertSettings = """
            INSERT INTO TenantSettings (TenantId, RetentionMonths, ReturnOrigins, Version, UpdatedAt)
            VALUES (@TenantId, @RetentionMonths, @ReturnOrigins, @Version, @UpdatedAt)
            """;

        public const string UpdateSettings = """
            UPDATE TenantSettings
            SET RetentionMonths = @RetentionMonths, ReturnOrigins = @ReturnOrigins, Version = @Version, UpdatedAt = @UpdatedAt
            WHERE TenantId = @TenantId AND Version = @Version - 1
            """;
    }

    public static Task<TenantDetailRow?> FindAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<TenantDetailRow>(Sql.Find, new { Id = id });

    /// <summary>The settings that hold for a tenant: the defaults where it has none of its own.</summary>
    public static async Task<TenantSettings> SettingsOfAsync(DbSession session, Guid tenant) =>
        TenantSettings.Of(await FindAsync(session, tenant));

    /// <summary>The tenants after a place, oldest first.</summary>
    public static Task<IReadOnlyList<TenantDetailRow>> ListAsync(DbSession session, DateTimeOffset afterAt, Guid afterId, int take) =>
        session.ListAsync<TenantDetailRow>(
            session.Dialect.Page(Sql.ListPaged), new { AfterAt = afterAt, AfterId = afterId, Skip = 0, Take = take });

    public static Task<int> RenameAsync(DbSession session, Guid id, string name) =>
        session.ExecuteAsync(Sql.Rename, new { Id = id, Name = name });

    /// <summary>Writes settings of a version; false when the version before is not the current one. The first version is 1.</summary>
    public static async Task<bool> SaveSettingsAsync(
        DbSession session, Guid tenant, TenantSettings settings, int version, DateTimeOffset now)
    {
        var row = new
        {
            TenantId = tenant,
            settings.RetentionMonths,
            ReturnOrigins = ReturnOrigins.Join(settings.ReturnOrigins),
            Version = version,
            UpdatedAt = now,
        };
        return await session.ExecuteAsync(version == 1 ? Sql.InsertSettings : Sql.UpdateSettings, row) == 1;
    }

    /// <summary>Has those who do the same for this tenant wait until the caller's transaction is over.</summary>
    public static Task<int> HoldAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Hold, new { Id = id });
}
