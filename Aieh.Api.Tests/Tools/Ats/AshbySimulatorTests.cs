using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tests.Tools.Ats;

/// <summary>A vendor that is right is faultless, however many answers get lost; each mistake is named.</summary>
public sealed class AshbySimulatorTests
{
    private const string Type = "0197a0e0-0000-7000-8000-000000000001";
    private const string Tests =
        """
        {"success":true,"results":[{"assessment_type_id":"0197a0e0-0000-7000-8000-000000000001","name":"Backend","description":"Two of them"}]}
        """;
    private const string Result =
        """
        {
          "assessment_id": "", "timestamp": 1780304400000,
          "assessment_status": {"identifier":"status","type":"string","label":"Status","value":"Completed"},
          "assessment_profile_url": {"identifier":"profile","type":"url","label":"Report","value":"https://example.com/r/1"},
          "assessment_result": {"identifier":"score","type":"numeric_score","label":"AIEH score","value":712},
          "metadata": [
            {"identifier":"score-min","type":"numeric_score","label":"From","value":300},
            {"identifier":"duration","type":"numeric_duration_minutes","label":"Time","value":41.5,"description":"Without breaks"},
            {"identifier":"passed","type":"boolean_success","label":"Enough evidence","value":true}
          ]
        }
        """;

    private static readonly AtsCandidate Candidate = new("Ada", "Example", "ada@example.com");

    private readonly ConcurrentDictionary<string, string> _ids = new();
    private Vendor _vendor = null!;
    private long _now;

    private static CancellationToken None => CancellationToken.None;

    [SetUp]
    public async Task StartVendor()
    {
        _now = 1_780_304_400_000;
        _vendor = await Vendor.StartAsync();
        _vendor.Answer = Answer;
    }

    [TearDown]
    public async Task StopVendor() => await _vendor.DisposeAsync();

    [Test]
    public async Task Vendor_ThatIsRight_IsFaultlessWhateverIsLostOrSentTwice()
    {
        await using var ashby = await OpenAsync(new AtsConduct { Seed = 3, LostAnswers = 0.3, Duplicates = 0.5, Cancellations = 0.3 });

        await ashby.ListCustomFieldsAsync(None);
        var tests = await ashby.ListAsync(None);
        for (var i = 0; i < 20; i++)
        {
            var order = await ashby.PlaceAsync(tests.Single().Id, Candidate, None);
            if (order.IsEnded) continue;
            await SendAsync(ashby, order, json => Vendor.With(Started(json), "metadata", null));
            await SendAsync(ashby, order, json => json);
        }

        await ashby.CancelAsync(Type, None);

        Assert.That(ashby.Faults, Is.Empty);
        var states = ashby.Orders.CountBy(order => order.State).ToDictionary();
        Assert.That(states.Keys, Is.EquivalentTo(new[] { AtsOrderState.Completed, AtsOrderState.Cancelled }));
        var completed = ashby.Orders.Where(order => order.State == AtsOrderState.Completed).ToList();
        Assert.That(completed.Select(order => order.Result!.Score), Is.All.EqualTo(712m));
        Assert.That(completed.Sum(order => order.Told.Count), Is.GreaterThan(completed.Count));
        var starts = _vendor.Calls.Where(call => call.Path == "/ats/assessment.start").ToList();
        Assert.That(starts.Select(call => call.Body).Distinct().Count(), Is.EqualTo(20));
        Assert.That(starts.Select(call => call.Json["job"]!["hiringTeam"] is null), Has.Some.True.And.Some.False);
        Assert.That(_vendor.Calls.Select(call => (call.Method, call.Authorization)), Is.All.EqualTo(("POST", Vendor.Basic(Vendor.Key))));
    }

