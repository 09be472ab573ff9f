using System.Collections.Concurrent;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Catalog.Documents;

/// <summary>
/// The current catalogue in memory. A refresh replaces one reference to an immutable snapshot: take <see cref="Current"/> once per request
/// and read everything from that.
/// </summary>
internal sealed class CatalogueCache(Db db)
{
    // Versions that open attempts and old scores are pinned to. There are as many as there were imports, so none is evicted.
    private readonly ConcurrentDictionary<(string Assessment, string Hash), ItemBankDocument> _formerItems = new();
    private readonly ConcurrentDictionary<(string Assessment, string Hash), CalibrationDocument> _formerCalibrations = new();
    private volatile CatalogueSnapshot? _current;

    /// <exception cref="InvalidOperationException">Nothing has been loaded yet.</exception>
    public CatalogueSnapshot Current => _current ?? throw new InvalidOperationException("The catalogue has not been loaded.");

    /// <summary>Content hash of a current document.</summary>
    public string HashOf(string kind, string slug) => HashOf(Current, kind, slug);

    /// <summary>Content hash of a document of this snapshot; for pinning what the same snapshot has served, whatever is refreshed meanwhile.</summary>
    public static string HashOf(CatalogueSnapshot snapshot, string kind, string slug) =>
        snapshot.Documents.First(document => document.Kind == kind && document.Slug == slug).ContentHash;

    /// <exception cref="CatalogueException">The stored catalogue does not fit together; what was loaded before stays.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        _current = CatalogueSnapshot.FromDocuments(await db.ReadAsync(CatalogueStore.ListCurrentAsync, cancellationToken));

    /// <summary>Loads the catalogue again if the database holds another one. True if it did.</summary>
    /// <exception cref="CatalogueException">The stored catalogue does not fit together; what was loaded before stays.</exception>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var stored = await db.ReadAsync(CatalogueStore.CurrentHashesAsync, cancellationToken);
        if (_current is { } current && IsSame(current, stored)) return false;

        await LoadAsync(cancellationToken);
        return true;
    }

    /// <summary>The item bank that has this hash, current or not.</summary>
    public async ValueTask<ItemBankDocument> ItemsAsync(string assessment, string hash, CancellationToken cancellationToken)
    {
        var current = Current;
        if (IsCurrent(current, CatalogueKinds.Items, assessment, hash)) return current.ItemBanks[assessment];
        if (_formerItems.TryGetValue((assessment, hash), out var known)) return known;

        var former = await ReadAsync(CatalogueKinds.Items, assessment, hash, cancellationToken);
        return _formerItems.GetOrAdd((assessment, hash), former.ItemBanks[assessment]);
    }

    /// <summary>The calibration that has this hash, current or not.</summary>
    public async ValueTask<CalibrationDocument> CalibrationAsync(string assessment, string hash, CancellationToken cancellationToken)
    {
        var current = Current;
        if (IsCurrent(current, CatalogueKinds.Calibration, assessment, hash)) return current.Calibrations[assessment];
        if (_formerCalibrations.TryGetValue((assessment, hash), out var known)) return known;

        var former = await ReadAsync(CatalogueKinds.Calibration, assessment, hash, cancellationToken);
        return _formerCalibrations.GetOrAdd((assessment, hash), former.Calibrations[assessment]);
    }

    private async Task<CatalogueSnapshot> ReadAsync(string kind, string slug, string hash, CancellationToken cancellationToken)
    {
        var document = await db.ReadAsync(session => CatalogueStore.FindAsync(session, kind, slug, hash), cancellationToken)
            ?? throw new InvalidOperationException($"The database has no {kind} document '{slug}' with the hash {hash}.");

        // A former version stands alone: what it refers to has changed since.
        var problems = new List<CatalogueProblem>();
        var snapshot = CatalogueSnapshot.Parse([document], problems, followReferences: false);
        return problems.Count == 0 ? snapshot : throw new CatalogueException(problems);
    }

    private static bool IsCurrent(CatalogueSnapshot current, string kind, string slug, string hash) =>
        current.Documents.Any(document => document.Kind == kind && document.Slug == slug && document.ContentHash == hash);

    private static bool IsSame(CatalogueSnapshot loaded, IReadOnlyList<CatalogueHashRow> stored) =>
        stored.Count == loaded.Documents.Count
        && loaded.Documents.Select(document => (document.Kind, document.Slug, document.ContentHash)).ToHashSet()
            .SetEquals(stored.Select(row => (row.Kind, row.Slug, row.ContentHash)));
}
