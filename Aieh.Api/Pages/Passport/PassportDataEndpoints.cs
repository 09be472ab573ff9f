using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>What is held under a passport: to take along, to delete, to leave in this browser or not.</summary>
internal static class PassportDataEndpoints
{
    private const string SureField = "sure";

    public static void MapPassportData(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(PassportAddresses.Data, ShowData, PageNeeds.Forms, PageCookie.Passport);
        routes.MapPage(PassportAddresses.Export, Export, PageNeeds.None, PageCookie.Passport);
        routes.MapForm(PassportAddresses.Erasure, Erase, PageCookie.Passport);
        routes.MapForm(PassportAddresses.SignOut, SignOut, PageCookie.Passport);
    }

    internal static async Task<IResult> ShowData(
        Principal principal, PassportAnswers answers, SelfIdentificationViewMaker groups, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        return await ShowAsync(id, problem: null, principal, answers, groups, context, cancellationToken);
    }

    /// <summary>What the API exports, as a file.</summary>
    internal static async Task<IResult> Export(
        Principal principal, Db db, PassportViews views, AssembledForms forms, SealedAnswers answers, TimeProvider time,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var export = await PassportEndpoints.ExportPassport(id, principal, db, views, forms, answers, time, cancellationToken);
        if (export is ProblemHttpResult refused) return PassportMessages.Of(refused.ProblemDetails, context);

        var day = Written.Day(time.Now()).Machine;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"skills-passport-{day}.json\"";
        return export;
    }

    /// <summary>Everything goes, at once and for good: so it is done only when the form says that it is meant.</summary>
    internal static async Task<IResult> Erase(
        Principal principal, PassportAnswers answers, SelfIdentificationViewMaker groups, Preconditions conditions, Db db,
        CredentialHolders holders, IPassportObserver observer, IStringLocalizer<PassportWords> words, TimeProvider time,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();
        if (!PageRoutes.FormOf(context).ContainsKey(SureField))
        {
            return await ShowAsync(id, words["EraseNotSure"], principal, answers, groups, context, cancellationToken);
        }

        var erased = await PassportEndpoints.ErasePassport(
            id, principal, conditions, db, holders, observer, time, cancellationToken);
        if (erased.Result is ProblemHttpResult refused) return PassportMessages.Of(refused.ProblemDetails, context);

        PageCookie.Passport.Forget(context);
        PageForms.ForgetIn(context);
        return PageResult.GoTo(PassportAddresses.Goodbye);
    }

    /// <summary>What was made for this browser ends with it. A secret without an end is the link that the owner has kept.</summary>
    internal static async Task<IResult> SignOut(
        Principal principal, Db db, CredentialHolders holders, TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        if (principal is { Kind: PrincipalKinds.Candidate, ExpiresAt: not null })
        {
            await db.WriteAsync(
                session => CredentialStore.RevokeAsync(session, principal.CredentialId, time.Now()), cancellationToken);
            holders.ForgetAll();
        }

        PageCookie.Passport.Forget(context);
        PageForms.ForgetIn(context);
        return PageResult.GoTo(PassportAddresses.Home);
    }

    private static async Task<IResult> ShowAsync(
        Guid id, string? problem, Principal principal, PassportAnswers answers, SelfIdentificationViewMaker groups, HttpContext context,
        CancellationToken cancellationToken)
    {
        var passport = await answers.PassportAsync(id, principal, cancellationToken);
        if (passport.Problem is { } refused) return PassportMessages.Of(refused, context);

        var accommodation = await answers.AccommodationAsync(id, principal, cancellationToken);
        var said = await answers.SelfIdentificationAsync(id, principal, cancellationToken);
        var status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return PageResult.Of<PassportDataPage>(PassportDataView.Of(accommodation, groups.Of(said), problem), status);
    }
}
