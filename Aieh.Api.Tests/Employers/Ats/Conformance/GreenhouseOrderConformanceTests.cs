using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>send_test and response_error of Greenhouse's Assessment Partner API, by their members.</summary>
[TestFixture]
public sealed class GreenhouseOrderConformanceTests : ConformanceFixture
{
    private const string SendTest = "/ats/greenhouse/send_test";

    [Test]
    [Fact(
        ContractPart.SendTest, "partner_test_id",
        "`partner_test_id` is one of the list: a hiring loop or a single assessment; another is not found")]
    public async Task PartnerTestId_IsOneOfTheList()
    {
        var loop = await Employer.CreateLoopAsync();
        var (ofLoop, single) = (await SendAsync(SendTestOf(loop.ToString())), await SendAsync(SendTestOf(await TestIdAsync("Python"))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Employer.GetAsync(ofLoop)).Remaining, Is.EquivalentTo(new[] { Python, Sql }));
            Assert.That((await Employer.GetAsync(single)).Remaining, Is.EqualTo(new[] { Python }));
            Assert.That((await TryAsync(Caller, SendTest, SendTestOf("12345"))).Status, Is.EqualTo(404));
        }
    }

    [Test]
    [Fact(ContractPart.SendTest, "candidate.first_name / last_name", "`first_name` and `last_name` are what the candidate is called")]
    public async Task FirstAndLastName_AreTheCandidates()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        send["candidate"]!["preferred_name"] = null;

        Assert.That((await Employer.GetAsync(await SendAsync(send))).Candidate!.Name, Is.EqualTo("Robin Example"));
    }

    [TestCase("given", "Rob Example")]
    [TestCase("null", "Robin Example")]
    [TestCase("absent", "Robin Example")]
    [Fact(
        ContractPart.SendTest, "candidate.preferred_name",
        "`preferred_name` takes the place of the first name; older installations leave it out")]
    public async Task PreferredName_IsTakenWhereItIsGiven(string how, string name)
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        if (how == "null") send["candidate"]!["preferred_name"] = null;
        if (how == "absent") send["candidate"]!.AsObject().Remove("preferred_name");

        Assert.That((await Employer.GetAsync(await SendAsync(send))).Candidate!.Name, Is.EqualTo(name));
    }

    [TestCase("resume_url")]
    [TestCase("phone_number")]
    [TestCase("greenhouse_profile_url")]
    [Fact(
        ContractPart.SendTest, "candidate.resume_url",
        "`resume_url` ends after seven days: it is neither fetched nor kept, and may be missing")]
    [Fact(ContractPart.SendTest, "candidate.phone_number", "`phone_number` may be missing, and is not kept")]
    [Fact(ContractPart.SendTest, "candidate.greenhouse_profile_url", "`greenhouse_profile_url` is taken, and not kept")]
    public async Task WhatIsNotNeededOfACandidate_MayBeMissing_AndIsNeitherFetchedNorKept(string member)
    {
        var mark = $"mark-{NewNumber()}-of-{member}";
        var (with, without) = (SendTestOf(await TestIdAsync("Python")), SendTestOf(await TestIdAsync("Python")));
        with["candidate"]![member] = $"{System.Address}{mark}";
        without["candidate"]!.AsObject().Remove(member);
        var id = await SendAsync(with);
        await CompleteAsync(id);
        await ToldAsync("greenhouse", id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SendAsync(without), Is.Not.EqualTo(id));
            Assert.That(System.CallsWith(mark), Is.Empty);
            Assert.That((await Employer.GetAsync(id)).ToString(), Does.Not.Contain(mark));
            Assert.That((await StatusAsync(id)).ToJsonString(), Does.Not.Contain(mark));
            Assert.That(string.Concat(App.Logs.Entries), Does.Not.Contain(mark));
        }
    }

    [Test]
    [Fact(
        ContractPart.SendTest, "candidate.email",
        "`email` is whom we write to: Greenhouse shows no link, and our answer holds none")]
    public async Task Email_IsWhomWeWriteTo()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        var email = (string)send["candidate"]!["email"]!;

        var sent = await AskAsync(Caller, SendTest, send);
        await UntilAsync(() => Mails.Of(email).Count == 1);

        Assert.That(NamesIn(sent), Is.EqualTo(new[] { "partner_interview_id" }));
        Assert.That(Mails.Of(email).Single().TextBody, Does.Contain("https://passport.example.com/invitation/"));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Fact(ContractPart.SendTest, "sent_by", "`sent_by` may be missing")]
    public async Task SentBy_MayBeMissing(bool isGiven)
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        if (!isGiven) send.Remove("sent_by");

        Assert.That((await TryAsync(Caller, SendTest, send)).Status, Is.EqualTo(200));
    }

    [Test]
    [Fact(ContractPart.SendTest, "url", "`url` is where the completion is told, just as it was given")]
    public async Task Url_IsWhereTheCompletionIsTold()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        var id = await SendAsync(send);
        var before = CallsTo(send).Count;
        await CompleteAsync(id);
        await ToldAsync("greenhouse", id);

        Assert.That(before, Is.Zero);
        Assert.That(CallsTo(send).Single().Path, Is.EqualTo(new Uri((string)send["url"]!).AbsolutePath));
    }

    [Test]
    [Fact(
        ContractPart.SendTestAnswer, "partner_interview_id",
        "`partner_interview_id` is text, of this test of this candidate, and not the test's id")]
    public async Task PartnerInterviewId_IsOfOneTestOfOneCandidate()
    {
        var test = await TestIdAsync("Python");
        var (first, second) = (
            await AskAsync(Caller, SendTest, SendTestOf(test)), await AskAsync(Caller, SendTest, SendTestOf(test)));

        Assert.That(IsText(first["partner_interview_id"]), Is.True);
        Assert.That(new[] { test, (string)first["partner_interview_id"]!, (string)second["partner_interview_id"]! }, Is.Unique);
    }

    [Test]
    [Fact(ContractPart.Repeats, "by address", "The last segment of `url` tells a repeat, within the tenant, also after the test has ended")]
    public async Task Repeat_ByTheLastSegment_IsTheSameOrderOfTheTenant()
    {
        var test = await TestIdAsync("Python");
        var send = SendTestOf(test);
        var first = await SendAsync(send);
        var changed = SendTestOf(test);
        changed["url"] = (string)send["url"]!;
        changed["candidate"]!["email"] = (string)send["candidate"]!["email"]!;
        await CancelAsync(first);

        using var stranger = await StrangerAsync();
        var theirs = SendTestOf((string)(await AskAsync(stranger, "/ats/greenhouse/list_tests"))[0]!["partner_test_id"]!);
        theirs["url"] = (string)send["url"]!;
        var other = (string)(await AskAsync(stranger, SendTest, theirs))["partner_interview_id"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SendAsync(changed), Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first.ToString()));
        }
    }

    [Test]
    [Fact(ContractPart.Repeats, "by candidate", "Without `url`, test and address tell a repeat, among what has not ended")]
    public async Task Repeat_WithoutAnAddress_IsTheSameOrderUntilItHasEnded()
    {
        var test = await TestIdAsync("Python");
        var send = SendTestOf(test);
        send.Remove("url");
        var other = SendTestOf(test);
        other.Remove("url");

        var first = await SendAsync(send);
        var again = await SendAsync(send);
        var another = await SendAsync(other);
        await CancelAsync(first);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(another, Is.Not.EqualTo(first), "another candidate");
            Assert.That(await SendAsync(send), Is.Not.EqualTo(first));
        }
    }

    [TestCase("http://app.greenhouse.io/take_home_tests/1")]
    [TestCase("https://app.greenhouse.io.example.com/take_home_tests/1")]
    [TestCase("https://greenhouse.io/take_home_tests/1")]
    [TestCase("https://app.greenhouse.io:8443/take_home_tests/1")]
    [TestCase("https://app.greenhouse.io@elsewhere.example.com/1")]
    [TestCase("https://key@app.greenhouse.io/take_home_tests/1")]
    [TestCase("https://169.254.169.254/latest/meta-data")]
    [TestCase("//app.greenhouse.io/take_home_tests/1")]
    [TestCase("file:///etc/passwd")]
    [Fact(ContractPart.Addresses, "when it comes", "An address is taken only when it is https at Greenhouse's own host")]
    public async Task Address_NotHttpsAtGreenhouse_IsRefused(string url)
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        send["url"] = url;
        var (status, answer) = await TryAsync(Caller, SendTest, send);

        Assert.That(status, Is.EqualTo(422), answer?.ToJsonString());
        Assert.That((string?)answer!["message"], Is.Not.Empty);
    }

    [Test]
    [Fact(ContractPart.ResponseError, "api_call", "`api_call` is kept with what went wrong")]
    [Fact(ContractPart.ResponseError, "errors", "`errors` is kept, counted as a metric, and answered with 200 and a body that says so")]
    [Fact(
        ContractPart.ResponseError, "partner_test_id, partner_test_name, partner_interview_id, candidate_email",
        "Of the ids, as many as are given, the order's leads to the order; the address is not kept")]
    public async Task ResponseError_IsKeptBesideTheOrder()
    {
        var id = await SendAsync(SendTestOf(await TestIdAsync("Python")));
        var counted = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument == Telemetry.AtsResponseErrors) it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref counted, count));
        listener.Start();

        var answer = await AskAsync(Caller, "/ats/greenhouse/response_error", new JsonObject
        {
            ["api_call"] = "test_status", ["errors"] = new JsonArray("partner_score is no number", "metadata is nested"),
            ["partner_test_id"] = await TestIdAsync("Python"), ["partner_test_name"] = "Python",
            ["partner_interview_id"] = id.ToString(), ["candidate_email"] = "robin@example.org",
        });
        var bare = new JsonObject { ["api_call"] = "list_tests", ["errors"] = new JsonArray("a name is missing") };
        await AskAsync(Caller, "/ats/greenhouse/response_error", bare);
        using var auditor = App.Client((await App.CreateKeyAsync(Scopes.AuditRead, Employer.Tenant)).Token);
        var kept = (await auditor.GetAsync<AuditLogResponse>("/v1/audit-log?limit=200")).Items
            .Where(entry => entry.Action == "ats.response-refused").ToDictionary(entry => entry.Subject, entry => $"{entry.After}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.ToJsonString(), Is.EqualTo("""{"status":200}"""));
            Assert.That(
                kept[$"invitation:{id}"],
                Does.Contain("test_status").And.Contains("partner_score is no number").And.Contains("metadata is nested"));
            Assert.That(kept["ats:greenhouse"], Does.Contain("list_tests").And.Contains("a name is missing"));
            Assert.That(string.Concat(kept.Values), Does.Not.Contain("robin@"));
            Assert.That(counted, Is.GreaterThanOrEqualTo(2));
        }
    }
}
