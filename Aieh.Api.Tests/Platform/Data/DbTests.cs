using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Data;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class DbTests<TDatabase> : DbFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 30, 15, 123, TimeSpan.Zero);

    protected override IEnumerable<(string Setting, string Value)> Settings => [("LockTimeoutSeconds", "1")];

    [Test]
    public async Task Write_UnitReturns_IsCommitted()
    {
        var passport = NewPassport();

        var rows = await Db.WriteAsync(session => InsertAsync(session, passport), CancellationToken.None);

        Assert.That(rows, Is.EqualTo(1));
        Assert.That(await FindAsync(passport.Id), Is.EqualTo(passport));
    }

    [Test]
    public async Task Write_UnitThrows_IsRolledBack()
    {
        var passport = NewPassport();

        await Assert.ThrowsAsync<TimeoutException>(() => Db.WriteAsync<int>(
            async session =>
            {
                await InsertAsync(session, passport);
                throw new TimeoutException();
            },
            CancellationToken.None));

        Assert.That(await FindAsync(passport.Id), Is.Null);
    }

    [Test]
    public async Task Write_FailureSwallowed_IsRolledBackAndReported()
    {
        var passport = NewPassport();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Db.WriteAsync(
            async session =>
            {
                await InsertAsync(session, passport);
                await Assert.CatchAsync(() => InsertAsync(session, passport));
                return 0;
            },
            CancellationToken.None));

        Assert.That(await FindAsync(passport.Id), Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Unit_AlwaysTransient_RunsOnceAndRetryCountTimesMore(bool write)
    {
        const int retries = 3; // the default of Database:RetryCount
        var runs = 0;
        Func<DbSession, Task<int>> unit = _ =>
        {
            runs++;
            throw Db.Dialect is SqliteDialect ? new SqliteException("busy", 5) : SqlServerFaults.Create(1205);
        };

        await Assert.CatchAsync<System.Data.Common.DbException>(
            () => write ? Db.WriteAsync(unit, CancellationToken.None) : Db.ReadAsync(unit, CancellationToken.None));

        Assert.That(runs, Is.EqualTo(1 + retries));
    }

    [Test]
    public async Task Write_SameIdTwice_IsAUniqueViolation()
    {
        var passport = NewPassport();
        await Db.WriteAsync(session => InsertAsync(session, passport), CancellationToken.None);

        var error = await Assert.CatchAsync(() => Db.WriteAsync(session => InsertAsync(session, passport), CancellationToken.None));

        Assert.That(Db.Dialect.IsUniqueViolation(error!), Is.True);
        Assert.That(Db.Dialect.IsTransient(error!) || Db.Dialect.IsUnavailable(error!) || Db.Dialect.IsLockTimeout(error!), Is.False);
    }

    [Test]
    public async Task Write_ForeignKeyBroken_IsRefusedAndNotAUniqueViolation()
    {
        var id = NewPassport().Id;

        var error = await Assert.CatchAsync(() => Db.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO PassportGrant (Id, PassportId, Kind, Scope, CreatedAt) VALUES (@Id, @Id, @Kind, @Scope, @Now)",
                new { Id = id, Kind = "link", Scope = "passport", Now }),
            CancellationToken.None));

        Assert.That(error, Is.InstanceOf<System.Data.Common.DbException>());
        Assert.That(Db.Dialect.IsUniqueViolation(error!), Is.False);
    }

    [Test]
    public async Task Write_ValueOutsideItsCheck_IsRefused()
    {
        var id = NewPassport().Id;

        var error = await Assert.CatchAsync(() => Db.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO Credential (Id, Kind, SecretHash, Hint, Scopes, CreatedAt) "
                + "VALUES (@Id, @Kind, @SecretHash, @Hint, @Scopes, @Now)",
                new { Id = id, Kind = "other", SecretHash = new byte[32], Hint = "h", Scopes = "", Now }),
            CancellationToken.None));

        Assert.That(error, Is.InstanceOf<System.Data.Common.DbException>());
    }

    [Test]
    public async Task Write_TransientFault_RepeatsTheWholeUnit()
    {
        var passport = NewPassport();
        var runs = 0;

        await Db.WriteAsync(
            async session =>
            {
                await InsertAsync(session, passport);
                return ++runs < 3 ? throw Transient() : 0;
            },
            CancellationToken.None);

        Assert.That(runs, Is.EqualTo(3));
        Assert.That(await FindAsync(passport.Id), Is.EqualTo(passport));
    }

    [Test]
    public async Task Write_AlreadyCancelled_DoesNotRun()
    {
        var runs = 0;
        await Assert.CatchAsync<OperationCanceledException>(
            () => Db.WriteAsync(_ => Task.FromResult(++runs), new CancellationToken(canceled: true)));
        Assert.That(runs, Is.Zero);
    }

    [Test]
    public async Task Page_SecondPage_ContinuesTheFirst()
    {
        var tenants = Enumerable.Range(0, 5).Select(number => (Id: NewPassport().Id, Name: $"page-{number}")).ToArray();
        foreach (var (id, name) in tenants)
        {
            await Db.WriteAsync(
                session => session.ExecuteAsync(
                    "INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Id, @Name, @Now)",
                    new { Id = id, Name = name, Now }),
                CancellationToken.None);
        }

        var sql = Db.Dialect.Page("SELECT Id FROM Tenant WHERE Name LIKE @Name ORDER BY Name");
        var page = await Db.ReadAsync(
            session => session.ListAsync<Guid>(sql, new { Name = "page-%", Skip = 2, Take = 2 }),
            CancellationToken.None);

        Assert.That(page, Is.EqualTo(new[] { tenants[2].Id, tenants[3].Id }));
    }

    [Test]
    public async Task Row_TimesAndNulls_RoundTrip()
    {
        // Cut to the millisecond, not rounded, and the same instant from any offset.
        var erased = new DateTimeOffset(2026, 11, 24, 14, 30, 15, 123, TimeSpan.FromHours(2)).AddTicks(9_999);
        var passport = NewPassport() with { ErasedAt = erased };
        await Db.WriteAsync(session => InsertAsync(session, passport), CancellationToken.None);

        var found = await Db.ReadAsync(
            session => session.FirstOrDefaultAsync<PassportRow>(
                "SELECT Id, CreatedAt, ErasedAt FROM Passport WHERE Id = @Id AND ErasedAt = @Now",
                new { passport.Id, Now }),
            CancellationToken.None);

        Assert.That(found?.ErasedAt, Is.EqualTo(Now));
        Assert.That(found!.ErasedAt!.Value.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Row_ColumnRenamedOrMissing_FailsLoudly()
    {
        var passport = NewPassport();
        await Db.WriteAsync(session => InsertAsync(session, passport), CancellationToken.None);

        var error = await Assert.CatchAsync<InvalidOperationException>(() => Db.ReadAsync(
            session => session.FirstOrDefaultAsync<IdempotencyRecord>(
                "SELECT Id AS KeyHashes FROM Passport WHERE Id = @Id",
                new { passport.Id }),
            CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("no property for column KeyHashes").And.Contain("no column for property KeyHash"));
    }

    private static PassportRow NewPassport() => new() { Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), CreatedAt = Now };

    private static Task<int> InsertAsync(DbSession session, PassportRow passport) =>
        session.ExecuteAsync("INSERT INTO Passport (Id, CreatedAt, ErasedAt) VALUES (@Id, @CreatedAt, @ErasedAt)", passport);

    private Task<PassportRow?> FindAsync(Guid id) => Db.ReadAsync(
        session => session.FirstOrDefaultAsync<PassportRow>(
            "SELECT Id, CreatedAt, ErasedAt FROM Passport WHERE Id = @Id",
            new { Id = id }),
        CancellationToken.None);

    private Exception Transient() => Database.Provider == "Sqlite"
        ? new Microsoft.Data.Sqlite.SqliteException("locked", 6)
        : SqlServerFaults.Deadlock();

    private sealed record PassportRow
    {
        public Guid Id { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? ErasedAt { get; init; }
    }
}
