using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Access;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AuditedReadsTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [TestCase(4, true)]
    [TestCase(5, false)]
    public async Task Note_WhileOthersWriteTheSame_LooksAnewAFewTimes(int others, bool isWritten)
    {
        var (tenant, _, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var (passport, _, _) = await App.CreatePassportAsync();
        var now = App.Clock.GetUtcNow();
        var writer = new OvertakenWriter(App.Services.GetRequiredService<IWriter>(), others);
        var reads = new AuditedReads(new Db(App.Db.Dialect, writer, App.Services.GetRequiredService<IOptions<DatabaseOptions>>()));

        async Task NoteAsync() => await reads.NoteAsync(
            tenant, "key:1", [new AuditedRead("result.read", "invitation:1", passport)], now, CancellationToken.None);

        if (isWritten) await NoteAsync();
        else Assert.That(App.Db.Dialect.IsUniqueViolation((await Assert.CatchAsync(NoteAsync))!), Is.True);
        Assert.That(await App.CountAsync("AuditEntry", "TenantId = @Id", tenant), Is.EqualTo(isWritten ? 1 : 0));
    }

    /// <summary>The real writer, to which units come too late a number of times: something of theirs is there twice.</summary>
    private sealed class OvertakenWriter(IWriter writer, int times) : IWriter
    {
        private int _left = times;

        public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
        {
            return writer.WriteAsync(_left-- > 0 ? WriteTwiceAsync : work, cancellationToken);

            async Task<T> WriteTwiceAsync(DbSession session)
            {
                await work(session);
                await session.ExecuteAsync(
                    """
                    INSERT INTO AuditEntry (Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, ReadKey)
                    SELECT @Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, ReadKey FROM AuditEntry WHERE ReadKey IS NOT NULL
                    """,
                    new { Id = Guid.CreateVersion7(AiehApplication.Start) });
                throw new InvalidOperationException("The entry is there once.");
            }
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
