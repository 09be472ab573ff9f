using System.Diagnostics;
using System.Net;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>Ready means that what is accepted can be kept, and the reason is told when it cannot.</summary>
public sealed class ReadyTests
{
    private SqliteDatabase _database = null!;
    private SmallHost _host = null!;

    private string File => new SqliteConnectionStringBuilder(_database.ConnectionString).DataSource;

    private Db Db => _host.Services.GetRequiredService<Db>();

    [SetUp]
    public async Task StartAsync()
    {
        _database = new SqliteDatabase();
        await _database.StartAsync();
        _host = await SmallHost.StartAsync(
            builder =>
            {
                builder.Services.AddDatabase(builder.Configuration);
                builder.Services.AddHealth();
            },
            app => app.UseRouting().UseEndpoints(endpoints => endpoints.MapHealth()),
            ("Database:ConnectionString", _database.ConnectionString),
            ("Database:LockTimeoutSeconds", "1"));
        await _host.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await BecomesReadyAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Ready_AskedAgainAndAgain_LeavesNothingBehind()
    {
        for (var asked = 0; asked < 3; asked++) await BecomesReadyAsync();

        var rows = await Db.ReadAsync(
            session => session.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM IdempotencyRecord"), CancellationToken.None);
        Assert.That(rows, Is.Zero);
    }

    /// <summary>The case http/c4-disk-full, without a disk of its own.</summary>
    [Test]
    public async Task Ready_NoPageIsLeft_FailsAndSaysTheDiskIsFull()
    {
        // As a full disk: SQLite may not take another page, and has none that is free.
        await Db.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("CREATE TABLE Filler (Bytes BLOB)");
                await session.ExecuteAsync("INSERT INTO Filler SELECT zeroblob(4096 * (freelist_count + 1)) FROM pragma_freelist_count");
                return await session.ExecuteAsync("PRAGMA max_page_count = 1"); // no less than there are
            },
            CancellationToken.None);

        await FailsAsync("The database's disk is full.");

        await Db.WriteAsync(session => session.ExecuteAsync("PRAGMA max_page_count = 1000000"), CancellationToken.None);
        await BecomesReadyAsync();
    }

    [Test]
    public async Task Ready_AnotherProcessHoldsTheLock_FailsAndSaysSo()
    {
        await using (var other = new SqliteConnection(_database.ConnectionString + ";Pooling=False"))
        {
            await other.OpenAsync();
            await other.ExecuteAsync("BEGIN IMMEDIATE");

            await FailsAsync("Another process holds the database's lock.");
        }

        await BecomesReadyAsync();
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task Ready_FileMoved_FailsUntilItIsBack()
    {
        System.IO.File.Move(File, File + ".away");

        await FailsAsync("The database's file was moved, deleted or replaced while it was open.");

        System.IO.File.Move(File + ".away", File);
        await BecomesReadyAsync();
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task Ready_LogDeleted_Fails()
    {
        System.IO.File.Delete(File + "-wal");

        await FailsAsync("The database's file was moved, deleted or replaced while it was open.");
    }

    [Test]
    public async Task Ready_MoreWritesThanMayWait_Passes()
    {
        await using var small = _database.BuildServices(("WriteQueueLimit", "1"));
        var db = small.GetRequiredService<Db>();
        var check = ActivatorUtilities.CreateInstance<DatabaseCheck>(small, TimeProvider.System);
        await using var held = await HeldWriter.HoldAsync(db);
        var waiting = db.WriteAsync(_ => Task.FromResult(true), CancellationToken.None);

        var result = await check.CheckHealthAsync(new(), CancellationToken.None);

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Healthy));
        await held.DisposeAsync();
        await waiting;
    }

    [Test]
    public async Task Ready_AskedByManyWithinASecond_ProbesOnce()
    {
        var clock = new FakeTimeProvider();
        var writer = new CountingWriter();
        var check = new DatabaseCheck(ActivatorUtilities.CreateInstance<Db>(_host.Services, writer), writer, clock);

        var asked = Enumerable.Range(0, 8).Select(_ => check.CheckHealthAsync(new(), CancellationToken.None)).ToArray();
        clock.Advance(TimeSpan.FromSeconds(5));
        var meanwhile = check.CheckHealthAsync(new(), CancellationToken.None);
        writer.Gate.SetResult();
        await Task.WhenAll([.. asked, meanwhile]);
        Assert.That(writer.Writes, Is.EqualTo(1), "while it runs");

        await check.CheckHealthAsync(new(), CancellationToken.None);
        await check.CheckHealthAsync(new(), CancellationToken.None);
        Assert.That(writer.Writes, Is.EqualTo(2), "within a second");

        clock.Advance(TimeSpan.FromSeconds(1));
        await check.CheckHealthAsync(new(), CancellationToken.None);
        Assert.That(writer.Writes, Is.EqualTo(3), "after a second");
    }

