using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class KomboTests<TDatabase> : AtsFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";
    private const string Secret = "kombo-webhook-secret";

    private string _path = "";

    [OneTimeSetUp]
    public async Task Connect()
    {
        await Employer.Client.PutAsync(
            "/v1/ats-connections/kombo", new { apiKey = "kombo-key", webhookSecret = Secret, scoreFormat = "scaled" });
        _path = (await Employer.Client.GetAsync<AtsConnectionResponse>("/v1/ats-connections/kombo")).WebhookPath!;
    }

    [Test]
    public async Task Order_IsCompletedOnce_WithScoreReportAndParts()
    {
        var (order, id) = await OrderAsync();
        var again = await SendAsync(Event("assessment:order-received", order));
        await AcceptAsync(id, await FreshPassportAsync(Python));
        await UntilAsync(() => System.CallsWith(order).Count == 1);

        var call = System.CallsWith(order).Single();
        var result = JsonNode.Parse(call.Body)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guid.Parse((string)again["invitation"]!), Is.EqualTo(id));
            Assert.That($"{call.Method} {call.Path}", Is.EqualTo($"PUT /v1/assessment/orders/{order}/result"));
            Assert.That(call.Headers["Authorization"], Is.EqualTo("Bearer kombo-key"));
            Assert.That(call.Headers["X-Integration-Id"], Is.EqualTo("workday:ABC"));
            Assert.That((string)result["status"]!, Is.EqualTo("COMPLETED"));
            Assert.That((double)result["score"]!, Is.InRange(640, 670));
            Assert.That((double)result["max_score"]!, Is.EqualTo(850));
            Assert.That((string)result["completed_at"]!, Does.Match("^2026-.*T.*Z$"));
            Assert.That(
                result["attributes"]!.AsArray().Select(each => (string)each!["type"]!), Does.Contain("TEXT").And.Contains("SUB_RESULT"));
        }
    }

    [Test]
    public async Task Inline_AnswersWithALink_AndARepeatWithAnother()
    {
        var sent = Event("inline-assessment:order-received", NewId().ToString("N"));

        var first = await SendAsync(sent);
        var again = await SendAsync(sent);
        using var former = App.Client(((string)first["assessment_url"]!).Split('/')[^1]);
        using var candidate = App.Client(((string)again["assessment_url"]!).Split('/')[^1]);
        using var ended = await former.GetAsync(new Uri("/v1/invitations/current", UriKind.Relative));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)again["assessment_url"]!, Does.StartWith("https://passport.example.com/invitation/aieh_inv_"));
            Assert.That((string)again["invitation"]!, Is.EqualTo((string)first["invitation"]!));
            Assert.That((int)ended.StatusCode, Is.EqualTo(401));
            Assert.That(
                (await candidate.GetAsync<CurrentInvitationResponse>("/v1/invitations/current")).State,
                Is.EqualTo(InvitationState.Invited));
        }
    }

    [Test]
    public async Task Inline_ThatIsSentOnceMoreLater_GivesNoLink()
    {
        var sent = Event("inline-assessment:order-received", NewId().ToString("N"));
        var first = await SendAsync(sent);
        var token = ((string)first["assessment_url"]!).Split('/')[^1];
        await Employer.AcceptAsync((await Employer.GetAsync(Guid.Parse((string)first["invitation"]!))) with { Token = token });

        var again = await SendAsync(sent);
        using var candidate = App.Client(token);
        using var current = await candidate.GetAsync(new Uri("/v1/invitations/current", UriKind.Relative));

        Assert.That(again["assessment_url"], Is.Null);
        Assert.That((int)current.StatusCode, Is.EqualTo(200), "the link that was used goes on");
    }

    [Test]
    public async Task Cancellation_IsTold()
    {
        var (order, id) = await OrderAsync();
        await Employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{id}/cancellation", new { });

        await UntilAsync(() => System.CallsWith(order).Count == 1);

        var result = JsonNode.Parse(System.CallsWith(order).Single().Body)!;
        Assert.That((string)result["status"]!, Is.EqualTo("CANCELLED"));
        Assert.That((string?)result["completed_at"], Is.Not.Null);
    }

    [TestCase("none")]
    [TestCase("of another secret")]
    [TestCase("of another body")]
    [TestCase("no base64")]
    public async Task Signature_ThatDoesNotFit_IsRefused(string which)
    {
        var body = Event("assessment:order-received", NewId().ToString("N")).ToJsonString();
        var signature = which switch
        {
            "none" => null,
            "of another secret" => SignatureOf(body, "another"),
            "of another body" => SignatureOf(body + " ", Secret),
            _ => "%%%",
        };

        using var response = await SendAsync(_path, body, signature);

        await response.ProblemAsync(401, "signature-invalid");
    }

    [Test]
    public async Task Order_OfAnUnknownPackage_IsRejectedWithAMessage()
    {
        var sent = Event("assessment:order-received", NewId().ToString("N"));
        sent["data"]!["package_id"] = "typescript_test";
        var body = sent.ToJsonString();

        using var response = await SendAsync(_path, body, SignatureOf(body, Secret));

        var problem = await response.ProblemAsync(422, "order-refused");
        Assert.That((string?)problem["message"], Does.Contain("not offered"));
    }

    [TestCase("{", 400)]
    [TestCase("[]", 400)]
    [TestCase("""{"type":"assessment:order-received"}""", 400)]
    [TestCase("""{"type":"assessment:order-received","data":{"id":"a\u0000b","integration_id":"x"}}""", 400)]
    [TestCase("""{"type":"assessment:order-received","data":{"id":"a","integration_id":"x\r\ny"}}""", 400)]
    [TestCase("""{"type":"sync-finished","data":{"sync_id":"a"}}""", 200)]
    public async Task Body_ThatIsNoOrder_IsToldAsSuch(string body, int status)
    {
        using var response = await SendAsync(_path, body, SignatureOf(body, Secret));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    private static string SignatureOf(string body, string secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    private JsonObject Event(string type, string order) => new()
    {
        ["id"] = "evt",
        ["type"] = type,
        ["data"] = new JsonObject
        {
            ["id"] = order, ["integration_id"] = "workday:ABC", ["status"] = "OPEN",
            ["package_id"] = TestsOnOffer.IdOf(Employer.Tenant, Python).ToString(),
            ["candidate"] = new JsonObject { ["first_name"] = "Robin", ["last_name"] = "Example", ["email"] = "robin@example.org" },
            ["application"] = new JsonObject { ["remote_id"] = "54321" },
        },
    };

    private async Task<(string Order, Guid Invitation)> OrderAsync()
    {
        var order = NewId().ToString("N");
        return (order, Guid.Parse((string)(await SendAsync(Event("assessment:order-received", order)))["invitation"]!));
    }

    private async Task<JsonNode> SendAsync(JsonObject sent)
    {
        var body = sent.ToJsonString();
        using var response = await SendAsync(_path, body, SignatureOf(body, Secret));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), text);
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string body, string? signature)
    {
        using var client = App.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null) request.Headers.TryAddWithoutValidation("X-Kombo-Signature", signature);
        return await client.SendAsync(request);
    }
}
