using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tests.Tools.Ats;

/// <summary>A vendor that is right is faultless, however many answers get lost; each mistake is named.</summary>
public sealed class KomboSimulatorTests
{
    private const string Result =
        """
        {
          "status": "COMPLETED", "score": 712, "max_score": 850, "result_url": "https://example.com/r/1",
          "completed_at": "2026-06-01T09:00:00.000Z",
          "attributes": [
            {"type":"TEXT","label":"Band","value":"Proficient"},
            {"type":"SUB_RESULT","id":"python-fundamentals","label":"Python","score":{"value":640,"max":850},"status":"COMPLETED"}
          ],
          "attachments": [{"name":"Report.pdf","content_type":"application/pdf","data":"SGk="}]
        }
        """;

    private static readonly AtsCandidate Candidate = new("Ada", "Example", "ada@example.com");

    private Vendor _vendor = null!;
    private string _secret = "";

    private static CancellationToken None => CancellationToken.None;

    [SetUp]
    public async Task StartVendor()
    {
        _vendor = await Vendor.StartAsync();
        _vendor.Answer = Answer;
    }

    [TearDown]
    public async Task StopVendor() => await _vendor.DisposeAsync();

    [Test]
    public async Task Vendor_ThatIsRight_IsFaultlessWhateverIsLostOrSentTwice()
    {
        await using var kombo = await OpenAsync(new AtsConduct { Seed = 9, LostAnswers = 0.3, Duplicates = 0.5 });

        for (var i = 0; i < 12; i++)
        {
            var order = i % 2 == 0 ? await kombo.PlaceAsync("t1", Candidate, None) : await kombo.PlaceInlineAsync("t1", Candidate, None);
            Assert.That(order.AssessmentUrl is null, Is.EqualTo(i % 2 == 0));
            await SendAsync(kombo, order, Vendor.With(Vendor.With(Result, "status", "\"OPEN\""), "completed_at", null));
            await SendAsync(kombo, order, Result);
        }

        Assert.That(kombo.Faults, Is.Empty);
        Assert.That(kombo.Orders, Has.Count.EqualTo(12).And.All.Property("State").EqualTo(AtsOrderState.Completed));
        Assert.That(kombo.Orders.Select(order => (order.Result!.Score, order.Result.MaximumScore)), Is.All.EqualTo((712m, 850m)));
        Assert.That(kombo.Orders.Sum(order => order.Told.Count), Is.GreaterThan(12));
        Assert.That(_vendor.Calls.Select(call => call.Body).Distinct().Count(), Is.EqualTo(12));
    }

    [TestCase(nameof(KomboSignature.Wrong))]
    [TestCase(nameof(KomboSignature.None))]
    public async Task Order_ThatIsNotKombos_HasToBeRefused(string kind)
    {
        var signature = Enum.Parse<KomboSignature>(kind);
        await using var kombo = await OpenAsync();

        await kombo.PlaceAsync("t1", Candidate, None, signature);
        Assert.That(kombo.Faults, Is.Empty);

        _vendor.Answer = _ => new VendorAnswer(200, "{}");
        await kombo.PlaceAsync("t1", Candidate, None, signature);
        Assert.That(kombo.Faults.Single().What, Is.EqualTo("it is not signed by Kombo, and is answered with 200"));
    }

    [Test]
    public async Task Order_RefusedWithAMessage_IsNoFault()
    {
        await using var kombo = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(422, """{"message":"There is no such test."}""", "application/problem+json");

        var order = await kombo.PlaceAsync("unknown", Candidate, None);

        Assert.That(kombo.Faults, Is.Empty);
        Assert.That(order.Refusal, Is.EqualTo(new AtsRefusal(422, "There is no such test.")));
    }

    [TestCase(404, "{}", "it is answered with 404, which is not 2xx or 422")]
    [TestCase(422, "{}", "message is missing")]
    [TestCase(200, "{}", "assessment_url is missing")]
    [TestCase(200, """{"assessment_url":"/i/1"}""", "assessment_url '/i/1' is no absolute URL")]
    public async Task InlineOrder_AnsweredWrongly_IsNamed(int status, string body, string fault)
    {
        await using var kombo = await OpenAsync();
        _vendor.Answer = _ => new VendorAnswer(status, body);

        await kombo.PlaceInlineAsync("t1", Candidate, None);

        Assert.That(kombo.Faults, Is.EqualTo(new[] { new AtsFault("inline-assessment:order-received", fault) }));
    }