    [Test]
    public async Task Ready_WhoeverAsksFirstGivesUp_TheOthersAreAnswered()
    {
        var writer = new CountingWriter();
        var check = new DatabaseCheck(ActivatorUtilities.CreateInstance<Db>(_host.Services, writer), writer, TimeProvider.System);
        using var impatient = new CancellationTokenSource();
        var first = check.CheckHealthAsync(new(), impatient.Token);
        var second = check.CheckHealthAsync(new(), CancellationToken.None);

        await impatient.CancelAsync();
        var refused = await first;
        writer.Gate.SetResult();

        Assert.That(refused.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That((await second).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [TestCase(3906, "The database can only be read.")]
    [TestCase(1105, "The database or its log is full.")]
    [TestCase(9002, "The database or its log is full.")]
    [TestCase(4060, "The database does not answer.")]
    public void Reason_OfASqlServerFault_IsTold(int number, string reason) =>
        Assert.That(Data.SqlCatalog.SqlServer.ReasonOf(Data.SqlServerFaults.Create(number)), Is.EqualTo(reason));

    [TestCase(8, "The database can only be read.")]
    [TestCase(10, "The database's disk fails.")]
    [TestCase(14, "The database's file cannot be opened.")]
    public void Reason_OfASqliteFault_IsTold(int code, string reason) =>
        Assert.That(Data.SqlCatalog.Sqlite.ReasonOf(new SqliteException("planted", code)), Is.EqualTo(reason));

    /// <summary>The case http/c4-disk-full: the service on a disk of six megabytes, which only root may mount.</summary>
    [Test]
    [Platform("Linux")]
    public async Task Ready_DiskFull_FailsWithTheWritesAndRecoversWithThem()
    {
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        var folder = Path.GetDirectoryName(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource)!;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder) != 0) Assert.Ignore("tmpfs cannot be mounted here");
        try
        {
            await using var service = await RealService.StartAsync(database);
            var filler = Path.Combine(folder, "filler");
            Assert.That(await CreatePassportAsync(service), Is.EqualTo(HttpStatusCode.Created));
            Fill(filler);

            var refused = await CreatePassportAsync(service);
            // For a second, the answer from before is given again.
            await FailsAsync("disk is full.", service.Client);
            System.IO.File.Delete(filler);
            var accepted = await CreatePassportAsync(service);

            Assert.That((refused, accepted), Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created)));
        }
        finally
        {
            await RunAsync("umount", folder);
        }
    }

    private static void Fill(string file)
    {
        using var filler = System.IO.File.OpenHandle(file, FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        try
        {
            for (var at = 0L; ; at += page.Length) RandomAccess.Write(filler, page, at);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<HttpStatusCode> CreatePassportAsync(RealService service)
    {
        using var response = await service.Client.SendAsync(HttpMethod.Post, "/v1/passports", "{}");
        return response.StatusCode;
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    // A check may take three seconds, which a busy machine may need before it knows anything: so it is asked until it does.

    private Task BecomesReadyAsync() => Task.Run(() => Assert.That(
        async () => await AskAsync(), Does.StartWith("OK ").After(HangGuard.Milliseconds, 10)));

    private Task FailsAsync(string reason, HttpClient? client = null) => Task.Run(() => Assert.That(
        async () => await AskAsync(client), Does.StartWith("ServiceUnavailable ").And.Contain(reason).After(HangGuard.Milliseconds, 10)));

    private async Task<string> AskAsync(HttpClient? client = null)
    {
        using var response = await (client ?? _host.Client).GetAsync(new Uri(HealthEndpoints.ReadyPath, UriKind.Relative));
        return $"{response.StatusCode} {System.Text.RegularExpressions.Regex.Unescape(await response.Content.ReadAsStringAsync())}";
    }

    /// <summary>Writes nothing, and ends once the gate is open.</summary>
    private sealed class CountingWriter : IWriter
    {
        private int _writes;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Writes => Volatile.Read(ref _writes);

        public async Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _writes);
            await Gate.Task;
            return default!;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