    [TestCase("assessment_id", "\"7\"", "assessment_id '7' is no UUID")]
    [TestCase("assessment_id", "\"0197a0e0-0000-7000-8000-00000000ffff\"", "there is no assessment 0197a0e0-0000-7000-8000-00000000ffff")]
    [TestCase("timestamp", null, "timestamp is missing")]
    [TestCase("timestamp", "\"1780304400000\"", "timestamp is a string, not a number")]
    [TestCase("timestamp", "1780304400", "timestamp 1780304400 is no whole number of milliseconds since 1970")]
    [TestCase("timestamp", "1780304400000.5", "timestamp 1780304400000.5 is no whole number of milliseconds since 1970")]
    [TestCase("assessment_status", null, "assessment_status is missing, and there is no cancelled_reason")]
    [TestCase("assessment_status", "\"Completed\"", "assessment_status is a string, not an object")]
    [TestCase("assessment_status.value", "\"started\"", "assessment_status 'started' is not 'Started': the start is not stored")]
    [TestCase("assessment_status.type", "\"status\"", "assessment_status.type 'status' is not known")]
    [TestCase("assessment_profile_url", null, "assessment_profile_url is missing beside assessment_result")]
    [TestCase("assessment_profile_url.type", "\"string\"", "assessment_profile_url is of type 'string', not 'url'")]
    [TestCase("assessment_profile_url.value", "\"/r/1\"", "assessment_profile_url.value '/r/1' is no absolute URL")]
    [TestCase("assessment_result", "null", "assessment_result is null")]
    [TestCase("assessment_result.value", "\"712\"", "assessment_result.value is a string, not a number")]
    [TestCase("assessment_result.label", null, "assessment_result.label is missing")]
    [TestCase("assessment_result.identifier", "\"status\"", "assessment_result.identifier 'status' is there twice")]
    [TestCase("metadata.0.identifier", "\"score\"", "metadata[0].identifier 'score' is there twice")]
    [TestCase("metadata.1.value", "\"41\"", "metadata[1].value is a string, not a number")]
    [TestCase("metadata.2.value", "\"true\"", "metadata[2].value is a string, not a boolean")]
    [TestCase("metadata.2.value", null, "metadata[2].value is missing")]
    [TestCase("metadata", "{}", "metadata is an object, not an array")]
    [TestCase("cancelled_reason", """{"identifier":"why","type":"string","label":"Why","value":"Expired"}""", "assessment_result is there beside cancelled_reason")]
    [TestCase("result", "712", "result is not known")]
    public async Task Update_ThatIsWrong_IsNamedAndNoSuccess(string place, string? value, string fault)
    {
        await using var ashby = await OpenAsync();
        var order = await ashby.PlaceAsync(Type, Candidate, None);

        var (status, body) = await SendAsync(ashby, order, json => Vendor.With(json, place, value));

        Assert.That(ashby.Faults.Select(each => each.What), Does.Contain(fault));
        Assert.That((status, (bool)body!["success"]!), Is.EqualTo((200, false)));
        Assert.That((order.State, order.Result), Is.EqualTo((AtsOrderState.Sent, (AtsResult?)null)));
    }

    [Test]
    public async Task Update_WithTheTimeOfTheOneBefore_IsAFault()
    {
        await using var ashby = await OpenAsync();
        var order = await ashby.PlaceAsync(Type, Candidate, None);
        await SendAsync(ashby, order, Started);
        Assert.That(order.State, Is.EqualTo(AtsOrderState.Started));

        await SendAsync(ashby, order, json => Vendor.With(json, "timestamp", $"{_now - 1}"));

        Assert.That(ashby.Faults.Single().What, Is.EqualTo($"timestamp {_now - 1} is not after the one before of this assessment"));
    }

    [TestCase("Authorization", null, 401, "the Authorization is not Basic with Ashby's key as user name and no password")]
    [TestCase("Authorization", "Bearer x", 403, "the Authorization is not Basic with Ashby's key as user name and no password")]
    [TestCase("Accept", "application/json", 200, "Accept is not 'application/json; version=1'")]
    [TestCase("Accept", null, 200, "Accept is not 'application/json; version=1'")]
    [TestCase("User-Agent", null, 403, "there is no User-Agent")]
    [TestCase("Content-Type", "text/plain", 200, "the content type is 'text/plain', not 'application/json'")]
    public async Task Update_WithAWrongHeader_IsNamed(string header, string? value, int status, string fault)
    {
        await using var ashby = await OpenAsync();
        var order = await ashby.PlaceAsync(Type, Candidate, None);

        var answer = await SendAsync(ashby, order, json => json, (header, value));

        Assert.That(ashby.Faults.Select(each => each.What), Is.EqualTo(new[] { fault }));
        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("GET", "/assessment.update", "all calls are POST")]
    [TestCase("POST", "/assessment/update", "there is no such call")]
    public async Task Call_ThatIsNone_IsNamed(string method, string path, string fault)
    {
        await using var ashby = await OpenAsync();

        await _vendor.CallAsync(new HttpMethod(method), new Uri(ashby.Address, path), "{}", Headers(ashby));

        Assert.That(ashby.Faults.Select(each => each.What), Is.EqualTo(new[] { fault }));
    }

