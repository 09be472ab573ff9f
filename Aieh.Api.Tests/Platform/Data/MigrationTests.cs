using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
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
            Is.InstanceOf<System.Data.Common.DbException>(),
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
}
