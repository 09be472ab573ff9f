using System.Text.Json;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Readiness;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ReadinessTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    // 18 months of 30.4375 days: one half-life of the domain pillar.
    private static readonly TimeSpan OneHalfLife = TimeSpan.FromDays(547.875);

    [Test]
    public async Task GetReadiness_PublishedExampleAllFresh_IsTheWeightedMeanOfWhatIsTold()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await AddExampleAsync(passport, pythonAge: TimeSpan.Zero);

        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(readiness.Readiness, Is.EqualTo(677));
            // 2368.75/3.50; five parts with one decimal each.
            Assert.That(readiness.Contributions.Sum(part => part.Points), Is.EqualTo(2368.75 / 3.50).Within(0.25));
            Assert.That(readiness.Band, Is.Null, "the evidence is provisional");
            Assert.That(readiness.Coverage, Is.EqualTo(1).Within(1e-12));
            Assert.That(readiness.Status, Is.EqualTo(ReadinessStatus.Sufficient));
            Assert.That(readiness.Contributions.Select(part => part.Relevance), Is.EqualTo(new[] { 0.90, 0.85, 0.65, 0.60, 0.50 }));
        }
    }

    [Test]
    public async Task GetReadiness_PythonOneHalfLifeOld_CountsHalfWithCoverage08714()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await AddExampleAsync(passport, OneHalfLife);

        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(readiness.Readiness, Is.EqualTo(670));
            Assert.That(readiness.Contributions.Sum(part => part.Points), Is.EqualTo(2042.5 / 3.05).Within(0.25));
            Assert.That(readiness.Coverage, Is.EqualTo(3.05 / 3.50).Within(5e-7), "Six decimals.");
            Assert.That(readiness.NextSteps.Select(step => step.Assessment), Is.EqualTo(new[] { "python-fundamentals" }));
        }
    }

    [TestCase("passports/{0}/readiness/backend-engineer?stack=python&seniority=junior")]
    [TestCase("passports/{0}")]
    [TestCase("roles/backend-engineer")]
    public async Task Shares_OnTheWire_HaveNoDigitsThatMeanNothing(string route)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await AddExampleAsync(passport, TimeSpan.FromDays(123.456789));

        var address = new Uri($"/v1/{string.Format(null, route, passport)}", UriKind.Relative);
        using var response = JsonDocument.Parse(await owner.GetStringAsync(address));
        string[] names = ["relevance", "currency", "coverage", "coverageGain", "coverageAfter", "effectiveWeight", "minimumCoverage"];
        var shares = Members(response.RootElement)
            .Where(member => names.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Number)
            .Select(member => member.Value.GetRawText())
            .ToArray();

        Assert.That(shares, Is.Not.Empty.And.All.Match(@"^(0|1)(\.[0-9]{1,6})?$"));
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Members(member.Value).Prepend(member)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Members),
        _ => [],
    };

    private async Task AddExampleAsync(Guid passport, TimeSpan pythonAge)
    {
        var now = App.Clock.GetUtcNow();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 725, now - pythonAge);
        await App.AddEvidenceAsync(passport, "ai-augmented-sql", 675, now);
        await App.AddEvidenceAsync(passport, "javascript-fundamentals", 600, now);
        await App.AddEvidenceAsync(passport, "communication", 650, now);
        await App.AddEvidenceAsync(passport, "cognitive-reasoning", 700, now);
    }
}
