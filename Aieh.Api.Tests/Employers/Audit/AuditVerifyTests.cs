using Aieh.Api.Employers.Audit;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Audit;

/// <summary>What was done to the table behind the service's back is found, and the entry named.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AuditVerifyTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string HeadRow = "tenant\ttenant id\tsealed\tunsealed\thead";

    [Test]
    public async Task Chain_Untouched_IsRightAndItsHeadStaysInIt()
    {
        var (tenant, _) = await ChainAsync(3);
        var first = await VerifyAsync(tenant);
        await AddAsync(tenant, 2);
        var unsealed = await VerifyAsync(tenant);
        await SealAsync();
        var second = await VerifyAsync(tenant, first.Head);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Sealed, first.Unsealed, first.Head!.Position), Is.EqualTo((3L, 0, 3L)));
            Assert.That((unsealed.Sealed, unsealed.Unsealed), Is.EqualTo((3L, 2)));
            Assert.That((second.Sealed, second.Unsealed, second.Head!.Position), Is.EqualTo((5L, 0, 5L)));
            Assert.That(first.Faults.Concat(unsealed.Faults).Concat(second.Faults), Is.Empty);
        }
    }

    [Test]
    public async Task Chain_Empty_IsRight()
    {
        var (tenant, _) = await ChainAsync(0);

        var verdict = await VerifyAsync(tenant);

        Assert.That((verdict.Sealed, verdict.Head, verdict.Faults.Count), Is.EqualTo((0L, (AuditHeadRow?)null, 0)));
    }

    [TestCase("Actor = 'key:x'")]
    [TestCase("Action = 'loop.deleted'")]
    [TestCase("Subject = 'loop:2'")]
    [TestCase("Scope = 'admin'", Description = "hidden from the tenant")]
    [TestCase("AfterState = NULL")]
    [TestCase("BeforeState = '{}'")]
    [TestCase("ReadKey = 'x'")]
    [TestCase("OccurredAt = '2026-05-31T00:00:00.000Z'")]
    public async Task Entry_Changed_IsNamedAndNoOther(string change)
    {
        var (tenant, ids) = await ChainAsync(4);
        await ExecuteAsync($"UPDATE AuditEntry SET {change} WHERE Id = @Id", new { Id = ids[1] });

        var verdict = await VerifyAsync(tenant);

        Assert.That(verdict.Faults, Is.EqualTo(new[] { $"entry {ids[1]} at position 2 is not what was sealed there" }));
    }

    [Test]
    public async Task Entry_ChangedWithItsHash_IsFoundByTheNext()
    {
        var (tenant, ids) = await ChainAsync(4);
        var head = await VerifyAsync(tenant);
        await ExecuteAsync("UPDATE AuditEntry SET Hash = @Hash WHERE Id = @Id", new { Id = ids[1], head.Head!.Hash });

        var verdict = await VerifyAsync(tenant);

        Assert.That(verdict.Faults, Is.EqualTo(new[]
        {
            $"entry {ids[1]} at position 2 is not what was sealed there", $"entry {ids[2]} at position 3 is not what was sealed there",
        }));
    }

    [TestCase("DELETE FROM AuditEntry WHERE Id = @Id")]
    [TestCase("UPDATE AuditEntry SET Position = NULL, Hash = NULL WHERE Id = @Id", Description = "as if it had never been sealed")]
    public async Task Entry_TakenOut_IsMissingAtItsPlace(string sql)
    {
        var (tenant, ids) = await ChainAsync(4);
        await ExecuteAsync(sql, new { Id = ids[1] });

        var before = await VerifyAsync(tenant);
        await SealAsync();
        var after = await VerifyAsync(tenant);

        Assert.That(before.Faults, Is.EqualTo(new[] { "the entry at position 2 is missing" }));
        Assert.That(after.Faults, Is.EqualTo(before.Faults), "sealing mends nothing");
    }

    [Test]
    public async Task Entries_MovedToAnotherTenant_AreMissingHereAndPutInThere()
    {
        var (tenant, ids) = await ChainAsync(4);
        var (other, _) = await ChainAsync(1);
        await ExecuteAsync("UPDATE AuditEntry SET TenantId = @Tenant WHERE Id = @Id", new { Id = ids[1], Tenant = other });
        await ExecuteAsync("UPDATE AuditEntry SET TenantId = @Tenant WHERE Id = @Id", new { Id = ids[2], Tenant = other });

        var here = await VerifyAsync(tenant);
        var there = await VerifyAsync(other);

        Assert.That(here.Faults, Is.EqualTo(new[] { "the entries at positions 2 to 3 are missing" }));
        Assert.That(there.Faults[0], Is.EqualTo($"entry {ids[1]} at position 2 is not what was sealed there"));
    }

    [Test]
    public async Task Entries_Swapped_AreBothNamed()
    {
        var (tenant, ids) = await ChainAsync(5);
        var move = "UPDATE AuditEntry SET Position = @Position WHERE Id = @Id";
        await ExecuteAsync(move, new { Id = ids[1], Position = 99L });
        await ExecuteAsync(move, new { Id = ids[2], Position = 2L });
        await ExecuteAsync(move, new { Id = ids[1], Position = 3L });

        var faults = (await VerifyAsync(tenant)).Faults;

        Assert.That(faults, Does.Contain($"entry {ids[2]} at position 2 is not what was sealed there"));
        Assert.That(faults, Does.Contain($"entry {ids[1]} at position 3 is not what was sealed there"));
    }

    [TestCase(5L)]
    [TestCase(0L)]
    [TestCase(-7L)]
    public async Task Entry_PutInWithAPlace_IsNamed(long position)
    {
        var (tenant, _) = await ChainAsync(4);
        var planted = (await AddAsync(tenant, 1)).Single();
        await ExecuteAsync(
            "UPDATE AuditEntry SET Position = @Position, Hash = @Hash WHERE Id = @Id",
            new { Id = planted, Position = position, Hash = AuditChain.Start });

        var verdict = await VerifyAsync(tenant);

        Assert.That(verdict.Faults.Single(), Does.StartWith($"entry {planted} "));
    }

    [Test]
    public async Task End_CutOff_IsSeenAgainstAHeadThatWasWrittenDown()
    {
        var (tenant, ids) = await ChainAsync(4);
        var head = (await VerifyAsync(tenant)).Head;
        await ExecuteAsync("DELETE FROM AuditEntry WHERE Id = @Id", new { Id = ids[3] });

        var alone = await VerifyAsync(tenant);
        var against = await VerifyAsync(tenant, head);
        await AddAsync(tenant, 2);
        await SealAsync();
        var overgrown = await VerifyAsync(tenant, head);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(alone.Faults, Is.Empty, "a chain that ends is no fault in itself");
            Assert.That(against.Faults, Is.EqualTo(new[]
            {
                "the chain ends at position 3, before the expected 4: entries were cut off",
            }));
            Assert.That(overgrown.Faults.Single(), Does.EndWith("has another hash than expected: the chain was made anew"));
        }
    }

    [Test]
    public async Task Chain_MadeAnewFromAChangedEntry_IsSeenAgainstAHeadThatWasWrittenDown()
    {
        var (tenant, ids) = await ChainAsync(3);
        var head = (await VerifyAsync(tenant)).Head;
        await ExecuteAsync("UPDATE AuditEntry SET Action = 'loop.kept' WHERE Id = @Id", new { Id = ids[0] });
        foreach (var id in ids) await ExecuteAsync("UPDATE AuditEntry SET Position = NULL, Hash = NULL WHERE Id = @Id", new { Id = id });
        await SealAsync();

        Assert.That((await VerifyAsync(tenant)).Faults, Is.Empty);
        Assert.That((await VerifyAsync(tenant, head)).Faults, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Sealing_ByTwoAtOnceWhileEntriesAreAdded_MakesOneChain()
    {
        var (tenant, _) = await ChainAsync(0);
        var (other, _) = await ChainAsync(0);
        for (var round = 0; round < 4; round++)
        {
            var adding = new[] { AddAsync(tenant, 60), AddAsync(other, 60) };
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SealAsync)));
            await Task.WhenAll(adding);
        }

        await SealAsync();
        foreach (var each in new[] { tenant, other })
        {
            var verdict = await VerifyAsync(each);
            Assert.That((verdict.Sealed, verdict.Unsealed, verdict.Head!.Position), Is.EqualTo((240L, 0, 240L)));
            Assert.That(verdict.Faults, Is.Empty);
        }
    }

    [Test]
    public async Task Sealing_MoreThanABatch_TakesThemAllInTheirOrder()
    {
        var (tenant, ids) = await ChainAsync(AuditSealing.BatchSize + 5);

        var inChain = await App.Db.ReadAsync(
            session => AuditStore.ListSealedAsync(session, tenant, after: 0, take: ids.Count), CancellationToken.None);

        Assert.That(inChain.Select(entry => entry.Id), Is.EqualTo(ids));
    }

    [Test]
    public async Task Round_OfMaintenance_Seals()
    {
        var (tenant, _) = await ChainAsync(0);
        await AddAsync(tenant, 1);

        using var hanging = new CancellationTokenSource(HangGuard.Limit);
        while (await App.CountAsync("AuditEntry", "TenantId = @Id AND Position = 1", tenant) == 0)
        {
            App.Clock.Advance(TimeSpan.FromSeconds(60));
            await Task.Delay(10, hanging.Token);
        }
    }

    [Test]
    public async Task Verb_OnBrokenAndRightChains_NamesTheEntryAndTheExitCodeTells()
    {
        var (broken, ids) = await ChainAsync(3);
        var (right, _) = await ChainAsync(2);
        var (brokenName, rightName) = ($"Tenant {broken}", $"Tenant {right}");
        var head = (await VerifyAsync(right)).Head!;
        var written = $"{head.Position}:{Convert.ToHexStringLower(head.Hash)}";
        await ExecuteAsync("UPDATE AuditEntry SET Actor = 'nobody' WHERE Id = @Id", new { Id = ids[2] });

        var ofAll = await VerbProcess.RunAsync(Database, "audit", "verify");
        var ofRight = await VerbProcess.RunAsync(Database, "audit", "verify", "--tenant", rightName, "--expect", written);
        var cut = await VerbProcess.RunAsync(
            Database, "audit", "verify", "--tenant", rightName, "--expect", "9" + written[1..]);
        var nobody = await VerbProcess.RunAsync(Database, "audit", "verify", "--tenant", "Nobody");
        var mistyped = await VerbProcess.RunAsync(Database, "audit", "verify", "--expect", written);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofAll.ExitCode, Is.EqualTo(3), ofAll.Error);
            Assert.That(ofAll.Error, Does.Contain($"{brokenName}: entry {ids[2]} at position 3 is not what was sealed there."));
            Assert.That(ofAll.Error, Does.Not.Contain(rightName));
            Assert.That(ofAll.Output, Does.Contain($"{rightName}\t{right}\t2\t0\t{written}"));
            Assert.That(ofAll.Output, Does.Contain($"{brokenName}\t{broken}\t3\t0\t3:"));
            Assert.That((ofRight.ExitCode, ofRight.Error), Is.EqualTo((0, "")));
            Assert.That(ofRight.Output.TrimEnd().Split('\n'), Is.EqualTo(new[] { HeadRow, $"{rightName}\t{right}\t2\t0\t{written}" }));
            Assert.That(cut.ExitCode, Is.EqualTo(3));
            Assert.That(cut.Error, Does.Contain("cut off"));
            Assert.That((nobody.ExitCode, nobody.Error.Trim()), Is.EqualTo((2, "There is no tenant 'Nobody'.")));
            Assert.That(mistyped.ExitCode, Is.EqualTo(1));
            Assert.That(mistyped.Error, Does.Contain("--expect needs --tenant"));
        }
    }

    private Task<AuditVerdict> VerifyAsync(Guid tenant, AuditHeadRow? expected = null) =>
        new AuditVerification(expected).RunAsync(App.Db, tenant, CancellationToken.None);

    private Task SealAsync() => new AuditSealing(App.Db).RunAsync(CancellationToken.None);

    private Task<int> ExecuteAsync(string sql, object args) =>
        App.Db.WriteAsync(session => session.ExecuteAsync(sql, args), CancellationToken.None);

    /// <summary>A tenant and its sealed entries.</summary>
    private async Task<(Guid Tenant, IReadOnlyList<Guid> Ids)> ChainAsync(int length)
    {
        var (tenant, _, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var ids = await AddAsync(tenant, length);
        await SealAsync();
        return (tenant, ids);
    }

    private async Task<IReadOnlyList<Guid>> AddAsync(Guid tenant, int count)
    {
        var entries = Enumerable.Range(0, count).Select(_ => Entries.Of(tenant, "loop.changed", App.Clock.GetUtcNow())).ToArray();
        await App.Db.WriteAsync(WriteAsync, CancellationToken.None);
        return [.. entries.Select(entry => entry.Id)];

        async Task<bool> WriteAsync(DbSession session)
        {
            foreach (var entry in entries) await AuditTrail.AddAsync(session, entry);
            return true;
        }
    }
}
