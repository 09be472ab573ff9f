using System.Text;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>Routes, methods, sizes and parameters that the service does not have.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class RefusedRequestTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const int FiveMegabytes = 5 * 1024 * 1024;

    [TestCase("/v1")]
    [TestCase("/v2/roles")]
    [TestCase("/v1/roles/astronaut")]
    [TestCase("/v1/roles/..%2f..%2fetc%2fpasswd")]
    [TestCase("/v1/roles/'%20OR%201=1--")]
    [TestCase("/v1/assessments/unknown")]
    [TestCase("/v1/passports/not-an-id")]
    [TestCase("/v1/attempts/1")]
    [TestCase("/v1/attempts/%7B01979c2c-9a00-7000-8000-000000000000%7D/x")]
    public async Task Get_UnknownRouteOrName_Is404(string path)
    {
        using var client = App.Client();

        using var response = await client.SendAsync(HttpMethod.Get, path);

        await response.ProblemAsync(404, "not-found");
    }

    [TestCase("DELETE", "/v1/roles", "GET, HEAD")]
    [TestCase("GET", "/v1/attempts", "POST")]
    [TestCase("PATCH", "/v1/passports/01979c2c-9a00-7000-8000-000000000000", "DELETE, GET, HEAD")]
    [TestCase("POST", "/v1/attempts/01979c2c-9a00-7000-8000-000000000000/responses", "PUT")]
    [TestCase("BREW", "/v1/methodology", "GET, HEAD")]
    [TestCase("POST", "/health/live", "GET, HEAD")]
    [TestCase("DELETE", "/health/ready", "GET, HEAD")]
    [TestCase("PUT", "/metrics", "GET, HEAD")]
    public async Task Method_NotOfTheResource_Is405WithAllow(string method, string path, string allowed)
    {
        using var client = App.Client();

        using var response = await client.SendAsync(new HttpMethod(method), path);

        await response.ProblemAsync(405, "method-not-allowed");
        Assert.That(response.Content.Headers.Allow.Order(), Is.EqualTo(allowed.Split(", ")));
    }

    [TestCase("application/xml")]
    [TestCase("text/plain")]
    [TestCase("text/html;q=0.9, image/png")]
    [TestCase("application/problem+json;q=0")]
    [TestCase("complete nonsense")]
    public async Task Problem_WhateverIsAccepted_IsProblemJsonWithATraceId(string accept)
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        using var unknown = await client.SendAsync(HttpMethod.Get, "/v1/unknown");
        using var method = await client.SendAsync(HttpMethod.Delete, "/v1/roles");
        using var malformed = await client.SendAsync(HttpMethod.Post, "/v1/attempts", "{");
        using var refused = await client.SendAsync(HttpMethod.Get, "/v1/roles?limit=0");
        using var anonymous = await client.SendAsync(HttpMethod.Get, "/v1/passports/01979c2c-9a00-7000-8000-000000000000");

        await unknown.ProblemAsync(404, "not-found");
        await method.ProblemAsync(405, "method-not-allowed");
        await malformed.ProblemAsync(400, "invalid-request");
        await refused.ProblemAsync(400, "invalid-request");
        await anonymous.ProblemAsync(401, "unauthenticated");
    }

    [TestCase("application/xml")]
    [TestCase("image/png")]
    public async Task Representation_OfATypeThatIsNotMade_IsSentAsJson(string accept)
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        using var response = await client.SendAsync(HttpMethod.Get, "/v1/roles");

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
    }

    [Test]
    public async Task Body_OfFiveMegabytes_Is413AndCreatesNothing()
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.ExpectContinue = true;
        var before = await App.CountAsync("Attempt");

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/attempts", new string(' ', FiveMegabytes) + "{}");

        await refused.ProblemAsync(413, "body-too-large");
        Assert.That(await App.CountAsync("Attempt"), Is.EqualTo(before));
    }

    [Test]
    public async Task Body_OfFiveMegabytesInChunks_Is413()
    {
        using var client = App.Client();
        var chunk = Encoding.ASCII.GetBytes($"{FiveMegabytes:x}\r\n{new string(' ', FiveMegabytes)}\r\n0\r\n\r\n");

        var answer = await RawHttp.SendAsync(
            client.BaseAddress!,
            "POST /v1/attempts HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked",
            chunk);

        Assert.That(answer, Does.StartWith("HTTP/1.1 413 ").And.Contain("application/problem+json"));
        Assert.That(answer, Does.Contain("urn:aieh:problem:body-too-large").And.Contain("traceId"));
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("limit=abc", "limit")]
    [TestCase("limit=1.5", "limit")]
    [TestCase("limit=99999999999999999999", "limit")]
    [TestCase("limit=1&limit=2", "limit")]
    [TestCase("cursor=", "cursor")]
    [TestCase("cursor=!!!", "cursor")]
    [TestCase("cursor=%00", "cursor")]
    [TestCase("cursor=AAAA", "cursor")]
    [TestCase("cursor=LTEuMDE5NzljMmM5YTAwNzAwMDgwMDAwMDAwMDAwMDAwMDA", "cursor")]
    [TestCase("cursor=OTk5OTk5OTk5OTk5OTk5OTk5OS4wMTk3OWMyYzlhMDA3MDAwODAwMDAwMDAwMDAwMDAwMA", "cursor")]
    [TestCase("cursor=ä", "cursor")]
    public async Task List_BadPageParameter_Is400AndNamesIt(string query, string parameter)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        string[] lists = ["/v1/roles", "/v1/assessments", $"/v1/passports/{passport}/evidence", $"/v1/passports/{passport}/grants"];
        foreach (var list in lists)
        {
            using var response = await owner.SendAsync(HttpMethod.Get, $"{list}?{query}");
            Assert.That((await response.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { parameter }), list);
        }
    }

    [Test]
    public async Task List_CursorOfAnotherKindOfListOrVeryLong_Is400()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 700, App.Clock.GetUtcNow().AddDays(-2));
        await App.AddEvidenceAsync(passport, "python-fundamentals", 700, App.Clock.GetUtcNow().AddDays(-1));
        var (roles, evidence) = ("/v1/roles", $"/v1/passports/{passport}/evidence");
        var ofEvidence = (await owner.GetAsync<Api.Candidates.Passports.EvidenceListResponse>($"{evidence}?limit=1")).Next;
        var ofRoles = (await owner.GetAsync<Api.Catalog.Roles.RoleListResponse>($"{roles}?limit=1")).Next;
        var veryLong = new string('a', 5000);

        foreach (var (list, cursor) in new[] { (roles, ofEvidence), (evidence, ofRoles), (roles, veryLong), (evidence, veryLong) })
        {
            using var response = await owner.SendAsync(HttpMethod.Get, $"{list}?cursor={cursor}");
            Assert.That((await response.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "cursor" }), list);
        }
    }

    [TestCase("asOf=2026-06-01T09:01:00.001Z", "asOf")]
    [TestCase("asOf=2999-01-01T00:00:00Z", "asOf")]
    [TestCase("asOf=yesterday", "asOf")]
    [TestCase("asOf=", "asOf")]
    [TestCase("asOf=2026-05-01", "asOf")]
    [TestCase("asOf=2026-05-01T12:00:00", "asOf")]
    [TestCase("asOf=2026-02-30T12:00:00Z", "asOf")]
    [TestCase("asOf=0001-01-01T00:00:00%2B14:00", "asOf")]
    [TestCase("asOf=2026-05-01T12:00:00Z&asOf=2026-05-02T12:00:00Z", "asOf")]
    [TestCase("asOf=1780000000", "asOf")]
    [TestCase("stack=cobol", "stack")]
    [TestCase("stack=Node", "stack")]
    [TestCase("stack=0", "stack")]
    [TestCase("stack=", "stack")]
    [TestCase("seniority=principal", "seniority")]
    [TestCase("include=vendor", "include")]
    [TestCase("include=indicative,all", "include")]
    public async Task GetReadiness_BadParameter_Is400AndNamesIt(string query, string parameter)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var response = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/readiness/backend-engineer?{query}");

        Assert.That((await response.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { parameter }));
    }

    [TestCase("2026-06-01T09:00:00Z")]
    [TestCase("2026-06-01T11:00:00%2B02:00")]
    [TestCase("2026-06-01T11:00:00+02:00", Description = "an unescaped plus")]
    [TestCase("2026-06-01T09:01:00Z", Description = "a clock that is a minute ahead")]
    [TestCase("2026-05-31T23:59:59.9999999Z")]
    [TestCase("0001-01-01T00:00:00Z")]
    public async Task GetPassport_AsOfSpelledAsRfc3339_IsShown(string asOf)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var response = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}?asOf={asOf}");

        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    [TestCase("?asOff=2026-05-01T12:00:00Z", "asOff")]
    [TestCase("?ASOF=2026-05-01T12:00:00Z", "ASOF")]
    [TestCase("?limit=1", "limit")]
    [TestCase("?=1", "")]
    [TestCase("?a&b=2", "a", "b")]
    public async Task Query_ThatTheRouteDoesNotHave_Is400AndNamesIt(string query, params string[] parameters)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var response = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}{query}");

        Assert.That((await response.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(parameters));
    }

    [TestCase("gzip")]
    [TestCase("br, gzip")]
    [TestCase("identity, identity")]
    public async Task Body_InACodingThatIsNotUndone_Is415AndNamesWhatIs(string coding)
    {
        using var client = App.Client();
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        using var refused = await client.SendContentAsync(HttpMethod.Post, "/v1/passports", content);

        await refused.ProblemAsync(415, "unsupported-media-type");
        Assert.That(string.Concat(refused.Headers.GetValues("Accept-Encoding")), Is.EqualTo("identity"));
    }

    [Test]
    public async Task Body_WithTheIdentityCoding_IsTaken()
    {
        using var client = App.Client();
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", "Identity");

        using var created = await client.SendContentAsync(HttpMethod.Post, "/v1/passports", content);

        Assert.That((int)created.StatusCode, Is.EqualTo(201));
    }

    [Test]
    public async Task GetReadiness_UnknownRole_Is404()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var response = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/readiness/astronaut");

        await response.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task GetReadiness_RoleWithoutABundle_Is422()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var response = await owner.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}/readiness/data-engineer");

        await response.ProblemAsync(422, "bundle-not-published");
    }
}
