using System.Diagnostics;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
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

        var refused = await Assert.ThrowsAsync<DatabaseBusyException>(() => Write("three"));

        Assert.That(refused!.Message, Does.Contain("Database:WriteQueueLimit"));
        Assert.That(Db.Dialect.IsUnavailable(refused), Is.True);
        Gate.SetResult();
        await Task.WhenAll([blocker, .. waiting]);
    }

    [Test]
    public async Task Write_LockedByAnotherConnection_FailsInBoundedTimeAndLosesNothing()
    {
        await StartAsync(("LockTimeoutSeconds", "1"), ("RetryCount", "1"));
        await Write("before");
        await using var other = await LockAsync();
        var started = Stopwatch.GetTimestamp();

        var error = await Assert.ThrowsAsync<SqliteException>(() => Write("locked"));

        Assert.That(Db.Dialect.IsTransient(error!) && Db.Dialect.IsUnavailable(error!), Is.True);
        // Two tries of one second each, less what a timer may be early; bounded, because the lock is still held.
        Assert.That(Stopwatch.GetElapsedTime(started).TotalSeconds, Is.GreaterThan(1.9));
        await other.ExecuteAsync("ROLLBACK");
        await Write("after");
        Assert.That(Names(), Is.EqualTo(new[] { "after", "before" }));
    }

    [Test]
    public async Task Write_LockReleasedBetweenTries_Succeeds()
    {
        await StartAsync(("LockTimeoutSeconds", "1"), ("RetryCount", "10"));
        await using var other = await LockAsync();
        var write = Write("patient");
        // The first try has failed, and is told of.
        Assert.That(() => Logs.Entries, Is.Not.Empty.After(HangGuard.Milliseconds, 10));
        Assert.That(write.IsCompleted, Is.False);

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
