using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>Owners see which tenants have read their passport.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AccessLogTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Log_AfterReadsByTwoTenants_ShowsThemNewestFirstToTheOwnerAlone()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (_, stranger, _) = await App.CreatePassportAsync();
        var (first, one) = await ReaderAsync(owner, passport);
        var (second, two) = await ReaderAsync(owner, passport);
        var path = $"/v1/passports/{passport}/access-log";

        using (await one.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}")) { }
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        using (await two.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/evidence")) { }
        var log = await owner.GetAsync<AccessLogResponse>(path);
        using var strangers = await stranger.SendAsync(HttpMethod.Get, path);
        using var tenants = await one.SendAsync(HttpMethod.Get, path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                log.Items.Select(each => (each.Tenant.Id, each.Tenant.Name, each.Action)),
                Is.EqualTo(new[] { (second, $"Tenant {second}", "evidence.read"), (first, $"Tenant {first}", "passport.read") }));
            Assert.That(log.Items[0].At, Is.EqualTo(App.Clock.GetUtcNow()));
            Assert.That(log.Next, Is.Null);
        }

        await strangers.ProblemAsync(404, "not-found");
        await tenants.ProblemAsync(403, "insufficient-scope");
    }

    [Test]
    public async Task Log_OfOwnAndLinkedReads_IsEmpty()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var link = await owner.PostAsync<GrantResponse>(
            $"/v1/passports/{passport}/grants", new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Evidence });
        using var holder = App.Client(link.Token);
        var before = await App.CountAsync("AuditEntry");

        foreach (var client in new[] { owner, holder })
        {
            using (await client.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}")) { }
            using (await client.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/evidence")) { }
            using (await client.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/readiness/backend-engineer")) { }
        }

        Assert.That((await owner.GetAsync<AccessLogResponse>($"/v1/passports/{passport}/access-log")).Items, Is.Empty);
        Assert.That(await App.CountAsync("AuditEntry"), Is.EqualTo(before));
    }

    [Test]
    public async Task Log_OfOtherEntries_HasNeitherChangesNorWhatIsUnderAScope()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, _, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var entry = new AuditEntryRow
        {
            TenantId = tenant,
            OccurredAt = App.Clock.GetUtcNow(),
            Actor = "service",
            Subject = "invitation:1",
            PassportId = passport,
        };
        await AddAsync(entry with { Action = "invitation.accepted" });
        await AddAsync(entry with { Action = "accommodation.read", Scope = Scopes.AccommodationsWrite });
        await AddAsync(entry with { Action = "result.read" });

        var log = await owner.GetAsync<AccessLogResponse>($"/v1/passports/{passport}/access-log");

        Assert.That(log.Items.Select(each => each.Action), Is.EqualTo(new[] { "result.read" }));
    }

    [Test]
    public async Task Log_Paged_HasEachReadOnce()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (_, reader) = await ReaderAsync(owner, passport);
        for (var hour = 0; hour < 5; hour++)
        {
            using (await reader.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}")) { }
            App.Clock.Advance(TimeSpan.FromHours(1));
        }

        var path = $"/v1/passports/{passport}/access-log?limit=3";
        var first = await owner.GetAsync<AccessLogResponse>(path);
        var second = await owner.GetAsync<AccessLogResponse>($"{path}&cursor={first.Next}");

        Assert.That((first.Items.Count, second.Items.Count, second.Next), Is.EqualTo((3, 2, (string?)null)));
        Assert.That(first.Items.Concat(second.Items).Select(each => each.At), Is.Unique.And.Ordered.Descending);
    }

    [Test]
    public async Task Log_OfAnErasedPassport_Is410AndEntriesKeepIdsAlone()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, reader) = await ReaderAsync(owner, passport);
        using (await reader.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}")) { }
        using (await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}")) { }

        using var log = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/access-log");

        await log.ProblemAsync(410, "passport-erased");
        const string idsAlone = "TenantId = @Id AND BeforeState IS NULL AND AfterState IS NULL";
        Assert.That(await App.CountAsync("AuditEntry", idsAlone, tenant), Is.EqualTo(1));
    }

    private async Task<(Guid Tenant, HttpClient Client)> ReaderAsync(HttpClient owner, Guid passport)
    {
        var (tenant, client, _) = await App.CreateKeyAsync(Scopes.PassportsRead);
        await owner.PostAsync<GrantResponse>(
            $"/v1/passports/{passport}/grants",
            new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence });
        return (tenant, client);
    }

    private Task<int> AddAsync(AuditEntryRow entry) => App.Db.WriteAsync(
        session => AuditTrail.AddAsync(session, entry with { Id = Guid.CreateVersion7(entry.OccurredAt) }), CancellationToken.None);
}
