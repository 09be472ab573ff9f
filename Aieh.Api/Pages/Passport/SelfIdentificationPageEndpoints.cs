using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Pages.Passport;

/// <summary>Where the forms of the voluntary questionnaire are sent.</summary>
internal static class SelfIdentificationPageEndpoints
{
    public static void MapSelfIdentificationForms(this IEndpointRouteBuilder routes)
    {
        routes.MapForm(PassportAddresses.SelfIdentification, SetGroups, PageCookie.Passport);
        routes.MapForm(PassportAddresses.SelfIdentificationWithdrawal, WithdrawGroups, PageCookie.Passport);
    }

    internal static async Task<IResult> SetGroups(
        Principal principal, Preconditions conditions, Db db, SealedAnswers answers, TimeProvider time, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var form = PageRoutes.FormOf(context);
        var request = new SelfIdentificationRequest
        {
            Consent = form["consent"].ToString(),
            Sex = KebabCase.TryParse<Sex>(form["sex"].ToString(), out var sex) ? sex : null,
            RaceEthnicity = KebabCase.TryParse<RaceEthnicity>(form["race-ethnicity"].ToString(), out var race) ? race : null,
        };
        var set = await SelfIdentificationEndpoints.SetSelfIdentification(
            id, request, principal, conditions, db, answers, time, cancellationToken);
        if (set.Result is ProblemHttpResult { ProblemDetails: var problem }) return PassportMessages.Of(problem, context);

        return PageResult.GoTo(
            Guid.TryParse(form["invitation"].ToString(), out var invitation) ? $"/invitation/{invitation}" : PassportAddresses.Data);
    }

    internal static async Task<IResult> WithdrawGroups(
        Principal principal, Preconditions conditions, Db db, TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var withdrawn = await SelfIdentificationEndpoints.DeleteSelfIdentification(
            id, principal, conditions, db, time, cancellationToken);
        return withdrawn.Result is ProblemHttpResult { ProblemDetails: var problem }
            ? PassportMessages.Of(problem, context)
            : PageResult.GoTo(PassportAddresses.Data);
    }
}
