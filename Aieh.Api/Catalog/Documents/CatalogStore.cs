using System.Text.Json;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Catalog.Documents;

internal sealed record CatalogHashRow
{
    public string Kind { get; init; } = "";
    public string Slug { get; init; } = "";
    public string ContentHash { get; init; } = "";
}

internal enum CatalogChangeKind
{
    Added,
    Replaced,
    Retired,
}

/// <summary>What an import did to one entry.</summary>
internal sealed record CatalogChange(CatalogChangeKind Change, string Kind, string Slug);

/// <summary>
/// Catalog documents by content. No version is ever deleted or altered: attempts are scored by the versions they were served with.
/// </summary>
internal static class CatalogStore
{
    internal static class Sql
    {
        public const string ListCurrent = """
            SELECT Kind, Slug, ContentHash, Document AS Json
            FROM CatalogDocument
            WHERE IsCurrent = 1
            ORDER BY Kind, Slug
            """;

        public const string CurrentHashes = """
            SELECT Kind, Slug, ContentHash
            FROM CatalogDocument
            WHERE IsCurrent = 1
            ORDER BY Kind, Slug
            """;

        public const string Find = """
            SELECT Kind, Slug, ContentHash, Document AS Json
            FROM CatalogDocument
            WHERE Kind = @Kind AND Slug = @Slug AND ContentHash = @ContentHash
            """;

        public const string Retire = "UPDATE CatalogDocument SET IsCurrent = 0 WHERE Kind = @Kind AND Slug = @Slug AND IsCurrent = 1";

        public const string Restore =
            "UPDATE CatalogDocument SET IsCurrent = 1 WHERE Kind = @Kind AND Slug = @Slug AND ContentHash = @ContentHash";

        public const string Insert = """
            INSERT INTO CatalogDocument (Kind, Slug, ContentHash, Document, ImportedAt, IsCurrent)
            VALUES (@Kind, @Slug, @ContentHash, @Document, @ImportedAt, 1)
            """;
    }

    /// <summary>One statement, so one consistent state.</summary>
    public static Task<IReadOnlyList<CatalogDocument>> ListCurrentAsync(DbSession session) =>
        session.ListAsync<CatalogDocument>(Sql.ListCurrent);

    public static Task<IReadOnlyList<CatalogHashRow>> CurrentHashesAsync(DbSession session) =>
        session.ListAsync<CatalogHashRow>(Sql.CurrentHashes);

    /// <summary>Any version that was ever imported.</summary>
    public static Task<CatalogDocument?> FindAsync(DbSession session, string kind, string slug, string contentHash) =>
        session.FirstOrDefaultAsync<CatalogDocument>(Sql.Find, new { Kind = kind, Slug = slug, ContentHash = contentHash });

    /// <summary>
    /// Makes the shipped catalog the current one; call it inside a write. Two things of the database outlive the shipped files. An
    /// assessment that is no longer shipped stays, with its items and calibration, because evidence is read through it (withdraw one by
    /// shipping it with planned forms); only roles and concordances are retired. And a calibration made from response data stays in place
    /// of a shipped provisional one, as does one of a higher version than the shipped one's.
    /// </summary>
    /// <returns>What changed; importing the same catalog again changes nothing.</returns>
    /// <exception cref="CatalogException">The resulting catalog does not fit together.</exception>
    public static async Task<IReadOnlyList<CatalogChange>> ImportAsync(
        DbSession session, IReadOnlyList<CatalogDocument> shipped, DateTimeOffset now)
    {
        var current = (await CurrentHashesAsync(session)).ToDictionary(row => (row.Kind, row.Slug), row => row.ContentHash);
        var changes = new List<CatalogChange>();
        foreach (var document in shipped)
        {
            var former = current.GetValueOrDefault((document.Kind, document.Slug));
            if (former == document.ContentHash || (former is not null && await OutranksAsync(session, former, document))) continue;

            await PutAsync(session, document, now);
            changes.Add(new(former is null ? CatalogChangeKind.Added : CatalogChangeKind.Replaced, document.Kind, document.Slug));
        }

        var entries = shipped.Select(document => (document.Kind, document.Slug)).ToHashSet();
        foreach (var (kind, slug) in current.Keys.Where(IsWithdrawn))
        {
            await session.ExecuteAsync(Sql.Retire, new { Kind = kind, Slug = slug });
            changes.Add(new(CatalogChangeKind.Retired, kind, slug));
        }

        if (changes.Count > 0) await CheckAsync(session);
        return changes;

        bool IsWithdrawn((string Kind, string Slug) entry) =>
            entry.Kind is CatalogKinds.Role or CatalogKinds.Concordance && !entries.Contains(entry);
    }

    /// <summary>Makes one document the current one of its kind and slug; call it inside a write.</summary>
    /// <returns>False if it was the current one already.</returns>
    /// <exception cref="CatalogException">The resulting catalog does not fit together.</exception>
    public static async Task<bool> ReplaceAsync(DbSession session, CatalogDocument document, DateTimeOffset now)
    {
        var current = await CurrentHashesAsync(session);
        if (current.Any(IsThisVersion)) return false;

        await PutAsync(session, document, now);
        await CheckAsync(session);
        return true;

        bool IsThisVersion(CatalogHashRow row) =>
            row.Kind == document.Kind && row.Slug == document.Slug && row.ContentHash == document.ContentHash;
    }

    // The unique index admits one current version, so the former steps down first.
    private static async Task PutAsync(DbSession session, CatalogDocument document, DateTimeOffset now)
    {
        await session.ExecuteAsync(Sql.Retire, new { document.Kind, document.Slug });
        var restored = await session.ExecuteAsync(Sql.Restore, new { document.Kind, document.Slug, document.ContentHash });
        if (restored > 0) return;

        await session.ExecuteAsync(
            Sql.Insert, new { document.Kind, document.Slug, document.ContentHash, Document = document.Json, ImportedAt = now });
    }

    /// <summary>A calibration in place outranks a shipped one of a lower version, and one made from data a provisional one.</summary>
    private static async Task<bool> OutranksAsync(DbSession session, string former, CatalogDocument shipped)
    {
        if (shipped.Kind != CatalogKinds.Calibration) return false;
        if (await FindAsync(session, shipped.Kind, shipped.Slug, former) is not { } inPlace) return false;

        var (ours, theirs) = (RankOf(inPlace), RankOf(shipped));
        return ours.Version > theirs.Version || (ours.Status == "calibrated" && theirs.Status == "provisional");
    }

    private static (string? Status, int Version) RankOf(CatalogDocument calibration)
    {
        using var parsed = JsonDocument.Parse(calibration.Json);
        return (parsed.RootElement.GetProperty("status").GetString(), parsed.RootElement.GetProperty("version").GetInt32());
    }

    /// <summary>Throws, and so rolls the write back, rather than leave a catalog that no process could load.</summary>
    private static async Task CheckAsync(DbSession session) =>
        _ = CatalogSnapshot.FromDocuments(await ListCurrentAsync(session));
}
