using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>What only SQL Server does: several writers at once, who wait for each other's locks.</summary>
[Category("SqlServer")]
public sealed class SqlServerWriterTests : DbFixture<SqlServerDatabase>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    protected override IEnumerable<(string Setting, string Value)> Settings => [("LockTimeoutSeconds", "1")];

    [Test]
    public async Task Write_SameKeyInAnOpenTransaction_TimesOutOnItsLock()
    {
        var id = await TenantAsync("held");
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = Db.WriteAsync(
            async session =>
            {
                await RenameAsync(session, id, "holder");
                entered.SetResult();
                await release.Task;
                return 0;
            },
            CancellationToken.None);
        await entered.Task;

        var error = await Assert.CatchAsync(() => Db.WriteAsync(session => RenameAsync(session, id, "second"), CancellationToken.None));

        Assert.That(
            (Db.Dialect.IsLockTimeout(error!), Db.Dialect.IsUnavailable(error!), Db.Dialect.IsTransient(error!)),
            Is.EqualTo((true, true, false)));
        // The snapshot lets readers pass.
        Assert.That(await NameAsync(id), Is.EqualTo("held"));
        release.SetResult();
        await holder;
        Assert.That(await NameAsync(id), Is.EqualTo("holder"));
    }

    [Test]
    public async Task Write_Deadlock_IsRepeatedUntilBothSucceed()
    {
        var (left, right) = (await TenantAsync("left"), await TenantAsync("right"));
        // The server looks for deadlocks every five seconds: the lock timeout must not come first.
        await using var patient = Database.BuildServices(("LockTimeoutSeconds", "20"), ("CommandTimeoutSeconds", "30"));
        var db = patient.GetRequiredService<Db>();
        using var meeting = new Barrier(2);
        var runs = 0;

        await Task.WhenAll(
            Task.Run(() => CrossAsync(left, right, "a")),
            Task.Run(() => CrossAsync(right, left, "b")));

        Assert.That(runs, Is.EqualTo(3));
        Assert.That(
            new[] { (await NameAsync(left))![..1], (await NameAsync(right))![..1] }.Distinct().Count(),
            Is.EqualTo(1),
            "the one that came last has both");

        Task<int> CrossAsync(Guid first, Guid second, string name) => db.WriteAsync(
            async session =>
            {
                await RenameAsync(session, first, $"{name}1");
                // Only the first two runs meet; the repeated one goes straight on.
                if (Interlocked.Increment(ref runs) <= 2) meeting.SignalAndWait(HangGuard.Limit);
                return await RenameAsync(session, second, $"{name}2");
            },
            CancellationToken.None);
    }

    private async Task<Guid> TenantAsync(string name)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await Db.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Id, @Name, @Now)",
                new { Id = id, Name = name, Now }),
            CancellationToken.None);
        return id;
    }

    private static Task<int> RenameAsync(DbSession session, Guid id, string name) =>
        session.ExecuteAsync("UPDATE Tenant SET Name = @Name WHERE Id = @Id", new { Id = id, Name = name });

    private Task<string?> NameAsync(Guid id) => Db.ReadAsync(
        session => session.FirstOrDefaultAsync<string>("SELECT Name FROM Tenant WHERE Id = @Id", new { Id = id }),
        CancellationToken.None);
}
