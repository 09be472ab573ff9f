using Aieh.Api.Contract;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Invitations;

internal static class InvitationBatchEndpoints
{
    private const int Most = 500;

    /// <summary>Two kilobytes for each of so many.</summary>
    private const int MaxBodyBytes = 1024 * 1024;

    public static void MapInvitationBatch(this RouteGroupBuilder invitations) =>
        invitations.MapPost("/batch", CreateInvitationBatch).WithName("createInvitationBatch")
            .Access(PrincipalKinds.Key, Scopes.InvitationsWrite).BodyOf(MaxBodyBytes)
            .Produces<InvitationBatchResponse>().Example(() => InvitationExamples.Batch, () => InvitationExamples.BatchMade)
            .Problems(400, 401, 403, 404, 409, 413, 415, 422).Raises(Problems.BusyKind, Problems.HiringLoopArchivedKind);

    /// <summary>
    /// Invite up to 500 candidates at once. Each has an outcome of its own: one that is refused does not keep the others from being made.
    /// </summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static Task<IResult> CreateInvitationBatch(
        Guid id, CreateInvitationBatchRequest request, Principal principal, InvitationCreation creation, InvitationViews views,
        Idempotency idempotency, TimeProvider time, HttpContext context)
    {
        var requests = request.Invitations;
        if (requests.Count is 0 or > Most)
        {
            var fault = new ProblemError { Pointer = "#/invitations", Detail = $"From 1 to {Most} invitations." };
            return Task.FromResult<IResult>(Problems.Invalid("The batch cannot be read.", fault));
        }

        if (requests.Any(each => each.Accommodation is not null) && AccommodationTrail.Refuses(principal) is { } refused)
        {
            return Task.FromResult<IResult>(refused);
        }

        return idempotency.RunAsync(
            context, request, InvitationJson.Wire.CreateInvitationBatchRequest,
            session => InvitationCreation.LoadAsync(
                session, id, principal.TenantId!.Value, requests.Select(each => each.Reference), time.Now()),
            basis => ValueTask.FromResult(PlanOf(requests, basis, creation, views, principal.Actor, time.Now())));
    }

    private static Plan PlanOf(
        IReadOnlyList<CreateInvitationRequest> requests, InvitationBasis? basis, InvitationCreation creation, InvitationViews views,
        string actor, DateTimeOffset now)
    {
        if (basis is null) return Plan.RefuseWithoutKeeping(Problems.NotFound());
        if (basis.Definition.State == LoopState.Archived) return Plan.RefuseWithoutKeeping(Problems.HiringLoopArchived());

        var made = new List<NewInvitation>();
        var items = requests.Select((each, index) => Decide(creation, views, each, index, basis, made, now)).ToList();
        var response = new InvitationBatchResponse { Items = items };
        return new Plan(
            Outcome.Ok(response, InvitationJson.Wire.InvitationBatchResponse),
            session => InvitationCreation.WriteAsync(session, made, basis, actor, now));
    }

    private static BatchedInvitation Decide(
        InvitationCreation creation, InvitationViews views, CreateInvitationRequest request, int index, InvitationBasis basis,
        List<NewInvitation> made, DateTimeOffset now)
    {
        var at = FormattableString.Invariant($"#/invitations/{index}");
        ProblemError[] errors = [.. InvitationCreation.FaultsIn(request, at)];
        if (errors.Length == 0 && request.Reference is { } reference && basis.Existing.TryGetValue(reference, out var there))
        {
            return new BatchedInvitation { Outcome = BatchOutcome.Existing, Invitation = InvitationViews.Of(there, now) };
        }

        if (errors.Length == 0) errors = [.. creation.RefusalsOf(request, basis, at, now)];
        if (errors.Length > 0) return new BatchedInvitation { Outcome = BatchOutcome.Refused, Errors = errors };

        var invitation = creation.Make(request, basis, now);
        made.Add(invitation);
        // A reference that the batch names twice is one invitation.
        if (request.Reference is { } own) basis.Existing[own] = invitation.Row;
        return new BatchedInvitation { Outcome = BatchOutcome.Created, Invitation = views.WithLink(invitation, now) };
    }
}
