using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>What is in the passport that the browser holds.</summary>
internal static class PassportHomeEndpoints
{
    public static void MapPassportHome(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(PassportAddresses.Home, ShowPassport, PageNeeds.Forms, PageCookie.Passport);
        routes.MapPage(PassportAddresses.History, ShowHistory, PageNeeds.None, PageCookie.Passport);
    }

    internal static async Task<IResult> ShowPassport(
        Principal principal, PassportAnswers answers, PassportViewMaker views, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportDoorEndpoints.Show(context);

        var answer = await answers.PassportAsync(id, principal, cancellationToken);
        if (answer.Value is not { } passport) return PassportMessages.Of(answer.Problem!, context);

        var readiness = await answers.AllReadinessAsync(id, principal, cancellationToken);
        var invitations = await answers.InvitationsAsync(id, principal, cancellationToken);
        // What ends by itself ends when it was said to.
        if (principal.ExpiresAt is null) PassportDoorEndpoints.Hold(context, PageCookie.Passport.Read(context.Request)!);
        var taken = await answers.TakenAsync(id, principal, cancellationToken);
        return PageResult.Of<PassportPage>(views.Of(passport, readiness, invitations, taken));
    }

    internal static async Task<IResult> ShowHistory(
        string? cursor, Principal principal, PassportAnswers answers, ScoreViewMaker scores, IStringLocalizer<PassportWords> words,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var answer = await answers.EvidenceAsync(id, cursor, principal, cancellationToken);
        return answer.Value is { } page
            ? PageResult.Of<HistoryPage>(HistoryView.Of(page, isFirst: cursor is null, scores, words))
            : PassportMessages.Of(answer.Problem!, context);
    }
}
