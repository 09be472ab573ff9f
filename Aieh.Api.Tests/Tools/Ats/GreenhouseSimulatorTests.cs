using Aieh.Api.Tools.Ats;
using Microsoft.Extensions.Time.Testing;

namespace Aieh.Api.Tests.Tools.Ats;

/// <summary>A vendor that answers rightly is faultless, however many answers get lost; each mistake is named.</summary>
public sealed class GreenhouseSimulatorTests
{
    private const string Tests =
        """[{"partner_test_id":"t1","partner_test_name":"Backend"},{"partner_test_id":"t2","partner_test_name":"Data"}]""";

    private const string Pending = """{"partner_status":"sent","partner_profile_url":null,"partner_score":null,"metadata":null}""";
    private const string Complete =
        """
        {"partner_status":"complete","partner_profile_url":"https://example.com/r/1","partner_score":712.5,
         "metadata":{"Scale":"300-850","Percentile":72,"Flags":null,"Valid":true}}
        """;

    private static readonly AtsCandidate Candidate = new("Ada", "Example", "ada@example.com");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero));
    private Vendor _vendor = null!;
    private string _status = Complete;

    private static CancellationToken None => CancellationToken.None;

    [SetUp]
    public async Task StartVendor()
    {
        _status = Complete;
        _vendor = await Vendor.StartAsync();
        _vendor.Answer = Answer;
    }

    [TearDown]
    public async Task StopVendor() => await _vendor.DisposeAsync();

    [Test]
    public async Task Vendor_ThatIsRight_IsFaultlessWhateverIsLostOrSentTwice()
    {
        await using var greenhouse = await OpenAsync(new AtsConduct { Seed = 5, LostAnswers = 0.3, Duplicates = 0.5 });

        var tests = await greenhouse.ListAsync(None);
        for (var i = 0; i < 12; i++)
        {
            var order = await greenhouse.PlaceAsync(tests[i % 2].Id, Candidate, None);
            await PatchAsync(greenhouse, order);
        }

        await greenhouse.IdleAsync();

        Assert.That(tests.Select(test => test.Name), Is.EqualTo(new[] { "Backend", "Data" }));
        Assert.That(greenhouse.Faults, Is.Empty);
        Assert.That(greenhouse.ErrorReports, Is.Zero);
        Assert.That(greenhouse.Orders, Has.Count.EqualTo(12).And.All.Property("State").EqualTo(AtsOrderState.Completed));
        Assert.That(greenhouse.Orders.Select(order => order.Result!.Score), Is.All.EqualTo(712.5m));
        Assert.That(greenhouse.Orders.Sum(order => order.Calls), Is.GreaterThan(12));
        var sent = _vendor.Calls.Where(call => call.Path.EndsWith("send_test", StringComparison.Ordinal)).ToList();
        Assert.That(sent, Has.Count.GreaterThan(18));
        Assert.That(sent.Select(call => call.Body).Distinct().Count(), Is.EqualTo(12));
        Assert.That(_vendor.Calls.Select(call => call.Authorization), Is.All.EqualTo(Vendor.Basic(Vendor.Key)));
        Assert.That(sent.Select(call => call.Json["candidate"]!.AsObject().ContainsKey("preferred_name")), Has.Some.True.And.Some.False);
        Assert.That(sent.Select(call => call.Json.AsObject().ContainsKey("added_since")), Has.Some.True.And.Some.False);
    }

    [TestCase("partner_status", null, "partner_status is missing")]
    [TestCase("partner_status", "7", "partner_status is a number, not a string")]
    [TestCase("partner_status", "\"Complete\"", "partner_status 'Complete' means not yet: only 'complete' is complete")]
    [TestCase("partner_profile_url", null, "partner_status is 'complete' and partner_profile_url is not a URL")]
    [TestCase("partner_profile_url", "null", "partner_status is 'complete' and partner_profile_url is not a URL")]
    [TestCase("partner_profile_url", "\"/report/1\"", "partner_profile_url '/report/1' is no absolute URL")]
    [TestCase("partner_score", "\"81\"", "partner_score is a string, not a number")]
    [TestCase("metadata.Scale", "{\"from\":300}", "metadata 'Scale' is no string, number, boolean or null")]
    [TestCase("metadata.Scale", "[300,850]", "metadata 'Scale' is no string, number, boolean or null")]
    [TestCase("metadata", "\"none\"", "metadata is a string, not an object")]
    [TestCase("score", "81", "score is not known")]
    public async Task Status_ThatIsWrong_IsNamedAndToldToTheVendor(string place, string? value, string fault)
    {
        await using var greenhouse = await OpenAsync();
        var order = await greenhouse.PlaceAsync("t1", Candidate, None);
        _status = Vendor.With(Complete, place, value);

        await greenhouse.PollAsync(order, None);

        Assert.That(greenhouse.Faults, Does.Contain(new AtsFault("test_status", fault)));
        Assert.That(order.State, Is.EqualTo(AtsOrderState.Sent));
        var report = _vendor.Calls[^1];
        Assert.That(report.Path, Is.EqualTo("/ats/response_error"));
        Assert.That((string?)report.Json["api_call"], Is.EqualTo("test_status"));
        Assert.That(report.Json["errors"]!.AsArray().Select(error => (string?)error), Does.Contain(fault));
        Assert.That((string?)report.Json["partner_interview_id"], Is.EqualTo(order.VendorId));
    }

    [TestCase("""{"partner_test_ids":[]}""", "the body is an object, not an array")]
    [TestCase("[7]", "[0] is a number, not an object")]
    [TestCase("""[{"partner_test_id":7,"partner_test_name":"A"}]""", "[0].partner_test_id is a number, not a string")]
    [TestCase("""[{"partner_test_id":"7"}]""", "[0].partner_test_name is missing")]
    [TestCase("""[{"partner_test_id":"1","partner_test_name":"A"},{"partner_test_id":"1","partner_test_name":"B"}]""", "two tests have the same partner_test_id")]
    [TestCase("""[{"partner_test_id":"1","partner_test_name":"A"},{"partner_test_id":"2","partner_test_name":"A"}]""", "two tests have the same partner_test_name")]
    [TestCase("[", "the body is no JSON, or has a member twice")]
    public async Task List_ThatIsWrong_IsNamed(string body, string fault)
    {
        await using var greenhouse = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(200, body);

        await greenhouse.ListAsync(None);

        Assert.That(greenhouse.Faults, Is.EqualTo(new[] { new AtsFault("list_tests", fault) }));
    }

    [TestCase(200, """{"partner_interview_id":98765}""", "partner_interview_id is a number, not a string")]
    [TestCase(200, "{}", "partner_interview_id is missing")]
    [TestCase(200, "\"98765\"", "the body is a string, not an object")]
    [TestCase(422, "{}", "it is answered with 422, which is not 2xx, 401 or 404")]
    [TestCase(302, "{}", "it is answered with 302, which is not 2xx, 401 or 404")]
    public async Task SendTest_AnsweredWrongly_IsNamed(int status, string body, string fault)
    {
        await using var greenhouse = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(status, body);

        var order = await greenhouse.PlaceAsync("t1", Candidate, None);

        Assert.That(greenhouse.Faults, Does.Contain(new AtsFault("send_test", fault)));
        Assert.That(order.VendorId, Is.Null);
    }

    [TestCase(401)]
    [TestCase(404)]
    public async Task SendTest_RefusedAsDocumented_IsNoFault(int status)
    {
        await using var greenhouse = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(status, "{}", "application/problem+json");

        var order = await greenhouse.PlaceAsync("unknown", Candidate, None);

        Assert.That(greenhouse.Faults, Is.Empty);
        Assert.That((order.State, order.Refusal!.Status), Is.EqualTo((AtsOrderState.Refused, status)));
        Assert.That(order.Ended.IsCompleted);
    }

    [Test]
    public async Task SendTest_Repeated_HasToGiveTheSameIdAndNoOtherOrders()
    {
        await using var greenhouse = await OpenAsync(new AtsConduct { Duplicates = 1 });
        var last = 0;
        _vendor.Answer = _ => new VendorAnswer(200, $$"""{"partner_interview_id":"{{last++ % 2}}"}""");

        await greenhouse.PlaceAsync("t1", Candidate, None);
        Assert.That(greenhouse.Faults.Single().What, Is.EqualTo("the order was taken as 0, and the same order, sent again, as 1"));

        await greenhouse.PlaceAsync("t1", Candidate, None);
        Assert.That(greenhouse.Faults[1].What, Is.EqualTo("the id 0 is another order's"));
    }

    [Test]
    public async Task Answer_ThatDoesNotCome_IsAFault()
    {
        await using var greenhouse = await OpenAsync(new AtsConduct { Patience = TimeSpan.FromMilliseconds(20) });
        _vendor.IsSilent = true;

        var order = await greenhouse.PlaceAsync("t1", Candidate, None);

        Assert.That(greenhouse.Faults.Single().What, Is.EqualTo("there is no answer within 0.02 s"));
        Assert.That(order.State, Is.EqualTo(AtsOrderState.Placed));
    }

    [TestCase("POST", "", null, Vendor.Key, "AIEH", 405, "a completed test is told by PATCH")]
    [TestCase("PATCH", "", "{}", Vendor.Key, "AIEH", 2, "it takes no body")]
    [TestCase("PATCH", "?status=complete", null, Vendor.Key, "AIEH", 2, "it takes no parameters")]
    [TestCase("PATCH", "0", null, Vendor.Key, "AIEH", 404, "there is no such take-home test")]
    [TestCase("PATCH", "", null, "other", "AIEH", 401, "the Authorization is not Basic with the organization's key as user name and no password")]
    [TestCase("PATCH", "", null, Vendor.Key, null, 2, "there is no User-Agent")]
    public async Task Patch_ThatIsWrong_IsNamed(
        string method, string tail, string? body, string key, string? agent, int status, string fault)
    {
        await using var greenhouse = await OpenAsync();
        var order = await greenhouse.PlaceAsync("t1", Candidate, None);

        var url = new Uri(UrlOf(order) + tail);
        var answer = await _vendor.CallAsync(
            new HttpMethod(method), url, body, ("Authorization", Vendor.Basic(key)), ("User-Agent", agent));

        Assert.That(greenhouse.Faults.Select(each => each.What), Is.EqualTo(new[] { fault }));
        Assert.That(answer.Status is >= 200 and < 300 ? 2 : answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Patch_BeforeTheResultIsThere_IsAFault()
    {
        await using var greenhouse = await OpenAsync();
        var order = await greenhouse.PlaceAsync("t1", Candidate, None);
        _status = Pending;

        await PatchAsync(greenhouse, order);
        await greenhouse.IdleAsync();

        Assert.That(greenhouse.Faults.Single().What, Is.EqualTo("it is not complete, although a PATCH has just said so"));
    }

    [Test]
    public async Task Polling_EndsWithTheResultOrAfterEightWeeks()
    {
        await using var greenhouse = await OpenAsync();
        var (done, open) = (await greenhouse.PlaceAsync("t1", Candidate, None), await greenhouse.PlaceAsync("t1", Candidate, None));

        Assert.That(await greenhouse.PollAsync(done, None), Is.True);
        Assert.That(await greenhouse.PollAsync(done, None), Is.False);
        _status = Pending;
        _clock.Advance(TimeSpan.FromDays(56));
        Assert.That(await greenhouse.PollAsync(open, None), Is.True);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await greenhouse.PollAsync(open, None), Is.False);

        Assert.That(greenhouse.Faults, Is.Empty);
        Assert.That((done.State, open.State), Is.EqualTo((AtsOrderState.Completed, AtsOrderState.Sent)));
    }

    private async Task<GreenhouseSimulator> OpenAsync(AtsConduct? conduct = null)
    {
        var greenhouse = await GreenhouseSimulator.OpenAsync((conduct ?? new AtsConduct()) with { Time = _clock }, None);
        greenhouse.Connect(new Uri(_vendor.Address, "/ats/"), Vendor.Key);
        return greenhouse;
    }

    private async Task PatchAsync(GreenhouseSimulator greenhouse, AtsOrder order)
    {
        Assert.That(UrlOf(order), Does.StartWith(greenhouse.Address.AbsoluteUri));
        await _vendor.CallAsync(
            HttpMethod.Patch, new Uri(UrlOf(order)), null, ("Authorization", Vendor.Basic(Vendor.Key)), ("User-Agent", "AIEH"));
    }

    private string UrlOf(AtsOrder order) => _vendor.Calls
        .Where(call => call.Path == "/ats/send_test")
        .Select(call => (string)call.Json["url"]!)
        .First(url => url.EndsWith("/" + order.Reference, StringComparison.Ordinal));

    /// <summary>The id is the number of the take-home test: a repeat gives the same.</summary>
    private VendorAnswer Answer(VendorCall call) => call.Path switch
    {
        "/ats/list_tests" => new VendorAnswer(200, Tests),
        "/ats/send_test" => new VendorAnswer(201, $$"""{"partner_interview_id":"i{{((string)call.Json["url"]!).Split('/')[^1]}}"}"""),
        "/ats/test_status" when call.Query.Contains("partner_interview_id=i", StringComparison.Ordinal) => new VendorAnswer(200, _status),
        "/ats/response_error" => new VendorAnswer(200, """{"status":200}"""),
        _ => new VendorAnswer(404, "{}"),
    };
}
