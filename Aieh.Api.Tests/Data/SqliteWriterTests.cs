using System.Diagnostics;
using Aieh.Api.Data;
using Aieh.Api.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Data;

public sealed class SqliteWriterTests
{
    private TaskCompletionSource _gate = null!;
    private TaskCompletionSource _entered = null!;
    private SqliteDatabase _database = null!;
    private ServiceProvider _services = null!;

    private Db Db => _services.GetRequiredService<Db>();

    private IWriter Writer => _services.GetRequiredService<IWriter>();

    [TearDown]
    public async Task Stop()
    {
        _gate.TrySetResult();
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Group_OneUnitFails_OnlyItIsRolledBack()
    {
        await StartAsync();
        var blocker = Block();
        await _entered.Task;
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
        _gate.SetResult();

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
        await _entered.Task;
        var innocent = Write("innocent");
        // A deferred constraint is checked by COMMIT, after each unit has succeeded.
        var broken = Db.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("PRAGMA defer_foreign_keys = ON");
                return await session.ExecuteAsync("INSERT INTO PassportGrant (Id, PassportId, Kind, Scope, CreatedAt) VALUES ('a', 'none', 'link', 'passport', 'now')");
            },
            CancellationToken.None);
        _gate.SetResult();
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
        await _entered.Task;
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
        _gate.SetResult();
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
        await _entered.Task;
        var waiting = Db.WriteAsync(session => InsertAsync(session, "cancelled"), cancellation.Token);
        await cancellation.CancelAsync();
        _gate.SetResult();
        await blocker;

        await Assert.CatchAsync<OperationCanceledException>(() => waiting);
        Assert.That(Names(), Is.EqualTo(new[] { "blocker" }));
    }

    [Test]
    public async Task Stop_WritesWaiting_FinishesThemAndRefusesNewOnes()
    {
        await StartAsync();
        var blocker = Block();
        await _entered.Task;
        var accepted = Enumerable.Range(0, 300).Select(number => Write($"accepted {number:000}")).ToArray();
        var stopping = Writer.StopAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<DatabaseBusyException>(() => Write("refused"));
        Assert.That(refused!.Message, Does.Contain("stopping"));
        Assert.That(stopping.IsCompleted, Is.False);
        _gate.SetResult();
        await stopping;

        Assert.That(accepted, Has.All.Property(nameof(Task.IsCompletedSuccessfully)).True);
        await blocker;
        Assert.That(Names(), Has.Length.EqualTo(301));
    }

    [Test]
    public async Task Queue_Full_RefusesTheNextWrite()
    {
        await StartAsync(("WriteQueueLimit", "2"));
        var blocker = Block();
        await _entered.Task;
        var waiting = new[] { Write("one"), Write("two") };

        var refused = await Assert.ThrowsAsync<DatabaseBusyException>(() => Write("three"));

        Assert.That(refused!.Message, Does.Contain("Database:WriteQueueLimit"));
        Assert.That(Db.Dialect.IsUnavailable(refused), Is.True);
        _gate.SetResult();
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

        Assert.That(Db.Dialect.IsTransient(error!) && Db.Dialect.IsUnavailable(error!) && Db.Dialect.IsLockTimeout(error!), Is.True);
        // Two tries of one second each, and the slack of a busy machine.
        Assert.That(Stopwatch.GetElapsedTime(started).TotalSeconds, Is.InRange(1.9, 8));
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
        await Task.Delay(TimeSpan.FromSeconds(1.5));
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
        Assert.That(File.Exists(new SqliteConnectionStringBuilder(_database.ConnectionString).DataSource), Is.False);
    }

    [Test]
    public async Task Read_StatementThatWrites_IsRefused()
    {
        await StartAsync();
        var error = await Assert.ThrowsAsync<SqliteException>(() => Db.ReadAsync(session => InsertAsync(session, "read"), CancellationToken.None));
        Assert.That(error!.SqliteErrorCode, Is.EqualTo(8));
    }

    private async Task StartAsync(params (string Setting, string Value)[] settings) => await StartAsync(migrate: true, settings);

    private async Task StartAsync(bool migrate, params (string Setting, string Value)[] settings)
    {
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _database = new SqliteDatabase();
        await _database.StartAsync();
        _services = _database.BuildServices(settings);
        if (migrate) await _services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
    }

    // Holds the writer, so that what is written meanwhile forms one group.
    private Task<int> Block(string name = "blocker") => Db.WriteAsync(
        async session =>
        {
            _entered.TrySetResult();
            await _gate.Task;
            return await InsertAsync(session, name);
        },
        CancellationToken.None);

    private Task<int> Write(string name) => Db.WriteAsync(session => InsertAsync(session, name), CancellationToken.None);

    private static Task<int> InsertAsync(DbSession session, string name) =>
        session.ExecuteAsync("INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Name, @Name, '2026-11-24T12:00:00.000Z')", new { Name = name });

    private string[] Names()
    {
        using var connection = new SqliteConnection(_database.ConnectionString);
        return [.. connection.Query<string>("SELECT Name FROM Tenant ORDER BY Name")];
    }

    private async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("BEGIN IMMEDIATE");
        return connection;
    }
}
