using System.Security.Cryptography;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Access;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class CredentialHoldersTests<TDatabase> : DbFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Find_ErasedPassport_IsRememberedAsItWasOnlyByTheOnlyWriterAndUntilItForgets()
    {
        using var holders = new CredentialHolders(Db);
        var (passport, hash) = await InsertCandidateAsync();
        Assert.That((await FindAsync(holders, hash))!.PassportErasedAt, Is.Null);

        var erased = await Db.WriteAsync(
            session => PassportErasure.RunAsync(session, passport, new NobodyObserves(), Now, _ => false), CancellationToken.None);
        Assert.That(erased, Is.True);

        Assert.That((await FindAsync(holders, hash))!.PassportErasedAt, Is.EqualTo(Db.Dialect.HasOneWriter ? null : (DateTimeOffset?)Now));
        holders.ForgetAll();
        Assert.That((await FindAsync(holders, hash))!.PassportErasedAt, Is.EqualTo(Now));
    }

    [Test]
    public async Task Find_KeyRevokedBehindIt_SeesItAtOnce()
    {
        using var holders = new CredentialHolders(Db);
        var tenant = new TenantRow { Id = Guid.CreateVersion7(Now), Name = "a tenant", CreatedAt = Now };
        var hash = RandomNumberGenerator.GetBytes(32);
        var key = new CredentialRow
        {
            Id = Guid.CreateVersion7(Now),
            Kind = "key",
            SecretHash = hash,
            TenantId = tenant.Id,
            CreatedAt = Now,
        };
        await Db.WriteAsync(InsertAsync, CancellationToken.None);
        Assert.That((await FindAsync(holders, hash))!.RevokedAt, Is.Null);

        await Db.WriteAsync(session => CredentialStore.RevokeAsync(session, key.Id, Now), CancellationToken.None);

        Assert.That((await FindAsync(holders, hash))!.RevokedAt, Is.EqualTo(Now));

        async Task<int> InsertAsync(DbSession session) =>
            await CredentialStore.InsertTenantAsync(session, tenant) + await CredentialStore.InsertAsync(session, key);
    }

    [Test]
    public async Task Find_Twice_SaysWhetherItIsRemembered()
    {
        using var holders = new CredentialHolders(Db);
        var (_, hash) = await InsertCandidateAsync();

        // Only what was read is noted as a use: the remembered row does not know of the note.
        Assert.That((await holders.FindAsync(hash, CancellationToken.None)).IsRemembered, Is.False);
        Assert.That((await holders.FindAsync(hash, CancellationToken.None)).IsRemembered, Is.EqualTo(Db.Dialect.HasOneWriter));
    }

    [Test]
    public async Task Find_UnknownSecret_IsNotRememberedAsUnknown()
    {
        using var holders = new CredentialHolders(Db);
        var hash = RandomNumberGenerator.GetBytes(32);
        Assert.That(await FindAsync(holders, hash), Is.Null);

        var (passport, _) = await InsertCandidateAsync(hash);

        Assert.That((await FindAsync(holders, hash))!.PassportId, Is.EqualTo(passport));
    }

    private static async Task<CredentialHolderRow?> FindAsync(CredentialHolders holders, byte[] hash) =>
        (await holders.FindAsync(hash, CancellationToken.None)).Holder;

    private async Task<(Guid Passport, byte[] Hash)> InsertCandidateAsync(byte[]? hash = null)
    {
        hash ??= RandomNumberGenerator.GetBytes(32);
        var passport = new PassportRow { Id = Guid.CreateVersion7(Now), CreatedAt = Now };
        var credential = new CredentialRow
        {
            Id = Guid.CreateVersion7(Now),
            Kind = "candidate",
            SecretHash = hash,
            PassportId = passport.Id,
            CreatedAt = Now,
        };
        await Db.WriteAsync(InsertAsync, CancellationToken.None);
        return (passport.Id, hash);

        async Task<int> InsertAsync(DbSession session) =>
            await PassportStore.InsertAsync(session, passport) + await CredentialStore.InsertAsync(session, credential);
    }
}
