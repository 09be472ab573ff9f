using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>What an owner takes along, and what is left after erasure.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ErasureTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task ErasePassport_WithEverythingInIt_LeavesATombstoneThatAnswers410()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var (tenant, key, _) = await App.CreateKeyAsync(Scopes.PassportsRead);
        var attempt = await SubmitFullAsync(owner);
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Evidence };
        var link = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toHolder, "link");
        var toTenant = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence };
        await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toTenant);
        using var holder = App.Client(link.Token);
        var kept = await App.CountAsync("IdempotencyRecord", $"Principal = 'passport:{passport}'");

        using var erased = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}");
        using var again = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}");

        Assert.That(kept, Is.EqualTo(2), "there was something to delete");
        Assert.That(erased.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await again.ProblemAsync(410, "passport-erased");
        foreach (var client in (HttpClient[])[owner, key, holder])
        {
            foreach (var path in (string[])["", "/evidence", "/readiness/backend-engineer"])
            {
                using var gone = await client.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}{path}");
                await gone.ProblemAsync(410, "passport-erased");
            }
        }

        foreach (var (method, path, body) in new (HttpMethod, string, string?)[]
        {
            (HttpMethod.Get, $"/v1/passports/{passport}/export", null), (HttpMethod.Get, $"/v1/passports/{passport}/grants", null),
            (HttpMethod.Post, $"/v1/passports/{passport}/grants", """{"kind":"link","scope":"passport"}"""),
            (HttpMethod.Delete, $"/v1/passports/{passport}/grants/{link.Id}", null),
            (HttpMethod.Post, "/v1/attempts", """{"assessment":"python-fundamentals","form":"sample"}"""),
        })
        {
            using var gone = await owner.SendAsync(method, path, body);
            await gone.ProblemAsync(410, "passport-erased");
        }

        using var score = await owner.SendAsync(HttpMethod.Get, $"/v1/attempts/{attempt}/score");
        await score.ProblemAsync(404, "not-found");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.Zero);
            Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.Zero);
            Assert.That(await App.CountAsync("Attempt", "Id = @Id", attempt), Is.Zero);
            Assert.That(await App.CountAsync("IdempotencyRecord", $"Principal = 'passport:{passport}'"), Is.Zero);
            Assert.That(await App.CountAsync("Passport", "Id = @Id AND ErasedAt IS NOT NULL", passport), Is.EqualTo(1));
        }

        // The owner's last requests were noted: writing them down must not bring a time back.
        await App.Services.GetRequiredService<CredentialUse>().FlushAsync(CancellationToken.None);
        Assert.That(await App.CountAsync("Credential", "PassportId = @Id AND LastUsedAt IS NOT NULL", passport), Is.Zero);

        using var stranger = App.Client((await App.CreatePassportAsync()).Token);
        using var hidden = await stranger.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}");
        await hidden.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task ErasePassport_ThatAKeyMade_ForgetsWhose()
    {
        var (_, key, _) = await App.CreateKeyAsync(Scopes.PassportsWrite);
        var created = await key.PostAsync<CreatedPassportResponse>("/v1/passports", new { });
        using var owner = App.Client(created.Token);
        var known = await App.CountAsync("Credential", "PassportId = @Id AND TenantId IS NOT NULL", created.Id);

        using var erased = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{created.Id}");

        Assert.That(known, Is.EqualTo(1));
        Assert.That(erased.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await App.CountAsync("Credential", "PassportId = @Id AND TenantId IS NOT NULL", created.Id), Is.Zero);
    }

    [Test]
    public async Task ErasePassport_WhileItIsWrittenTo_LeavesNothingBehind()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var attempt = await StartAsync(owner, FormKind.Full);
        var work = new List<Task<HttpResponseMessage>>();
        for (var i = 0; i < 8; i++)
        {
            var sample = """{"assessment":"python-fundamentals","form":"sample"}""";
            work.Add(owner.SendAsync(HttpMethod.Post, "/v1/attempts", sample, $"attempt-{i}"));
            work.Add(owner.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/grants", """{"kind":"link","scope":"passport"}"""));
            if (i == 3) work.Add(owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}"));
            work.Add(owner.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", "{}", $"submission-{i}"));
        }

        var responses = await Task.WhenAll(work);

        Assert.That(responses.Select(response => (int)response.StatusCode), Has.All.LessThan(500));
        Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.Zero);
        Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.Zero);
    }

    [Test]
    public async Task ExportPassport_WithEverythingInIt_HoldsItAllAndNoKey()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        var attempt = await SubmitFullAsync(owner);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var open = await StartAsync(owner, FormKind.Sample);
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Evidence };
        var link = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toHolder);
        await App.AddEvidenceAsync(passport, "communication", 640, App.Clock.GetUtcNow().AddDays(-1), kind: "vendor");

        using var response = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/export");
        var text = await response.Content.ReadAsStringAsync();
        var export = JsonNode.Parse(text)!;

        var kinds = export["evidence"]!.AsArray().Select(piece => (string?)piece!["kind"]);
        var attempts = export["attempts"]!.AsArray().Select(each => ((Guid)each!["id"]!, (string?)each["state"]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kinds, Is.EqualTo(new[] { "vendor", "assessed" }));
            Assert.That(attempts, Is.EqualTo(new[] { (attempt, "scored"), (open.Id, "in-progress") }));
            Assert.That(export["attempts"]![0]!["responses"]!.AsArray(), Has.Count.EqualTo(50));
            Assert.That(export["grants"]!.AsArray().Select(grant => (Guid)grant!["id"]!), Is.EqualTo(new[] { link.Id }));
            Assert.That((Guid)export["passport"]!["id"]!, Is.EqualTo(passport));
            Assert.That(text, Does.Not.Contain(token).And.Not.Contain(link.Token!));
            Assert.That(text, Does.Not.Contain("rationale").And.Not.Contain("\"key\"").And.Not.Contain("\"scores\""));
        }
    }

    private async Task<Guid> SubmitFullAsync(HttpClient owner)
    {
        var attempt = await StartAsync(owner, FormKind.Full);
        var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 30) };
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, "submission");
        return attempt.Id;
    }

    private static Task<AttemptResponse> StartAsync(HttpClient owner, FormKind form) =>
        owner.PostAsync<AttemptResponse>("/v1/attempts", new CreateAttemptRequest { Assessment = "python-fundamentals", Form = form });
}