    [Test]
    public async Task Update_WithAReason_CancelsWithoutAStatus()
    {
        await using var ashby = await OpenAsync();
        var order = await ashby.PlaceAsync(Type, Candidate, None);

        await SendAsync(ashby, order, json => $$$"""
            {"assessment_id":"{{{order.VendorId}}}","timestamp":{{{++_now}}},"cancelled_reason":{"identifier":"why","type":"string","label":"Why","value":"Expired"}}
            """);

        Assert.That(ashby.Faults, Is.Empty);
        Assert.That(order.State, Is.EqualTo(AtsOrderState.Cancelled));
    }

    [TestCase("""{"success":true,"results":[{"assessment_type_id":"backend","name":"A"}]}""", "results[0].assessment_type_id 'backend' is no UUID")]
    [TestCase("""{"success":false,"results":[]}""", "success is false")]
    [TestCase("""{"results":[]}""", "success is missing")]
    [TestCase("""{"success":"true","results":[]}""", "success is a string, not a boolean")]
    [TestCase("[]", "the body is an array, not an object")]
    public async Task List_ThatIsWrong_IsNamed(string body, string fault)
    {
        await using var ashby = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(200, body);

        await ashby.ListAsync(None);

        Assert.That(ashby.Faults, Is.EqualTo(new[] { new AtsFault("assessment.list", fault) }));
    }

    [TestCase(200, """{"success":true,"results":{"assessment_id":"a1"}}""", "results.assessment_id 'a1' is no UUID")]
    [TestCase(200, """{"success":true,"results":{}}""", "results.assessment_id is missing")]
    [TestCase(200, """{"success":true,"results":{"assessment_id":"0197a0e0-0000-7000-8000-000000000002","update_request":{"assessment_id":"0197a0e0-0000-7000-8000-000000000002","timestamp":7}}}""", "results.update_request.timestamp 7 is no whole number of milliseconds since 1970")]
    [TestCase(422, """{"detail":"No such test"}""", "message is missing")]
    [TestCase(400, "{}", "it is answered with 400, which is not 2xx, 401, 403, 409 or 422")]
    [TestCase(500, """{"success":false,"message":"x"}""", "it is answered with 500, which is not 2xx, 401, 403, 409 or 422")]
    public async Task Start_AnsweredWrongly_IsNamed(int status, string body, string fault)
    {
        await using var ashby = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(status, body);

        await ashby.PlaceAsync(Type, Candidate, None);

        Assert.That(ashby.Faults, Does.Contain(new AtsFault("assessment.start", fault)));
    }

    [Test]
    public async Task Start_RefusedWithAMessage_IsNoFault()
    {
        await using var ashby = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(422, """{"type":"urn:x","message":"There is no such test."}""", "application/problem+json");

        var order = await ashby.PlaceAsync(Type, Candidate, None);

        Assert.That(ashby.Faults, Is.Empty);
        Assert.That(order.Refusal, Is.EqualTo(new AtsRefusal(422, "There is no such test.")));
    }

    [TestCase(404, "{}", "it is answered with 404")]
    [TestCase(200, """{"success":true,"results":{"assessment_id":"0197a0e0-0000-7000-8000-000000000009"}}""", "results.assessment_id is 0197a0e0-0000-7000-8000-000000000009, and 0197a0e0-0000-7000-8000-000000000001 was to be cancelled")]
    [TestCase(200, """{"success":true}""", "results is missing")]
    public async Task Cancel_AnsweredWrongly_IsNamed(int status, string body, string fault)
    {
        await using var ashby = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(status, body);

        await ashby.CancelAsync(Type, None);

        Assert.That(ashby.Faults, Is.EqualTo(new[] { new AtsFault("assessment.cancel", fault) }));
    }

