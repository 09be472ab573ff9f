using Aieh.Api.Platform.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>A file that goes away under the writer: Windows does not allow it.</summary>
[Platform(Exclude = "Win")]
public sealed class SqliteFileTests : SqliteWriterFixture
{
    private string File => new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource;

    [Test]
    public async Task Write_DatabaseMoved_IsRefusedUntilItIsBack()
    {
        await StartAsync();
        await Write("before");
        System.IO.File.Move(File, File + ".away");

        var refused = await Assert.ThrowsAsync<DatabaseFileGoneException>(() => Write("meanwhile"));
        System.IO.File.Move(File + ".away", File);
        await Write("after");

        Assert.That(Db.Dialect.IsUnavailable(refused!), Is.True);
        Assert.That(Names(), Is.EqualTo(new[] { "after", "before" }));
    }

    [Test]
    public async Task Write_DatabaseDeleted_IsRefused()
    {
        await StartAsync();
        await Write("before");
        System.IO.File.Delete(File);

        await Assert.ThrowsAsync<DatabaseFileGoneException>(() => Write("lost"));
    }

    [Test]
    public async Task Write_AnotherDatabaseInItsPlace_IsRefusedAndLeavesThatAlone()
    {
        await StartAsync();
        await Write("before");
        System.IO.File.Move(File, File + ".away");
        System.IO.File.Copy(File + ".away", File);
        var other = await System.IO.File.ReadAllBytesAsync(File);

        await Assert.ThrowsAsync<DatabaseFileGoneException>(() => Write("meanwhile"));

        Assert.That(await System.IO.File.ReadAllBytesAsync(File), Is.EqualTo(other));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Write_LogDeletedOrReplaced_IsRefusedAndWhatWasAnsweredIsInTheDatabase(bool replaced)
    {
        await StartAsync();
        await Write("answered");
        System.IO.File.Delete(File + "-wal");
        if (replaced) await System.IO.File.WriteAllBytesAsync(File + "-wal", []);

        await Assert.ThrowsAsync<DatabaseFileGoneException>(() => Write("lost"));

        // The database alone, without any log.
        var copy = File + ".copy";
        System.IO.File.Copy(File, copy);
        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        Assert.That(await connection.QueryAsync<string>("SELECT Name FROM Tenant"), Is.EqualTo(new[] { "answered" }));
    }

    [Test]
    public async Task Write_LogEmptiedByAnotherProcess_GoesOn()
    {
        await StartAsync();
        await Write("before");
        await using var other = new SqliteConnection(Database.ConnectionString + ";Pooling=False");
        var busy = await other.QuerySingleAsync<long>("PRAGMA wal_checkpoint(TRUNCATE)");

        await Write("after");

        Assert.That(busy, Is.Zero);
        Assert.That(Names(), Is.EqualTo(new[] { "after", "before" }));
    }
}
