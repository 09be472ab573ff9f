using System.Collections.Concurrent;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Catalog.Documents;

/// <summary>
/// The current catalog in memory. A refresh replaces one reference to an immutable snapshot: take <see cref="Current"/> once per request
/// and read everything from that.
/// </summary>
internal sealed class CatalogCache(Db db)
{
    // Versions that open attempts and old scores are pinned to. There are as many as there were imports, so none is evicted.
    private readonly ConcurrentDictionary<(string Assessment, string Hash), ItemBankDocument> _formerItems = new();
    private readonly ConcurrentDictionary<(string Assessment, string Hash), CalibrationDocument> _formerCalibrations = new();
    private volatile CatalogSnapshot? _current;

    /// <exception cref="InvalidOperationException">Nothing has been loaded yet.</exception>
    public CatalogSnapshot Current => _current ?? throw new InvalidOperationException("The catalog has not been loaded.");

    /// <summary>Content hash of a current document.</summary>
    public string HashOf(string kind, string slug) => HashOf(Current, kind, slug);

    /// <summary>
    /// Content hash of a document of this snapshot; for pinning what the same snapshot has served, whatever is refreshed meanwhile.
    /// </summary>
    public static string HashOf(CatalogSnapshot snapshot, string kind, string slug) =>
        snapshot.Documents.First(document => document.Kind == kind && document.Slug == slug).ContentHash;

    /// <exception cref="CatalogException">The stored catalog does not fit together; what was loaded before stays.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        _current = CatalogSnapshot.FromDocuments(await db.ReadAsync(CatalogStore.ListCurrentAsync, cancellationToken));

    /// <summary>Loads the catalog again if the database holds another one. True if it did.</summary>
    /// <exception cref="CatalogException">The stored catalog does not fit together; what was loaded before stays.</exception>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var stored = await db.ReadAsync(CatalogStore.CurrentHashesAsync, cancellationToken);
        if (_current is { } current && IsSame(current, stored)) return false;

        await LoadAsync(cancellationToken);
        return true;
    }

    /// <summary>The item bank that has this hash, current or not.</summary>
    public async ValueTask<ItemBankDocument> ItemsAsync(string assessment, string hash, CancellationToken cancellationToken)
    {
        var current = Current;
        if (IsCurrent(current, CatalogKinds.Items, assessment, hash)) return current.ItemBanks[assessment];
        if (_formerItems.TryGetValue((assessment, hash), out var known)) return known;

        var former = await ReadAsync(CatalogKinds.Items, assessment, hash, cancellationToken);
        return _formerItems.GetOrAdd((assessment, hash), former.ItemBanks[assessment]);
    }

    /// <summary>The calibration that has this hash, current or not.</summary>
    public async ValueTask<CalibrationDocument> CalibrationAsync(string assessment, string hash, CancellationToken cancellationToken)
    {
        var current = Current;
        if (IsCurrent(current, CatalogKinds.Calibration, assessment, hash)) return current.Calibrations[assessment];
        if (_formerCalibrations.TryGetValue((assessment, hash), out var known)) return known;

        var former = await ReadAsync(CatalogKinds.Calibration, assessment, hash, cancellationToken);
        return _formerCalibrations.GetOrAdd((assessment, hash), former.Calibrations[assessment]);
    }

    private async Task<CatalogSnapshot> ReadAsync(string kind, string slug, string hash, CancellationToken cancellationToken)
    {
        var document = await db.ReadAsync(session => CatalogStore.FindAsync(session, kind, slug, hash), cancellationToken)
            ?? throw new InvalidOperationException($"The database has no {kind} document '{slug}' with the hash {hash}.");

        // A former version stands alone: what it refers to has changed since.
        var problems = new List<CatalogProblem>();
        var snapshot = CatalogSnapshot.Parse([document], problems, followReferences: false);
        return problems.Count == 0 ? snapshot : throw new CatalogException(problems);
    }

    private static bool IsCurrent(CatalogSnapshot current, string kind, string slug, string hash) =>
        current.Documents.Any(document => document.Kind == kind && document.Slug == slug && document.ContentHash == hash);

    private static bool IsSame(CatalogSnapshot loaded, IReadOnlyList<CatalogHashRow> stored) =>
        stored.Count == loaded.Documents.Count
        && loaded.Documents.Select(document => (document.Kind, document.Slug, document.ContentHash)).ToHashSet()
            .SetEquals(stored.Select(row => (row.Kind, row.Slug, row.ContentHash)));
}
