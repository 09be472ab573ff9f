using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Aieh.Api.Tools.Ats;

/// <summary>How an order is signed; a partner has to refuse all but the first.</summary>
internal enum KomboSignature
{
    Right,

    /// <summary>With another secret.</summary>
    Wrong,
    None,
}

/// <summary>
/// Kombo between the service and a customer's ATS: an order comes as a signed webhook, of which 422 is the one refusal that the ATS shows;
/// the result goes by PUT, and an order that is no longer open keeps its status. Inline orders are answered with the address that the
/// candidate is redirected to.
/// </summary>
internal sealed class KomboSimulator : AtsSimulator
{
    public const string SignatureHeader = "X-Kombo-Signature";

    private const string ResultStart = "/v1/assessment/orders/";
    private const string ResultEnd = "/result";

    private Uri? _webhook;

    private KomboSimulator(AtsConduct conduct)
        : base(conduct)
    {
        (ApiKey, WebhookSecret, IntegrationId) = (Chance.NewKey(), Chance.NewKey(), "workday:" + Chance.NewKey());
    }

    /// <summary>What the service has to show here.</summary>
    public string ApiKey { get; }

    /// <summary>What orders are signed with.</summary>
    public string WebhookSecret { get; }

    /// <summary>The customer's ATS, as Kombo calls it; every order and every result names it.</summary>
    public string IntegrationId { get; }

    public static async Task<KomboSimulator> OpenAsync(AtsConduct conduct, CancellationToken cancellationToken)
    {
        var simulator = new KomboSimulator(conduct);
        await simulator.ListenAsync(cancellationToken);
        return simulator;
    }

    /// <summary>As it is registered at Kombo: where orders are sent.</summary>
    public void Connect(Uri webhook) => _webhook = webhook;

    /// <summary>assessment:order-received.</summary>
    public Task<AtsOrder> PlaceAsync(
        string package, AtsCandidate candidate, CancellationToken cancellationToken, KomboSignature signature = KomboSignature.Right) =>
        PlaceAsync("assessment:order-received", package, candidate, signature, cancellationToken);

    /// <summary>inline-assessment:order-received: the candidate waits for the answer, and is redirected to the address in it.</summary>
    public Task<AtsOrder> PlaceInlineAsync(
        string package, AtsCandidate candidate, CancellationToken cancellationToken, KomboSignature signature = KomboSignature.Right) =>
        PlaceAsync("inline-assessment:order-received", package, candidate, signature, cancellationToken);

    protected override AtsReply Answer(AtsCall call, Inspection inspection)
    {
        if (call.Headers.Authorization != "Bearer " + ApiKey)
        {
            inspection.Object("the Authorization is not Bearer with Kombo's key");
            return Failure(401, "API_KEY_INVALID");
        }

        if (call.Headers["X-Integration-Id"] != IntegrationId)
        {
            inspection.Object("X-Integration-Id is not the one of the order");
            return Failure(404, "INTEGRATION_NOT_FOUND");
        }

        if (OrderAt(call.Path) is not { } order)
        {
            inspection.Object("there is no such order");
            return Failure(404, "NOT_FOUND");
        }

        order.Call();
        if (call.Method != "PUT")
        {
            inspection.Object("a result is told by PUT");
            return Failure(405, "METHOD_NOT_ALLOWED");
        }

        if (call.Query.Length > 0) inspection.Object("it takes no parameters");
        return TakeResult(order, call, inspection) ? Success() : Failure(400, "INPUT_VALIDATION_FAILED");
    }

    private async Task<AtsOrder> PlaceAsync(
        string type, string package, AtsCandidate candidate, KomboSignature signature, CancellationToken cancellationToken)
    {
        var order = NewOrder(Chance.NewKey(), package, candidate);
        var body = KomboMessages.Order(order, type, IntegrationId, Chance).ToJsonString();
        var request = new AtsRequest(type, HttpMethod.Post, _webhook!, body)
        {
            UserAgent = "Kombo",
            Signature = SignatureOf(body, signature),
            IsOrder = true,
        };
        await SendAsync(request, Read, cancellationToken);
        return order;

        void Read(AtsAnswer answer, Inspection inspection)
        {
            if (signature != KomboSignature.Right) ReadUnsigned(order, answer, inspection);
            else if (!answer.IsSuccess) ReadRefusal(order, answer, inspection);
            else if (type.StartsWith("inline", StringComparison.Ordinal)) ReadInline(order, answer, inspection);
            else Take(order, order.Reference, inspection);
        }
    }

    private static void ReadUnsigned(AtsOrder order, AtsAnswer answer, Inspection inspection)
    {
        if (answer.Status is not (401 or 403)) inspection.Object($"it is not signed by Kombo, and is answered with {answer.Status}");
        order.Refuse(new AtsRefusal(answer.Status, null));
    }

    /// <summary>422 refuses the order, with a reason; after any other failure it is open still.</summary>
    private static void ReadRefusal(AtsOrder order, AtsAnswer answer, Inspection inspection)
    {
        if (answer.Status != 422) inspection.Object($"it is answered with {answer.Status}, which is not 2xx or 422");
        else Refuse(order, new AtsRefusal(answer.Status, answer.Message(inspection)), inspection);
    }

    private void ReadInline(AtsOrder order, AtsAnswer answer, Inspection inspection)
    {
        if (StrictJson.ReadObject(answer.Body, answer.MediaType, inspection)?.Url("assessment_url") is not { } url) return;
        order.AssessmentUrl = url;
        Take(order, order.Reference, inspection);
    }

    private static bool TakeResult(AtsOrder order, AtsCall call, Inspection inspection)
    {
        if (call.Json(inspection) is not { } body) return false;
        var status = KomboRules.Status(body, inspection);
        var before = order.State switch
        {
            AtsOrderState.Completed => KomboRules.Completed,
            AtsOrderState.Cancelled => KomboRules.Cancelled,
            AtsOrderState.Refused => "REJECTED",
            _ => KomboRules.Open,
        };
        if (before != KomboRules.Open && status != before)
        {
            inspection.Object($"the order is {before}, and stays so: it cannot become {status}");
        }

        if (!inspection.IsClean) return false;

        if (status == KomboRules.Open) order.Start();
        if (status == KomboRules.Completed) order.Complete(KomboRules.Result(body));
        if (status == KomboRules.Cancelled) order.Cancel();
        return true;
    }

    private AtsOrder? OrderAt(string path)
    {
        var isResult = path.Length > ResultStart.Length + ResultEnd.Length
            && path.StartsWith(ResultStart, StringComparison.Ordinal) && path.EndsWith(ResultEnd, StringComparison.Ordinal);
        return isResult ? OrderOf(path[ResultStart.Length..^ResultEnd.Length]) : null;
    }

    private (string Header, string Value)? SignatureOf(string body, KomboSignature signature)
    {
        if (signature == KomboSignature.None) return null;
        var secret = signature == KomboSignature.Right ? WebhookSecret : "not " + WebhookSecret;
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body));
        return (SignatureHeader, Base64Url.EncodeToString(hash));
    }

    private static AtsReply Success() =>
        new(200, new JsonObject { ["status"] = "success", ["data"] = new JsonObject(), ["warnings"] = new JsonArray() });

    private static AtsReply Failure(int status, string code) =>
        new(status, new JsonObject { ["status"] = "error", ["error"] = new JsonObject { ["code"] = code, ["message"] = code } });
}
