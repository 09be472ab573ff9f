using System.Text.Json.Nodes;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>The service with a connection to Ashby.</summary>
public abstract class AshbyConformanceFixture : ConformanceFixture
{
    protected const string List = "/ats/ashby/assessment.list";
    protected const string Start = "/ats/ashby/assessment.start";
    protected const string Cancel = "/ats/ashby/assessment.cancel";
    protected const string ApiKey = "key-that-ashby-has-issued";

    [OneTimeSetUp]
    public Task Connect() => Employer.Client.PutAsync("/v1/ats-connections/ashby", new { apiKey = ApiKey });

    /// <summary>An assessment of the tenant's, as Ashby lists it, by the beginning of its name.</summary>
    protected async Task<string> TypeIdAsync(string name)
    {
        var types = (await AskAsync(Caller, List, new JsonObject()))["results"]!.AsArray();
        return (string)types.First(
            type => ((string)type!["name"]!).StartsWith(name, StringComparison.Ordinal))!["assessment_type_id"]!;
    }

    /// <summary>What Ashby sends, as its documentation shows it.</summary>
    protected JsonObject StartOf(string type) => new()
    {
        ["assessment_type_id"] = type,
        ["candidate"] = new JsonObject
        {
            ["ashby_id"] = NewId().ToString(), ["first_name"] = "Robin", ["last_name"] = "Example",
            ["email"] = $"robin{NewNumber()}@example.org", ["ashby_profile_url"] = "https://app.ashbyhq.com/candidates/1",
        },
        ["application"] = new JsonObject { ["ashby_id"] = NewId().ToString(), ["status"] = "Active" },
        ["job"] = new JsonObject
        {
            ["ashby_id"] = NewId().ToString(), ["name"] = "A job of this test", ["ashby_job_url"] = "https://app.ashbyhq.com/jobs/1",
        },
    };

    protected async Task<Guid> StartAsync(JsonObject start) =>
        Guid.Parse((string)(await AskAsync(Caller, Start, start))["results"]!["assessment_id"]!);

    /// <summary>The updates of an assessment, once there are so many.</summary>
    protected async Task<IReadOnlyList<JsonNode>> UpdatesAsync(Guid id, int count)
    {
        await ToldAsync("ashby", id, count);
        var calls = System.CallsWith(id.ToString());
        Assert.That(calls, Has.Count.EqualTo(count));
        Assert.That(calls.Select(call => $"{call.Method} {call.Path}"), Is.All.EqualTo("POST /assessment.update"));
        return [.. calls.Select(call => JsonNode.Parse(call.Body)!)];
    }
}
