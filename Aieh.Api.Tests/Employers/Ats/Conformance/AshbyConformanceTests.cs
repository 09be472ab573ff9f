using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>Ashby's Assessments Partner API: what Ashby calls.</summary>
[TestFixture]
public sealed class AshbyConformanceTests : AshbyConformanceFixture
{
    [Test]
    [Fact(ContractPart.AshbyCalls, "style", "All calls are POST, with a dot in the path, JSON and snake_case; custom fields are none")]
    public async Task Calls_AreAllPost_WithADotInThePath()
    {
        using var anonymous = App.Client();
        var document = await AskAsync(anonymous, "/openapi/v1.json");
        var paths = document["paths"]!.AsObject()
            .Where(path => path.Key.StartsWith("/ats/ashby/", StringComparison.Ordinal))
            .ToDictionary(path => path.Key.Split('/')[^1], path => path.Value!.AsObject().Select(operation => operation.Key).ToArray());
        var fields = await AskAsync(Caller, "/ats/ashby/assessment.customField.list", new JsonObject());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(paths.Keys, Is.EquivalentTo(new[]
            {
                "assessment.list", "assessment.start", "assessment.cancel", "assessment.customField.list",
            }));
            Assert.That(paths.Values, Is.All.EqualTo(new[] { "post" }));
            Assert.That(fields.ToJsonString(), Is.EqualTo("""{"fields":[]}"""));
        }
    }

    [TestCase("{0}:", 200)]
    [TestCase(":{0}", 200)]
    [TestCase("aieh_live_nobody:", 401)]
    [Fact(ContractPart.AshbyCalls, "our key", "HTTP Basic: our key as user name without a password; as password it is taken too")]
    public async Task Key_IsTakenAsUserNameOrPassword(string pair, int status)
    {
        using var ashby = App.Client();
        var shown = Convert.ToBase64String(Encoding.ASCII.GetBytes(pair.Replace("{0}", Key, StringComparison.Ordinal)));
        ashby.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", shown);

        var (answered, answer) = await TryAsync(ashby, List, new JsonObject());

        Assert.That(answered, Is.EqualTo(status));
        Assert.That((bool)answer!["success"]!, Is.EqualTo(status == 200));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Fact(ContractPart.AshbyList, "answer", "The body is empty; the answer has for each assessment a UUID, a name and a description")]
    public async Task List_OfAnEmptyBody_HasIdsNamesAndDescriptions(bool isEmpty)
    {
        using var content = isEmpty ? null : new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await Caller.SendContentAsync(HttpMethod.Post, List, content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That((bool)answer["success"]!, Is.True);
            Assert.That(answer["results"]!.AsArray(), Is.Not.Empty);
            foreach (var type in answer["results"]!.AsArray())
            {
                Assert.That(
                    type!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "assessment_type_id", "name", "description" }));
                Assert.That(Guid.TryParseExact((string)type["assessment_type_id"]!, "D", out _), Is.True);
                Assert.That(IsText(type["name"]) && IsText(type["description"]), Is.True);
            }
        }
    }

    [Test]
    [Fact(
        ContractPart.Start, "assessment_type_id",
        "`assessment_type_id` is a UUID of the list; another is refused in words for the recruiter")]
    public async Task AssessmentTypeId_IsOneOfTheList()
    {
        var id = await StartAsync(StartOf(await TypeIdAsync("Python")));
        var (status, refused) = await TryAsync(Caller, Start, StartOf(NewId().ToString()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Employer.GetAsync(id)).Remaining, Is.EqualTo(new[] { Python }));
            Assert.That(status, Is.EqualTo(422));
            Assert.That((bool)refused!["success"]!, Is.False);
            Assert.That((string)refused["message"]!, Is.Not.Empty);
        }
    }

    [Test]
    [Fact(
        ContractPart.Start, "candidate.{ashby_id, first_name, last_name, email, ashby_profile_url}",
        "Of the candidate, name and address are kept; the ids of Ashby are not")]
    public async Task Candidate_IsKeptByNameAndAddress()
    {
        var start = StartOf(await TypeIdAsync("Python"));

        var invitation = await Employer.GetAsync(await StartAsync(start));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(invitation.Candidate!.Name, Is.EqualTo("Robin Example"));
            Assert.That(invitation.Candidate.Email, Is.EqualTo((string)start["candidate"]!["email"]!));
            Assert.That(
                invitation.ToString(), Does.Not.Contain((string)start["candidate"]!["ashby_id"]!).And.Not.Contain("app.ashbyhq.com"));
        }
    }

    [Test]
    [Fact(
        ContractPart.Start, "application.{ashby_id, status}",
        "`application.ashby_id` and the assessment tell a repeat, within the tenant, perhaps at once; `status` may change")]
    public async Task Application_TellsARepeat()
    {
        var start = StartOf(await TypeIdAsync("Python"));
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync((JsonObject)start.DeepClone())));
        start["application"]!["status"] = "Hired";
        var repeated = await StartAsync(start);
        start["assessment_type_id"] = await TypeIdAsync("AI-Augmented");
        var ofAnother = await StartAsync(start);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids.Append(repeated).Distinct().ToArray(), Has.Length.EqualTo(1));
            Assert.That(ofAnother, Is.Not.EqualTo(repeated));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    [Fact(ContractPart.Start, "job.{ashby_id, name, ashby_job_url}", "The job is taken, and not kept")]
    [Fact(ContractPart.Start, "job.req_id", "`job.req_id` may be missing")]
    [Fact(ContractPart.Start, "job.hiringTeam[]", "`job.hiringTeam` may be missing; the people in it are not kept")]
    public async Task Job_IsTaken_AndNotKept(bool isWhole)
    {
        var start = StartOf(await TypeIdAsync("Python"));
        if (isWhole)
        {
            start["job"]!["req_id"] = "REQ-1";
            start["job"]!["hiringTeam"] = new JsonArray(new JsonObject
            {
                ["userId"] = NewId().ToString(), ["firstName"] = "Sam", ["lastName"] = "Sample", ["email"] = "sam@example.org",
                ["role"] = "Recruiter",
            });
        }

        var invitation = await Employer.GetAsync(await StartAsync(start));

        Assert.That(invitation.ToString(), Does.Not.Contain("sam@").And.Not.Contain("A job of this test"));
        Assert.That(string.Concat(App.Logs.Entries), Does.Not.Contain("sam@"));
    }

    [Test]
    [Fact(ContractPart.StartAnswer, "success", "It is `success` with `results.assessment_id`, a UUID")]
    public async Task Answer_HasSuccessAndAUuid()
    {
        var answer = await AskAsync(Caller, Start, StartOf(await TypeIdAsync("Python")));

        Assert.That((bool)answer["success"]!, Is.True);
        Assert.That(Guid.TryParseExact((string)answer["results"]!["assessment_id"]!, "D", out _), Is.True);
    }

    [Test]
    [Fact(ContractPart.StartAnswer, "refusal", "A refusal says no success and has a message, whatever its status")]
    public async Task Refusals_HaveAMessage()
    {
        using var stranger = await StrangerAsync();
        using var nobody = Basic("aieh_live_nobody");
        var start = StartOf(await TypeIdAsync("Python"));
        var broken = StartOf(await TypeIdAsync("Python"));
        broken.Remove("application");

        (int, JsonNode?)[] refusals =
        [
            await TryAsync(nobody, Start, start), await TryAsync(stranger, Start, start), await TryAsync(Caller, Start, broken),
        ];

        Assert.That(refusals.Select(refusal => refusal.Item1), Is.EqualTo(new[] { 401, 422, 400 }));
        using (Assert.EnterMultipleScope())
        {
            foreach (var (_, refusal) in refusals)
            {
                Assert.That((bool?)refusal!["success"], Is.False);
                Assert.That((string?)refusal["message"], Is.Not.Null.And.Not.Empty);
            }
        }
    }

    [Test]
    [Fact(
        ContractPart.Cancel, "known",
        "The assessment is cancelled, and `results` is an object with its id; again, it is the same answer")]
    [Fact(ContractPart.Cancel, "unknown", "An id that is not known is answered in the same way")]
    public async Task Cancel_OfAnything_IsSuccess()
    {
        var id = await StartAsync(StartOf(await TypeIdAsync("Python")));
        foreach (var asked in new[] { id, id, NewId() })
        {
            var answer = await AskAsync(Caller, Cancel, new JsonObject { ["assessment_id"] = asked.ToString() });
            Assert.That((bool)answer["success"]!, Is.True);
            Assert.That((string)answer["results"]!["assessment_id"]!, Is.EqualTo(asked.ToString()));
        }

        Assert.That((await Employer.GetAsync(id)).State, Is.EqualTo(InvitationState.Cancelled));
    }
}
