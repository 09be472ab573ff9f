using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Catalog.Assessments;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Catalog.Documents;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class CatalogStoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private TDatabase _database = null!;
    private ServiceProvider? _services;
    private Db _db = null!;
    private CatalogCache _cache = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = new TDatabase();
        await _database.StartAsync();
        _services = _database.BuildServices();
        await _services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await _services.GetRequiredService<IWriter>().StartAsync(CancellationToken.None);
        _db = _services.GetRequiredService<Db>();
        _cache = new CatalogCache(_db);
    }

    [TearDown]
    public async Task StopAsync()
    {
        // There are no services when the fixture's database is not available and set-up ignored the test.
        if (_services is not null)
        {
            await _services.GetRequiredService<IWriter>().StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Test]
    public async Task Import_EmptyDatabase_ReadsBackTheSameDocuments()
    {
        var shipped = PlantedContent.Documents();

        var changes = await ImportAsync(shipped);

        Assert.That(
            changes,
            Has.Count.EqualTo(shipped.Count).And.All.Property(nameof(CatalogChange.Change)).EqualTo(CatalogChangeKind.Added));
        Assert.That(await ListAsync(), Is.EquivalentTo(shipped));
    }

    [Test]
    public async Task Import_Twice_ChangesNothing()
    {
        await ImportAsync(PlantedContent.Documents());

        Assert.That(await ImportAsync(PlantedContent.Documents()), Is.Empty);
    }

    [Test]
    public async Task Import_ChangedDocument_KeepsTheFormerVersionReadable()
    {
        var shipped = PlantedContent.Documents();
        var former = Single(shipped, CatalogKinds.Items);
        var latter = PlantedContent.Changed(former, items => items["version"] = 2);
        await ImportAsync(shipped);

        var changes = await ImportAsync(With(shipped, latter));

        Assert.That(
            changes,
            Is.EqualTo(new[] { new CatalogChange(CatalogChangeKind.Replaced, CatalogKinds.Items, PlantedContent.Assessment) }));
        Assert.That(Single(await ListAsync(), CatalogKinds.Items), Is.EqualTo(latter));
        await _cache.LoadAsync(CancellationToken.None);
        Assert.That(
            (await _cache.ItemsAsync(PlantedContent.Assessment, former.ContentHash, CancellationToken.None)).Version,
            Is.EqualTo(1));
        Assert.That(
            (await _cache.ItemsAsync(PlantedContent.Assessment, latter.ContentHash, CancellationToken.None)).Version,
            Is.EqualTo(2));
    }

    [Test]
    public async Task Import_DocumentChangedBack_MakesTheFormerVersionCurrentAgain()
    {
        var shipped = PlantedContent.Documents();
        await ImportAsync(shipped);
        await ImportAsync(With(shipped, PlantedContent.Changed(Single(shipped, CatalogKinds.Items), items => items["version"] = 2)));

        await ImportAsync(shipped);

        Assert.That(await ListAsync(), Is.EquivalentTo(shipped));
    }

    [Test]
    public async Task Import_RoleNoLongerShipped_RetiresIt()
    {
        var shipped = PlantedContent.Documents();
        var engineer = shipped.First(document => document.Slug == "ml-engineer");
        var changed = PlantedContent.Changed(engineer, role => role["slug"] = "extra-engineer");
        var extra = CatalogDocument.FromText(CatalogKinds.Role, "extra-engineer", changed.Json);
        await ImportAsync([.. shipped, extra]);

        var changes = await ImportAsync(shipped);

        Assert.That(changes, Is.EqualTo(new[] { new CatalogChange(CatalogChangeKind.Retired, CatalogKinds.Role, "extra-engineer") }));
        Assert.That(await ListAsync(), Is.EquivalentTo(shipped));
        var kept = await _db.ReadAsync(
            session => CatalogStore.FindAsync(session, extra.Kind, extra.Slug, extra.ContentHash),
            CancellationToken.None);
        Assert.That(kept, Is.EqualTo(extra));
    }

    [Test]
    public async Task Import_ConcordanceNoLongerShipped_RetiresIt()
    {
        var shipped = PlantedContent.Documents();
        await ImportAsync(shipped);

        var changes = await ImportAsync([.. shipped.Where(document => document.Kind != CatalogKinds.Concordance)]);

        Assert.That(
            changes,
            Is.EqualTo(new[] { new CatalogChange(CatalogChangeKind.Retired, CatalogKinds.Concordance, "percentile-general-cognitive") }));
        await _cache.LoadAsync(CancellationToken.None);
        Assert.That(_cache.Current.Concordances, Is.Empty);
    }

    [Test]
    public async Task Import_AssessmentNoLongerShipped_StaysForItsEvidence()
    {
        var shipped = PlantedContent.Documents();
        await ImportAsync(shipped);

        await ImportAsync([.. shipped.Where(document => document.Slug != PlantedContent.Assessment)]);

        Assert.That(await ListAsync(), Is.EquivalentTo(shipped));
    }

    [Test]
    public async Task Import_ProvisionalCalibrationAfterOneFromData_KeepsTheOneFromData()
    {
        var shipped = PlantedContent.Documents();
        var calibrated = PlantedContent.Document(CatalogKinds.Calibration, PlantedContent.Calibration("calibrated", version: 1));
        await ImportAsync(shipped);
        Assert.That(await ReplaceAsync(calibrated), Is.True);
        Assert.That(await ReplaceAsync(calibrated), Is.False);

        Assert.That(await ImportAsync(shipped), Is.Empty);

        Assert.That(Single(await ListAsync(), CatalogKinds.Calibration), Is.EqualTo(calibrated));
        await _cache.LoadAsync(CancellationToken.None);
        var served = Single(shipped, CatalogKinds.Calibration).ContentHash;
        Assert.That(
            (await _cache.CalibrationAsync(PlantedContent.Assessment, served, CancellationToken.None)).Status,
            Is.EqualTo(CalibrationStatus.Provisional));
    }

    [Test]
    public async Task Import_CatalogThatDoesNotFitTogether_LeavesTheDatabaseAsItWas()
    {
        var shipped = PlantedContent.Documents();
        await ImportAsync(shipped);
        var broken = PlantedContent.Changed(Single(shipped, CatalogKinds.Items), items => items["items"]!.AsArray().RemoveAt(0));

        Assert.That(() => ImportAsync(With(shipped, broken)), Throws.TypeOf<CatalogException>());

        Assert.That(await ListAsync(), Is.EquivalentTo(shipped));
    }

    [Test]
    public async Task Refresh_LoadsOnlyWhatHasChanged()
    {
        var shipped = PlantedContent.Documents();
        Assert.That(() => _cache.Current, Throws.InvalidOperationException);
        await ImportAsync(shipped);

        Assert.That(await _cache.RefreshAsync(CancellationToken.None), Is.True);
        var loaded = _cache.Current;
        Assert.That(await _cache.RefreshAsync(CancellationToken.None), Is.False);
        Assert.That(_cache.Current, Is.SameAs(loaded));

        var changed = PlantedContent.Changed(Single(shipped, CatalogKinds.Items), items => items["version"] = 2);
        await ImportAsync(With(shipped, changed));
        Assert.That(await _cache.RefreshAsync(CancellationToken.None), Is.True);
        Assert.That(_cache.HashOf(CatalogKinds.Items, PlantedContent.Assessment), Is.EqualTo(changed.ContentHash));
        Assert.That(CatalogCache.HashOf(loaded, CatalogKinds.Items, PlantedContent.Assessment), Is.Not.EqualTo(changed.ContentHash));
    }

    [Test]
    public async Task Items_HashNeverImported_Throws()
    {
        await ImportAsync(PlantedContent.Documents());
        await _cache.LoadAsync(CancellationToken.None);

        Assert.That(
            async () => await _cache.ItemsAsync(PlantedContent.Assessment, "0", CancellationToken.None),
            Throws.InvalidOperationException);
    }

    private Task<IReadOnlyList<CatalogChange>> ImportAsync(IReadOnlyList<CatalogDocument> documents) =>
        _db.WriteAsync(session => CatalogStore.ImportAsync(session, documents, Now), CancellationToken.None);

    private Task<bool> ReplaceAsync(CatalogDocument document) =>
        _db.WriteAsync(session => CatalogStore.ReplaceAsync(session, document, Now), CancellationToken.None);

    private Task<IReadOnlyList<CatalogDocument>> ListAsync() => _db.ReadAsync(CatalogStore.ListCurrentAsync, CancellationToken.None);

    private static CatalogDocument Single(IEnumerable<CatalogDocument> documents, string kind) =>
        documents.Single(document => document.Kind == kind && document.Slug == PlantedContent.Assessment);

    private static List<CatalogDocument> With(IEnumerable<CatalogDocument> documents, CatalogDocument changed) =>
        [.. documents.Where(document => (document.Kind, document.Slug) != (changed.Kind, changed.Slug)), changed];
}
