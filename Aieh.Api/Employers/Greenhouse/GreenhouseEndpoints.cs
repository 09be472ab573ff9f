using System.Security.Cryptography;
using System.Text;
using Aieh.Api.Contract;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Greenhouse;

/// <summary>The Assessment Partner API of Greenhouse: the partner's side.</summary>
internal static class GreenhouseEndpoints
{
    public static IServiceCollection AddGreenhouse(this IServiceCollection services) =>
        services.AddSingleton<GreenhouseAddresses>().AddSingleton<IDeliverySender, GreenhouseSender>().AddWireJson(GreenhouseJson.Wire);

    public static void MapGreenhouse(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ats/greenhouse")
            .Tag("Greenhouse", "What Greenhouse calls, by its Assessment Partner API: HTTP Basic, the tenant's key as user name.")
            .AddEndpointFilter<ServiceAddressFilter>();
        group.MapGet("/list_tests", ListGreenhouseTests).WithName("listGreenhouseTests").Access(PrincipalKinds.Key, Scopes.OrdersWrite)
            .Example(() => GreenhouseExamples.Tests).Problems(401, 403);
        group.MapPost("/send_test", SendGreenhouseTest).WithName("sendGreenhouseTest").Access(PrincipalKinds.Key, Scopes.OrdersWrite)
            .Produces<GreenhouseSendTestResponse>().Example(() => GreenhouseExamples.Send, () => GreenhouseExamples.Sent)
            .Problems(401, 403, 404, 409, 413, 415, 422).Raises(Problems.BusyKind, Problems.OrderRefusedKind);
        group.MapGet("/test_status", GetGreenhouseTestStatus).WithName("getGreenhouseTestStatus")
            .Access(PrincipalKinds.Key, Scopes.OrdersWrite).Example(() => GreenhouseExamples.Status).Problems(401, 403, 404)
            .QueryText("partner_interview_id", "The id that send_test has given.");
        // The path of the documentation's example is another one than its name of the call.
        group.MapPost("/response_error", ReportGreenhouseError).WithName("reportGreenhouseError")
            .Access(PrincipalKinds.Key, Scopes.OrdersWrite)
            .Example(() => GreenhouseExamples.Error, () => GreenhouseExamples.ErrorTaken).Problems(401, 403, 413, 415);
        group.MapPost("/request_errors", ReportGreenhouseRequestError).WithName("reportGreenhouseRequestError")
            .Access(PrincipalKinds.Key, Scopes.OrdersWrite)
            .Example(() => GreenhouseExamples.Error, () => GreenhouseExamples.ErrorTaken).Problems(401, 403, 413, 415);
    }

    /// <summary>List the tests that can be sent: the tenant's active hiring loops, and single assessments.</summary>
    internal static async Task<Ok<IReadOnlyList<GreenhouseTest>>> ListGreenhouseTests(
        Principal principal, Db db, TestsOnOffer tests, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var listed = await db.ReadAsync(session => tests.ListAsync(session, principal.TenantId!.Value, now), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<GreenhouseTest>>(
            [.. listed.Select(test => new GreenhouseTest { PartnerTestId = test.Id.ToString(), PartnerTestName = test.Name })]);
    }

    /// <summary>
    /// Send a test to a candidate. The link is sent by mail where the operator has set that up; otherwise the tenant hands it over. A
    /// repeated request gives the same id.
    /// </summary>
    internal static async Task<IResult> SendGreenhouseTest(
        GreenhouseSendTestRequest request, Principal principal, AtsOrders orders, GreenhouseAddresses addresses, Idempotency idempotency,
        HttpContext context)
    {
        if (request.Url is { } url && !addresses.Allow(url))
        {
            return Problems.OrderRefused("The url is not an https address at Greenhouse.");
        }

        var order = OrderOf(request, principal, Authentication.ReadToken(context.Request).Token);
        return await idempotency.RunAsync(
            context, request, GreenhouseJson.Wire.GreenhouseSendTestRequest,
            session => orders.LoadAsync(session, order),
            basis => ValueTask.FromResult(orders.PlanOf(order, basis, AnswerOf)));
    }

    /// <summary>Get where a test stands; at any time, as often as Greenhouse likes.</summary>
    internal static async Task<Results<Ok<GreenhouseTestStatusResponse>, ProblemHttpResult>> GetGreenhouseTestStatus(
        string? partner_interview_id, Principal principal, Db db, AtsResults results, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(partner_interview_id, out var id)) return Problems.NotFound();

        var found = await db.ReadAsync(session => FindAsync(session, id, principal.TenantId!.Value), cancellationToken);
        if (found is not { } order) return Problems.NotFound();

        var state = InvitationViews.StateOf(order.Invitation, time.Now());
        if (state != InvitationState.Completed) return TypedResults.Ok(NotYet(state));

        // Complete without a report is an answer that Greenhouse cannot use.
        var told = await results.OfAsync(order.Invitation, order.Format, principal.Actor, cancellationToken);
        if (told.ReportUrl is not { } report) return TypedResults.Ok(NotYet(InvitationState.InProgress));

        return TypedResults.Ok(new GreenhouseTestStatusResponse
        {
            PartnerStatus = "complete",
            PartnerProfileUrl = report,
            PartnerScore = told.Score,
            Metadata = told.Facts.DistinctBy(fact => fact.Label).ToDictionary(fact => fact.Label, fact => fact.Value),
        });
    }

