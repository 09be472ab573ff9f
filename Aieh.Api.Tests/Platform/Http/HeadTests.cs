using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>HEAD is GET without the body, on every route; the case http/c1-head is one.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class HeadTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    /// <summary>What belongs to the connection or the moment.</summary>
    private static readonly string[] _ofTheMoment = ["Date", "Transfer-Encoding"];

    [Test]
    public async Task Head_OfWhateverCanBeRead_HasTheHeadersOfGetAndNoBody()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", sample);
        string[] paths =
        [
            "/v1/roles", "/v1/roles/backend-engineer", "/v1/assessments", "/v1/methodology", "/v1/concordances",
            $"/v1/passports/{passport}", $"/v1/passports/{passport}/evidence", $"/v1/passports/{passport}/grants",
            $"/v1/passports/{passport}/export", $"/v1/passports/{passport}/readiness/backend-engineer",
            $"/v1/attempts/{attempt.Id}", $"/v1/attempts/{attempt.Id}/next", $"/v1/attempts/{attempt.Id}/score",
            "/v1/roles/astronaut", "/v1/roles?limit=0", "/v1/unknown", "/openapi/v1.yaml", "/health/live",
        ];
        foreach (var path in paths)
        {
            using var get = await owner.SendAsync(HttpMethod.Get, path);
            using var head = await owner.SendAsync(HttpMethod.Head, path);

            Assert.That(head.StatusCode, Is.EqualTo(get.StatusCode), path);
            Assert.That(HeadersOf(head), Is.EquivalentTo(HeadersOf(get)), path);
            Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty, path);
        }
    }

    [Test]
    public async Task Head_OfWhatTheClientHolds_Is304()
    {
        using var client = App.Client();
        using var get = await client.SendAsync(HttpMethod.Get, "/v1/roles/backend-engineer");

        using var head = await client.SendAsync(
            HttpMethod.Head, "/v1/roles/backend-engineer", null, null, ("If-None-Match", get.Headers.ETag!.ToString()));

        Assert.That((int)head.StatusCode, Is.EqualTo(304));
    }

    private static IEnumerable<string> HeadersOf(HttpResponseMessage response) =>
        from header in response.Headers.Concat(response.Content.Headers)
        where !_ofTheMoment.Contains(header.Key)
        select $"{header.Key}: {string.Join(", ", header.Value)}";
}
