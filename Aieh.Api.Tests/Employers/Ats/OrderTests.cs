using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats;

/// <summary>What all systems have in common, seen through Greenhouse where one is needed.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class OrderTests<TDatabase> : AtsFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";

    [Test]
    public async Task Tests_AreActiveLoopsAndSingleAssessments_UnderNamesOfTheirOwn()
    {
        using var employer = await Employer.CreateAsync(App);
        var (_, _, token) = await App.CreateKeyAsync(Scopes.OrdersWrite, employer.Tenant);
        using var system = Basic(token);
        var (first, second) = (await employer.CreateLoopAsync(), await employer.CreateLoopAsync());
        var archived = await employer.CreateLoopAsync();
        using (var patched = await employer.Client.SendAsync(
            HttpMethod.Patch, $"/v1/hiring-loops/{archived}", """{"state":"archived"}""", null, ("If-Match", "*")))
        {
            Assert.That((int)patched.StatusCode, Is.EqualTo(200));
        }

        var tests = (await AskAsync(system, "/ats/greenhouse/list_tests")).AsArray();
        var names = tests.Select(test => (string)test!["partner_test_name"]!).ToList();
        var ids = tests.Select(test => Guid.Parse((string)test!["partner_test_id"]!)).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Does.Contain(first).And.Contain(second).And.Not.Contain(archived));
            Assert.That(names, Is.Unique.And.Contains("Python Fundamentals (single assessment)"));
            Assert.That(ids, Is.Unique);
        }
    }

    [Test]
    public async Task SingleAssessment_IsALoopWithoutARole_WhichItsFirstOrderMakes()
    {
        using var system = Basic(Key);
        var test = TestsOnOffer.IdOf(Employer.Tenant, Python);

        var ids = await Task.WhenAll(OrderAsync(system, test), OrderAsync(system, test), OrderAsync(system, test));
        var loop = await Employer.Client.GetAsync<HiringLoopResponse>($"/v1/hiring-loops/{test}");
        var listed = (await AskAsync(system, "/ats/greenhouse/list_tests")).AsArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Is.Unique);
            Assert.That(loop.Role, Is.Null);
            Assert.That(loop.Assessments, Is.EqualTo([Python]));
            Assert.That(loop.Weights, Has.Count.EqualTo(1));
            Assert.That(listed.Count(each => (string)each!["partner_test_id"]! == test.ToString()), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Order_OfAnotherTenantsLoop_IsNotFound()
    {
        using var other = await Employer.CreateAsync(App);
        using var system = Basic(Key);

        using var response = await system.SendAsync(
            HttpMethod.Post, "/ats/greenhouse/send_test", SendOf(await other.CreateLoopAsync()).ToJsonString());

        await response.ProblemAsync(404, "not-found");
    }

    [TestCase("basic, as user name", true)]
    [TestCase("basic, as password", true)]
    [TestCase("bearer", true)]
    [TestCase("basic, of another scope", false)]
    public async Task Key_IsTaken_HoweverItIsShown(string how, bool isTaken)
    {
        var (_, _, other) = await App.CreateKeyAsync(Scopes.InvitationsWrite, Employer.Tenant);
        using var client = how switch
        {
            "basic, as user name" => Basic(Key),
            "basic, as password" => App.Client(),
            "bearer" => App.Client(Key),
            _ => Basic(other),
        };
        if (how == "basic, as password")
        {
            var pair = Convert.ToBase64String(global::System.Text.Encoding.UTF8.GetBytes(":" + Key));
            client.DefaultRequestHeaders.Authorization = new("Basic", pair);
        }

        using var response = await client.GetAsync(new Uri("/ats/greenhouse/list_tests", UriKind.Relative));

        Assert.That((int)response.StatusCode, Is.EqualTo(isTaken ? 200 : 403));
    }

    [TestCase("Basic")]
    [TestCase("Basic ")]
    [TestCase("Basic %%%")]
    [TestCase("Basic Og==")]
    [TestCase("Basic YWllaF9saXZlX3dyb25nOg==")]
    [TestCase("Digest abc")]
    public async Task Credential_ThatIsNone_IsChallengedAsBasic(string authorization)
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var response = await client.GetAsync(new Uri("/ats/greenhouse/list_tests", UriKind.Relative));
        var problem = await response.ProblemAsync(401, "invalid-token");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Basic realm=\"aieh\""));
            Assert.That((string?)problem["message"], Is.Not.Empty);
            Assert.That((bool?)problem["success"], Is.False);
        }
    }

    [Test]
    public async Task BasicCredential_OutsideOfTheAdapters_IsRefused()
    {
        using var client = Basic(Key);

        using var response = await client.GetAsync(new Uri("/v1/hiring-loops", UriKind.Relative));

        await response.ProblemAsync(401, "invalid-token");
    }

    [Test]
    public async Task Order_LeavesATrail_WithoutTheCandidate()
    {
        using var system = Basic(Key);
        using var auditor = App.Client((await App.CreateKeyAsync(Scopes.AuditRead, Employer.Tenant)).Token);
        var id = await OrderAsync(system, TestsOnOffer.IdOf(Employer.Tenant, "ai-augmented-sql"));

        var log = await auditor.GetAsync<AuditLogResponse>("/v1/audit-log?limit=200");
        var text = string.Concat(log.Items.Select(entry => entry.ToString()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(log.Items.Select(entry => (entry.Action, entry.Subject)), Does.Contain(("invitation.created", $"invitation:{id}")));
            Assert.That(text, Does.Not.Contain("Example").And.Not.Contain("robin@"));
            Assert.That(string.Concat(App.Logs.Entries), Does.Not.Contain("robin@").And.Not.Contain(Key));
        }
    }

    [Test]
    public async Task SecondOrder_OfTheSamePerson_IsCompletedAtOnce_AndTheFirstOnesResultStays()
    {
        using var system = Basic(Key);
        var test = TestsOnOffer.IdOf(Employer.Tenant, Python);
        var passport = await FreshPassportAsync(Python);
        var (first, second) = (await OrderAsync(system, test), await OrderAsync(system, test));
        await AcceptAsync(first, passport);
        await AcceptAsync(second, passport);

        var states = new List<string>();
        foreach (var order in new[] { first, second })
        {
            var status = await AskAsync(system, $"/ats/greenhouse/test_status?partner_interview_id={order}");
            states.Add($"{status["partner_status"]} {status["partner_score"]}");
            var result = await Employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{order}/result");
            Assert.That(result.Readiness!.Readiness, Is.EqualTo((int?)status["partner_score"]));
        }

        Assert.That(states[0], Does.StartWith("complete ").And.EqualTo(states[1]));
    }

    [Test]
    public async Task Result_ThatASystemIsTold_StandsInTheOwnersAccessLog()
    {
        using var system = Basic(Key);
        var order = await OrderAsync(system, TestsOnOffer.IdOf(Employer.Tenant, Python));
        var passport = await FreshPassportAsync(Python);
        var accepted = await AcceptAsync(order, passport);
        using var owner = App.Client(passport);

        await AskAsync(system, $"/ats/greenhouse/test_status?partner_interview_id={order}");

        var log = await owner.GetAsync<AccessLogResponse>($"/v1/passports/{accepted.Passport}/access-log");
        Assert.That(log.Items.Select(access => access.Action), Does.Contain("result.read"));
    }

    [Test]
    public async Task KeyOfAnOrder_WithAnotherTest_TellsNothing()
    {
        using var system = Basic(Key);
        var send = SendOf(TestsOnOffer.IdOf(Employer.Tenant, Python));
        send["url"] = $"{System.Address}take_home_tests/{NewId():N}";
        await AskAsync(system, "/ats/greenhouse/send_test", send);
        send["partner_test_id"] = NewId().ToString();

        using var response = await system.SendAsync(HttpMethod.Post, "/ats/greenhouse/send_test", send.ToJsonString());

        await response.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Erasure_LeavesNoKeyThatWasMadeFromAnAddress()
    {
        using var system = Basic(Key);
        var order = await OrderAsync(system, TestsOnOffer.IdOf(Employer.Tenant, Python));
        var passport = await FreshPassportAsync(Python);
        var accepted = await AcceptAsync(order, passport);
        using var owner = App.Client(passport);
        var before = await App.CountAsync("AtsOrder", "InvitationId = @Id AND OrderKey LIKE 'who %'", order);

        using var erased = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{accepted.Passport}");

        Assert.That((int)erased.StatusCode, Is.EqualTo(204));
        Assert.That(before, Is.EqualTo(1));
        Assert.That(await App.CountAsync("AtsOrder", "InvitationId = @Id AND OrderKey IS NULL", order), Is.EqualTo(1));
    }

    private static JsonObject SendOf(Guid test) => new()
    {
        ["partner_test_id"] = test.ToString(),
        ["candidate"] = new JsonObject
        {
            ["first_name"] = "Robin", ["last_name"] = "Example", ["email"] = $"robin@{NewId():N}.example.org",
        },
    };

    private static async Task<Guid> OrderAsync(HttpClient system, Guid test) =>
        Guid.Parse((string)(await AskAsync(system, "/ats/greenhouse/send_test", SendOf(test)))["partner_interview_id"]!);
}
