using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Audit;

/// <summary>What a tenant is shown of its audit trail.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AuditLogTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Log = "/v1/audit-log";

    [Test]
    public async Task Log_OfATenant_IsNewestFirstAndHasNobodyElses()
    {
        var (tenant, auditor, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var (other, _, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var first = await AddAsync(tenant, "loop.created");
        await AddAsync(other, "loop.created");
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await AddAsync(tenant, "loop.changed");

        var log = await auditor.GetAsync<AuditLogResponse>(Log);

        Assert.That(log.Items.Select(entry => entry.Id), Is.EqualTo(new[] { second, first }));
        Assert.That(log.Next, Is.Null);
    }

    [Test]
    public async Task Log_Paged_HasEachEntryOnceAlsoWhereTimesAreEqualAndWhileEntriesAreAdded()
    {
        var (tenant, auditor, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var added = new List<Guid>();
        for (var i = 0; i < 7; i++) added.Add(await AddAsync(tenant, "loop.changed"));

        var seen = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await auditor.GetAsync<AuditLogResponse>($"{Log}?limit=3" + (cursor.Length == 0 ? "" : $"&cursor={cursor}"));
            seen.AddRange(page.Items.Select(entry => entry.Id));
            cursor = page.Next;
            App.Clock.Advance(TimeSpan.FromSeconds(1));
            await AddAsync(tenant, "loop.changed");
        }

        Assert.That(seen, Is.EquivalentTo(added));
    }

    [Test]
    public async Task Log_Filtered_HasWhatFitsAlone()
    {
        var (tenant, auditor, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var start = App.Clock.GetUtcNow();
        var early = await AddAsync(tenant, "loop.created", "loop:1");
        App.Clock.Advance(TimeSpan.FromHours(1));
        var late = await AddAsync(tenant, "loop.created", "loop:2");
        var changed = await AddAsync(tenant, "loop.changed", "loop:2");
        App.Clock.Advance(TimeSpan.FromHours(1));
        var (at, later) = (Told(start), Told(start.AddHours(1)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await IdsAsync(auditor, "?action=loop.created"), Is.EquivalentTo(new[] { early, late }));
            Assert.That(await IdsAsync(auditor, "?subject=loop:2"), Is.EquivalentTo(new[] { late, changed }));
            Assert.That(await IdsAsync(auditor, "?subject=loop:2&action=loop.changed"), Is.EqualTo(new[] { changed }));
            Assert.That(await IdsAsync(auditor, $"?from={later}"), Is.EquivalentTo(new[] { late, changed }));
            Assert.That(await IdsAsync(auditor, $"?to={later}"), Is.EqualTo(new[] { early }));
            Assert.That(await IdsAsync(auditor, $"?from={at}&to={later}"), Is.EqualTo(new[] { early }));
            Assert.That(await IdsAsync(auditor, $"?from={later}&to={at}"), Is.Empty);
            Assert.That(await IdsAsync(auditor, "?action=loop.CREATED"), Is.Empty);
        }
    }

    [TestCase("?from=yesterday", "from")]
    [TestCase("?to=2026-06-01", "to")]
    [TestCase("?limit=0", "limit")]
    [TestCase("?cursor=x", "cursor")]
    public async Task Log_AskedOtherwise_Is400(string query, string parameter)
    {
        var (_, auditor, _) = await App.CreateKeyAsync(Scopes.AuditRead);

        using var refused = await auditor.SendAsync(HttpMethod.Get, Log + query);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { parameter }));
    }

    [Test]
    public async Task Entry_UnderAScope_IsShownToKeysThatHaveItAndLeavesNoTraceForOthers()
    {
        var (tenant, auditor, _) = await App.CreateKeyAsync(Scopes.AuditRead);
        var (_, privileged, _) = await App.CreateKeyAsync($"{Scopes.AuditRead} {Scopes.AccommodationsWrite}", tenant);
        var open = new List<Guid>();
        var hidden = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            open.Add(await AddAsync(tenant, "loop.changed"));
            hidden.Add(await AddAsync(tenant, "accommodation.changed", scope: Scopes.AccommodationsWrite));
        }

        await SealAsync();
        var shown = await auditor.GetAsync<AuditLogResponse>($"{Log}?limit=4");
        using var raw = await auditor.GetAsync(new Uri(Log, UriKind.Relative));
        var text = await raw.Content.ReadAsStringAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Items.Select(entry => entry.Id), Is.EquivalentTo(open));
            Assert.That(shown.Next, Is.Null, "a page is filled with what is shown");
            Assert.That(await IdsAsync(auditor, "?action=accommodation.changed"), Is.Empty);
            Assert.That(await IdsAsync(privileged, ""), Is.EquivalentTo(open.Concat(hidden)));
            Assert.That(text, Does.Not.Contain("osition").And.Not.Contain("hash").And.Not.Contain(Scopes.AccommodationsWrite));
        }
    }

    [Test]
    public async Task Read_ByATenantsKey_IsOneEntryAnHourForEachThing()
    {
        var (tenant, reader, token) = await App.CreateKeyAsync($"{Scopes.AuditRead} {Scopes.PassportsRead}");
        var (passport, owner, _) = await App.CreatePassportAsync();
        await GrantAsync(owner, passport, tenant);
        App.Clock.SetUtcNow(NextHour());

        for (var i = 0; i < 2; i++)
        {
            foreach (var path in PathsOf(passport)) using (await reader.SendAsync(HttpMethod.Get, path)) { }
        }

        var within = await reader.GetAsync<AuditLogResponse>(Log);
        App.Clock.Advance(TimeSpan.FromHours(1));
        using (await reader.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}")) { }
        var next = await reader.GetAsync<AuditLogResponse>(Log);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                within.Items.Select(entry => entry.Action), Is.EquivalentTo(new[] { "passport.read", "evidence.read", "readiness.read" }));
            Assert.That(within.Items.Select(entry => entry.Subject), Is.All.EqualTo($"passport:{passport}"));
            Assert.That(within.Items.Select(entry => entry.Passport), Is.All.EqualTo(passport));
            Assert.That(within.Items.Select(entry => entry.Actor), Is.All.EqualTo($"key:{await App.IdOfKeyAsync(token)}"));
            Assert.That(next.Items, Has.Count.EqualTo(4));
            Assert.That((next.Items[0].Action, next.Items[0].At), Is.EqualTo(("passport.read", App.Clock.GetUtcNow())));
        }
    }

    [Test]
    public async Task Read_ThatWasNotAnswered_IsNotNoted()
    {
        var (tenant, reader, _) = await App.CreateKeyAsync($"{Scopes.AuditRead} {Scopes.PassportsRead}");
        var (passport, owner, _) = await App.CreatePassportAsync();

        foreach (var path in PathsOf(passport)) using (await reader.SendAsync(HttpMethod.Get, path)) { }
        await GrantAsync(owner, passport, tenant);
        using (await reader.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/readiness/no-such-role")) { }
        using (await reader.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}?asOf=never")) { }

        Assert.That(await IdsAsync(reader, ""), Is.Empty);
    }

    private static string[] PathsOf(Guid passport) =>
    [
        $"/v1/passports/{passport}", $"/v1/passports/{passport}/evidence", $"/v1/passports/{passport}/readiness/backend-engineer",
    ];

    private static async Task GrantAsync(HttpClient owner, Guid passport, Guid tenant) => await owner.PostAsync<GrantResponse>(
        $"/v1/passports/{passport}/grants",
        new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence });

    private DateTimeOffset NextHour()
    {
        var now = App.Clock.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
    }

    private static async Task<IEnumerable<Guid>> IdsAsync(HttpClient auditor, string query) =>
        (await auditor.GetAsync<AuditLogResponse>(Log + query)).Items.Select(entry => entry.Id);

    private static string Told(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null);

    private Task SealAsync() => new AuditSealing(App.Db).RunAsync(CancellationToken.None);

    private async Task<Guid> AddAsync(Guid tenant, string action, string subject = "loop:1", string? scope = null)
    {
        var entry = Entries.Of(tenant, action, App.Clock.GetUtcNow()) with { Subject = subject, Scope = scope };
        await App.Db.WriteAsync(session => AuditTrail.AddAsync(session, entry), CancellationToken.None);
        return entry.Id;
    }
}
