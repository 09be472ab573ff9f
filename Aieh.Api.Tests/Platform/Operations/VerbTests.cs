using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>The binary's verbs, and what keeps it from serving. SQLite: what is told does not depend on the database.</summary>
public sealed class VerbTests
{
    [Test]
    public async Task Migrate_Twice_SaysTheSecondTimeThatNothingWasToDo()
    {
        await using var database = await NewDatabaseAsync();

        var first = await VerbProcess.RunAsync(database, "migrate");
        var second = await VerbProcess.RunAsync(database, "migrate");

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(first.Output, Does.Contain("Applied migration 0001_initial"));
        Assert.That(second.Output, Does.Not.Contain("Applied").And.Not.Contain("added").And.Contain("current"));
    }

    [TestCase("migarte")]
    [TestCase("frobnicate", "now")]
    [TestCase("serve", "quickly")]
    [TestCase("migrate", "--force")]
    [TestCase("--prot=80")]
    [TestCase("keys")]
    [TestCase("keys", "destroy")]
    public async Task Verb_OrOptionUnknown_ExitsWithUsageAndDoesNothing(params string[] args)
    {
        await using var database = await NewDatabaseAsync();

        var refused = await VerbProcess.RunAsync(database, args);

        Assert.That(refused.ExitCode, Is.Not.Zero);
        Assert.That(refused.Output + refused.Error, Does.Contain("Usage:"));
        Assert.That(File.Exists(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource), Is.False);
    }

    [TestCase("migrate")]
    [TestCase("serve")]
    [TestCase("keys", "list")]
    public async Task Verb_OnAFileThatIsNoDatabase_SaysSoInOneLine(params string[] args)
    {
        await using var database = await NewDatabaseAsync();
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("no database, but a text of some length. ", 100)));

        var refused = await VerbProcess.RunAsync(database, args);

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(
            refused.Error,
            Does.Contain("The database cannot be used").And.Contain("file is not a database").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Migrate_TruncatedDatabase_SaysSoInOneLine()
    {
        await using var database = await NewDatabaseAsync();
        await VerbProcess.RunAsync(database, "migrate");
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        await using (var stream = File.OpenWrite(file)) stream.SetLength(6000);

        var refused = await VerbProcess.RunAsync(database, "migrate");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("The database cannot be used").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Demo_OnATemporaryDatabase_PlaysTheJourneyToItsEnd()
    {
        var demo = await VerbProcess.RunAsync("demo");

        Assert.That(demo.ExitCode, Is.Zero, demo.Output + demo.Error);
        Assert.That(demo.Output, Is.Not.Empty);
    }

    [Test]
    public async Task Serve_InProductionOnAnEmptyDatabase_ExitsAndNamesTheVerbMigrate()
    {
        await using var database = await NewDatabaseAsync();

        var refused = await VerbProcess.RunAsync(database, "serve");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("migrate").And.Contain("The database is empty").And.Not.Contain("   at "));
        Assert.That(File.Exists(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource), Is.False, "nothing was made");
    }

    [Test]
    public async Task Serve_InProductionOnANewerSchema_ExitsAndNamesIt()
    {
        await using var database = await NewDatabaseAsync();
        await using (var services = database.BuildServices())
        {
            await services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        }

        await using (var connection = new SqliteConnection(database.ConnectionString))
        {
            await connection.ExecuteAsync("INSERT INTO SchemaVersion (ScriptName, Applied) VALUES ('9999_future', '2026-01-01')");
        }

        var refused = await VerbProcess.RunAsync(database, "serve");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("newer").And.Contain("9999_future").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Serve_InDevelopment_MigratesByItself()
    {
        await using var database = await NewDatabaseAsync();

        await using var service = await RealService.StartAsync(database);

        Assert.That((int)(await service.Client.GetAsync("/v1/roles")).StatusCode, Is.EqualTo(200));
    }

    [TestCase("Database:WriteQueueLimit", "0")]
    [TestCase("Database:LockTimeoutSeconds", "-1")]
    [TestCase("Database:ConnectionString", "Data Source=:memory:")]
    [TestCase("Idempotency:KeyDays", "0")]
    [TestCase("RateLimits:PermitsPerMinute", "-5")]
    [TestCase("Maintenance:IntervalSeconds", "0")]
    [TestCase("Cors:Origins:0", "not an origin")]
    public async Task Serve_SettingOutOfRange_DoesNotStartAndNamesIt(string setting, string value)
    {
        await using var database = await NewDatabaseAsync();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => RealService.StartAsync(database, (setting, value)));

        // Data annotations name the member alone.
        Assert.That(error!.Message, Does.Contain(setting).Or.Contain(setting.Split(':')[^1]));
    }

    [Test]
    public async Task Serve_SettingOutOfRange_ExitsWithOneLine()
    {
        await using var database = await NewDatabaseAsync();

        var refused = await VerbProcess.RunAsync(database, "serve", "--Database:WriteQueueLimit=0");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("Database:WriteQueueLimit"));
    }

    [TestCase("Catalogue:Folder", "Catalog:Folder", "serve")]
    [TestCase("Catalogue:Folder", "Catalog:Folder", "migrate")]
    [TestCase("Catalogue:Folder", "Catalog:Folder", "keys", "list")]
    [TestCase("RateLimits:CertifiedStartsPerHour", "RateLimits:AssessedStartsPerHour", "serve")]
    public async Task Setting_OfAFormerName_ExitsAndNamesTheNewOne(string former, string name, params string[] verb)
    {
        await using var database = await NewDatabaseAsync();

        var refused = await VerbProcess.RunAsync(database, [.. verb, $"--{former}=1"]);

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(refused.Error, Does.Contain($"'{former}' is now called '{name}'"));
        Assert.That(File.Exists(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource), Is.False, "nothing was made");
    }

    private static async Task<SqliteDatabase> NewDatabaseAsync()
    {
        var database = new SqliteDatabase();
        await database.StartAsync();
        return database;
    }
}
