using Aieh.Api.Platform.Data;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Data;

public sealed class SqliteWriterTests : SqliteWriterFixture
{
    [Test]
    public async Task Group_OneUnitFails_OnlyItIsRolledBack()
    {
        await StartAsync();
        var blocker = Block();
        await Entered.Task;
        var first = Write("first");
        var broken = Db.WriteAsync<int>(
            async session =>
            {
                await InsertAsync(session, "broken");
                throw new FormatException("mine");
            },
            CancellationToken.None);
        var twin = Write("first");
        var last = Write("last");
        Gate.SetResult();

        await Task.WhenAll(blocker, first, last);
        Assert.That((await Assert.ThrowsAsync<FormatException>(() => broken))!.Message, Is.EqualTo("mine"));
        Assert.That(Db.Dialect.IsUniqueViolation((await Assert.CatchAsync(() => twin))!), Is.True);
        Assert.That(Names(), Is.EqualTo(new[] { "blocker", "first", "last" }));
    }

    [Test]
    public async Task Group_CommitFails_FailsAllOfIt()
    {
        await StartAsync();
        var blocker = Block();
        await Entered.Task;
        var innocent = Write("innocent");
        // A deferred constraint is checked by COMMIT, after each unit has succeeded.
        var broken = Db.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("PRAGMA defer_foreign_keys = ON");
                return await session.ExecuteAsync(
                    "INSERT INTO PassportGrant (Id, PassportId, Kind, Scope, CreatedAt) VALUES ('a', 'none', 'link', 'passport', 'now')");
            },
            CancellationToken.None);
        Gate.SetResult();
        await blocker;

        Assert.That((await Assert.ThrowsAsync<SqliteException>(() => innocent))!.SqliteExtendedErrorCode, Is.EqualTo(787));
        await Assert.ThrowsAsync<SqliteException>(() => broken);
        await Write("afterwards");
        Assert.That(Names(), Is.EqualTo(new[] { "afterwards", "blocker" }));
    }

    [Test]
    public async Task Unit_EndsTheTransaction_FailsItsGroupAndNoOther()
    {
        await StartAsync();
        // As SQLite itself does after an I/O error or with a full disk.
        await Assert.CatchAsync(() => Db.WriteAsync(
            async session =>
            {
                await InsertAsync(session, "lost");
                await session.ExecuteAsync("ROLLBACK");
                return await session.ExecuteAsync("SELECT x FROM Missing");
            },
            CancellationToken.None));

        await Write("afterwards");
        Assert.That(Names(), Is.EqualTo(new[] { "afterwards" }));
    }

    [Test]
    public async Task Write_NotYetCommitted_IsNeitherAnsweredNorVisible()
    {
        await StartAsync();
        var ran = new TaskCompletionSource();
        var holder = Block("holder");
        await Entered.Task;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var early = Db.WriteAsync(
            async session =>
            {
                var rows = await InsertAsync(session, "early");
                ran.SetResult();
                return rows;
            },
            CancellationToken.None);
        var late = Db.WriteAsync(
            async session =>
            {
                reached.SetResult();
                await release.Task;
                return await InsertAsync(session, "late");
            },
            CancellationToken.None);
        Gate.SetResult();
        await Task.WhenAll(holder, ran.Task, reached.Task);

        // "early" has run, its group has not been committed.
        Assert.That(early.IsCompleted, Is.False);
        Assert.That(Names(), Is.EqualTo(new[] { "holder" }));

        release.SetResult();
        await early;
        Assert.That(Names(), Is.EqualTo(new[] { "early", "holder", "late" }));
        await late;
    }

    [Test]
    public async Task Write_CancelledWhileWaiting_NeverRuns()
    {
        await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var blocker = Block();
        await Entered.Task;
        var waiting = Db.WriteAsync(session => InsertAsync(session, "cancelled"), cancellation.Token);
        await cancellation.CancelAsync();
        Gate.SetResult();
        await blocker;

        await Assert.CatchAsync<OperationCanceledException>(() => waiting);
        Assert.That(Names(), Is.EqualTo(new[] { "blocker" }));
    }

    [Test]
    public async Task Stop_WritesWaiting_FinishesThemAndRefusesNewOnes()
    {
        await StartAsync();
        var blocker = Block();
        await Entered.Task;
        var accepted = Enumerable.Range(0, 300).Select(number => Write($"accepted {number:000}")).ToArray();
        var stopping = Writer.StopAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<DatabaseBusyException>(() => Write("refused"));
        Assert.That(refused!.Message, Does.Contain("stopping"));
        Assert.That(stopping.IsCompleted, Is.False);
        Gate.SetResult();
        await stopping;

        await Task.WhenAll([blocker, .. accepted]);
        Assert.That(Names(), Has.Length.EqualTo(301));
    }
}
