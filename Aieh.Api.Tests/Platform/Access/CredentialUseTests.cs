using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Access;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class CredentialUseTests<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Flush_ManyCredentials_SharesItsTransactions()
    {
        const int credentials = 450;
        await using var database = new TDatabase();
        await database.StartAsync();
        await using var services = database.BuildServices();
        await services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        var writer = new CountingWriter(services.GetRequiredService<IWriter>());
        var db = new Db(services.GetRequiredService<SqlDialect>(), writer, services.GetRequiredService<IOptions<DatabaseOptions>>());
        var ids = Enumerable.Range(0, credentials).Select(_ => Guid.CreateVersion7(Now)).ToArray();
        await db.WriteAsync(session => InsertAsync(session, ids), CancellationToken.None);

        var use = new CredentialUse(db);
        foreach (var id in ids) use.Note(id, recorded: null, Now);
        writer.Units = 0;
        await use.FlushAsync(CancellationToken.None);

        Assert.That(writer.Units, Is.EqualTo(3), "units for 450 credentials");
        var stored = await db.ReadAsync(
            session => session.ListAsync<LastUseRow>("SELECT Id, LastUsedAt FROM Credential"), CancellationToken.None);
        Assert.That(stored.Select(row => (row.Id, row.LastUsedAt)), Is.EquivalentTo(ids.Select(id => (id, (DateTimeOffset?)Now))));

        await use.FlushAsync(CancellationToken.None);
        Assert.That(writer.Units, Is.EqualTo(3), "nothing is written twice");
    }

    private static async Task<int> InsertAsync(DbSession session, Guid[] ids)
    {
        var passport = new PassportRow { Id = Guid.CreateVersion7(Now), CreatedAt = Now };
        await PassportStore.InsertAsync(session, passport);
        foreach (var id in ids)
        {
            var hash = new byte[32];
            id.TryWriteBytes(hash);
            var credential = new CredentialRow
            {
                Id = id,
                Kind = "candidate",
                SecretHash = hash,
                Hint = "aieh_cand_…test",
                PassportId = passport.Id,
                CreatedAt = Now,
            };
            await CredentialStore.InsertAsync(session, credential);
        }

        return ids.Length;
    }

    private sealed record LastUseRow
    {
        public Guid Id { get; init; }
        public DateTimeOffset? LastUsedAt { get; init; }
    }

    /// <summary>The real writer, counted.</summary>
    private sealed class CountingWriter(IWriter writer) : IWriter
    {
        public int Units { get; set; }

        public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
        {
            Units++;
            return writer.WriteAsync(work, cancellationToken);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
