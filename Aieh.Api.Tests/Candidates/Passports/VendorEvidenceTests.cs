using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Concordances;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>Another provider's results: who may record which, once, and what becomes of them.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class VendorEvidenceTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Concordance = "percentile-general-cognitive";

    [Test]
    public async Task AddEvidence_InTheDomain_IsMappedAndKeptWithItsConcordance()
    {
        var (passport, _, vendor, _) = await GrantedAsync();
        var request = Result(84) with { ObservedAt = App.Clock.GetUtcNow().AddDays(-3) };

        using var response = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", request, "key-1");
        var made = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That(
            (response.StatusCode, response.Headers.Location!.ToString()),
            Is.EqualTo((HttpStatusCode.Created, $"/v1/passports/{passport}/evidence")));
        using (Assert.EnterMultipleScope())
        {
            // 575 + 91.67·Φ⁻¹(0.84), Φ⁻¹(0.84) = 0.994457883.
            Assert.That(((string?)made["kind"], (string?)made["supervision"]), Is.EqualTo(("vendor", "unsupervised")));
            Assert.That((string?)made["assessment"], Is.EqualTo("cognitive-reasoning"));
            Assert.That((int?)made["score"], Is.EqualTo(666));
            Assert.That((double?)made["standardError"], Is.EqualTo(90));
            Assert.That(made["theta"], Is.Null, "what is told of an ability is its score");
            Assert.That(((string?)made["calibration"]!["id"], (int?)made["calibration"]!["version"]), Is.EqualTo((Concordance, 1)));
            Assert.That(((double?)made["rawScore"], (string?)made["reference"]), Is.EqualTo((84, request.Reference)));
            Assert.That((DateTimeOffset)made["observedAt"]!, Is.EqualTo(request.ObservedAt));
            Assert.That(made["attempt"], Is.Null);
        }
    }

    [Test]
    public async Task AddEvidence_Recorded_CountsInPassportReadinessEvidenceAndExport()
    {
        var (passport, owner, vendor, _) = await GrantedAsync();
        var made = await AddAsync(vendor, passport, Result(84));

        var read = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");
        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");
        var listed = await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence");
        var export = await owner.GetAsync<PassportExportResponse>($"/v1/passports/{passport}/export");

        using (Assert.EnterMultipleScope())
        {
            // θ = p m/(1 + p) with m = 0.994457883 and p = (275/270)²; S = 575 + 275/3·θ = 621.4, SE = 275/3/√(1 + p).
            Assert.That(read.Assessments.Single().Score, Is.EqualTo(621));
            Assert.That(
                read.Assessments.Single().StandardError,
                Is.EqualTo(275.0 / 3 / Math.Sqrt(1 + Math.Pow(275.0 / 270, 2))).Within(0.05));
            Assert.That(read.Assessments.Single().Assessment, Is.EqualTo("cognitive-reasoning"));
            Assert.That(readiness.Contributions.Single().Assessment, Is.EqualTo("cognitive-reasoning"));
            Assert.That(listed.Items.Single(), Is.EqualTo(made));
            Assert.That(export.Evidence.Single(), Is.EqualTo(made));
        }
    }

    // Their errors are mostly the same one: that the two tests differ.
    [Test]
    public async Task AddEvidence_ManyResultsOfOneProvider_CountAsOnePiece()
    {
        var (passport, owner, vendor, _) = await GrantedAsync();
        var (tenant, second, _) = await App.CreateKeyAsync(Scopes.EvidenceWrite);
        await GrantAsync(owner, passport, tenant);

        await AddAsync(vendor, passport, Result(84));
        var one = (await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Assessments.Single();
        for (var n = 0; n < 5; n++) await AddAsync(vendor, passport, Result(84));
        var six = (await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Assessments.Single();
        await AddAsync(second, passport, Result(84));
        var other = (await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Assessments.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((six.Score, six.EvidenceCount), Is.EqualTo((one.Score, 1)));
            Assert.That(six.StandardError, Is.EqualTo(one.StandardError).Within(0.1));
            Assert.That((other.EvidenceCount, other.StandardError < one.StandardError), Is.EqualTo((2, true)));
        }
    }

    [Test]
    public async Task AddEvidence_TwoResultsOfOneProvider_CountWithTheirMeanWeightedByCurrency()
    {
        var (passport, owner, vendor, _) = await GrantedAsync();

        // One half-life of the pillar, 60 months of 30.4375 days: the older one has half the weight. Φ⁻¹(0.16) = −Φ⁻¹(0.84), so their
        // mean is a third of it.
        await AddAsync(vendor, passport, Result(16) with { ObservedAt = App.Clock.GetUtcNow().AddDays(-60 * 30.4375) });
        await AddAsync(vendor, passport, Result(84));
        var pooled = (await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Assessments.Single();

        // θ = p m/(1 + p) with m = 0.994457883/3 and p = (275/270)²; S = 575 + 275/3·θ = 590.5.
        var p = Math.Pow(275.0 / 270, 2);
        Assert.That(pooled.Score, Is.EqualTo((int)Math.Round(575 + 275.0 / 3 * p * 0.994457883 / 3 / (1 + p))));
        Assert.That(pooled.StandardError, Is.EqualTo(275.0 / 3 / Math.Sqrt(1 + p)).Within(0.05));
    }

    [Test]
    public async Task AddEvidence_SameKeyAgain_IsReplayedAndRecordsNothing()
    {
        var (passport, _, vendor, _) = await GrantedAsync();
        var request = Result(60);

        var first = await AddAsync(vendor, passport, request, "same");
        using var second = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", request, "same");

        Assert.That((second.StatusCode, second.Headers.Contains(StoredResult.ReplayedHeader)), Is.EqualTo((HttpStatusCode.Created, true)));
        Assert.That((Guid?)JsonNode.Parse(await second.Content.ReadAsStringAsync())!["id"], Is.EqualTo(first.Id));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    [Test]
    public async Task AddEvidence_WithoutAKey_Is400AndRecordsNothing()
    {
        var (passport, _, vendor, _) = await GrantedAsync();

        using var refused = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", Result(60));

        await refused.ProblemAsync(400, "idempotency-key-missing");
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.Zero);
    }

    [Test]
    public async Task AddEvidence_SameReferenceUnderAnotherKey_Is409OnAnyPassportButOnlyForItsTenant()
    {
        var (passport, _, vendor, tenant) = await GrantedAsync();
        var (other, owner, _) = await App.CreatePassportAsync();
        await GrantAsync(owner, other, tenant);
        var (third, _, stranger, _) = await GrantedAsync();
        var request = Result(60);
        await AddAsync(vendor, passport, request);

        using var again = await TryAddAsync(vendor, passport, request with { RawScore = 61 }, "again");
        using var elsewhere = await TryAddAsync(vendor, other, request, "elsewhere");
        var foreign = await AddAsync(stranger, third, request);

        await again.ProblemAsync(409, "reference-already-used");
        await elsewhere.ProblemAsync(409, "reference-already-used");
        Assert.That(foreign.Reference, Is.EqualTo(request.Reference));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    [Test]
    public async Task AddEvidence_SameReferenceAtOnce_IsRecordedOnce()
    {
        var (passport, _, vendor, _) = await GrantedAsync();
        var request = Result(60);

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => TryAddAsync(vendor, passport, request, $"key-{i}")));

        Assert.That(
            responses.Select(response => (int)response.StatusCode).Order(),
            Is.EqualTo(new[] { 201, 409, 409, 409, 409, 409, 409, 409 }));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.EqualTo(1));
    }

    [TestCase(0.99)]
    [TestCase(99.01)]
    [TestCase(-1)]
    public async Task AddEvidence_RawScoreOutsideTheDomain_Is422AtItsPlace(double rawScore)
    {
        var (passport, _, vendor, _) = await GrantedAsync();

        using var refused = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", Result(rawScore), "key");

        Assert.That((await refused.ProblemAsync(422, "evidence-refused")).Places(), Is.EqualTo(new[] { "#/rawScore" }));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.Zero);
    }

    [Test]
    public async Task AddEvidence_UnknownConcordance_Is422AtItsPlace()
    {
        var (passport, _, vendor, _) = await GrantedAsync();

        using var refused = await TryAddAsync(vendor, passport, Result(60) with { Concordance = "no-such" }, "key");

        Assert.That((await refused.ProblemAsync(422, "evidence-refused")).Places(), Is.EqualTo(new[] { "#/concordance" }));
    }

    [TestCase("observedAt", "\"2099-01-01T00:00:00Z\"")]
    [TestCase("observedAt", "\"1949-12-31T23:59:59Z\"")]
    [TestCase("observedAt", "\"2026-01-01\"")]
    [TestCase("rawScore", "\"60\"")]
    [TestCase("rawScore", "1e999")]
    [TestCase("reference", "\"\"")]
    [TestCase("reference", "\" a\"")]
    [TestCase("reference", "\"a\\n\"")]
    [TestCase("reference", "null")]
    [TestCase("concordance", "null")]
    public async Task AddEvidence_MemberThatCannotBeRead_Is400AtItsPlace(string member, string value)
    {
        var (passport, _, vendor, _) = await GrantedAsync();
        var members = new Dictionary<string, string>
        {
            ["concordance"] = $"\"{Concordance}\"",
            ["rawScore"] = "60",
            ["observedAt"] = "\"2026-01-01T00:00:00Z\"",
            ["reference"] = "\"a\"",
        };
        members[member] = value;
        var body = "{" + string.Join(',', members.Select(each => $"\"{each.Key}\":{each.Value}")) + "}";

        using var refused = await TryAddAsync(vendor, passport, body, "key");

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/" + member }));
    }

    [Test]
    public async Task AddEvidence_TenantWithoutAGrantOrWithAShallowOne_Is404()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, vendor, _) = await App.CreateKeyAsync(Scopes.EvidenceWrite);

        using var none = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", Result(60), "none");
        await GrantAsync(owner, passport, tenant, GrantScope.Passport);
        using var shallow = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", Result(60), "shallow");
        var deep = await GrantAsync(owner, passport, tenant);
        await AddAsync(vendor, passport, Result(60));
        using var revoke = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}/grants/{deep.Id}");
        using var revoked = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", Result(60), "revoked");

        await none.ProblemAsync(404, "not-found");
        await shallow.ProblemAsync(404, "not-found");
        await revoked.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task AddEvidence_ByOthersThanAKeyWithTheScope_IsRefused()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, reader, _) = await App.CreateKeyAsync($"{Scopes.PassportsRead} {Scopes.PassportsWrite}");
        await GrantAsync(owner, passport, tenant);
        using var anonymous = App.Client();

        using var unknown = await TryAddAsync(anonymous, passport, Result(60), "0123456789abcdefghij");
        using var own = await TryAddAsync(owner, passport, Result(60), "key");
        using var scopeless = await TryAddAsync(reader, passport, Result(60), "key");

        await unknown.ProblemAsync(401, "unauthenticated");
        await own.ProblemAsync(403, "insufficient-scope");
        await scopeless.ProblemAsync(403, "insufficient-scope");
    }

    [Test]
    public async Task AddEvidence_PassportErased_Is410AndWhatWasRecordedIsGone()
    {
        var (passport, owner, vendor, _) = await GrantedAsync();
        var request = Result(60);
        await AddAsync(vendor, passport, request, "before");

        using var erased = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}");
        using var replay = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", request, "before");
        using var later = await vendor.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", Result(70), "later");

        await replay.ProblemAsync(410, "passport-erased");
        await later.ProblemAsync(410, "passport-erased");
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.Zero);
    }

    [Test]
    public async Task ListConcordances_ShowsTheNumbersWithTheirOriginAndAnswers304()
    {
        using var anonymous = App.Client();
        using var first = await anonymous.GetAsync(new Uri("/v1/concordances", UriKind.Relative));
        var list = await anonymous.GetAsync<ConcordanceListResponse>("/v1/concordances");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/concordances");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var held = await anonymous.SendAsync(again);

        var shown = list.Items.Single();
        Assert.That(
            (shown.Slug, shown.Lowest.Value, shown.Highest.Value, shown.StandardError!.Value),
            Is.EqualTo((Concordance, 1.0, 99.0, 90.0)));
        Assert.That(shown.Slope, Is.Null);
        Assert.That(shown.StandardError.Rationale, Is.Not.Empty);
        Assert.That(held.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    private AddEvidenceRequest Result(double rawScore) => new()
    {
        Concordance = Concordance,
        RawScore = rawScore,
        ObservedAt = App.Clock.GetUtcNow(),
        Reference = $"result-{Guid.CreateVersion7(App.Clock.GetUtcNow())}",
    };

    /// <summary>A passport, and a vendor whom its owner has let in.</summary>
    private async Task<(Guid Passport, HttpClient Owner, HttpClient Vendor, Guid Tenant)> GrantedAsync()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, vendor, _) = await App.CreateKeyAsync(Scopes.EvidenceWrite);
        await GrantAsync(owner, passport, tenant);
        return (passport, owner, vendor, tenant);
    }

    private static Task<GrantResponse> GrantAsync(HttpClient owner, Guid passport, Guid tenant, GrantScope scope = GrantScope.Evidence)
    {
        var request = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = scope };
        return owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", request);
    }

    private static Task<HttpResponseMessage> TryAddAsync(HttpClient client, Guid passport, object request, string key) =>
        client.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/evidence", request, key);

    private static Task<EvidenceResponse> AddAsync(HttpClient vendor, Guid passport, AddEvidenceRequest request, string? key = null) =>
        vendor.PostAsync<EvidenceResponse>($"/v1/passports/{passport}/evidence", request, key ?? request.Reference);
}
