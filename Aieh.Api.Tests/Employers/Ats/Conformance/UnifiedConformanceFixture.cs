using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>The service with connections to all three systems.</summary>
public abstract class UnifiedConformanceFixture : AshbyConformanceFixture
{
    protected const string Received = "assessment:order-received";
    protected const string KomboKey = "key-that-kombo-has-issued";
    private const string Secret = "the-secret-of-this-kombo";

    private string _path = "";

    [OneTimeSetUp]
    public async Task ConnectKombo()
    {
        await Employer.Client.PutAsync("/v1/ats-connections/kombo", new { apiKey = KomboKey, webhookSecret = Secret, scoreFormat = "scaled" });
        _path = (await Employer.Client.GetAsync<AtsConnectionResponse>("/v1/ats-connections/kombo")).WebhookPath!;
    }

    /// <summary>What Kombo sends, as its documentation shows it.</summary>
    protected JsonObject OrderOf(string package, string type = Received)
    {
        var member = new JsonObject
        {
            ["remote_id"] = "1", ["first_name"] = "Sam", ["last_name"] = "Sample", ["email"] = "sam@example.org",
            ["hiring_team_roles"] = new JsonArray("RECRUITER"),
        };
        var location = new JsonObject
        {
            ["street_1"] = null, ["city"] = null, ["state"] = null, ["zip_code"] = null, ["country"] = "DE", ["raw"] = null,
        };
        return new JsonObject
        {
            ["id"] = $"evt{NewNumber()}",
            ["type"] = type,
            ["data"] = new JsonObject
            {
                ["id"] = $"order{NewNumber()}-of-kombo", ["integration_id"] = "workday:ABC", ["package_id"] = package, ["status"] = "OPEN",
                ["candidate"] = new JsonObject
                {
                    ["remote_id"] = "12345", ["email"] = $"robin{NewNumber()}@example.org", ["first_name"] = "Robin",
                    ["last_name"] = "Example", ["phone"] = "123-456-7890",
                },
                ["application"] = new JsonObject { ["remote_id"] = "54321" },
                ["job"] = new JsonObject
                {
                    ["remote_id"] = "67890", ["name"] = "A job of this test", ["job_code"] = "J1", ["description"] = "<p>Work</p>",
                    ["location"] = location, ["hiring_team"] = new JsonArray(member),
                },
            },
        };
    }

    protected static string IdOf(JsonObject order) => (string)order["data"]!["id"]!;

    protected async Task<(int Status, JsonNode? Answer)> TryOrderAsync(JsonObject order, string secret = Secret)
    {
        var body = order.ToJsonString();
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body));
        using var client = App.Client();
        using var response = await client.SendAsync(
            HttpMethod.Post, _path, body, null, ("X-Kombo-Signature", Base64Url.EncodeToString(signature)));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }

    protected async Task<Guid> OrderAsync(JsonObject order)
    {
        var (status, answer) = await TryOrderAsync(order);
        Assert.That(status, Is.EqualTo(200), answer?.ToJsonString());
        return Guid.Parse((string)answer!["invitation"]!);
    }

    /// <summary>What Kombo was told of an order, once it was told something and nothing is under way any more.</summary>
    protected async Task<JsonNode> ResultAsync(JsonObject order, Guid invitation)
    {
        await UntilAsync(() => System.CallsWith(IdOf(order)).Count > 0);
        await ToldAsync("kombo", invitation);
        return JsonNode.Parse(System.CallsWith(IdOf(order)).Single().Body)!;
    }

    /// <summary>One test, ordered by each of the three systems.</summary>
    protected async Task<OneOrder> OrderOfEachAsync(string test)
    {
        var (send, start, order) = (SendTestOf(test), StartOf(test), OrderOf(test));
        return new OneOrder(send, await SendAsync(send), start, await StartAsync(start), order, await OrderAsync(order));
    }

    /// <summary>An order as each of the systems has given it, and the id of the invitation that each has made.</summary>
    protected sealed record OneOrder(
        JsonObject Send, Guid OfGreenhouse, JsonObject Start, Guid OfAshby, JsonObject Order, Guid OfKombo)
    {
        public IEnumerable<Guid> Invitations => [OfGreenhouse, OfAshby, OfKombo];
    }
}
