using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Contract;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Invitations;

internal static class InvitationEndpoints
{
    public const string Tag = "Invitations";
    public const string Description = "Candidates whom an employer asks to take the assessments of a hiring loop, and what came of it.";

    public static IServiceCollection AddInvitations(this IServiceCollection services)
    {
        services.AddOptions<InvitationOptions>().BindConfiguration(InvitationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InvitationOptions>, InvitationOptionsValidator>();
        services.AddSingleton<ServiceAddress>();
        services.AddSingleton<InvitationViews>();
        services.AddSingleton<InvitationProgress>();
        services.AddSingleton<ISupervisionDemands>(provider => provider.GetRequiredService<InvitationProgress>());
        services.AddSingleton<InvitationMails>();
        services.AddSingleton<IMailSubject>(provider => provider.GetRequiredService<InvitationMails>());
        services.AddSingleton<InvitationCreation>();
        services.AddSingleton<InvitationAcceptance>();
        services.AddSingleton<InvitationSweep>();
        services.AddSingleton<IPassportObserver, InvitationObserver>();
        services.AddMaintenanceTask<InvitationSweep>("invitation-expiry", sweep => sweep.ExpireAsync);
        services.AddMaintenanceTask<InvitationSweep>("invitation-retention", sweep => sweep.DeleteAsync);
        return services.AddWireJson(InvitationJson.Wire);
    }

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var ofLoop = routes.MapGroup("/v1/hiring-loops/{id:guid}/invitations").Tag(Tag, Description)
            .Refusals(() => InvitationExamples.Refusals);
        ofLoop.MapPost("/", CreateInvitation).WithName("createInvitation").Access(PrincipalKinds.Key, Scopes.InvitationsWrite)
            .Produces<InvitationResponse>().Produces<InvitationResponse>(StatusCodes.Status201Created)
            .Example(() => InvitationExamples.Create, () => InvitationExamples.Created)
            .Problems(400, 401, 403, 404, 409, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.HiringLoopArchivedKind, Problems.InvitationRefusedKind);
        ofLoop.MapGet("/", ListInvitations).WithName("listInvitations").Access(PrincipalKinds.Key, Scopes.InvitationsWrite)
            .Example(() => InvitationExamples.List).Problems(400, 401, 403, 404);
        ofLoop.MapInvitationBatch();

        var group = routes.MapGroup("/v1/invitations").Tag(Tag, Description);
        group.MapGet("/{id:guid}", GetInvitation).WithName("getInvitation").Access(PrincipalKinds.Key, Scopes.InvitationsWrite)
            .Example(() => InvitationExamples.Running).Problems(401, 403, 404);
        group.MapPost("/{id:guid}/link", CreateInvitationLink).WithName("createInvitationLink")
            .Access(PrincipalKinds.Key, Scopes.InvitationsWrite).Produces<InvitationLinkResponse>(StatusCodes.Status201Created)
            .Example(() => InvitationExamples.MailLink, () => InvitationExamples.Link).Problems(401, 403, 404, 409, 413, 415, 422)
            .Raises(Problems.InvitationClosedKind, Problems.InvitationRefusedKind);
        group.MapPost("/{id:guid}/cancellation", CancelInvitation).WithName("cancelInvitation")
            .Access(PrincipalKinds.Key, Scopes.InvitationsWrite)
            .Example(() => InvitationExamples.Cancelled).Problems(401, 403, 404, 409).Raises(Problems.InvitationClosedKind);
        group.MapInvitationAccommodation();
        group.MapCurrentInvitation();
    }

