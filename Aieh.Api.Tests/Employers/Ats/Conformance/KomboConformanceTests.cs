using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>Kombo's unified assessment orders: the webhook that brings one, and the result that goes back.</summary>
[TestFixture]
public sealed class KomboConformanceTests : UnifiedConformanceFixture
{
    [Test]
    [Fact(
        ContractPart.KomboOrders, "order",
        "A signed `assessment:order-received` with all that Kombo tells makes an invitation; the job and its team are not kept")]
    public async Task Order_MakesAnInvitation()
    {
        var order = OrderOf(await TestIdAsync("Python"));

        var invitation = await Employer.GetAsync(await OrderAsync(order));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(invitation.Candidate!.Name, Is.EqualTo("Robin Example"));
            Assert.That(invitation.Candidate.Email, Is.EqualTo((string)order["data"]!["candidate"]!["email"]!));
            Assert.That(invitation.ToString(), Does.Not.Contain("A job of this test").And.Not.Contain("sam@").And.Not.Contain("123-456"));
            Assert.That(string.Concat(App.Logs.Entries), Does.Not.Contain("sam@"));
        }
    }

    [Test]
    [Fact(ContractPart.KomboOrders, "refusal", "An order is rejected with 422 and a `message`, which the system shows")]
    public async Task Order_OfWhatIsNotThere_IsRejectedWithAMessage()
    {
        var (status, answer) = await TryOrderAsync(OrderOf("typescript_test"));

        Assert.That(status, Is.EqualTo(422));
        Assert.That((string?)answer!["message"], Is.Not.Null.And.Not.Empty);
    }

    [Test]
    [Fact(
        ContractPart.KomboOrders, "other errors",
        "What does not speak against the order (a signature that does not fit) is no 422, and the order can come again")]
    public async Task Order_WithAnotherSignature_IsNotRejectedForGood()
    {
        var order = OrderOf(await TestIdAsync("Python"));
        var (status, _) = await TryOrderAsync(order, "another secret");

        Assert.That(status, Is.EqualTo(401));
        Assert.That(await OrderAsync(order), Is.Not.EqualTo(Guid.Empty));
    }

    [Test]
    [Fact(
        ContractPart.KomboOrders, "inline order",
        "The answer to an inline order has `assessment_url` at once, and the candidate gets no mail")]
    public async Task InlineOrder_IsAnsweredWithTheLink()
    {
        var test = await TestIdAsync("Python");
        var (inline, plain) = (OrderOf(test, "inline-assessment:order-received"), OrderOf(test));
        var (status, answer) = await TryOrderAsync(inline);
        await OrderAsync(plain);
        var (_, told) = await TryOrderAsync(plain);
        await UntilAsync(() => Mails.Of(EmailOf(plain)).Count == 1);
        using var candidate = App.Client(((string)answer!["assessment_url"]!).Split('/')[^1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(200));
            Assert.That((string)answer["assessment_url"]!, Does.StartWith("https://passport.example.com/"));
            Assert.That(
                (await candidate.GetAsync<CurrentInvitationResponse>("/v1/invitations/current")).State,
                Is.EqualTo(InvitationState.Invited));
            Assert.That(Mails.Of(EmailOf(inline)), Is.Empty);
            Assert.That(told!["assessment_url"], Is.Null);
        }

        static string EmailOf(JsonObject order) => (string)order["data"]!["candidate"]!["email"]!;
    }

    [Test]
    [Fact(
        ContractPart.KomboResults, "call",
        "The result is a PUT to the order, with a Bearer key and the integration that the order named")]
    [Fact(ContractPart.KomboResults, "completed", "`COMPLETED` comes with `completed_at`, `score` of `max_score` and `result_url`")]
    [Fact(
        ContractPart.KomboResults, "attributes",
        "A `TEXT` has type, label and value; a `SUB_RESULT` has an id, a label, a score of a maximum, and a status")]
    public async Task Result_OfACompletion_IsWhole()
    {
        var order = OrderOf(await TestIdAsync("Python"));
        var id = await OrderAsync(order);
        await CompleteAsync(id);
        var result = await ResultAsync(order, id);
        var call = System.CallsWith(IdOf(order)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That($"{call.Method} {call.Path}", Is.EqualTo($"PUT /v1/assessment/orders/{IdOf(order)}/result"));
            Assert.That(call.Headers["Authorization"], Is.EqualTo("Bearer " + KomboKey));
            Assert.That(call.Headers["X-Integration-Id"], Is.EqualTo("workday:ABC"));
            Assert.That((string)result["status"]!, Is.EqualTo("COMPLETED"));
            Assert.That(IsMoment(result["completed_at"]), Is.True);
            Assert.That((double)result["score"]!, Is.InRange(300, (double)result["max_score"]!));
            Assert.That((string)result["result_url"]!, Does.StartWith("https://"));
            Assert.That(result["attributes"]!.AsArray().SelectMany(FaultsOf), Is.Empty);
            Assert.That(
                result["attributes"]!.AsArray().Select(each => (string)each!["type"]!).Distinct(),
                Is.EquivalentTo(new[] { "TEXT", "SUB_RESULT" }));
        }
    }

    [TestCase("declined")]
    [TestCase("taken back")]
    [Fact(ContractPart.KomboResults, "cancelled", "What has ended without a result is `CANCELLED`, with `completed_at` too")]
    public async Task Result_OfAnotherEnd_IsCancelled(string how)
    {
        var order = OrderOf(await TestIdAsync("Python"));
        var id = await OrderAsync(order);
        if (how == "declined") await DeclineAsync(id);
        else await CancelAsync(id);
        var result = await ResultAsync(order, id);

        Assert.That((string)result["status"]!, Is.EqualTo("CANCELLED"));
        Assert.That(IsMoment(result["completed_at"]), Is.True);
        Assert.That(result["attributes"]!.AsArray().SelectMany(FaultsOf), Is.Empty);
    }

    [Test]
    [Fact(ContractPart.KomboResults, "once", "Only an open order changes: it is told its end and nothing before, and that once")]
    public async Task Result_IsToldOnce()
    {
        var order = OrderOf(await TestIdAsync("Python"));
        var id = await OrderAsync(order);
        await AcceptAsync(id);
        await ToldAsync("kombo", id, 0);
        var before = System.CallsWith(IdOf(order)).Count;
        await CancelAsync(id);
        await ResultAsync(order, id);
        App.Clock.Advance(TimeSpan.FromDays(1));
        await ToldAsync("kombo", id);

        Assert.That(before, Is.Zero);
        Assert.That(System.CallsWith(IdOf(order)), Has.Count.EqualTo(1));
    }

    private static bool IsMoment(JsonNode? node) =>
        IsText(node) && DateTimeOffset.TryParse((string)node!, out _) && ((string)node!).EndsWith('Z');

    private static IEnumerable<string> FaultsOf(JsonNode? attribute)
    {
        var isWhole = (string?)attribute?["type"] switch
        {
            "TEXT" => IsText(attribute["label"]) && IsText(attribute["value"]),
            "SUB_RESULT" => IsText(attribute["id"]) && IsText(attribute["label"]) && IsNumber(attribute["score"]?["value"])
                && IsNumber(attribute["score"]?["max"]) && (string?)attribute["status"] == "COMPLETED",
            _ => false,
        };
        if (!isWhole) yield return $"{attribute}";
    }
}