    [TestCase(null, null, null)]
    [TestCase("partnerId", "\"0197a0e0-0000-7000-8000-000000000001\"", "partnerId 0197a0e0-0000-7000-8000-000000000001 is not this partner's")]
    [TestCase("assessment.metadata", null, "assessment.metadata is missing")]
    [TestCase("assessment.result.type", "\"score\"", "assessment.result.type 'score' is not known")]
    [TestCase("candidate_id", "7", "candidate_id is not known")]
    public async Task CompletedAssessment_AddedWithoutAnOrder_IsKeptWhenItIsRight(string? place, string? value, string? fault)
    {
        await using var ashby = await OpenAsync();
        var json = $$$"""
            {"candidateId":"{{{Type}}}","partnerId":"{{{ashby.PartnerId}}}","timestamp":{{{_now}}},"assessment":{"assessmentTypeId":"{{{Type}}}","assessmentId":"{{{Type}}}","assessmentName":"Backend",
             "result":{"identifier":"score","type":"numeric_score","label":"Score","value":712},"metadata":[]}}
            """;
        if (place is not null) json = Vendor.With(json, place, value);

        await _vendor.CallAsync(HttpMethod.Post, new Uri(ashby.Address, "assessment.addCompletedToCandidate"), json, Headers(ashby));

        Assert.That(ashby.Faults.Select(each => each.What), Is.EqualTo(fault is null ? Array.Empty<string>() : [fault]));
        Assert.That(ashby.CompletedOutside, fault is null ? Has.Count.EqualTo(1) : Is.Empty);
    }

    private async Task<AshbySimulator> OpenAsync(AtsConduct? conduct = null)
    {
        var ashby = await AshbySimulator.OpenAsync(conduct ?? new AtsConduct(), None);
        ashby.Connect(new Uri(_vendor.Address, "/ats/"), Vendor.Key);
        return ashby;
    }

    private static (string Name, string? Value)[] Headers(AshbySimulator ashby) =>
    [
        ("Authorization", Vendor.Basic(ashby.ApiKey)), ("Accept", "application/json; version=1"), ("User-Agent", "AIEH"),
    ];

    /// <summary>The result of an order, changed; sent under a later time until there is an answer.</summary>
    private async Task<(int Status, JsonNode? Body)> SendAsync(
        AshbySimulator ashby, AtsOrder order, Func<string, string> change, (string Name, string? Value)? other = null)
    {
        var headers = Headers(ashby).Where(header => header.Name != other?.Name).Append(other ?? ("X-Other", null));
        var right = Vendor.With(Result, "assessment_id", $"\"{order.VendorId}\"");
        var url = new Uri(ashby.Address, "assessment.update");
        return await _vendor.CallAnewAsync(HttpMethod.Post, url, () => change(Vendor.With(right, "timestamp", $"{++_now}")), headers);
    }

    private static string Started(string json) =>
        Vendor.With(Vendor.With(json, "assessment_result", null), "assessment_status.value", "\"Started\"");

    /// <summary>The application and the type tell a repeat.</summary>
    private VendorAnswer Answer(VendorCall call)
    {
        switch (call.Path)
        {
            case "/ats/assessment.list": return new VendorAnswer(200, Tests);
            case "/ats/assessment.customField.list": return new VendorAnswer(200, """{"fields":[]}""");
            case "/ats/assessment.start":
                var application = (string)call.Json["application"]!["ashby_id"]!;
                var id = _ids.GetOrAdd(application, _ => $"0197a0e0-0000-7000-8000-{_ids.Count + 100:d12}");
                return new VendorAnswer(200, $$$"""{"success":true,"results":{"assessment_id":"{{{id}}}","metadata":[]}}""");
            case "/ats/assessment.cancel":
                return new VendorAnswer(200, $$$"""{"success":true,"results":{"assessment_id":"{{{call.Json["assessment_id"]}}}"}}""");
            default: return new VendorAnswer(404, "{}");
        }
    }
}
