using System.Threading.Channels;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Aieh.Api.Tests.Platform.Operations;

internal sealed class MaintenanceTests
{
    private static async Task<SqliteDatabase> NewDatabaseAsync()
    {
        var database = new SqliteDatabase();
        await database.StartAsync();
        await using var services = database.BuildServices();
        await services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        return database;
    }

    [Test]
    public async Task Round_WhenOneTaskFails_RunsTheOthersAndTheNextRound()
    {
        var time = new FakeTimeProvider();
        var ran = Channel.CreateUnbounded<string>();
        using var worker = Worker(
            time,
            new MaintenanceTask("failing", _ => throw new InvalidOperationException("planted")),
            new MaintenanceTask("cancelling", _ => throw new OperationCanceledException("planted")),
            new MaintenanceTask("working", cancellationToken => ran.Writer.WriteAsync("working", cancellationToken).AsTask()));
        await worker.StartAsync(CancellationToken.None);

        for (var round = 0; round < 3; round++)
        {
            time.Advance(TimeSpan.FromSeconds(60));
            Assert.That(await ReadAsync(ran), Is.EqualTo("working"));
        }

        await worker.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Task_ThatHangs_IsGivenUpAndTheNextRuns()
    {
        var time = new FakeTimeProvider();
        var ran = Channel.CreateUnbounded<string>();
        using var worker = Worker(
            time,
            new MaintenanceTask("hanging", async cancellationToken =>
            {
                await ran.Writer.WriteAsync("hanging", CancellationToken.None);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }),
            new MaintenanceTask("working", cancellationToken => ran.Writer.WriteAsync("working", cancellationToken).AsTask()));
        await worker.StartAsync(CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(60));
        Assert.That(await ReadAsync(ran), Is.EqualTo("hanging"));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.That(await ReadAsync(ran), Is.EqualTo("working"));
        await worker.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Stop_RunsOnlyWhatMustNotBeLost()
    {
        var ran = new List<string>();
        using var worker = Worker(
            new FakeTimeProvider(),
            new MaintenanceTask("sweep", _ => Note("sweep")),
            new MaintenanceTask("flush", _ => Note("flush"), AtStop: true));
        await worker.StartAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);

        Assert.That(ran, Is.EqualTo(new[] { "flush" }));

        Task Note(string name)
        {
            ran.Add(name);
            return Task.CompletedTask;
        }
    }

    [Test]
    public async Task Sweep_DeletesExpiredKeysInBatchesAndKeepsTheOthers()
    {
        await using var database = await NewDatabaseAsync();
        await using var services = database.BuildServices();
        var db = services.GetRequiredService<Db>();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var now = time.GetUtcNow();
        await AddKeysAsync(db, IdempotencySweep.BatchSize + 200, now.AddMilliseconds(-1));
        await AddKeysAsync(db, 1, now);
        await AddKeysAsync(db, 3, now.AddMilliseconds(1));

        await new IdempotencySweep(db, time).RunAsync(CancellationToken.None);

        var kept = await db.ReadAsync(
            session => session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM IdempotencyRecord"), CancellationToken.None);
        Assert.That(kept, Is.EqualTo(3));
    }

    [Test]
    public void Interval_OutOfRange_IsRefusedByName()
    {
        var result = new MaintenanceOptionsValidator().Validate(null, new MaintenanceOptions { IntervalSeconds = 0 });
        Assert.That(result.FailureMessage, Does.Contain("Maintenance:IntervalSeconds is 0"));
    }

    private static MaintenanceWorker Worker(TimeProvider time, params MaintenanceTask[] tasks) =>
        new(tasks, Options.Create(new MaintenanceOptions()), time, NullLogger<MaintenanceWorker>.Instance);

    private static Task<string> ReadAsync(Channel<string> channel) => channel.Reader.ReadAsync().AsTask().WaitAsync(HangGuard.Limit);

    private static Task<bool> AddKeysAsync(Db db, int count, DateTimeOffset expiresAt) => db.WriteAsync(
        async session =>
        {
            for (var i = 0; i < count; i++)
            {
                await IdempotencyStore.TryInsertAsync(session, new IdempotencyRecord
                {
                    KeyHash = Guid.CreateVersion7(expiresAt).ToByteArray(),
                    Principal = "anonymous",
                    Fingerprint = [1],
                    Status = 201,
                    ContentType = "application/json",
                    Body = [1],
                    CreatedAt = expiresAt.AddDays(-7),
                    ExpiresAt = expiresAt,
                });
            }

            return true;
        },
        CancellationToken.None);
}
