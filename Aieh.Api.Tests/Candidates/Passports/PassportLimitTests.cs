using System.Net;
using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>What one passport may hold, with limits that are quickly reached.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class PassportLimitTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Sample = """{"assessment":"python-fundamentals","form":"sample"}""";
    private const string Link = """{"kind":"link","scope":"passport"}""";

    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [("Passports:MostGrants", "3"), ("Passports:MostEvidence", "2")];

    [Test]
    public async Task CreateGrant_AsManyStandAsMay_Is409UntilOneIsRevoked()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var path = $"/v1/passports/{passport}/grants";
        var first = await owner.PostAsync<GrantResponse>(path, Link);
        for (var i = 0; i < 2; i++) await owner.PostAsync<GrantResponse>(path, Link);

        using var refused = await owner.SendAsync(HttpMethod.Post, path, Link, "one-too-many");
        using var revoked = await owner.SendAsync(HttpMethod.Delete, $"{path}/{first.Id}");
        await owner.PostAsync<GrantResponse>(path, Link, "one-too-many");

        var problem = await refused.ProblemAsync(409, "limit-reached");
        Assert.That((int?)problem["limit"], Is.EqualTo(3));
        Assert.That((string?)problem["detail"], Does.Contain("at most 3 grants"));
        Assert.That(revoked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await owner.GetAsync<GrantListResponse>(path)).Items.Select(grant => grant.Id), Has.None.EqualTo(first.Id));
        Assert.That(await App.CountAsync("PassportGrant", "PassportId = @Id", passport), Is.EqualTo(3));
        Assert.That(await App.CountAsync("Credential", "GrantId = @Id", first.Id), Is.Zero);
    }

    [Test]
    public async Task CreateGrant_ManyThatEnded_KeepsTheLatest()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var path = $"/v1/passports/{passport}/grants";
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var over = new CreateGrantRequest
            {
                Kind = GrantKind.Link, Scope = GrantScope.Passport, ExpiresAt = App.Clock.GetUtcNow().AddMinutes(1),
            };
            made.Add((await owner.PostAsync<GrantResponse>(path, over)).Id);
            App.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        var kept = (await owner.GetAsync<GrantListResponse>(path)).Items.Select(grant => grant.Id);

        Assert.That(kept, Is.EqualTo(made.TakeLast(3)));
    }

    [Test]
    public async Task CreateGrant_8AtOnce_MakesNoMoreThanMay()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            owner.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/grants", Link, $"key-{number}")));

        Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.Created), Is.EqualTo(3));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.Created))
        {
            await refused.ProblemAsync(409, "limit-reached");
        }
    }

    [Test]
    public async Task Evidence_AsMuchAsMay_RefusesResultsAndAttempts()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        var (tenant, vendor, _) = await App.CreateKeyAsync(Scopes.EvidenceWrite);
        var grant = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence };
        await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", grant);
        await vendor.PostAsync<EvidenceResponse>($"/v1/passports/{passport}/evidence", Result("one"), "one");
        await vendor.PostAsync<EvidenceResponse>($"/v1/passports/{passport}/evidence", Result("two"), "two");

        using var result = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", Result("three"), "three");
        using var attempt = await owner.SendAsync(HttpMethod.Post, "/v1/attempts", Sample);
        using var anonymous = App.Client();
        var taken = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        using var taker = App.Client(taken.Token);
        await taker.PostAsync<ScoreReportResponse>($"/v1/attempts/{taken.Id}/submission", "{}", "submission");
        using var saved = await taker.SendAsync(
            HttpMethod.Put, $"/v1/attempts/{taken.Id}/passport", new SaveAttemptRequest { Passport = token });

        Assert.That((int?)(await result.ProblemAsync(409, "limit-reached"))["limit"], Is.EqualTo(2));
        Assert.That((int?)(await attempt.ProblemAsync(409, "limit-reached"))["limit"], Is.EqualTo(2));
        Assert.That((int?)(await saved.ProblemAsync(409, "limit-reached"))["limit"], Is.EqualTo(2));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.EqualTo(2));
    }

    [Test]
    public async Task ExportPassport_MoreThanTwoPagesOfEach_HoldsEachOnceInItsOrder()
    {
        const int many = 450;
        var (passport, owner, _) = await App.CreatePassportAsync();
        // Three at each moment: pages end between them.
        for (var i = 0; i < many; i++)
        {
            await App.AddEvidenceAsync(passport, "communication", 600, App.Clock.GetUtcNow().AddMinutes((i / 3) - many), kind: "vendor");
        }

        using var response = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/export");
        var export = JsonSerializer.Deserialize(
            await response.Content.ReadAsStringAsync(), PassportJson.Wire.PassportExportResponse)!;

        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json; charset=utf-8"));
        Assert.That(export.Evidence.Select(piece => piece.Id), Is.Unique.And.Exactly(many).Items);
        Assert.That(export.Evidence.Select(piece => piece.ObservedAt), Is.Ordered);
        Assert.That(export.Passport.Assessments.Single().EvidenceCount, Is.Positive);
        Assert.That((export.Attempts.Count, export.Grants.Count), Is.EqualTo((0, 0)));
    }

    private AddEvidenceRequest Result(string reference) => new()
    {
        Concordance = "percentile-general-cognitive",
        RawScore = 60,
        ObservedAt = App.Clock.GetUtcNow(),
        Reference = $"{reference} of {Guid.CreateVersion7(App.Clock.GetUtcNow())}",
    };
}
