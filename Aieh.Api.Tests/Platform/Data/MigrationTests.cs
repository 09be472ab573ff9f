using System.Data.Common;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using DbUp.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Platform.Data;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class MigrationTests<TDatabase> where TDatabase : TestDatabase, new()
{
    private TDatabase _database = null!;
    private ServiceProvider _services = null!;

    private Migrator Migrator => _services.GetRequiredService<Migrator>();

    private IReadOnlyList<SqlScript> Scripts => Aieh.Api.Platform.Data.Migrator.Scripts(Enum.Parse<DatabaseProvider>(_database.Provider));

    [SetUp]
    public async Task Start()
    {
        _database = new TDatabase();
        await _database.StartAsync();
        _services = _database.BuildServices();
    }

    [TearDown]
    public async Task Stop()
    {
        if (_services is not null) await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Pending_NewDatabase_IsEverything()
    {
        Assert.That(await Migrator.PendingAsync(CancellationToken.None), Is.EqualTo(Scripts.Select(script => script.Name)));
    }

    [Test]
    public async Task Migrate_Twice_AppliesEachScriptOnce()
    {
        var first = await Migrator.MigrateAsync(CancellationToken.None);
        var second = await Migrator.MigrateAsync(CancellationToken.None);

        Assert.That(first, Is.EqualTo(Scripts.Select(script => script.Name)));
        Assert.That(second, Is.Empty);
        var status = await Migrator.StatusAsync(CancellationToken.None);
        Assert.That((status.Applied.Count, status.Pending.Count, status.Unknown.Count), Is.EqualTo((first.Count, 0, 0)));
    }

    [Test]
    public async Task Migrate_SeveralAtOnce_AppliesEachScriptOnce()
    {
        await using var second = _database.BuildServices();
        await using var third = _database.BuildServices();
        var applied = await Task.WhenAll(new[] { _services, second, third }
            .Select(services => Task.Run(() => services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None))));

        Assert.That(applied.SelectMany(names => names), Is.EqualTo(Scripts.Select(script => script.Name)));
    }

    [Test]
    public async Task Migrate_ScriptFails_LeavesNothingOfItAndNamesIt()
    {
        SqlScript[] scripts = [.. Scripts, new("9998_breaks", "CREATE TABLE Half (Id int NOT NULL); INSERT INTO Missing (Id) VALUES (1);")];

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Migrator.MigrateAsync(scripts, CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("9998_breaks"));
        Assert.That((await Migrator.StatusAsync(CancellationToken.None)).Pending, Is.Empty);
        var db = _services.GetRequiredService<Db>();
        await Assert.ThrowsAsync(
            Is.InstanceOf<DbException>(),
            () => db.ReadAsync(session => session.ListAsync<int>("SELECT Id FROM Half"), CancellationToken.None));
    }

    [Test]
    public async Task Status_SchemaFromTheFuture_IsUnknown()
    {
        var future = new SqlScript("9999_future", "CREATE TABLE Future (Id int NOT NULL);");
        await Migrator.MigrateAsync([.. Scripts, future], CancellationToken.None);

        var status = await Migrator.StatusAsync(CancellationToken.None);

        Assert.That(status.Unknown, Is.EqualTo(new[] { "9999_future" }));
        Assert.That(status.Pending, Is.Empty);
    }

    [Test]
    public async Task Migrate_DatabaseOfABuildWithTheFormerTableName_KeepsTheCatalogDocuments()
    {
        await Migrator.MigrateAsync([.. Scripts.TakeWhile(script => script.Name != "0004_catalog")], CancellationToken.None);
        var db = _services.GetRequiredService<Db>();
        await db.WriteAsync(
            session => session.ExecuteAsync("""
                INSERT INTO CatalogueDocument (Kind, Slug, ContentHash, Document, ImportedAt, IsCurrent)
                VALUES ('role', 'smith', 'b', '{}', @At, 0), ('role', 'smith', 'a', '{"new":1}', @At, 1)
                """, new { At = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero) }),
            CancellationToken.None);

        await Migrator.MigrateAsync(CancellationToken.None);

        var kept = await db.ReadAsync(
            session => session.ListAsync<CatalogDocument>(
                "SELECT Kind, Slug, ContentHash, Document AS Json FROM CatalogDocument ORDER BY Seq"),
            CancellationToken.None);
        Assert.That(kept, Is.EqualTo(new[]
        {
            new CatalogDocument("role", "smith", "b", "{}"),
            new CatalogDocument("role", "smith", "a", "{\"new\":1}"),
        }));
    }

    [Test]
    public async Task Migrate_DatabaseWithCertifiedEvidence_CallsItAssessedAndKeepsTheRest()
    {
        var formerly = await FormerEvidenceAsync();

        await Migrator.MigrateAsync(CancellationToken.None);

        var db = _services.GetRequiredService<Db>();
        var kept = await db.ReadAsync(
            session => EvidenceStore.ListAfterAsync(session, formerly[0].PassportId, new Page("evidence", 10, Cursor.Start)),
            CancellationToken.None);
        Assert.That(kept, Is.EqualTo(new[] { formerly[0] with { Kind = "assessed" }, formerly[1], formerly[2] }));
    }

    [Test]
    public async Task Migrate_DatabaseWithEvidence_RefusesTheFormerWordAndHalfASupervision()
    {
        var formerly = await FormerEvidenceAsync();
        await Migrator.MigrateAsync(CancellationToken.None);
        var (at, tenant) = (AiehApplication.Start, formerly[2].TenantId);
        var whole = formerly[0] with { Kind = "assessed", SupervisedBy = tenant, SupervisedAt = at };
        var refused = new[]
        {
            whole with { Kind = "certified" }, whole with { SupervisedAt = null }, whole with { SupervisedBy = null },
            whole with { SupervisedBy = whole.PassportId },
        };

        var db = _services.GetRequiredService<Db>();
        foreach (var evidence in refused)
        {
            await Assert.ThrowsAsync(
                Is.InstanceOf<DbException>(),
                () => db.WriteAsync(session => InsertAsync(session, evidence), CancellationToken.None));
        }

        Assert.That(await db.WriteAsync(session => InsertAsync(session, whole), CancellationToken.None), Is.EqualTo(1));

        Task<int> InsertAsync(DbSession session, EvidenceRow evidence) =>
            EvidenceStore.InsertAsync(session, evidence with { Id = Guid.CreateVersion7(at) });
    }

    [Test]
    public async Task Migrate_Database_LetsReadersPassWriters()
    {
        await Migrator.MigrateAsync(CancellationToken.None);

        var db = _services.GetRequiredService<Db>();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = db.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Id, 'written', @At)",
                    new { Id = Guid.CreateVersion7(AiehApplication.Start), At = AiehApplication.Start });
                entered.SetResult();
                await release.Task;
                return true;
            },
            CancellationToken.None);
        await entered.Task;

        // Without waiting for the writer, who waits for this.
        var seen = await db.ReadAsync(session => session.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM Tenant"), CancellationToken.None);

        release.SetResult();
        await writing;
        Assert.That(seen, Is.Zero);
    }

    /// <summary>A database of the last build that called evidence certified, with a piece of each kind, oldest first.</summary>
    private async Task<EvidenceRow[]> FormerEvidenceAsync()
    {
        await Migrator.MigrateAsync([.. Scripts.TakeWhile(script => script.Name != "0006_supervision")], CancellationToken.None);
        var at = AiehApplication.Start;
        var (passport, tenant) = (Guid.CreateVersion7(at), Guid.CreateVersion7(at));
        EvidenceRow[] evidence =
        [
            Piece("certified", 1),
            Piece("indicative", 2),
            Piece("vendor", 3) with { TenantId = tenant, RawScore = 84, Reference = "result-1" },
        ];
        await _services.GetRequiredService<Db>().WriteAsync(WriteAsync, CancellationToken.None);
        return evidence;

        EvidenceRow Piece(string kind, int days) => new()
        {
            Id = Guid.CreateVersion7(at), PassportId = passport, Assessment = "smithing", Kind = kind,
            Theta = 0.1 * days, SeTheta = 0.3, Score = 575 + days, SeScore = 27.5,
            ObservedAt = at.AddDays(days), RecordedAt = at.AddDays(days + 1),
            CalibrationId = "smithing-provisional", CalibrationVersion = days, ScoringVersion = "1.0.0",
        };

        async Task<bool> WriteAsync(DbSession session)
        {
            var args = new { Passport = passport, Tenant = tenant, At = at };
            await session.ExecuteAsync("INSERT INTO Passport (Id, CreatedAt) VALUES (@Passport, @At)", args);
            await session.ExecuteAsync("INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Tenant, 'guild', @At)", args);
            foreach (var piece in evidence)
            {
                await session.ExecuteAsync("""
                    INSERT INTO Evidence (Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt,
                                          CalibrationId, CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore)
                    VALUES (@Id, @PassportId, @Assessment, @Kind, @Theta, @SeTheta, @Score, @SeScore, @ObservedAt, @RecordedAt,
                            @CalibrationId, @CalibrationVersion, @ScoringVersion, @AttemptId, @Reference, @TenantId, @RawScore)
                    """, piece);
            }

            return true;
        }
    }
}
