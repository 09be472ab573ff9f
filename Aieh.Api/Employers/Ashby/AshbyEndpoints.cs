using Aieh.Api.Contract;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Ashby;

/// <summary>The Assessments Partner API of Ashby: the partner's side.</summary>
internal static class AshbyEndpoints
{
    public static IServiceCollection AddAshby(this IServiceCollection services) =>
        services.AddSingleton<IDeliverySender, AshbySender>().AddWireJson(AshbyJson.Wire);

    public static void MapAshby(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ats/ashby")
            .Tag("Ashby", "What Ashby calls, by its Assessments Partner API: HTTP Basic, the tenant's key as user name or as password.")
            .AddEndpointFilter<ServiceAddressFilter>();
        group.MapPost("/assessment.list", ListAshbyAssessments).WithName("listAshbyAssessments")
            .Access(PrincipalKinds.Key, Scopes.OrdersWrite).Example(() => AshbyExamples.Tests).Problems(401, 403);
        group.MapPost("/assessment.start", StartAshbyAssessment).WithName("startAshbyAssessment")
            .Access(PrincipalKinds.Key, Scopes.OrdersWrite).Produces<AshbyAssessmentResponse>()
            .Example(() => AshbyExamples.Start, () => AshbyExamples.Started).Problems(401, 403, 409, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.OrderRefusedKind);
        group.MapPost("/assessment.cancel", CancelAshbyAssessment).WithName("cancelAshbyAssessment")
            .Access(PrincipalKinds.Key, Scopes.OrdersWrite)
            .Example(() => AshbyExamples.Cancel, () => AshbyExamples.Started).Problems(401, 403, 413, 415);
        group.MapPost("/assessment.customField.list", ListAshbyCustomFields).WithName("listAshbyCustomFields")
            .Access(PrincipalKinds.Key, Scopes.OrdersWrite).Example(() => AshbyExamples.Fields).Problems(401, 403);
    }

    /// <summary>List the assessments that can be started: the tenant's active hiring loops, and single assessments.</summary>
    internal static async Task<Ok<AshbyListResponse>> ListAshbyAssessments(
        Principal principal, Preconditions conditions, Db db, TestsOnOffer tests, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var listed = await db.ReadAsync(session => tests.ListAsync(session, principal.TenantId!.Value, now), cancellationToken);
        return TypedResults.Ok(new AshbyListResponse
        {
            Success = true,
            Results =
            [
                .. listed.Select(test => new AshbyAssessmentType
                {
                    AssessmentTypeId = test.Id, Name = test.Name, Description = test.Description,
                }),
            ],
        });
    }

    /// <summary>
    /// Start an assessment for an application. The link is sent by mail where the operator has set that up; otherwise the tenant hands it
    /// over. A repeated request gives the same id, unless that one was cancelled or declined, or has expired.
    /// </summary>
    internal static async Task<IResult> StartAshbyAssessment(
        AshbyStartRequest request, Principal principal, AtsOrders orders, Idempotency idempotency, HttpContext context)
    {
        const int mostOfAnId = 100;
        if (!RequestText.Fits(request.Application.AshbyId, mostOfAnId))
        {
            var fault = new ProblemError { Pointer = "#/application/ashby_id", Detail = RequestText.Rule(mostOfAnId) };
            return Problems.Invalid("The application has no id.", fault);
        }

        var order = new AtsOrder
        {
            Ats = AtsKind.Ashby,
            Tenant = principal.TenantId!.Value,
            Actor = principal.Actor,
            Test = Guid.TryParse(request.AssessmentTypeId, out var test) ? test : null,
            Key = $"{request.Application.AshbyId} {test}",
            Identity = OrderIdentity.UntilUnsuccessful,
            Reference = $"ashby:{request.Application.AshbyId}",
            CandidateName = AtsOrder.NameOf(request.Candidate.FirstName, request.Candidate.LastName),
            CandidateEmail = AtsOrder.EmailOf(request.Candidate.Email),
        };
        return await idempotency.RunAsync(
            context, request, AshbyJson.Wire.AshbyStartRequest,
            session => orders.LoadAsync(session, order),
            basis => ValueTask.FromResult(orders.PlanOf(
                order, basis, placed => Outcome.Ok(AnswerOf(placed.Invitation.ToString()), AshbyJson.Wire.AshbyAssessmentResponse))));
    }

    /// <summary>Cancel an assessment. One that is not known, or has ended, is answered in the same way.</summary>
    internal static async Task<Ok<AshbyAssessmentResponse>> CancelAshbyAssessment(
        AshbyCancelRequest request, Principal principal, Preconditions conditions, Db db, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (Guid.TryParse(request.AssessmentId, out var id))
        {
            var now = time.Now();
            await db.WriteAsync(session => CancelAsync(session, id, principal, now), cancellationToken);
        }

        return TypedResults.Ok(AnswerOf(request.AssessmentId));
    }

    /// <summary>List the fields that recruiters fill in for an assessment: none.</summary>
    internal static Ok<AshbyCustomFieldsResponse> ListAshbyCustomFields(Preconditions conditions) =>
        TypedResults.Ok(new AshbyCustomFieldsResponse { Fields = [] });

    private static AshbyAssessmentResponse AnswerOf(string id) =>
        new() { Success = true, Results = new AshbyAssessment { AssessmentId = id } };

    private static async Task<bool> CancelAsync(DbSession session, Guid id, Principal principal, DateTimeOffset now)
    {
        var order = await AtsOrderStore.FindAsync(session, id);
        if (order is not { Ats: "ashby" } || order.TenantId != principal.TenantId) return false;
        if (await InvitationEndpoints.HoldOwnAsync(session, id, principal) is not { } held || !held.IsOpenAt(now)) return false;

        await AtsOrderStore.NoteCancellationAsync(session, id, now);
        await InvitationEnding.RunAsync(session, held, InvitationState.Cancelled, principal.Actor, now, now);
        return true;
    }
}