    [TestCase("status", "\"DONE\"", "status 'DONE' is not known")]
    [TestCase("status", "\"REJECTED\"", "status 'REJECTED' is not known")]
    [TestCase("completed_at", null, "completed_at is missing")]
    [TestCase("completed_at", "\"2026-06-01T09:00:00+00:00\"", "completed_at '2026-06-01T09:00:00+00:00' is no time as YYYY-MM-DDTHH:mm:ss.sssZ")]
    [TestCase("result_url", null, "result_url is missing")]
    [TestCase("result_url", "\"report\"", "result_url 'report' is no absolute URL")]
    [TestCase("score", "\"712\"", "score is a string, not a number")]
    [TestCase("score", "851", "score 851 is more than 850")]
    [TestCase("max_score", "null", "max_score is null")]
    [TestCase("attributes.0.type", "\"NUMBER\"", "attributes[0].type 'NUMBER' is not known")]
    [TestCase("attributes.0.value", "7", "attributes[0].value is a number, not a string")]
    [TestCase("attributes.0.label", null, "attributes[0].label is missing")]
    [TestCase("attributes.1.id", null, "attributes[1].id is missing")]
    [TestCase("attributes.1.score", "640", "attributes[1].score is a number, not an object")]
    [TestCase("attributes.1.score.value", "900", "attributes[1].score.value 900 is more than 850")]
    [TestCase("attributes.1.status", "\"OPEN\"", "attributes[1].status 'OPEN' is not known")]
    [TestCase("attachments.0.data", "\"not base64\"", "attachments[0].data is no base64")]
    [TestCase("attachments.0.content_type", null, "attachments[0].content_type is missing")]
    [TestCase("attachments.0.data", null, "attachments[0].data_url is missing")]
    [TestCase("grade", "1", "grade is not known")]
    public async Task Result_ThatIsWrong_IsNamedAndRefused(string place, string? value, string fault)
    {
        await using var kombo = await OpenAsync();
        var order = await kombo.PlaceAsync("t1", Candidate, None);

        var (status, _) = await SendAsync(kombo, order, Vendor.With(Result, place, value));

        Assert.That(kombo.Faults.Select(each => each.What), Is.EqualTo(new[] { fault }));
        Assert.That((status, order.State), Is.EqualTo((400, AtsOrderState.Sent)));
    }

    [Test]
    public async Task Result_OfAnOrderThatIsNotOpen_CannotChangeItsStatus()
    {
        await using var kombo = await OpenAsync();
        var order = await kombo.PlaceAsync("t1", Candidate, None);
        await SendAsync(kombo, order, Vendor.With(Result, "status", "\"CANCELLED\""));

        await SendAsync(kombo, order, Vendor.With(Result, "status", "\"CANCELLED\""));
        Assert.That(kombo.Faults, Is.Empty);

        await SendAsync(kombo, order, Result);
        Assert.That(kombo.Faults.Single().What, Is.EqualTo("the order is CANCELLED, and stays so: it cannot become COMPLETED"));
        Assert.That(order.State, Is.EqualTo(AtsOrderState.Cancelled));
    }

    [TestCase("PUT", "result", "Authorization", "Basic x", 401, "the Authorization is not Bearer with Kombo's key")]
    [TestCase("PUT", "result", "X-Integration-Id", "workday:other", 404, "X-Integration-Id is not the one of the order")]
    [TestCase("PUT", "result", "X-Integration-Id", null, 404, "X-Integration-Id is not the one of the order")]
    [TestCase("PUT", "results", "X-Other", null, 404, "there is no such order")]
    [TestCase("PUT", "result?final=true", "X-Other", null, 400, "it takes no parameters")]
    [TestCase("POST", "result", "X-Other", null, 405, "a result is told by PUT")]
    [TestCase("PUT", "result", "User-Agent", null, 400, "there is no User-Agent")]
    public async Task Result_SentWrongly_IsNamed(string method, string tail, string header, string? value, int status, string fault)
    {
        await using var kombo = await OpenAsync();
        var order = await kombo.PlaceAsync("t1", Candidate, None);

        var headers = Headers(kombo).Where(each => each.Name != header).Append((header, value));
        var url = new Uri(kombo.Address, $"/v1/assessment/orders/{order.Reference}/{tail}");
        var answer = await _vendor.CallAsync(new HttpMethod(method), url, Result, headers);

        Assert.That(kombo.Faults.Select(each => each.What), Is.EqualTo(new[] { fault }));
        Assert.That(answer.Status, Is.EqualTo(status));
    }

    private async Task<KomboSimulator> OpenAsync(AtsConduct? conduct = null)
    {
        var kombo = await KomboSimulator.OpenAsync(conduct ?? new AtsConduct(), None);
        kombo.Connect(new Uri(_vendor.Address, "/ats/kombo/1"));
        _secret = kombo.WebhookSecret;
        return kombo;
    }

    private static (string Name, string? Value)[] Headers(KomboSimulator kombo) =>
    [
        ("Authorization", "Bearer " + kombo.ApiKey), ("X-Integration-Id", kombo.IntegrationId), ("User-Agent", "AIEH"),
    ];

    private Task<(int Status, JsonNode? Body)> SendAsync(KomboSimulator kombo, AtsOrder order, string body)
    {
        var url = new Uri(kombo.Address, $"/v1/assessment/orders/{order.Reference}/result");
        return _vendor.CallAsync(HttpMethod.Put, url, body, Headers(kombo));
    }

    private VendorAnswer Answer(VendorCall call)
    {
        var signature = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_secret), Encoding.UTF8.GetBytes(call.Body)));
        if (call.Signature != signature) return new VendorAnswer(401, "{}");
        var isInline = (string)call.Json["type"]! == "inline-assessment:order-received";
        return new VendorAnswer(200, isInline ? """{"assessment_url":"https://example.com/i/1"}""" : "{}");
    }
}
