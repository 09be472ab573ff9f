using Aieh.Api.Employers.Invitations;
using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Invitation;

/// <summary>An invitation for whom it is for: by its link until it is accepted, by the passport afterwards too.</summary>
internal static class InvitationPageEndpoints
{
    private const string OwnPassport = "own";
    private const string PastedPassport = "pasted";

    private static readonly PageCookie[] Holders = [PageCookie.Invitation, PageCookie.Passport];

    public static IServiceCollection AddInvitationPages(this IServiceCollection services) =>
        services.AddSingleton<CandidateInvitationViews>();

    public static void MapInvitationPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/invitation/{token}", OpenLink, PageNeeds.None);
        routes.MapPage("/invitation/{id:guid}", ShowInvitation, PageNeeds.Forms, Holders);
        routes.MapForm("/invitation/{id:guid}/acceptance", Accept, Holders).WithScripts();
        routes.MapForm("/invitation/{id:guid}/declination", Decline, Holders);
    }

    /// <summary>
    /// The secret leaves the address at once. Programs that look at links do this too: it changes nothing but the browser.
    /// </summary>
    internal static async Task<IResult> OpenLink(
        string token, TokenHolders holders, Db db, InvitationViews invitations, IStringLocalizer<InvitationWords> words, TimeProvider time,
        HttpContext context)
    {
        var holder = await holders.FindAsync(token, context.RequestAborted);
        if (holder is not { Kind: PrincipalKinds.Invitation, InvitationId: { } id }) return Unknown(words);

        var result = await CurrentInvitationEndpoints.GetCurrentInvitation(holder, db, invitations, time, context.RequestAborted);
        if (Answer<CurrentInvitationResponse>.Of(result, InvitationJson.Wire.CurrentInvitationResponse).Value is not { } invitation)
        {
            return Unknown(words);
        }

        // Also some days after it has ended, so that who comes back late is told how.
        PageCookie.Invitation.Hold(context, token, AddressOf(id), invitation.ExpiresAt - time.Now() + TimeSpan.FromDays(7));
        return PageResult.GoTo(AddressOf(id));
    }

    internal static async Task<IResult> ShowInvitation(
        Guid id, Principal principal, Db db, InvitationViews invitations, CandidateInvitationViews views, TokenHolders holders,
        IStringLocalizer<InvitationWords> words, TimeProvider time, HttpContext context)
    {
        if (await FindAsync(id, principal, db, invitations, time, context.RequestAborted) is not { } invitation) return Unknown(words);

        return PageResult.Of<InvitationPage>(views.Of(invitation, await HeldPassport.FindAsync(holders, context)));
    }

    /// <summary>
    /// Accepts with the passport in the browser, another one whose link was pasted, or a new one, whose link is then shown this once.
    /// </summary>
    internal static async Task<IResult> Accept(
        Guid id, Principal principal, TokenHolders holders, InvitationAcceptance acceptance, Idempotency idempotency, SecretLinks links,
        SelfIdentificationViewMaker groups, IStringLocalizer<InvitationWords> words, HttpContext context)
    {
        if (principal.InvitationId != id) return PageResult.GoTo(AddressOf(id));

        // What was meant is not guessed: a link that was pasted counts though its button was not chosen, and a passport that the browser
        // has lost meanwhile is refused, rather than made anew.
        var form = PageRoutes.FormOf(context);
        var link = form["link"].ToString();
        var isPasted = form["passport"] == PastedPassport || link.Length > 0;
        var passport = isPasted ? SecretLinks.TokenIn(link)
            : form["passport"] == OwnPassport ? PageCookie.Passport.Read(context.Request) ?? ""
            : null;
        var request = new AcceptInvitationRequest { Consent = form["consent"].ToString(), Passport = passport };
        var result = await CurrentInvitationEndpoints.AcceptInvitation(request, principal, holders, acceptance, idempotency, context);
        var answer = Answer<AcceptedInvitationResponse>.Of(result, InvitationJson.Wire.AcceptedInvitationResponse);
        var back = new PageLink(AddressOf(id), words["Back"]);
        if (answer.Is(Problems.InvitationAlreadyAcceptedKind)) return PageResult.GoTo(AddressOf(id));
        if (answer.Is(Problems.InvitationRefusedKind)) return NoPassport(words, back);
        if (answer.Problem is { } problem) return MessagePages.OfProblem(problem, back);

        var accepted = answer.Value!;
        if (passport is not null) PassportDoorEndpoints.Hold(context, passport);
        if (accepted.Token is not { } token) return PageResult.GoTo(AddressOf(id));

        PassportDoorEndpoints.Hold(context, token);
        var own = links.AbsoluteOf($"{PassportAddresses.Home}/{token}", context.Request);
        return PageResult.Of<AcceptedPage>(new AcceptedView(
            accepted.Invitation.Employer, own, AddressOf(id), groups.Of(answers: null, invitation: id)));
    }

    internal static async Task<IResult> Decline(
        Guid id, Principal principal, Db db, InvitationViews invitations, IStringLocalizer<InvitationWords> words, TimeProvider time,
        HttpContext context)
    {
        if (principal.InvitationId != id) return PageResult.GoTo(AddressOf(id));

        var result = await CurrentInvitationEndpoints.DeclineInvitation(
            principal, new Preconditions(context), db, invitations, time, context.RequestAborted);
        var answer = Answer<CurrentInvitationResponse>.Of(result, InvitationJson.Wire.CurrentInvitationResponse);
        return answer.Problem is { } problem
            ? MessagePages.OfProblem(problem, new PageLink(AddressOf(id), words["Back"]))
            : PageResult.GoTo(AddressOf(id));
    }

    private static string AddressOf(Guid id) => $"/invitation/{id}";

    /// <summary>The link's invitation, or one that the passport in the browser has accepted.</summary>
    private static async Task<CurrentInvitationResponse?> FindAsync(
        Guid id, Principal principal, Db db, InvitationViews invitations, TimeProvider time, CancellationToken cancellationToken)
    {
        if (principal.InvitationId == id)
        {
            var current = await CurrentInvitationEndpoints.GetCurrentInvitation(principal, db, invitations, time, cancellationToken);
            return Answer<CurrentInvitationResponse>.Of(current, InvitationJson.Wire.CurrentInvitationResponse).Value;
        }

        if (PassportAddresses.PassportOf(principal) is not { } passport) return null;

        var listed = await CurrentInvitationEndpoints.ListPassportInvitations(
            passport, principal, db, invitations, time, cancellationToken);
        return Answer<PassportInvitationListResponse>.Of(listed, InvitationJson.Wire.PassportInvitationListResponse)
            .Value?.Items.FirstOrDefault(each => each.Id == id);
    }

    private static PageResult<MessagePage> Unknown(IStringLocalizer<InvitationWords> words) => MessagePages.Of(
        StatusCodes.Status404NotFound, words["Unknown"], [words["UnknownText"]], links: [new PageLink("/", words["ToStart"])]);

    private static PageResult<MessagePage> NoPassport(IStringLocalizer<InvitationWords> words, PageLink back) => MessagePages.Of(
        StatusCodes.Status422UnprocessableEntity, words["NoPassport"], [words["NoPassportText"]], links: [back]);
}
