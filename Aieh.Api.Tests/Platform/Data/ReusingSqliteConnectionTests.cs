using Aieh.Api.Platform.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Data;

public sealed class ReusingSqliteConnectionTests : SqliteWriterFixture
{
    [Test]
    public async Task Read_StatementLeftAtItsFirstRow_SeesLaterWritesAndHoldsNoSnapshot()
    {
        await StartAsync();
        await Write("a");
        await Write("c");
        Assert.That(await FirstAsync(), Is.EqualTo("a"));

        await Write("0");

        Assert.That(await FirstAsync(), Is.EqualTo("0"));
        // A statement that was not reset would pin the write-ahead log: the checkpoint would report busy.
        await using var connection = new SqliteConnection(Database.ConnectionString);
        Assert.That(await connection.ExecuteScalarAsync<int>("PRAGMA wal_checkpoint(TRUNCATE)"), Is.Zero);
    }

    [Test]
    public async Task Write_SameStatementAfterItFailed_Works()
    {
        await StartAsync();
        await Write("same");
        await Assert.CatchAsync<SqliteException>(() => Write("same"));
        await Write("other");
        Assert.That(Names(), Is.EqualTo(new[] { "other", "same" }));
    }

    [Test]
    public async Task Read_SameStatementAfterTheSchemaChanged_Works()
    {
        await StartAsync();
        await Write("a");
        await FirstAsync();
        await Db.WriteAsync(session => session.ExecuteAsync("ALTER TABLE Tenant ADD COLUMN Note TEXT NULL"), CancellationToken.None);
        Assert.That(await FirstAsync(), Is.EqualTo("a"));
    }

    [Test]
    public async Task Read_ManyAtOnce_AllSucceed()
    {
        await StartAsync();
        await Write("a");
        var reads = Enumerable.Range(0, 2_000).Select(_ => Task.Run(FirstAsync));
        Assert.That(await Task.WhenAll(reads), Has.All.EqualTo("a"));
    }

    private Task<string?> FirstAsync() => Db.ReadAsync(
        session => session.FirstOrDefaultAsync<string>(
            "SELECT Name FROM Tenant WHERE Name <> @Name ORDER BY Name",
            new { Name = "" }),
        CancellationToken.None);
}
