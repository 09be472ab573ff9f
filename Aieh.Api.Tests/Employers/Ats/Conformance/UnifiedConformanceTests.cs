using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>One order in the words of the three systems: the table by which they are mapped to each other.</summary>
[TestFixture]
public sealed class UnifiedConformanceTests : UnifiedConformanceFixture
{
    [Test]
    [Fact(
        ContractPart.Mapping, "catalogue item",
        "What can be ordered is the same for all: `partner_test_id`, `assessment_type_id` and Kombo's `package_id` are one id")]
    public async Task Item_IsTheSameForAll()
    {
        var loop = await Employer.CreateLoopAsync(new { name = "For all three" });
        var tests = (await AskAsync(Caller, "/ats/greenhouse/list_tests")).AsArray()
            .Select(test => ((string)test!["partner_test_id"]!, (string)test["partner_test_name"]!));
        var types = (await AskAsync(Caller, List, new JsonObject()))["results"]!.AsArray()
            .Select(type => ((string)type!["assessment_type_id"]!, (string)type["name"]!));
        var ordered = await Employer.GetAsync(await OrderAsync(OrderOf(loop.ToString())));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(types, Is.EquivalentTo(tests));
            Assert.That(tests, Does.Contain((loop.ToString(), "For all three")));
            Assert.That(ordered.HiringLoop, Is.EqualTo(loop));
        }
    }

    [Test]
    [Fact(
        ContractPart.Mapping, "order id (ours)",
        "Greenhouse's `partner_interview_id` and Ashby's `assessment_id` are ours, the invitation's; with Kombo it is Kombo's own id")]
    public async Task OrderId_IsOurs_OrKombos()
    {
        var one = await OrderOfEachAsync(await TestIdAsync("Python"));
        foreach (var id in one.Invitations) await CompleteAsync(id);
        var updates = await UpdatesAsync(one.OfAshby, 2);
        await ResultAsync(one.Order, one.OfKombo);

        using (Assert.EnterMultipleScope())
        {
            foreach (var id in one.Invitations) Assert.That((await Employer.GetAsync(id)).Id, Is.EqualTo(id));
            Assert.That((string)(await StatusAsync(one.OfGreenhouse))["partner_status"]!, Is.EqualTo("complete"));
            Assert.That((string)updates[0]["assessment_id"]!, Is.EqualTo(one.OfAshby.ToString()));
            Assert.That(System.CallsWith(IdOf(one.Order)).Single().Path, Is.EqualTo($"/v1/assessment/orders/{IdOf(one.Order)}/result"));
        }
    }

    [Test]
    [Fact(
        ContractPart.Mapping, "retry key",
        "A repeat is told by the end of `url`, by the application and the assessment, or by Kombo's id; one system's is not another's")]
    public async Task RetryKey_TellsARepeat()
    {
        var test = await TestIdAsync("Python");
        var one = await OrderOfEachAsync(test);
        var (send, start, order) = (SendTestOf(test), StartOf(test), OrderOf(test));
        send["url"] = (string)one.Send["url"]!;
        start["application"]!["ashby_id"] = (string)one.Start["application"]!["ashby_id"]!;
        order["data"]!["id"] = IdOf(one.Order);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Invitations, Is.Unique);
            Assert.That(await SendAsync(send), Is.EqualTo(one.OfGreenhouse));
            Assert.That(await StartAsync(start), Is.EqualTo(one.OfAshby));
            Assert.That(await OrderAsync(order), Is.EqualTo(one.OfKombo));
        }
    }

    [Test]
    [Fact(
        ContractPart.Mapping, "not started",
        "Before the candidate agrees, Greenhouse finds another word than `complete`; Ashby and Kombo are told nothing")]
    [Fact(
        ContractPart.Mapping, "running",
        "Then Ashby is told `Started`; Greenhouse finds another word still, and for Kombo it stays open")]
    public async Task NotStartedAndRunning_AreTold()
    {
        var one = await OrderOfEachAsync(await TestIdAsync("Python"));
        await NothingIsUnderWayAsync(one);
        var (word, started) = ((string)(await StatusAsync(one.OfGreenhouse))["partner_status"]!, System.CallsWith(one.OfAshby.ToString()));
        foreach (var id in one.Invitations) await AcceptAsync(id);
        var update = (await UpdatesAsync(one.OfAshby, 1)).Single();
        await NothingIsUnderWayAsync(one);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(word, Is.EqualTo("invited"));
            Assert.That(started, Is.Empty);
            Assert.That((string)(await StatusAsync(one.OfGreenhouse))["partner_status"]!, Is.EqualTo("accepted"));
            Assert.That((string)update["assessment_status"]!["value"]!, Is.EqualTo("Started"));
            Assert.That(update["assessment_result"], Is.Null);
            Assert.That(System.CallsWith(IdOf(one.Order)), Is.Empty);
            Assert.That(CallsTo(one.Send), Is.Empty);
        }
    }

    [Test]
    [Fact(
        ContractPart.Mapping, "done",
        "It is `complete` for Greenhouse, has an `assessment_result` for Ashby, and is `COMPLETED` for Kombo")]
    [Fact(
        ContractPart.Mapping, "score",
        "The score is the same in all: `partner_score`, a `numeric_score`, and `score` of `max_score`, on the scale from 300 to 850")]
    [Fact(
        ContractPart.Mapping, "sub scores",
        "The score of each assessment is a line of `metadata` for Greenhouse, a labelled value for Ashby, a `SUB_RESULT` for Kombo")]
    [Fact(
        ContractPart.Mapping, "report", "The report is `partner_profile_url`, `assessment_profile_url`, `result_url`",
        Except = "Kombo gets no attachment: the page ends, and a file would not")]
    [Fact(ContractPart.Mapping, "validity", "Until when the scores are fresh is a line of `metadata`, a labelled value, a `TEXT`")]
    public async Task Done_IsToldAlike()
    {
        var one = await OrderOfEachAsync((await Employer.CreateLoopAsync(new { name = "Of two" })).ToString());
        foreach (var id in one.Invitations) await CompleteAsync(id, await PassportWithAsync((Python, 655), (Sql, 600)));
        var greenhouse = await StatusAsync(one.OfGreenhouse);
        var ashby = (await UpdatesAsync(one.OfAshby, 2))[1];
        var kombo = await ResultAsync(one.Order, one.OfKombo);
        var (score, fresh) = ((double)greenhouse["partner_score"]!, (string)greenhouse["metadata"]!["Valid until"]!);
        var parts = kombo["attributes"]!.AsArray().Where(each => (string)each!["type"]! == "SUB_RESULT").ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)greenhouse["partner_status"]!, Is.EqualTo("complete"));
            Assert.That((string)kombo["status"]!, Is.EqualTo("COMPLETED"));
            Assert.That(score, Is.InRange(600, 655));
            Assert.That((double)ashby["assessment_result"]!["value"]!, Is.EqualTo(score));
            Assert.That(((double)kombo["score"]!, (double)kombo["max_score"]!), Is.EqualTo((score, 850d)));
            Assert.That(parts.Select(part => (string)part!["id"]!), Is.EquivalentTo(new[] { Python, Sql }));
            foreach (var part in parts)
            {
                var (title, value) = ((string)part!["label"]!, (double)part["score"]!["value"]!);
                Assert.That((string)greenhouse["metadata"]![title]!, Does.StartWith($"{value} "));
                Assert.That((double)ValueAt(ashby, title)!, Is.EqualTo(value));
            }

            var reports = new[]
            {
                greenhouse["partner_profile_url"], ashby["assessment_profile_url"]!["value"], kombo["result_url"],
            };
            Assert.That(reports.Select(url => (string)url!), Is.All.StartsWith("https://passport.example.com/report/"));
            Assert.That((string)ValueAt(ashby, "Valid until")!, Is.EqualTo(fresh));
            Assert.That(
                kombo["attributes"]!.AsArray().Single(each => (string)each!["label"]! == "Valid until")!.ToJsonString(),
                Is.EqualTo($$"""{"type":"TEXT","label":"Valid until","value":"{{fresh}}"}"""));
        }
    }

    [Test]
    [Fact(
        ContractPart.Mapping, "cancelled by ATS",
        "Ashby cancels with assessment.cancel; Greenhouse has no call for it; Kombo gets `CANCELLED`",
        Except = "Kombo has no call for it either that its documentation shows: it is told so when the order ends here")]
    public async Task Cancelled_ByAshby_OrHere()
    {
        var one = await OrderOfEachAsync(await TestIdAsync("Python"));
        await AskAsync(Caller, Cancel, new JsonObject { ["assessment_id"] = one.OfAshby.ToString() });
        await CancelAsync(one.OfGreenhouse);
        await CancelAsync(one.OfKombo);
        var kombo = await ResultAsync(one.Order, one.OfKombo);
        await NothingIsUnderWayAsync(one);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Employer.GetAsync(one.OfAshby)).State, Is.EqualTo(InvitationState.Cancelled));
            Assert.That(System.CallsWith(one.OfAshby.ToString()), Is.Empty, "it knows");
            Assert.That((string)(await StatusAsync(one.OfGreenhouse))["partner_status"]!, Is.EqualTo("cancelled"));
            Assert.That((string)kombo["status"]!, Is.EqualTo("CANCELLED"));
        }
    }

    private async Task NothingIsUnderWayAsync(OneOrder one)
    {
        await ToldAsync("greenhouse", one.OfGreenhouse, 0);
        await ToldAsync("ashby", one.OfAshby, 0);
        await ToldAsync("kombo", one.OfKombo, 0);
    }

    private static JsonNode? ValueAt(JsonNode update, string label) =>
        update["metadata"]!.AsArray().First(value => (string)value!["label"]! == label)!["value"];
}
