using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Attempts;

/// <summary>Which help is allowed, and who has agreed to that.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class DeclarationTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";

    [TestCase("full")]
    [TestCase("sample")]
    public async Task Start_DeclaringTheFormsPolicy_IsKeptAndShownWhereverTheScoreIs(string name)
    {
        var form = FormSlugs.Parse(name);
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var client = owner;
        var policy = await PolicyAsync(client, form);

        var attempt = await StartAsync(client, form, policy.Version);
        var report = await SubmitAsync(client, attempt);

        var expected = ((AiPolicyKind?)policy.Kind, policy.Version, (DateTimeOffset?)attempt.StartedAt);
        foreach (var shown in new[] { attempt.AiPolicy, report.AiPolicy })
        {
            Assert.That((shown?.Kind, shown!.Version, shown.AgreedAt), Is.EqualTo(expected));
        }

        var export = JsonNode.Parse(await client.GetStringAsync($"/v1/passports/{passport}/export"))!;
        foreach (var shown in new[] { export["attempts"]![0]!["aiPolicy"]!, export["evidence"]![0]!["aiPolicy"]! })
        {
            Assert.That(((string?)shown["version"], (DateTimeOffset)shown["agreedAt"]!), Is.EqualTo((policy.Version, attempt.StartedAt)));
        }
    }

    [Test]
    public async Task Start_WithoutADeclaration_SaysWhichHelpWasAllowedAndThatNobodyHasAgreed()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var client = owner;
        var policy = await PolicyAsync(client, FormKind.Full);

        var attempt = await StartAsync(client, FormKind.Full, declared: null);
        await SubmitAsync(client, attempt);

        var shown = JsonNode.Parse(await client.GetStringAsync($"/v1/passports/{passport}"))!["assessments"]![0]!["aiPolicy"]!;
        Assert.That((attempt.AiPolicy!.Version, attempt.AiPolicy.AgreedAt), Is.EqualTo((policy.Version, (DateTimeOffset?)null)));
        Assert.That(((string?)shown["kind"], shown["agreedAt"]), Is.EqualTo(("none", (JsonNode?)null)));
    }

    [Test]
    public async Task Start_DeclaringAnotherVersion_IsRefusedWithTheCurrentOne()
    {
        var (_, owner, _) = await App.CreatePassportAsync();
        using var client = owner;
        var policy = await PolicyAsync(client, FormKind.Full);
        var request = new CreateAttemptRequest
        {
            Assessment = Python, Form = FormKind.Full, Declaration = new AttemptDeclarationRequest { Policy = "of-last-year" },
        };

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/attempts", request, "start");
        var renewed = request with { Declaration = new AttemptDeclarationRequest { Policy = policy.Version } };
        using var started = await client.SendAsync(HttpMethod.Post, "/v1/attempts", renewed, "start");

        Assert.That((string?)(await refused.ProblemAsync(422, "declaration-outdated"))["policy"], Is.EqualTo(policy.Version));
        Assert.That((int)started.StatusCode, Is.EqualTo(201), "the key is free");
    }

    private static async Task<AiPolicyResponse> PolicyAsync(HttpClient client, FormKind form)
    {
        var assessment = await client.GetAsync<AssessmentResponse>($"/v1/assessments/{Python}");
        var policy = assessment.Forms.Single(each => each.Form == form).AiPolicy!;
        Assert.That((policy.Text, policy.HonourStatement), Is.Not.EqualTo(("", "")));
        return policy;
    }

    private static Task<AttemptResponse> StartAsync(HttpClient client, FormKind form, string? declared)
    {
        var declaration = declared is null ? null : new AttemptDeclarationRequest { Policy = declared };
        var request = new CreateAttemptRequest { Assessment = Python, Form = form, Declaration = declaration };
        return client.PostAsync<AttemptResponse>("/v1/attempts", request);
    }

    private Task<ScoreReportResponse> SubmitAsync(HttpClient client, AttemptResponse attempt) => client.PostAsync<ScoreReportResponse>(
        $"/v1/attempts/{attempt.Id}/submission", new SubmitAttemptRequest { Responses = App.Answers(attempt, 3) }, $"{attempt.Id}");
}
