using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Employers.Returns;
using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Returns;

/// <summary>The address that a way back is mailed to, for the passport's owner.</summary>
internal static class ContactPageEndpoints
{
    private const string RemovalPath = PassportAddresses.Contact + "/removal";

    public static void MapContactPage(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(PassportAddresses.Contact, ShowContact, PageNeeds.Forms, PageCookie.Passport);
        routes.MapForm(PassportAddresses.Contact, SetContact, PageCookie.Passport);
        routes.MapForm(RemovalPath, RemoveContact, PageCookie.Passport);
    }

    internal static async Task<IResult> ShowContact(
        Principal principal, PassportReturns returns, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        return await ShowAsync(id, null, principal, returns, db, time, cancellationToken);
    }

    internal static async Task<IResult> SetContact(
        Principal principal, Preconditions conditions, PassportReturns returns, Db db, TimeProvider time,
        IStringLocalizer<ReturnWords> words, HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var request = new SetContactRequest { Email = PageRoutes.FormOf(context)["email"].ToString().Trim() };
        if (ReturnEndpoints.FaultIn(request.Email) is not null)
        {
            return await ShowAsync(id, words["NoAddress"], principal, returns, db, time, cancellationToken);
        }

        var set = await ContactEndpoints.SetContact(id, request, principal, conditions, returns, db, time, cancellationToken);
        return set.Result is ProblemHttpResult { ProblemDetails: var problem }
            ? PassportMessages.Of(problem, context)
            : PageResult.GoTo(PassportAddresses.Contact);
    }

    internal static async Task<IResult> RemoveContact(
        Principal principal, Preconditions conditions, Db db, TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        if (PassportAddresses.PassportOf(principal) is not { } id) return PassportMessages.NoPassport();

        var removed = await ContactEndpoints.DeleteContact(id, principal, conditions, db, time, cancellationToken);
        return removed.Result is ProblemHttpResult { ProblemDetails: var problem }
            ? PassportMessages.Of(problem, context)
            : PageResult.GoTo(PassportAddresses.Contact);
    }

    private static async Task<IResult> ShowAsync(
        Guid id, string? problem, Principal principal, PassportReturns returns, Db db, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var found = await ContactEndpoints.GetContact(id, principal, db, time, cancellationToken);
        var contact = (found.Result as IValueHttpResult<ContactResponse>)?.Value;
        var view = new ContactView(
            contact?.Email, contact?.VerifiedAt is not null, returns.Refusal is null, RemovalPath, problem);
        return PageResult.Of<ContactPage>(view, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}