    /// <summary>
    /// Invite a candidate. The answer carries the candidate's link, whose secret is shown once. A repeat with the same reference in one
    /// loop answers 200 with the invitation that is there, as it was made and without a link, unless that one was declined or cancelled,
    /// or has expired.
    /// </summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static Task<IResult> CreateInvitation(
        Guid id, CreateInvitationRequest request, Principal principal, InvitationCreation creation, Idempotency idempotency,
        TimeProvider time, HttpContext context)
    {
        if (Refuses(request, principal) is { } refused) return Task.FromResult<IResult>(refused);

        return idempotency.RunAsync(
            context, request, InvitationJson.Wire.CreateInvitationRequest,
            session => InvitationCreation.LoadAsync(session, id, principal.TenantId!.Value, [request.Reference], time.Now()),
            basis => ValueTask.FromResult(creation.PlanOf(request, basis, principal.Actor, time.Now())));
    }

    private static ProblemHttpResult? Refuses(CreateInvitationRequest request, Principal principal)
    {
        if (request.Accommodation is not null && AccommodationTrail.Refuses(principal) is { } refused) return refused;

        ProblemError[] faults = [.. InvitationCreation.FaultsIn(request, "#")];
        return faults.Length > 0 ? Problems.Invalid("The invitation cannot be read.", faults) : null;
    }

    /// <summary>List the invitations of a hiring loop, oldest first.</summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static async Task<Results<Ok<InvitationListResponse>, ProblemHttpResult>> ListInvitations(
        Guid id, int? limit, string? cursor, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("invitations", limit, cursor);
        if (invalid is not null) return invalid;

        var now = time.Now();
        var rows = await db.ReadAsync(ListIfOwnAsync, cancellationToken);
        if (rows is null) return Problems.NotFound();

        var (items, next) = page.Cut(rows, row => new Cursor(row.CreatedAt, row.Id));
        return TypedResults.Ok(new InvitationListResponse { Items = [.. items.Select(row => InvitationViews.Of(row, now))], Next = next });

        async Task<IReadOnlyList<InvitationRow>?> ListIfOwnAsync(DbSession session) =>
            await HiringLoopStore.FindAsync(session, id) is { } loop && loop.TenantId == principal.TenantId
                ? await InvitationStore.ListAfterAsync(session, id, page)
                : null;
    }

    /// <summary>
    /// Get an invitation. With the scope attempts:supervise besides, the answer names the attempts that the candidate has running.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<Tagged<InvitationResponse>, ProblemHttpResult>> GetInvitation(
        Guid id, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (row, attempts) = await db.ReadAsync(FindAsync, cancellationToken);
        if (row is null) return Problems.NotFound();

        var response = InvitationViews.Of(row, now) with { Attempts = attempts };
        return new Tagged<InvitationResponse>(response, InvitationAttempts.TagOf(row, attempts, now));

        async Task<(InvitationRow?, IReadOnlyList<InvitationAttempt>?)> FindAsync(DbSession session) =>
            await FindOwnAsync(session, id, principal) is { } own
                ? (own, await InvitationAttempts.ListAsync(session, own, principal, now))
                : (null, null);
    }

    /// <summary>
    /// Make a new link for the candidate; the one before ends at once. A mail with the former that still waits is not sent.
    /// </summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<Created<InvitationLinkResponse>, ProblemHttpResult>> CreateInvitationLink(
        Guid id, CreateInvitationLinkRequest? request, Principal principal, Preconditions conditions, Db db, InvitationViews views,
        InvitationMails mails, TimeProvider time, CancellationToken cancellationToken)
    {
        var (now, tenant) = (time.Now(), principal.TenantId!.Value);
        var token = SecretToken.Create(SecretToken.InvitationPrefix);
        var (mail, unsendable) = request?.SendMail is true
            ? await mails.PrepareAsync(db, id, tenant, token, now, cancellationToken)
            : default;
        var refused = await db.WriteAsync(RenewAsync, cancellationToken);
        if (refused is not null) return refused;

        var link = new InvitationLinkResponse { Invitation = id, Token = token, Url = views.UrlOf(token) };
        return TypedResults.Created($"/v1/invitations/{id}", link);

        async Task<ProblemHttpResult?> RenewAsync(DbSession session)
        {
            if (await HoldOwnAsync(session, id, principal) is not { } invitation) return Problems.NotFound();
            if (InvitationViews.RefuseClosed(invitation, now) is { } closed) return closed;
            if (conditions.FailOfState(InvitationViews.StateTagOf(invitation, now))) return Problems.PreconditionFailed();
            if (unsendable is not null) return Problems.InvitationRefused([new() { Pointer = "#/sendMail", Detail = unsendable }]);

            await InvitationLink.RenewAsync(session, invitation, token, principal.Actor, now);
            if (mail is not null) await Mailing.QueueAsync(session, mail);
            return null;
        }
    }

    /// <summary>Take an invitation back. What the candidate has taken stays in the candidate's passport.</summary>
    /// <param name="id">Id of the invitation.</param>
    internal static async Task<Results<Ok<InvitationResponse>, ProblemHttpResult>> CancelInvitation(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (refused, row) = await db.WriteAsync(CancelAsync, cancellationToken);
        return refused is null ? TypedResults.Ok(InvitationViews.Of(row!, now)) : refused;

        async Task<(ProblemHttpResult?, InvitationRow?)> CancelAsync(DbSession session)
        {
            if (await HoldOwnAsync(session, id, principal) is not { } invitation) return (Problems.NotFound(), null);
            if (InvitationViews.RefuseClosed(invitation, now) is { } closed) return (closed, null);
            if (conditions.FailOfState(InvitationViews.StateTagOf(invitation, now))) return (Problems.PreconditionFailed(), null);

            await InvitationEnding.RunAsync(session, invitation, InvitationState.Cancelled, principal.Actor, now, now);
            return (null, await InvitationStore.FindAsync(session, id));
        }
    }

    /// <summary>An invitation of the caller's tenant, held until the transaction ends; null otherwise.</summary>
    internal static async Task<InvitationRow?> HoldOwnAsync(DbSession session, Guid id, Principal principal) =>
        await FindOwnAsync(session, id, principal) is { } found ? await InvitationStore.HoldWithPassportAsync(session, found) : null;

    /// <summary>An invitation of the caller's tenant; null otherwise.</summary>
    internal static async Task<InvitationRow?> FindOwnAsync(DbSession session, Guid id, Principal principal) =>
        await InvitationStore.FindAsync(session, id) is { } found && found.TenantId == principal.TenantId ? found : null;
}
