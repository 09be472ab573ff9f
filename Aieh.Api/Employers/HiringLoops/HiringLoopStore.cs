using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.HiringLoops;

internal sealed record HiringLoopRow
{
    public Guid Id { get; init; }
    public Guid TenantId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A version as stored; <see cref="Definition"/> is a <see cref="LoopDefinition"/>.</summary>
internal sealed record HiringLoopVersionRow
{
    public Guid LoopId { get; init; }
    public int Version { get; init; }
    public string Definition { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A loop with its current version.</summary>
internal sealed record CurrentLoopRow
{
    public Guid Id { get; init; }
    public int Version { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string Definition { get; init; } = "";
    public DateTimeOffset UpdatedAt { get; init; }
}

internal static class HiringLoopStore
{
    internal static class Sql
    {
        public const string Insert =
            "INSERT INTO HiringLoop (Id, TenantId, Version, CreatedAt) VALUES (@Id, @TenantId, @Version, @CreatedAt)";

        public const string InsertVersion = """
            INSERT INTO HiringLoopVersion (LoopId, Version, Definition, CreatedAt) VALUES (@LoopId, @Version, @Definition, @CreatedAt)
            """;

        public const string Find = "SELECT Id, TenantId, Version, CreatedAt FROM HiringLoop WHERE Id = @Id";

        public const string FindVersion =
            "SELECT LoopId, Version, Definition, CreatedAt FROM HiringLoopVersion WHERE LoopId = @LoopId AND Version = @Version";

        public const string FindVersionAsOfPaged = """
            SELECT LoopId, Version, Definition, CreatedAt
            FROM HiringLoopVersion
            WHERE LoopId = @LoopId AND (CreatedAt <= @AsOf OR Version = 1)
            ORDER BY Version DESC
            """;

        public const string Count = "SELECT COUNT(*) FROM HiringLoop WHERE TenantId = @TenantId";

        // The first bound is what finds the place in the index: no database takes it from the second.
        public const string ListAfterPaged = """
            SELECT l.Id, l.Version, l.CreatedAt, v.Definition, v.CreatedAt AS UpdatedAt
            FROM HiringLoop AS l
            INNER JOIN HiringLoopVersion AS v ON v.LoopId = l.Id AND v.Version = l.Version
            WHERE l.TenantId = @TenantId AND l.CreatedAt >= @AfterAt AND (l.CreatedAt > @AfterAt OR l.Id > @AfterId)
            ORDER BY l.CreatedAt, l.Id
            """;

        public const string ListVersionsBeforePaged = """
            SELECT LoopId, Version, Definition, CreatedAt
            FROM HiringLoopVersion
            WHERE LoopId = @LoopId AND Version < @BeforeVersion
            ORDER BY Version DESC
            """;

        public const string SetVersion =
            "UPDATE HiringLoop SET Version = @Version WHERE Id = @Id AND Version = @ExpectedVersion";

        public const string Hold = "UPDATE HiringLoop SET Version = Version WHERE Id = @Id";

        public const string ListInvitationsPaged = "SELECT Id FROM Invitation WHERE LoopId = @LoopId ORDER BY CreatedAt, Id";

        public const string CountAccepted =
            "SELECT COUNT(*) FROM Invitation WHERE LoopId = @LoopId AND PassportId = @PassportId AND AcceptedAt IS NOT NULL";
    }

    public static Task<int> InsertAsync(DbSession session, HiringLoopRow loop) => session.ExecuteAsync(Sql.Insert, loop);

    public static Task<int> InsertVersionAsync(DbSession session, HiringLoopVersionRow version) =>
        session.ExecuteAsync(Sql.InsertVersion, version);

    public static Task<HiringLoopRow?> FindAsync(DbSession session, Guid id) =>
        session.FirstOrDefaultAsync<HiringLoopRow>(Sql.Find, new { Id = id });

    public static Task<HiringLoopVersionRow?> FindVersionAsync(DbSession session, Guid loop, int version) =>
        session.FirstOrDefaultAsync<HiringLoopVersionRow>(Sql.FindVersion, new { LoopId = loop, Version = version });

    /// <summary>The version that was current at a moment; of a loop that was not there yet, its first.</summary>
    public static Task<HiringLoopVersionRow?> FindVersionAsOfAsync(DbSession session, Guid loop, DateTimeOffset asOf) =>
        session.FirstOrDefaultAsync<HiringLoopVersionRow>(
            session.Dialect.Page(Sql.FindVersionAsOfPaged), new { LoopId = loop, AsOf = asOf, Skip = 0, Take = 1 });

    /// <summary>The definition of a version that something stored names, such as an invitation.</summary>
    public static async Task<LoopDefinition> GetDefinitionAsync(DbSession session, Guid loop, int version) =>
        await FindVersionAsync(session, loop, version) is { } found
            ? LoopDefinition.FromJson(found.Definition)
            : throw new InvalidOperationException($"Hiring loop {loop} does not have the version {version} that is named of it.");

    /// <summary>The current version's number and definition, of a loop that is there.</summary>
    public static async Task<(int Version, LoopDefinition Definition)> FindCurrentAsync(DbSession session, Guid loop)
    {
        var version = (await FindAsync(session, loop))!.Version;
        return (version, await GetDefinitionAsync(session, loop, version));
    }

    public static Task<int> CountAsync(DbSession session, Guid tenant) =>
        session.FirstOrDefaultAsync<int>(Sql.Count, new { TenantId = tenant });

    public static Task<IReadOnlyList<CurrentLoopRow>> ListAfterAsync(
        DbSession session, Guid tenant, DateTimeOffset afterAt, Guid afterId, int take) =>
        session.ListAsync<CurrentLoopRow>(
            session.Dialect.Page(Sql.ListAfterPaged),
            new { TenantId = tenant, AfterAt = afterAt, AfterId = afterId, Skip = 0, Take = take });

    /// <summary>The newest first.</summary>
    public static Task<IReadOnlyList<HiringLoopVersionRow>> ListVersionsBeforeAsync(DbSession session, Guid loop, int before, int take) =>
        session.ListAsync<HiringLoopVersionRow>(
            session.Dialect.Page(Sql.ListVersionsBeforePaged), new { LoopId = loop, BeforeVersion = before, Skip = 0, Take = take });

    /// <summary>Makes the next version the current one; false when another is current by now.</summary>
    public static async Task<bool> AdvanceAsync(DbSession session, Guid id, int from) =>
        await session.ExecuteAsync(Sql.SetVersion, new { Id = id, Version = from + 1, ExpectedVersion = from }) == 1;

    /// <summary>Waits for a change of the loop that is under way, and keeps others from beginning until the transaction ends.</summary>
    public static Task<int> HoldAsync(DbSession session, Guid id) => session.ExecuteAsync(Sql.Hold, new { Id = id });

    /// <summary>Whether anybody has been invited, however the invitation went on.</summary>
    public static async Task<bool> HasInvitedAsync(DbSession session, Guid loop) => await session.FirstOrDefaultAsync<Guid?>(
        session.Dialect.Page(Sql.ListInvitationsPaged), new { LoopId = loop, Skip = 0, Take = 1 }) is not null;

    /// <summary>Whether a passport's owner has accepted an invitation of the loop.</summary>
    public static async Task<bool> HasAcceptedAsync(DbSession session, Guid loop, Guid passport) =>
        await session.FirstOrDefaultAsync<int>(Sql.CountAccepted, new { LoopId = loop, PassportId = passport }) > 0;
}
