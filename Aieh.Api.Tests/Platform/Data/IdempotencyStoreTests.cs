using System.Security.Cryptography;
using System.Text;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Data;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class IdempotencyStoreTests<TDatabase> : DbFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [TestCase(null)]
    [TestCase("/v1/attempts/1/score")]
    public async Task TryInsert_Record_IsFoundAsItWas(string? location)
    {
        var record = Record($"insert {location}") with { Location = location };
        await InsertAsync(record);

        var found = await FindAsync(record.Principal, record.KeyHash);

        Assert.That(found, Is.EqualTo(record).UsingPropertiesComparer());
    }

    [Test]
    public async Task Find_UnknownKey_IsNull() =>
        Assert.That(await FindAsync("key:1", new byte[32]), Is.Null);

    [Test]
    public async Task TryInsert_SameKeyTwice_KeepsTheFirst()
    {
        var first = Record("twice");

        Assert.That(await InsertAsync(first), Is.True);
        Assert.That(await InsertAsync(first with { Status = 500 }), Is.False);
        Assert.That((await FindAsync(first.Principal, first.KeyHash))!.Status, Is.EqualTo(first.Status));
    }

    [Test]
    public async Task DeleteExpiredKey_LivingKey_Stays()
    {
        var expired = Record("expired key") with { ExpiresAt = Now.AddDays(-1) };
        var living = Record("living key");
        foreach (var record in new[] { expired, living }) await InsertAsync(record);

        Assert.That(await DeleteAsync(expired), Is.EqualTo(1));
        Assert.That(await DeleteAsync(living), Is.Zero);

        Task<int> DeleteAsync(IdempotencyRecord record)
        {
            var again = record with { CreatedAt = Now, ExpiresAt = Now.AddDays(7) };
            return Db.WriteAsync(session => IdempotencyStore.DeleteExpiredKeyAsync(session, again), CancellationToken.None);
        }
    }

    [Test]
    public async Task DeleteExpired_MoreThanTake_DeletesThatManyAndKeepsTheLiving()
    {
        var expired = Enumerable.Range(0, 3)
            .Select(number => Record($"expired {number}") with { ExpiresAt = Now.AddDays(-100 - number) })
            .ToArray();
        foreach (var record in expired) await InsertAsync(record);
        await InsertAsync(Record("living"));

        var counts = new List<int>();
        for (var round = 0; round < 3; round++) counts.Add(await DeleteTwoAsync());

        Assert.That(counts, Is.EqualTo(new[] { 2, 1, 0 }));
        Assert.That(await FindAsync("key:1", Record("living").KeyHash), Is.Not.Null);

        Task<int> DeleteTwoAsync() =>
            Db.WriteAsync(session => IdempotencyStore.DeleteExpiredAsync(session, Now.AddDays(-100), 2), CancellationToken.None);
    }

    [Test]
    public async Task DeleteByPrincipal_OneOfTwo_LeavesTheOther()
    {
        await InsertAsync(Record("erased") with { Principal = "candidate:1" });
        await InsertAsync(Record("kept") with { Principal = "candidate:2" });

        Assert.That(
            await Db.WriteAsync(session => IdempotencyStore.DeleteByPrincipalAsync(session, "candidate:1"), CancellationToken.None),
            Is.EqualTo(1));
        Assert.That(await FindAsync("candidate:2", Record("kept").KeyHash), Is.Not.Null);
    }

    private Task<IdempotencyRecord?> FindAsync(string principal, byte[] keyHash) =>
        Db.ReadAsync(session => IdempotencyStore.FindAsync(session, principal, keyHash), CancellationToken.None);

    private Task<bool> InsertAsync(IdempotencyRecord record) =>
        Db.WriteAsync(session => IdempotencyStore.TryInsertAsync(session, record), CancellationToken.None);

    private static IdempotencyRecord Record(string key) => new()
    {
        KeyHash = SHA256.HashData(Encoding.UTF8.GetBytes(key)),
        Principal = "key:1",
        Fingerprint = SHA256.HashData([1]),
        Status = 201,
        ContentType = "application/json",
        Body = [1, 2, 3],
        CreatedAt = Now,
        ExpiresAt = Now.AddDays(7),
    };
}
