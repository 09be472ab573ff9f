using System.Net;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Employers;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Readiness;

/// <summary>Readiness as a hiring loop weighs it, and for whom.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class LoopReadinessTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string AllScopes = $"{Scopes.LoopsRead} {Scopes.LoopsWrite} {Scopes.PassportsRead}";

    private Guid _tenant;
    private HttpClient _key = null!;
    private HiringLoopResponse _loop = null!;

    [SetUp]
    public async Task MakeLoop()
    {
        (_tenant, _key, _) = await App.CreateKeyAsync(AllScopes);
        _loop = await _key.PostAsync<HiringLoopResponse>("/v1/hiring-loops", new CreateHiringLoopRequest
        {
            Name = "Backend",
            Role = "backend-engineer",
            Weights = new Dictionary<string, double> { ["python-fundamentals"] = 0.2, ["communication"] = 0.8 },
            MinimumCoverage = 0.25,
        });
    }

    [TearDown]
    public void LeaveLoop() => _key.Dispose();

    [Test]
    public async Task GetReadiness_ByALoop_IsWeighedByIt()
    {
        var (passport, owner) = await MakePassportAsync();
        await App.AcceptAsync(_tenant, _loop.Id, passport);

        foreach (var caller in new[] { _key, owner })
        {
            var readiness = await caller.GetAsync<ReadinessResponse>(PathOf(passport));
            using (Assert.EnterMultipleScope())
            {
                // (0.2·700 + 0.8·600)/1, and 0.2 + 0.85 + 0.8 + 0.6 + 0.5 in all.
                Assert.That(readiness.Readiness, Is.EqualTo(620));
                Assert.That(readiness.Coverage, Is.EqualTo(1 / 2.95).Within(1e-6));
                Assert.That((readiness.Status, readiness.MinimumCoverage), Is.EqualTo((ReadinessStatus.Sufficient, 0.25)));
                Assert.That((readiness.HiringLoop, readiness.HiringLoopVersion), Is.EqualTo(((Guid?)_loop.Id, (int?)1)));
            }
        }
    }

    [Test]
    public async Task GetReadiness_ByALoopInThePast_IsWeighedByTheVersionOfThen()
    {
        var (passport, _) = await MakePassportAsync();
        await App.AcceptAsync(_tenant, _loop.Id, passport);
        var then = App.Clock.GetUtcNow();
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var changed = await _key.SendAsync(
            HttpMethod.Patch, $"/v1/hiring-loops/{_loop.Id}", """{"weights":{"communication":0.2}}""", headers: ("If-Match", "*"));

        var now = await _key.GetAsync<ReadinessResponse>(PathOf(passport));
        var past = await _key.GetAsync<ReadinessResponse>($"{PathOf(passport)}&asOf={then:yyyy-MM-ddTHH:mm:ssZ}");
        using var before = await _key.GetAsync(new Uri($"{PathOf(passport)}&asOf=2020-01-01T00:00:00Z", UriKind.Relative));

        Assert.That((now.Readiness, now.HiringLoopVersion), Is.EqualTo(((int?)650, (int?)2)));
        Assert.That((past.Readiness, past.HiringLoopVersion), Is.EqualTo(((int?)620, (int?)1)));
        // Before its owner has agreed.
        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task GetReadiness_ByALoop_IsForItsTenantAndWhoHasAccepted()
    {
        var (passport, owner) = await MakePassportAsync();
        var (other, otherKey, _) = await App.CreateKeyAsync(AllScopes);
        var toOther = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = other, Scope = GrantScope.Passport };
        await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toOther);
        var link = await owner.PostAsync<GrantResponse>(
            $"/v1/passports/{passport}/grants", new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });
        using var holder = App.Client(link.Token);

        Assert.That(await StatusOfAsync(_key, passport), Is.EqualTo(404), "the tenant has no grant");
        Assert.That(await StatusOfAsync(owner, passport), Is.EqualTo(404), "nothing was accepted");
        var accepted = await App.AcceptAsync(_tenant, _loop.Id, passport);
        Assert.That(await StatusOfAsync(_key, passport), Is.EqualTo(200));
        Assert.That(await StatusOfAsync(owner, passport), Is.EqualTo(200));
        Assert.That(await StatusOfAsync(otherKey, passport), Is.EqualTo(404), "another tenant's loop, whatever it may see of the passport");
        Assert.That(await StatusOfAsync(holder, passport), Is.EqualTo(404), "a link");
        using var plain = await _key.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/readiness/backend-engineer");
        await plain.ProblemAsync(404, "not-found");
        await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}/grants/{accepted.GrantId}");
        Assert.That(await StatusOfAsync(_key, passport), Is.EqualTo(404), "the grant was taken back");
    }

    [TestCase("data-engineer", "", 404, "not-found")]
    [TestCase("backend-engineer", "&stack=node", 400, "invalid-request")]
    [TestCase("backend-engineer", "&seniority=mid", 400, "invalid-request")]
    public async Task GetReadiness_ByALoopAndWhatDoesNotGoWithIt_IsRefused(string role, string query, int status, string kind)
    {
        var (passport, _) = await MakePassportAsync();
        await App.AcceptAsync(_tenant, _loop.Id, passport);

        using var refused = await _key.SendAsync(
            HttpMethod.Get, $"/v1/passports/{passport}/readiness/{role}?hiringLoop={_loop.Id}{query}");

        await refused.ProblemAsync(status, kind);
    }

    private string PathOf(Guid passport) => $"/v1/passports/{passport}/readiness/backend-engineer?hiringLoop={_loop.Id}";

    private async Task<int> StatusOfAsync(HttpClient caller, Guid passport)
    {
        using var response = await caller.SendAsync(HttpMethod.Get, PathOf(passport));
        return (int)response.StatusCode;
    }

    private async Task<(Guid Id, HttpClient Owner)> MakePassportAsync()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var now = App.Clock.GetUtcNow();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 700, now);
        await App.AddEvidenceAsync(passport, "communication", 600, now);
        return (passport, owner);
    }
}
