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

    /// <summary>A log that has been moved into the database is written from its beginning again, and keeps its length.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public async Task Write_LogReplacedByOneOfTheSameLength_IsNotAnswered(bool alsoOfTheSameTime)
    {
        await StartAsync();
        await Write("answered");
        await using (var other = new SqliteConnection(Database.ConnectionString + ";Pooling=False"))
        {
            await other.QuerySingleAsync<long>("PRAGMA wal_checkpoint(RESTART)");
        }

        var (log, time) = (File + "-wal", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        System.IO.File.SetLastWriteTimeUtc(log, time);
        var bytes = await System.IO.File.ReadAllBytesAsync(log);
        System.IO.File.Delete(log);
        await System.IO.File.WriteAllBytesAsync(log, bytes);
        if (alsoOfTheSameTime) System.IO.File.SetLastWriteTimeUtc(log, time);

        await Assert.ThrowsAsync<DatabaseFileGoneException>(() => Write("lost"));

        // Of the same time, it is another only once the open one is written on, which is then in the database all the same.
        Assert.That(Names(), Is.EqualTo(alsoOfTheSameTime ? new[] { "answered", "lost" } : ["answered"]));
    }

    [Test]
    public async Task Write_LogDeletedDuringIt_IsNotAnswered()
    {
        await StartAsync();
        await Write("answered");

        await Assert.ThrowsAsync<DatabaseFileGoneException>(() => Db.WriteAsync(
            session =>
            {
                System.IO.File.Delete(File + "-wal");
                return InsertAsync(session, "meanwhile");
            },
            CancellationToken.None));
        await Assert.ThrowsAsync<DatabaseFileGoneException>(() => Write("lost"));
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
