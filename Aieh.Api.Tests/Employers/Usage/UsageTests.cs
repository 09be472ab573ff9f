using Aieh.Api.Employers.Usage;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Usage;

/// <summary>What a tenant has used, by month.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class UsageTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset June = AiehApplication.Start;

    [Test]
    public async Task Usage_OfTwelveMonths_HasEachOnceAndZerosWhereNothingWasUsed()
    {
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.UsageRead);
        await AddAsync(tenant, June, 2, 1, 0);
        await AddAsync(tenant, June, 0, 1, 1);
        await AddAsync(tenant, June.AddMonths(-3), 5, 0, 0);
        await AddAsync(tenant, June.AddMonths(-12), 7, 0, 0);
        var (other, _, _) = await App.CreateKeyAsync(Scopes.UsageRead);
        await AddAsync(other, June, 9, 9, 9);

        var usage = await key.GetAsync<UsageResponse>("/v1/usage");

        var june = new MonthOfUsage { Month = "2026-06", Invitations = 2, Attempts = 2, Completed = 1 };
        var march = new MonthOfUsage { Month = "2026-03", Invitations = 5, Attempts = 0, Completed = 0 };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(usage.Months.Select(each => each.Month), Is.EqualTo(new[]
            {
                "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12",
                "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06",
            }));
            Assert.That(usage.Months[^1], Is.EqualTo(june));
            Assert.That(usage.Months[8], Is.EqualTo(march));
            Assert.That(usage.Months.Sum(each => each.Invitations), Is.EqualTo(7), "neither the year before nor another tenant");
        }
    }

    [TestCase("?from=2025-06", "2025-06", "2026-06")]
    [TestCase("?to=2025-12", "2025-01", "2025-12")]
    [TestCase("?from=2026-02&to=2026-02", "2026-02", "2026-02")]
    [TestCase("?from=2021-07&to=2026-06", "2021-07", "2026-06")]
    public async Task Usage_OfARange_IsOfThatRange(string query, string first, string last)
    {
        var (_, key, _) = await App.CreateKeyAsync(Scopes.UsageRead);

        var usage = await key.GetAsync<UsageResponse>("/v1/usage" + query);

        Assert.That((usage.Months[0].Month, usage.Months[^1].Month), Is.EqualTo((first, last)));
    }

    [TestCase("?from=2026-13", "from")]
    [TestCase("?from=2026-6", "from")]
    [TestCase("?from=2026-06-01", "from")]
    [TestCase("?from=1999-12", "from")]
    [TestCase("?to=now", "to")]
    [TestCase("?to=2026-07", "to")]
    [TestCase("?from=2026-05&to=2026-04", "from")]
    [TestCase("?from=2021-06&to=2026-06", "from")]
    public async Task Usage_OfNoRange_Is400(string query, string parameter)
    {
        var (_, key, _) = await App.CreateKeyAsync(Scopes.UsageRead);

        using var refused = await key.SendAsync(HttpMethod.Get, "/v1/usage" + query);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { parameter }));
    }

    [Test]
    public async Task Counting_RacedFromTheFirstUseOfAMonth_LosesNothing()
    {
        const int races = 32;
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.UsageRead);

        await Task.WhenAll(Enumerable.Range(0, races).Select(_ => Task.Run(() => AddAsync(tenant, June, 1, 2, 3))));

        var month = (await key.GetAsync<UsageResponse>("/v1/usage?from=2026-06")).Months.Single();
        Assert.That((month.Invitations, month.Attempts, month.Completed), Is.EqualTo((races, 2 * races, 3 * races)));
    }

    [Test]
    public async Task Counting_InATransactionThatFails_CountsNothing()
    {
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.UsageRead);

        Assert.That(() => App.Db.WriteAsync(FailAsync, CancellationToken.None), Throws.InstanceOf<NotSupportedException>());

        Assert.That((await key.GetAsync<UsageResponse>("/v1/usage?from=2026-06")).Months.Single().Invitations, Is.Zero);

        async Task<int> FailAsync(DbSession session)
        {
            await UsageStore.AddAsync(session, tenant, June, 1, 0, 0);
            throw new NotSupportedException("planted");
        }
    }

    private Task<bool> AddAsync(Guid tenant, DateTimeOffset at, int invitations, int attempts, int completed) => App.Db.WriteAsync(
        async session =>
        {
            await UsageStore.AddAsync(session, tenant, at, invitations, attempts, completed);
            return true;
        },
        CancellationToken.None);
}
