using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>The general rules of Greenhouse's Assessment Partner API, and its list of tests.</summary>
[TestFixture]
public sealed class GreenhouseConformanceTests : ConformanceFixture
{
    private const string ListTests = "/ats/greenhouse/list_tests";
    private const string SendTest = "/ats/greenhouse/send_test";

    [Test]
    [Fact(
        ContractPart.GreenhouseRules, "Transport", "Addresses are https: those that we give, and the one that we are given",
        Except = "TLS is ended in front of the service, by what the operator sets there")]
    public async Task Transport_EveryAddressGivenOrTaken_IsHttps()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        var id = await SendAsync(send);
        await CompleteAsync(id);
        var report = new Uri((string)(await StatusAsync(id))["partner_profile_url"]!);

        send["url"] = "http://app.greenhouse.io/integrations/testing_partners/take_home_tests/1";
        var (status, _) = await TryAsync(Caller, SendTest, send);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Scheme, Is.EqualTo("https"));
            Assert.That(status, Is.EqualTo(422));
        }
    }

    [Test]
    [Fact(ContractPart.GreenhouseRules, "Auth", "HTTP Basic: the key is the user name, and the password is empty")]
    public async Task Auth_KeyAsUserNameWithoutPassword_IsTaken()
    {
        using var greenhouse = App.Client();
        greenhouse.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(Key + ":")));

        var (status, tests) = await TryAsync(greenhouse, ListTests);

        Assert.That(status, Is.EqualTo(200));
        Assert.That(tests!.AsArray(), Is.Not.Empty);
    }

    [Test]
    [Fact(ContractPart.GreenhouseRules, "Key", "A key has fewer than 171 characters, and alone says whose tests are listed")]
    public async Task Key_IsShort_AndSelectsTheTenant()
    {
        var loop = await Employer.CreateLoopAsync(new { name = "Of one tenant alone" });
        using var stranger = await StrangerAsync();

        var (own, others) = (await AskAsync(Caller, ListTests), await AskAsync(stranger, ListTests));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Key, Has.Length.LessThan(171).And.Match("^[!-9;-~]+$"), "of ASCII, and without the colon that would end it");
            Assert.That(IdsOf(own), Does.Contain(loop.ToString()));
            Assert.That(IdsOf(others), Has.None.AnyOf([.. IdsOf(own)]));
        }
    }

    [Test]
    [Fact(
        ContractPart.GreenhouseRules, "URL",
        "Each of the four calls has an address of its own; the one for errors also answers under the name of the documentation's example")]
    public async Task Addresses_OfAllCalls_Answer()
    {
        var id = await SendAsync(SendTestOf(await TestIdAsync("Python")));
        var error = new JsonObject { ["api_call"] = "test_status", ["errors"] = new JsonArray("it is malformed") };

        (int Status, JsonNode?)[] answers =
        [
            await TryAsync(Caller, ListTests), await TryAsync(Caller, $"/ats/greenhouse/test_status?partner_interview_id={id}"),
            await TryAsync(Caller, "/ats/greenhouse/response_error", error),
            await TryAsync(Caller, "/ats/greenhouse/request_errors", error),
        ];

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
    }

    [Test]
    [Fact(
        ContractPart.GreenhouseRules, "Naming",
        "Names are in snake_case; what has no value is null and not left out; members that Greenhouse may add are passed over")]
    public async Task Names_AreSnakeCase_MissingIsNull_AndUnknownIsPassedOver()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        send["a_new_member"] = new JsonObject { ["in_depth"] = new JsonArray(1) };
        send["candidate"]!["another_new_member"] = true;
        var sent = await AskAsync(Caller, SendTest, send);
        var status = await StatusAsync(Guid.Parse((string)sent["partner_interview_id"]!));
        var taken = await AskAsync(
            Caller, "/ats/greenhouse/response_error", new JsonObject { ["api_call"] = "test_status", ["a_new_member"] = 1 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                new[] { await AskAsync(Caller, ListTests), sent, status, taken }.SelectMany(NamesIn),
                Is.All.Matches("^[a-z]+(_[a-z]+)*$"));
            Assert.That(IsNull(status, "partner_profile_url"), Is.True);
            Assert.That(IsNull(status, "partner_score"), Is.True);
        }
    }

    [TestCase(200)]
    [TestCase(202)]
    [TestCase(204)]
    [Fact(ContractPart.GreenhouseRules, "Success", "Any 2xx is success, in both directions")]
    public async Task Success_IsAny2xx(int status)
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        System.Answer = _ => status;
        var id = await SendAsync(send);
        await CompleteAsync(id);

        var told = (await ToldAsync("greenhouse", id)).Single(call => call.Status is not null);

        Assert.That((told.State, told.Status, told.Attempts), Is.EqualTo((WebhookDeliveryState.Delivered, status, 1)));
        Assert.That(CallsTo(send), Has.Count.EqualTo(1));
    }

    [Test]
    [Fact(
        ContractPart.GreenhouseRules, "Errors documented", "A key that is none is answered with 401, what is not there with 404",
        Except = "what Greenhouse never sends (an address elsewhere, no JSON) gets 400 or 422")]
    public async Task Errors_Are401And404()
    {
        using var nobody = Basic("aieh_live_nobody");
        var unknown = SendTestOf(NewId().ToString());
        var error = new JsonObject { ["api_call"] = "test_status", ["errors"] = new JsonArray() };

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await TryAsync(nobody, ListTests)).Status, Is.EqualTo(401));
            Assert.That((await TryAsync(nobody, SendTest, unknown)).Status, Is.EqualTo(401));
            Assert.That((await TryAsync(nobody, $"/ats/greenhouse/test_status?partner_interview_id={NewId()}")).Status, Is.EqualTo(401));
            Assert.That((await TryAsync(nobody, "/ats/greenhouse/response_error", error)).Status, Is.EqualTo(401));
            Assert.That((await TryAsync(Caller, SendTest, unknown)).Status, Is.EqualTo(404));
            Assert.That((await TryAsync(Caller, $"/ats/greenhouse/test_status?partner_interview_id={NewId()}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    [Fact(
        ContractPart.GreenhouseRules, "Timeouts",
        "How long Greenhouse waits is not told: nothing that we answer waits for a call of ours, even while Greenhouse hangs")]
    public async Task Answers_DoNotWaitForCallsOfOurs()
    {
        var test = await TestIdAsync("Python");
        var send = SendTestOf(test);
        using var hangs = new SemaphoreSlim(0);
        System.Answer = _ => hangs.Wait(HangGuard.Limit) ? 200 : 500;
        var completed = await SendAsync(send);
        try
        {
            await CompleteAsync(completed);
            await UntilAsync(() => CallsTo(send).Count == 1);

            var meanwhile = SendTestOf(test);
            var id = await SendAsync(meanwhile);
            var status = await StatusAsync(id);

            Assert.That((string)status["partner_status"]!, Is.Not.EqualTo("complete"));
            Assert.That(CallsTo(meanwhile), Is.Empty);
        }
        finally
        {
            hangs.Release(100);
            await ToldAsync("greenhouse", completed);
        }
    }

    [Test]
    [Fact(
        ContractPart.GreenhouseRules, "Rate limits / retries from Greenhouse",
        "Repeats come without a key that tells them, perhaps at once: they make one order")]
    public async Task Repeats_AtOnce_AreOneOrder()
    {
        var send = SendTestOf(await TestIdAsync("AI-Augmented"));

        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync((JsonObject)send.DeepClone())));

        Assert.That(ids.Distinct().ToArray(), Has.Length.EqualTo(1));
    }

    [Test]
    [Fact(
        ContractPart.GreenhouseRules, "Cancellation",
        "There is no call that cancels; what the employer takes back is seen in its status")]
    public async Task Cancellation_HasNoCall_AndIsSeenInTheStatus()
    {
        using var anonymous = App.Client();
        var document = await AskAsync(anonymous, "/openapi/v1.json");
        var id = await SendAsync(SendTestOf(await TestIdAsync("Python")));
        await CancelAsync(id);

        var paths = document["paths"]!.AsObject().Select(path => path.Key)
            .Where(path => path.StartsWith("/ats/greenhouse/", StringComparison.Ordinal)).Select(path => path.Split('/')[^1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                paths, Is.EquivalentTo(new[] { "list_tests", "send_test", "test_status", "response_error", "request_errors" }));
            Assert.That((string)(await StatusAsync(id))["partner_status"]!, Is.EqualTo("cancelled"));
            Assert.That((await ToldAsync("greenhouse", id)).Select(call => call.Status), Is.All.Null);
        }
    }

    [Test]
    [Fact(ContractPart.ListTests, "partner_test_id", "`partner_test_id` is text, the same in each list, and can be ordered")]
    [Fact(ContractPart.ListTests, "partner_test_name", "`partner_test_name` is text, and no two tests of a tenant have the same")]
    public async Task List_IsABareArray_OfStableIdsAndUniqueNames()
    {
        await Employer.CreateLoopAsync(new { name = "Twice" });
        await Employer.CreateLoopAsync(new { name = "Twice" });
        var tests = await AskAsync(Caller, ListTests);
        var again = await AskAsync(Caller, ListTests);
        using var another = Basic((await App.CreateKeyAsync(Scopes.OrdersWrite, Employer.Tenant)).Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tests.GetValueKind(), Is.EqualTo(JsonValueKind.Array), "it is wrapped in nothing");
            Assert.That(tests.AsArray().All(test => IsText(test!["partner_test_id"]) && IsText(test["partner_test_name"])), Is.True);
            Assert.That(tests.AsArray().Select(test => (string)test!["partner_test_name"]!), Is.Unique);
            Assert.That(again.ToJsonString(), Is.EqualTo(tests.ToJsonString()));
            Assert.That((await AskAsync(another, ListTests)).ToJsonString(), Is.EqualTo(tests.ToJsonString()), "with another key too");
            foreach (var test in IdsOf(tests)) Assert.That(await SendAsync(SendTestOf(test)), Is.Not.EqualTo(Guid.Empty));
        }
    }

    private static IEnumerable<string> IdsOf(JsonNode tests) => tests.AsArray().Select(test => (string)test!["partner_test_id"]!);
}
