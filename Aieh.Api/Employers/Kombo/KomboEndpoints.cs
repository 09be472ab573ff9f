using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using Aieh.Api.Contract;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Kombo;

/// <summary>The webhooks of Kombo's unified assessment orders.</summary>
internal static class KomboEndpoints
{
    /// <summary>The description of the job comes with the order, as HTML.</summary>
    private const int MaxBodyBytes = 512 * 1024;

    private const int MostOfAnId = 100;
    private const string Received = "assessment:order-received";
    private const string InlineReceived = "inline-assessment:order-received";

    public static IServiceCollection AddKombo(this IServiceCollection services) =>
        services.AddSingleton<IDeliverySender, KomboSender>().AddWireJson(KomboJson.Wire);

    public static void MapKombo(this IEndpointRouteBuilder routes) =>
        routes.MapGroup(AtsConnections.KomboPath)
            .Tag("Kombo", "Orders of all systems that Kombo reaches, as its signed webhooks.")
            .AddEndpointFilter<ServiceAddressFilter>()
            .MapPost("/{id:guid}", ReceiveKomboEvent).WithName("receiveKomboEvent").Access(PrincipalKinds.Everyone).BodyOf(MaxBodyBytes)
            .Accepts<KomboEvent>("application/json").Produces<KomboEventResponse>()
            .Example(() => KomboExamples.Event, () => KomboExamples.Taken).Problems(401, 404, 409, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.OrderRefusedKind);

    /// <summary>
    /// Take a webhook of Kombo's. It is signed with the connection's secret in the header X-Kombo-Signature: HMAC-SHA256 of the body, in
    /// base64url. An order makes an invitation, and a repeated one finds it again; of an inline order the answer has the candidate's link.
    /// </summary>
    /// <param name="id">Id of the connection.</param>
    internal static async Task<IResult> ReceiveKomboEvent(
        Guid id, Db db, Sealing sealing, AtsOrders orders, Idempotency idempotency, HttpContext context)
    {
        if (!context.Request.HasJsonContentType()) return Problems.Of(Problems.UnsupportedMediaTypeKind);

        var connection = await db.ReadAsync(
            session => AtsConnectionStore.FindByIdAsync(session, id, KebabCase.Of(AtsKind.Kombo)), context.RequestAborted);
        if (connection is null) return Problems.NotFound();

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var secret = AtsCredentials.Open(sealing, connection)?.WebhookSecret;
        if (secret is null || !IsSigned(context.Request.Headers["X-Kombo-Signature"].ToString(), secret, bytes.Span))
        {
            return Problems.Of(
                Problems.SignatureInvalidKind, "The header X-Kombo-Signature does not fit the body and the connection's secret.");
        }

        // Of other events nothing is known but the type.
        if (TypeOf(bytes) is { } type and not (Received or InlineReceived)) return TypedResults.Ok(new KomboEventResponse());

        var (received, problem) = Read(bytes.Span);
        if (received is null) return problem!;
        if (FaultOf(received.Data) is { } fault) return Problems.Invalid("The order cannot be read.", fault);

        var order = OrderOf(received.Data!, connection, received.Type == InlineReceived);
        return await idempotency.RunAsync(
            context, received, KomboJson.Wire.KomboEvent,
            session => orders.LoadAsync(session, order),
            basis => ValueTask.FromResult(orders.PlanOf(order, basis, AnswerOf)));
    }

    /// <summary>In constant time. Base64url is what Kombo's documentation shows; plain base64 is read as well.</summary>
    internal static bool IsSigned(string signature, string secret, ReadOnlySpan<byte> body)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
        var text = signature.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(text) && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(text), expected);
    }

    private static string? TypeOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                ? type.GetString()
                : null;
        }
        catch (JsonException)
        {
            // What is wrong with it is told when it is read whole.
            return null;
        }
    }

    private static (KomboEvent? Event, IResult? Problem) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return (JsonSerializer.Deserialize(body, KomboJson.Wire.KomboEvent), null);
        }
        catch (JsonException exception)
        {
            var fault = new ProblemError { Pointer = ProblemResponses.ToPointer(exception.Path), Detail = "It has another shape." };
            return (null, Problems.Invalid("The body is not JSON of the documented shape.", fault));
        }
    }

    private static ProblemError? FaultOf(KomboOrder? order)
    {
        if (order is null) return new ProblemError { Pointer = "#/data", Detail = "The order is missing." };
        // It becomes a segment of an address.
        if (order.Id is not { } id || !RequestText.Fits(id, MostOfAnId) || id is "." or "..")
        {
            return new ProblemError { Pointer = "#/data/id", Detail = RequestText.Rule(MostOfAnId) };
        }

        // It becomes a header.
        var isHeader = order.IntegrationId is { } integration && RequestText.Fits(integration, MostOfAnId)
            && integration.All(c => c is > ' ' and <= '~');
        return isHeader
            ? null
            : new ProblemError { Pointer = "#/data/integration_id", Detail = RequestText.Rule(MostOfAnId) };
    }

    private static AtsOrder OrderOf(KomboOrder order, WebhookRow connection, bool isInline) => new()
    {
        Ats = AtsKind.Kombo,
        Tenant = connection.TenantId,
        Actor = AtsConnections.ActorOf(connection.Id),
        Test = Guid.TryParse(order.PackageId, out var test) ? test : null,
        Key = order.Id,
        Identity = OrderIdentity.ForGood,
        Reference = $"kombo:{order.Id}",
        ReplyTo = order.IntegrationId,
        CandidateName = AtsOrder.NameOf(order.Candidate?.FirstName, order.Candidate?.LastName),
        CandidateEmail = AtsOrder.EmailOf(order.Candidate?.Email),
        IsInline = isInline,
    };

    private static Outcome AnswerOf(PlacedOrder placed) => Outcome.Ok(
        new KomboEventResponse { Invitation = placed.Invitation, AssessmentUrl = placed.Url }, KomboJson.Wire.KomboEventResponse);
}
