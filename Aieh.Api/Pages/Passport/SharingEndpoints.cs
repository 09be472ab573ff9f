using System.Globalization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Pages.Passport;

/// <summary>To whom the passport is shown, and who has looked.</summary>
internal static class SharingEndpoints
{
    public static void MapSharing(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(PassportAddresses.Sharing, ShowSharing, PageNeeds.Forms, PageCookie.Passport);
        routes.MapForm(PassportAddresses.SharingLinks, MakeLink, PageCookie.Passport).WithScripts();
        routes.MapForm(PassportAddresses.Sharing + "/{grant:guid}/revocation", Revoke, PageCookie.Passport);
    }

    /// <param name="cursor">Where the list of looks goes on.</param>
    /// <param name="done">What a form has just done.</param>
    internal static async Task<IResult> ShowSharing(
        string? cursor, string? done, Principal principal, PassportAnswers answers, SharingViewMaker views, TimeProvider time,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var grants = await answers.GrantsAsync(id, principal, cancellationToken);
        if (grants.Problem is { } refused) return PassportMessages.Of(refused, context);

        var accesses = await answers.AccessesAsync(id, cursor, principal, cancellationToken);
        if (accesses.Problem is { } unread) return PassportMessages.Of(unread, context);

        var invitations = await answers.InvitationsAsync(id, principal, cancellationToken);
        var now = time.Now();
        GrantResponse[] standing = [.. grants.Value!.Items.Where(grant => Stands(grant, now))];
        var tenants = new Dictionary<Guid, string>();
        foreach (var tenant in standing.Where(grant => grant.Tenant is not null).Select(grant => grant.Tenant!.Value).Distinct())
        {
            if (await answers.TenantAsync(tenant, cancellationToken) is { } known) tenants[tenant] = known.Name;
        }

        var view = views.Of(standing, tenants, invitations, accesses.Value!, isFirst: cursor is null, isRevoked: done == "revoked");
        return PageResult.Of<SharingPage>(view);
    }

    /// <summary>The link is on the page that answers, and nowhere after it.</summary>
    internal static async Task<IResult> MakeLink(
        Principal principal, Db db, IOptions<PassportOptions> options, Idempotency idempotency, SecretLinks links,
        IStringLocalizer<PassportWords> words, TimeProvider time, HttpContext context)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();
        if (Read(PageRoutes.FormOf(context), time.Now()) is not { } request)
        {
            return MessagePages.Of(
                StatusCodes.Status400BadRequest, words["LinkNotMade"], [words["LinkNotMadeText"]],
                links: [new(PassportAddresses.Sharing, words["BackToSharing"])]);
        }

        var made = Answer<GrantResponse>.Of(
            await GrantEndpoints.CreateGrant(id, request, principal, db, options, idempotency, time, context),
            PassportJson.Wire.GrantResponse);
        if (made.Value is not { } grant) return PassportMessages.Of(made.Problem!, context);

        var link = links.AbsoluteOf(PassportAddresses.Shared + grant.Token, context.Request);
        var until = grant.ExpiresAt is { } at ? PassportText.Minute(at) : null;
        return PageResult.Of<LinkMadePage>(new LinkMadeView(link, grant.Scope == GrantScope.Evidence, until));
    }

    internal static async Task<IResult> Revoke(
        Guid grant, Principal principal, Preconditions conditions, Db db, IPassportObserver observer, TimeProvider time,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var revoked = await GrantEndpoints.RevokeGrant(id, grant, principal, conditions, db, observer, time, cancellationToken);
        return revoked.Result is ProblemHttpResult refused
            ? PassportMessages.Of(refused.ProblemDetails, context)
            : PageResult.GoTo(PassportAddresses.Sharing + "?done=revoked");
    }

    private static bool Stands(GrantResponse grant, DateTimeOffset now) => grant.RevokedAt is null && !(grant.ExpiresAt <= now);

    /// <summary>
    /// What the form asks for; null when it is not what the page offers. It lasts to the end of a day: sent twice, it is the same request.
    /// </summary>
    private static CreateGrantRequest? Read(IFormCollection fields, DateTimeOffset now)
    {
        if (!KebabCase.TryParse<GrantScope>(fields["scope"].ToString(), out var scope) || scope == GrantScope.Loop) return null;

        var days = fields["days"].ToString();
        if (days == SharingViewMaker.Endless) return new CreateGrantRequest { Kind = GrantKind.Link, Scope = scope };
        if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        if (!SharingViewMaker.Days.Contains(count)) return null;

        var end = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(count + 1);
        return new CreateGrantRequest { Kind = GrantKind.Link, Scope = scope, ExpiresAt = end };
    }
}
