using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>What readers of evidence learn where nobody has watched.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SupervisionTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [TestCase("full", "assessed")]
    [TestCase("sample", "indicative")]
    public async Task Evidence_OfAnAttempt_IsUnsupervisedWhereverItIsShown(string form, string kind)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var attempt = await SubmitAsync(owner, form);

        foreach (var shown in await ShownAsync(owner, passport, attempt))
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(((string?)shown["kind"], (string?)shown["supervision"]), Is.EqualTo((kind, "unsupervised")));
                Assert.That((shown["supervisedBy"], shown["supervisedAt"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
                Assert.That(shown.ToJsonString(), Does.Not.Contain("certified"));
            }
        }
    }

    private static async Task<Guid> SubmitAsync(HttpClient owner, string form)
    {
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", new { Assessment = "python-fundamentals", Form = form });
        using var submitted = await owner.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", "{}", $"submit-{attempt.Id}");
        Assert.That(submitted.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        return attempt.Id;
    }

    /// <summary>The only piece of evidence, in the list, in the export and as the report of its attempt.</summary>
    private static async Task<JsonNode[]> ShownAsync(HttpClient owner, Guid passport, Guid attempt)
    {
        var list = await ReadAsync($"/v1/passports/{passport}/evidence");
        var export = await ReadAsync($"/v1/passports/{passport}/export");
        var report = await ReadAsync($"/v1/attempts/{attempt}/score");
        return [list["items"]!.AsArray().Single()!, export["evidence"]!.AsArray().Single()!, report];

        async Task<JsonNode> ReadAsync(string path) => JsonNode.Parse(await owner.GetStringAsync(path))!;
    }
}
