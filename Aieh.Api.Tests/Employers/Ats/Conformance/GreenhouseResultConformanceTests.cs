using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>How Greenhouse learns of a result: test_status, the PATCH, and polling.</summary>
[TestFixture]
public sealed class GreenhouseResultConformanceTests : ConformanceFixture
{
    [TestCase("ordered")]
    [TestCase("accepted")]
    [TestCase("declined")]
    [TestCase("taken back")]
    [TestCase("completed")]
    [Fact(
        ContractPart.TestStatus, "partner_status",
        "`partner_status` is `complete`, in lower case, when there is a result, and another word before")]
    public async Task PartnerStatus_IsComplete_ExactlyWhenThereIsAResult(string how)
    {
        var id = await OrderAsync();
        if (how == "accepted") await AcceptAsync(id);
        if (how == "declined") await DeclineAsync(id);
        if (how == "taken back") await CancelAsync(id);
        if (how == "completed") await CompleteAsync(id);

        var status = (await StatusAsync(id))["partner_status"];

        Assert.That(IsText(status), Is.True);
        Assert.That((string)status!, how == "completed" ? Is.EqualTo("complete") : Is.Not.EqualTo("complete").IgnoreCase.And.Not.Empty);
    }

    [Test]
    [Fact(
        ContractPart.TestStatus, "partner_profile_url",
        "`partner_profile_url` is the report of what is complete; without a report to link to nothing is said to be complete")]
    public async Task PartnerProfileUrl_IsThereWhenComplete()
    {
        var (open, completed) = (await OrderAsync(), await OrderAsync());
        await CompleteAsync(completed);
        await ToldAsync("greenhouse", completed);
        await using var withoutPages = Beside(services => services.Replace(ServiceDescriptor.Singleton<IReportPages, NoPages>()));
        using var caller = withoutPages.Client();
        caller.DefaultRequestHeaders.Authorization = Caller.DefaultRequestHeaders.Authorization;
        var report = new Uri((string)(await StatusAsync(completed))["partner_profile_url"]!);
        using var recruiter = App.Client();
        using var page = await recruiter.GetAsync(new Uri(report.PathAndQuery, UriKind.Relative));
        var bare = await AskAsync(caller, $"/ats/greenhouse/test_status?partner_interview_id={completed}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await StatusAsync(open))["partner_profile_url"], Is.Null);
            Assert.That(report.Scheme, Is.EqualTo("https"));
            Assert.That((int)page.StatusCode, Is.EqualTo(200));
            Assert.That(page.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
            Assert.That((string)bare["partner_status"]!, Is.Not.EqualTo("complete"));
            Assert.That(bare["partner_profile_url"], Is.Null);
        }
    }

    [Test]
    [Fact(ContractPart.TestStatus, "partner_score", "`partner_score` is one number, by which candidates can be put in order")]
    public async Task PartnerScore_IsOneNumberThatOrders()
    {
        var (lower, higher) = (await OrderAsync(), await OrderAsync());
        await CompleteAsync(lower, await FreshPassportAsync(Python, 480));
        await CompleteAsync(higher, await FreshPassportAsync(Python, 720));
        var (low, high) = ((await StatusAsync(lower))["partner_score"], (await StatusAsync(higher))["partner_score"]);

        Assert.That(IsNumber(low) && IsNumber(high), Is.True);
        Assert.That((double)low!, Is.LessThan((double)high!).And.GreaterThanOrEqualTo(300));
        Assert.That((double)high!, Is.LessThanOrEqualTo(850));
    }

    [Test]
    [Fact(
        ContractPart.TestStatus, "metadata", "`metadata` is flat: labels for people, and simple values",
        Except = "there is no percentile in it, which the service does not measure, and no flags of integrity: those are for a person to "
            + "look at, with what the candidate says beside them")]
    public async Task Metadata_IsFlat()
    {
        var id = await OrderAsync();
        var before = (await StatusAsync(id))["metadata"]!.AsObject();
        await CompleteAsync(id);
        var metadata = (await StatusAsync(id))["metadata"]!.AsObject();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Empty);
            Assert.That(metadata.Select(line => line.Value), Has.None.InstanceOf<JsonObject>().And.None.InstanceOf<JsonArray>());
            Assert.That(
                metadata.Select(line => line.Key), Is.SupersetOf(new[] { "Scale", "Band", "Freshness", "Valid until", "Completed" }));
        }
    }

    [Test]
    [Fact(ContractPart.AnyTime, "any time", "It is answered before and after completion, and 404 for an id that nobody has given")]
    public async Task Status_IsAnsweredAtAnyTime()
    {
        var id = await OrderAsync();
        await StatusAsync(id);
        await CompleteAsync(id);
        await StatusAsync(id);
        await ToldAsync("greenhouse", id);
        await StatusAsync(id);
        using var stranger = await StrangerAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await TryAsync(Caller, $"/ats/greenhouse/test_status?partner_interview_id={NewId()}")).Status, Is.EqualTo(404));
            Assert.That((await TryAsync(Caller, "/ats/greenhouse/test_status?partner_interview_id=98765")).Status, Is.EqualTo(404));
            Assert.That((await TryAsync(stranger, $"/ats/greenhouse/test_status?partner_interview_id={id}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    [Fact(
        ContractPart.Completion, "call",
        "A PATCH without a body or parameters, with the key that the order came with; the result is there when it arrives")]
    public async Task Completion_IsABarePatch_WhichFindsTheResultStored()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        var id = await SendAsync(send);
        JsonNode? asked = null;
        System.Answer = call =>
        {
            if (call.Method == "PATCH") asked = Now(id);
            return 200;
        };
        await CompleteAsync(id);
        await ToldAsync("greenhouse", id);

        var call = CallsTo(send).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Method, Is.EqualTo("PATCH"));
            Assert.That(call.Body, Is.Empty);
            Assert.That(call.Headers["Authorization"], Is.EqualTo("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(Key + ":"))));
            Assert.That((string?)asked?["partner_status"], Is.EqualTo("complete"));
            Assert.That(IsNumber(asked?["partner_score"]), Is.True);
        }
    }

    [TestCase(429, true)]
    [TestCase(503, true)]
    [TestCase(404, false)]
    [TestCase(422, false)]
    [Fact(
        ContractPart.Completion, "repeats", "It is repeated after 429 and 5xx, not before Retry-After, and not after another 4xx",
        Except = "401 and 403 are repeated too, since the customer may mend the key")]
    public async Task Completion_IsRepeated_WhereThatMayHelp(int status, bool isRepeated)
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        var id = await SendAsync(send);
        System.Answer = _ => CallsTo(send).Count == 1 ? status : 200;
        System.RetryAfter = TimeSpan.FromMinutes(2);
        await CompleteAsync(id);
        await UntilAsync(async () => (await CallsOfAsync("greenhouse", id)).Any(call => call.Status is not null));
        var failed = (await CallsOfAsync("greenhouse", id)).Single(call => call.Status is not null);
        App.Clock.Advance(TimeSpan.FromMinutes(3));
        await ToldAsync("greenhouse", id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                failed.NextAttemptAt - failed.LastAttemptAt,
                isRepeated ? Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(2)) : Is.Null);
            Assert.That(CallsTo(send), Has.Count.EqualTo(isRepeated ? 2 : 1));
        }
    }

    [Test]
    [Fact(ContractPart.Addresses, "redirects", "A redirect is not followed: the key goes nowhere else")]
    public async Task Redirect_IsNotFollowed()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        System.Answer = _ => 301;
        var id = await SendAsync(send);
        await CompleteAsync(id);
        var told = (await ToldAsync("greenhouse", id)).Single(call => call.Status is not null);

        Assert.That(told.State, Is.EqualTo(WebhookDeliveryState.Failed));
        Assert.That(System.CallsWith("/elsewhere"), Is.Empty);
    }

    [Test]
    [Fact(ContractPart.Addresses, "when it is called", "The address is looked at once more when it is called")]
    public async Task Address_ThatIsNotAllowedAnyMore_IsNotCalled()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        var id = await SendAsync(send);
        var own = System.Address.Authority;
        GreenhouseHosts.Remove(own);
        try
        {
            await CompleteAsync(id);
            var told = await ToldAsync("greenhouse", id);

            Assert.That(told.Select(call => call.State), Does.Contain(WebhookDeliveryState.Failed));
            Assert.That(CallsTo(send), Is.Empty);
        }
        finally
        {
            GreenhouseHosts.Add(own);
        }
    }

    [Test]
    [Fact(
        ContractPart.Polling, "eight weeks",
        "Installations that poll, hourly and for eight weeks, are answered all that time, with or without a PATCH")]
    public async Task Polling_IsAnsweredForEightWeeks()
    {
        var send = SendTestOf(await TestIdAsync("Python"));
        send.Remove("url");
        var (completed, forgotten) = (await SendAsync(send), await OrderAsync());
        await CompleteAsync(completed);
        var words = new List<(string, string)>();
        for (var day = 0; day <= 7 * 8; day += 7)
        {
            words.Add((await WordAsync(completed), await WordAsync(forgotten)));
            App.Clock.Advance(TimeSpan.FromDays(7));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(words.Select(word => word.Item1), Is.All.EqualTo("complete"));
            Assert.That(words.Select(word => word.Item2).Distinct(), Is.EqualTo(new[] { "invited", "expired" }));
        }

        async Task<string> WordAsync(Guid id) => (string)(await StatusAsync(id))["partner_status"]!;
    }

    private async Task<Guid> OrderAsync() => await SendAsync(SendTestOf(await TestIdAsync("Python")));

    /// <summary>As Greenhouse does: within the call that tells it.</summary>
    private JsonNode? Now(Guid id)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"/ats/greenhouse/test_status?partner_interview_id={id}", UriKind.Relative));
        using var response = Caller.Send(request);
        return JsonNode.Parse(response.Content.ReadAsStream());
    }

    private sealed class NoPages : IReportPages
    {
        public bool AreShown => false;

        public string PathOf(LinkedPage page, string token) => "/report/" + token;
    }
}