    /// <summary>Take down that an answer of ours could not be used.</summary>
    internal static async Task<Ok<GreenhouseResponseErrorResponse>> ReportGreenhouseError(
        GreenhouseResponseErrorRequest request, Principal principal, Preconditions conditions, Db db, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var error = new ResponseError(request.ApiCall, request.Errors, request.PartnerInterviewId);
        await error.TakeDownAsync(db, AtsKind.Greenhouse, principal, time.Now(), cancellationToken);
        return TypedResults.Ok(new GreenhouseResponseErrorResponse { Status = StatusCodes.Status200OK });
    }

    /// <summary>Take down that an answer of ours could not be used: response_error under its other name.</summary>
    internal static Task<Ok<GreenhouseResponseErrorResponse>> ReportGreenhouseRequestError(
        GreenhouseResponseErrorRequest request, Principal principal, Preconditions conditions, Db db, TimeProvider time,
        CancellationToken cancellationToken) =>
        ReportGreenhouseError(request, principal, conditions, db, time, cancellationToken);

    /// <summary>When an attempt begins is the candidate's: how long it took would say whether more time was given.</summary>
    private static GreenhouseTestStatusResponse NotYet(InvitationState state) => new()
    {
        PartnerStatus = KebabCase.Of(state == InvitationState.InProgress ? InvitationState.Accepted : state),
        PartnerProfileUrl = null,
        PartnerScore = null,
        Metadata = new Dictionary<string, string>(),
    };

    private static Outcome AnswerOf(PlacedOrder placed) => Outcome.Ok(
        new GreenhouseSendTestResponse { PartnerInterviewId = placed.Invitation.ToString() },
        GreenhouseJson.Wire.GreenhouseSendTestResponse);

    /// <summary>
    /// The last segment of the address is of this one order. Without it, whoever is asked for the same test once more before it has ended
    /// is asked by the same order.
    /// </summary>
    private static AtsOrder OrderOf(GreenhouseSendTestRequest request, Principal principal, string? key)
    {
        var candidate = request.Candidate;
        var email = AtsOrder.EmailOf(candidate.Email);
        var tail = request.Url is { } url ? new Uri(url).Segments[^1].Trim('/') : "";
        var hasTail = tail.Length is > 0 and <= 150;
        var who = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.PartnerTestId} {email?.ToUpperInvariant()}"));
        return new AtsOrder
        {
            Ats = AtsKind.Greenhouse,
            Tenant = principal.TenantId!.Value,
            Actor = principal.Actor,
            Test = Guid.TryParse(request.PartnerTestId, out var test) ? test : null,
            Key = hasTail ? $"url {tail}" : email is null ? null : $"who {Convert.ToHexString(who)}",
            Identity = hasTail ? OrderIdentity.ForGood : OrderIdentity.UntilEnded,
            Reference = hasTail ? $"greenhouse:{tail}" : null,
            ReplyTo = request.Url,
            CandidateName = AtsOrder.NameOf(candidate.PreferredName ?? candidate.FirstName, candidate.LastName),
            CandidateEmail = email,
            ApiKey = key,
        };
    }

    private static async Task<(InvitationRow Invitation, ScoreFormat Format)?> FindAsync(DbSession session, Guid id, Guid tenant)
    {
        var found = await AtsOrderStore.FindWithInvitationAsync(session, id);
        if (found is not ({ Ats: "greenhouse" } order, var invitation) || order.TenantId != tenant) return null;

        var connection = await AtsConnectionStore.FindAsync(session, tenant, order.Ats);
        return (invitation, AtsConnections.FormatOf(connection?.ScoreFormat));
    }
}
