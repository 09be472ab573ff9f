using Aieh.Api.Platform.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>What the writer does when it cannot write.</summary>
public sealed class SqliteWriterLimitTests : SqliteWriterFixture
{
    [Test]
    public async Task Queue_Full_RefusesTheNextWrite()
    {
        await StartAsync(("WriteQueueLimit", "2"));
        var blocker = Block();
        await Entered.Task;
        var waiting = new[] { Write("one"), Write("two") };

        var refused = await Assert.ThrowsAsync<WriteQueueFullException>(() => Write("three"));

        Assert.That(refused!.Message, Does.Contain("Database:WriteQueueLimit"));
        Assert.That(Db.Dialect.IsUnavailable(refused), Is.True);
        Gate.SetResult();
        await Task.WhenAll([blocker, .. waiting]);
    }

    [Test]
    public async Task Write_LockedByAnotherConnection_FailsAfterTwoWaitsAndLosesNothing()
    {
        // Whatever RetryCount says: it is about other faults.
        await StartAsync(("LockTimeoutSeconds", "1"), ("RetryCount", "10"));
        await Write("before");
        await using var other = await LockAsync();

        var error = await Assert.ThrowsAsync<DatabaseBusyException>(() => Write("locked"));

        Assert.That(error!.Message, Does.Contain("Another process"));
        Assert.That((Db.Dialect.IsUnavailable(error), Db.Dialect.IsTransient(error)), Is.EqualTo((true, false)));
        Assert.That(Logs.Entries.Count(entry => entry.Contains("given up together", StringComparison.Ordinal)), Is.EqualTo(2), "waits");
        await other.ExecuteAsync("ROLLBACK");
        await Write("after");
        Assert.That(Names(), Is.EqualTo(new[] { "after", "before" }));
    }

    [Test]
    public async Task Write_LockReleasedWhileItWaits_Succeeds()
    {
        await StartAsync(("LockTimeoutSeconds", "60"));
        await using var other = await LockAsync();
        var write = Write("patient");

        await other.ExecuteAsync("ROLLBACK");

        Assert.That(await write, Is.EqualTo(1));
    }

    [Test]
    public async Task Write_NoDatabase_IsUnavailableAndCreatesNone()
    {
        await StartAsync(migrate: false);

        var error = await Assert.ThrowsAsync<SqliteException>(() => Write("nowhere"));

        Assert.That(Db.Dialect.IsUnavailable(error!), Is.True);
        Assert.That(File.Exists(new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource), Is.False);
    }

    [Test]
    public async Task Read_StatementThatWrites_IsRefused()
    {
        await StartAsync();
        var error = await Assert.ThrowsAsync<SqliteException>(
            () => Db.ReadAsync(session => InsertAsync(session, "read"), CancellationToken.None));
        Assert.That(error!.SqliteErrorCode, Is.EqualTo(8));
    }
}
